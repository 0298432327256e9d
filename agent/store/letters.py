"""The bytes of letters that are to leave, until they have left."""

from base64 import b64decode, b64encode

from agent.store.database import Database


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

    def drop_letter(self, message_id: str) -> None:
        """It has left, or must not."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM letter WHERE message_id = ?", (message_id,))
