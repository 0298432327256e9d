"""What `decide` returns: everything that is due, with its reason, before anything is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from agent.cases.case import Key, Question, Step
from agent.cases.reasons import Reason
from agent.reading.message import Address


@dataclass(frozen=True, slots=True)
class Why:
    """The named cause of a decision, one sentence for people, and the message that decided."""

    reason: Reason
    because: str
    evidence: str | None = None  # Message-ID


@dataclass(frozen=True, slots=True)
class Write:
    """Put a draft for this step into the mailbox."""

    key: Key
    to: Address
    why: Why
    due_at: datetime  # aware UTC; from when on it was right to write
    round_id: str
    interview_on: date | None  # of the round it speaks of
    late: bool  # a thank-you after 24 hours: no "today" or "yesterday"
    interviewers: tuple[str, ...]  # names to thank, where `to` is not the only one thanked
    through: bool  # a thank-you through a coordinator, who passes it on
    promised_on: date | None  # a decision date that has passed; of a delay, the new one
    last_wrote_on: date | None  # the owner's previous attempt in this wait
    parent: str | None  # Message-ID to answer to; None starts a new thread


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Remove our own draft, if it is unmodified."""

    key: Key
    why: Why


@dataclass(frozen=True, slots=True)
class Skip:
    """This step will not happen."""

    key: Key
    why: Why


@dataclass(frozen=True, slots=True)
class Remind:
    """Tell the owner: a phone call that suits now, or a draft that lies unsent."""

    key: Key
    why: Why


@dataclass(frozen=True, slots=True)
class Ask:
    """Hold, and put a question to the owner."""

    question: Question
    why: Why
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """The owner approves of this draft: its bytes, as they lie there, are what may leave."""

    key: Key
    why: Why


@dataclass(frozen=True, slots=True)
class Send:
    """Let this approved letter leave, if a last look finds nothing against it."""

    key: Key
    why: Why


@dataclass(frozen=True, slots=True)
class Drop:
    """This approved letter must not leave any more."""

    key: Key
    why: Why


Action = Write | Withdraw | Skip | Remind | Ask | Fix | Send | Drop


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is due for one case at one instant."""

    actions: tuple[Action, ...]
    why: Why  # of the whole, also of doing nothing
    wake_at: datetime | None  # aware UTC; when to look again if no mail comes. None: never


def nothing(why: Why, wake_at: datetime | None = None) -> Plan:
    """Do nothing, for a reason."""
    return Plan((), why, wake_at)


def together(plans: Iterable[Plan]) -> Plan:
    """All actions, the reason of the first plan that acts (else of the first), the first waking."""
    every = tuple(plans)
    speaker = next((plan for plan in every if plan.actions), every[0])
    wakes = [plan.wake_at for plan in every if plan.wake_at]
    actions = tuple(action for plan in every for action in plan.actions)
    return Plan(actions, speaker.why, min(wakes, default=None))
