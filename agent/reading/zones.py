"""Words and identifiers for time zones → IANA names.

A zone is a region with its clock changes, never an offset: "3 pm EST" in July is meant as the
time of New York (domain.md F-8). Only where nothing but an offset is told, the name is "UTC+05:30".
"""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from agent.reading.lexicon import lexicon

LONGEST_NAME = 80
_OFFSET = re.compile(
    r"\s*(?:utc|gmt|z)?\s*([+\-−–])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)", re.IGNORECASE
)
_BARE_OFFSET = re.compile(r"\s?([+\-−])(\d{2}):?(\d{2})(?!\d)")
_IANA = re.compile(r"[A-Z][A-Za-z_]{2,20}(?:/[A-Za-z_\-+0-9]{2,30}){1,2}")
_BEFORE_ZONE = re.compile(
    r"[\s,]{0,3}[(\[]?\s?(?:uhr\s|heure (?:de |d')?|hora (?:de )?|ora (?:di )?)?", re.I
)
_AFTER_REGION = re.compile(
    r"(?:[- ](?:standard|daylight|summer|winter))?(?: ?[- ]?(?:time|zeit|tijd|hora|uur)\b)"
    r"|(?=\s?[.,;:)\]/&\n]|\s*$|\s+(?:on|with|via|by|at|for|and|or|time"
    r"|is|was|works?|would|suits?|sounds?|looks?|if|please|today|tomorrow)\b)",
    re.IGNORECASE,
)
_REST = re.compile(
    r"[ \t]{0,2}(?:- us & canada|\((?:us & canada|canada|us|jst|\w{2,4})\))?[)\]]?", re.I
)
_YOURS = re.compile(
    r"(?:in |zu |\u00e0 )?(?:your (?:local )?time|ihrer (?:orts)?zeit|deiner zeit|votre heure"
    r"|(?:chez vous|pour vous)|(?:de )?(?:su|tu) hora|(?:da |na )?sua hora|ora (?:sua|tua|vostra)"
    r"|(?:uw|jouw|jullie) tijd|bei (?:ihnen|dir)|for you)(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w.]*")


def zone_of(name: str) -> tzinfo:
    """The zone that `zone` of a Moment or Interview names: IANA, or a fixed "UTC+02:00"."""
    if name.startswith("UTC") and name[3:4] in ("+", "-"):
        sign = -1 if name[3] == "-" else 1
        hours, _, minutes = name[4:].partition(":")
        return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes or 0)))
    return ZoneInfo(name)


def offset_name(offset: timedelta | None) -> str:
    """ "UTC+02:00" for an offset; "UTC" for none."""
    minutes = int((offset or timedelta()).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


@lru_cache(maxsize=512)
def zone_of_tzid(tzid: str) -> str | None:
    """The IANA name behind a TZID: itself, behind a vendor's prefix, a Windows or display name."""
    name = tzid.strip().strip('"')[: LONGEST_NAME * 2]
    if (exact := _iana(name)) is not None:
        return exact
    if name.isupper() and (short := _abbreviations().get(name.lower())) is not None:
        return short
    windows = _windows()
    key = re.sub(r"\s\d$", "", name.lower())
    if key in windows:
        return windows[key]
    if (tail := _tail(name)) is not None:
        return tail
    return _display(key)


def offset_of_tzid(tzid: str) -> str | None:
    """ "UTC+07:00" where the TZID begins with an offset; only winter's, so the last resort."""
    found = _OFFSET.match(tzid.lstrip('("'))
    return _offset_zone(found) if found and int(found[2]) <= 14 else None


@lru_cache(maxsize=2048)
def zone_word(text: str, owner_zone: ZoneInfo) -> tuple[str, int] | None:
    """The zone that stands at the beginning of `text` and its length there, or None.

    `text` is what follows a clock time, at most a line. `owner_zone` decides what an ambiguous
    abbreviation means: IST is Dublin's for an owner in Dublin (F-7).
    """
    before = _BEFORE_ZONE.match(text)
    start = before.end() if before else 0
    rest = text[start : start + LONGEST_NAME]
    found = _offset_at(rest) or _iana_at(rest) or _abbreviation_at(rest, owner_zone)
    found = found or _region_at(rest)
    if found is None and (yours := _YOURS.match(rest)) is not None:
        return owner_zone.key, start + yours.end()
    if found is None:
        return None
    name, length = found
    tail = _REST.match(rest, length)
    return name, start + (tail.end() if tail else length)


def place_named(text: str) -> str | None:
    """The zone of the place whose name ends `text`, or None: "… bei Ihnen in Lissabon"."""
    words = text.lower().split()
    for size in (3, 2, 1):
        zone = _regions().get(" ".join(words[-size:]).strip("(["))
        if zone is not None:
            return zone
    return None


@cache
def own_abbreviations(zone: ZoneInfo) -> frozenset[str]:
    """What people in that zone call their time in winter and in summer, lower case."""
    days = (datetime(2026, 1, 15, tzinfo=zone), datetime(2026, 7, 15, tzinfo=zone))
    return frozenset(name.lower() for day in days if (name := day.tzname()) and name.isalpha())


def _iana(name: str) -> str | None:
    return _names().get(name.lower())


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name or name == "UTC"}


