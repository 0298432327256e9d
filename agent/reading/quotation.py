"""Where the new text ends: quoted history, forwarded originals and signatures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from agent.reading.history import Found, Seam, quote_mark, seam_at, words
from agent.reading.lexicon import lexicon
from agent.reading.material import Body
from agent.reading.message import Message
from agent.reading.signature import cut_signature

_LINES = 20_000
_WRAPPED = 55  # a quoted line this long may go on in the next line without its mark
_DEPTH = 3  # forwards of forwards
_MAILS = 8  # of a history that are told apart


def body_of(message: Message) -> Body:
    """The text of a message cut at its seams: new text, history, signature; of a forward, its text.

    Only what is clearly marked is cut. Time grows with the length of the text, not faster.
    """
    body = _body(message.text, message, depth=0)
    if message.forwarded and not body.forwarded:
        inner = message.forwarded[0]
        return _with_forwarded(body, _body(inner.text, inner, depth=1))
    return body


def _body(text: str, message: Message, *, depth: int) -> Body:
    pieces = _split(text.split("\n")[:_LINES], message, depth=depth)
    top = cut_signature(_tidy(pieces.new), author=_author(message))
    body = Body(top.text, _tidy(pieces.quoted), top.signature)
    if not pieces.forwarded:
        return body
    return _with_forwarded(body, _forwarded(_tidy(pieces.forwarded), message, depth=depth))


@dataclass(frozen=True, slots=True)
class Former:
    """A mail of the history."""

    head: str  # who wrote it when, as the mail that quotes it says; "" if it does not
    text: str  # without what it quotes itself


def mails_of(history: str, message: Message) -> Iterator[Former]:
    """The mails of a history, the newest first."""
    lines = history.split("\n")
    for _ in range(_MAILS):
        seam = seam_at(lines, 0)
        begin = seam.end if seam else 0
        pieces = _split(_unquoted(lines[begin:]), message, depth=_DEPTH)
        yield Former("\n".join(lines[:begin]), _tidy(pieces.new))
        lines = _tidy(pieces.quoted).split("\n")
        if not any(lines):
            return


def _author(message: Message) -> str:
    author = message.envelope.author
    return author.name if author else ""


def _forwarded(text: str, message: Message, *, depth: int) -> Body:
    """What was forwarded, read as a mail of its own."""
    if depth >= _DEPTH:
        return Body(text, "", "")
    return _body(text, message, depth=depth + 1)


def _with_forwarded(body: Body, inner: Body) -> Body:
    quoted = "\n\n".join(filter(None, (body.quoted, inner.quoted)))
    signature = "\n\n".join(filter(None, (body.signature, inner.signature)))
    new_text = "\n\n".join(filter(None, (body.new_text, inner.new_text)))
    return Body(new_text, quoted, signature, forwarded=inner.new_text)


@dataclass(slots=True)
class _Pieces:
    new: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)


def _split(lines: list[str], message: Message, *, depth: int) -> _Pieces:
    """Walk down: quoted lines go aside, an attribution with them; other seams end the new text."""
    pieces = _Pieces()
    at = 0
    marks: tuple[str, ...] = (">",)
    while at < len(lines):
        seam = seam_at(lines, at)
        quoted = lines[at].lstrip().startswith(marks) or _is_wrapped_quote(lines, at)
        if quoted and (seam is None or seam.seam is Seam.ATTRIBUTION or not _opens(lines[at])):
            pieces.quoted.append(lines[at])
            at += 1
        elif seam is None:
            pieces.new.append(lines[at])
            at += 1
        elif seam.seam is Seam.ATTRIBUTION and _stays_open(pieces, lines, seam):
            pieces.quoted.extend(lines[at : seam.end])
            marks = (">", "|") if quote_mark(lines, seam.end) == "|" else marks
            at = seam.end
        else:
            _end(pieces, lines, seam, message, depth=depth)
            break
    return pieces


def _opens(line: str) -> bool:
    """GroupWise writes its attribution in the marks of a quote, with nothing marked below."""
    return line.startswith(">>> ")


def _stays_open(pieces: _Pieces, lines: list[str], seam: Found) -> bool:
    """True where new text may stand below: the quote is marked, or nothing was said above."""
    return bool(quote_mark(lines, seam.end)) or not _tidy(pieces.new)


def _is_wrapped_quote(lines: list[str], at: int) -> bool:
    """The tail of a long quoted line that some gateway broke: quoted above, and below, no blank."""
    if not 0 < at < len(lines) - 1 or not lines[at].strip():
        return False
    above, below = lines[at - 1], lines[at + 1]
    return above.startswith(">") and below.startswith(">") and len(above) >= _WRAPPED


def _end(pieces: _Pieces, lines: list[str], seam: Found, message: Message, *, depth: int) -> None:
    """All below the seam is history, or, of a forward, the text that was passed on."""
    below = lines[seam.end :]
    if _is_forward(seam, message, has_text=bool(_tidy(pieces.new)), depth=depth):
        pieces.quoted.extend(lines[seam.start : seam.end])
        pieces.forwarded.extend(_unquoted(below))
    else:
        pieces.quoted.extend(lines[seam.start :])


@cache
def _prefix() -> re.Pattern[str]:
    book = lexicon("quotation")
    return re.compile(
        rf"\s*(?P<tag>\[[^\]]{{1,40}}\]\s*)?(?:(?P<forward>{words(book['forward_prefixes'])})"
        rf"|(?P<reply>{words(book['reply_prefixes'])}))\.?\s?(?:[\[(]\d{{1,3}}[\])])?\s?[:：]\s*",
        re.IGNORECASE,
    )


def without_reply_marks(subject: str) -> str:
    """`subject` without "Re:", in whatever language and however often; "Fwd:" and the tags of
    ticket systems stay (RFC 5256 §2.1, reply part only)."""
    while (mark := _prefix().match(subject)) and mark.lastgroup == "reply":
        subject = (mark["tag"] or "") + subject[mark.end() :]
    return subject.strip()


def _is_forward(seam: Found, message: Message, *, has_text: bool, depth: int) -> bool:
    """The separator decides; a bare header block is a forward if the subject says so.

    Without any sign, a header block below nothing is a forward: else nothing would be left to read.
    """
    if seam.seam is Seam.FORWARD:
        return True
    if seam.seam is Seam.ATTRIBUTION:
        return False
    if depth:
        return not has_text
    prefix = _prefix().match(message.envelope.subject)
    if prefix is None:
        return not has_text
    return prefix.lastgroup == "forward"


def _unquoted(lines: list[str]) -> list[str]:
    """Without one level of quote marks, where all of it is quoted as Apple's forwards are."""
    filled = [line for line in lines if line.strip()]
    if not filled or sum(line.startswith(">") for line in filled) * 10 < len(filled) * 9:
        return lines
    return [line[1:].removeprefix(" ") if line.startswith(">") else line for line in lines]


def _tidy(lines: list[str] | tuple[str, ...]) -> str:
    return re.sub(
        r"\n{3,}", "\n\n", "\n".join(line.rstrip() if line != "-- " else line for line in lines)
    ).strip("\n ")
