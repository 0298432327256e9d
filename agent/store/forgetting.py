"""A case that the owner wants forgotten: everything known of it goes, but for hashes of its mails.

Without them its mails would be read again after a renumbering of the folder, or an answer in their
thread would open the case anew, and steps that were done would be done twice.
"""

import hashlib
import json
from collections.abc import Iterable

from agent.cases.case import Case
from agent.reading.facts import Reading
from agent.store.database import Database

MAILS, CASES = "(SELECT value FROM json_each(:mails))", "(SELECT value FROM json_each(:cases))"
ASKED = (
    "SELECT record ->> '$.message_id' FROM prompt"
    " WHERE record ->> '$.case' IN (SELECT value FROM json_each(?))"
)
REMOVALS = (
    f"DELETE FROM reading WHERE key IN {MAILS}",
    f"DELETE FROM sighting WHERE key IN {MAILS}",
    "DELETE FROM letter WHERE message_id IN"
    f" (SELECT message_id FROM outbox WHERE case_id IN {CASES})",
    f"DELETE FROM outbox WHERE case_id IN {CASES}",
    f"DELETE FROM ledger WHERE case_id IN {CASES}",
    f"DELETE FROM opportunity WHERE id IN {CASES}",
    f"DELETE FROM question WHERE record ->> '$.case' IN {CASES}",
    f"DELETE FROM word WHERE record ->> '$.case' IN {CASES}",
    "DELETE FROM reply WHERE prompt IN (SELECT record ->> '$.message_id' FROM prompt"
    f" WHERE record ->> '$.case' IN {CASES})",
    f"DELETE FROM prompt WHERE record ->> '$.case' IN {CASES}",
)


class Forgetting:
    """The table `forgotten`, a part of the store."""

    _database: Database

    def forget_case(self, case: Case) -> None:
        """Remove all that was known of it; its mails, and answers to them, are never read again."""
        mails = {mention.key for mention in case.mentions}
        ours = {id_ for e in case.entries for id_ in (e.message_id, e.sent_as) if id_}
        asked = {id_ for (id_,) in self._database.rows(ASKED, json.dumps([*case.aliases]))}
        threads = {m.message_id for m in case.mentions if m.message_id}
        self._database.erase_securely()
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO forgotten VALUES (?) ON CONFLICT DO NOTHING",
                [(_hash(name),) for name in mails | ours | asked | threads],
            )
            concerned = {"mails": json.dumps([*mails]), "cases": json.dumps([*case.aliases])}
            for removal in REMOVALS:
                connection.execute(removal, concerned)
        self._database.shrink()
        self._database.drop_copies()

    def forgotten_of(self, readings: Iterable[Reading]) -> frozenset[str]:
        """Keys of those that are mails of a forgotten case, or answer one."""
        if not self._database.value("SELECT EXISTS (SELECT 1 FROM forgotten)"):
            return frozenset()
        hashes = {r.envelope.key: {_hash(name) for name in _names(r)} for r in readings}
        query = "SELECT hash FROM forgotten WHERE hash IN (SELECT value FROM json_each(?))"
        every = json.dumps([*set().union(*hashes.values())])
        found = {known for (known,) in self._database.rows(query, every)}
        return frozenset(key for key, of_mail in hashes.items() if of_mail & found)


def _names(reading: Reading) -> set[str]:
    """By which a mail may be known, and those that it answers."""
    envelope = reading.envelope
    names = (envelope.key, envelope.message_id, *envelope.in_reply_to, *envelope.references)
    return {name for name in names if name}


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
