"""What the rooms of reading share about one message: prepared once, then only looked at."""

from dataclasses import dataclass
from datetime import date, datetime, time

from agent.reading.facts import CalendarEvent, Direction
from agent.reading.message import Message
from agent.reading.owner import Owner


@dataclass(frozen=True, slots=True)
class Body:
    """A text cut at its seams."""

    new_text: str  # what the sender wrote now; of a forward, the forwarded text too
    quoted: str  # the history below or between; "" if none
    signature: str  # what was cut as signature; "" if none
    forwarded: str = ""  # of a forward: the forwarded text, already part of new_text


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or line of a text, and where it stands in it."""

    text: str  # white space collapsed, curly quotes made straight
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a clock time, or both, as a text names them; not yet known what for."""

    start: int  # span in the text it was found in
    end: int
    words: str
    on: date | None
    clock: time | None
    until: time | None = None  # end of a range of clock times
    until_on: date | None = None  # last day of a range of days
    zone: str | None = None  # IANA zone, or "UTC+02:00", if the text names one
    minutes: int | None = None  # a length stated beside it
    certain: bool = True  # False: weekday and date disagree, or the reading is a guess
    assumed_year: bool = False
    clock_start: int | None = None  # where the clock time begins, if there is one


@dataclass(frozen=True, slots=True)
class Material:
    """One message, prepared for the rooms that look for facts."""

    message: Message
    owner: Owner
    direction: Direction
    language: str
    body: Body
    sentences: tuple[Sentence, ...]  # of body.new_text
    moments: tuple[Moment, ...]  # of body.new_text
    events: tuple[CalendarEvent, ...]
    base: (
        datetime  # when it was written, aware, in the sender's offset: what "tomorrow" counts from
    )
