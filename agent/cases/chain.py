"""What was concluded from each mail of a case, in sentences: the chain from words to action."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from agent.cases.case import Case, Mention, Step
from agent.cases.follow_up import why_quiet
from agent.cases.hearing import Hearing, hearing
from agent.cases.phase import Standing, standing
from agent.cases.policy import Policy
from agent.cases.questions import open_doubts
from agent.cases.reasons import Reason
from agent.cases.recipients import correspondent
from agent.cases.wording import day_in_words, instant_in_words
from agent.reading.facts import Sign

_SIGNS = {
    Sign.SURVEY: "It asks how you found it: no answer.",
    Sign.LEFT_COMPANY: "That person has left; nothing more goes there.",
    Sign.AGENCY: "An agency writes.",
    Sign.NO_SHOW: "The interview was missed.",
    Sign.FINAL_ROUND: "It is the last round.",
}


@dataclass(frozen=True, slots=True)
class Link:
    """One mail, or word of the owner's, and what was concluded from it."""

    mention: Mention
    conclusions: tuple[str, ...]


def chain(case: Case) -> tuple[Link, ...]:
    """Every mail of the case but our own drafts once sent, in order of receipt."""
    ours = {message_id for e in case.entries for message_id in (e.message_id, e.sent_as)}
    others = (m for m in case.mentions if m.message_id is None or m.message_id not in ours)
    return tuple(Link(mention, tuple(_conclusions(case, mention))) for mention in others)


def _conclusions(case: Case, mention: Mention) -> Iterator[str]:
    if mention.answers:
        yield "It counts as an answer."
    if any(doubt.key == mention.key for doubt in open_doubts(case)):
        yield "Only you can say what it means."
    if mention.message_id:
        yield from _of_days(case, mention.message_id)
        yield from _of_wishes(case, mention.message_id)
    yield from (said for sign, said in _SIGNS.items() if sign in mention.signs)


def _of_days(case: Case, message_id: str) -> Iterator[str]:
    for promise in case.promises:
        if promise.evidence == message_id:
            yield f"They promise an answer by {day_in_words(promise.on)}."
    if case.silence and case.silence.evidence == message_id:
        yield f"Silence after {day_in_words(case.silence.on)} means no."
    if case.closing_on and case.closing_on.evidence == message_id:
        yield f"They go on interviewing until {day_in_words(case.closing_on.on)}."
    for away in case.absences:
        if away.evidence == message_id:
            until = f", back on {day_in_words(away.back_on)}" if away.back_on else ""
            yield f"{away.address} is away{until}: no answer."


def _of_wishes(case: Case, message_id: str) -> Iterator[str]:
    said = {
        "Kind words, no answer; the follow-up counts from here if that is later.": case.courtesies,
        "The position is on hold; nothing is written.": (case.on_hold,),
        "They want no calls.": (case.no_calls,),
        "They want no messages.": (case.no_contact,),
        "They give no feedback.": (case.no_feedback,),
    }
    for sentence, notices in said.items():
        if any(notice and notice.evidence == message_id for notice in notices):
            yield sentence


def outlook(case: Case, policy: Policy, now: datetime) -> tuple[str, ...]:
    """What comes next if no mail comes, to whom, and how it ends; for an ended case why."""
    stands = standing(case, now, policy)
    if stands.end:
        return (f"Closed: {Reason(stands.end.ending).sentence}",)
    return tuple(_coming(case, stands, policy, now))


def _coming(case: Case, stands: Standing, policy: Policy, now: datetime) -> Iterator[str]:
    quiet = why_quiet(case, stands)
    if quiet:
        yield quiet.sentence
    elif stands.wait and hearing(case, stands.wait, now) is Hearing.CANNOT_TELL:
        yield "It is held: only you can say whether they have answered."
    elif stands.course and stands.course.due:
        due, person = stands.course.due, correspondent(case)
        step = due.step.replace("_", " ")
        to = f" to {person.name or person.address}" if person else ""
        yield instant_in_words(f"Next, unless they answer: {step}{to},", due.at, policy.zone)
        if due.step is Step.FOLLOW_UP and Step.FINAL_ATTEMPT in policy.steps:
            yield "Then, if nothing is heard, one final attempt."
    elif stands.course:
        yield stands.course.why_none.sentence
    if stands.expected:
        last = stands.expected
        yield instant_in_words(f"It ends as {last.ending.replace('_', ' ')}", last.at, policy.zone)
