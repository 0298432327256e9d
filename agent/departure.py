"""Job: an approved letter leaves, at most once, after one more look at the whole mailbox.

One letter leaves in this order, and a crash at any point is safe (failures.md §2):

    its bytes, Message-ID, Date and recipient fixed and committed      `approved`
    every watched folder looked at afresh, the case decided anew
    the server agrees to sender and recipient
    row committed                                                      `leaving`
    DATA
    row committed on the reply code                                    `sent`

Before `leaving` a failure means surely not sent, and it is tried again. After it only a reply, the
mailbox or the owner says what came of it: a row found `leaving` is `uncertain` (S5).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from agent.cases.attempts import ON_THEIR_WAY, may_leave_at
from agent.cases.case import Case, Entry, EntryStatus
from agent.cases.decide import decide
from agent.cases.leaving import SECOND_LOOK_AFTER
from agent.cases.plan import Send, Why
from agent.cases.reasons import Reason
from agent.cases.wording import why
from agent.drafts import is_surely_of
from agent.errors import LoginRefused, Permanent, Temporary, Uncertain
from agent.intake import catch_up, standing_of, take_in, watched_since
from agent.ports import Desk, Lying, Outgoing, Place
from agent.reading.mime import parse
from agent.writing.checks import Level
from agent.writing.edited import check_edited
from agent.writing.outgoing import outgoing_bytes
from agent.writing.similarity import similarity

UNREAD_HOLDS = timedelta(minutes=30)  # until it is looked whether a mail can be read after all
LOOK_HOLDS = timedelta(seconds=30)  # how old the last look may be when DATA begins (S2)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 45, 120))
HAS_LEFT = ON_THEIR_WAY | {EntryStatus.SENT}
LOGIN_BACK_OFF = timedelta(hours=1)


def fix(desk: Desk, case: Case, entry: Entry, now: datetime) -> Entry:
    """Check the draft as it lies there, and fix the bytes that may leave; the row as it is then."""
    lying = _lying(desk, entry)
    if lying is None:
        return entry  # what became of it shows with the next look at Drafts
    findings = check_edited(lying.raw, entry, case, desk.profile)
    blocked = [f"{f.rule}: {f.words}" for f in findings if f.level is Level.BLOCK]
    if blocked:
        return _because(entry, why(Reason.TEXT_REFUSED, f"({'; '.join(blocked)})."))
    try:
        raw = outgoing_bytes(lying.raw, entry, desk.profile, now)
    except ValueError as error:
        return _because(entry, why(Reason.TEXT_REFUSED, f"({error})."))
    fixed = approved(desk, entry, raw, now, lay=lying.raw)
    return replace(fixed, approved_at=max(_approvals(case, entry), default=now))


def _approvals(case: Case, entry: Entry) -> Iterator[datetime]:
    return (one.at for one in case.approvals if one.message_id == entry.message_id)


def approved(desk: Desk, entry: Entry, raw: bytes, now: datetime, *, lay: bytes | None) -> Entry:
    """The row of a letter that may leave as `raw`, whose bytes are kept."""
    desk.store.keep_letter(entry.message_id or "", raw)
    return _because(
        replace(
            entry,
            status=EntryStatus.APPROVED,
            at=now,
            approved_at=now,
            not_before=now + SECOND_LOOK_AFTER,
            letter_sha256=hashlib.sha256(raw).hexdigest(),
            lay_sha256=hashlib.sha256(lay).hexdigest() if lay is not None else None,
            tries=0,
        ),
        why(Reason.APPROVED),
    )


def leave(desk: Desk, case: Case, entry: Entry, now: datetime) -> Entry:
    """Let it leave if nothing stands against it; the row as it is then.

    The clock is asked anew: since the pass began, an answer may have come, or the machine have
    slept. Raises `Temporary` where the mailbox cannot be looked at: then nothing has left (S3).
    """
    looked_at = desk.clock()
    free_at = may_leave_at(entry.key, desk.store.entries_in(HAS_LEFT), desk.policy, looked_at)
    if free_at > looked_at:
        return replace(entry, not_before=free_at)
    held = _held_by(desk, case, entry, looked_at)
    if held:
        return replace(entry, not_before=looked_at + held)
    lying = _lying(desk, entry) if entry.lay_sha256 else None
    if entry.lay_sha256 and (lying is None or _sha256(lying.raw) != entry.lay_sha256):
        changed = replace(entry, status=EntryStatus.EDITED, at=now, approved_at=None)
        return _because(changed, why(Reason.CHANGED_SINCE))
    return _handed_over(desk, entry, looked_at)


def _held_by(desk: Desk, case: Case, entry: Entry, now: datetime) -> timedelta | None:
    """A fresh look at every folder: None if nothing in it stands against it (S2, S3), else how long
    it waits for the next one.
    """
    desk.mailbox.afresh()
    intake = take_in(desk, now, since=watched_since(desk, now))
    catch_up(desk.store, desk.book)
    group = desk.book.group(case.id)
    if group is None:
        return SECOND_LOOK_AFTER
    unread = (*intake.dead, *desk.store.dead_letters())
    if any(letter.received_at >= case.opened_at for letter in unread):
        return UNREAD_HOLDS
    standing = standing_of(desk.store, group)
    at = max(desk.clock(), standing.last.at)  # mail of a server whose clock is ahead counts too
    plan = decide(standing, desk.policy, at)
    right = any(isinstance(one, Send) and one.key == entry.key for one in plan.actions)
    return None if right else SECOND_LOOK_AFTER


def _handed_over(desk: Desk, entry: Entry, looked_at: datetime) -> Entry:
    letter = _letter(desk, entry)

    def begin() -> None:
        """The last function before the network: may it still?"""
        at = desk.clock()
        if desk.halted(at):
            raise Temporary("Nothing is to be sent now.")
        if at - looked_at > LOOK_HOLDS:
            raise Temporary("The last look at the mailbox is too old.")
        desk.store.update(replace(entry, status=EntryStatus.LEAVING, at=at))

    try:
        if desk.sender is None:
            raise Temporary("There is no server to send by.")
        desk.sender.send(letter, begin)
    except Uncertain as error:
        lost = replace(entry, status=EntryStatus.UNCERTAIN, at=desk.clock())
        return _because(lost, why(Reason.UNCERTAIN, str(error)))
    except LoginRefused as error:
        return _again(entry, desk.clock() + LOGIN_BACK_OFF, str(error))
    except Permanent as error:
        refused = replace(entry, status=EntryStatus.REFUSED, at=desk.clock())
        return _because(refused, why(Reason.MAIL_REFUSED, str(error)))
    except Temporary as error:
        wait = BACK_OFF[min(entry.tries, len(BACK_OFF) - 1)]
        return _again(entry, desk.clock() + wait, str(error))
    at = desk.clock()
    return replace(
        entry,
        status=EntryStatus.SENT,
        at=at,
        sent_at=at,
        sent_as=entry.message_id,
        sent_by_us=True,
        not_before=None,
    )


def _letter(desk: Desk, entry: Entry) -> Outgoing:
    """The bytes as they were fixed, for the one recipient of the row; anything else is a bug."""
    raw = desk.store.letter(entry.message_id or "")
    if raw is None or _sha256(raw) != entry.letter_sha256:
        raise ValueError(f"the letter {entry.message_id} is not the one that was approved")
    envelope = parse(raw).envelope
    recipients = [one.address for one in (*envelope.to, *envelope.cc)]
    [sender] = [one.address for one in envelope.from_]
    if recipients != [entry.key.recipient] or sender not in desk.profile.addresses:
        raise ValueError(f"the letter {entry.message_id} is from or to somebody else")
    return Outgoing(raw, sender, entry.key.recipient)


def _again(entry: Entry, at: datetime, error: str) -> Entry:
    """It surely has not left, and is tried again, until it is too late."""
    waiting = replace(entry, tries=entry.tries + 1, not_before=at)
    return _because(waiting, why(Reason.APPROVED, error))


def _lying(desk: Desk, entry: Entry) -> Lying | None:
    """The draft of this row as it lies there now; first what the owner has moved."""
    there = desk.mailbox.drafts([entry.message_id] if entry.message_id else []).lying
    ours = [one for one in there if is_surely_of(desk, one, entry, there)]
    ours.sort(key=lambda one: (one.place is not Place.APPROVED, one.message_id != entry.message_id))
    if not ours or ours[0].message_id == entry.message_id:
        return next(iter(ours), None)
    if len([one for one in ours if one.place is ours[0].place]) > 1:
        return None  # two under other Message-IDs: which of them was meant cannot be said (S7)
    whole = desk.mailbox.drafts([ours[0].message_id or ""]).lying  # its header alone was shown
    found = (one for one in whole if (one.uid, one.place) == (ours[0].uid, ours[0].place))
    return next((one for one in found if _reads_like(desk, entry, one)), None)


def _reads_like(desk: Desk, entry: Entry, found: Lying) -> bool:
    """True if it is more like this row's text than any other's to that person: in one thread the
    thanks and the follow-up have one subject, and a mail program gave it a name of its own (S7).
    """
    text = parse(found.raw).text
    rows = desk.store.entries_of([entry.key.case], ())
    rivals = [row for row in rows if row.key.recipient == entry.key.recipient and row.text]
    closest = max(rivals, key=lambda row: similarity(row.text, text), default=entry)
    return closest.key == entry.key


def remove_sent(desk: Desk, entry: Entry) -> None:
    """Its draft, if it is byte for byte what was approved: it has left (S9)."""
    lying = _lying(desk, entry)
    if lying and _sha256(lying.raw) == entry.lay_sha256:
        desk.mailbox.remove_draft(lying)


def _because(entry: Entry, cause: Why) -> Entry:
    return replace(entry, reason=cause.reason, because=cause.because, evidence=cause.evidence)


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
