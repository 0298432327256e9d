"""What only the owner can say: doubtful mails, and interviews called off without a new date."""

import hashlib
from datetime import datetime

from agent.cases.business_days import business_days
from agent.cases.case import Case, Doubt, Question, Round
from agent.cases.phase import Standing
from agent.cases.plan import Ask, Plan, nothing, together
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.windows import due_at, zone_of
from agent.cases.wording import why

NEW_DATE_WITHIN_DAYS = 3  # business days after a cancellation before the owner is asked


def question_id(*parts: str) -> str:
    """The same doubt has the same id."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def questions(case: Case, stands: Standing, policy: Policy, now: datetime) -> Plan:
    """Everything to ask now."""
    at_stake = bool(case.rounds or case.slots)  # nothing is ever written in other cases
    doubts = tuple(_about(case, doubt) for doubt in case.doubts if at_stake)
    quiet = Plan(doubts, why(Reason.DOUBT if doubts else Reason.NOTHING_DUE), None)
    if stands.cancelled and not case.decision:
        return together([quiet, _called_off(case, stands.cancelled, policy, now)])
    return quiet


def _about(case: Case, doubt: Doubt) -> Ask:
    if doubt.forged:
        text = f"“{doubt.subject}” fails the checks of its sender, {doubt.sender}. Is it real?"
    else:
        text = (
            f"Does “{doubt.subject}” from {doubt.sender} concern {case.name}, and is it an answer?"
        )
    question = Question(
        id=question_id("doubt", doubt.key, case.id),
        case=case.id,
        text=text,
        choices=("yes", "no"),
        evidence=doubt.message_id,
    )
    return Ask(question, why(Reason.DOUBT, evidence=doubt.message_id))


def _called_off(case: Case, round_: Round, policy: Policy, now: datetime) -> Plan:
    days, zone = business_days(case, policy), zone_of(round_, policy)
    gone_on = (round_.cancelled_at or now).astimezone(zone).date()
    day = days.add(gone_on, NEW_DATE_WITHIN_DAYS)
    ask_at = due_at(day, policy.follow_up.at, zone, days, policy)
    if now < ask_at:
        return nothing(why(Reason.CANCELLED, evidence=round_.evidence), ask_at)
    question = Question(
        id=question_id("called off", round_.id, round_.evidence or ""),
        case=case.id,
        text=f"The interview for {case.name} was called off. Is there a new date?",
        choices=("give the new date", "no, it is over", "keep waiting"),
        evidence=round_.evidence,
    )
    cause = why(Reason.CANCELLED, "No new date has come.", evidence=round_.evidence)
    return Plan((Ask(question, cause),), cause, None)
