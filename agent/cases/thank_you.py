"""The thank-yous of every round: to whom, when, and when it is too late."""

from datetime import datetime, timedelta

from agent.cases.case import Case, Key, Round, Step
from agent.cases.plan import Plan, Skip, Write, nothing, together
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.recipients import Thanks, address_of, thanks
from agent.cases.windows import thank_you_at, thank_you_hour
from agent.cases.wording import by_now, why

FRESH_THREAD_AFTER = timedelta(days=30)  # older mails are not answered any more (C4-7)


def thank_yous(case: Case, policy: Policy, now: datetime) -> Plan:
    """What is due to the people of all rounds that stand."""
    nobody = nothing(why(Reason.NO_INTERVIEW_YET))
    if Step.THANK_YOU not in policy.steps:
        return nobody
    rounds = [r for r in case.rounds if r.end and not r.cancelled and r.held is not False]
    return together(
        [nobody, *(_one(case, r, note, policy, now) for r in rounds for note in thanks(case, r))]
    )


def _one(case: Case, round_: Round, note: Thanks, policy: Policy, now: datetime) -> Plan:
    end = round_.end or now
    due = thank_you_at(end, policy)
    key = Key(case.id, round_.id, "", Step.THANK_YOU, note.to.address or "")
    reason = why(Reason.INTERVIEW_OVER, evidence=round_.evidence)
    if is_done(case, round_, note):
        return nothing(why(Reason.NOTHING_DUE))
    if now < due:
        return nothing(why(Reason.INTERVIEW_AHEAD if now < end else Reason.WAITING), due)
    if policy.started_at and due < policy.started_at:
        return Plan((Skip(key, why(Reason.BEFORE_START, evidence=round_.evidence)),), reason, None)
    if now > end + policy.thank_you.expires:
        return Plan((Skip(key, why(Reason.TOO_LATE, evidence=round_.evidence)),), reason, None)
    opening = thank_you_hour(now, policy)
    if opening > now:
        return nothing(reason, opening)
    return Plan((_write(key, round_, note, due, policy, now),), reason, None)


def _write(
    key: Key, round_: Round, note: Thanks, due: datetime, policy: Policy, now: datetime
) -> Write:
    end = round_.end or now
    late = now > end + policy.thank_you.within
    reason = Reason.INTERVIEW_OVER_LATE if late else Reason.INTERVIEW_OVER
    answerable = note.to.wrote_at and now - note.to.wrote_at < FRESH_THREAD_AFTER
    return Write(
        key=key,
        to=address_of(note.to),
        why=why(reason, by_now("It ended", end, round_), evidence=round_.evidence),
        due_at=due,
        round_id=round_.id,
        interview_on=round_.on,
        late=late,
        interviewers=note.names,
        through=note.through,
        promised_on=None,
        last_wrote_on=None,
        parent=note.to.last_message if answerable else None,
    )


def is_done(case: Case, round_: Round, note: Thanks) -> bool:
    """True if this person has been thanked, or a draft of it was made, declined or dropped."""
    names = {round_.id, *round_.names}
    for entry in case.entries:
        if entry.key.step is Step.THANK_YOU and entry.key.round in names:
            if entry.key.recipient == note.to.address:
                return True
    return thanked_by_owner(case, round_, note.to.address or "")


def thanked_by_owner(case: Case, round_: Round, recipient: str) -> bool:
    """The owner's own thanks count for whom they went to; if to nobody of the round, for all of it."""
    interviewers = {p.address for p in round_.interviewers if p.address}
    begun = (
        round_.start or datetime.combine(round_.on, datetime.min.time(), round_.end.tzinfo)
        if round_.on and round_.end
        else None
    )
    later = [
        r.start or r.end
        for r in case.rounds
        if not r.cancelled and r.end and round_.end and r.end > round_.end
    ]
    until = min((at for at in later if at), default=None)
    for attempt in case.attempts:
        if attempt.step is not Step.THANK_YOU or not attempt.by_owner or attempt.bounced:
            continue
        if begun is None or attempt.at < begun or (until and attempt.at >= until):
            continue
        if recipient in attempt.to or not interviewers & {*attempt.to}:
            return True
    return False
