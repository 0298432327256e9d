"""The owner's mailbox, in memory: folders, Sent, Trash and Drafts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

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

FOLDERS = {
    "INBOX": Role.INBOX,
    "Jobs": Role.OTHER,
    "Sent": Role.SENT,
    "Trash": Role.TRASH,
}
VALIDITY = 1


@dataclass(frozen=True, slots=True)
class Made:
    """A draft that the agent has put into Drafts."""

    at: datetime
    uid: int
    message_id: str
    to: str
    subject: str
    in_reply_to: str | None
    raw: bytes


class SimulatedMailbox:
    """A `Mailbox` (agent.ports). What lies in it is the world's affair."""

    def __init__(self) -> None:
        self.now = datetime(1970, 1, 1, tzinfo=UTC)
        self.made: list[Made] = []
        self._there: dict[str, list[Arrival]] = {name: [] for name in FOLDERS}
        self._folders = tuple(Folder(name, role) for name, role in FOLDERS.items())
        self._drafts: dict[int, Lying] = {}
        self._last_uid = 0

    def folders(self) -> tuple[Folder, ...]:
        return self._folders

    def new(self, folder: Folder, cursor: Cursor | None, *, since: datetime) -> Iterable[Batch]:
        there, seen = self._there[folder.name], cursor.last_uid if cursor else 0
        if len(there) > seen:
            yield Batch(tuple(there[seen:]), Cursor(folder.name, VALIDITY, len(there)))

    def fetch(self, folder: Folder, where: Sighting) -> Arrival | None:
        return next((a for a in self._there[folder.name] if a.uid == where.uid), None)

    def drafts(self, message_ids: Sequence[str]) -> Drafts:
        return Drafts(VALIDITY, tuple(self._drafts.values()))

    def make_folders(self) -> None:
        """They are there."""

    def afresh(self) -> None:
        """It is always as it is now."""

    def append_draft(self, raw: bytes) -> Placed:
        message = parsed(raw)
        made = Made(
            at=self.now,
            uid=self._last_uid + 1,
            message_id=str(message["Message-ID"]),
            to=message["To"].addresses[0].addr_spec.lower(),
            subject=str(message["Subject"]),
            in_reply_to=str(message["In-Reply-To"]) if message["In-Reply-To"] else None,
            raw=raw,
        )
        self.made.append(made)
        self.put_draft(made.message_id, raw)
        self.on_draft(made)
        return Placed(made.uid, VALIDITY)

    def remove_draft(self, lying: Lying) -> bool:
        return self._drafts.pop(lying.uid, None) is not None

    def append_to_inbox(self, raw: bytes) -> None:
        self.deliver("INBOX", raw, self.now)

    def wait(self, timeout_s: float) -> None:
        raise AssertionError("the simulated clock jumps, it never waits")

    def wake(self) -> None:
        raise AssertionError("the simulated clock jumps, it never waits")

    def on_draft(self, made: Made) -> None:
        """The owner may see it."""

    def deliver(self, folder: str, raw: bytes, at: datetime) -> None:
        there = self._there[folder]
        there.append(Arrival(Folder(folder, FOLDERS[folder]), len(there) + 1, at, raw))

    def put_draft(self, message_id: str, raw: bytes) -> int:
        self._last_uid += 1
        self._drafts[self._last_uid] = Lying(self._last_uid, VALIDITY, message_id, raw)
        return self._last_uid

    def take_draft(self, uid: int) -> bytes | None:
        """Out of Drafts, if it still lies there."""
        lying = self._drafts.pop(uid, None)
        return lying.raw if lying else None

    @property
    def lying(self) -> tuple[Lying, ...]:
        return tuple(self._drafts.values())


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.SMTP)
