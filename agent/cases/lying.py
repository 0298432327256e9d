"""Drafts of ours that nobody has sent: when to remind, when to take them back."""

from datetime import datetime

from agent.cases.business_days import business_days
from agent.cases.case import BY_WISH, Case, Entry, EntryStatus, Round, Step
from agent.cases.course import nudges_in
from agent.cases.phase import Standing
from agent.cases.plan import Plan, Remind, Why, Withdraw, nothing, together
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.thank_you import thanked_by_owner
from agent.cases.unwanted import is_unwanted, thanks_unwanted, unwanted_since
from agent.cases.windows import due_at
from agent.cases.wished import unfit
from agent.cases.wording import why


def lying_drafts(case: Case, stands: Standing, policy: Policy, now: datetime) -> Plan:
    """What to do with each draft of ours that lies untouched."""
    drafted = [entry for entry in case.entries if entry.status is EntryStatus.DRAFTED]
    quiet = nothing(why(Reason.NOTHING_DUE))
    return together([quiet, *(_one(case, e, stands, policy, now) for e in drafted)])


def _one(case: Case, entry: Entry, stands: Standing, policy: Policy, now: datetime) -> Plan:
    untrue = no_longer_true(case, entry, stands)
    if untrue:
        return Plan((Withdraw(entry.key, untrue),), untrue, None)
    if entry.key.step is Step.THANK_YOU:
        return _thank_you(case, entry, policy, now)
    return _aging(case, entry, policy, now)


def no_longer_true(case: Case, entry: Entry, stands: Standing) -> Why | None:
    """Why this letter must not be sent any more (B17), or None."""
    if entry.key.step in BY_WISH:
        return unfit(case, stands, entry.key)
    if entry.key.step is Step.FEEDBACK_REQUEST:
        unwanted = is_unwanted(case, Step.FEEDBACK_REQUEST)
        return why(Reason.SKIPPED_BY_OWNER) if unwanted else None
    if stands.end:
        return why(Reason(stands.end.ending), evidence=stands.end.evidence)
    round_ = round_of(case, entry)
    if entry.key.step is Step.THANK_YOU:
        return _thanks_untrue(case, entry, stands, round_)
    run = stands.course
    if stands.ahead:
        return why(Reason.NEXT_ROUND, evidence=stands.ahead.evidence)
    if case.on_hold:
        return why(Reason.ON_HOLD, evidence=case.on_hold.evidence)
    if run is None or run.wait.id != entry.key.wait or round_ is not run.round:
        return why(Reason.ANSWERED, evidence=run.wait.evidence if run else None)
    if unwanted_since(case, run.wait, entry.key.step):
        return why(Reason.SKIPPED_BY_OWNER)
    asked = [a for a in nudges_in(case, run.wait) if a.at > (entry.made_at or entry.at)]
    if asked:
        return why(Reason.DONE_BY_OWNER, evidence=asked[0].message_id)
    return None


def _thanks_untrue(case: Case, entry: Entry, stands: Standing, round_: Round | None) -> Why | None:
    if round_ is None or round_.cancelled or round_.held is False:
        evidence = round_.evidence if round_ else None
        called_off = round_ is None or round_.cancelled
        return why(Reason.CANCELLED if called_off else Reason.NOT_HELD, evidence=evidence)
    if round_ is stands.ahead:
        return why(Reason.MOVED, evidence=round_.evidence)
    if thanks_unwanted(case, round_):
        return why(Reason.SKIPPED_BY_OWNER)
    if thanked_by_owner(case, round_, entry.key.recipient):
        return why(Reason.DONE_BY_OWNER)
    return None


def _thank_you(case: Case, entry: Entry, policy: Policy, now: datetime) -> Plan:
    round_ = round_of(case, entry)
    end = round_.end if round_ and round_.end else entry.at
    expires = end + policy.thank_you.expires
    if now < expires:
        return nothing(why(Reason.LIES_UNSENT), expires)
    cause = why(Reason.NOT_SENT)
    return Plan((Withdraw(entry.key, cause),), cause, None)


def _aging(case: Case, entry: Entry, policy: Policy, now: datetime) -> Plan:
    made = entry.made_at or entry.at
    days, made_on = business_days(case, policy), made.astimezone(policy.zone).date()

    def after(count: int) -> datetime:
        day = days.add(made_on, count)
        return due_at(day, policy.follow_up.at, policy.zone, days, policy)

    if now >= after(policy.withdraw_unsent_days):
        cause = why(Reason.NOT_SENT)
        return Plan((Withdraw(entry.key, cause),), cause, None)
    if entry.told_at:
        return nothing(why(Reason.LIES_UNSENT), after(policy.withdraw_unsent_days))
    if now < after(policy.remind_unsent_days):
        return nothing(why(Reason.LIES_UNSENT), after(policy.remind_unsent_days))
    cause = why(Reason.LIES_UNSENT)
    return Plan((Remind(entry.key, cause),), cause, after(policy.withdraw_unsent_days))


def round_of(case: Case, entry: Entry) -> Round | None:
    """The round that a row names, under whichever id it once had."""
    names = entry.key.round
    return next((r for r in case.rounds if names == r.id or names in r.names), None)
