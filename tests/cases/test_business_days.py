"""Which days count."""

from datetime import date

import pytest

from agent.cases.business_days import BusinessDays, business_days
from agent.cases.policy import Policy
from tests.cases.builders import BERLIN, an_invitation, the_case

COUNTS = [
    ("a plain week", None, None, date(2026, 3, 3), 5, date(2026, 3, 10)),
    ("over a weekend", None, None, date(2026, 3, 6), 1, date(2026, 3, 9)),
    ("from a Sunday", None, None, date(2026, 3, 8), 1, date(2026, 3, 9)),
    ("Easter in Germany", "DE", None, date(2026, 4, 2), 1, date(2026, 4, 7)),
    ("Easter Monday in the US", "US", None, date(2026, 4, 3), 1, date(2026, 4, 6)),
    ("a bank holiday in Britain", "GB", None, date(2026, 5, 22), 1, date(2026, 5, 26)),
    ("Epiphany in Bavaria", "DE", "BY", date(2026, 1, 5), 1, date(2026, 1, 7)),
    ("Epiphany elsewhere in Germany", "DE", None, date(2026, 1, 5), 1, date(2026, 1, 6)),
    ("the freeze", None, None, date(2026, 12, 23), 1, date(2027, 1, 4)),
    ("Fridays in the Emirates", "AE", None, date(2026, 3, 5), 1, date(2026, 3, 6)),
    ("a country that nobody knows", "XX", None, date(2026, 3, 6), 1, date(2026, 3, 9)),
    ("a sub-region that nobody knows", "DE", "XX", date(2026, 4, 2), 1, date(2026, 4, 7)),
]


@pytest.mark.parametrize(
    ("name", "country", "subdivision", "day", "count", "expected"),
    COUNTS,
    ids=[case[0].replace(" ", "-") for case in COUNTS],
)
def test_counting(
    name: str, country: str | None, subdivision: str | None, day: date, count: int, expected: date
) -> None:
    assert BusinessDays(country, subdivision).add(day, count) == expected


def test_the_employers_country_counts_before_the_owners() -> None:
    policy = Policy(zone=BERLIN, country="DE", subdivision="BY")

    abroad = business_days(the_case([an_invitation(country="FR")]), policy)
    at_home = business_days(the_case([an_invitation()]), policy)

    assert (abroad.country, abroad.subdivision) == ("FR", None)
    assert (at_home.country, at_home.subdivision) == ("DE", "BY")


def test_days_between_count_the_last_and_not_the_first() -> None:
    assert BusinessDays().between(date(2026, 3, 6), date(2026, 3, 10)) == 2