@cache
def _windows() -> dict[str, str]:
    return {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}


def _tail(name: str) -> str | None:
    """ "/freeassociation.sourceforge.net/Europe/Berlin" and its like end with an IANA name."""
    parts = name.replace(" ", "_").split("/")
    for size in (3, 2):
        if len(parts) > size and (found := _iana("/".join(parts[-size:]))) is not None:
            return found
    return None


def _display(name: str) -> str | None:
    """ "(UTC-05:00) Eastern Time (US & Canada)": the words beat the offset, which is winter's."""
    bare = re.sub(r"^\((?:utc|gmt)[^)]{0,10}\)\s*", "", name)
    for zone, listed in _table("vendors"):
        if bare in listed or any(place in bare for place in listed if "," in place):
            return zone
    region = _region_at(bare)
    if region is not None:
        return region[0]
    return "UTC" if bare in ("utc", "gmt", "z", "etc/utc") else None


def _offset_at(text: str) -> tuple[str, int] | None:
    named = text[:3].lower() in ("utc", "gmt")
    found = _OFFSET.match(text) if named else _BARE_OFFSET.match(text)
    if found is None or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return None
    return _offset_zone(found), found.end()


def _offset_zone(found: re.Match[str]) -> str:
    sign = 1 if found[1] == "+" else -1
    return offset_name(sign * timedelta(hours=int(found[2]), minutes=int(found[3] or 0)))


def _iana_at(text: str) -> tuple[str, int] | None:
    found = _IANA.match(text)
    name = _iana(found[0]) if found else None
    return (name, found.end()) if found and name else None


def _abbreviation_at(text: str, owner_zone: ZoneInfo) -> tuple[str, int] | None:
    """Capitals only, but for the three that everybody writes as they like."""
    found = _WORD.match(text)
    if found is None or len(found[0]) > 5:
        return None
    word = found[0].rstrip(".")
    key = word.lower()
    if not word.isupper() and key not in ("utc", "gmt", "cet", "cest"):
        return None
    if key in own_abbreviations(owner_zone) and key != "utc":
        return owner_zone.key, len(word)
    zone = _abbreviations().get(key)
    return (zone, len(word)) if zone else None


@cache
def _abbreviations() -> dict[str, str]:
    table = lexicon("zones")["abbreviations"]
    return {word: zone for zone, words in table.items() for word in words.split()}


def _region_at(text: str) -> tuple[str, int] | None:
    low = text.lower()
    for size in (3, 2, 1):
        words = re.match(rf"[^\W\d_]\S*(?: [^\W\d_]\S*){{{size - 1}}}", low)
        name = words[0].rstrip(".,;:)]") if words else ""
        zone = _regions().get(name)
        after = _AFTER_REGION.match(text, len(name)) if zone else None
        if zone and after:
            return zone, max(after.end(), len(name))
    return None


@cache
def _regions() -> dict[str, str]:
    return {word: zone for zone, listed in _table("regions") for word in listed}


@cache
def _table(key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((zone, tuple(words.split("|"))) for zone, words in lexicon("zones")[key].items())
