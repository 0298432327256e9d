"""Where a case stands now, and whether and why it has ended."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from agent.cases.business_days import business_days
from agent.cases.case import Case, Decision, Ending, Round, Wait
from agent.cases.course import Course, closing_instant, course
from agent.cases.policy import Policy
from agent.reading.facts import NOISE, Kind

QUIET = timedelta(days=60)  # no interview held, or the owner's move, and no mail
FROZEN = timedelta(days=90)  # on hold
CALLED_OFF = timedelta(days=30)  # cancelled without a new date


class Phase(StrEnum):
    APPLIED = "applied"
    INVITED = "invited"  # an interview is wished, its time not fixed
    SCHEDULED = "scheduled"
    AWAITING_REPLY = "awaiting_reply"
    OWNERS_MOVE = "owners_move"
    CANCELLED = "cancelled"  # called off, no new time yet
    ON_HOLD = "on_hold"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case counts at one instant."""

    ahead: Round | None  # the next interview that stands
    held: Round | None  # the last one that is over, and took place as far as is known
    cancelled: Round | None  # the last one, called off, and nothing new since
    wait: Wait | None  # the present silence
    course: Course | None  # of it
    theirs: bool  # they wrote after the case had ended: it is their move for good
    expected: Decision | None  # how it ends if nothing more happens; None: an interview is ahead
    end: Decision | None = None  # why it is closed, and since when; None while it is open


def standing(case: Case, now: datetime, policy: Policy) -> Standing:
    """What counts at `now`."""
    live = [r for r in case.rounds if not r.cancelled and r.end]
    ahead = next((r for r in live if r.end and r.end > now), None)
    over = [r for r in live if r.end and r.end <= now and r.held is not False]
    waits = [w for w in case.waits if w.opened_at <= now]
    wait = waits[-1] if waits and not ahead else None
    stands = Standing(
        ahead=ahead,
        held=over[-1] if over else None,
        cancelled=None if ahead else _cancelled(case, waits),
        wait=wait,
        course=course(case, wait, policy) if wait else None,
        theirs=bool(wait) and _is_theirs(case, waits, policy),
        expected=None,
    )
    expected = None if ahead else _expected(case, stands, policy, now)
    last = case.decision or expected
    return replace(stands, expected=expected, end=last if last and last.at <= now else None)


def _cancelled(case: Case, waits: list[Wait]) -> Round | None:
    gone = {r.cancelled_at: r for r in case.rounds if r.cancelled_at}
    last_at = max(gone, default=None)
    if last_at is None or any(wait.opened_at > last_at for wait in waits):
        return None
    return gone[last_at]


def _is_theirs(case: Case, waits: list[Wait], policy: Policy) -> bool:
    """True if the present wait began by a mail that came after its forerunner had ended (D25)."""
    theirs = False
    for before, wait in pairwise(waits):
        if not wait.id or wait.renewed:  # a new round is a new beginning
            theirs = False
        elif not theirs:
            run = course(case, before, policy)
            theirs = bool(run and run.closes_at and run.closes_at <= wait.opened_at)
    return theirs


def ending(case: Case, now: datetime, policy: Policy) -> Decision | None:
    """Why the case is closed at `now`, and since when; None while it is open."""
    return standing(case, now, policy).end


def _expected(case: Case, stands: Standing, policy: Policy, now: datetime) -> Decision:
    if case.on_hold:
        return Decision(Ending.STALE, case.on_hold.at + FROZEN, case.on_hold.evidence)
    if stands.cancelled and stands.cancelled.cancelled_at:
        gone = stands.cancelled
        return Decision(Ending.STALE, stands.cancelled.cancelled_at + CALLED_OFF, gone.evidence)
    run = stands.course
    if run and run.closes_at and not stands.theirs:
        evidence = case.silence.evidence if case.silence else run.wait.evidence
        return Decision(run.ending, run.closes_at, evidence)
    if case.silence and not stands.held:
        day = business_days(case, policy).add(case.silence.on, 2)
        return Decision(Ending.REJECTED, closing_instant(day, policy), case.silence.evidence)
    return Decision(Ending.STALE, _last_sign_of_life(case, now) + QUIET, case.last.message_id)


def _last_sign_of_life(case: Case, now: datetime) -> datetime:
    mails = [m.at for m in case.mentions if m.kind not in NOISE]
    ends = [r.end for r in case.rounds if r.end and not r.cancelled and r.end <= now]
    return max([case.opened_at, *mails, *ends])


def phase(case: Case, now: datetime, policy: Policy) -> Phase:
    """Where the case stands at `now`, in one word."""
    stands = standing(case, now, policy)
    if stands.end:
        return Phase.CLOSED
    if stands.ahead:
        return Phase.SCHEDULED
    if case.on_hold:
        return Phase.ON_HOLD
    if case.slots:
        return Phase.INVITED
    if stands.cancelled:
        return Phase.CANCELLED
    if stands.wait:
        return Phase.AWAITING_REPLY if stands.wait.began_at else Phase.OWNERS_MOVE
    return Phase.APPLIED if not _invited(case) else Phase.INVITED


def _invited(case: Case) -> bool:
    return any(mention.kind is Kind.INVITATION for mention in case.mentions)
