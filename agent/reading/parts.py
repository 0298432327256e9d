"""The parts of a MIME message: walked within limits, always decoded (failures.md G3, G7)."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as Part

from agent.reading.charsets import clean, decode
from agent.reading.headers import decode_words, one_line, raw_text
from agent.reading.message import CalendarPart

DEPTH = 20
PARTS = 200
TEXT_LIMIT = 1_000_000  # characters
CALENDAR_LIMIT = 256_000  # bytes of one calendar part
_CALENDAR_TYPES = {"text/calendar", "application/ics", "text/x-vcalendar", "text/ics"}
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,40})", re.I)
_PATH = re.compile(r"[^\w.()@ +-]+")


@dataclass(slots=True)
class Parts:
    """What the walk gathers; filled once, then only read."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)  # text that came as an attachment
    calendars: list[CalendarPart] = field(default_factory=list)
    enclosed: list[Part] = field(default_factory=list)  # message/rfc822
    statuses: list[Part] = field(default_factory=list)  # message/delivery-status blocks
    returned: list[str] = field(default_factory=list)  # text/rfc822-headers
    attachments: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def gather(message: Part) -> Parts:
    """Every leaf of `message` in its drawer; enclosed messages are kept closed."""
    parts = Parts()
    for place, part in enumerate(_walk(message, parts)):
        if place >= PARTS:
            parts.defects.append("too many parts")
            break
        _file(part, parts)
    return parts


def _walk(message: Part, parts: Parts) -> Iterator[Part]:
    """Leaves and enclosed messages in order, with a stack of our own: depth is hostile."""
    stack = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        if not part.is_multipart() or media_type(part).startswith("message/"):
            yield part
        elif depth >= DEPTH:
            parts.defects.append("nested too deep")
        else:
            children = children_of(part)[: PARTS + 1]
            stack.extend((child, depth + 1) for child in reversed(children))


def children_of(part: Part) -> list[Part]:
    """The parts directly inside a multipart or an enclosed message."""
    payload = part.get_payload()
    children = payload if isinstance(payload, list) else []
    return [child for child in children if isinstance(child, Part)]


@dataclass(frozen=True, slots=True)
class Type:
    """What the MIME fields of one part say."""

    kind: str  # "text/plain"
    name: str  # of the file; "" if none
    disposition: str  # "attachment", "inline", …; "" if none
    charset: str = ""
    method: str = ""
    flowed: bool = False
    delete_space: bool = False


# The usual form of a field, without RFC 2231 and other surprises; those go the long way.
_USUAL = re.compile(
    r'[\w.+-]+(?:/[\w.+-]+)?(?:[ \t\r\n]*;[ \t\r\n]*[\w-]+=(?:"[^"\\\r\n]*"|[^\s;"]+))*[ \t\r\n]*;?'
)
_PARAMETER = re.compile(r';\s*([\w-]+)=(?:"([^"]*)"|([^\s;"]+))')


def type_of(part: Part) -> Type:
    """Both MIME fields of a part, looked at once."""
    content, placed = _mime_fields(part)
    kind, told = _usual(content)
    disposition, place = _usual(placed)
    if told is None or place is None or kind.count("/") != 1:
        return _unusual_type(part)
    name = one_line(place.get("filename", "") or told.get("name", ""))
    return Type(
        kind=kind,
        name=name[-255:],
        disposition=disposition,
        charset=told.get("charset", ""),
        method=told.get("method", ""),
        flowed=told.get("format", "").lower() == "flowed",
        delete_space=told.get("delsp", "").lower() == "yes",
    )


def _mime_fields(part: Part) -> tuple[str, str]:
    """Content-Type and Content-Disposition as they stand; "" for one that is missing."""
    content, placed = "", ""
    for name, value in part.raw_items():
        if len(name) == 12 and not content and name.lower() == "content-type":
            content = str(value)
        elif len(name) == 19 and not placed and name.lower() == "content-disposition":
            placed = str(value)
    return content, placed


def _usual(value: str) -> tuple[str, dict[str, str] | None]:
    """The value and its parameters, None where the field needs the standard parser."""
    value = value.strip()
    if not value:
        return "", {}
    if not value.isascii() or "*" in value or "=?" in value or not _USUAL.fullmatch(value):
        return "", None
    found: dict[str, str] = {}
    for name, quoted, plain in _PARAMETER.findall(value):
        found.setdefault(name.lower(), quoted or plain)
    return value.partition(";")[0].strip().lower(), found


