"""`ports.Store` in SQLite: one function a question or a change, each with its SQL written out.

What comes out is what would come out after a restart: records are decoded from their rows, never
handed back as they were given, so a replay in memory sees what the daemon sees.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from sqlite3 import Connection

from agent.cases.case import Case, Entry, EntryStatus, Key, Question
from agent.cases.casebook import NOTHING_YET, Mark
from agent.cases.event import Event
from agent.cases.word import Word
from agent.ports import Cursor, DeadLetter, News, Sighting
from agent.reading.facts import Reading
from agent.store.database import FILE, Database, private_file
from agent.store.forgetting import Forgetting
from agent.store.letters import Letters, drop_settled
from agent.store.lock import StateLock
from agent.store.milestones import Milestones
from agent.store.prompts import PromptTable
from agent.store.records import bounded, decode, encode, instant, recall


class Access(Enum):
    """What a process does with the database."""

    READ = auto()
    SPEAK = auto()
    ALONE = auto()


class SqliteStore(Milestones, Forgetting, Letters):
    """The database in `directory`; None: in memory.

    `access` ALONE takes the lock that keeps a second process away (A7). READ writes nothing, and a
    database that does not exist yet is empty. SPEAK adds the owner's words beside a daemon that
    runs, and nothing else.
    """

    def __init__(self, directory: Path | None, access: Access = Access.ALONE) -> None:
        self._read_only = directory is not None and access is Access.READ
        self._lock: StateLock | None = None
        if directory is None or (self._read_only and not (directory / FILE).exists()):
            self._database = Database(None)
            return
        path = private_file(directory)
        if access is Access.ALONE:
            self._lock = StateLock(directory)
        try:
            self._database = Database(path, read_only=self._read_only)
        except BaseException:
            self._release()
            raise

    @property
    def prompts(self) -> PromptTable:
        return PromptTable(self._database)

    def close(self) -> None:
        self._database.close()
        self._release()

    def _release(self) -> None:
        if self._lock:
            self._lock.release()
            self._lock = None

    def cursor(self, folder: str) -> Cursor | None:
        rows = self._database.rows(
            "SELECT folder, uidvalidity, last_uid FROM cursor WHERE folder = ?", folder
        )
        return Cursor(rows[0][0], int(rows[0][1]), int(rows[0][2])) if rows else None

    def take_in(
        self,
        cursor: Cursor,
        readings: Sequence[Reading],
        dead: Sequence[DeadLetter],
        now: datetime,
        *,
        uids: Sequence[int] = (),
    ) -> tuple[Reading, ...]:
        """Store all of it in one transaction (D7); returns the readings not known before.

        `uids`, if given, are those of `readings`, in the same order: where each was seen.
        """
        new: list[Reading] = []
        forgotten = self.forgotten_of(readings)
        kept = [reading for reading in readings if reading.envelope.key not in forgotten]
        with self._database.transaction() as connection:
            new += [reading for reading in kept if _insert(connection, reading)]
            for uid, reading in zip(uids, readings, strict=bool(uids)):
                if reading.envelope.key not in forgotten:
                    _sight(connection, Sighting(cursor.folder, cursor.uidvalidity, uid), reading)
            connection.executemany(
                "INSERT OR REPLACE INTO dead_letter VALUES (?, ?, ?, ?, ?)",
                [
                    (letter.folder, letter.uidvalidity, letter.uid, encode(letter), instant(now))
                    for letter in _numbered(dead, cursor)
                ],
            )
            connection.execute(
                "INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)",
                (cursor.folder, cursor.uidvalidity, cursor.last_uid),
            )
        return tuple(new)

    def news(self, after: Mark) -> News:
        """What has been taken in and said since, in order."""
        readings = self._database.rows(
            "SELECT id, record FROM reading WHERE id > ? ORDER BY id", after[0]
        )
        words = self._database.rows(
            "SELECT id, record FROM word WHERE id > ? ORDER BY id", after[1]
        )
        return News(
            tuple(decode(Reading, record) for _, record in readings),
            tuple(decode(Word, record) for _, record in words),
            (_last_id(readings, after[0]), _last_id(words, after[1])),
        )

    def readings(self) -> tuple[Reading, ...]:
        """All, in the order in which they were taken in."""
        return self.news(NOTHING_YET).readings

    def reading_of(self, message_id: str) -> Reading | None:
        """The mail that bears this Message-ID."""
        rows = self._database.rows(
            "SELECT record FROM reading WHERE message_id = ? ORDER BY id", message_id
        )
        return decode(Reading, rows[0][0]) if rows else None

    def sightings(self, key: str) -> tuple[Sighting, ...]:
        """Where the mail with this `Envelope.key` was seen, to fetch it again."""
        rows = self._database.rows(
            "SELECT folder, uidvalidity, uid FROM sighting WHERE key = ? ORDER BY folder, uid", key
        )
        return tuple(Sighting(folder, int(validity), int(uid)) for folder, validity, uid in rows)

    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """What is set aside, oldest first."""
        rows = self._database.rows("SELECT record FROM dead_letter ORDER BY set_aside_at, uid")
        return tuple(decode(DeadLetter, record) for (record,) in rows)

    def revive(self, letter: DeadLetter, reading: Reading) -> None:
        """Store what it says after all, seen where it lies, and remove the letter (D7)."""
        with self._database.transaction() as connection:
            _insert(connection, reading)
            _sight(connection, Sighting(*_place(letter)), reading)
            connection.execute(FORGET, _place(letter))

    def renew(self, letter: DeadLetter) -> None:
        """It could not be read again, for this reason; `LookupError` if it is not set aside."""
        with self._database.transaction() as connection:
            updated = connection.execute(
                "UPDATE dead_letter SET record = ?"
                " WHERE folder = ? AND uidvalidity = ? AND uid = ?",
                (encode(letter), *_place(letter)),
            )
            if not updated.rowcount:
                raise LookupError(f"no dead letter at {_place(letter)}")

    def forget(self, letter: DeadLetter) -> None:
        """There is nothing to read any more."""
        with self._database.transaction() as connection:
            connection.execute(FORGET, _place(letter))

    def entries(self) -> tuple[Entry, ...]:
        """The whole outbox, oldest row first."""
        return self._entries("SELECT record FROM outbox ORDER BY id")

    def entries_of(self, cases: Sequence[str], mails: Sequence[str]) -> tuple[Entry, ...]:
        """Rows under these ids of a case, and those of rounds or drafts named by these
        Message-IDs.
        """
        return self._entries(
            "SELECT record FROM outbox WHERE case_id IN (SELECT value FROM json_each(?1))"
            " OR round IN (SELECT value FROM json_each(?2))"
            " OR message_id IN (SELECT value FROM json_each(?2)) ORDER BY id",
            json.dumps([*cases]),
            json.dumps([*mails]),
        )

    def entries_in(self, statuses: Iterable[EntryStatus]) -> tuple[Entry, ...]:
        """Rows that stand so."""
        return self._entries(
            "SELECT record FROM outbox WHERE status IN (SELECT value FROM json_each(?))"
            " ORDER BY id",
            json.dumps([*statuses]),
        )

    def entries_since(self, at: datetime) -> tuple[Entry, ...]:
        """Rows whose draft was made since then."""
        return self._entries(
            "SELECT record FROM outbox WHERE made_at >= ? ORDER BY id", instant(at)
        )

    def _entries(self, query: str, *parameters: object) -> tuple[Entry, ...]:
        rows = self._database.rows(query, *parameters)
        return tuple(recall(Entry, record) for (record,) in rows)

    def intend(self, entry: Entry) -> bool:
        """Insert a row durably; False if its key exists already (S1)."""
        with self._database.transaction() as connection:
            inserted = connection.execute(
                "INSERT INTO outbox"
                " (case_id, round, wait, step, recipient, status, made_at, message_id, record)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (*_columns(entry.key), *_state(entry)),
            )
        return inserted.rowcount == 1

    def update(self, entry: Entry) -> None:
        """Replace the row of this key; `LookupError` where there is none."""
        with self._database.transaction() as connection:
            updated = connection.execute(
                "UPDATE outbox SET status = ?, made_at = ?, message_id = ?, record = ?"
                " WHERE case_id = ? AND round = ? AND wait = ? AND step = ? AND recipient = ?",
                (*_state(entry), *_columns(entry.key)),
            )
            if not updated.rowcount:
                raise LookupError(f"no row in the outbox for {entry.key}")
            drop_settled(connection, entry)

    def cases(self) -> tuple[Case, ...]:
        """As last looked at."""
        rows = self._database.rows("SELECT record FROM opportunity ORDER BY id")
        return tuple(recall(Case, record) for (record,) in rows)

    def cases_known_as(self, ids: Sequence[str]) -> tuple[Case, ...]:
        """Those that bear one of these ids, in the order of the ids."""
        rows = self._database.rows(
            "SELECT o.record FROM json_each(?) AS wanted JOIN opportunity AS o"
            " ON o.id = wanted.value ORDER BY wanted.key",
            json.dumps([*ids]),
        )
        return tuple(recall(Case, record) for (record,) in rows)

    def due_cases(self, now: datetime) -> tuple[Case, ...]:
        """Those whose `wake_at` has come, the longest due first."""
        rows = self._database.rows(
            "SELECT record FROM opportunity WHERE wake_at <= ? ORDER BY wake_at, id", instant(now)
        )
        return tuple(recall(Case, record) for (record,) in rows)

    def look_done(
        self,
        case: Case,
        *,
        looked_at: datetime,
        wake_at: datetime | None,
        events: Sequence[Event],
        replaces: Sequence[str] = (),
    ) -> None:
        """The case as it was seen, its lines in the ledger, when to look again: one transaction."""
        with self._database.transaction() as connection:
            connection.executemany(
                "DELETE FROM opportunity WHERE id = ?", [(merged,) for merged in replaces]
            )
            connection.execute(
                "INSERT OR REPLACE INTO opportunity VALUES (?, ?, ?, ?)",
                (case.id, instant(looked_at), wake_at and instant(wake_at), encode(case)),
            )
            connection.executemany(
                "INSERT INTO ledger (case_id, at, record) VALUES (?, ?, ?)",
                [(event.case, instant(event.at), encode(event)) for event in events],
            )

    def looked_at(self, case: str) -> datetime | None:
        """When this case was last looked at; None if never."""
        return self.instant_at("SELECT looked_at FROM opportunity WHERE id = ?", case)

    def next_wake(self) -> datetime | None:
        return self.instant_at("SELECT min(wake_at) FROM opportunity WHERE wake_at IS NOT NULL")

    def ask(self, question: Question, now: datetime) -> bool:
        """Insert; False if it was asked before, answered or not."""
        with self._database.transaction() as connection:
            inserted = connection.execute(
                "INSERT INTO question (id, asked_at, record) VALUES (?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (question.id, instant(now), encode(question)),
            )
        return inserted.rowcount == 1

    def settle(self, cases: Sequence[str], still_open: Sequence[str], now: datetime) -> None:
        """Questions about these cases, but those still open, have been settled by events."""
        settled = [
            (instant(now), question.id)
            for question in self.questions()
            if question.case in cases and question.id not in still_open
        ]
        if settled:
            with self._database.transaction() as connection:
                connection.executemany("UPDATE question SET answered_at = ? WHERE id = ?", settled)

    def postpone(self, case: str, until: datetime) -> None:
        """Look at this case no sooner; one not stored yet is looked at with the next mail."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE opportunity SET wake_at = ? WHERE id = ?", (instant(until), case)
            )

    def questions(self) -> tuple[Question, ...]:
        """Those still open, oldest first."""
        rows = self._database.rows(
            "SELECT record FROM question WHERE answered_at IS NULL ORDER BY asked_at, id"
        )
        return tuple(decode(Question, record) for (record,) in rows)

    def say(self, words: Sequence[Word]) -> None:
        """Keep what the owner has said."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO word (record) VALUES (?)", [(encode(word),) for word in words]
            )

    def answer(self, question: str, answer: str, now: datetime) -> None:
        """The owner has answered this question."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE question SET answered_at = ?, answer = ? WHERE id = ?",
                (instant(now), answer, question),
            )

    def words(self) -> tuple[Word, ...]:
        """All that the owner has said, in that order."""
        return self.news(NOTHING_YET).words

    def events(self, case: str | None = None) -> tuple[Event, ...]:
        """The ledger (H1), oldest first; of a merged case also the lines under its earlier ids."""
        if case is None:
            rows = self._database.rows("SELECT record FROM ledger ORDER BY at, id")
        else:
            rows = self._database.rows(
                "SELECT record FROM ledger WHERE case_id = ?1 OR case_id IN"
                " (SELECT value FROM opportunity AS o, json_each(o.record, '$.aliases')"
                " WHERE o.id = ?1)"
                " ORDER BY at, id",
                case,
            )
        return tuple(decode(Event, record) for (record,) in rows)


