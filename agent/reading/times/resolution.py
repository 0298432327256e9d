"""Pieces → dates and clock times, counted from the day on which the mail was written."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from agent.reading.times.pieces import Clock, Day, Hour
from agent.reading.times.vocabulary import Word

PAST = 60  # a date without a year may lie so many days back ("your letter of 27 February")
FAR = 120  # days ahead at which one reading of 03/04 is no longer likely
LATEST_OPEN = 5  # "at 5" is in the afternoon; 6 and 7 may be either


@dataclass(frozen=True, slots=True)
class Resolved:
    on: date
    certain: bool = True
    assumed_year: bool = False


def resolve_day(day: Day, base: datetime, *, language: str) -> Resolved | None:
    """The date that `day` means in a mail written at `base`; None for a day that does not exist."""
    today = base.date()
    if day.month is not None and day.day is not None:
        return _dated(day, today)
    if day.offset is not None and day.weekday is not None and day.week is None and day.part is None:
        return _weekday_and_offset(day, today)
    if day.offset is not None:
        return Resolved(today + timedelta(days=day.offset))
    if day.day is not None:
        return _numbered(day.day, day.weekday, today)
    if day.weekday is not None:
        return _weekday(day, today, language)
    return None


def _dated(day: Day, today: date) -> Resolved | None:
    straight = _in_year(day.day or 0, day.month or 0, day, today)
    if not day.swapped:
        return straight
    turned = _in_year(day.month or 0, day.day or 0, day, today)
    if straight is None or turned is None:
        return straight or turned
    if day.weekday is not None and straight.certain != turned.certain:
        return straight if straight.certain else turned
    near = [one for one in (straight, turned) if -1 <= (one.on - today).days <= FAR]
    only = near[0] if len(near) == 1 else straight
    return Resolved(
        only.on, certain=len(near) == 1 and only.certain, assumed_year=only.assumed_year
    )


def _in_year(number: int, month: int, day: Day, today: date) -> Resolved | None:
    if day.year is not None:
        on = _date(day.year, month, number)
        return Resolved(on, day.weekday in (None, on.weekday())) if on else None
    dates = [_date(today.year + step, month, number) for step in (-1, 0, 1)]
    known = [on for on in dates if on is not None]
    if not known:
        return None
    likely = [on for on in known if -PAST <= (on - today).days <= 366 - PAST] or known
    agreeing = [on for on in likely if day.weekday in (None, on.weekday())]
    on = min(agreeing or likely, key=lambda one: abs((one - today).days))
    return Resolved(on, certain=bool(agreeing), assumed_year=True)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday_and_offset(day: Day, today: date) -> Resolved:
    """ "Monday week" is a week after the coming Monday; "tomorrow, Thursday" must agree."""
    ahead = ((day.weekday or 0) - today.weekday() - 1) % 7 + 1
    offset = day.offset or 0
    if offset in (7, 14):
        return Resolved(today + timedelta(days=ahead + offset))
    on = today + timedelta(days=offset)
    return Resolved(on, certain=on.weekday() == day.weekday)


def _numbered(number: int, weekday: int | None, today: date) -> Resolved | None:
    """ "the 14th": the next such day; with a weekday, the next on which both agree."""
    ahead = [today + timedelta(days=days) for days in range(0, 95)]
    hits = [on for on in ahead if on.day == number]
    agreeing = [on for on in hits if weekday in (None, on.weekday())]
    if agreeing:
        return Resolved(agreeing[0], certain=weekday is not None or (agreeing[0] - today).days < 28)
    return Resolved(hits[0], certain=False) if hits else None


def _weekday(day: Day, today: date, language: str) -> Resolved:
    weekday = day.weekday or 0
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    coming = today + timedelta(days=ahead)
    if day.week is not None:
        monday = today - timedelta(days=today.weekday())
        return Resolved(monday + timedelta(days=7 * day.week + weekday))
    if not day.next:
        return Resolved(coming)
    same_week = coming.isocalendar()[:2] == today.isocalendar()[:2]
    if same_week and language in ("en", "es", "nl"):
        return Resolved(coming + timedelta(days=7), certain=False)
    return Resolved(coming, certain=not same_week)


@dataclass(frozen=True, slots=True)
class Settled:
    start: time
    end: time | None
    certain: bool


def settle(clock: Clock, day: Day | None, base: datetime, *, language: str) -> Settled | None:
    """The clock on a dial of 24 hours: by am and pm, part of the day, the other end, or habit."""
    part = clock.part or (day.part if day else None)
    end = _sure(clock.end, part) if clock.end else None
    start, certain = _start(clock.start, clock.end, end, part, language)
    if start is None or (_gone(start, clock, day, base) and start.hour < 12):
        start = time(start.hour + 12, start.minute) if start else None
    if start is None:
        return None
    if clock.end is not None:
        end = _after(clock.end, start, part)
    return Settled(start, end, certain and _agrees(start, part))


def _sure(hour: Hour, part: str | None) -> time | None:
    """The time if something written says which half of the day; else None."""
    number = hour.hour
    if hour.half == "am":
        number = 0 if number == 12 else number
    elif hour.half == "pm":
        number = number + 12 if number < 12 else number
    elif not hour.plain or part == Word.MORNING:
        pass
    elif part in (Word.AFTERNOON, Word.EVENING):
        number = number + 12 if number < 12 else number
    else:
        return None
    return time(number, hour.minute) if number < 24 else None


def _start(
    hour: Hour, end: Hour | None, end_time: time | None, part: str | None, language: str
) -> tuple[time | None, bool]:
    ranged = end is not None and end_time is not None and hour.half is None and hour.plain
    if ranged and end_time is not None and ((end is not None and end.half) or part):
        noonless = hour.hour % 12
        options = [time(number, hour.minute) for number in (noonless, noonless + 12)]
        before = [option for option in options if option < end_time]
        return (max(before), True) if before else (options[0], False)
    told = _sure(hour, part)
    if told is not None:
        return told, hour.certain
    if hour.hour <= LATEST_OPEN:
        return time(hour.hour + 12, hour.minute), True
    if language == "en" and hour.bare and hour.hour in (6, 7):
        return time(hour.hour, hour.minute), False
    return time(hour.hour, hour.minute), True


def _after(hour: Hour, start: time, part: str | None) -> time | None:
    """The end of a range: the first reading of it that lies after the start."""
    if hour.half is not None or not hour.plain:
        end = _sure(hour, None)
        return end if end is not None and end > start else None
    options = [hour.hour % 12, hour.hour % 12 + 12]
    after = [time(number, hour.minute) for number in options]
    return min((option for option in after if option > start), default=None)


def _gone(start: time, clock: Clock, day: Day | None, base: datetime) -> bool:
    """ "today from 7 to 7:30", written at ten: this evening's seven."""
    open_half = clock.start.half is None and clock.start.plain and clock.part is None
    today = day is not None and day.offset == 0 and day.part is None
    return open_half and today and start < base.time() and start.hour + 12 < 21


def _agrees(start: time, part: str | None) -> bool:
    """False for "early in the morning, 16:45"."""
    if part == Word.MORNING:
        return start.hour <= 12
    if part == Word.AFTERNOON:
        return start.hour >= 12
    return start.hour >= 15 if part == Word.EVENING else True
