"""What people would still do, as things stand: whether a turn that was drawn has a place."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.cases.case import Step
from tests.simulation.scheme import Turn
from tests.simulation.truth import NUDGES, Chronicle, Meaning
from tests.simulation.workdays import add, between, is_workday

SAID_TWICE_WITHIN = timedelta(days=4)


def has_place(turn: Turn, chronicle: Chronicle) -> bool:
    """The employer says nothing more after the end, but the same no a second time."""
    if chronicle.withdrawn_at:
        return False
    if turn.act == "survey":
        return any(talk.end < turn.at for talk in chronicle.talks)
    decision = chronicle.decision
    if decision is None:
        return not chronicle.frozen
    again = turn.act == decision.act == "reject"
    return again and turn.at - decision.at < SAID_TWICE_WITHIN


def owner_would(turn: Turn, chronicle: Chronicle, now: datetime) -> bool:
    """Whether the owner still writes this by hand: nothing twice, nothing after the end."""
    if chronicle.ended_at or chronicle.frozen:
        return False
    if turn.act == "own_thanks" and turn.talk:
        since = turn.talk.end
        thanked = [w for w in chronicle.wrote if w.step is Step.THANK_YOU and w.at > since]
        return not any(w.to == turn.to for w in thanked)
    if turn.act == "own_follow_up":
        return _may_ask(turn, chronicle, now)
    return True


def _may_ask(turn: Turn, chronicle: Chronicle, now: datetime) -> bool:
    asked = [wrote.at for wrote in chronicle.wrote if wrote.step in NUDGES]
    country = chronicle.opportunity.employer.country
    too_soon = any(between(at.date(), now.date(), country) < 6 for at in asked)
    ahead = any(talk.end > now for talk in chronicle.talks)
    answers = [said for said in chronicle.said if said.answers]
    kept_waiting = not answers or answers[-1].meaning not in (Meaning.REQUEST, Meaning.NEXT_ROUND)
    return bool(chronicle.talks) and not too_soon and not ahead and kept_waiting


def in_office(at: datetime, zone: ZoneInfo, country: str) -> datetime:
    """That instant, or the next morning of a business day at which somebody writes."""
    local = at.astimezone(zone)
    day = local.date()
    if is_workday(day, country) and time(8) <= local.time() <= time(18):
        return at
    if local.time() > time(18) or not is_workday(day, country):
        day = add(day, 1, country)
    return datetime.combine(day, time(9, local.minute), tzinfo=zone).astimezone(UTC)
