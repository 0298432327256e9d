"""A mailbox in memory, with the faults that a test asks for, and a desk around it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from agent.cases.event import Event
from agent.cases.policy import Policy
from agent.errors import Temporary, Uncertain
from agent.intake import take_in
from agent.outbox import act
from agent.ports import (
    Arrival,
    Batch,
    Cursor,
    Desk,
    Drafts,
    Folder,
    Lying,
    Placed,
    Role,
    Sighting,
)
from agent.reading.facts import Reading
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read
from agent.store.sqlite import SqliteStore
from agent.writing.draft import Profile
from tests.letters import LONDON

ME = "robin@ashby.example"
OWNER = Owner((ME,), LONDON, name="Robin Ashby", country="GB")
BEGINNING = datetime(1970, 1, 1, tzinfo=LONDON)
INBOX, SENT, TRASH = (
    Folder("INBOX", Role.INBOX),
    Folder("Sent", Role.SENT),
    Folder("Trash", Role.TRASH),
)


class Crash(BaseException):
    """The power fails."""


@dataclass
class FakeMailbox:
    """Folders and Drafts as lists."""

    arrivals: dict[Folder, list[Arrival]] = field(
        default_factory=lambda: {INBOX: [], SENT: [], TRASH: []}
    )
    in_drafts: list[Lying] = field(default_factory=list)
    uidvalidity: int = 1  # of Drafts
    answer_is_lost: bool = False  # APPEND happens, its answer does not come
    append_is_lost: bool = False  # neither happens
    away: bool = False
    is_full: bool = False
    dies_at: str = ""  # in this call, or "after" it
    appends: int = 0
    on_afresh: Callable[[], None] | None = None
    questions: list[bytes] = field(default_factory=list)  # put into the INBOX

    def deliver(self, folder: Folder, raw: bytes, at: datetime) -> None:
        there = self.arrivals[folder]
        there.append(Arrival(folder, len(there) + 1, at, raw))

    def folders(self) -> tuple[Folder, ...]:
        if self.away:
            raise Temporary("the server is away")
        return tuple(self.arrivals)

    def new(self, folder: Folder, cursor: Cursor | None, *, since: datetime) -> Iterable[Batch]:
        there = self.arrivals[folder]
        seen = cursor.last_uid if cursor else 0
        if len(there) > seen:
            yield Batch(tuple(there[seen:]), Cursor(folder.name, 1, len(there)))

    def fetch(self, folder: Folder, where: Sighting) -> Arrival | None:
        there = self.arrivals[folder]
        return next((arrival for arrival in there if arrival.uid == where.uid), None)

    def drafts(self, message_ids: Sequence[str]) -> Drafts:
        return Drafts(self.uidvalidity, tuple(self.in_drafts))

    def make_folders(self) -> None:
        """They are there."""

    def afresh(self) -> None:
        """Where a test lets something happen right before a letter leaves."""
        if self.on_afresh:
            self.on_afresh()

    def append_draft(self, raw: bytes) -> Placed:
        self._may_die("append_draft")
        self.appends += 1
        if self.append_is_lost:
            raise Uncertain("no answer to APPEND")
        uid = 100 + self.appends
        self.in_drafts.append(Lying(uid, 1, parse(raw).envelope.message_id, raw))
        if self.answer_is_lost:
            raise Uncertain("no answer to APPEND")
        self._may_die("after append_draft")
        return Placed(uid, 1)

    def remove_draft(self, lying: Lying) -> bool:
        self._may_die("remove_draft")
        there = lying in self.in_drafts
        self.in_drafts = [draft for draft in self.in_drafts if draft != lying]
        return there

    def append_to_inbox(self, raw: bytes) -> None:
        if self.is_full:
            raise Temporary("over quota")
        self.questions.append(raw)
        if self.append_is_lost:
            raise Uncertain("no answer to APPEND")
        self.deliver(INBOX, raw, parse(raw).envelope.received_at)
        if self.answer_is_lost:
            raise Uncertain("no answer to APPEND")

    def _may_die(self, where: str) -> None:
        if where == self.dies_at:
            raise Crash

    def wait(self, timeout_s: float) -> None:
        raise AssertionError("a job never waits")

    def wake(self) -> None:
        raise AssertionError("a job never waits")


@dataclass
class Agent:
    """The jobs on a fake mailbox; each `at` is one pass."""

    mailbox: FakeMailbox = field(default_factory=FakeMailbox)
    now: datetime = BEGINNING

    def __post_init__(self) -> None:
        ids = iter(f"<ours-{number}@ashby.example>" for number in range(1000))
        self.desk = Desk(
            mailbox=self.mailbox,
            store=SqliteStore(None),
            read=_read,
            owner=OWNER,
            profile=Profile("Robin Ashby", (ME,), "Robin Ashby"),
            policy=Policy(LONDON, country="GB"),
            new_message_id=lambda: next(ids),
            clock=lambda: self.now,
        )

    def at(self, now: datetime) -> tuple[Event, ...]:
        self.now = now
        take_in(self.desk, now, since=BEGINNING)
        return act(self.desk, now)


def _read(arrival: Arrival) -> Reading:
    return read(parse(arrival.raw, received_at=arrival.received_at), OWNER)
