"""What would be written if no more mail came: the plan lived through ahead of time. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from agent.cases.case import Attempt, Case, Entry, EntryStatus
from agent.cases.decide import decide
from agent.cases.plan import Plan, Remind, Skip, Write
from agent.cases.policy import Policy

MOST_LOOKS = 60  # a case has at most a dozen steps


def ahead(case: Case, policy: Policy, now: datetime) -> Iterator[tuple[datetime, Case, Write]]:
    """Each letter to come: when, how the case stands then, and the step; as if each were sent the
    moment it is due.
    """
    at: datetime | None = now
    for _ in range(MOST_LOOKS):
        if at is None:
            return
        plan = decide(case, policy, at)
        for action in plan.actions:
            if isinstance(action, Write):
                yield at, case, action
        after = _done(case, plan, at)
        at = plan.wake_at if after == case else at
        case = after


def _done(case: Case, plan: Plan, at: datetime) -> Case:
    """The case once the plan was carried out."""
    known = {entry.key for entry in case.entries}
    rows = [
        Entry(action.key, _STATUS[type(action)], at, made_at=at, sent_at=at)
        for action in plan.actions
        if isinstance(action, Write | Skip | Remind) and action.key not in known
    ]
    left = [
        Attempt(row.key.step, at, (row.key.recipient,), None, by_owner=False, wait=row.key.wait)
        for row in rows
        if row.status is EntryStatus.SENT
    ]
    return replace(case, entries=(*case.entries, *rows), attempts=(*case.attempts, *left))


_STATUS = {
    Write: EntryStatus.SENT,
    Skip: EntryStatus.SKIPPED,
    Remind: EntryStatus.REMINDED,
}
