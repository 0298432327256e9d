"""Which region a word or an identifier for a time zone means."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from agent.reading.zones import offset_of_tzid, zone_of, zone_of_tzid, zone_word

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Vienna", "Europe/Vienna"),
        ("EST", "America/New_York"),
        ("UTC", "UTC"),
        ("Customized Time Zone", None),
        ("Nowhere/Foo", None),
    ],
)
def test_an_identifier_names_a_region(tzid: str, zone: str | None) -> None:
    assert zone_of_tzid(tzid) == zone


def test_an_identifier_that_tells_only_an_offset_is_the_last_resort() -> None:
    assert offset_of_tzid("(UTC+07:00) Bangkok, Hanoi, Jakarta") == "UTC+07:00"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        (" PT", "America/Los_Angeles"),
        (" (CET)", "Europe/Berlin"),
        (" GMT+0900 (JST)", "UTC+09:00"),
        (" Uhr MEZ", "Europe/Berlin"),
        (" heure de Paris", "Europe/Paris"),
        (" hora de Lisboa", "Europe/Lisbon"),
        (" America/Toronto", "America/Toronto"),
        (" at our office", None),
        (" it is", None),
    ],
)
def test_a_word_behind_a_clock_time_names_a_region(text: str, zone: str | None) -> None:
    found = zone_word(text, BERLIN)

    assert (found[0] if found else None) == zone


@pytest.mark.parametrize(
    ("owner", "zone"),
    [("Europe/Dublin", "Europe/Dublin"), ("Asia/Kolkata", "Asia/Kolkata")],
)
def test_an_ambiguous_abbreviation_means_the_owners_own_time(owner: str, zone: str) -> None:
    assert zone_word(" IST", ZoneInfo(owner)) == (zone, 4)


def test_est_in_july_is_new_yorks_time_and_no_fixed_offset() -> None:
    name, _ = zone_word(" EST", BERLIN) or ("", 0)

    offset = datetime(2026, 7, 1, 15, tzinfo=zone_of(name)).strftime("%z")

    assert offset == "-0400"


def test_a_mere_offset_stays_one() -> None:
    assert datetime(2026, 7, 1, tzinfo=zone_of("UTC+05:30")).strftime("%z") == "+0530"
