"""Job: a saved mailbox through the same core at a virtual clock. Nothing is sent, nothing is
changed.

The clock stands during a pass and then jumps to the next mail or to the next `wake_at`. The owner
of the replay sends each draft the moment it is made, or leaves them all.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from agent.cases.event import Event
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
from agent.reading.mime import parse

ALL_MAIL = Folder("All Mail", Role.ALL)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
AT_LEAST = timedelta(minutes=1)  # the clock always moves
VALIDITY = 1


class SavedMailbox:
    """A mailbox out of a saved history: what it shows depends on its virtual clock."""

    def __init__(self, history: Iterable[Arrival], *, owner_sends: bool) -> None:
        self._coming = deque(sorted(history, key=lambda arrival: arrival.received_at))
        self._owner_sends = owner_sends
        self._there: list[Arrival] = []
        self._drafts: list[Lying] = []
        self.now = BEGINNING

    def advance(self, now: datetime) -> None:
        """Let everything arrive that has come by `now`."""
        self.now = now
        while self._coming and self._coming[0].received_at <= now:
            self._arrive(self._coming.popleft())

    def next_at(self) -> datetime | None:
        """When the next mail comes."""
        return self._coming[0].received_at if self._coming else None

    def folders(self) -> tuple[Folder, ...]:
        return (ALL_MAIL,)

    def new(self, folder: Folder, cursor: Cursor | None, *, since: datetime) -> Iterable[Batch]:
        seen = cursor.last_uid if cursor else 0
        if seen < len(self._there):
            arrivals = tuple(self._there[seen:])
            yield Batch(arrivals, Cursor(folder.name, VALIDITY, len(self._there)))

    def fetch(self, folder: Folder, where: Sighting) -> Arrival | None:
        return next((arrival for arrival in self._there if arrival.uid == where.uid), None)

    def drafts(self, message_ids: Sequence[str]) -> Drafts:
        return Drafts(VALIDITY, tuple(self._drafts))

    def make_folders(self) -> None:
        """Nothing is written into a saved mailbox."""

    def afresh(self) -> None:
        """It is always as it is now."""

    def append_draft(self, raw: bytes) -> Placed:
        uid = len(self._there) + len(self._drafts) + 1
        if self._owner_sends:
            self._arrive(Arrival(ALL_MAIL, uid, self.now, raw))
        else:
            message_id = parse(raw).envelope.message_id
            self._drafts.append(Lying(uid, VALIDITY, message_id, raw))
        return Placed(uid, VALIDITY)

    def remove_draft(self, lying: Lying) -> bool:
        there = lying in self._drafts
        self._drafts = [draft for draft in self._drafts if draft != lying]
        return there

    def append_to_inbox(self, raw: bytes) -> None:
        self._arrive(Arrival(ALL_MAIL, 0, self.now, raw))

    def wait(self, timeout_s: float) -> None:
        raise NotImplementedError("the replay's clock jumps, it never waits")

    def wake(self) -> None:
        raise NotImplementedError("the replay's clock jumps, it never waits")

    def _arrive(self, arrival: Arrival) -> None:
        uid = len(self._there) + 1
        self._there.append(Arrival(ALL_MAIL, uid, arrival.received_at, arrival.raw))


def replay(
    desk: Desk,
    mailbox: SavedMailbox,
    *,
    until: datetime,
    progress: Callable[[datetime], None] = lambda now: None,
) -> Iterator[Event]:
    """Every event up to `until`, in order. `desk` works on `mailbox`, with an empty store."""
    now = mailbox.next_at()
    while now is not None and now <= until:
        mailbox.advance(now)
        happened = _pass(desk, now)
        yield from happened
        if happened:
            yield from _pass(desk, now)  # what the owner has sent in the meantime
        progress(now)
        now = _next(desk, mailbox, now)


def _pass(desk: Desk, now: datetime) -> tuple[Event, ...]:
    take_in(desk, now, since=BEGINNING)
    return act(desk, now)


def _next(desk: Desk, mailbox: SavedMailbox, now: datetime) -> datetime | None:
    wake_at = desk.store.next_wake()
    if wake_at is not None:
        wake_at = max(wake_at, now + AT_LEAST)
    return min((at for at in (mailbox.next_at(), wake_at) if at is not None), default=None)
