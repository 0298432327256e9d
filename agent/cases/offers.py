"""Letters that the owner may want now: named once in `status` and `explain`, never drafted unasked.

After a no, a gracious reply; after an offer accepted elsewhere, a withdrawal from what is open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.cases.case import Case, Ending, Step
from agent.cases.phase import ending
from agent.cases.policy import Policy
from agent.cases.wished import why_not
from agent.reading.facts import Kind, Sign

REPLY_WELCOME_FOR = timedelta(days=7)  # after a no
WITHDRAWAL_MEANT_FOR = timedelta(days=30)  # after an offer was accepted


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter, and why it may be wanted."""

    case: Case
    step: Step
    because: str


def offers(cases: Sequence[Case], policy: Policy, now: datetime) -> tuple[Offer, ...]:
    """In the order of the cases; of each at most one."""
    accepted = [(at, case) for case in cases for at in accepted_at(case) if at <= now]
    lately = [(at, case) for at, case in accepted if now - at < WITHDRAWAL_MEANT_FOR]
    taken = max(lately, key=lambda pair: pair[0])[1] if lately else None
    found = (_offer(case, taken, policy, now) for case in cases)
    return tuple(offer for offer in found if offer)


def accepted_at(case: Case) -> Iterator[datetime]:
    """When the owner took the offer of this case: as they said, or wrote after it had come."""
    offered = case.decision if case.decision and case.decision.ending is Ending.OFFERED else None
    for mention in case.mentions if offered else ():
        wrote = mention.outgoing and mention.kind is Kind.ACCEPTANCE
        if Sign.OFFER_ACCEPTED in mention.signs or (offered and wrote and mention.at > offered.at):
            yield mention.at


def _offer(case: Case, taken: Case | None, policy: Policy, now: datetime) -> Offer | None:
    end = ending(case, now, policy)
    if end and now - end.at < REPLY_WELCOME_FOR:
        offer = Offer(case, Step.GRACIOUS_REPLY, "they have said no; a gracious reply")
    elif end is None and taken and taken is not case:
        name = taken.company or "another employer"
        offer = Offer(case, Step.WITHDRAWAL, f"you have accepted the offer of {name}; to withdraw")
    else:
        return None
    pending = any(wish.step is offer.step for wish in case.wishes)
    return None if pending or why_not(case, offer.step, policy, now) else offer
