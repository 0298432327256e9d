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
    kind, name = media_type(part), _filename(part)
    if kind in _CALENDAR_TYPES or name.lower().endswith(".ics"):
        _file_calendar(part, parts)
    elif kind == "message/delivery-status":
        parts.statuses.append(part)
    elif kind in {"message/rfc822", "message/global"} or (
        kind.startswith("message/") and part.is_multipart()
    ):
        parts.enclosed.extend(children_of(part)[:1])
    elif kind in {"text/rfc822-headers", "message/global-headers"}:
        parts.returned.append(text_of(part))
    elif kind.startswith("text/"):
        _file_text(part, kind, name, parts)
    if name:
        parts.attachments.append(_PATH.sub("_", name.replace("\\", "/").rpartition("/")[2])[-120:])


def _file_calendar(part: Part, parts: Parts) -> None:
    octets = octets_of(part)
    if len(octets) > CALENDAR_LIMIT:
        parts.defects.append("calendar part too large")
    elif octets.strip():
        method = parameter(part, "method").upper() or None
        text = decode(octets, parameter(part, "charset"))
        parts.calendars.append(CalendarPart(text, method))


def _file_text(part: Part, kind: str, name: str, parts: Parts) -> None:
    disposition = raw_text(part.get("content-disposition") or "").strip().lower()
    text = text_of(part)
    if not text.strip():
        return
    if disposition.startswith("attachment") or (name and not disposition.startswith("inline")):
        parts.spare.append(text)
    elif kind == "text/html":
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


def text_of(part: Part) -> str:
    """The payload as clean text, within the limit; format=flowed (RFC 3676) joined."""
    octets = octets_of(part)[: 4 * TEXT_LIMIT]
    charset = parameter(part, "charset")
    if media_type(part) == "text/html" and not charset:
        declared = _META_CHARSET.search(octets[:4_000])
        charset = declared[1].decode("ascii") if declared else ""
    text = clean(decode(octets, charset))[:TEXT_LIMIT]
    if parameter(part, "format").lower() == "flowed":
        return unflowed(text, delete_space=parameter(part, "delsp").lower() == "yes")
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
