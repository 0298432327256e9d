"""How one silence runs: when to ask, when to ask once more, when to stop. Independent of the clock.

Modifiers only lengthen a wait (DESIGN §6); what was sent, declined or left lying decides what
follows.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from agent.cases.business_days import BusinessDays, business_days
from agent.cases.case import Attempt, Case, Ending, Entry, EntryStatus, Round, Step, Urgency, Wait
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.recipients import back_on, correspondent
from agent.cases.unwanted import unwanted_since
from agent.cases.windows import due_at, instant, office_hour, zone_of
from agent.reading.facts import Culture, Seniority

NUDGES = (Step.FOLLOW_UP, Step.FINAL_ATTEMPT)
MOST_TOGETHER = 2.5  # the product of all modifiers (domain.md B.2)
MOST_EXTRA_DAYS = 3  # the employer's pace and closing date together
BETWEEN_NUDGES_DAYS = 5  # business days, whatever has been said in between
NOBODY_TO_ASK = timedelta(days=30)
NO_CONTACT_DAYS = 20

# domain.md B.3; what shortens, only the owner says.
_CULTURE = {
    Culture.STARTUP: 0.8,
    Culture.FINANCE: 1.2,
    Culture.ACADEMIA: 1.5,
    Culture.GOVERNMENT: 2.0,
}
_SENIORITY = {Seniority.ENTRY: 0.8, Seniority.DIRECTOR: 1.5, Seniority.EXECUTIVE: 2.0}
_URGENCY = {Urgency.URGENT: 0.6, Urgency.EVERGREEN: 1.5}


@dataclass(frozen=True, slots=True)
class Due:
    step: Step
    at: datetime  # aware UTC, within the owner's office hours
    reason: Reason
    promised_on: date | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Of one wait: the next step, if one follows, and how it ends if nothing more comes."""

    wait: Wait
    round: Round
    due: Due | None
    closes_at: datetime | None  # None while the owner has to move
    ending: Ending
    asked_on: date | None = None  # when the follow-up left
    why_none: Reason = Reason.NOTHING_DUE  # where no step is due


@dataclass(frozen=True, slots=True)
class _Count:
    """What days are counted with."""

    case: Case
    round: Round
    policy: Policy
    days: BusinessDays

    def at(self, day: date) -> datetime:
        zone = zone_of(self.round, self.policy)
        return due_at(day, self.policy.follow_up.at, zone, self.days, self.policy)

    def day(self, at: datetime) -> date:
        return at.astimezone(zone_of(self.round, self.policy)).date()

    def after(self, at: datetime, count: int) -> datetime:
        return self.at(self.days.add(self.day(at), count))


def course(case: Case, wait: Wait, policy: Policy) -> Course | None:
    """The course of `wait`; None if its round is not known any more."""
    round_ = next((r for r in case.rounds if r.id == wait.round), None)
    if round_ is None:
        return None
    count = _Count(case, round_, policy, business_days(case, policy))
    if wait.began_at is None or wait.on is None:
        return Course(wait, round_, None, None, Ending.STALE, why_none=Reason.OWNERS_MOVE)
    if case.silence:
        closes = count.at(count.days.add(case.silence.on, 2))
        return Course(wait, round_, None, closes, Ending.REJECTED, why_none=Reason.WAITING)
    if case.no_contact:
        closes = count.at(count.days.add(round_.on or wait.on, NO_CONTACT_DAYS))
        why = Reason.NO_CONTACT_WISHED
        return Course(wait, round_, None, closes, Ending.NO_ANSWER, why_none=why)
    return _asking(count, wait, wait.on)


def _asking(count: _Count, wait: Wait, day0: date) -> Course:
    case, policy = count.case, count.policy
    sent = nudges_in(case, wait)
    earlier = [a for a in _nudges(case) if a.at < wait.opened_at]
    stop_days = policy.close_after_days

    def ends(at: datetime, why: Reason) -> Course:
        closes = count.after(max(at, count.round.known_at), stop_days)
        asked = count.day(sent[0].at) if sent else None
        return Course(wait, count.round, None, closes, Ending.NO_ANSWER, asked, why)

    # A round whose end moves back may leave a final attempt without its follow-up.
    if len(sent) >= 2 or any(attempt.step is Step.FINAL_ATTEMPT for attempt in sent):
        return ends(sent[-1].at, Reason.WAITING)
    if len(earlier) + len(sent) >= policy.most_nudges:
        return ends(sent[-1].at if sent else wait.began_at or wait.opened_at, Reason.ENOUGH)
    step = Step.FINAL_ATTEMPT if sent else Step.FOLLOW_UP
    laid = _unsent(case, wait, step, count) or _unsent(case, wait, Step.FINAL_ATTEMPT, count)
    if laid:
        return ends(*laid)
    unwanted = unwanted_since(case, wait, step)
    if unwanted:
        return ends(unwanted, Reason.SKIPPED_BY_OWNER)
    due = _final(count, sent[0]) if sent else _follow_up(count, wait, day0)
    if step not in policy.steps:
        return ends(due.at, Reason.SWITCHED_OFF)
    asked_on = count.day(sent[0].at) if sent else None
    if correspondent(case) is None:
        closes = due.at + NOBODY_TO_ASK
        return Course(wait, count.round, due, closes, Ending.STALE, asked_on)
    closes = count.after(due.at, stop_days)
    return Course(wait, count.round, due, closes, Ending.NO_ANSWER, asked_on)


