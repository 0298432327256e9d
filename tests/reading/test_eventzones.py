"""A calendar time written in UTC keeps its instant and gets a zone (day 0 is a day of that zone).

Every mail is of Monday 2 March 2026; its reader lives in London.
"""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent.reading.facts import CalendarEvent, Kind
from agent.reading.interviews import interviews
from agent.reading.owner import Owner
from tests.reading.said import material_of, verdict

CALENDAR = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:1@employer.example
DTSTAMP:20260301T080000Z
DTSTART:{start}
DTEND:{end}
SUMMARY:Interview
END:VEVENT
END:VCALENDAR
"""
IN_MADRID = Owner(("jo@home.example",), ZoneInfo("Europe/Madrid"), "Jo Field")
EVENING_IN_PORTLAND = CALENDAR.format(start="20260311T000000Z", end="20260311T004500Z")
MORNING_IN_TOKYO = CALENDAR.format(start="20260311T233000Z", end="20260312T001500Z")


def event(text: str, **more: Any) -> CalendarEvent:
    return material_of(text, **more).events[0]


def shown(found: CalendarEvent) -> str:
    assert found.start is not None
    assert found.end is not None
    return f"{found.zone} {found.start:%d %H:%M}-{found.end:%H:%M}"


@pytest.mark.parametrize(
    "text",
    [
        "When: Tuesday Mar 10, 2026 5pm - 5:45pm (Pacific Time - Los Angeles)",
        "See you on Tuesday 10 March at 5 pm Pacific.",
        "Wir sehen uns am Dienstag, 10. März, um 17 Uhr Pacific Time.",
        "On se parle mardi 10 mars à 17h (heure de Los Angeles).",
        "Nos vemos el martes 10 de marzo a las 17:00 (hora de Los Angeles).",
        "Até terça-feira, 10 de março, às 17h00 (hora de Los Angeles).",
        "Ci vediamo martedì 10 marzo alle 17:00 (ora di Los Angeles).",
        "Tot dinsdag 10 maart om 17:00 uur PDT.",
    ],
)
def test_it_is_in_the_zone_that_the_text_names_for_that_instant(text: str) -> None:
    found = event(text, calendar=EVENING_IN_PORTLAND)

    assert shown(found) == "America/Los_Angeles 10 17:00-17:45"
    assert found.zone_assumed is False


def test_it_is_in_the_zone_that_the_subject_names_for_that_instant() -> None:
    subject = "Invitation: Interview @ Tue Mar 10, 2026 5pm - 5:45pm (PDT) (jo@home.example)"

    found = event("Ask at the front desk.", subject=subject, calendar=EVENING_IN_PORTLAND)

    assert shown(found) == "America/Los_Angeles 10 17:00-17:45"


def test_a_zone_named_for_another_instant_is_not_its_own() -> None:
    text = "Until Thursday at 3pm CET you may still choose another time."

    found = event(text, calendar=EVENING_IN_PORTLAND)

    assert shown(found) == "Europe/London 11 00:00-00:45"


def test_of_two_clocks_told_for_it_the_employers_is_its_own() -> None:
    text = "We speak on Wednesday 11 March, 00:00 GMT, which is Tuesday 10 March, 5pm PDT, here."

    found = event(text, calendar=EVENING_IN_PORTLAND)

    assert shown(found) == "America/Los_Angeles 10 17:00-17:45"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("Mon, 02 Mar 2026 18:00:00 +0900", id="written-there"),
        pytest.param("Mon, 02 Mar 2026 09:00:00 +0000", id="written-by-a-system"),
    ],
)
def test_it_is_in_a_zone_whose_clock_shows_what_the_text_tells(written: str) -> None:
    text = "See you on Thursday 12 March at 8:30."

    found = event(text, written=written, calendar=MORNING_IN_TOKYO, owner=IN_MADRID)

    assert shown(found) == "Asia/Tokyo 12 08:30-09:15"
    assert found.zone_assumed is False


def test_a_time_that_contradicts_the_calendar_tells_no_zone() -> None:
    found = event("See you on Wednesday 11 March at 9pm.", calendar=EVENING_IN_PORTLAND)

    assert shown(found) == "Europe/London 11 00:00-00:45"


def test_it_is_in_the_owners_zone_where_the_mail_tells_none_and_that_is_assumed() -> None:
    found = event("Here is the invitation.", calendar=EVENING_IN_PORTLAND)

    assert shown(found) == "Europe/London 11 00:00-00:45"
    assert found.zone_assumed is True


def test_an_assumed_zone_does_not_make_the_instant_unsure() -> None:
    material = material_of("Here is the invitation.", calendar=EVENING_IN_PORTLAND)

    result = interviews(material, verdict(Kind.INVITATION))

    assert result.confidence >= 0.9
    assert result.found[0].zone_assumed is True
