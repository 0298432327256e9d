"""Job: new mail → readings → cases.

The cursor of a folder moves in the transaction that stores what was read below it (failures.md
D7). Flags are never looked at: whether the owner has read a mail on the phone says nothing about
us (B15).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agent.cases.bind import Group
from agent.cases.case import Case
from agent.cases.casebook import NOTHING_YET, Casebook
from agent.cases.fold import fold
from agent.ports import DeadLetter, Desk, Folder, Role, Store
from agent.prompts import asked, heard
from agent.reading.facts import AUTOMATIC, Direction, Kind, Reading

STOP_SIGNALS = AUTOMATIC | {Kind.REJECTION, Kind.OFFER, Kind.CANCELLATION, Kind.HOLDING}
STEPS = frozenset({Kind.THANK_YOU, Kind.FOLLOW_UP, Kind.OWN_OTHER})
DISCARDED = frozenset({Role.TRASH, Role.JUNK})


KNOWN_SINCE = timedelta(days=30)  # mail read at the first start, to know the cases (DESIGN §6)


@dataclass(frozen=True, slots=True)
class Intake:
    """What one look at the mailbox brought."""

    readings: tuple[Reading, ...]  # not known before
    dead: tuple[DeadLetter, ...]


def watched_since(desk: Desk, now: datetime) -> datetime:
    """How old mail may be that is read in a folder which is new to us."""
    return desk.store.started_at(now) - KNOWN_SINCE


def take_in(desk: Desk, now: datetime, *, since: datetime) -> Intake:
    """Read what is new in every watched folder; mail before `since` is left alone at the first
    look.

    Raises `Temporary` when the server is away; what was taken in before that stays taken in.
    """
    readings: list[Reading] = []
    dead: list[DeadLetter] = []
    prompts = asked(desk.store)
    for folder in desk.mailbox.folders():
        cursor = desk.store.cursor(folder.name)
        for batch in desk.mailbox.new(folder, cursor, since=since):
            read = [(arrival, desk.read(arrival)) for arrival in batch.arrivals]
            failed = [
                replace(result, uidvalidity=batch.cursor.uidvalidity)
                for _, result in read
                if isinstance(result, DeadLetter)
            ]
            kept = {
                arrival.uid: result
                for arrival, result in read
                if isinstance(result, Reading)
                and not heard(desk, prompts, arrival, result, now)
                and counts(folder, result)
            }
            readings += desk.store.take_in(
                batch.cursor, tuple(kept.values()), failed, now, uids=tuple(kept)
            )
            dead += failed
    return Intake(tuple(readings), tuple(dead))


def counts(folder: Folder, reading: Reading) -> bool:
    """Trash and Junk are watched for stop signals only; a deleted draft there is no mail of the
    owner's. What the owner wrote to nobody but themself does no step.
    """
    if folder.role not in DISCARDED:
        return not _is_to_oneself(reading)
    incoming = reading.direction is Direction.INCOMING
    return incoming and (reading.answers or reading.kind in STOP_SIGNALS)


def _is_to_oneself(reading: Reading) -> bool:
    """True for a memo, such as a question mail of ours that a lost database knew (M7)."""
    envelope = reading.envelope
    recipients = {address.address for address in (*envelope.to, *envelope.cc)}
    says_something = reading.kind not in STEPS or reading.interviews or reading.events
    own = reading.direction is Direction.OUTGOING and not says_something
    return own and bool(recipients) and recipients <= {a.address for a in envelope.from_}


def catch_up(store: Store, book: Casebook) -> None:
    """Let the book know what has been stored since it was last asked; a new one, all there is."""
    if book.upto == NOTHING_YET:
        for entry in store.entries():
            book.row(entry)
    news = store.news(book.upto)
    book.take(news.readings, news.words, news.upto)


def owed(store: Store, book: Casebook, now: datetime) -> Iterator[Case]:
    """The cases that the book owes a look, as they stand now."""
    for group in book.owed(now):
        yield standing_of(store, group)


def standing_of(store: Store, group: Group) -> Case:
    """The case of this group, with its rows as they are stored now."""
    mails = [r.envelope.message_id for r in group.readings if r.envelope.message_id]
    return fold(group, store.entries_of(group.aliases, mails))
