"""Where a signature begins: "-- ", "Sent from my …", or a closing formula with a short block below.

When in doubt the text is kept: losing a line of the sender is worse than keeping their number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from agent.reading.history import words
from agent.reading.lexicon import lexicon

_LINES = 30  # of a signature, small print not counted
_NARROW = 90  # characters of a signature's line
_SIGNED = 14  # lines from the end in which the sender's own name is a signature
_TALL = 60  # lines from the end in which a closing formula is looked for
_WORD = re.compile(r"\w+")
_DELIMITER = re.compile(r"(?:--|—|–|__|___)\s*")
_RULE = re.compile(r"[-–—*#~=_+·ᐧ\s]+")
_SENTENCE = re.compile(r"[.!?…]['\")]*$")
_LINK = re.compile(r"https?://|www\.|\S@\S|\+?\d[\d ()./-]{6,}\d")


@dataclass(frozen=True, slots=True)
class Cut:
    text: str
    signature: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    mobile: re.Pattern[str]
    small_print: re.Pattern[str]
    resumes: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    book = lexicon("quotation")
    strong, weak = words(book["closings"]["strong"]), words(book["closings"]["weak"])
    tail = r"(?: (?:from|aus|de|da|uit|van|und|and|et|y|e|en) [^,.!]{1,40})?[\s,.!:;–—-]*"
    return _Patterns(
        strong=re.compile(rf"\W*(?:{strong})(?:\s*[/|&]\s*(?:{strong}|{weak}))?{tail}", re.I),
        weak=re.compile(rf"\W*(?:{weak}){tail}", re.I),
        mobile=re.compile(rf"[<(\[*_\s]*(?:{'|'.join(book['mobile'])})", re.I),
        small_print=re.compile(rf"(?<!\w)(?:{words(book['small_print'])})(?!\w)", re.I),
        resumes=re.compile(
            rf"\W*(?:(?:{words(book['postscript'])})\b\W|(?:{words(book['details'])})\s*[:：])",
            re.I,
        ),
    )


def cut_signature(text: str, *, author: str) -> Cut:
    """`text` without its signature, and the signature; a text is never cut to nothing.

    `author` is the sender's display name: their own name on a line tells a signature, too.
    """
    lines = text.rstrip().split("\n")
    below: list[str] = []
    for find in (_delimited, _mobile, _printed, _closed):
        lines, cut = find(lines)
        below = [*cut, *below]
        if find is _closed and not cut:
            lines, cut = _signed(lines, author)
            below = [*cut, *below]
    return Cut(_join(lines), _join(below))


def _join(lines: Sequence[str]) -> str:
    lines = list(lines)
    while lines and (not lines[-1].strip() or _RULE.fullmatch(lines[-1].strip())):
        lines.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").rstrip()


Split = tuple[list[str], list[str]]


def _has_words(lines: Sequence[str], count: int = 1) -> bool:
    words = _WORD.finditer(" ".join(lines)[:2_000])
    return next(islice(words, count - 1, None), None) is not None


def _delimited(lines: list[str]) -> Split:
    """The delimiter of RFC 3676 §4.3, or what people type instead of it."""
    for place, line in enumerate(lines):
        if line[:1] not in "-—–_" or not _DELIMITER.fullmatch(line):
            continue
        if not (line[0] == "-" or _is_block(lines[place + 1 :])):
            continue
        below = [rest for rest in lines[place + 1 :] if rest.strip()]
        if _has_pictures_or_words(lines[:place]) and len(below) <= 2 * _LINES:
            return lines[:place], lines[place:]
    return lines, []


def _has_pictures_or_words(lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines)


def _mobile(lines: list[str]) -> Split:
    """The line that a program adds; what stands below it is the message that was answered."""
    for place, line in enumerate(lines):
        if len(line) < 160 and _patterns().mobile.match(line) and _has_words(lines[:place]):
            return lines[:place], lines[place:]
    return lines, []


def _closed(lines: list[str]) -> Split:
    """A closing formula with a name, a firm, phone numbers, links and small print below."""
    for place in range(len(lines) - 1, max(-1, len(lines) - _TALL), -1):
        strength = _closing(lines[place])
        if not strength:
            continue
        start = _first_closing(lines, place)
        end = _block_end(lines, place + 1)
        named = any(line.strip() for line in lines[place + 1 : end])
        enough = _has_words(lines[:start], 2 if strength == "strong" else 8)
        if enough and (named or strength == "strong"):
            return [*lines[:start], *_paragraph(lines[end:])], lines[start:end]
    return lines, []


def _closing(line: str) -> str:
    if len(line) > _NARROW:
        return ""
    if _patterns().strong.fullmatch(line):
        return "strong"
    return "weak" if _patterns().weak.fullmatch(line) else ""


def _first_closing(lines: Sequence[str], place: int) -> int:
    """ "Many thanks" above "Kind regards" is the same farewell."""
    above = place - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above > 0 and _closing(lines[above]) and place - above <= 2 else place


def _signed(lines: list[str], author: str) -> Split:
    """The sender's own name on a line, with a firm or title below, where no formula is known."""
    names = _own_names(author)
    for place in range(max(1, len(lines) - _SIGNED), len(lines)):
        name = lines[place].strip().lower().rstrip(",.")
        if not name or not any(name == own or name.startswith(f"{own} ") for own in names):
            continue
        farewell = place - 1 if _is_farewell(lines, place - 1) else place
        if farewell == place and not _ends_text(lines[place - 1]):
            continue
        if len(name) <= _NARROW and _has_words(lines[:farewell], 8) and _is_block(lines[place:]):
            return lines[:farewell], lines[farewell:]
    return lines, []


