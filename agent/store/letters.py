"""The bytes of letters that are to leave, until they have left."""

from base64 import b64decode, b64encode
from sqlite3 import Connection

from agent.cases.case import Entry, EntryStatus
from agent.store.database import Database

STILL_OPEN = frozenset({EntryStatus.APPROVED, EntryStatus.LEAVING, EntryStatus.UNCERTAIN})


class Letters:
    """The table `letter`, a part of the store."""

    _database: Database

    def keep_letter(self, message_id: str, raw: bytes) -> None:
        """These bytes are to leave under this Message-ID."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO letter VALUES (?, ?)",
                (message_id, b64encode(raw).decode("ascii")),
            )

    def letter(self, message_id: str) -> bytes | None:
        """What is to leave under it."""
        text = self._database.value("SELECT raw FROM letter WHERE message_id = ?", message_id)
        return b64decode(str(text)) if text is not None else None


def drop_settled(connection: Connection, entry: Entry) -> None:
    """Of a letter that has left, or will not, the bytes are kept no longer."""
    if entry.status not in STILL_OPEN:
        connection.execute("DELETE FROM letter WHERE message_id = ?", (entry.message_id,))