FORGET = "DELETE FROM dead_letter WHERE folder = ? AND uidvalidity = ? AND uid = ?"


def _insert(connection: Connection, reading: Reading) -> bool:
    """False if this mail is known already."""
    inserted = connection.execute(
        "INSERT INTO reading (key, message_id, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (reading.envelope.key, reading.envelope.message_id, encode(bounded(reading))),
    )
    return inserted.rowcount == 1


def _sight(connection: Connection, where: Sighting, reading: Reading) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO sighting VALUES (?, ?, ?, ?)",
        (where.folder, where.uidvalidity, where.uid, reading.envelope.key),
    )


def _place(letter: DeadLetter) -> tuple[str, int, int]:
    return (letter.folder, letter.uidvalidity, letter.uid)


def _last_id(rows: Sequence[tuple[str, ...]], before: int) -> int:
    return int(rows[-1][0]) if rows else before


def _columns(key: Key) -> tuple[str, ...]:
    return (key.case, key.round, key.wait, key.step, key.recipient)


def _state(entry: Entry) -> tuple[str, str | None, str | None, str]:
    made_at = instant(entry.made_at) if entry.made_at else None
    return (entry.status, made_at, entry.message_id, encode(entry))


def _numbered(dead: Sequence[DeadLetter], cursor: Cursor) -> Iterator[DeadLetter]:
    """Whoever reads a mail does not know the validity of its uid; the cursor of its folder does."""
    return (replace(letter, uidvalidity=cursor.uidvalidity) for letter in dead)
