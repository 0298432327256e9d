"""What a careful person would have written, to whom and when: DESIGN §6 reckoned anew.

Nothing here is the agent's: it knows what was really said, and counts days by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from agent.cases.case import Step
from tests.simulation.scheme import Search
from tests.simulation.silences import Round, Silence, bounced, nudges_of, rounds, silences
from tests.simulation.truth import Chronicle, Meaning, Said
from tests.simulation.workdays import add, is_workday

MOST_NUDGES = 4
UNTOLD = frozenset({"confirm", "reminder"})  # where and how, not about the process
LATE_DAYS = 3  # the employer's own pace may lengthen a wait by so many business days


@dataclass(frozen=True, slots=True)
class Wish:
    """One step that a careful person would have prepared."""

    opportunity: int
    step: Step
    to: str
    due_at: datetime
    latest_at: datetime
    silence: Silence | None = None  # of a follow-up or final attempt
    round: Round | None = None  # of a thank-you
    optional: bool = False  # right if it is made, and no harm if not


def wishes(search: Search, chronicle: Chronicle, until: datetime) -> tuple[Wish, ...]:
    """All of one opportunity."""
    calendar = Calendar(search, chronicle)
    found = [*_thanks(calendar), *_nudges(calendar), *_feedback(calendar)]
    return tuple(wish for wish in found if wish.due_at < until)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of one opportunity: counted where the employer is, seen by the owner's clock."""

    search: Search
    chronicle: Chronicle

    def add(self, day: date, count: int) -> date:
        return add(day, count, self.chronicle.opportunity.employer.country)

    def day(self, at: datetime) -> date:
        return at.astimezone(self.chronicle.opportunity.employer.zone).date()

    def at(self, day: date) -> datetime:
        """Ten o'clock of the owner on that day, once it has begun where the employer is."""
        zone = self.chronicle.opportunity.employer.zone
        begins = max(
            datetime.combine(day, time(10), tzinfo=self.search.zone).astimezone(UTC),
            datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC),
        )
        return self.office(begins)

    def office(self, at: datetime) -> datetime:
        """`at`, or when the owner's office hours open next, on a business day of the employer."""
        country = self.chronicle.opportunity.employer.country
        while True:
            local = at.astimezone(self.search.zone)
            if local.time() < time(9):
                local = datetime.combine(local.date(), time(9), tzinfo=self.search.zone)
            elif local.time() >= time(17) or not is_workday(self.day(at), country):
                following = local.date() + timedelta(days=1)
                local = datetime.combine(following, time(9), tzinfo=self.search.zone)
            else:
                return at
            at = local.astimezone(UTC)


def _nudges(calendar: Calendar) -> Iterator[Wish]:
    for silence in silences(calendar.chronicle):
        asked = nudges_of(calendar.chronicle, silence)
        first = follow_up_due(calendar, silence)
        if first is None:
            continue
        unasked = not asked or asked[0].at > first
        if unasked and _is_open(calendar, silence, first):
            yield _nudge(calendar, silence, Step.FOLLOW_UP, first)
        yield from _again(calendar, silence)
        if asked:
            then = final_due(calendar, asked[0].at)
            alone = len(asked) == 1 or asked[1].at > then
            if alone and _is_open(calendar, silence, then):
                yield _nudge(calendar, silence, Step.FINAL_ATTEMPT, then)


def _again(calendar: Calendar, silence: Silence) -> Iterator[Wish]:
    """Another person may be asked where a follow-up or final attempt has come back."""
    chronicle = calendar.chronicle
    for wrote in chronicle.nudges:
        if silence.holds(wrote.at) and wrote.step and bounced(chronicle, wrote):
            yield replace(_nudge(calendar, silence, wrote.step, wrote.at), optional=True)


