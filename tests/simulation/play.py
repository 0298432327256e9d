"""One search with the real agent in it, to the end: the same core and the same jobs."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.cases.case import Case, Entry, Step
from agent.cases.event import Event
from agent.cases.policy import Policy
from agent.intake import take_in
from agent.outbox import act
from agent.ports import Arrival, Desk
from agent.reading.facts import Reading
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read
from agent.replay import AT_LEAST, BEGINNING
from agent.store.sqlite import SqliteStore
from agent.writing.checks import Finding as Fault
from agent.writing.draft import Profile
from tests.simulation.life import Life
from tests.simulation.mailbox import Made
from tests.simulation.proofread import faults
from tests.simulation.scheme import Fate, Search
from tests.simulation.truth import Chronicle

MOST_PASSES = 1500
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft of the agent's, and what it was meant for."""

    at: datetime
    step: Step
    case: str
    wait: str
    to: str
    subject: str
    in_reply_to: str | None
    message_id: str
    opportunity: int | None  # None: the case holds no mail of any
    fate: Fate
    faults: tuple[Fault, ...] = ()  # rules of letters that it breaks


@dataclass(frozen=True, slots=True)
class Lay:
    """A draft of ours that still lay untouched in Drafts after a pass."""

    at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Run:
    """All that happened in a search."""

    search: Search
    policy: Policy
    chronicles: tuple[Chronicle, ...]
    drafted: tuple[Drafted, ...]
    lay: tuple[Lay, ...]
    events: tuple[Event, ...]
    readings: tuple[Reading, ...]
    entries: tuple[Entry, ...]
    cases: tuple[Case, ...]
    ended_at: datetime  # of the simulation
    passes: int

    @property
    def settled(self) -> bool:
        return self.passes < MOST_PASSES


def play(search: Search) -> Run:
    """Live through `search`, up to a year after its last mail."""
    life = Life(search)
    desk = _desk(search, life)
    watched = _Watch(life, desk)
    now, passes = life.next_at(), 0
    while now is not None and now <= search.until and passes < MOST_PASSES:
        life.advance(now)
        watched.look(now)
        passes += 1
        now = _next(desk, life, now)
    return Run(
        search=search,
        policy=desk.policy,
        chronicles=tuple(life.chronicles),
        drafted=tuple(watched.drafted),
        lay=tuple(watched.lay),
        events=tuple(watched.events),
        readings=desk.store.readings(),
        entries=desk.store.entries(),
        cases=desk.store.cases(),
        ended_at=now or search.until,
        passes=passes,
    )


class _Watch:
    """One pass after the other, and what is seen of each from outside."""

    def __init__(self, life: Life, desk: Desk) -> None:
        self.life = life
        self.desk = desk
        self.drafted: list[Drafted] = []
        self.lay: list[Lay] = []
        self.events: list[Event] = []

    def look(self, now: datetime) -> None:
        """One pass of the agent."""
        take_in(self.desk, now, since=BEGINNING)
        known = len(self.life.made)
        self.events += act(self.desk, now)
        for made in self.life.made[known:]:
            self._meant(made)
        ours = {made.message_id: made.raw for made in self.life.made}
        self.lay += [
            Lay(now, lying.message_id)
            for lying in self.life.lying
            if lying.message_id and lying.raw == ours.get(lying.message_id)
        ]

    def _meant(self, made: Made) -> None:
        entry = next(e for e in self.desk.store.entries() if e.message_id == made.message_id)
        opportunity = self._opportunity(entry.key.case, made.at)
        if opportunity is not None:
            self.life.meant[made.message_id] = (entry.key.step, opportunity)
        self.drafted.append(
            Drafted(
                at=made.at,
                step=entry.key.step,
                case=entry.key.case,
                wait=entry.key.wait,
                to=made.to,
                subject=made.subject,
                in_reply_to=made.in_reply_to,
                message_id=made.message_id,
                opportunity=opportunity,
                fate=self.life.fates[made.message_id],
                faults=faults(made, entry, self._case(entry.key.case), self.desk.profile),
            )
        )

    def _case(self, case_id: str) -> Case:
        return next(case for case in self.desk.store.cases() if case_id in case.aliases)

    def _opportunity(self, case_id: str, now: datetime) -> int | None:
        """The one of which the case holds mail; of several, that of the latest interview."""
        case = self._case(case_id)
        known = opportunity_of(self.life.chronicles)
        votes = Counter(
            known[m.message_id] for m in case.mentions if m.message_id and m.message_id in known
        )
        latest = {
            number: max(
                (t.end for t in self.life.chronicles[number].talks if t.end <= now), default=NEVER
            )
            for number in votes
        }
        return max(votes, key=lambda number: (latest[number], votes[number]), default=None)


def opportunity_of(chronicles: list[Chronicle] | tuple[Chronicle, ...]) -> dict[str, int]:
    """By Message-ID, the number of the opportunity that a mail is about."""
    found: dict[str, int] = {}
    for chronicle in chronicles:
        for said in chronicle.said:
            found[said.message_id] = chronicle.opportunity.number
        for wrote in chronicle.wrote:
            found[wrote.message_id] = chronicle.opportunity.number
    return found


def _desk(search: Search, life: Life) -> Desk:
    person = search.owner.person
    owner = Owner((person.address,), search.zone, name=person.name, country=search.owner.country)
    numbers = iter(range(1, 10_000))

    def read_here(arrival: Arrival) -> Reading:
        return read(parse(arrival.raw, received_at=arrival.received_at), owner)

    return Desk(
        mailbox=life,
        store=SqliteStore(None),
        read=read_here,
        owner=owner,
        profile=Profile(person.name, (person.address,), person.name),
        policy=Policy(search.zone, country=search.owner.country),
        new_message_id=lambda: f"<{search.seed:08}.{next(numbers):04}@mailbox.example>",
        clock=lambda: life.now,
    )


def _next(desk: Desk, life: Life, now: datetime) -> datetime | None:
    wake_at = desk.store.next_wake()
    if wake_at is not None:
        wake_at = max(wake_at, now + AT_LEAST)
    return min((at for at in (life.next_at(), wake_at) if at is not None), default=None)
