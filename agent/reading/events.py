"""Calendar parts (RFC 5545, 5546, 6047) as events with instants.

Each VEVENT is cut out and parsed alone, so that one broken piece does not hide the others.
Recurrence rules are never expanded: they are hostile input, and an interview is one event (G6).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Component, Event, Timezone
from icalendar.error import BrokenCalendarProperty
from icalendar.prop import vCalAddress

from agent.reading.facts import Attendee, CalendarEvent
from agent.reading.message import CalendarPart, Message
from agent.reading.rooms import is_room
from agent.reading.zones import offset_name, offset_of_tzid, zone_of, zone_of_tzid

MOST_EVENTS = 50
LONGEST_BLOCK = 64_000
LONGEST_TEXT = 8_000
MOST_ATTENDEES = 100

_MARK = re.compile(
    r"^(BEGIN|END):[ \t]*([A-Za-z-]+)[ \t]*$|^(METHOD|X-WR-TIMEZONE)(?:;[^:\n]*)?:(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ZONE_NAME = re.compile(r"^TZID(?:;[^:\n]*)?:(.*)$", re.I | re.M)
_FOLD = re.compile(r"\n[ \t]")
_RULE = re.compile(r"^(?:RRULE|RDATE|EXDATE|EXRULE|ATTACH|X-ALT-DESC)[;:].*\n?", re.I | re.M)
_ZONE_PARAMETER = re.compile(r";TZID=", re.I)
_MACHINE = re.compile(
    r"^(?:noreply|no-reply|donotreply|bot|notetaker|fireflies|fred|otter|recorder|room|rooms)\b"
    r"|@resource\.calendar\.google\.com$|\b(?:notetaker|otter\.ai|fireflies\.ai|read\.ai|fathom)\b",
    re.IGNORECASE,
)
_UTC = frozenset({"UTC", "Etc/UTC", "Etc/GMT", "Etc/UCT", "Etc/Universal", "Etc/Zulu"})


@dataclass(frozen=True, slots=True)
class _Calendar:
    """One iCalendar object, cut into its blocks."""

    method: str
    zone: str | None  # X-WR-TIMEZONE as IANA
    zones: dict[str, str]  # TZID → its VTIMEZONE block
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _When:
    """A DTSTART or DTEND with its zone resolved."""

    at: datetime | None
    on: date | None
    zone: str | None
    assumed: bool
    iana: bool = False  # the calendar itself names the zone so
    utc: bool = False  # written in UTC: in the zone of the part, if it tells one


_NEVER = _When(None, None, None, False)


def calendar_events(message: Message, zone: ZoneInfo) -> tuple[CalendarEvent, ...]:
    """Every VEVENT of every calendar part, in order; unreadable ones are left out.

    Floating times are read in X-WR-TIMEZONE, else in `zone` (the owner's), and marked as assumed.
    """
    found: list[CalendarEvent] = []
    for part in message.calendars:
        calendar = _cut(part)
        for block in calendar.events:
            event = _event(block, calendar, zone)
            if event is not None and event not in found:
                found.append(event)
            if len(found) >= MOST_EVENTS:
                return tuple(found)
    return tuple(found)


def _cut(part: CalendarPart) -> _Calendar:
    """The blocks of one object by their BEGIN and END lines; one pass, whatever the nesting."""
    text = part.text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    method, zone = part.method or "", None
    zones: dict[str, str] = {}
    events: list[str] = []
    started: tuple[str, int] | None = None
    for mark in _MARK.finditer(text):
        name = (mark[2] or "").upper()
        if mark[3] and started is None:
            method, zone = _header(mark[3].upper(), mark[4], method, zone)
        elif mark[1] and mark[1].upper() == "BEGIN" and name in ("VEVENT", "VTIMEZONE"):
            started = started or (name, mark.start())
        elif mark[1] and started is not None and name == started[0]:
            block = _FOLD.sub("", text[started[1] : mark.end()])
            started = None
            if name == "VEVENT":
                events.append(block)
            elif (tzid := _ZONE_NAME.search(block)) is not None and len(zones) < MOST_EVENTS:
                zones[tzid[1].replace("\\,", ",").strip().strip('"')] = block
        if len(events) >= MOST_EVENTS:
            break
    return _Calendar((method or "PUBLISH").strip().upper(), zone, zones, tuple(events))


def _header(key: str, value: str, method: str, zone: str | None) -> tuple[str, str | None]:
    if key == "METHOD":
        return value.strip() or method, zone
    return method, zone_of_tzid(value.strip()) or zone


def _event(block: str, calendar: _Calendar, owner_zone: ZoneInfo) -> CalendarEvent | None:
    # Under another name the library leaves the zone alone: we read it by our own table.
    event = _parsed(Event, _ZONE_PARAMETER.sub(";X-ZONE=", _RULE.sub("", block)))
    if event is None:
        return None
    start = _when(event, "DTSTART", calendar, owner_zone)
    status = _text(event, "STATUS").upper()
    return CalendarEvent(
        uid=_text(event, "UID"),
        method=calendar.method,
        cancelled=calendar.method == "CANCEL" or status == "CANCELLED",
        sequence=_number(event),
        stamp_at=_stamp(event),
        start=start.at,
        end=_end(event, start, calendar, owner_zone),
        on=start.on,
        zone=start.zone,
        zone_assumed=start.assumed,
        zone_is_iana=start.iana,
        written_in_utc=start.utc,
        summary=_text(event, "SUMMARY"),
        description=_text(event, "DESCRIPTION"),
        location=_text(event, "LOCATION"),
        organizer=next(iter(_people(event, "ORGANIZER")), None),
        attendees=tuple(_people(event, "ATTENDEE")),
    )


def _parsed(kind: type[Component], block: str) -> Component | None:
    """The block as a component; None where the library finds none in it."""
    if len(block) > LONGEST_BLOCK:
        return None
    try:
        component = kind.from_ical(block)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        return None
    return component if isinstance(component, Component) else None


def _when(event: Component, key: str, calendar: _Calendar, owner_zone: ZoneInfo) -> _When:
    value = _first(event, key)
    moment = _value(value)
    if isinstance(moment, datetime):
        tzid = str(getattr(value, "params", {}).get("X-ZONE", "")).strip()
        try:
            return _instant(moment, tzid, calendar, owner_zone)
        except (OverflowError, ValueError):
            return _NEVER
    return _When(None, moment, None, False) if isinstance(moment, date) else _NEVER


def _instant(moment: datetime, tzid: str, calendar: _Calendar, owner_zone: ZoneInfo) -> _When:
    """The zone's name beats the rules that the sender drew up for it; those beat nothing at all."""
    if moment.tzinfo is not None and moment.utcoffset() == timedelta() and not tzid:
        return _in_utc(moment, calendar)
    wall = moment.replace(tzinfo=None)
    name = zone_of_tzid(tzid) if tzid else None
    if name in _UTC:
        return _in_utc(wall.replace(tzinfo=UTC), calendar)
    if name is not None:
        return _When(wall.replace(tzinfo=zone_of(name)), None, name, False, iana=name == tzid)
    rules = _rules(calendar.zones.get(tzid))
    if rules is not None:
        offset = wall.replace(tzinfo=rules).utcoffset()
        name = offset_name(offset)
        return _When(wall.replace(tzinfo=zone_of(name)), None, name, False)
    told = offset_of_tzid(tzid)
    name = told or calendar.zone or owner_zone.key
    return _When(wall.replace(tzinfo=zone_of(name)), None, name, told is None)


def _in_utc(moment: datetime, calendar: _Calendar) -> _When:
    """UTC is how a program writes, seldom where people meet: the part's zone, if it tells one."""
    name = calendar.zone
    if name is None or name in _UTC:
        names = {_zone_of_rules(tzid, moment, calendar) for tzid in calendar.zones} - _UTC
        name = next(iter(names)) if len(names) == 1 else "UTC"
    return _When(moment.astimezone(zone_of(name)), None, name, False, utc=True)


def _zone_of_rules(tzid: str, moment: datetime, calendar: _Calendar) -> str:
    """The zone of a VTIMEZONE: by its name, else its offset at that moment."""
    if (name := zone_of_tzid(tzid)) is not None:
        return name
    rules = _rules(calendar.zones[tzid])
    return offset_name(moment.astimezone(rules).utcoffset()) if rules else "UTC"


def _rules(block: str | None) -> tzinfo | None:
    component = _parsed(Timezone, block) if block else None
    if not isinstance(component, Timezone):
        return None
    try:
        rules: tzinfo = component.to_tz(lookup_tzid=False)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        return None
    return rules


def _end(event: Component, start: _When, calendar: _Calendar, zone: ZoneInfo) -> datetime | None:
    """DTEND, else DTSTART + DURATION; None where that lies before the start."""
    if start.at is None:
        return None
    end = _when(event, "DTEND", calendar, zone).at
    length = _value(_first(event, "DURATION"))
    if end is None and isinstance(length, timedelta):
        # RFC 5545 §3.3.6: hours of a duration are exact, so they are added on the UTC line.
        end = (start.at.astimezone(UTC) + length).astimezone(start.at.tzinfo)
    return end if end is not None and end > start.at else None


def _people(event: Component, key: str) -> Iterator[Attendee]:
    values = event.get(key)
    for value in (values if isinstance(values, list) else [values])[:MOST_ATTENDEES]:
        address = re.sub(r"^mailto:", "", str(value or ""), flags=re.IGNORECASE).strip().lower()
        if not isinstance(value, vCalAddress) or not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            continue
        name = " ".join(str(value.params.get("CN", "")).split())
        kind = str(value.params.get("CUTYPE", "")).upper()
        resource = kind in ("ROOM", "RESOURCE") or bool(_MACHINE.search(address))
        yield Attendee(name, address, resource or is_room(name, address))


def _first(event: Component, key: str) -> object:
    value = event.get(key)
    return value[0] if isinstance(value, list) and value else value


def _value(found: object) -> object:
    """The date, time or length of a property; None where the library could not read it."""
    try:
        return getattr(found, "dt", None)
    except (ValueError, BrokenCalendarProperty):
        return None


def _text(event: Component, key: str) -> str:
    value = _first(event, key)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()[:LONGEST_TEXT]


def _number(event: Component) -> int:
    text = _text(event, "SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _stamp(event: Component) -> datetime | None:
    stamp = _value(_first(event, "DTSTAMP"))
    if not isinstance(stamp, datetime):
        return None
    return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
