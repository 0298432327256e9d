"""A draft → the bytes of one RFC 5322 message, read back by a second parser before they leave.

Rendered by hand: ten header fields need no library, and no Python version's folding or encoding
(CVE-2024-6923, failures.md H2) can then add a line to them. A value that does not come back as it
went in is our bug, and raises ValueError.

The text is text/plain in UTF-8, each paragraph on one line, in quoted-printable. Not
`format=flowed` (RFC 3676), nor wrapped: the owner edits it first. Gmail's, Outlook's and
Fastmail's editors, and Nextcloud's, do not join soft breaks; there a sentence put in the place of
a mark leaves ragged lines, and a telephone breaks each of them twice. One line a paragraph is
shown and edited as a paragraph everywhere, Thunderbird and Apple Mail included, which break it
softly themselves when they send. RFC 3676 §4.2 itself advises against flowed in quoted-printable,
and only the latter brings umlauts through every server.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from agent.reading.message import Address
from agent.writing.draft import Draft, Inquiry
from agent.writing.fields import is_clean
from agent.writing.reread import Field, fields_of, reread

MESSAGE_ID = re.compile(r"<[!#-;=?A-Z^-~\[\]]{1,480}@[!#-;=?A-Z^-~\[\]]{1,480}>")
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+")  # a display name that needs no quotes
BARE_LINE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)")
FOLD_AT = 76
QUOTED_COLUMNS = 60  # of a quoted name that stays on one line
ENCODED_BYTES = 42  # of UTF-8 in one encoded word: 56 characters of base64, 68 with its frame
ENCODED_COLUMNS = 76  # of a line in quoted-printable, its "=" included (RFC 2045 §6.7)
AS_IT_IS = frozenset(map(chr, range(33, 127))) - {"="} | {" ", "\t"}


def is_message_id(value: str) -> bool:
    """True for a plain ASCII `<token@token>`, which can be repeated byte for byte."""
    return MESSAGE_ID.fullmatch(value) is not None and "=?" not in value


def is_writable(person: Address) -> bool:
    """True for an address that any server takes: ASCII, no quoting (failures.md A20)."""
    return ADDRESS.fullmatch(person.address) is not None


def message_bytes(draft: Draft | Inquiry, *, message_id: str, date: datetime) -> bytes:
    """The message with CR LF line ends: ten known header fields, each once, and nothing but text.

    `date` is aware. Raises ValueError if a value cannot stand in a header, or does not read back
    the same.
    """
    _refuse_unfit(draft, message_id, date)
    fields = _fields(draft, message_id, date)
    text = _whole_text(draft)
    header = "".join(f"{field.name}: {_folded(_encoded(field))}\r\n" for field in fields)
    raw = f"{header}\r\n".encode("ascii") + _quoted_printable(text)
    if reread(raw) != (fields, text):
        raise ValueError("the rendered message does not read back as it was meant")
    return raw


def message_around(
    body: bytes, content: tuple[Field, ...], draft: Draft, *, message_id: str, date: datetime
) -> bytes:
    """A header of ours, then `content`, which says how `body` is encoded, then `body` as it is.

    `date` is aware. Raises ValueError if a value cannot stand in a header, or `body` holds a line
    end that a server could take for something else (H10).
    """
    _refuse_unfit(draft, message_id, date)
    if BARE_LINE_END.search(body):
        raise ValueError("the text holds a bare line end")
    fields = (*_own_fields(draft, message_id, date), *content)
    header = "".join(f"{field.name}: {_folded(_encoded(field))}\r\n" for field in fields)
    raw = header.encode("ascii")
    if fields_of(raw.removesuffix(b"\r\n")) != fields:
        raise ValueError("the rendered header does not read back as it was meant")
    return raw + b"\r\n" + body


def _whole_text(draft: Draft | Inquiry) -> str:
    """Our own part; clearly below it, what is quoted."""
    texts = (text.replace("\r\n", "\n").strip("\n") for text in (draft.text, draft.quoted))
    return "\n\n\n".join(filter(None, texts)) + "\n"


def _refuse_unfit(draft: Draft | Inquiry, message_id: str, date: datetime) -> None:
    ids = [message_id, *draft.references, *([draft.in_reply_to] if draft.in_reply_to else [])]
    values = [draft.subject, draft.sender.name, draft.to.name]
    if not all(map(is_message_id, ids)):
        raise ValueError("a Message-ID is not of the form <token@token>")
    if not all(map(is_clean, values)):
        raise ValueError("a header value is not one clean line")
    if not all(map(is_writable, (draft.sender, draft.to))):
        raise ValueError("an address is not a plain ASCII one")
    if date.tzinfo is None:
        raise ValueError("the date has no zone")


def _fields(draft: Draft | Inquiry, message_id: str, date: datetime) -> tuple[Field, ...]:
    content = (
        Field("Content-Type", "text/plain; charset=utf-8"),
        Field("Content-Transfer-Encoding", "quoted-printable"),
    )
    return (*_own_fields(draft, message_id, date), *content)


def _own_fields(draft: Draft | Inquiry, message_id: str, date: datetime) -> tuple[Field, ...]:
    fields = (
        Field("From", draft.sender.name, draft.sender.address),
        Field("To", draft.to.name, draft.to.address),
        Field("Subject", draft.subject),
        Field("Date", format_datetime(date)),
        Field("Message-ID", message_id),
        Field("In-Reply-To", draft.in_reply_to or ""),
        Field("References", " ".join(draft.references)),
        Field("MIME-Version", "1.0"),
    )
    return tuple(field for field in fields if field.text or field.address)


def _encoded(field: Field) -> str:
    if field.address is None:
        return field.text if field.text.isascii() else _encoded_words(field.text)
    return f"{_phrase(field.text)} <{field.address}>" if field.text else field.address


def _phrase(name: str) -> str:
    """A display name (RFC 5322 §3.2.5): as it is, quoted, or as encoded words.

    A quoted one is never folded: some parsers end it at the line break, and take the rest for the
    address (failures.md H4).
    """
    if ATOMS.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    fits = name.isascii() and len(escaped) <= QUOTED_COLUMNS
    return f'"{escaped}"' if fits else _encoded_words(name)


def _encoded_words(text: str) -> str:
    """RFC 2047: base64, no character split between two words."""
    words, chunk = [], b""
    for character in text:
        encoded = character.encode()
        if len(chunk) + len(encoded) > ENCODED_BYTES:
            words.append(chunk)
            chunk = b""
        chunk += encoded
    return " ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in [*words, chunk])


def _folded(value: str) -> str:
    """Broken before a space where a line grows long; a long word stays whole (RFC 5322 §2.2.3)."""
    lines = [""]
    for word in value.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= FOLD_AT:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] or len(lines) > 1 else word
    return "\r\n".join(lines)


def _quoted_printable(text: str) -> bytes:
    """RFC 2045 §6.7: a line of text is one line for whoever decodes it, whatever its length."""
    lines = (line for whole in text.split("\n") for line in _encoded_lines(whole))
    return "\r\n".join(lines).encode("ascii")


def _encoded_lines(line: str) -> Iterator[str]:
    """One line of text in lines of at most 76 columns; no character is split between two."""
    encoded = ""
    for place, character in enumerate(line):
        last = place == len(line) - 1
        unit = character if character in AS_IT_IS and not _would_be_lost(character, last) else ""
        unit = unit or "".join(f"={octet:02X}" for octet in character.encode())
        if len(encoded) + len(unit) >= ENCODED_COLUMNS - 2:  # 2: room for `_guarded`
            yield f"{_guarded(encoded)}="
            encoded = ""
        encoded += unit
    yield _guarded(encoded)


def _would_be_lost(character: str, last: bool) -> bool:
    """White space at the end of a line, which any server may strip."""
    return last and character in " \t"


def _guarded(encoded: str) -> str:
    """Mailboxes put ">" before "From ", SMTP a dot before a dot: not before these (RFC 2049 §3)."""
    if encoded.startswith(("From ", ".")):
        return f"={ord(encoded[0]):02X}{encoded[1:]}"
    return encoded
