"""The follow-up, the final attempt and the call: what the present silence asks for."""

from datetime import datetime

from agent.cases.business_days import business_days
from agent.cases.case import Case, Key, Person, Step
from agent.cases.course import Course, Due, entries_of
from agent.cases.hearing import Hearing, hearing
from agent.cases.phase import Standing
from agent.cases.plan import Plan, Remind, Skip, Why, Write, nothing
from agent.cases.policy import Policy
from agent.cases.questions import nobody_to_write_to
from agent.cases.reasons import Reason
from agent.cases.recipients import address_of, back_on, correspondent, to_answer
from agent.cases.unwanted import unwanted_since
from agent.cases.windows import office_hour, why_unseen, zone_of
from agent.cases.wording import day_in_words, why

CALL_NOT_BEFORE_DAYS = 5  # business days after day 0 (A2-3)


def nudges(case: Case, stands: Standing, policy: Policy, now: datetime) -> Plan:
    """Follow-up, final attempt or call if due; else why nothing is, and when to look again."""
    reason = why_quiet(case, stands)
    wake_at = stands.expected.at if stands.expected else None
    run = stands.course
    if reason is not None or run is None:
        ahead = stands.ahead.end if stands.ahead else wake_at
        return nothing(why(reason or Reason.NO_INTERVIEW_YET), ahead)
    if run.due is None:
        return nothing(why(run.why_none, evidence=run.wait.evidence), wake_at)
    if now < run.due.at:
        return nothing(_why_waiting(case, run), run.due.at)
    if hearing(case, run.wait, now) is not Hearing.SILENT:
        return nothing(why(Reason.DOUBT), wake_at)
    return _due(case, run, run.due, policy, now, wake_at)


def why_quiet(case: Case, stands: Standing) -> Reason | None:
    """Why nothing is asked now, whatever the day; None where a silence runs."""
    if stands.ahead:
        return Reason.INTERVIEW_AHEAD
    if case.on_hold:
        return Reason.ON_HOLD
    if stands.cancelled:
        return Reason.CANCELLED
    if stands.theirs:
        return Reason.NOTHING_DUE
    if stands.course and stands.course.wait.began_at is None:
        return Reason.OWNERS_MOVE
    return None if stands.course else Reason.NO_INTERVIEW_YET


def _why_waiting(case: Case, run: Course) -> Why:
    person = correspondent(case)
    returns = back_on(case, person) if person else None
    if run.due is None:
        return why(run.why_none)
    day = f"The next step is due on {day_in_words(run.due.at.date())}."
    if returns and person:
        return why(Reason.AWAY, f"{person.name} is back on {day_in_words(returns)}.", day)
    return why(Reason.WAITING, day, evidence=run.due.evidence)


def _due(
    case: Case, run: Course, due: Due, policy: Policy, now: datetime, wake_at: datetime | None
) -> Plan:
    person = correspondent(case)
    address = person.address or "" if person else ""
    key = Key(case.id, run.round.id, run.wait.id, due.step, address)
    cause = why(due.reason, _particulars(run, due), evidence=due.evidence)
    unseen = why_unseen(due.at, case, policy)
    if unseen:
        return Plan((Skip(key, why(unseen, evidence=due.evidence)),), cause, wake_at)
    if person is None:
        ask = nobody_to_write_to(case, due.step, due.evidence)
        return Plan((ask,) if ask else (), why(Reason.NOBODY_TO_WRITE_TO), wake_at)
    days = business_days(case, policy)
    opening = office_hour(now, zone_of(run.round, policy), days, policy)
    if opening > now:
        return nothing(cause, opening)
    write = _write(key, run, due, person, cause, now)
    call = _call(case, run, policy, now) if due.step is Step.FOLLOW_UP else None
    return Plan((write, call) if call else (write,), cause, wake_at)


def _particulars(run: Course, due: Due) -> str:
    if due.promised_on:
        return f"It was {day_in_words(due.promised_on)}."
    if run.asked_on:
        return f"You asked on {day_in_words(run.asked_on)}."
    return f"The silence began on {day_in_words(run.wait.on)}." if run.wait.on else ""


def _write(key: Key, run: Course, due: Due, person: Person, cause: Why, now: datetime) -> Write:
    return Write(
        key=key,
        to=address_of(person),
        why=cause,
        due_at=due.at,
        round_id=run.round.id,
        interview_on=run.round.on,
        late=False,
        interviewers=(),
        through=False,
        promised_on=due.promised_on,
        last_wrote_on=run.asked_on,
        parent=to_answer(person, now),
    )


def _call(case: Case, run: Course, policy: Policy, now: datetime) -> Remind | None:
    """A call suits final rounds and senior posts, on the day of the follow-up (R40, R59)."""
    if Step.PHONE_CALL not in policy.steps or case.no_calls or run.wait.on is None:
        return None
    if unwanted_since(case, run.wait, Step.PHONE_CALL):
        return None
    if not (run.round.final or case.seniority) or entries_of(case, run.wait, Step.PHONE_CALL):
        return None
    today = now.astimezone(zone_of(run.round, policy)).date()
    if business_days(case, policy).between(run.wait.on, today) < CALL_NOT_BEFORE_DAYS:
        return None
    key = Key(case.id, run.round.id, run.wait.id, Step.PHONE_CALL, "")
    return Remind(key, why(Reason.CALL_MAY_HELP, evidence=run.round.evidence))
