"""What only the owner can say: doubtful mails, whom to write to, whether there is a new date."""

import hashlib
from datetime import datetime

from agent.cases.business_days import business_days
from agent.cases.case import Asks, Case, Doubt, Entry, Question, Round, Step
from agent.cases.phase import Standing
from agent.cases.plan import Ask, Plan, nothing, together
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.windows import due_at, zone_of
from agent.cases.wording import why

NEW_DATE_WITHIN_DAYS = 3  # business days after a cancellation before the owner is asked

# What may be answered; a word in capitals stands for what the owner gives with it.
CHOICES = {
    Asks.BELONGS: ("yes", "no"),
    Asks.GENUINE: ("yes", "no"),
    Asks.SAYS: ("answered", "rejected", "offered", "nothing"),
    Asks.RECIPIENT: ("contact ADDRESS", "leave"),
    Asks.NEW_DATE: ("interview WHEN", "over", "wait"),
    Asks.ARRIVED: ("yes", "no"),
}


def questions(case: Case, stands: Standing, policy: Policy, now: datetime) -> Plan:
    """Everything to ask now."""
    at_stake = bool(case.rounds or case.slots)  # nothing is ever written in other cases
    doubts = tuple(_about(case, doubt) for doubt in open_doubts(case) if at_stake)
    quiet = Plan(doubts, why(Reason.DOUBT if doubts else Reason.NOTHING_DUE), None)
    if stands.cancelled and not case.decision:
        return together([quiet, _called_off(case, stands.cancelled, policy, now)])
    return quiet


def open_doubts(case: Case) -> tuple[Doubt, ...]:
    """Those that the owner has not set aside."""
    return tuple(doubt for doubt in case.doubts if _doubt_id(case, doubt) not in case.left)


def nobody_to_write_to(case: Case, step: Step, evidence: str | None) -> Ask | None:
    """Whom to write to, where nobody can be reached; None if the owner has left that open."""
    question = _question(
        case,
        Asks.RECIPIENT,
        f"To whom may a message about {case.name} be written?",
        evidence,
        _id("nobody", case.id, step),
    )
    if question.id in case.left:
        return None
    return Ask(question, why(Reason.NOBODY_TO_WRITE_TO), step)


def has_it_left(case: Case, entry: Entry) -> Question:
    """About a letter of which neither a reply nor the mailbox tells."""
    step = entry.key.step.replace("_", " ")
    return _question(
        case,
        Asks.ARRIVED,
        f"Has the {step} to {entry.key.recipient} about {case.name} left? Look into your Sent"
        " folder, or ask your provider.",
        None,
        _id("left", entry.message_id or ""),
        entry.message_id,
    )


def _id(*parts: str) -> str:
    """The same doubt has the same id."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def _doubt_id(case: Case, doubt: Doubt) -> str:
    return _id("doubt", doubt.key, case.id)


def _about(case: Case, doubt: Doubt) -> Ask:
    mail = f"“{doubt.subject}” from {doubt.sender}"
    text = {
        Asks.GENUINE: f"{mail} fails the checks of its sender. Is it real?",
        Asks.SAYS: f"{mail} does not say here what it says. Is it an answer about {case.name}?",
        Asks.BELONGS: f"Does {mail} concern {case.name}?",
    }[doubt.asks]
    question = _question(
        case, doubt.asks, text, doubt.message_id, _doubt_id(case, doubt), doubt.key
    )
    return Ask(question, why(Reason.DOUBT, evidence=doubt.message_id))


def _called_off(case: Case, round_: Round, policy: Policy, now: datetime) -> Plan:
    days, zone = business_days(case, policy), zone_of(round_, policy)
    gone_on = (round_.cancelled_at or now).astimezone(zone).date()
    day = days.add(gone_on, NEW_DATE_WITHIN_DAYS)
    ask_at = due_at(day, policy.follow_up.at, zone, days, policy)
    if now < ask_at:
        return nothing(why(Reason.CANCELLED, evidence=round_.evidence), ask_at)
    question = _question(
        case,
        Asks.NEW_DATE,
        f"The interview for {case.name} was called off. Is there a new date?",
        round_.evidence,
        _id("called off", round_.id, round_.evidence or ""),
    )
    cause = why(Reason.CANCELLED, "No new date has come.", evidence=round_.evidence)
    if question.id in case.left:
        return nothing(cause)
    return Plan((Ask(question, cause),), cause, None)


def _question(
    case: Case, asks: Asks, text: str, evidence: str | None, id_: str, message: str | None = None
) -> Question:
    return Question(id_, case.id, text, CHOICES[asks], evidence, asks, message)
