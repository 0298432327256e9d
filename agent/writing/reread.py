"""The second parser: reads our own rendering back, strictly, and shares no code with what rendered
it.

Anything that it does not expect, be it legal mail, is a ValueError: it exists to compare, not to
receive.
"""

import re
from base64 import b64decode
from binascii import a2b_qp
from dataclasses import dataclass

LONGEST_LINE = 998  # RFC 5322 §2.1.1
FIELD = re.compile(r"([A-Za-z-]{1,40}): (.*)")
WORDS = re.compile(r"=\?utf-8\?b\?([A-Za-z0-9+/=]*)\?=(?: (?==\?))?")
WITH_NAME = re.compile(r"(.+) <([^<>\s]+)>")
WITH_ADDRESS = frozenset({"From", "To"})


@dataclass(frozen=True, slots=True)
class Field:
    """A header field as it is meant."""

    name: str
    text: str  # of From and To the display name, "" if none
    address: str | None = None  # of From and To alone


def reread(raw: bytes) -> tuple[tuple[Field, ...], str]:
    """The fields in their order, and the text with "\\n" line ends."""
    header, separator, body = raw.partition(b"\r\n\r\n")
    if not separator:
        raise ValueError("no end of the header")
    return fields_of(header), _text(body)


def fields_of(header: bytes) -> tuple[Field, ...]:
    """The fields of a header, in their order."""
    return tuple(_field(line) for line in unfolded(header.decode("ascii")))


def unfolded(header: str) -> list[str]:
    """Its lines, each whole (RFC 5322 §2.2.3)."""
    lines: list[str] = []
    for line in header.split("\r\n"):
        if len(line) > LONGEST_LINE or not line.isprintable():
            raise ValueError("a header line is too long or not printable")
        if line.startswith(" ") and lines and line.strip():
            lines[-1] += line
        else:
            lines.append(line)
    return lines


def _field(line: str) -> Field:
    found = FIELD.fullmatch(line)
    if not found:
        raise ValueError("a line of the header is no field")
    name, value = found.groups()
    if name not in WITH_ADDRESS:
        return Field(name, _decoded(value))
    with_name = WITH_NAME.fullmatch(value)
    return Field(name, _name(with_name[1]), with_name[2]) if with_name else Field(name, "", value)


def _name(phrase: str) -> str:
    if not phrase.startswith('"'):
        return _decoded(phrase)
    if len(phrase) < 2 or not phrase.endswith('"'):
        raise ValueError("a quoted name does not end")
    return re.sub(r"\\(.)", r"\1", phrase[1:-1])


def _decoded(value: str) -> str:
    decoded = WORDS.sub(lambda word: b64decode(word[1], validate=True).decode(), value)
    if "=?" in decoded:
        raise ValueError("an encoded word is left")
    return decoded


def _text(body: bytes) -> str:
    text = a2b_qp(body).decode()
    if re.search(rb"[^\t\r\n -~]", body) or "\r" in text.replace("\r\n", "") or b"\r" not in body:
        raise ValueError("the body holds bytes that were not meant")
    if re.search(rb"(?<!\r)\n", body):
        raise ValueError("the body holds a bare line feed")
    return text.replace("\r\n", "\n")
