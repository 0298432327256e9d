"""The one request for feedback after a rejection that follows an interview."""

from datetime import datetime, timedelta

from agent.cases.business_days import business_days
from agent.cases.case import Case, Decision, Ending, Key, Round, Step
from agent.cases.plan import Plan, Skip, Write, nothing
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.recipients import address_of, correspondent
from agent.cases.windows import due_at, office_hour, zone_of
from agent.cases.wording import why

WELCOME_FOR = timedelta(days=7)  # after the rejection (domain.md B.2, S5)
FRESH_THREAD_AFTER = timedelta(days=30)


def feedback_request(case: Case, end: Decision, policy: Policy, now: datetime) -> Plan:
    """Due on the business day after a rejection by mail, twelve hours later at the earliest."""
    over = why(Reason(end.ending), evidence=end.evidence)
    round_ = _last_held(case, end)
    person = correspondent(case)
    refused = end == case.decision and end.ending is Ending.REJECTED
    wished = Step.FEEDBACK_REQUEST in policy.steps and not (case.no_feedback or case.no_contact)
    made = any(entry.key.step is Step.FEEDBACK_REQUEST for entry in case.entries)
    if not refused or not wished or round_ is None or person is None or made:
        return nothing(over)
    days, zone, rules = (
        business_days(case, policy),
        zone_of(round_, policy),
        policy.feedback_request,
    )
    day = days.add(end.at.astimezone(zone).date(), rules.business_days)
    due = due_at(day, rules.at, zone, days, policy)
    due = max(due, office_hour(end.at + rules.floor, zone, days, policy))
    key = Key(case.id, round_.id, "", Step.FEEDBACK_REQUEST, person.address or "")
    if now < due:
        return nothing(over, due)
    if policy.started_at and due < policy.started_at:
        return Plan((Skip(key, why(Reason.BEFORE_START, evidence=end.evidence)),), over, None)
    if now > end.at + WELCOME_FOR:
        return Plan((Skip(key, why(Reason.TOO_LATE, evidence=end.evidence)),), over, None)
    opening = office_hour(now, zone, days, policy)
    if opening > now:
        return nothing(over, opening)
    answerable = person.wrote_at and now - person.wrote_at < FRESH_THREAD_AFTER
    write = Write(
        key=key,
        to=address_of(person),
        why=why(Reason.FEEDBACK_MAY_HELP, evidence=end.evidence),
        due_at=due,
        round_id=round_.id,
        interview_on=round_.on,
        late=False,
        interviewers=(),
        through=False,
        promised_on=None,
        last_wrote_on=None,
        parent=person.last_message if answerable else None,
    )
    return Plan((write,), write.why, None)


def _last_held(case: Case, end: Decision) -> Round | None:
    held = [
        round_
        for round_ in case.rounds
        if round_.end
        and (round_.end <= end.at or round_.known_at == end.at)
        and not round_.cancelled
        and round_.held is not False
    ]
    return held[-1] if held else None