def _follow_up(count: _Count, wait: Wait, day0: date) -> Due:
    case, rules, days = count.case, count.policy.follow_up, count.days
    number = math.ceil(rules.business_days * _modifier(case)) + _extra(count, day0)
    day = days.add(day0, min(max(number, rules.fewest_days), rules.most_days))
    promise = next(
        (p for p in reversed(case.promises) if p.round == wait.round and p.on >= day0), None
    )
    if promise:
        promised = days.add(promise.on, rules.promise_grace_days)
        # A promise older than the last answer can only lengthen the new wait.
        day = promised if promise.made_at >= wait.opened_at or not wait.id else max(day, promised)
    earlier = [count.day(a.at) for a in _nudges(case) if a.at < wait.opened_at]
    day = max(day, *(days.add(asked, BETWEEN_NUDGES_DAYS) for asked in earlier[-1:]), day)
    day = _not_sooner(count, day, since=wait.opened_at)
    at = max(count.at(day), _office(count, count.round.known_at))
    if count.round.end:
        floor = count.round.end + rules.floor
        at = max(at, _office(count, floor))
    if promise:
        return Due(Step.FOLLOW_UP, at, Reason.PROMISE_PASSED, promise.on, promise.evidence)
    return Due(Step.FOLLOW_UP, at, Reason.NO_ANSWER_YET, None, wait.evidence)


def _final(count: _Count, follow_up: Attempt) -> Due:
    rules = count.policy.final_attempt
    number = math.ceil(rules.business_days * _modifier(count.case))
    number = min(max(number, rules.fewest_days), rules.most_days)
    day = count.days.add(count.day(follow_up.at), number)
    day = _not_sooner(count, day, since=follow_up.at)
    return Due(
        Step.FINAL_ATTEMPT,
        count.at(day),
        Reason.STILL_NO_ANSWER,
        None,
        follow_up.message_id,
    )


def _not_sooner(count: _Count, day: date, *, since: datetime) -> date:
    """Kind words and absences move a step, they never bring it forward."""
    case = count.case
    for courtesy in case.courtesies:
        if courtesy.at > since or (count.round.known_at == courtesy.at):
            shifted = count.days.add(count.day(courtesy.at), count.policy.follow_up.business_days)
            day = max(day, shifted)
    person = correspondent(case)
    returns = back_on(case, person) if person else None
    return max(day, count.days.add(returns, 1)) if returns else day


def _office(count: _Count, at: datetime) -> datetime:
    return office_hour(at, zone_of(count.round, count.policy), count.days, count.policy)


def _modifier(case: Case) -> float:
    """What is inferred from mails is never below 1: only the owner may shorten a wait."""
    culture = _CULTURE.get(case.culture, 1.0) if case.culture else 1.0
    seniority = _SENIORITY.get(case.seniority, 1.0) if case.seniority else 1.0
    urgency = _URGENCY.get(case.urgency, 1.0) if case.urgency else 1.0
    return min(culture * seniority * urgency, MOST_TOGETHER)


def _extra(count: _Count, day0: date) -> int:
    """Days for the employer's own pace and closing date, three at most together."""
    case, days = count.case, count.days
    closing = 0
    if case.closing_on and day0 <= case.closing_on.on <= days.add(day0, 10):
        closing = MOST_EXTRA_DAYS
    took = [days.between(count.day(asked), count.day(answered)) for asked, answered in case.pace]
    usual = math.ceil(median(took)) + 1 if took else 0
    slow = max(0, usual - count.policy.follow_up.business_days)
    return min(MOST_EXTRA_DAYS, closing + slow)


def nudges_in(case: Case, wait: Wait) -> list[Attempt]:
    """Follow-up and final attempt of this wait that left and arrived, the owner's own too."""
    until = min((w.opened_at for w in case.waits if w.opened_at > wait.opened_at), default=None)
    return [
        attempt
        for attempt in _nudges(case)
        if attempt.at >= wait.opened_at and (until is None or attempt.at < until)
    ]


def _nudges(case: Case) -> list[Attempt]:
    return [a for a in case.attempts if a.step in NUDGES and not a.bounced]


def _unsent(case: Case, wait: Wait, step: Step, count: _Count) -> tuple[datetime, Reason] | None:
    """When a draft for this step was given up, or will be if it goes on lying there."""
    for entry in entries_of(case, wait, step):
        if entry.status in (EntryStatus.SENT, EntryStatus.REMINDED):
            continue  # sent: it came back, or it would be among the nudges
        if entry.status in (EntryStatus.DECLINED, EntryStatus.WITHDRAWN, EntryStatus.SKIPPED):
            return entry.at, Reason.NOT_SENT
        made = entry.made_at or entry.at
        return count.after(made, count.policy.withdraw_unsent_days), Reason.LIES_UNSENT
    return None


def entries_of(case: Case, wait: Wait, step: Step) -> list[Entry]:
    """Outbox rows of one step of one wait, under whichever id its round once had."""
    round_ = next((r for r in case.rounds if r.id == wait.round), None)
    names = {wait.round, *(round_.names if round_ else ())}
    return [
        entry
        for entry in case.entries
        if entry.key.step is step and entry.key.wait == wait.id and entry.key.round in names
    ]


def closing_instant(day: date, policy: Policy) -> datetime:
    """When on a day a case ends by itself: at the hour at which follow-ups are due."""
    return instant(day, policy.follow_up.at, policy.zone)
