"""Which days count: working days of the employer's country, without the freeze at New Year."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from agent.cases.case import Case
from agent.cases.policy import Policy

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """The business days of one country; Monday to Friday where no country is known."""

    country: str | None = None  # ISO 3166-1 alpha-2
    subdivision: str | None = None  # "BY", "ENG"; only where the owner set it

    def __contains__(self, day: date) -> bool:
        return not _is_frozen(day) and day not in _days_off(
            self.country, self.subdivision, day.year
        )

    def add(self, day: date, count: int) -> date:
        """The `count`-th business day after `day`, which is day 0 and need not be one itself."""
        for _ in range(count):
            day = self.first_from(day + DAY)
        return day

    def first_from(self, day: date) -> date:
        """`day` itself if it is a business day, else the next one."""
        while day not in self:
            day += DAY
        return day

    def between(self, day: date, later: date) -> int:
        """How many business days lie after `day`, up to and including `later`."""
        days = (later - day).days
        return sum(day + timedelta(days=n) in self for n in range(1, days + 1))


def business_days(case: Case, policy: Policy) -> BusinessDays:
    """Those of the employer's country if told, else of the owner's (DESIGN §6, Counting)."""
    country = case.country or policy.country
    own = policy.subdivision if country == policy.country else None
    return BusinessDays(country, case.subdivision or own)


def _is_frozen(day: date) -> bool:
    """24 December to 1 January: offices are empty whatever the country (domain.md B.1)."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)


@lru_cache(maxsize=256)
def _days_off(country: str | None, subdivision: str | None, year: int) -> frozenset[date]:
    weekend, public = _known(country, subdivision, year) if country else ({5, 6}, frozenset())
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366))
    return public | {day for day in days if day.weekday() in weekend}


def _known(country: str, subdivision: str | None, year: int) -> tuple[set[int], frozenset[date]]:
    import holidays  # half a second: only where a day is counted

    try:
        known = holidays.country_holidays(country, subdiv=subdivision, years=year)
    except NotImplementedError:  # no such country or sub-region there
        return _known(country, None, year) if subdivision else ({5, 6}, frozenset())
    return set(known.weekend), frozenset(known)
