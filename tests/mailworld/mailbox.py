"""The mailbox as servers really are: old connections show old mail, calls fail half-way, answers
get lost (failures.md §7.3).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from agent.errors import Uncertain
from agent.ports import (
    Arrival,
    Batch,
    Cursor,
    Drafts,
    Folder,
    Lying,
    Placed,
    Role,
    Sighting,
)
from agent.reading.mime import parse
from tests.mailworld.mails import Mail
from tests.mailworld.world import World

FOLDERS = {
    "INBOX": Role.INBOX,
    "Jobs": Role.OTHER,
    "Archive": Role.ARCHIVE,
    "Sent": Role.SENT,
    "Junk": Role.JUNK,
    "Trash": Role.TRASH,
}
AT_ONCE = 2  # messages in a batch


@dataclass(slots=True)
class Look:
    """One way through the folders, as the server sees it."""

    began_at: datetime
    connected_at: datetime
    read: set[str] = field(default_factory=set)  # to their end

    @property
    def complete(self) -> bool:
        return self.read >= FOLDERS.keys()


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail that any fresh connection sees from `at` on, in one watched folder."""

    at: datetime
    folder: str
    mail: Mail


@dataclass(slots=True)
class _Stored:
    uid: int
    mail: Mail
    received_at: datetime
    shows_at: datetime
    gone_at: datetime | None = None

    def is_seen(self, view: datetime) -> bool:
        return self.shows_at <= view and (self.gone_at is None or self.gone_at > view)


@dataclass(slots=True)
class _Folder:
    validity: int = 1
    last_uid: int = 0
    mails: list[_Stored] = field(default_factory=list)


class ModelMailbox:
    """A `ports.Mailbox`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.looks: list[Look] = []
        self.shown: list[Shown] = []
        self.in_drafts: list[Lying] = []
        self.drafts_listed_at: datetime | None = None
        self.placed: list[tuple[datetime, Lying]] = []  # by us
        self.on_draft: Callable[[Lying], None] = lambda _: None
        self._there = {name: _Folder() for name in FOLDERS}
        self._connected_at: datetime | None = None
        self._last_draft = 0

    # What the agent calls.

    def folders(self) -> tuple[Folder, ...]:
        began_at = self.world.now
        self._call("LIST")
        self.looks.append(Look(began_at, self._connect()))
        return tuple(Folder(name, role) for name, role in FOLDERS.items())

    def new(self, folder: Folder, cursor: Cursor | None, *, since: datetime) -> Iterator[Batch]:
        self._call("EXAMINE")
        look, view = self.looks[-1], self._connect()
        there = self._there[folder.name]
        validity, known = there.validity, cursor if cursor else None
        last = known.last_uid if known and known.uidvalidity == validity else 0
        found = [s for s in there.mails if s.uid > last and s.is_seen(view)]
        wanted = [s for s in found if last or s.received_at >= since]
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            self._call("FETCH")
            arrivals = tuple(Arrival(folder, s.uid, s.received_at, s.mail.raw) for s in part)
            yield Batch(arrivals, Cursor(folder.name, validity, part[-1].uid))
        look.read.add(folder.name)

    def fetch(self, folder: Folder, where: Sighting) -> Arrival | None:
        self._call("FETCH")
        there = self._there[folder.name]
        seen = (
            s for s in there.mails if s.uid == where.uid and there.validity == where.uidvalidity
        )
        stored = next(seen, None)
        return stored and Arrival(folder, stored.uid, stored.received_at, stored.mail.raw)

    def drafts(self, message_ids: Sequence[str]) -> Drafts:
        self._call("drafts")
        self.drafts_listed_at = self.world.now
        return Drafts(1, tuple(self.in_drafts))

    def afresh(self) -> None:
        self._connected_at = None

    def append_draft(self, raw: bytes) -> Placed:
        self._call("APPEND")
        lost = not self.world.calm and (
            self.world.chance.random() < self.world.scheme.provider.loses_appends
        )
        if lost and self.world.chance.random() < 0.5:
            self.world.tell("an APPEND is lost")
            raise Uncertain("no answer to APPEND")
        lying = self.put(raw)
        self.placed.append((self.world.now, lying))
        self.on_draft(lying)
        if lost:
            self.world.tell("the answer to an APPEND is lost")
            raise Uncertain("no answer to APPEND")
        self.world.point("the answer to APPEND")
        return Placed(lying.uid, lying.uidvalidity)

    def remove_draft(self, lying: Lying) -> bool:
        self._call("remove")
        there = any(one.uid == lying.uid for one in self.in_drafts)
        self.in_drafts = [one for one in self.in_drafts if one.uid != lying.uid]
        return there

    def make_folders(self) -> None:
        """They are there."""

    def append_to_inbox(self, raw: bytes) -> None:
        raise AssertionError("questions by mail are off")

    def wait(self, timeout_s: float) -> None:
        raise AssertionError("a job never waits")

    def wake(self) -> None:
        raise AssertionError("a job never waits")

    def _call(self, what: str) -> None:
        self.world.call(what)
        try:
            self.world.may_fail(what, self.world.scheme.provider.fails)
        except Exception:
            self._connected_at = None
            raise

    def _connect(self) -> datetime:
        """Since when this connection shows the mailbox as it was."""
        if self._connected_at is None:
            self._connected_at = self.world.now
        return self._connected_at

    # What happens to it.

    def idle(self) -> None:
        """The agent waits: a connection that is not too lazy hears of news (B2)."""
        lazy = timedelta(seconds=self.world.scheme.provider.old_view_s)
        if self._connected_at and self.world.now - self._connected_at >= lazy:
            self._connected_at = self.world.now

    def deliver(self, folder: str, mail: Mail, received_at: datetime) -> None:
        """It lies there, and is shown from now on."""
        there = self._there[folder]
        there.last_uid += 1
        there.mails.append(_Stored(there.last_uid, mail, received_at, self.world.now))
        self.shown.append(Shown(self.world.now, folder, mail))

    def move(self, mail: Mail, source: str, target: str) -> None:
        """A filter, or the owner's hand on a telephone."""
        found = [s for s in self._there[source].mails if s.mail is mail and s.gone_at is None]
        for stored in found:
            stored.gone_at = self.world.now
            self.deliver(target, mail, stored.received_at)

    def renumber(self, folder: str) -> None:
        there = self._there[folder]
        there.validity += 1
        for number, stored in enumerate(there.mails, start=1):
            stored.uid = number
        there.last_uid = len(there.mails)

    def put(self, raw: bytes) -> Lying:
        """A draft as it comes to lie in Drafts."""
        self._last_draft += 1
        lying = Lying(self._last_draft, 1, parse(raw).envelope.message_id, raw)
        self.in_drafts.append(lying)
        return lying

    def take_out(self, uid: int) -> None:
        """By the owner."""
        self.in_drafts = [one for one in self.in_drafts if one.uid != uid]

    def change(self, lying: Lying, raw: bytes) -> Lying:
        """The owner saves it: programs append the new text, and remove the old one."""
        self.take_out(lying.uid)
        changed = self.put(raw)
        return replace(changed)
