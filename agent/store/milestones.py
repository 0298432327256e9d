"""What concerns the whole: when it began, when the mailbox was last seen, until when it rests, and
where it is at home.
"""

from datetime import UTC, datetime

from agent.store.database import Database
from agent.store.records import instant, instant_of

FOR_EVER = datetime.max.replace(tzinfo=UTC)


class Milestones:
    """The table `milestone`, a part of the store."""

    _database: Database
    _read_only: bool

    def note_sync(self, now: datetime) -> None:
        """A complete look at every watched folder has just ended."""
        self._set("synced", now)

    def synced_at(self) -> datetime | None:
        return self._milestone("synced")

    def started_at(self, now: datetime) -> datetime:
        """When this database was first used: the baseline (S14); `now` on the first call."""
        started = self._milestone("started")
        if started is None and not self._read_only:
            self._set("started", now)
        return started or now

    def pause(self, until: datetime | None) -> None:
        """Nothing is to be written until then; None: until `resume`."""
        self._set("paused", until or FOR_EVER)

    def resume(self) -> None:
        """Letters may be written again."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM milestone WHERE name = 'paused'")

    def paused_until(self, now: datetime) -> datetime | None:
        """Until when nothing is to be written: `FOR_EVER` until `resume`, None if it may be."""
        until = self._milestone("paused")
        return until if until and until > now else None

    def moves_to(self, machine: str) -> bool:
        """Note on which machine it is used; True if it was another one before (A6)."""
        before = self._database.value("SELECT machine FROM home")
        if before == machine:
            return False
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM home")
            connection.execute("INSERT INTO home VALUES (?)", (machine,))
        return before is not None

    def _milestone(self, name: str) -> datetime | None:
        return self.instant_at("SELECT at FROM milestone WHERE name = ?", name)

    def _set(self, name: str, at: datetime) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO milestone VALUES (?, ?)", (name, instant(at))
            )

    def instant_at(self, query: str, *parameters: object) -> datetime | None:
        """The one instant that a query gives; None for none."""
        text = self._database.value(query, *parameters)
        return instant_of(str(text)) if text is not None else None
