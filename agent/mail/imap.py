"""The owner's mailbox over IMAP, as the jobs see it (`ports.Mailbox`).

Read-only but for Drafts, and for question mails put into the INBOX: folders are opened with
EXAMINE, bodies are read with PEEK, and nothing is decided by a search on the server (failures.md
B12, D4). A connection is used by one thread and thrown away at the first trouble; the next call
makes a new one.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from agent.errors import LoginRefused, OwnerError
from agent.mail import drafts as drafts_folder
from agent.mail.arrivals import GMAIL, fetch_again, new_in
from agent.mail.connection import Connection, Selected
from agent.mail.folders import OURS, PLACES, own_folders, resolve, watched
from agent.mail.idle import Waker, idle
from agent.mail.server import Security, Server, Timeouts
from agent.ports import Arrival, Batch, Cursor, Drafts, Folder, Lying, Placed, Role, Sighting

LOGIN_TRIES = 3  # failures.md A12


class ImapMailbox:
    """One account. Not for two threads at once, but for `wake`."""

    def __init__(
        self,
        host: str,
        port: int,
        user: str,
        password: Callable[[], str],
        security: Security | str = Security.TLS,
        *,
        insecure: bool = False,
        exclude: Sequence[str] = (),
        ca_file: Path | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._server = Server(
            host, port, Security(security), insecure, ca_file, timeouts or Timeouts()
        )
        self._user = user
        self._password = password
        self._exclude = tuple(exclude)
        self._connection: Connection | None = None
        self._refused: tuple[bytes, int] = (b"", 0)  # which credential, how often
        self._waker = Waker()
        self._read: dict[str, Selected] = {}  # how each folder looked when it was read to its end
        self._waits_in = "INBOX"

    def connect(self) -> Connection:
        """The connection in use, or a new one. Raises `LoginRefused` or `Temporary`."""
        if self._connection is None or self._connection.spent:
            self._connection = self._log_in()
        return self._connection

    def _log_in(self) -> Connection:
        """A credential that was refused three times is not tried again until it changes (A12)."""
        password = self._password()
        credential = hashlib.sha256(password.encode()).digest()
        known, refusals = self._refused
        if credential == known and refusals >= LOGIN_TRIES:
            raise LoginRefused(
                f"{self._server.name} has refused the login of {self._user} {refusals} times;"
                " it is tried again when the password has changed."
            )
        try:
            connection = Connection.open(self._server, self._user, password)
        except LoginRefused:
            self._refused = (credential, refusals + 1 if credential == known else 1)
            raise
        self._refused = (b"", 0)
        return connection

    def close(self) -> None:
        """End the connection without a word."""
        if self._connection is not None:
            self._connection.discard()
        self._waker.close()

    def folders(self) -> tuple[Folder, ...]:
        """Every watched folder, roles resolved, as the server lists them now (B4)."""
        if self._connection is not None and self._connection.is_old:
            self._connection.discard()
        connection = self.connect()
        listed = connection.folders()
        gmail = connection.has(GMAIL)
        found = watched(resolve(listed), listed, exclude=self._exclude, gmail=gmail)
        busiest = [f.name for role in (Role.INBOX, Role.ALL) for f in found if f.role is role]
        self._waits_in = next(iter(busiest), "INBOX")
        return found

    def new(self, folder: Folder, cursor: Cursor | None, *, since: datetime) -> Iterator[Batch]:
        """What lies above the cursor, oldest first; without a valid one, what came since."""
        connection = self.connect()
        yield from new_in(connection, folder, cursor, since=since)
        opened = connection.selected
        if opened is not None and opened.folder == folder.name:
            self._read[folder.name] = opened

    def fetch(self, folder: Folder, where: Sighting) -> Arrival | None:
        """One message once more; None if it is gone, or was numbered anew."""
        return fetch_again(self.connect(), folder, where)

    def drafts(self, message_ids: Sequence[str]) -> Drafts:
        """All that lies in Drafts and our own folders now; whole where the Message-ID is one of
        these.
        """
        connection, ids = self.connect(), frozenset(message_ids)
        found = drafts_folder.lying(connection, self._drafts(connection), ids)
        moved = [
            replace(lying, place=place)
            for place, folder in own_folders(connection.folders()).items()
            for lying in drafts_folder.lying(connection, folder, ids).lying
        ]
        return replace(found, lying=(*found.lying, *moved))

    def make_folders(self) -> None:
        """Afterword/Approved and Afterword/Skip, where they are missing."""
        connection = self.connect()
        there = own_folders(connection.folders())
        for place, name in PLACES.items():
            if place not in there:
                connection.create(f"{OURS}/{name}")

    def afresh(self) -> None:
        """The next call makes a new connection."""
        if self._connection is not None:
            self._connection.discard()

    def append_draft(self, raw: bytes) -> Placed:
        """Put it into Drafts. `Uncertain` if the answer was lost; `OwnerError` without Drafts."""
        connection = self.connect()
        return drafts_folder.append(connection, self._drafts(connection), raw)

    def remove_draft(self, lying: Lying) -> bool:
        """Remove exactly this message by UID; False if it is gone or not the same any more."""
        connection = self.connect()
        moved_to = own_folders(connection.folders()).get(lying.place)
        folder = moved_to or self._drafts(connection)
        by_moving = connection.has(GMAIL) or not connection.has("UIDPLUS")
        trash = self._with_role(connection, Role.TRASH) if by_moving else None
        return drafts_folder.remove(connection, folder, lying, trash=trash)

    def append_to_inbox(self, raw: bytes) -> None:
        """Put a mail there, unseen; every server has that folder (RFC 3501 §5.1)."""
        drafts_folder.append(self.connect(), "INBOX", raw, ())

    def _drafts(self, connection: Connection) -> str:
        folder = self._with_role(connection, Role.DRAFTS)
        if folder is None:
            raise OwnerError(
                f"No Drafts folder is to be found at {self._server.name}: save one draft in your"
                " mail program, which makes the folder, and start again."
            )
        return folder

    @staticmethod
    def _with_role(connection: Connection, role: Role) -> str | None:
        """Looked up afresh: the owner may have made or renamed it."""
        folders = resolve(connection.folders())
        return next((folder.name for folder in folders if folder.role is role), None)

    def wait(self, timeout_s: float) -> None:
        """Return at news, at `wake`, or after `timeout_s`: a hint, the next look tells (C3).

        Raises `Temporary` if the server turns out to be away.
        """
        connection = self.connect()
        if not connection.has("IDLE"):
            self._waker.wait(timeout_s)
        elif not self._has_news(connection):
            idle(connection, self._waker, timeout_s)

    def _has_news(self, connection: Connection) -> bool:
        """Open the folder to wait in; True if something came since it was last read."""
        before = self._read.get(self._waits_in)
        return connection.examine(self._waits_in) != (before or connection.selected)

    def wake(self) -> None:
        """End a `wait` of another thread at once; also from a signal handler."""
        self._waker.wake()