def _own_names(author: str) -> list[str]:
    name = re.sub(r"\(.*?\)|,.*|[|/].*", "", author).strip().lower()
    parts = name.split()
    return [name, parts[0]] if parts and len(parts[0]) > 2 else []


def _ends_text(line: str) -> bool:
    """False below a label such as "Organizer", where a name is no signature."""
    return not line.strip() or not line.rstrip()[-1].isalnum() or len(line.split()) > 5


def _is_farewell(lines: Sequence[str], at: int) -> bool:
    """A few words in a formula that nobody listed, above the sender's own name."""
    count = len(lines[at].split())
    apart = count >= 2 and at > 0 and not lines[at - 1].strip() and lines[at].strip()[-1].isalnum()
    return 0 < count <= 5 and (lines[at].rstrip().endswith(",") or apart)


def _paragraph(lines: list[str]) -> list[str]:
    return ["", *lines] if any(line.strip() for line in lines) else []


def _block_end(lines: Sequence[str], start: int) -> int:
    """The first line below the signature that counts again: a postscript, details, a sentence."""
    kept = 0
    small_print = False
    for place in range(start, len(lines)):
        line = lines[place].strip()
        if not line:
            continue
        if _patterns().resumes.match(line):
            return place
        small_print = small_print or bool(_patterns().small_print.search(line))
        if not small_print and not _is_narrow(line):
            return place
        kept += not small_print
        if kept > _LINES:
            return place
    return len(lines)


def _is_block(lines: Sequence[str]) -> bool:
    return _block_end(lines, 0) == len(lines)


def _is_narrow(line: str) -> bool:
    """A line as signatures have them: short, or with a link or number, and no sentence."""
    count = len(line.split())
    if _SENTENCE.search(line) and count >= 7 and not _LINK.search(line):
        return False
    return len(line) <= _NARROW or (bool(_LINK.search(line)) and count <= 25)


def _printed(lines: list[str]) -> Split:
    """Small print below a rule, without any farewell."""
    for place in range(len(lines) - 1, max(0, len(lines) - _TALL), -1):
        if not _RULE.fullmatch(lines[place].strip()):
            continue
        below = [line for line in lines[place + 1 :] if line.strip()]
        if below and _patterns().small_print.search(below[0]) and _has_words(lines[:place], 5):
            return lines[:place], lines[place:]
    return lines, []
