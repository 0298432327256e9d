"""Header fields as clean text: 8-bit bytes, encoded words (RFC 2047), dates, identifiers."""

import binascii
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from quopri import decodestring

from agent.reading.charsets import clean, decode, encode

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_IDENTIFIER = re.compile(r"<[^<>\s]{1,900}>")
_IDENTIFIERS = 200
_VALUE_LIMIT = 64_000  # of one header value; real ones stay below 10,000


def raw_text(value: object) -> str:
    """A header value as the standard parser hands it over, its 8-bit bytes made characters."""
    text = str(value)[:_VALUE_LIMIT]
    if text.isascii():
        return text
    try:
        octets = text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        octets = text.encode("utf-8", "replace")
    return decode(octets, None)


def decode_words(text: str) -> str:
    """Encoded words decoded (RFC 2047), also inside quotes; adjacent ones are joined."""
    if "=?" not in text:
        return text
    out: list[str] = []
    pending, charset, end = b"", "", 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        adjacent = end > 0 and not between.strip()
        name = match[1].partition("*")[0].lower()
        if pending and not (adjacent and name == charset):
            out.append(decode(pending, charset))
            pending = b""
        if not adjacent:
            out.append(between)
        charset, end = name, match.end()
        pending += _octets(match[2], match[3], charset)
    if pending:
        out.append(decode(pending, charset))
    return "".join(out) + text[end:]


def _octets(encoding: str, content: str, charset: str) -> bytes:
    data = encode(content, charset)
    if encoding in "qQ":
        return decodestring(data, header=True)
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def one_line(text: str) -> str:
    """`text` without control and bidirectional characters, white space collapsed."""
    return " ".join(clean(text).split())


def field(value: object) -> str:
    """A header value decoded, on one line."""
    if isinstance(value, str) and value.isprintable() and value.isascii() and "=?" not in value:
        return " ".join(value[:_VALUE_LIMIT].split())
    return one_line(decode_words(raw_text(value)))


def identifiers(value: str) -> tuple[str, ...]:
    """The `<…@…>` of a Message-ID, In-Reply-To or References field, in order, each once."""
    return tuple(dict.fromkeys(_IDENTIFIER.findall(value)))[:_IDENTIFIERS]


def header_date(value: str) -> datetime | None:
    """A Date field as an aware instant in the offset written; unknown zones count as UTC (G9)."""
    text = one_line(value)[:100]
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return _sane(datetime.fromisoformat(text))
        zone = timezone(timedelta(seconds=parts[9] or 0))
        return _sane(datetime(*parts[:6], tzinfo=zone))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _sane(moment: datetime) -> datetime | None:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware if 1980 <= aware.year <= 2100 else None


def received_date(value: str) -> datetime | None:
    """The instant behind the last semicolon of a Received field (RFC 5321 §4.4), in UTC."""
    _, semicolon, stamp = value.rpartition(";")
    moment = header_date(stamp) if semicolon else None
    return moment.astimezone(UTC) if moment else None
