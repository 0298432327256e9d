"""Calendar parts become events with instants, whatever program wrote them."""

import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from agent.reading.events import calendar_events
from agent.reading.facts import CalendarEvent
from agent.reading.mime import parse

BERLIN = ZoneInfo("Europe/Berlin")
STRANGE_ZONE = """BEGIN:VTIMEZONE
TZID:Somewhere
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0300
TZOFFSETTO:+0300
END:STANDARD
END:VTIMEZONE
"""


def calendar(lines: Iterable[str], *, method: str = "REQUEST", above: str = "") -> str:
    body = "\n".join(("UID:1@employer.example", "DTSTAMP:20260301T080000Z", *lines))
    return (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\n{above}"
        f"BEGIN:VEVENT\n{body}\nEND:VEVENT\nEND:VCALENDAR\n"
    )


def events(text: str) -> tuple[CalendarEvent, ...]:
    message = EmailMessage()
    message["From"] = "Kim Lee <kim@employer.example>"
    message["Date"] = "Mon, 02 Mar 2026 09:00:00 +0100"
    message.set_content("See the invitation.")
    message.add_attachment(text.encode(), maintype="text", subtype="calendar")
    return calendar_events(parse(message.as_bytes()), BERLIN)


@pytest.mark.parametrize(
    ("start", "expected", "assumed"),
    [
        pytest.param("DTSTART:20260312T130000Z", "13:00", False, id="utc"),
        pytest.param("DTSTART;TZID=Europe/London:20260312T130000", "13:00", False, id="iana"),
        pytest.param(
            "DTSTART;TZID=Eastern Standard Time:20260312T130000", "17:00", False, id="windows"
        ),
        pytest.param(
            'DTSTART;TZID="/vendor.example/Europe/Vienna":20260312T130000',
            "12:00",
            False,
            id="vendor",
        ),
        pytest.param("DTSTART:20260312T130000", "12:00", True, id="floating"),
    ],
)
def test_the_start_is_an_instant(start: str, expected: str, assumed: bool) -> None:
    (event,) = events(calendar([start]))

    assert event.start is not None
    assert event.start.astimezone(UTC).strftime("%H:%M") == expected
    assert event.zone_assumed is assumed


def test_a_zone_without_a_known_name_follows_its_own_rules() -> None:
    text = calendar(["DTSTART;TZID=Somewhere:20260312T130000"], above=STRANGE_ZONE)

    (event,) = events(text)

    assert event.start == datetime(2026, 3, 12, 10, tzinfo=UTC)


def test_a_floating_time_is_read_in_the_calendars_zone_first() -> None:
    text = calendar(["DTSTART:20260312T130000"], above="X-WR-TIMEZONE:America/New_York\n")

    (event,) = events(text)

    assert (event.zone, event.zone_assumed) == ("America/New_York", True)


def test_an_event_of_a_whole_day_has_no_instant() -> None:
    (event,) = events(calendar(["DTSTART;VALUE=DATE:20260312"]))

    assert (event.on, event.start) == (date(2026, 3, 12), None)


@pytest.mark.parametrize(
    "end", ["DTEND:20260312T134500Z", "DURATION:PT45M"], ids=["end", "duration"]
)
def test_the_end_is_told_or_follows_from_the_length(end: str) -> None:
    (event,) = events(calendar(["DTSTART:20260312T130000Z", end]))

    assert event.end == datetime(2026, 3, 12, 13, 45, tzinfo=UTC)


def test_an_end_before_the_start_is_none() -> None:
    (event,) = events(calendar(["DTSTART:20260312T130000Z", "DTEND:20260312T120000Z"]))

    assert event.end is None


@pytest.mark.parametrize(
    ("method", "status", "cancelled"),
    [
        ("REQUEST", "CONFIRMED", False),
        ("REQUEST", "CANCELLED", True),
        ("CANCEL", "CONFIRMED", True),
    ],
)
def test_method_or_status_cancel(method: str, status: str, cancelled: bool) -> None:
    lines = ["DTSTART:20260312T130000Z", f"STATUS:{status}"]

    (event,) = events(calendar(lines, method=method))

    assert event.cancelled is cancelled


def test_rooms_and_note_takers_are_no_people() -> None:
    lines = [
        "DTSTART:20260312T130000Z",
        "ATTENDEE;CN=Ann Roe:mailto:Ann@employer.example",
        "ATTENDEE;CUTYPE=ROOM;CN=Elm:mailto:elm@employer.example",
        "ATTENDEE;CN=Notetaker:mailto:notetaker@tool.example",
    ]

    (event,) = events(calendar(lines))

    assert [(person.address, person.resource) for person in event.attendees] == [
        ("ann@employer.example", False),
        ("elm@employer.example", True),
        ("notetaker@tool.example", True),
    ]


def test_an_unreadable_event_hides_no_other() -> None:
    broken = "BEGIN:VEVENT\nDTSTART:tomorrow\nEND:VEVENT\n"
    text = calendar(["DTSTART:20260312T130000Z"]).replace("BEGIN:VEVENT", broken + "BEGIN:VEVENT")

    starts = [event.start for event in events(text) if event.start]

    assert starts == [datetime(2026, 3, 12, 13, tzinfo=UTC)]


@pytest.mark.parametrize("text", ["", "BEGIN:VCALENDAR", "<html></html>", "BEGIN:VEVENT\n" * 99])
def test_what_is_no_calendar_has_no_events(text: str) -> None:
    assert events(text) == ()


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;COUNT=999999999"],
)
def test_recurrence_is_never_expanded(rule: str) -> None:
    started = time.process_time()

    found = events(calendar(["DTSTART:19700101T000000Z", f"RRULE:{rule}"]))

    assert len(found) == 1
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("start", "above", "expected"),
    [
        pytest.param(
            "DTSTART:20260312T013000Z",
            "X-WR-TIMEZONE:America/New_York\n",
            "America/New_York 11 21:30",
            id="x-wr-timezone",
        ),
        pytest.param(
            "DTSTART:20260312T233000Z",
            STRANGE_ZONE.replace("Somewhere", "W. Europe Standard Time"),
            "Europe/Berlin 13 00:30",
            id="vtimezone",
        ),
        pytest.param(
            "DTSTART:20260312T233000Z", STRANGE_ZONE, "UTC+03:00 13 02:30", id="rules-only"
        ),
        pytest.param(
            "DTSTART:20260312T233000Z",
            "X-WR-TIMEZONE:UTC\n" + STRANGE_ZONE.replace("Somewhere", "Europe/Lisbon"),
            "Europe/Lisbon 12 23:30",
            id="utc-is-no-place",
        ),
        pytest.param(
            "DTSTART;TZID=Etc/UTC:20260312T233000",
            "X-WR-TIMEZONE:Asia/Tokyo\n",
            "Asia/Tokyo 13 08:30",
            id="utc-by-name",
        ),
    ],
)
def test_a_time_in_utc_is_on_the_clock_that_its_part_tells(
    start: str, above: str, expected: str
) -> None:
    (event,) = events(calendar([start], above=above))

    assert event.start is not None
    assert f"{event.zone} {event.start:%d %H:%M}" == expected
    assert event.zone_assumed is False
