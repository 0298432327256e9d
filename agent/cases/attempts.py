"""Outbox rows seen from the case: what became of each, told as events, and how many are enough."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from agent.cases.case import Case, Entry, EntryStatus, Key
from agent.cases.event import Event, Happening
from agent.cases.plan import Write
from agent.cases.policy import Policy
from agent.cases.reasons import Reason

BETWEEN_CASES = timedelta(hours=2)  # two cases to one recipient (DESIGN §6, Caps)
BETWEEN_MESSAGES = timedelta(hours=24)  # one per recipient and case
CAPS_REACH = timedelta(hours=48)  # older drafts count for none of them

TOLD = {
    EntryStatus.DRAFTED: Happening.DRAFTED,
    EntryStatus.WITHDRAWN: Happening.WITHDRAWN,
    EntryStatus.SKIPPED: Happening.SKIPPED,
    EntryStatus.DECLINED: Happening.SKIPPED,
    EntryStatus.REMINDED: Happening.REMINDED,
    EntryStatus.REFUSED: Happening.SKIPPED,
}
LEFT = frozenset({EntryStatus.DRAFTED, EntryStatus.EDITED, EntryStatus.SENT})
LYING = frozenset({EntryStatus.DRAFTED, EntryStatus.EDITED})
ON_THEIR_WAY = frozenset({EntryStatus.LEAVING, EntryStatus.UNCERTAIN})


def told(before: Iterable[Entry], case: Case, policy: Policy) -> tuple[Event, ...]:
    """The events that lead from the rows as last seen to those of `case`."""
    seen = {entry.key: entry for entry in before}
    return tuple(
        event
        for entry in case.entries
        for event in _steps(seen.get(entry.key), entry, case, policy)
    )


def _steps(before: Entry | None, after: Entry, case: Case, policy: Policy) -> list[Event]:
    was = before.status if before else None
    events = []
    lay = after.lay_sha256 or not after.approved_at  # what leaves by itself is no draft
    made = after.made_at and lay and after.status in LEFT and was in (None, EntryStatus.INTENDED)
    if made and after.status is not EntryStatus.DRAFTED:
        events.append(_event(Happening.DRAFTED, after, case, policy, at=after.made_at))
    if was is after.status is EntryStatus.DRAFTED and before and before.text != after.text:
        events.append(_event(Happening.DRAFTED, after, case, policy))  # made anew with a note
    if after.status is EntryStatus.EDITED and before is None and not after.made_at:
        events.append(_event(Happening.SKIPPED, after, case, policy))
    kept_back = was is EntryStatus.APPROVED and after.status in LYING
    if kept_back or (after.status in LYING and before and _objects(before, after)):
        events.append(_event(Happening.HELD, after, case, policy))
    elif after.status is not was and after.status in TOLD:
        events.append(_event(TOLD[after.status], after, case, policy))
        if after.status is EntryStatus.WITHDRAWN and after.reason == Reason.NOT_SENT:
            events.append(_event(Happening.SKIPPED, after, case, policy))
    if after.sent_by_us and not (before and before.sent_by_us):
        events.append(_event(Happening.SENT, after, case, policy, at=after.sent_at))
    if after.told_at and after.told_at != (before.told_at if before else None):
        events.append(_event(Happening.REMINDED, after, case, policy, at=after.told_at))
    return events


def _objects(before: Entry, after: Entry) -> bool:
    """True if the owner has approved of a draft in vain: its text breaks a rule (H1)."""
    refused = after.reason == Reason.TEXT_REFUSED
    return refused and (before.reason, before.because) != (after.reason, after.because)


def _event(
    happening: Happening, entry: Entry, case: Case, policy: Policy, *, at: datetime | None = None
) -> Event:
    return Event(
        at=(at or entry.at).astimezone(policy.zone),
        case=case.id,
        company=case.company,
        role=case.role,
        event=happening,
        reason=entry.reason,
        because=entry.because,
        step=entry.key.step,
        to=(entry.key.recipient,) if entry.key.recipient else None,
        subject=entry.subject or None,
        text=entry.text or None,
        evidence=entry.evidence,
    )


def earliest(write: Write, entries: Iterable[Entry], policy: Policy, now: datetime) -> datetime:
    """When the caps let this step be made: `now`, or later (S10; DESIGN §6, Caps)."""
    made = [entry for entry in entries if entry.made_at and entry.status in LEFT]
    at = max([now, *(_free_at(entry, write) for entry in made if _same_person(entry, write))])
    today = now.astimezone(policy.zone).date()
    if sum(_made_on(entry, policy) == today for entry in made) >= policy.per_day:
        tomorrow = today + timedelta(days=1)
        at = max(at, datetime.combine(tomorrow, time(9), tzinfo=policy.zone))
    return at


def may_leave_at(key: Key, entries: Iterable[Entry], policy: Policy, now: datetime) -> datetime:
    """When the caps let a letter leave: `now`, or later; what may be on its way counts (S10)."""
    left = [e for e in entries if e.key != key and (e.sent_at or e.status in ON_THEIR_WAY)]
    same = [e for e in left if e.key.recipient == key.recipient]
    gaps = [(e.sent_at or e.at) + _gap(e.key, key) for e in same]
    today = now.astimezone(policy.zone).date()
    if sum((e.sent_at or e.at).astimezone(policy.zone).date() == today for e in left) >= (
        policy.per_day
    ):
        gaps.append(datetime.combine(today + timedelta(days=1), time(9), tzinfo=policy.zone))
    return max([now, *gaps])


def _gap(one: Key, other: Key) -> timedelta:
    return BETWEEN_MESSAGES if one.case == other.case else BETWEEN_CASES


def _same_person(entry: Entry, write: Write) -> bool:
    return bool(write.key.recipient) and entry.key.recipient == write.key.recipient


def _free_at(entry: Entry, write: Write) -> datetime:
    return (entry.made_at or entry.at) + _gap(entry.key, write.key)


def _made_on(entry: Entry, policy: Policy) -> object:
    return entry.made_at.astimezone(policy.zone).date() if entry.made_at else None
