"""Bytes → Message: MIME, charsets, HTML, broken mail."""

import email
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message as Part

import mailparser

from agent.reading.addresses import address_list
from agent.reading.authentication import trust
from agent.reading.bounces import bounce_reports
from agent.reading.delivery import delivery_reports, returned_message_id
from agent.reading.headers import field, header_date, identifiers, raw_text, received_date
from agent.reading.markup import Page, is_markup, page
from agent.reading.message import Address, CalendarPart, Envelope, Message
from agent.reading.parts import TEXT_LIMIT, Parts, gather, media_type

HEADER_LIMIT = 256_000  # bytes of the header block (G3)
_FIELD_LIMIT = (
    8_000  # bytes of one Content-Type or Content-Disposition: parameters cost time squared
)
_ANY_FIELD_LIMIT = 32_000  # bytes of any field: 500 recipients fit
_DELIMITERS = 2_000  # lines that may be MIME boundaries
_HEADERS = 1_000
_SINGLETONS = ("from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEADER_END = re.compile(rb"\r?\n\r?\n|\r\r")
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,76}:|[ \t]")
_ANY_FIELD = re.compile(rb"^([!-9;-~]{1,76}:[^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_LONG_FIELD = re.compile(
    rb"^(content-(?:type|disposition):[^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.MULTILINE
)
_NO_HTML = re.compile(
    r"\bin html\b|(?:does|do|can) ?not (?:support|display) html|html[- ](?:e-?mail|version|message)"
    r"|view (?:this|the) (?:e-?mail|message|newsletter) (?:in|online|as)",
    re.IGNORECASE,
)


def parse(raw: bytes, *, received_at: datetime | None = None) -> Message:
    """Decode one RFC 5322 message. `received_at` stands in where the mail itself tells no time.

    Never raises for bad mail: what cannot be read is left out and named in `defects`.
    """
    return _message(_tree(_bounded(raw)), received_at or _EPOCH, depth=0)


def every_text(raw: bytes, *, markup: bool = False, attached: bool = True) -> tuple[str, ...]:
    """Each text part of a message, none chosen: HTML as the text it shows, or as it stands with
    `markup`; text files that are attached at the end.
    """
    parts = gather(_tree(_bounded(raw)))
    html = parts.html if markup else [page(source).text for source in parts.html]
    return (*parts.plain, *html, *(parts.spare if attached else ()))


def _bounded(raw: bytes) -> bytes:
    """`raw` cut to what the standard parser can digest in linear time (G3)."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    end = _HEADER_END.search(raw)
    if len(raw) > HEADER_LIMIT and (end is None or end.start() > HEADER_LIMIT):
        cut = raw.rfind(b"\n", 0, HEADER_LIMIT) + 1
        raw = raw[:cut] + (raw[end.start() :] if end else b"")
        end = _HEADER_END.search(raw)
    if end is not None and end.start() > _ANY_FIELD_LIMIT:
        head = _ANY_FIELD.sub(lambda match: match[1][:_ANY_FIELD_LIMIT], raw[: end.start()])
        raw = head + raw[end.start() :]
    if len(raw) > _FIELD_LIMIT:
        raw = _LONG_FIELD.sub(lambda match: match[1][:_FIELD_LIMIT], raw)
    if raw.count(b"\n--") > _DELIMITERS:
        raw = b"\n--".join(raw.split(b"\n--", _DELIMITERS)[:_DELIMITERS])
    return raw


class _TreeOnly(mailparser.MailParser):  # type: ignore[misc]  # it ships no types
    """mail-parser's guarded tree; its decoding of every header and part is left out: ours it is."""

    def parse(self) -> None:
        pass


def _tree(raw: bytes) -> Part:
    """The MIME tree by mail-parser; where that gives up, by the standard parser; else the text."""
    try:
        tree = _TreeOnly.from_bytes(raw).message
        if isinstance(tree, Part):
            return tree if tree.keys() else _repaired(raw)
    except Exception:
        pass
    try:
        return email.message_from_bytes(raw)
    except Exception:
        return _flat(raw)


def _repaired(raw: bytes) -> Part:
    """Without the garbled lines of the header, at the first of which the standard parser stops."""
    head, gap, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = head.split(b"\n")
    kept = [line for line in lines if _HEADER_LINE.match(line)]
    whole = len(kept) >= 3 and len(kept) * 2 > len(lines)
    return email.message_from_bytes(b"\n".join(kept) + gap + body if whole else raw)


