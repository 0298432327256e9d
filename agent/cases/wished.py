"""Letters that the owner asks for, beside the cadence: a gracious reply to a no, a line on a delay,
a withdrawal. Each is drafted once, and answers to how the case stands.

They are no steps: nothing falls due because one was left out. Only the line on a delay is written
unasked, where the owner has switched that on.
"""

from datetime import datetime, timedelta

from agent.cases.business_days import business_days
from agent.cases.case import Case, Decision, Ending, EntryStatus, Key, Mention, Step, Wait, Wish
from agent.cases.course import NUDGES
from agent.cases.phase import Standing, standing
from agent.cases.plan import Plan, Skip, Why, Write, nothing, together
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.recipients import address_of, correspondent, to_answer
from agent.cases.windows import due_at, office_hour, why_unseen, zone_of
from agent.cases.wording import why
from agent.reading.facts import Kind, Sign

REFUSALS = frozenset({Ending.REJECTED, Ending.POSITION_CLOSED})
WELCOME_FOR = timedelta(days=7)  # after the day on which a line on a delay was due
_LIES = frozenset({EntryStatus.INTENDED, EntryStatus.DRAFTED, EntryStatus.EDITED})
_ASKED = _LIES | {EntryStatus.SENT}


def wished(case: Case, stands: Standing, now: datetime) -> Plan:
    """A draft for each wish that has not been met; one that fits no more is given up."""
    quiet = nothing(why(Reason.NOTHING_DUE))
    return together([quiet, *(_meet(case, stands, wish, now) for wish in case.wishes)])


def _meet(case: Case, stands: Standing, wish: Wish, now: datetime) -> Plan:
    """A line on a delay means the silence that ran when it was wished."""
    opened = [wait for wait in case.waits if wait.opened_at <= wish.at]
    key = _key(case, wish.step, opened[-1] if opened else None)
    if _is_made(case, key):
        return nothing(why(Reason.NOTHING_DUE))
    found = _letter(case, stands, key, now)
    action = Skip(key, found) if isinstance(found, Why) else found
    return Plan((action,), action.why, None)


def delay_acknowledgement(case: Case, stands: Standing, policy: Policy, now: datetime) -> Plan:
    """On the business day after a person wrote that it takes longer than was said or asked, unless
    the owner has written since.
    """
    quiet, wait, run = nothing(why(Reason.NOTHING_DUE)), stands.wait, stands.course
    if not (policy.acknowledge_delay and wait and run and _names_delay(case, wait)):
        return quiet
    key = _key(case, Step.DELAY_ACKNOWLEDGED, wait)
    if _is_made(case, key) or unfit(case, stands, key):
        return quiet
    days, zone = business_days(case, policy), zone_of(run.round, policy)
    day = days.add(wait.opened_at.astimezone(zone).date(), 1)
    due = due_at(day, policy.follow_up.at, zone, days, policy)
    opening = office_hour(max(due, now), zone, days, policy)
    if opening > now:
        return nothing(why(Reason.NOTHING_DUE), opening)
    late = why(Reason.TOO_LATE, evidence=wait.evidence) if now > due + WELCOME_FOR else None
    unseen = why_unseen(due, case, policy)
    missed = why(unseen, evidence=wait.evidence) if unseen else late
    found = missed or _letter(case, stands, key, now, Reason.DELAY_NAMED)
    action = Skip(key, found) if isinstance(found, Why) else found
    return Plan((action,), action.why, None)


def is_withdrawing(case: Case) -> bool:
    """True from the wish to withdraw until its draft is sent, or gone: what would go on asking
    meanwhile would contradict it.
    """
    made = [e.status for e in case.entries if e.key.step is Step.WITHDRAWAL]
    wished = any(wish.step is Step.WITHDRAWAL for wish in case.wishes)
    return wished and all(status in _LIES for status in made)


