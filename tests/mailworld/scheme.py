"""What happens in one world: everything drawn from its seed before it begins."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from agent.cases.case import Mode, Step
from tests.cases.builders import at


class Act(StrEnum):
    """One thing that somebody does near a departure."""

    REJECTS = "the employer refuses"
    HOLDS = "the employer is still deciding"
    INVITES = "the employer invites to a next round"
    FORGES = "somebody forges a refusal"
    DIVERTS = "somebody asks for answers elsewhere"
    UNREADABLE = "a mail comes that cannot be read"
    EDITS = "the owner edits the draft"
    DELETES = "the owner deletes the draft"
    SENDS = "the owner sends the draft"
    WRITES = "the owner writes a letter of their own"
    PAUSES = "the owner pauses"
    HALTS = "the owner holds the case"
    SKIPS = "the owner skips the step"
    STOPS = "the owner stops the case"
    SUSPENDS = "the machine sleeps"
    RESTORES = "an old copy of the database is restored"
    RENUMBERS = "the provider numbers a folder anew"


class Phase(StrEnum):
    """How far one dialogue with the submission server comes."""

    TAKEN = "taken"
    TAKEN_SLOWLY = "taken, after minutes"
    SLOW = "the recipient is agreed to slowly"
    UNREACHABLE = "no connection"
    LOGIN = "the login is refused"
    BUSY = "busy at the recipient"
    NO_SUCH_USER = "no such recipient"
    DATA_BUSY = "busy at DATA"
    CUT_BEFORE_DOT = "cut before the last dot"
    CUT_AFTER_DOT = "cut after the last dot"
    BUSY_AFTER_DOT = "busy after the last dot"
    REFUSED_AFTER_DOT = "refused after the last dot"


@dataclass(frozen=True, slots=True)
class Moment:
    """When: so many calls to a server after a letter may leave, or so long after."""

    calls: int | None
    after: timedelta


@dataclass(frozen=True, slots=True)
class Deed:
    act: Act
    when: Moment
    folder: str = "INBOX"
    lasts: timedelta = timedelta(0)  # of a pause, a hold, a sleep


class Fate(StrEnum):
    """What befalls the machine."""

    OFF_BEFORE = "the power fails before"
    OFF_AFTER = "the power fails after"
    FULL = "the disk is full at"


@dataclass(frozen=True, slots=True)
class Crash:
    """What happens at the nth statement or call after that; a disk is full at a statement only."""

    armed_by: str  # one of `ARMED_BY`
    points: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class Provider:
    """How the mailbox behaves."""

    shows_after_s: int  # at most; how long a mail that has come stays unseen (B14)
    old_view_s: int  # how long a connection shows the mailbox as it was (B2)
    copies_after_s: int | None  # how late a Sent copy comes; None: never
    rewrites_ids: bool  # of what it sends (A15)
    fails: float  # share of calls that fail
    loses_appends: float  # share of APPENDs whose answer does not come


@dataclass(frozen=True, slots=True)
class Scheme:
    seed: int
    mode: Mode
    steps: frozenset[Step]
    both_talk: bool  # Anna interviews too: two thank-yous
    per_day: int
    notes: bool  # the owner notes what was talked about: no place is left to be filled
    approves_after: timedelta
    renames_edited: bool  # the owner's mail program saves edited drafts under new Message-IDs (E4)
    edits_first: bool
    answers_after: timedelta | None  # has it left? None: never
    talk: datetime
    provider: Provider
    dialogues: tuple[Phase, ...]  # then everything is taken
    deeds: tuple[Deed, ...]
    crashes: tuple[Crash, ...]
    latency_s: float
    moves_answers: bool  # a filter files them on the way
    quiet: bool  # nothing goes wrong, and nobody stands against it
    until: datetime = field(default=at(1, month=7))


FOLDERS = ("INBOX", "INBOX", "INBOX", "Jobs", "Archive", "Junk", "Trash")
CALM_AFTER = timedelta(days=12)  # of the talk: then nothing fails any more (L5)
QUIET = 0.08  # share of such worlds
NEAR = 45  # calls between the look at which a letter may leave, and its end

_ACTS = {
    Act.REJECTS: 8,
    Act.HOLDS: 6,
    Act.INVITES: 2,
    Act.FORGES: 2,
    Act.DIVERTS: 3,
    Act.UNREADABLE: 1,
    Act.EDITS: 3,
    Act.DELETES: 4,
    Act.SENDS: 4,
    Act.WRITES: 3,
    Act.PAUSES: 5,
    Act.HALTS: 2,
    Act.SKIPS: 2,
    Act.STOPS: 1,
    Act.SUSPENDS: 4,
    Act.RESTORES: 2,
    Act.RENUMBERS: 2,
}
_PHASES = {
    Phase.TAKEN: 5,
    Phase.TAKEN_SLOWLY: 1,
    Phase.SLOW: 2,
    Phase.UNREACHABLE: 1,
    Phase.LOGIN: 1,
    Phase.BUSY: 2,
    Phase.NO_SUCH_USER: 1,
    Phase.DATA_BUSY: 1,
    Phase.CUT_BEFORE_DOT: 1,
    Phase.CUT_AFTER_DOT: 3,
    Phase.BUSY_AFTER_DOT: 1,
    Phase.REFUSED_AFTER_DOT: 1,
}
_THANKS = frozenset({Step.THANK_YOU})
_ASKS = frozenset({Step.FOLLOW_UP, Step.FINAL_ATTEMPT})
_STEPS = (_THANKS, _THANKS, _ASKS, _ASKS, _THANKS | _ASKS)


def scheme(seed: int) -> Scheme:
    """The same seed, the same world."""
    draw = Random(seed)
    quiet = draw.random() < QUIET
    mode = draw.choice((Mode.APPROVE, Mode.APPROVE, Mode.SEND))
    return Scheme(
        seed=seed,
        mode=mode,
        steps=draw.choice(_STEPS),
        both_talk=draw.random() < 0.25,
        per_day=draw.choice((10, 10, 1)),
        notes=quiet or draw.random() < 0.9,
        approves_after=_skewed(draw, timedelta(hours=30)),
        renames_edited=draw.random() < 0.3,
        edits_first=draw.random() < 0.25,
        answers_after=draw.choice((None, timedelta(hours=1), timedelta(hours=30))),
        talk=at(3, draw.choice(("09:00", "14:00", "17:30"))),
        provider=_provider(draw, quiet=quiet),
        dialogues=() if quiet else tuple(_dialogues(draw)),
        deeds=() if quiet else tuple(_deed(draw) for _ in range(draw.choice((0, 1, 1, 1, 2, 3)))),
        crashes=() if quiet else tuple(_crash(draw) for _ in range(draw.choice((0, 1, 1, 2)))),
        latency_s=0.3 if quiet else draw.choice((0.05, 0.3, 0.3, 3.0)),
        quiet=quiet,
        moves_answers=draw.random() < 0.15,
    )


def _provider(draw: Random, *, quiet: bool) -> Provider:
    return Provider(
        shows_after_s=draw.choice((0, 0, 30, 90)),
        old_view_s=draw.choice((0, 60, 900)),
        copies_after_s=draw.choice((0, 5, 120, None)),
        rewrites_ids=draw.random() < 0.2,
        fails=0.0 if quiet else draw.choice((0.0, 0.0, 0.02, 0.1)),
        loses_appends=0.0 if quiet else draw.choice((0.0, 0.0, 0.5)),
    )


def _dialogues(draw: Random) -> list[Phase]:
    if draw.random() < 0.06:  # a server that is busy for days
        return [Phase.BUSY] * 40
    phases, weights = [*_PHASES], [*_PHASES.values()]
    return draw.choices(phases, weights, k=draw.choice((0, 1, 1, 2, 4)))


def _deed(draw: Random) -> Deed:
    act = draw.choices([*_ACTS], [*_ACTS.values()])[0]
    return Deed(
        act,
        Moment(draw.randrange(NEAR) if draw.random() < 0.7 else None, _skewed(draw, HOURS)),
        folder=draw.choice(FOLDERS),
        lasts=_skewed(draw, timedelta(days=5)),
    )


HOURS = timedelta(hours=3)


def _skewed(draw: Random, most: timedelta) -> timedelta:
    """Mostly short."""
    return timedelta(seconds=int(most.total_seconds() * draw.random() ** 3) + 30)


ARMED_BY = {  # how often it is drawn, and how many points after it are of interest
    "the talk is over": (1, 300),
    "a letter may leave": (2, 300),
    "an answer is there": (3, 30),
    "a letter was handed over": (3, 12),
}


def _crash(draw: Random) -> Crash:
    [armed_by] = draw.choices([*ARMED_BY], [often for often, _ in ARMED_BY.values()])
    _, points = ARMED_BY[armed_by]
    return Crash(armed_by, draw.randrange(points), draw.choice([*Fate]))
