"""The machine: the real database, and the power that may fail at every statement of it."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.cases.case import Entry, EntryStatus
from agent.ports import Outgoing
from agent.store.records import decode
from agent.store.sqlite import SqliteStore
from tests.mailworld.world import DiskFull, PowerFailure, World


class _Wire:
    """A connection to SQLite that may be cut before or after each statement."""

    def __init__(self, real: sqlite3.Connection, world: World) -> None:
        self.real = real
        self._world = world
        self._cut = False

    @property
    def in_transaction(self) -> bool:
        return self.real.in_transaction

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        return self._run(self.real.execute, arguments)

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        return self._run(self.real.executemany, arguments)

    def rollback(self) -> None:
        self.real.rollback()

    def close(self) -> None:
        self.real.close()

    def _run(
        self, run: Callable[..., sqlite3.Cursor], arguments: tuple[Any, ...]
    ) -> sqlite3.Cursor:
        if self._cut:
            raise PowerFailure("it is off")
        found: list[sqlite3.Cursor] = []
        try:
            self._world.point("a statement", lambda: found.append(run(*arguments)))
        except PowerFailure:
            self._cut = True
            raise
        except DiskFull as full:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error from full
        return found[0]


class Machine:
    """One database, in memory, or in `directory` as a file."""

    def __init__(self, world: World, directory: Path | None = None) -> None:
        self.world = world
        self._directory = directory
        self._wire: _Wire
        self.store = self._open()
        self.copies: list[bytes] = []

    def restart(self) -> SqliteStore:
        """What had been committed is there, and nothing else."""
        self._wire.real.rollback()
        durable = self._wire.real.serialize() if self._directory is None else None
        self.store.close()
        self.store = self._open(durable)
        return self.store

    def keep_copy(self) -> None:
        if not self.copies:
            self.copies.append(self._wire.real.serialize())

    def restore(self) -> SqliteStore:
        """The copy that was made first takes its place."""
        self.store.close()
        self.store = self._open(self.copies[0])
        return self.store

    def is_durable(self, letter: Outgoing) -> bool:
        """A row `leaving`, and these very bytes, lie committed (S4)."""
        digest = hashlib.sha256(letter.raw).hexdigest()
        rows = self._wire.real.execute("SELECT record FROM outbox WHERE status = 'leaving'")
        entries = [decode(Entry, record) for (record,) in rows.fetchall()]
        kept = any(entry.letter_sha256 == digest for entry in entries)
        return kept and not self._wire.real.in_transaction

    def entries(self) -> list[Entry]:
        """For the story only, never to judge by."""
        rows = self._wire.real.execute("SELECT record FROM outbox ORDER BY id").fetchall()
        return [decode(Entry, record) for (record,) in rows]

    def approved(self) -> set[str | None]:
        """Message-IDs of the letters that may leave."""
        query = "SELECT message_id FROM outbox WHERE status = 'approved'"
        return {message_id for (message_id,) in self._wire.real.execute(query)}

    def statuses(self) -> set[EntryStatus]:
        rows = self._wire.real.execute("SELECT DISTINCT status FROM outbox").fetchall()
        return {EntryStatus(status) for (status,) in rows}

    def _open(self, durable: bytes | None = None) -> SqliteStore:
        store = SqliteStore(self._directory)
        database: Any = store._database
        real = database._connection
        if durable is not None:
            real.deserialize(durable)
        self._wire = _Wire(real, self.world)
        database._connection = self._wire
        return store
