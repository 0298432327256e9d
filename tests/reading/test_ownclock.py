"""The owner's own clock beside the writer's is the same instant, and no second interview.

Written on Monday 2 March 2026; the owner lives in Dublin.
"""

from zoneinfo import ZoneInfo

import pytest

from agent.reading.facts import Kind
from agent.reading.interviews import interviews
from agent.reading.owner import Owner
from tests.reading.said import material_of, verdict

DUBLIN = Owner(("jo@home.example",), ZoneInfo("Europe/Dublin"), "Jo Field")
BERLIN_WRITES = "Mon, 02 Mar 2026 10:00:00 +0100"
NEW_YORK_WRITES = "Mon, 02 Mar 2026 10:00:00 -0500"


def starts(text: str, written: str) -> list[str]:
    material = material_of(text, written=written, owner=DUBLIN)
    found = interviews(material, verdict(Kind.CONFIRMATION)).found
    return [f"{one.start:%d %H:%M} {one.zone}" for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "Let's talk on Tuesday 10 March at 10am our time (9am yours).",
        "Let's talk on Tuesday 10 March at 9am your time, which is 10am here.",
        "Wir sprechen am Dienstag, 10. März, um 10:00 Uhr bei uns, also 9 Uhr bei Ihnen.",
        "Wir sprechen am Dienstag, 10. März, um 9 Uhr bei Ihnen, also 10:00 Uhr bei uns.",
        "Wir sprechen am Dienstag, 10. März, um 10 Uhr. Für Sie ist das 9 Uhr.",
        "L'entretien a lieu mardi 10 mars à 10h chez nous, soit 9h chez vous.",
        "La entrevista es el martes 10 de marzo a las 10:00 (las 9:00 para ti).",
        "A entrevista é na terça-feira, 10 de março, às 10h, ou seja, 9h para si.",
        "Il colloquio è martedì 10 marzo alle 10:00, le 9:00 da Lei.",
        "Het gesprek is dinsdag 10 maart om 10:00 uur, bij jou is dat 9:00 uur.",
    ],
)
def test_a_time_on_two_clocks_is_one_on_the_writers(text: str) -> None:
    assert starts(text, BERLIN_WRITES) == ["10 10:00 Europe/Berlin"]


def test_the_owners_clock_may_stand_in_a_later_sentence() -> None:
    text = (
        "Quick reminder of the interview on Tuesday 10 March: 10 AM Eastern. Heads up that our "
        "clocks have changed and yours have not, so for you that should be 2 PM, not 3."
    )

    assert starts(text, NEW_YORK_WRITES) == ["10 10:00 America/New_York"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The talks are on Tuesday 10 March at 10 AM and 2 PM Eastern.", 2),
        (
            "The interview is on Tuesday 10 March at 10 AM Eastern, with the whole of the team. "
            "The second talk on Tuesday 10 March is at 4 PM for you.",
            2,
        ),
        ("The first is on Tuesday 10 March at 10 AM, the second, better for you, at 2 PM.", 2),
    ],
)
def test_two_instants_stay_two(text: str, count: int) -> None:
    assert len(starts(text, NEW_YORK_WRITES)) == count
