"""What was really said and done, whatever the agent made of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from agent.cases.case import Step
from tests.simulation.scheme import Opportunity, Talk


class Meaning(StrEnum):
    """What a mail of the employer's side means to a careful person (DESIGN §6)."""

    RECEIPT = "receipt"
    INVITES = "invites"
    LOGISTICS = "logistics"
    NEXT_ROUND = "next round"
    HOLDING = "holding"
    REQUEST = "request"
    REJECTED = "rejected"
    OFFERED = "offered"
    CLOSED = "closed"
    FROZEN = "frozen"
    COURTESY = "courtesy"
    AWAY = "away"
    BOUNCE = "bounce"
    SURVEY = "survey"


M = Meaning
MEANS = {
    "receipt": M.RECEIPT,
    "invite_text": M.INVITES,
    "invite_calendar": M.INVITES,
    "invite_slots": M.INVITES,
    "confirm": M.LOGISTICS,
    "reminder": M.LOGISTICS,
    "move_text": M.LOGISTICS,
    "move_calendar": M.LOGISTICS,
    "cancel_open": M.LOGISTICS,
    "cancel_new": M.LOGISTICS,
    "new_date": M.LOGISTICS,
    "next_text": M.NEXT_ROUND,
    "next_calendar": M.NEXT_ROUND,
    "next_slots": M.NEXT_ROUND,
    "holding_open": M.HOLDING,
    "holding_dated": M.HOLDING,
    "promise_after": M.HOLDING,
    "silence_means_no": M.HOLDING,
    "no_contact": M.HOLDING,
    "request": M.REQUEST,
    "reject": M.REJECTED,
    "offer": M.OFFERED,
    "filled": M.CLOSED,
    "frozen": M.FROZEN,
    "courtesy": M.COURTESY,
    "away_on": M.AWAY,
    "away_until": M.AWAY,
    "bounce": M.BOUNCE,
    "survey": M.SURVEY,
}
DECIDES = frozenset({M.REJECTED, M.OFFERED, M.CLOSED})
ANSWERS = DECIDES | {M.NEXT_ROUND, M.HOLDING, M.REQUEST, M.FROZEN}
NUDGES = frozenset({Step.FOLLOW_UP, Step.FINAL_ATTEMPT})


@dataclass(frozen=True, slots=True)
class Said:
    """One mail of the employer's side, or an automatic one that came in its stead."""

    at: datetime
    act: str
    meaning: Meaning
    by: str  # address
    message_id: str
    human: bool  # a person wrote it, at an address that takes answers
    promised_on: date | None = None
    silence_on: date | None = None
    back_on: date | None = None
    shown: frozenset[str] = frozenset()  # addresses in its header and calendar part
    no_feedback: bool = False
    folder: str = "INBOX"
    times: tuple[Talk, ...] = ()  # that it sets or offers; none where it calls one off

    @property
    def answers(self) -> bool:
        return self.meaning in ANSWERS


@dataclass(frozen=True, slots=True)
class Wrote:
    """One mail of the owner's to the employer's side."""

    at: datetime
    act: str  # of the wordings; "draft" for one of the agent's
    step: Step | None
    to: str
    message_id: str
    by_hand: bool


@dataclass(slots=True)
class Chronicle:
    """All of one opportunity, in order; grows while the search is lived through."""

    opportunity: Opportunity
    said: list[Said] = field(default_factory=list)
    wrote: list[Wrote] = field(default_factory=list)
    withdrawn_at: datetime | None = None

    @property
    def decision(self) -> Said | None:
        return next((said for said in self.said if said.meaning in DECIDES), None)

    @property
    def ended_at(self) -> datetime | None:
        decided = self.decision.at if self.decision else None
        return min((at for at in (decided, self.withdrawn_at) if at), default=None)

    @property
    def talks(self) -> tuple[Talk, ...]:
        """Those that took place, in order of their end."""
        end = self.ended_at
        held = (talk for talk in self.opportunity.talks if end is None or end > talk.start)
        return tuple(sorted(held, key=lambda talk: talk.end))

    @property
    def nudges(self) -> tuple[Wrote, ...]:
        return tuple(wrote for wrote in self.wrote if wrote.step in NUDGES)

    def answered_since(self, at: datetime) -> bool:
        return any(said.answers and said.at > at for said in self.said)

    @property
    def frozen(self) -> bool:
        answers = [said for said in self.said if said.answers]
        return bool(answers) and answers[-1].meaning is Meaning.FROZEN

    @property
    def people(self) -> frozenset[str]:
        """Every address of this opportunity to which one may write at all."""
        employer = self.opportunity.employer
        mailboxes = {said.by for said in self.said if said.act == "receipt" and said.shown}
        people = {person.address for person in (employer.recruiter, *employer.others)}
        return frozenset(people | mailboxes)
