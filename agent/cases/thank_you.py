"""The thank-yous of every round: to whom, when, and when it is too late."""

from datetime import datetime, timedelta

from agent.cases.case import Case, Key, Person, Round, Step
from agent.cases.plan import Plan, Skip, Write, nothing, together
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.recipients import Thanks, address_of, thanks
from agent.cases.unwanted import thanks_unwanted
from agent.cases.windows import thank_you_at, thank_you_hour, why_unseen
from agent.cases.wording import instant_in_words, why

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
    if thanks_unwanted(case, round_):
        return nothing(why(Reason.SKIPPED_BY_OWNER))
    if is_done(case, round_, note):
        return nothing(why(Reason.NOTHING_DUE))
    if now < due:
        return nothing(why(Reason.INTERVIEW_AHEAD if now < end else Reason.WAITING), due)
    unseen = why_unseen(due, case, policy)
    if unseen:
        return Plan((Skip(key, why(unseen, evidence=round_.evidence)),), reason, None)
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
        why=why(reason, instant_in_words("It ended", end, policy.zone), evidence=round_.evidence),
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
    thanked = {
        entry.key.recipient
        for entry in case.entries
        if entry.key.step is Step.THANK_YOU and entry.key.round in names
    }
    interviewers = {p.address for p in round_.interviewers}
    named = not note.through and _is_named(case, note.to, names)
    passed_on = note.through and bool(thanked - interviewers)  # whoever was the coordinator then
    made = note.to.address in thanked or passed_on
    return made or named or thanked_by_owner(case, round_, note.to.address or "")


def _is_named(case: Case, person: Person, rounds: set[str]) -> bool:
    """True if a note to somebody else has passed on their thanks, before this address was known."""
    return bool(person.name) and any(
        entry.made_at
        and entry.key.step is Step.THANK_YOU
        and entry.key.round in rounds
        and entry.key.recipient != person.address
        and person.name in entry.text
        for entry in case.entries
    )


def thanked_by_owner(case: Case, round_: Round, recipient: str) -> bool:
    """The owner's own thanks count for whom they reached; to nobody of the round, for all of it."""
    interviewers = {p.address for p in round_.interviewers if p.address}
    return any(
        recipient in attempt.to or not interviewers & {*attempt.to}
        for attempt in case.attempts
        if attempt.step is Step.THANK_YOU
        and attempt.by_owner
        and not attempt.bounced
        and _thanked_for(case, attempt.at) is round_
    )


def _thanked_for(case: Case, at: datetime) -> Round | None:
    """The round that had begun last when thanks were written."""
    begun = [
        (r.start or _morning_of(r), r)
        for r in case.rounds
        if not r.cancelled and r.end and (r.start or _morning_of(r)) <= at
    ]
    return max(begun, key=lambda pair: pair[0])[1] if begun else None


def _morning_of(round_: Round) -> datetime:
    """Of an interview of which only the day is known."""
    end = round_.end or round_.known_at
    return end.replace(hour=0, minute=0)