def _nudge(calendar: Calendar, silence: Silence, step: Step, due: datetime) -> Wish:
    chronicle = calendar.chronicle
    bounces = any(s.meaning is Meaning.BOUNCE and s.at <= due for s in chronicle.said)
    to = correspondent(chronicle, due)
    latest = calendar.at(calendar.add(calendar.day(due), LATE_DAYS)) + timedelta(hours=7)
    return Wish(
        chronicle.opportunity.number,
        step,
        to or "",
        due,
        latest,
        silence=silence,
        optional=bounces or to is None,
    )


def follow_up_due(calendar: Calendar, silence: Silence) -> datetime | None:
    """None while it is the owner's move, or where it is never welcome."""
    chronicle, day0 = calendar.chronicle, silence.began_on
    if day0 is None or _unwelcome(chronicle, silence):
        return None
    day = calendar.add(day0, 5)
    promise = _promise(chronicle, silence, day0)
    if promise and promise.promised_on:
        promised = calendar.add(promise.promised_on, 2)
        fresh = silence.by is None or promise.at >= silence.opened_at
        day = promised if fresh else max(day, promised)
    earlier = [w.at for w in chronicle.nudges if w.at < silence.opened_at]
    if earlier:
        day = max(day, calendar.add(calendar.day(earlier[-1]), 5))
    day = _postponed(calendar, day, since=silence.opened_at)
    floor = calendar.office(silence.round.end.astimezone(UTC) + timedelta(hours=48))
    return max(calendar.at(day), floor)


def final_due(calendar: Calendar, asked_at: datetime) -> datetime:
    day = calendar.add(calendar.day(asked_at), 7)
    return calendar.at(_postponed(calendar, day, since=asked_at))


def _postponed(calendar: Calendar, day: date, *, since: datetime) -> date:
    """Later by kind words, or while the person to ask is away."""
    chronicle = calendar.chronicle
    for said in chronicle.said:
        if said.meaning is Meaning.COURTESY and since < said.at < calendar.at(day):
            day = max(day, calendar.add(calendar.day(said.at), 5))
    asked = correspondent(chronicle, calendar.at(day))
    for said in chronicle.said:
        back = said.back_on if said.by == asked and said.at < calendar.at(day) else None
        later = (s for s in chronicle.said if said.at < s.at < calendar.at(day))
        wrote = any(s.human and s.by == said.by for s in later)
        if back and not wrote:
            day = max(day, calendar.add(back, 1))
    return day


def _promise(chronicle: Chronicle, silence: Silence, day0: date) -> Said | None:
    """The last one that was made in this round, up to the beginning of the silence."""
    earlier = [r.end for r in rounds(chronicle) if r.end < silence.round.end]
    since = earlier[-1] if earlier else None
    made = [
        said
        for said in chronicle.said
        if said.promised_on
        and said.promised_on >= day0
        and said.at <= silence.opened_at
        and (since is None or said.at > since)
    ]
    return made[-1] if made else None


def _unwelcome(chronicle: Chronicle, silence: Silence) -> bool:
    """They asked for silence, or silence is their answer."""
    spoken = [s for s in chronicle.said if s.at <= silence.opened_at and s.answers]
    last_is_no = bool(spoken) and spoken[-1].silence_on is not None
    return last_is_no or any(s.act == "no_contact" for s in spoken)


def _is_open(calendar: Calendar, silence: Silence, due: datetime) -> bool:
    """Nothing was answered by then, and they have not been asked often enough."""
    chronicle = calendar.chronicle
    asked = [w for w in chronicle.nudges if w.at < due and not bounced(chronicle, w)]
    return silence.holds(due) and len(asked) < MOST_NUDGES


def correspondent(chronicle: Chronicle, at: datetime) -> str | None:
    """The last person who wrote about the process by then, the agency's where there is one; None if
    nobody can be written to."""
    dead = {s.by for s in chronicle.said if s.meaning is Meaning.BOUNCE and s.at <= at}
    wrote = [s for s in chronicle.said if s.human and s.at <= at and s.by not in dead]
    agency = chronicle.opportunity.employer.agency_domain
    wrote = [s for s in wrote if agency and s.by.endswith(f"@{agency}")] or wrote
    about = [s for s in wrote if s.act not in UNTOLD] or wrote
    return about[-1].by if about else None


