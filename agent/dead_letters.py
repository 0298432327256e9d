"""Job: mail that was set aside is fetched and read again, as after an upgrade (failures.md G2).

What comes of it may tell and stop at once; a step that was due before is shown and not drafted
(`Reading.late_at`). Whoever calls this takes in the new mail before anything is done (S3).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from agent.intake import counts
from agent.ports import DeadLetter, Desk, Folder, Sighting, Store
from agent.prompts import asked, heard

NOT_WATCHED = "its folder is gone, or not watched any more"
NOT_THERE = "it is no longer there: removed, moved, or numbered anew by the server"


class Fate(StrEnum):
    SET_ASIDE = "set_aside"  # as before, or again
    READ = "read"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Retried:
    """A letter with the reason that counts now, and what became of it."""

    letter: DeadLetter
    fate: Fate


def set_aside(store: Store) -> tuple[Retried, ...]:
    """As they are, oldest first."""
    return tuple(Retried(letter, Fate.SET_ASIDE) for letter in store.dead_letters())


def read_again(desk: Desk, now: datetime) -> tuple[Retried, ...]:
    """Each letter in a transaction of its own: read, set aside again, or gone.

    Raises `Temporary` when the server is away; what became of a letter before that holds.
    """
    letters = desk.store.dead_letters()
    folders = {folder.name: folder for folder in desk.mailbox.folders()} if letters else {}
    return tuple(_retry(desk, letter, folders.get(letter.folder), now) for letter in letters)


def _retry(desk: Desk, letter: DeadLetter, folder: Folder | None, now: datetime) -> Retried:
    if folder is None:
        return _forgotten(desk, letter, NOT_WATCHED)
    where = Sighting(letter.folder, letter.uidvalidity, letter.uid)
    arrival = desk.mailbox.fetch(folder, where)
    if arrival is None:
        return _forgotten(desk, letter, NOT_THERE)
    result = desk.read(replace(arrival, received_at=letter.received_at))
    if isinstance(result, DeadLetter):
        renewed = replace(letter, reason=result.reason)
        desk.store.renew(renewed)
        return Retried(renewed, Fate.SET_ASIDE)
    if counts(folder, result) and not heard(desk, asked(desk.store), arrival, result, now):
        desk.store.revive(letter, replace(result, late_at=now))
    else:
        desk.store.forget(letter)
    return Retried(letter, Fate.READ)


def _forgotten(desk: Desk, letter: DeadLetter, reason: str) -> Retried:
    desk.store.forget(letter)
    return Retried(replace(letter, reason=reason), Fate.GONE)