def _flat(raw: bytes) -> Part:
    """Headers and one text body: for nesting that makes the standard parser give up."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    kept = re.sub(rb"(?im)^(?:content-|mime-)[^\n]*(?:\n[ \t][^\n]*)*\n?", b"", head)
    return email.message_from_bytes(kept.rstrip(b"\n") + b"\n\n" + body[:TEXT_LIMIT])


def _message(tree: Part, fallback: datetime, *, depth: int) -> Message:
    fields = list(tree.raw_items())[:_HEADERS]
    headers = tuple((str(name).lower(), field(value)) for name, value in fields)
    parts = gather(tree)
    defects = parts.defects + _singleton_defects(headers)
    html = next(iter(parts.html), "")
    sheet = page(html)
    text, links = _readable(parts, sheet)
    calendars = (*parts.calendars, *_enclosed_calendars(parts, depth))
    envelope = _envelope(_first_of(fields), headers, fallback, defects, text, calendars)
    message = Message(
        envelope=envelope,
        headers=headers,
        text=text,
        html=html,
        html_text=sheet.text,
        links=links,
        calendars=calendars,
        forwarded=() if depth else _forwarded(parts, envelope.received_at),
        reports=delivery_reports(parts.statuses),
        returned_message_id=None,
        attachments=tuple(parts.attachments),
        defects=tuple(dict.fromkeys(defects)),
    )
    return message if depth else _as_bounce(message, tree, parts)


def _as_bounce(message: Message, tree: Part, parts: Parts) -> Message:
    """With the reports and Message-ID that a bounce gives back; what it encloses is no forward."""
    reports = bounce_reports(message)
    if not reports and media_type(tree) != "multipart/report":
        return message
    returned = returned_message_id(parts.enclosed, parts.returned, message.text)
    return replace(
        message, reports=reports or message.reports, returned_message_id=returned, forwarded=()
    )


def _first_of(fields: Iterable[tuple[object, object]]) -> dict[str, object]:
    """The first field of each (lower-case) name, not decoded."""
    first: dict[str, object] = {}
    for name, value in fields:
        first.setdefault(str(name).lower(), value)
    return first


def _singleton_defects(headers: tuple[tuple[str, str], ...]) -> list[str]:
    """RFC 5322 §3.6: a second From or Subject is how two programs read two mails (I5)."""
    names = Counter(name for name, _ in headers)
    return [f"more than one {name} field" for name in _SINGLETONS if names[name] > 1]


def _readable(parts: Parts, sheet: Page) -> tuple[str, tuple[str, ...]]:
    """The text a person sees, and the links of all that was turned into it."""
    plain = "\n".join(text.strip("\n") for text in parts.plain)[:TEXT_LIMIT]
    if is_markup(plain):
        source = page(plain)
        return source.text, (*sheet.links, *source.links)
    if not _has_substance(plain, sheet.text):
        plain = sheet.text
    if not plain.strip() and parts.spare:
        plain = parts.spare[0]
        return (page(plain).text if is_markup(plain) else plain), sheet.links
    return plain, sheet.links


def _has_substance(plain: str, shown: str) -> bool:
    """False where text/plain only says that there is an HTML version, or far less than that."""
    words, shown_words = len(plain.split()), len(shown.split())
    if words == 0 or (words < min(60, shown_words) and _NO_HTML.search(plain[:4_000])):
        return False
    return words * 5 + 30 >= shown_words


def _envelope(
    raw: dict[str, object],
    headers: tuple[tuple[str, str], ...],
    fallback: datetime,
    defects: list[str],
    text: str,
    calendars: tuple[CalendarPart, ...],
) -> Envelope:
    decoded = dict(reversed(headers))

    def first(name: str) -> str:
        return decoded.get(name, "")

    def people(name: str) -> tuple[Address, ...]:
        return _people(raw.get(name), name, defects)

    date = header_date(first("date"))
    message_id = next(iter(identifiers(first("message-id"))), None)
    from_, to, cc = people("from"), people("to"), people("cc")
    return Envelope(
        key=_key(
            message_id or "",
            first("date"),
            first("subject"),
            *(address.address for address in (*from_, *to, *cc)),
            " ".join(text.split()),
            *(calendar.text for calendar in calendars),
        ),
        message_id=message_id,
        in_reply_to=identifiers(first("in-reply-to")),
        references=identifiers(first("references")),
        subject=first("subject"),
        date=date,
        received_at=received_date(first("received")) or (date or fallback).astimezone(UTC),
        from_=from_,
        sender=next(iter(people("sender")), None),
        reply_to=people("reply-to"),
        to=to,
        cc=cc,
        trust=trust([value for key, value in headers if key == "authentication-results"]),
    )


def _people(value: object | None, name: str, defects: list[str]) -> tuple[Address, ...]:
    """The addresses of the first field of that name, as it stands in the header."""
    if value is None:
        return ()
    found, whole = address_list(raw_text(value))
    if not whole:
        defects.append(f"unreadable address in {name}")
    return found


def _key(*fields: str) -> str:
    """Our identity of a message: the same in every folder and however much of it was fetched.

    Received fields differ from folder to folder, attachments may be left empty (DESIGN §1.10).
    """
    digest = hashlib.sha256()
    for value in fields:
        octets = value.encode("utf-8", "replace")
        digest.update(len(octets).to_bytes(8, "big") + octets)
    return digest.hexdigest()


def _forwarded(parts: Parts, fallback: datetime) -> tuple[Message, ...]:
    return tuple(_message(part, fallback, depth=1) for part in parts.enclosed[:5])


def _enclosed_calendars(parts: Parts, depth: int) -> tuple[CalendarPart, ...]:
    if depth:
        return ()
    return tuple(part for inner in parts.enclosed[:5] for part in gather(inner).calendars)
