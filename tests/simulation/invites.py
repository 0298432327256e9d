"""Calendar parts as three calendars write them (RFC 5545, RFC 5546)."""

from datetime import UTC, datetime

from tests.simulation.cast import Owner, Person, cast
from tests.simulation.scheme import Invite, Style

WALL = "%Y%m%dT%H%M%S"


def calendar_part(invite: Invite, owner: Owner, summary: str, stamp: datetime) -> str:
    """The text of a text/calendar part, with CR LF."""
    status = "CANCELLED" if invite.method == "CANCEL" else "CONFIRMED"
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:{_product(invite.style)}",
        "VERSION:2.0",
        f"METHOD:{invite.method}",
        *_zone(invite),
        "BEGIN:VEVENT",
        f"UID:{invite.uid}",
        f"SEQUENCE:{invite.sequence}",
        f"DTSTAMP:{stamp.astimezone(UTC).strftime(WALL)}Z",
        _instant("DTSTART", invite.talk.start, invite.style),
        _instant("DTEND", invite.talk.end, invite.style),
        f"SUMMARY:{summary}",
        f"STATUS:{status}",
        _person("ORGANIZER", invite.organizer),
        _attendee(owner.person.name, owner.writes_as, "NEEDS-ACTION"),
        *(
            _attendee(p.name, p.address, "ACCEPTED")
            for p in invite.talk.people
            if p != invite.organizer
        ),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _product(style: Style) -> str:
    return {
        Style.UTC: "-//Google Inc//Google Calendar 70.9054//EN",
        Style.WINDOWS: "Microsoft Exchange Server 2010",
        Style.IANA: "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
    }[style]


def _zone_name(at: datetime, style: Style) -> str:
    name = str(at.tzinfo)
    windows: dict[str, str] = cast()["windows_zones"]
    return windows.get(name, name) if style is Style.WINDOWS else name


def _zone(invite: Invite) -> list[str]:
    """The zone as it is on the day of the talk: enough for one event."""
    if invite.style is Style.UTC:
        return []
    offset = invite.talk.start.strftime("%z")
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{_zone_name(invite.talk.start, invite.style)}",
        "BEGIN:STANDARD",
        "DTSTART:16010101T000000",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def _instant(name: str, at: datetime, style: Style) -> str:
    if style is Style.UTC:
        return f"{name}:{at.astimezone(UTC).strftime(WALL)}Z"
    return f"{name};TZID={_zone_name(at, style)}:{at.strftime(WALL)}"


def _person(name: str, person: Person) -> str:
    return f'{name};CN="{person.name}":mailto:{person.address}'


def _attendee(name: str, address: str, status: str) -> str:
    return f'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={status};CN="{name}":mailto:{address}'
