"""The last look before a step leaves: never the same substance twice (DESIGN §1.5)."""

from datetime import datetime, timedelta

from agent.cases.business_days import business_days
from agent.cases.case import Case, Ending, Entry, EntryStatus, Round, Step
from agent.cases.course import BETWEEN_NUDGES_DAYS, NUDGES
from agent.cases.plan import Why, Write
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.wished import REFUSALS
from agent.cases.wording import why

# After which decisions a letter may still leave; every other one ends with the first.
_AFTER = {
    Step.FEEDBACK_REQUEST: frozenset(Ending),
    Step.GRACIOUS_REPLY: REFUSALS,
    Step.WITHDRAWAL: frozenset({Ending.OFFERED}),
}
_NEVER_LEFT = frozenset({EntryStatus.SKIPPED, EntryStatus.REMINDED, EntryStatus.WITHDRAWN})


def refusal(case: Case, write: Write, policy: Policy, now: datetime) -> Why | None:
    """Why `write` must not be made after all; None if it may."""
    made = [e for e in case.entries if e.made_at and e.status not in _NEVER_LEFT]
    same = [e for e in made if e.key.recipient == write.key.recipient]
    if case.decision and case.decision.ending not in _AFTER.get(write.key.step, ()):
        return why(Reason(case.decision.ending), evidence=case.decision.evidence)
    if write.key.step is Step.THANK_YOU:
        thanked = any(_same_day(case, entry, write) for entry in same)
        return why(Reason.ALREADY_WRITTEN) if thanked else None
    if write.key.step in NUDGES:
        return why(Reason.TOO_SOON_AGAIN) if _nudged(case, same, write, policy, now) else None
    if write.key.step is Step.DELAY_ACKNOWLEDGED:
        lately = any(_acknowledged(entry, write, now) for entry in made)
        return why(Reason.WRITTEN_ONCE) if lately else None
    asked = any(entry.key.step is write.key.step for entry in made)
    return why(Reason.WRITTEN_ONCE) if asked else None


def _acknowledged(entry: Entry, write: Write, now: datetime) -> bool:
    """Once in a silence, and once to a person within a day, whatever the silence is called."""
    if entry.key.step is not Step.DELAY_ACKNOWLEDGED:
        return False
    just_now = entry.made_at is not None and now - entry.made_at < timedelta(days=1)
    return entry.key.wait == write.key.wait or (
        just_now and entry.key.recipient == write.key.recipient
    )


def _same_day(case: Case, entry: Entry, write: Write) -> bool:
    """True if `entry` thanked for the day of `write`; of a lost round, if it was made after it."""
    if entry.key.step is not Step.THANK_YOU:
        return False
    thanked = _round(case, entry.key.round)
    meant = _round(case, write.round_id)
    if thanked or meant is None or meant.end is None or entry.made_at is None:
        return thanked is None or thanked.on == write.interview_on
    return entry.made_at > meant.end - timedelta(days=1)


def _nudged(case: Case, same: list[Entry], write: Write, policy: Policy, now: datetime) -> bool:
    days = business_days(case, policy)
    drafted = [e.sent_at or e.made_at for e in same if e.key.step in NUDGES]
    left = [
        a.at
        for a in case.attempts
        if a.step in NUDGES and not a.bounced and write.key.recipient in a.to
    ]
    return any(
        days.between(at.date(), now.date()) < BETWEEN_NUDGES_DAYS
        for at in [*drafted, *left]
        if at and at <= now
    )


def _round(case: Case, name: str) -> Round | None:
    return next((r for r in case.rounds if name == r.id or name in r.names), None)
