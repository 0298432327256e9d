"""Job: what has become of our drafts: still there, edited, sent, deleted.

What lies in Drafts is the owner's to edit, send or delete; we look, and draw the conclusion. An
absence is no proof at once: the copy in Sent may come later than the draft goes (E5).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from agent.cases.case import Entry, EntryStatus
from agent.cases.reasons import Reason
from agent.cases.sent import base_subject
from agent.cases.word import Says, Word
from agent.ports import Desk, Drafts, Lying, Place
from agent.reading.mime import parse
from agent.writing.edited import fingerprint

OPEN = frozenset({EntryStatus.INTENDED, EntryStatus.DRAFTED, EntryStatus.EDITED})
SENT_COPY_COMES_WITHIN = timedelta(minutes=10)  # a draft gone from Drafts is not yet deleted


def watch_drafts(desk: Desk, now: datetime) -> None:
    """Look what became of our drafts; the cases of those that are not as they were are owed a look,
    whatever fails later in this pass. One listing of Drafts, however many there are.
    """
    rows = desk.store.entries_in(OPEN)
    ids = [entry.message_id for entry in rows if entry.message_id]
    if not ids:
        return
    there = desk.mailbox.drafts(ids)
    for entry in rows:
        ours = [found for found in there.lying if found.message_id == entry.message_id]
        _remove_twin(desk, [found for found in ours if found.place is Place.DRAFTS])
        _hear(desk, entry, there, now)
        seen = judge(entry, there, now)
        if seen != entry:
            desk.store.update(seen)
            desk.book.row(seen)


def judge(entry: Entry, there: Drafts, now: datetime) -> Entry:
    """What the owner has done with a draft, as far as Drafts shows it."""
    ours = next((found for found in there.lying if found.message_id == entry.message_id), None)
    alike = ours or next((found for found in there.lying if is_of(found, entry)), None)
    if alike and alike.place is Place.SKIPPED:
        return _declined(entry, now, "You moved this draft to Afterword/Skip.")
    if ours:
        status = EntryStatus.DRAFTED if untouched(entry, ours) else EntryStatus.EDITED
        placed = replace(entry, status=status, missed_at=None)
        if ours.place is not Place.DRAFTS:
            return placed
        return replace(placed, uid=ours.uid, uidvalidity=ours.uidvalidity)
    if alike:
        return replace(entry, status=EntryStatus.EDITED, missed_at=None)
    if entry.uidvalidity not in (None, there.uidvalidity):
        return entry  # the folder was made anew: nobody has deleted anything (E6)
    if entry.missed_at is None:
        return replace(entry, missed_at=now)
    gone_for_good = now >= entry.missed_at + SENT_COPY_COMES_WITHIN
    if entry.status is not EntryStatus.INTENDED and gone_for_good:
        return _declined(entry, now, Reason.DECLINED_BY_OWNER.sentence)
    return entry


def _declined(entry: Entry, now: datetime, because: str) -> Entry:
    declined = replace(entry, status=EntryStatus.DECLINED, at=now, missed_at=None)
    return replace(declined, reason=Reason.DECLINED_BY_OWNER, because=because)


def _hear(desk: Desk, entry: Entry, there: Drafts, now: datetime) -> None:
    """A draft that the owner has moved to Afterword/Approved is approved, as it lies there: once
    for each message that comes to lie there, so that what is edited there counts anew.
    """
    for found in there.lying:
        if found.place is not Place.APPROVED:
            continue
        if not is_surely_of(desk, found, entry, there.lying):
            continue
        word_id = f"moved {found.uidvalidity} {found.uid}"
        if not any(word.id == word_id for word in desk.store.words()):
            word = Word(word_id, entry.key.case, now, Says.APPROVE, value=entry.message_id or "")
            desk.store.say([word])


def found_lying(desk: Desk, recipient: str, subject: str) -> Lying | None:
    """A draft to this person on this subject that no row of ours knows, looked for afresh.

    The mailbox is the second witness: the database may be an old copy, or not the only one (A6,
    A7). What the owner has edited and kept belongs to its row, whatever its Message-ID.
    """
    there = desk.mailbox.drafts(())
    alike = [other for other in there.lying if _is_like(other, recipient, subject)]
    rows = desk.store.entries() if alike else ()
    known = {entry.message_id for entry in rows}
    edited = {entry.key.recipient for entry in rows if entry.status is EntryStatus.EDITED}
    if recipient in edited:
        return None
    return next((other for other in alike if other.message_id not in known), None)


def is_surely_of(desk: Desk, found: Lying, entry: Entry, there: Sequence[Lying]) -> bool:
    """True for this row's draft, or what a mail program has made of it, and of no other row's: two
    letters to one person on one subject may both have been edited (S7).
    """
    if found.message_id == entry.message_id:
        return True
    if not is_of(found, entry):
        return False
    lying = {one.message_id for one in there}
    rows = desk.store.entries_in(OPEN | {EntryStatus.APPROVED})
    rivals = (row for row in rows if row.key != entry.key and row.message_id not in lying)
    return not any(is_of(found, row) for row in rivals)


def is_of(other: Lying, entry: Entry) -> bool:
    """True for what a mail program has made of this row's draft."""
    return _is_like(other, entry.key.recipient, entry.subject)


def _is_like(other: Lying, recipient: str, subject: str) -> bool:
    """Mail clients save an edited draft under a new Message-ID (E4): same person, same subject."""
    envelope = parse(other.raw).envelope
    to_them = any(address.address == recipient for address in envelope.to)
    return to_them and base_subject(envelope.subject) == base_subject(subject)


def _remove_twin(desk: Desk, ours: Sequence[Lying]) -> None:
    """An APPEND that was repeated after a lost answer: the later, identical copy goes (E1)."""
    in_order = sorted(ours, key=lambda found: found.uid)
    for twin in in_order[1:]:
        if twin.raw == in_order[0].raw:
            desk.mailbox.remove_draft(twin)


def untouched(entry: Entry, found: Lying) -> bool:
    """It says what we wrote to whom we wrote it, however a server has stored it (D21)."""
    return fingerprint(found.raw) == entry.sha256


def lying_of(desk: Desk, entry: Entry) -> list[Lying]:
    """Our draft as it lies there now; twice after a lost answer."""
    there = desk.mailbox.drafts([entry.message_id] if entry.message_id else [])
    return [found for found in there.lying if found.message_id == entry.message_id]


def take_away(desk: Desk, entry: Entry) -> None:
    """What the owner wrote instead, in the same thread, leaves our own draft of it behind."""
    if entry.status is EntryStatus.SENT and entry.sent_as != entry.message_id:
        for found in lying_of(desk, entry):
            if untouched(entry, found):
                desk.mailbox.remove_draft(found)
