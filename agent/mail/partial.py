"""Large mail without its attachments: one RFC 5322 message that reads as the whole would (DESIGN
§1.10).

The structure is asked for first, then the header, every part's own header, and the bodies of
text/*, calendar files and small message/* parts. The other bodies stay empty. What cannot be taken
apart is fetched from its beginning, up to a limit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from imapclient.response_types import BodyData

from agent.mail.connection import Connection, Fetched

WHOLE_UP_TO = 64 * 1024
MESSAGE_UP_TO = 256 * 1024
CALENDAR_UP_TO = 360_000  # octets in base64: as much as the parser looks at
TEXT_UP_TO = 6_000_000  # the same
ALL_UP_TO = 16_000_000
BEGINNING = 1024 * 1024
HEADER_UP_TO = 256 * 1024
MOST_PARTS, DEEPEST = 200, 20  # failures.md G3
CALENDAR_SUBTYPES = frozenset({"calendar", "ics", "x-calendar"})
CRLF = b"\r\n"


class Shapeless(ValueError):
    """The structure cannot be trusted to take the message apart."""


@dataclass(frozen=True, slots=True)
class Part:
    """One MIME part as BODYSTRUCTURE tells it (RFC 3501 §7.4.2)."""

    number: str  # "" for the message itself, "1.2" below it
    type: str  # lower case
    subtype: str
    boundary: bytes | None
    names: tuple[str, ...]  # of the file, as far as told
    size: int  # octets as encoded
    parts: tuple["Part", ...] = ()

    @property
    def is_multipart(self) -> bool:
        return self.type == "multipart"

    @property
    def wanted(self) -> int:
        """How many octets of the body to fetch; 0 leaves it empty."""
        if self.type == "text":
            return TEXT_UP_TO
        if self.type == "message":
            return MESSAGE_UP_TO if self.size <= MESSAGE_UP_TO else 0
        named = any(name.lower().endswith((".ics", ".ical", ".vcs")) for name in self.names)
        if named or self.subtype in CALENDAR_SUBTYPES:
            return CALENDAR_UP_TO if self.size <= CALENDAR_UP_TO else 0
        return 0


def fetch_large(connection: Connection, uid: int) -> bytes | None:
    """One large message, in part, in two commands; None if it is gone.

    Reads without marking (PEEK). Raises `Temporary` when the server is away.
    """
    structure = connection.fetch([uid], ["BODYSTRUCTURE"]).get(uid)
    if structure is None:
        return None
    try:
        root = part_of(structure[b"BODYSTRUCTURE"])
        items = list(_items(root))
        found = connection.fetch([uid], items).get(uid, {})
        return assemble(root, found)
    except (Shapeless, KeyError):
        return _beginning(connection, uid)


def _beginning(connection: Connection, uid: int) -> bytes:
    found = connection.fetch([uid], [f"BODY.PEEK[]<0.{BEGINNING}>"]).get(uid, {})
    return found.get(b"BODY[]<0>") or b""


def part_of(body: BodyData, number: str = "", depth: int = 0) -> Part:
    """The tree of parts. Raises `Shapeless` if too deep, too many, or not as the RFC says."""
    try:
        part = _multipart(body, number, depth) if body.is_multipart else _leaf(body, number)
    except (IndexError, TypeError, AttributeError, ValueError) as error:
        raise Shapeless(str(error)) from error
    if depth > DEEPEST or (not number and _too_much(list(_all(part)))):
        raise Shapeless("too many parts, too deep, or too long")
    return part


def _too_much(parts: Sequence[Part]) -> bool:
    octets = sum(min(part.size, part.wanted) for part in parts)
    return len(parts) > MOST_PARTS or octets > ALL_UP_TO


def _multipart(body: BodyData, number: str, depth: int) -> Part:
    children: Sequence[BodyData] = body[0]
    boundary = _parameters(body[2]).get("boundary")
    if not boundary:
        raise Shapeless("a multipart without a boundary")
    prefix = f"{number}." if number else ""
    parts = tuple(
        part_of(child, f"{prefix}{index}", depth + 1) for index, child in enumerate(children, 1)
    )
    return Part(number, "multipart", _word(body[1]), boundary, (), 0, parts)


def _leaf(body: BodyData, number: str) -> Part:
    kind, subtype = _word(body[0]), _word(body[1])
    disposition = body[_disposition_at(kind, subtype)] if len(body) > 8 else None
    parameters = _parameters(body[2])
    if isinstance(disposition, tuple) and len(disposition) > 1:
        parameters |= _parameters(disposition[1])
    names = tuple(
        _decoded(value) for key, value in parameters.items() if key.startswith(("name", "filename"))
    )
    return Part(number, kind, subtype, None, names, int(body[6]))


def _disposition_at(kind: str, subtype: str) -> int:
    if kind == "text":
        return 9
    return 11 if (kind, subtype) == ("message", "rfc822") else 8


def _parameters(value: object) -> dict[str, bytes]:
    if not isinstance(value, tuple):
        return {}
    pairs = zip(value[::2], value[1::2], strict=False)
    return {_word(key): v if isinstance(v, bytes) else str(v).encode() for key, v in pairs}


def _word(value: object) -> str:
    return value.decode("ascii", "replace").lower() if isinstance(value, bytes) else str(value)


def _decoded(name: bytes) -> str:
    text = name.decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError):
        return text


def _all(part: Part) -> Iterator[Part]:
    yield part
    for child in part.parts:
        yield from _all(child)


def _items(root: Part) -> Iterator[str]:
    yield f"BODY.PEEK[HEADER]<0.{HEADER_UP_TO}>"
    for part in _all(root):
        if part.number:
            yield f"BODY.PEEK[{part.number}.MIME]<0.{HEADER_UP_TO}>"
        if part.wanted:
            yield f"BODY.PEEK[{part.number or 'TEXT'}]<0.{part.wanted}>"


def assemble(root: Part, found: Fetched) -> bytes:
    """Put the fetched pieces together again. Raises `KeyError` if one was not sent."""
    return _with_blank_line(found[b"BODY[HEADER]<0>"]) + _body(root, found)


def _body(part: Part, found: Fetched) -> bytes:
    if not part.is_multipart:
        raw: bytes = found[_key(part.number or "TEXT")] or b"" if part.wanted else b""
        return raw if len(raw) < part.wanted else raw[: raw.rfind(b"\n") + 1]
    delimiter = b"--" + (part.boundary or b"")
    pieces = [
        delimiter
        + CRLF
        + _with_blank_line(found[_key(f"{child.number}.MIME")])
        + _body(child, found)
        + CRLF
        for child in part.parts
    ]
    return b"".join(pieces) + delimiter + b"--" + CRLF


def _key(section: str) -> bytes:
    return f"BODY[{section}]<0>".encode()


def _with_blank_line(header: bytes | None) -> bytes:
    """The header ends in an empty line, also where it was cut at our limit."""
    header = header or CRLF
    if header.endswith(CRLF + CRLF) or header == CRLF:
        return header
    return header.rstrip(b"\r\n") + CRLF + CRLF