def _thanks(calendar: Calendar) -> Iterator[Wish]:
    chronicle = calendar.chronicle
    for round_ in rounds(chronicle):
        due = thanks_due(round_.end, calendar)
        end = chronicle.ended_at
        if end and end <= due:
            continue
        named = list(_thanked(chronicle, round_, due))
        for to in dict.fromkeys([*named, *_instead(chronicle, round_, due)]):
            latest = due + timedelta(hours=24)
            yield Wish(
                chronicle.opportunity.number,
                Step.THANK_YOU,
                to,
                due,
                latest,
                round=round_,
                optional=to not in named or _already(chronicle, round_, to, due),
            )


def thanks_due(end: datetime, calendar: Calendar) -> datetime:
    """Two hours later; what falls into evening or night, the next morning at half past eight."""
    local = (end.astimezone(UTC) + timedelta(hours=2)).astimezone(calendar.search.zone)
    if time(8) <= local.time() <= time(20):
        return local.astimezone(UTC)
    day = local.date() + timedelta(days=local.time() > time(20))
    return datetime.combine(day, time(8, 30), tzinfo=calendar.search.zone).astimezone(UTC)


def _thanked(chronicle: Chronicle, round_: Round, due: datetime) -> Iterable[str]:
    """Each interviewer whose address was shown; for the others, who coordinates."""
    shown = {a for said in chronicle.said if said.at <= due for a in said.shown}
    met = dict.fromkeys(p.address for talk in round_.talks for p in talk.people)
    direct = [address for address in met if address in shown]
    through = correspondent(chronicle, due) if len(direct) < len(met) else None
    return dict.fromkeys([*direct, *([through] if through else [])])


def _instead(chronicle: Chronicle, round_: Round, due: datetime) -> Iterable[str]:
    """Who may be written to where a note of thanks has come back: also the mailbox that sent the
    receipt, if it takes mail."""
    week = round_.end + timedelta(days=7)
    back = [s for s in chronicle.said if s.meaning is Meaning.BOUNCE and round_.end < s.at < week]
    found = (correspondent(chronicle, at) for at in [due, *(s.at for s in back), week])
    mailboxes = [s.by for s in chronicle.said if s.act == "receipt" and s.shown]
    return [to for to in (*found, *mailboxes) if to] if back else []


def _already(chronicle: Chronicle, round_: Round, to: str, due: datetime) -> bool:
    """The owner thanked by hand, or the person was written to within a day, or has bounced."""
    by_hand = any(
        w.step is Step.THANK_YOU and w.by_hand and round_.talks[0].start <= w.at <= due
        for w in chronicle.wrote
    )
    recent = any(
        w.to == to and timedelta(0) <= due - w.at < timedelta(hours=24)
        for w in chronicle.wrote
        if w.step
    )
    dead = any(s.meaning is Meaning.BOUNCE and s.by == to and s.at <= due for s in chronicle.said)
    return by_hand or recent or dead


def _feedback(calendar: Calendar) -> Iterator[Wish]:
    """Once after a no that follows an interview, unless none is given."""
    chronicle = calendar.chronicle
    no = next((s for s in chronicle.said if s.meaning is Meaning.REJECTED), None)
    if no is None or chronicle.ended_at != no.at or not rounds(chronicle):
        return
    if no.no_feedback or any(s.act == "no_contact" for s in chronicle.said):
        return
    if rounds(chronicle)[0].end > no.at:
        return
    due = calendar.at(calendar.add(calendar.day(no.at), 1))
    due = max(due, calendar.office(no.at.astimezone(UTC) + timedelta(hours=12)))
    to = correspondent(chronicle, due)
    yield Wish(
        chronicle.opportunity.number,
        Step.FEEDBACK_REQUEST,
        to or "",
        due,
        due + timedelta(days=7),
        optional=True,
    )
