"""What the grammar finds in a text: days, clock times and lengths, each with its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the text names it, not yet counted from anything."""

    first: int  # tokens from `first` to before `last`
    last: int
    weekday: int | None = None  # Monday is 0
    day: int | None = None
    month: int | None = None
    year: int | None = None
    swapped: bool = False  # "03/04": day and month could be the other way round
    offset: int | None = None  # days from today
    week: int | None = None  # 0 this week, 1 next, 2 the one after
    next: bool = False  # "next Tuesday", said before the weekday
    part: str | None = None  # "tonight" tells the part of the day, too
    spanned: bool = False  # the end of "from Monday 9 to Friday 13 March, 9 to 5"
    habitual: bool = False  # "on Fridays", "every Monday": no day of the calendar

    @property
    def bare_weekday(self) -> bool:
        return self.weekday is not None and self.day is None and self.month is None


@dataclass(frozen=True, slots=True)
class Hour:
    """One clock time as written; half of a range."""

    hour: int
    minute: int
    half: str | None = None  # "am", "pm"
    plain: bool = True  # could be of twelve hours: no leading zero, at most 12
    bare: bool = True  # a mere number: needs a neighbour to be a clock time at all
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Clock:
    first: int
    last: int
    start: Hour
    end: Hour | None = None
    zone: str | None = None
    part: str | None = None  # "morning", "afternoon", "evening"
    led: bool = False  # "at", "um", "a las" stand before it


@dataclass(frozen=True, slots=True)
class Length:
    first: int
    last: int
    minutes: int


Piece = Day | Clock | Length
