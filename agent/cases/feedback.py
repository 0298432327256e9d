"""The one request for feedback after a rejection that follows an interview."""

from datetime import datetime, timedelta

from agent.cases.business_days import business_days
from agent.cases.case import Case, Decision, Ending, Key, Person, Round, Step
from agent.cases.plan import Plan, Skip, Write, nothing
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.recipients import address_of, correspondent, to_answer
from agent.cases.unwanted import is_unwanted
from agent.cases.windows import due_at, office_hour, why_unseen, zone_of
from agent.cases.wording import why

WELCOME_FOR = timedelta(days=7)  # after the rejection (domain.md B.2, S5)


def feedback_request(case: Case, end: Decision, policy: Policy, now: datetime) -> Plan:
    """Due on the business day after a rejection by mail, twelve hours later at the earliest."""
    over = why(Reason(end.ending), evidence=end.evidence)
    round_ = _last_held(case, end)
    person = correspondent(case)
    if round_ is None or person is None or not _is_wished(case, end, policy):
        return nothing(over)
    days, zone = business_days(case, policy), zone_of(round_, policy)
    day = days.add(end.at.astimezone(zone).date(), policy.feedback_request.business_days)
    due = due_at(day, policy.feedback_request.at, zone, days, policy)
    due = max(due, office_hour(end.at + policy.feedback_request.floor, zone, days, policy))
    key = Key(case.id, round_.id, "", Step.FEEDBACK_REQUEST, person.address or "")
    if now < due:
        return nothing(over, due)
    unseen = why_unseen(due, case, policy)
    if unseen:
        return Plan((Skip(key, why(unseen, evidence=end.evidence)),), over, None)
    if now > end.at + WELCOME_FOR:
        return Plan((Skip(key, why(Reason.TOO_LATE, evidence=end.evidence)),), over, None)
    opening = office_hour(now, zone, days, policy)
    if opening > now:
        return nothing(over, opening)
    write = _write(key, round_, person, end, due, now)
    return Plan((write,), write.why, None)


def _is_wished(case: Case, end: Decision, policy: Policy) -> bool:
    """A no by mail, not by silence; to who gives feedback at all; once."""
    refused = end == case.decision and end.ending is Ending.REJECTED
    declined = case.no_feedback or case.no_contact
    made = any(entry.key.step is Step.FEEDBACK_REQUEST for entry in case.entries)
    instead = any(wish.step is Step.GRACIOUS_REPLY for wish in case.wishes)
    unwanted = is_unwanted(case, Step.FEEDBACK_REQUEST) or declined or made or instead
    return refused and not unwanted and Step.FEEDBACK_REQUEST in policy.steps


def _write(
    key: Key, round_: Round, person: Person, end: Decision, due: datetime, now: datetime
) -> Write:
    return Write(
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
        parent=to_answer(person, now),
    )


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