def letter(case: Case, step: Step, policy: Policy, now: datetime) -> Write | Why:
    """The letter as it would be written if it were wished now; or why it cannot be."""
    stands = standing(case, now, policy)
    key = _key(case, step, stands.wait)
    return _letter(case, stands, key, now)


def why_not(case: Case, step: Step, policy: Policy, now: datetime) -> Why | None:
    """Why a wish for this letter would not be met; None if it would."""
    wait = standing(case, now, policy).wait
    if _is_made(case, _key(case, step, wait)):
        return why(Reason.WRITTEN_ONCE)
    found = letter(case, step, policy, now)
    return found if isinstance(found, Why) else None


def unfit(case: Case, stands: Standing, key: Key) -> Why | None:
    """Why this letter does not fit how the case stands; None if it does."""
    end = stands.end
    if case.no_contact:
        return why(Reason.NO_CONTACT_WISHED, evidence=case.no_contact.evidence)
    if key.step is Step.GRACIOUS_REPLY:
        return _unfit_reply(case, end)
    if end and not (key.step is Step.WITHDRAWAL and end.ending is Ending.OFFERED):
        return why(Reason(end.ending), evidence=end.evidence)
    if key.step is Step.WITHDRAWAL:
        return None
    wait = stands.wait
    heard = wait is not None and wait.id == key.wait and _delay(case, wait)
    return None if heard else why(Reason.NO_DELAY)


def _unfit_reply(case: Case, end: Decision | None) -> Why | None:
    """It answers a no that was said, where no feedback is asked."""
    if end is None or end != case.decision or end.ending not in REFUSALS:
        return why(Reason.NOT_REFUSED)
    asked = (e for e in case.entries if e.key.step is Step.FEEDBACK_REQUEST)
    return why(Reason.FEEDBACK_ASKED) if any(e.status in _ASKED for e in asked) else None


def _delay(case: Case, wait: Wait) -> Mention | None:
    """What a person wrote that began this silence: that it takes longer."""
    began = (m for m in case.mentions if m.message_id and m.message_id == wait.evidence)
    return next((m for m in began if m.kind is Kind.HOLDING and Sign.BY_PERSON in m.signs), None)


def _names_delay(case: Case, wait: Wait) -> bool:
    """It takes longer than something: a day that was promised, or when the owner asked."""
    promised = any(p.made_at < wait.opened_at for p in case.promises)
    asked = any(a.step in NUDGES and a.at < wait.opened_at for a in case.attempts)
    answered = any(m.outgoing and m.at > wait.opened_at for m in case.mentions)
    return bool(_delay(case, wait)) and (promised or asked) and not answered


def _key(case: Case, step: Step, wait: Wait | None) -> Key:
    """A line on a delay is written once in a silence, the others once in a case."""
    person = correspondent(case)
    address = person.address or "" if person else ""
    if step is Step.DELAY_ACKNOWLEDGED and wait:
        return Key(case.id, wait.round, wait.id, step, address)
    return Key(case.id, "", "", step, address)


def _is_made(case: Case, key: Key) -> bool:
    return any(e.key.step is key.step and e.key.wait == key.wait for e in case.entries)


def _letter(
    case: Case,
    stands: Standing,
    key: Key,
    now: datetime,
    cause: Reason = Reason.WISHED,
) -> Write | Why:
    person, wrong = correspondent(case), unfit(case, stands, key)
    if wrong or person is None:
        return wrong or why(Reason.NOBODY_TO_WRITE_TO)
    answers = stands.end or stands.wait
    evidence = answers.evidence if answers else None
    named = [p.on for p in case.promises if p.evidence == evidence and p.on >= now.date()]
    return Write(
        key=key,
        to=address_of(person),
        why=why(cause, evidence=evidence),
        due_at=now,
        round_id=key.round,
        interview_on=stands.held.on if stands.held else None,
        late=False,
        interviewers=(),
        through=False,
        promised_on=named[-1] if named and key.step is Step.DELAY_ACKNOWLEDGED else None,
        last_wrote_on=None,
        parent=to_answer(person, now),
    )