def _unusual_type(part: Part) -> Type:
    """The same by the standard parser, which knows RFC 2231 and bad fields."""
    return Type(
        kind=media_type(part),
        name=_filename(part),
        disposition=raw_text(part.get("content-disposition") or "").strip().lower(),
        charset=parameter(part, "charset"),
        method=parameter(part, "method"),
        flowed=parameter(part, "format").lower() == "flowed",
        delete_space=parameter(part, "delsp").lower() == "yes",
    )


def media_type(part: Part) -> str:
    try:
        return str(part.get_content_type()).lower()
    except (ValueError, TypeError, AttributeError, IndexError, LookupError):
        return "text/plain"


def parameter(part: Part, name: str, header: str = "content-type") -> str:
    """A parameter of a MIME field, RFC 2231 and encoded words decoded; "" if none."""
    try:
        value = part.get_param(name, "", header=header)
        if isinstance(value, tuple):
            return one_line(decode(value[2].encode("latin-1", "replace"), value[0]))
        return one_line(decode_words(raw_text(value)))
    except (ValueError, TypeError, AttributeError, IndexError, LookupError):
        return ""


def _filename(part: Part) -> str:
    name = parameter(part, "filename", "content-disposition") or parameter(part, "name")
    return name[-255:]


def _file(part: Part, parts: Parts) -> None:
    told = type_of(part)
    kind, name = told.kind, told.name
    if kind in _CALENDAR_TYPES or name.lower().endswith(".ics"):
        _file_calendar(part, told, parts)
    elif kind == "message/delivery-status":
        parts.statuses.append(part)
    elif kind in {"message/rfc822", "message/global"} or (
        kind.startswith("message/") and part.is_multipart()
    ):
        parts.enclosed.extend(children_of(part)[:1])
    elif kind in {"text/rfc822-headers", "message/global-headers"}:
        parts.returned.append(text_of(part, told))
    elif kind.startswith("text/"):
        _file_text(part, told, parts)
    if name:
        parts.attachments.append(_PATH.sub("_", name.replace("\\", "/").rpartition("/")[2])[-120:])


def _file_calendar(part: Part, told: Type, parts: Parts) -> None:
    octets = octets_of(part)
    if len(octets) > CALENDAR_LIMIT:
        parts.defects.append("calendar part too large")
    elif octets.strip():
        method = told.method.upper() or None
        text = decode(octets, told.charset)
        parts.calendars.append(CalendarPart(text, method))


def _file_text(part: Part, told: Type, parts: Parts) -> None:
    text = text_of(part, told)
    if not text.strip():
        return
    inline = told.disposition.startswith("inline")
    if told.disposition.startswith("attachment") or (told.name and not inline):
        parts.spare.append(text)
    elif told.kind == "text/html":
        parts.html.append(text)
    else:
        parts.plain.append(text)


def octets_of(part: Part) -> bytes:
    """The payload with its transfer encoding undone; broken encodings give what can be had."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, TypeError, AttributeError, IndexError, LookupError, binascii.Error):
        payload = part.get_payload()
    if isinstance(payload, bytes):
        return payload
    return (
        payload.encode("ascii", "surrogateescape")
        if isinstance(payload, str) and payload.isascii()
        else b""
    )


def text_of(part: Part, told: Type) -> str:
    """The payload as clean text, within the limit; format=flowed (RFC 3676) joined."""
    octets = octets_of(part)[: 4 * TEXT_LIMIT]
    charset = told.charset
    if told.kind == "text/html" and not charset:
        declared = _META_CHARSET.search(octets[:4_000])
        charset = declared[1].decode("ascii") if declared else ""
    text = clean(decode(octets, charset))[:TEXT_LIMIT]
    if told.flowed:
        return unflowed(text, delete_space=told.delete_space)
    return text


def unflowed(text: str, *, delete_space: bool) -> str:
    """RFC 3676 §4: lines that end in a space go on in the next line of the same quote depth."""
    out: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        if open_depth == depth and content != "-- ":
            out[-1] += content
        else:
            out.append(f"{'>' * depth} {content}" if depth else content)
        flows = content.endswith(" ") and content != "-- " and len(content) > 1
        if flows and delete_space:
            out[-1] = out[-1][:-1]
        open_depth = depth if flows else None
    return "\n".join(out)
