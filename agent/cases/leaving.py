"""Letters that may leave by themselves: whether the owner allows it, when, and what stands against.

Nothing here makes a letter leave: it says which may, and a last look is taken before it does.
"""

from datetime import datetime, timedelta

from agent.cases.business_days import business_days
from agent.cases.case import MAY_LEAVE, Case, Entry, EntryStatus, Mode, Step
from agent.cases.hearing import Hearing, hearing
from agent.cases.lying import no_longer_true, round_of
from agent.cases.phase import Standing
from agent.cases.plan import Ask, Drop, Fix, Plan, Send, Why, nothing, together
from agent.cases.policy import Policy
from agent.cases.questions import has_it_left, open_doubts
from agent.cases.reasons import Reason
from agent.cases.windows import receiving_hour, thanks_receiving_hour, zone_of
from agent.cases.wording import why

LATEST_DAYS = 2  # business days after which nobody would send it any more (S11)
SECOND_LOOK_AFTER = timedelta(minutes=2)  # a server may show news late (B14)
SHOWS_IN_SENT_WITHIN = timedelta(minutes=15)  # then the owner is asked (A1)
CAREFUL_FIRST = (Mode.DRAFT, Mode.APPROVE, Mode.SEND)


def mode_of(case: Case, step: Step, policy: Policy) -> Mode:
    """What the owner allows: of the YAML's and the case's the more careful (B.5)."""
    if step not in MAY_LEAVE:
        return Mode.DRAFT
    allowed = policy.modes.get(step, Mode.DRAFT)
    return min(allowed, case.mode or allowed, key=CAREFUL_FIRST.index)


def leaves_alone(case: Case, step: Step, policy: Policy) -> bool:
    """True if this step may leave without a draft: allowed, confirmed as it is known now, no doubt
    open (domain.md B.5).
    """
    allowed = mode_of(case, step, policy) is Mode.SEND and not open_doubts(case)
    return allowed and is_confirmed(case)


def is_confirmed(case: Case) -> bool:
    """True if the owner has confirmed employer and role as they are known now, and both are."""
    said = case.confirmed
    if said is None or not (case.company and case.role):
        return False
    return (said.company, said.role) == (case.company, case.role)


def departures(case: Case, stands: Standing, policy: Policy, now: datetime) -> Plan:
    """What to do with each letter that is approved, or of which nobody knows whether it left."""
    quiet = nothing(why(Reason.NOTHING_DUE))
    plans = [_one(case, entry, stands, policy, now) for entry in case.entries]
    return together([quiet, *(plan for plan in plans if plan)])


def _one(case: Case, entry: Entry, stands: Standing, policy: Policy, now: datetime) -> Plan | None:
    match entry.status:
        case EntryStatus.DRAFTED | EntryStatus.EDITED:
            return _approved(case, entry, policy)
        case EntryStatus.APPROVED:
            return _waiting(case, entry, stands, policy, now)
        case EntryStatus.UNCERTAIN:
            return _uncertain(case, entry, now)
    return None


def _approved(case: Case, entry: Entry, policy: Policy) -> Plan | None:
    allowed = mode_of(case, entry.key.step, policy) is not Mode.DRAFT
    if not allowed or not is_approved(case, entry):
        return None
    cause = why(Reason.APPROVED)
    return Plan((Fix(entry.key, cause),), cause, None)


def is_approved(case: Case, entry: Entry) -> bool:
    """True if the owner has approved of this draft since it came to stand as it does."""
    return any(a.message_id == entry.message_id and a.at > entry.at for a in case.approvals)


def _waiting(case: Case, entry: Entry, stands: Standing, policy: Policy, now: datetime) -> Plan:
    against = _against(case, entry, stands, policy, now)
    if against:
        return Plan((Drop(entry.key, against),), against, None)
    cause = why(Reason.APPROVED)
    if _is_doubtful(case, entry, stands, now):
        return nothing(why(Reason.DOUBT), _latest(case, entry, policy))
    opens_at = max(_opening(case, entry, policy, now), entry.not_before or now)
    if opens_at > now:
        return nothing(cause, opens_at)
    return Plan((Send(entry.key, cause),), cause, None)


def _against(
    case: Case, entry: Entry, stands: Standing, policy: Policy, now: datetime
) -> Why | None:
    """Why it must not leave any more: it is not true, not allowed, or too late."""
    untrue = no_longer_true(case, entry, stands)
    if untrue:
        return untrue
    if mode_of(case, entry.key.step, policy) is Mode.DRAFT:
        return why(Reason.SWITCHED_OFF)
    return why(Reason.TOO_LATE) if now > _latest(case, entry, policy) else None


def _latest(case: Case, entry: Entry, policy: Policy) -> datetime:
    """The end of the second business day after it was approved."""
    made = (entry.approved_at or entry.at).astimezone(policy.zone)
    day = business_days(case, policy).add(made.date(), LATEST_DAYS)
    return made.replace(year=day.year, month=day.month, day=day.day, hour=23, minute=59)


def _is_doubtful(case: Case, entry: Entry, stands: Standing, now: datetime) -> bool:
    """A doubt holds a question to them, and what would leave without the owner's look."""
    alone = entry.lay_sha256 is None and bool(open_doubts(case))
    run = stands.course
    asks = entry.key.step is not Step.THANK_YOU
    return alone or (
        asks and run is not None and hearing(case, run.wait, now) is not Hearing.SILENT
    )


def _opening(case: Case, entry: Entry, policy: Policy, now: datetime) -> datetime:
    """`now`, or when they next receive mail by day: in the zone of the interview (DESIGN §6)."""
    round_ = round_of(case, entry)
    zone = zone_of(round_, policy) if round_ else policy.zone
    if entry.key.step is Step.THANK_YOU:
        return thanks_receiving_hour(now, zone, policy)
    return receiving_hour(now, zone, business_days(case, policy), policy)


def _uncertain(case: Case, entry: Entry, now: datetime) -> Plan:
    """Evidence may yet come; then only the owner can say (S5)."""
    ask_at = entry.at + SHOWS_IN_SENT_WITHIN
    cause = why(Reason.UNCERTAIN)
    if now < ask_at:
        return nothing(cause, ask_at)
    return Plan((Ask(has_it_left(case, entry), cause, entry.key.step),), cause, None)
