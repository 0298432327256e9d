"""Business days, counted anew for the truth: not by the agent's own calendar."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def is_workday(day: date, country: str) -> bool:
    """Monday to Friday, no public holiday of the country, not 24 December to 1 January."""
    frozen = (day.month == 12 and day.day >= 24) or (day.month == 1 and day.day == 1)
    return not frozen and day.weekday() < 5 and day not in _of(country, day.year)


@lru_cache(maxsize=256)
def _of(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def add(day: date, count: int, country: str) -> date:
    """The `count`-th business day after `day`."""
    while count > 0:
        day += DAY
        count -= is_workday(day, country)
    return day


def between(day: date, later: date, country: str) -> int:
    """How many business days lie after `day`, up to and including `later`."""
    span = range(1, (later - day).days + 1)
    return sum(is_workday(day + timedelta(days=n), country) for n in span)
