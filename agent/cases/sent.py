"""What left the mailbox: our rows found in Sent, the owner's own mails, what came back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agent.cases.case import Attempt, Entry, EntryStatus, Round, Step
from agent.reading.facts import Direction, Kind, Reading, Sign
from agent.reading.quotation import without_reply_marks

BOUNCES_WITHIN = timedelta(days=5)  # a mail server gives up by then (RFC 5321 §4.5.4.1)

_KIND_WORDS = frozenset({Kind.THANK_YOU, Kind.OWN_OTHER})
_WRITES = {
    Step.THANK_YOU: frozenset({Kind.THANK_YOU}),
    Step.FOLLOW_UP: frozenset({Kind.FOLLOW_UP}),
    Step.FINAL_ATTEMPT: frozenset({Kind.FOLLOW_UP}),
    Step.GRACIOUS_REPLY: _KIND_WORDS,
    Step.DELAY_ACKNOWLEDGED: _KIND_WORDS,
    Step.WITHDRAWAL: frozenset({Kind.WITHDRAWAL}),
}
_OWN_STEPS = {Kind.THANK_YOU: Step.THANK_YOU, Kind.FOLLOW_UP: Step.FOLLOW_UP}
_FREE_WORDS = frozenset({Kind.OWN_OTHER, Kind.ACCEPTANCE})
AS_IT_WENT = timedelta(hours=1)  # from the draft's going to its copy in Sent
THANKED_WITHIN = timedelta(hours=24)
_LEFT = frozenset({EntryStatus.SENT, EntryStatus.SKIPPED, EntryStatus.REMINDED})


@dataclass(frozen=True, slots=True)
class Sent:
    """What left, and which addresses cannot be written to any more."""

    entries: tuple[Entry, ...]
    attempts: tuple[Attempt, ...]
    dead: frozenset[str]


def sent(readings: Sequence[Reading], entries: Iterable[Entry]) -> Sent:
    """Match own mail to outbox rows: a draft found in Sent is done, at its real time (E5)."""
    rows = list(entries)
    own: list[Reading] = []
    for reading in readings:
        if reading.direction is Direction.OUTGOING:
            index = _row_of(reading, rows)
            if index is None:
                own.append(reading)
            else:
                rows[index] = _as_sent(rows[index], reading)
    attempts = [*_ours(rows), *_owners(own)]
    returned = [r for r in readings if _is_final_bounce(r)]
    gone = {
        author.address
        for reading in readings
        if reading.kind is Kind.AUTO_REPLY and Sign.LEFT_COMPANY in reading.signs
        for author in reading.envelope.from_
    }
    sent_to = {r.envelope.message_id: [a.address for a in r.envelope.to] for r in readings}
    for bounce in returned:
        gone |= {report.recipient for report in bounce.reports if report.recipient}
        if not bounce.reports:
            gone |= {*sent_to.get(bounce.returned_message_id, ())}
    return Sent(
        entries=tuple(rows),
        attempts=tuple(
            replace(attempt, bounced=any(_came_back(attempt, bounce) for bounce in returned))
            for attempt in sorted(attempts, key=lambda attempt: attempt.at)
        ),
        dead=frozenset(gone),
    )


def is_of_ours(reading: Reading, left: Sent) -> bool:
    """True for a letter that we wrote, whoever sent it."""
    ours = {id_ for row in left.entries for id_ in (row.sent_as, row.message_id) if id_}
    return reading.direction is Direction.OUTGOING and reading.envelope.message_id in ours


def words_after(
    readings: Sequence[Reading], rounds: Iterable[Round], left: Sent
) -> tuple[Attempt, ...]:
    """Own mail to an interviewer within a day of the talk: whatever it says, a note of thanks
    behind it would be one too many (F-60, B10)."""
    ours = {row.sent_as or row.message_id for row in left.entries}
    found = []
    for reading in readings:
        envelope = reading.envelope
        if reading.kind not in _FREE_WORDS or envelope.message_id in ours:
            continue
        to = {address.address for address in (*envelope.to, *envelope.cc)}
        met = {
            p.address for r in rounds if _just_over(r, envelope.received_at) for p in r.interviewers
        }
        thanked = {
            a for attempt in left.attempts for a in attempt.to if attempt.at < envelope.received_at
        }
        if to & (met - thanked):
            found.append(_own(reading, Step.THANK_YOU))
    return tuple(found)


def _just_over(round_: Round, at: datetime) -> bool:
    end = round_.end
    return bool(end and not round_.cancelled and end <= at <= end + THANKED_WITHIN)


def _row_of(reading: Reading, rows: Sequence[Entry]) -> int | None:
    envelope = reading.envelope
    for index, row in enumerate(rows):
        if envelope.message_id and envelope.message_id in (row.message_id, row.sent_as):
            return index
    recipients = {address.address for address in (*envelope.to, *envelope.cc)}
    for index, row in enumerate(rows):
        if (
            (row.status not in _LEFT or _is_copy(row, envelope.received_at))
            and row.made_at
            and row.made_at <= envelope.received_at
            and row.key.recipient in recipients
            and _says_the_same(reading, row)
            and base_subject(row.subject) == base_subject(envelope.subject)
        ):
            return index
    return None


def _is_copy(row: Entry, at: datetime) -> bool:
    """What a provider files of a letter that we have sent, under a Message-ID of its own (A15)."""
    return row.sent_by_us and row.sent_at is not None and at <= row.sent_at + AS_IT_WENT


def _says_the_same(reading: Reading, row: Entry) -> bool:
    """By its kind; a draft that is gone may have been reworded, but another step of ours is that
    draft only if it left as the draft went (E5, E6)."""
    if reading.kind in _WRITES.get(row.key.step, {reading.kind}):
        return True
    gone = row.missed_at
    left = reading.envelope.received_at
    return gone is not None and (reading.kind not in _OWN_STEPS or left <= gone + AS_IT_WENT)


def _as_sent(row: Entry, reading: Reading) -> Entry:
    if row.status is EntryStatus.SENT:
        return row
    at = reading.envelope.received_at
    return replace(
        row,
        status=EntryStatus.SENT,
        at=at,
        sent_at=at,
        sent_as=reading.envelope.message_id,
        missed_at=None,
    )


def base_subject(subject: str) -> str:
    """What two subjects of one thread have in common, as far as drafts of ours need it."""
    return " ".join(without_reply_marks(subject).casefold().split())


def _ours(rows: Iterable[Entry]) -> list[Attempt]:
    return [
        Attempt(
            step=row.key.step,
            at=row.sent_at or row.at,
            to=(row.key.recipient,),
            message_id=row.sent_as or row.message_id,
            by_owner=False,
            wait=row.key.wait,
        )
        for row in rows
        if row.status is EntryStatus.SENT
    ]


def _owners(own: Iterable[Reading]) -> list[Attempt]:
    return [
        _own(reading, _OWN_STEPS[reading.kind]) for reading in own if reading.kind in _OWN_STEPS
    ]


def _own(reading: Reading, step: Step) -> Attempt:
    envelope = reading.envelope
    return Attempt(
        step=step,
        at=envelope.received_at,
        to=tuple(address.address for address in (*envelope.to, *envelope.cc)),
        message_id=envelope.message_id,
        by_owner=True,
    )


def _is_final_bounce(reading: Reading) -> bool:
    """A delay (4.x.x) is no bounce yet (F-33)."""
    if reading.kind is not Kind.BOUNCE:
        return False
    return not reading.reports or any(
        report.action in ("failed", "") and not (report.status or "").startswith("4")
        for report in reading.reports
    )


def _came_back(attempt: Attempt, bounce: Reading) -> bool:
    if bounce.returned_message_id and bounce.returned_message_id == attempt.message_id:
        return True
    failed = {report.recipient for report in bounce.reports}
    passed = bounce.envelope.received_at - attempt.at
    return bool(failed & {*attempt.to}) and timedelta(0) <= passed <= BOUNCES_WITHIN
