"""What must never happen, whatever the search: one function an invariant (reference: S, L, DESIGN).

Each is given a whole run and returns what it finds; none trusts what the agent says of itself but
its drafts, its rows and its cases.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random

from agent.cases.bind import bind
from agent.cases.case import Step
from agent.cases.event import Event, Happening
from agent.cases.fold import fold
from agent.cases.phase import ending
from tests.simulation.careful import Calendar, final_due, follow_up_due
from tests.simulation.findings import Class, Finding
from tests.simulation.play import Drafted, Run
from tests.simulation.silences import Silence, bounced, nudges_of, rounds, silences
from tests.simulation.truth import NUDGES, Chronicle, Meaning
from tests.simulation.workdays import between

MOST_NUDGES = 4
BETWEEN_NUDGES = 5  # business days
CLOCKS_DIFFER = timedelta(minutes=1)
LOOKS_WITHIN = timedelta(minutes=2)
Oracle = Callable[[Run], Iterator[Finding]]


def nothing_after_an_answer(run: Run) -> Iterator[Finding]:
    """S2, DESIGN §6 Answers: no follow-up is made once an answer to that silence was there."""
    for chronicle, draft in _of(run, NUDGES):
        calendar = Calendar(run.search, chronicle)
        silence = _silence_at(chronicle, draft.at)
        if silence is None:
            said = _last_answer(chronicle, draft.at)
            if rounds(chronicle) and said and rounds(chronicle)[0].end <= draft.at:
                yield _found(run, draft, Class.AFTER_ANSWER, said)
            continue
        due = _due(calendar, silence, draft)
        if silence.by and (due is None or draft.at < due - CLOCKS_DIFFER):
            yield _found(run, draft, Class.AFTER_ANSWER, _last_answer(chronicle, draft.at))


def nothing_after_the_end(run: Run) -> Iterator[Finding]:
    """S16: after a decision or a withdrawal no thank-you, follow-up or final attempt is made."""
    for chronicle, draft in _of(run, NUDGES | {Step.THANK_YOU}):
        end = chronicle.ended_at
        if end and end <= draft.at:
            yield _found(run, draft, Class.AFTER_END, f"it ended on {end:%d %B %H:%M}")


def feedback_only_after_a_no(run: Run) -> Iterator[Finding]:
    """DESIGN §6: the request for feedback follows a rejection, and nothing else."""
    for chronicle, draft in _of(run, frozenset({Step.FEEDBACK_REQUEST})):
        said = [s for s in chronicle.said if s.at <= draft.at]
        if not any(s.meaning is Meaning.REJECTED for s in said):
            yield _found(run, draft, Class.NO_REFUSAL, f"last was said {said[-1].act}")


def nothing_too_early(run: Run) -> Iterator[Finding]:
    """S11: no thank-you before the end, no follow-up or final attempt before it is due."""
    for chronicle, draft in _of(run, NUDGES | {Step.THANK_YOU}):
        calendar = Calendar(run.search, chronicle)
        if draft.step is Step.THANK_YOU:
            due = _end_of_round(chronicle, draft)
        else:
            silence = _silence_at(chronicle, draft.at)
            if silence is None or silence.by:
                continue  # before an answer's silence is due is after that answer
            due = _due(calendar, silence, draft)
        if due and draft.at < due - CLOCKS_DIFFER:
            yield _found(run, draft, Class.TOO_EARLY, f"due on {due:%d %B %H:%M}")


def nothing_without_an_interview(run: Run) -> Iterator[Finding]:
    """DESIGN §6: no step without an interview that was held."""
    for chronicle, draft in _of(run, frozenset(Step)):
        if not any(talk.start <= draft.at for talk in chronicle.talks):
            yield _found(run, draft, Class.NO_INTERVIEW, "none has begun")
    for draft in run.drafted:
        if draft.opportunity is None:
            yield _found(run, draft, Class.NO_INTERVIEW, "its case holds no mail of any")


def final_after_follow_up(run: Run) -> Iterator[Finding]:
    """S12: a final attempt waits for the follow-up of its silence; 5 business days between them."""
    for chronicle, draft in _of(run, NUDGES):
        sent = [w for w in chronicle.nudges if w.at < draft.at]
        silence = _silence_at(chronicle, draft.at)
        asked = [w for w in sent if silence and silence.holds(w.at)]
        if draft.step is Step.FINAL_ATTEMPT and not asked:
            yield _found(run, draft, Class.OUT_OF_STEP, "no follow-up was sent")
        country = chronicle.opportunity.employer.country
        for wrote in sent:
            days = between(wrote.at.date(), draft.at.date(), country)
            if wrote.to == draft.to and days < BETWEEN_NUDGES:
                yield _found(run, draft, Class.OUT_OF_STEP, f"written to {days} days before")


def nothing_twice(run: Run) -> Iterator[Finding]:
    """S1: one thank-you per person and round; never the same step of one silence to one person."""
    seen: dict[tuple[object, ...], Drafted] = {}
    for chronicle, draft in _of(run, NUDGES | {Step.THANK_YOU}):
        if draft.step is Step.THANK_YOU:
            over = [r.number for r in rounds(chronicle) if r.talks[0].start <= draft.at]
            place: object = over[-1] if over else None
        else:
            silence = _silence_at(chronicle, draft.at)
            place = silence.opened_at if silence else None
        key = (draft.opportunity, draft.step, place, draft.to)
        if key in seen:
            yield _found(run, draft, Class.TWICE, f"as on {seen[key].at:%d %B %H:%M}")
        seen[key] = draft


def never_too_often(run: Run) -> Iterator[Finding]:
    """S10: at most four follow-ups and final attempts in the life of an opportunity."""
    for chronicle, draft in _of(run, NUDGES):
        sent = [w for w in chronicle.nudges if w.at < draft.at and not bounced(chronicle, w)]
        if len(sent) >= MOST_NUDGES:
            yield _found(run, draft, Class.TOO_MANY, f"{len(sent)} had been sent")


def only_to_known_people(run: Run) -> Iterator[Finding]:
    """S6, S13: to people of the opportunity whose address was shown; never to a no-reply one."""
    for chronicle, draft in _of(run, frozenset(Step)):
        shown = {a for said in chronicle.said if said.at <= draft.at for a in said.shown}
        if draft.to not in chronicle.people & shown:
            yield _found(run, draft, Class.WRONG_ADDRESS, f"shown were {sorted(shown)}")


def nothing_in_a_closed_case(run: Run) -> Iterator[Finding]:
    """S16: nothing but a request for feedback is made once the agent itself has closed a case."""
    closed: set[str] = set()
    for event in run.events:
        if event.event is Happening.CLOSED:
            closed.add(event.case)
        elif event.event in (Happening.OPENED, Happening.INTERVIEW, Happening.MOVED):
            closed.discard(event.case)
        elif _is_step_in(event, closed):
            words = f"{event.step} to {event.to} in case {event.case}"
            yield Finding(Class.CLOSED_CASE, run.search.seed, event.at, words)


def _is_step_in(event: Event, closed: set[str]) -> bool:
    made = event.event is Happening.DRAFTED and event.step is not Step.FEEDBACK_REQUEST
    return made and event.case in closed


def no_draft_lies_on(run: Run) -> Iterator[Finding]:
    """B17: a follow-up that an answer has overtaken is taken back at the next look."""
    drafted = {draft.message_id: draft for draft in run.drafted}
    told: set[str] = set()
    for lay in run.lay:
        draft = drafted[lay.message_id]
        if draft.step not in NUDGES or draft.opportunity is None or lay.message_id in told:
            continue
        chronicle = run.chronicles[draft.opportunity]
        between_ = [s for s in chronicle.said if s.answers and draft.at < s.at <= lay.at]
        if between_ and lay.at - between_[0].at >= timedelta(0):
            told.add(lay.message_id)
            yield _found(
                run, draft, Class.LIES_ON, f"{between_[0].act} came {between_[0].at:%d %B}"
            )


def every_case_ends(run: Run) -> Iterator[Finding]:
    """L1: a year after the last mail every case has ended, and the agent has come to rest."""
    if not run.settled:
        yield Finding(Class.NEVER_ENDS, run.search.seed, run.ended_at, "it looks again for ever")
    for case in run.cases:
        if ending(case, run.search.until, run.policy) is None:
            words = f"case {case.id}, {case.name}"
            yield Finding(Class.NEVER_ENDS, run.search.seed, run.search.until, words)


def every_letter_keeps_the_rules(run: Run) -> Iterator[Finding]:
    """domain.md E: nothing that blocks a letter, none too long or short, no copies in a round."""
    for draft in run.drafted:
        for fault in draft.faults:
            words = f"{draft.step} to {draft.to} ({fault.rule}: {fault.words})"
            yield Finding(Class.BREAKS_RULE, run.search.seed, draft.at, words, group=fault.rule)


def order_does_not_matter(run: Run) -> Iterator[Finding]:
    """DESIGN §1.1: binding and folding are functions of the set of readings."""
    shuffled = list(run.readings)
    Random(run.search.seed).shuffle(shuffled)
    once = {group.id: fold(group, run.entries) for group in bind(run.readings, run.entries)}
    again = {group.id: fold(group, run.entries) for group in bind(shuffled, run.entries)}
    for name in differing(once, again):
        yield Finding(Class.ORDER, run.search.seed, run.ended_at, f"case {name}")


def differing(once: Mapping[str, object], again: Mapping[str, object]) -> list[str]:
    """The names under which two ways to one thing did not come to the same."""
    return sorted(n for n in once.keys() | again.keys() if once.get(n) != again.get(n))


SAFETY: tuple[Oracle, ...] = (
    nothing_after_an_answer,
    nothing_after_the_end,
    feedback_only_after_a_no,
    nothing_too_early,
    nothing_without_an_interview,
    final_after_follow_up,
    nothing_twice,
    never_too_often,
    only_to_known_people,
    nothing_in_a_closed_case,
    no_draft_lies_on,
    every_case_ends,
    every_letter_keeps_the_rules,
    order_does_not_matter,
)


def _of(run: Run, steps: Iterable[Step]) -> Iterator[tuple[Chronicle, Drafted]]:
    """Drafts of these steps, each with the opportunity that it is about."""
    for draft in run.drafted:
        if draft.opportunity is not None and draft.step in steps:
            yield run.chronicles[draft.opportunity], draft


def _silence_at(chronicle: Chronicle, at: datetime) -> Silence | None:
    return next((s for s in reversed(silences(chronicle)) if s.holds(at)), None)


def _due(calendar: Calendar, silence: Silence, draft: Drafted) -> datetime | None:
    if draft.step is Step.FOLLOW_UP:
        return follow_up_due(calendar, silence)
    asked = [w for w in nudges_of(calendar.chronicle, silence) if w.at < draft.at]
    return final_due(calendar, asked[0].at) if asked else follow_up_due(calendar, silence)


def _end_of_round(chronicle: Chronicle, draft: Drafted) -> datetime | None:
    begun = [r for r in rounds(chronicle) if r.talks[0].start <= draft.at]
    return begun[-1].end if begun else None


def _last_answer(chronicle: Chronicle, at: datetime) -> str:
    answers = [said for said in chronicle.said if said.answers and said.at <= at]
    return f"{answers[-1].act} of {answers[-1].at:%d %B %H:%M}" if answers else ""


def _found(run: Run, draft: Drafted, what: Class, words: str) -> Finding:
    told = f"{draft.step} to {draft.to} ({words})"
    return Finding(what, run.search.seed, draft.at, told, group=str(draft.step))
