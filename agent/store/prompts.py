"""`ports.Prompts` in SQLite: question mails in the owner's INBOX, and which replies were heard."""

from collections.abc import Sequence

from agent.cases.prompts import Prompt
from agent.cases.word import Word
from agent.store.database import Database
from agent.store.records import decode, encode


class PromptTable:
    """In a database that is open."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Prompt, ...]:
        """Oldest first."""
        rows = self._database.rows("SELECT record FROM prompt ORDER BY id")
        return tuple(decode(Prompt, record) for (record,) in rows)

    def intend(self, prompt: Prompt) -> bool:
        """Insert a row durably; False if this round was asked about before."""
        with self._database.transaction() as connection:
            inserted = connection.execute(
                "INSERT INTO prompt (round, record) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (prompt.round, encode(prompt)),
            )
        return inserted.rowcount == 1

    def forget(self, prompt: Prompt) -> None:
        """It surely lies nowhere."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM prompt WHERE round = ?", (prompt.round,))

    def hear(self, reply: str, prompt: Prompt, words: Sequence[Word]) -> bool:
        """Keep what the reply says, once; False if it was heard before."""
        with self._database.transaction() as connection:
            heard = connection.execute(
                "INSERT INTO reply VALUES (?, ?) ON CONFLICT DO NOTHING",
                (reply, prompt.message_id),
            )
            if heard.rowcount == 1:
                connection.executemany(
                    "INSERT INTO word (record) VALUES (?)", [(encode(word),) for word in words]
                )
                connection.execute(
                    "UPDATE prompt SET record = ? WHERE round = ?", (encode(prompt), prompt.round)
                )
        return heard.rowcount == 1
