"""One world, lived through by the real jobs on the real database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from agent.cases.case import Case, EntryStatus, Step
from agent.cases.policy import Policy
from agent.daemon import one_pass
from agent.errors import OwnerError, Temporary
from agent.ports import Desk
from agent.reading.owner import Owner
from agent.store.sqlite import SqliteStore
from agent.writing.draft import Profile
from tests.cases.builders import BERLIN, ME
from tests.mailworld.actors import Actors
from tests.mailworld.machine import Machine
from tests.mailworld.mailbox import ModelMailbox
from tests.mailworld.mails import Letters
from tests.mailworld.scheme import Scheme
from tests.mailworld.submission import ModelSubmission
from tests.mailworld.world import PowerFailure, World

TOO_OLD = "The last look at the mailbox is too old."
MOST_PASSES = 600  # a world that needs more goes round in circles
RETRY, OWNER_RETRY = timedelta(seconds=20), timedelta(minutes=15)
HEARD_WITHIN = timedelta(minutes=16)
PAUSED_POLL = timedelta(minutes=30)  # it polls every minute then; that is left out here

Change = Callable[[Desk], Desk]


def as_it_is(desk: Desk) -> Desk:
    return desk


@dataclass(frozen=True, slots=True)
class Run:
    """A world that has come to its end."""

    world: World
    mailbox: ModelMailbox
    submission: ModelSubmission
    actors: Actors
    machine: Machine
    desk: Desk
    passes: int
    unheeded: tuple[tuple[datetime, str], ...]  # what had no effect in time (L3)

    @property
    def scheme(self) -> Scheme:
        return self.world.scheme


class Life:
    """The passes of the agent, one after the other, until nothing more is to come."""

    def __init__(self, scheme: Scheme, change: Change, directory: Path | None) -> None:
        self.world = World(scheme)
        self.letters = Letters()
        self.mailbox = ModelMailbox(self.world)
        self.machine = Machine(self.world, directory)
        self.submission = ModelSubmission(self.world, self.mailbox, self.machine.is_durable)
        self.actors = Actors(self.world, self.mailbox, self.submission, self.machine, self.letters)
        self._change = change
        self._numbers = iter(range(1, 10_000))
        self._retry = RETRY
        self.desk = self._desk(self.machine.store)
        self.passes = 0
        self._unheeded: dict[bytes, tuple[datetime, str]] = {}

    def to_its_end(self) -> Run:
        self.actors.begin()
        at: datetime | None = self.world.now
        while at and at < self.world.scheme.until and self.passes < MOST_PASSES:
            self.world.advance(at)
            at = self._look()
            self.passes += 1
        return Run(
            self.world,
            self.mailbox,
            self.submission,
            self.actors,
            self.machine,
            self.desk,
            self.passes,
            tuple(self._unheeded.values()),
        )

    def _look(self) -> datetime | None:
        """One pass; when the next one is."""
        if self.actors.restore:
            self.actors.restore = False
            self.desk = self._desk(self.machine.restore())
        self.mailbox.idle()
        began_at, handed = self.world.now, len(self.submission.handed)
        self.world.running = True
        try:
            one_pass(self.desk, self.world.now)
        except Temporary:
            self._retry = min(self._retry * 2, timedelta(minutes=15))
            return self.world.now + self._retry
        except OwnerError:
            return self.world.now + OWNER_RETRY
        except PowerFailure:
            self.desk = self._desk(self.machine.restart())
            return self.world.now + timedelta(seconds=self.world.chance.randrange(1, 600))
        finally:
            self.world.running = False
            self.actors.fixed(self.machine.approved())
            self.world.seen.update(f"row {status}" for status in self.machine.statuses())
        self._retry = RETRY
        self._note()
        self._heeds(began_at)
        if len(self.submission.handed) > handed:
            self.world.later(HEARD_WITHIN, lambda: None)  # a poll
        return self._next()

    def _heeds(self, began_at: datetime) -> None:
        """L3: what was shown long before a look is in the case after it."""
        cases = self.desk.store.cases()
        known = {mention.key for case in cases for mention in case.mentions}
        for shown in self.mailbox.shown:
            says = shown.mail.says
            late = shown.mail.answers and shown.at + HEARD_WITHIN <= began_at
            if late and says and says.envelope.key not in known and not shown.mail.is_forged:
                words = f"{shown.mail.raw!r} of {shown.at:%m-%d %H:%M:%S} had no effect"
                self._unheeded.setdefault(shown.mail.raw, (self.world.now, words))

    def _note(self) -> None:
        if EntryStatus.APPROVED in self.machine.statuses():
            self.actors.may_leave()
        reasons = {entry.because: entry.reason for entry in self.machine.entries()}
        for because, reason in reasons.items():
            self.world.seen[reason.replace("_", " ")] += 1
            if TOO_OLD in because:
                self.world.seen["the look was too old"] += 1
        self.actors.reads_questions()

    def _next(self) -> datetime | None:
        wake_at = self.desk.store.next_wake()
        least = self.world.now + timedelta(seconds=1)
        if wake_at and self.desk.halted(self.world.now):
            wake_at = max(wake_at, self.world.now + PAUSED_POLL)
        coming = self.world.next_at()
        seen = coming and coming + timedelta(seconds=self.world.chance.randrange(0, 60))
        found = [max(at, least) for at in (wake_at, seen) if at is not None]
        return min(found, default=None)

    def _bug(self, _: Case, bug: Exception) -> None:
        self._unheeded.setdefault(repr(bug).encode(), (self.world.now, f"a bug of ours: {bug!r}"))

    def _desk(self, store: SqliteStore) -> Desk:
        scheme = self.world.scheme
        policy = Policy(
            BERLIN,
            country="DE",
            steps=scheme.steps,
            modes=dict.fromkeys(Step, scheme.mode),
            per_day=scheme.per_day,
        )
        return self._change(
            Desk(
                mailbox=self.mailbox,
                store=store,
                read=self.letters.read,
                owner=Owner((ME.address,), BERLIN, name=ME.name, country="DE"),
                profile=Profile(ME.name, (ME.address,), ME.name),
                policy=policy,
                new_message_id=lambda: f"<{scheme.seed}.{next(self._numbers)}@post.example>",
                sender=self.submission,
                clock=lambda: self.world.now,
                halted=lambda at: store.paused_until(at) is not None,
                on_bug=self._bug,
            )
        )


def play(scheme: Scheme, change: Change = as_it_is, directory: Path | None = None) -> Run:
    """Live through `scheme`; `change` may replace what the agent works with."""
    return Life(scheme, change, directory).to_its_end()
