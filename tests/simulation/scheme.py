"""What a search would come to if nobody reacted to anything: the records that `plot` draws."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tests.simulation.cast import Employer, Owner, Person


class Style(StrEnum):
    """How a calendar writes its times."""

    IANA = "iana"
    UTC = "utc"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class Talk:
    """One session of an interview, at one time."""

    round: int
    start: datetime  # aware, in the employer's zone
    end: datetime
    people: tuple[Person, ...]  # who interview

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Invite:
    """A calendar part."""

    method: str
    uid: str
    sequence: int
    talk: Talk
    organizer: Person
    style: Style


@dataclass(frozen=True, slots=True)
class Promised:
    on: date
    manner: str  # "day", "next_week", "fortnight": how it is put


@dataclass(frozen=True, slots=True)
class Turn:
    """One mail of one opportunity, or of none (noise), before it is written."""

    at: datetime  # aware
    act: str  # a key of wordings/*.yaml
    seed: int  # of the choice of words
    opportunity: int | None = None
    by: Person | None = None  # of the employer's side; None: the owner
    to: str | None = None  # of the owner's mail: an address
    talk: Talk | None = None
    old: Talk | None = None  # what is moved or called off
    slots: tuple[Talk, ...] = ()
    promised: Promised | None = None
    silence: date | None = None  # "if you do not hear from us by"
    back_on: date | None = None
    invites: tuple[Invite, ...] = ()
    reply: bool = True  # in the thread, else a new one
    by_system: bool = False  # a tracking system sends it, from its no-reply address
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What comes back when the owner has written."""

    act: str  # "" nothing, "bounce", or a key of the wordings
    after: timedelta
    back_after_days: int = 0  # of an absence


@dataclass(frozen=True, slots=True)
class Opportunity:
    number: int
    employer: Employer
    role: str
    turns: tuple[Turn, ...]  # in order
    talks: tuple[Talk, ...]  # that take place unless it has ended before
    to_thanks: tuple[Reaction, ...]  # to the owner's first thank-you, second, …
    to_nudges: tuple[Reaction, ...]
    shared: bool  # another opportunity of this search is at the same employer
    answers_requests: bool  # whether the owner sends what is asked for


class Fate(StrEnum):
    """What the owner does with a draft."""

    SENDS = "sends"
    SENDS_LATER = "sends later"
    EDITS = "edits"
    DELETES = "deletes"
    LEAVES = "leaves"


@dataclass(frozen=True, slots=True)
class Search:
    seed: int
    owner: Owner
    opportunities: tuple[Opportunity, ...]
    noise: tuple[Turn, ...]
    until: datetime  # a year after the last mail that is certain

    @property
    def zone(self) -> ZoneInfo:
        return self.owner.zone
