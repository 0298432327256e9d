"""A draft → the bytes of one RFC 5322 message, read back by a second parser before they leave.

Rendered by hand: ten header fields need no library, and no Python version's folding or encoding
(CVE-2024-6923, failures.md H2) can then add a line to them. A value that does not come back as it
went in is our bug, and raises ValueError.
"""

import re
from base64 import b64encode
from binascii import b2a_qp
from datetime import datetime
from email.utils import format_datetime

from agent.reading.message import Address
from agent.writing.draft import Draft
from agent.writing.fields import is_clean
from agent.writing.reread import Field, reread

MESSAGE_ID = re.compile(r"<[!#-;=?A-Z^-~\[\]]{1,480}@[!#-;=?A-Z^-~\[\]]{1,480}>")
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+")  # a display name that needs no quotes
FOLD_AT = 76
ENCODED_BYTES = 42  # of UTF-8 in one encoded word: 56 characters of base64, 68 with its frame


def is_message_id(value: str) -> bool:
    """True for a plain ASCII `<token@token>`, which can be repeated byte for byte."""
    return MESSAGE_ID.fullmatch(value) is not None and "=?" not in value


def is_writable(person: Address) -> bool:
    """True for an address that any server takes: ASCII, no quoting (failures.md A20)."""
    return ADDRESS.fullmatch(person.address) is not None


def message_bytes(draft: Draft, *, message_id: str, date: datetime) -> bytes:
    """The message with CR LF line ends: ten known header fields, each once, and nothing but text.

    `date` is aware. Raises ValueError if a value cannot stand in a header, or does not read back
    the same.
    """
    _refuse_unfit(draft, message_id, date)
    fields = _fields(draft, message_id, date)
    text = draft.text.replace("\r\n", "\n").strip("\n") + "\n"
    header = "".join(f"{field.name}: {_folded(_encoded(field))}\r\n" for field in fields)
    raw = f"{header}\r\n".encode("ascii") + _quoted_printable(text)
    if reread(raw) != (fields, text):
        raise ValueError("the rendered message does not read back as it was meant")
    return raw


def _refuse_unfit(draft: Draft, message_id: str, date: datetime) -> None:
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


def _fields(draft: Draft, message_id: str, date: datetime) -> tuple[Field, ...]:
    fields = (
        Field("From", draft.sender.name, draft.sender.address),
        Field("To", draft.to.name, draft.to.address),
        Field("Subject", draft.subject),
        Field("Date", format_datetime(date)),
        Field("Message-ID", message_id),
        Field("In-Reply-To", draft.in_reply_to or ""),
        Field("References", " ".join(draft.references)),
        Field("MIME-Version", "1.0"),
        Field("Content-Type", "text/plain; charset=utf-8"),
        Field("Content-Transfer-Encoding", "quoted-printable"),
    )
    return tuple(field for field in fields if field.text or field.address)


def _encoded(field: Field) -> str:
    if field.address is None:
        return field.text if field.text.isascii() else _encoded_words(field.text)
    return f"{_phrase(field.text)} <{field.address}>" if field.text else field.address


def _phrase(name: str) -> str:
    """A display name (RFC 5322 §3.2.5): as it is, quoted, or as encoded words."""
    if not name.isascii():
        return _encoded_words(name)
    if ATOMS.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


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
    """Paragraphs stay one line each for the person who edits the draft; encoded lines have ≤ 76
    columns."""
    return b2a_qp(text.replace("\n", "\r\n").encode(), istext=True)
