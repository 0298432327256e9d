"""What the owner types → a `Word`: `interview "Thursday 14:00"`, `decision-by 2026-03-20`.

Days and times are read as in a mail, counted from now, in the owner's zone; what is not sure is
refused with what is expected.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from agent.cases.case import BY_WISH, CADENCE, Asks, Mode, Question, Urgency
from agent.cases.clues import OPENS
from agent.cases.word import Says, Word
from agent.reading.addresses import address_list
from agent.reading.facts import Culture, Kind, Seniority
from agent.reading.message import Address
from agent.reading.owner import Owner
from agent.reading.times import moments

INCOMING_KINDS = OPENS | {Kind.AUTO_REPLY, Kind.OTHER}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and when."""

    owner: Owner
    now: datetime  # aware
    word_id: str  # random; of the word to come

    @property
    def here(self) -> datetime:
        return self.now.astimezone(self.owner.zone)


class Unsaid(ValueError):
    """The words do not say enough; its text says what is expected."""


def said(case: str, says: Says, values: Sequence[str], speaker: Speaker) -> Word:
    """The word; raises `Unsaid`. What names a mail or another case has been found before."""
    word = Word(speaker.word_id, case, speaker.now, says)
    text = " ".join(values).strip()
    take = _TAKES.get(says, _alone)
    if take is not _alone and take is not _perhaps_day and not text:
        raise Unsaid(f"{shown(says)} needs {EXPECTS[says]}")
    return take(word, text, speaker)


def added(
    company: str, role: str | None, interview: str | None, contact: str | None, speaker: Speaker
) -> Word:
    """An opportunity that no mail shows."""
    word = Word(speaker.word_id, "", speaker.now, Says.ADDED, company=company, role=role)
    word = _time(word, interview, speaker) if interview else word
    return _person(word, contact, speaker) if contact else word


def answer(question: Question, choice: str, values: Sequence[str], speaker: Speaker) -> Word:
    """The answer to a question as a word; raises `Unsaid` where it is none of the choices."""
    says = _ANSWERS.get((question.asks, choice))
    if says is None:
        raise Unsaid(f"{choice!r} is none of its answers: {', '.join(question.choices)}")
    if says is Says.LEAVE:
        return Word(speaker.word_id, question.case, speaker.now, says, value=question.id)
    if says in (Says.BELONGS, Says.FOREIGN):
        word = Word(speaker.word_id, question.case, speaker.now, says)
        return replace(word, message=question.message)
    if says in (Says.ARRIVED, Says.NOT_ARRIVED):
        values = [question.message or ""]
    return said(question.case, says, values, speaker)


_ANSWERS = {
    (Asks.BELONGS, "yes"): Says.BELONGS,
    (Asks.BELONGS, "no"): Says.FOREIGN,
    (Asks.GENUINE, "yes"): Says.BELONGS,
    (Asks.GENUINE, "no"): Says.FOREIGN,
    (Asks.SAYS, "answered"): Says.ANSWERED,
    (Asks.SAYS, "rejected"): Says.REJECTED,
    (Asks.SAYS, "offered"): Says.OFFERED,
    (Asks.SAYS, "nothing"): Says.LEAVE,
    (Asks.RECIPIENT, "contact"): Says.CONTACT,
    (Asks.RECIPIENT, "leave"): Says.LEAVE,
    (Asks.NEW_DATE, "interview"): Says.INTERVIEW,
    (Asks.NEW_DATE, "over"): Says.STOPPED,
    (Asks.NEW_DATE, "wait"): Says.LEAVE,
    (Asks.ARRIVED, "yes"): Says.ARRIVED,
    (Asks.ARRIVED, "no"): Says.NOT_ARRIVED,
}


def shown(says: Says) -> str:
    """As it is typed: "decision-by"."""
    return says.replace("_", "-")


def _alone(word: Word, text: str, speaker: Speaker) -> Word:
    if text:
        raise Unsaid(f"{shown(word.says)} takes nothing after it")
    return word


def _perhaps_day(word: Word, text: str, speaker: Speaker) -> Word:
    return _day(word, text, speaker) if text else word


def _day(word: Word, text: str, speaker: Speaker) -> Word:
    try:
        return replace(word, on=date.fromisoformat(text))
    except ValueError:
        pass
    found = moments(text, base=speaker.here, language="en", owner=speaker.owner)
    if len(found) == 1 and found[0].on and found[0].certain:
        return replace(word, on=found[0].on)
    raise Unsaid(f"{text!r} is no day, such as 2026-03-20 or Friday")


def _time(word: Word, text: str, speaker: Speaker) -> Word:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return _time_in_words(word, text, speaker)
    if len(text) <= len("2026-03-05"):
        raise Unsaid(f"{text!r} names no time of day")
    return replace(word, starts_at=at if at.tzinfo else at.replace(tzinfo=speaker.owner.zone))


def _time_in_words(word: Word, text: str, speaker: Speaker) -> Word:
    found = moments(text, base=speaker.here, language="en", owner=speaker.owner)
    if len(found) != 1 or not (found[0].on and found[0].clock and found[0].certain):
        raise Unsaid(f"{text!r} is no time, such as 2026-03-05 14:00 or Thursday 2pm to 3pm")
    on, clock, until = found[0].on, found[0].clock, found[0].until
    zone = speaker.owner.zone
    ends_at = datetime.combine(on, until, tzinfo=zone) if until else None
    return replace(word, starts_at=datetime.combine(on, clock, tzinfo=zone), ends_at=ends_at)


def _person(word: Word, text: str, speaker: Speaker) -> Word:
    found, whole = address_list(text)
    if len(found) != 1 or not whole:
        raise Unsaid(f"{text!r} is no address, such as anna@example.org or Anna <anna@example.org>")
    return replace(word, person=found[0])


def _person_or_name(word: Word, text: str, speaker: Speaker) -> Word:
    return _person(word, text, speaker) if "@" in text else replace(word, person=Address(text, ""))


def _value(word: Word, text: str, speaker: Speaker) -> Word:
    return replace(word, value=text)


def _one_of(known: Iterable[StrEnum]) -> Callable[[Word, str, Speaker], Word]:
    def take(word: Word, text: str, speaker: Speaker) -> Word:
        if text not in list(known):
            raise Unsaid(f"{shown(word.says)} is one of {', '.join(known)}")
        return replace(word, value=text)

    return take


def _country(word: Word, text: str, speaker: Speaker) -> Word:
    from holidays import list_supported_countries  # half a second: only where one is told

    country, _, part = text.upper().partition("-")
    parts = list_supported_countries().get(country)
    if parts is None or (part and part not in parts):
        raise Unsaid(f"{text!r} is no country whose holidays are known, such as DE or GB-ENG")
    return replace(word, value=text.upper())


def _mail(word: Word, text: str, speaker: Speaker) -> Word:
    return replace(word, message=text)


def _mail_and_kind(word: Word, text: str, speaker: Speaker) -> Word:
    message, _, kind = text.partition(" ")
    if kind not in INCOMING_KINDS:
        raise Unsaid(f"kind needs a mail and one of {', '.join(sorted(INCOMING_KINDS))}")
    return replace(word, message=message, value=kind)


_TAKES: dict[Says, Callable[[Word, str, Speaker], Word]] = {
    Says.INTERVIEW: _time,
    Says.HELD: _perhaps_day,
    Says.NOT_HELD: _perhaps_day,
    Says.DECISION_BY: _day,
    Says.COMPANY: _value,
    Says.ROLE: _value,
    Says.COUNTRY: _country,
    Says.SENIORITY: _one_of(Seniority),
    Says.CULTURE: _one_of(Culture),
    Says.URGENCY: _one_of(Urgency),
    Says.CONTACT: _person,
    Says.INTERVIEWER: _person_or_name,
    Says.NOTE: _value,
    Says.SKIP: _one_of(CADENCE),
    Says.LETTER: _one_of(BY_WISH),
    Says.MODE: _one_of(Mode),
    Says.APPROVE: _value,
    Says.ARRIVED: _value,
    Says.NOT_ARRIVED: _value,
    Says.MERGE: _value,
    Says.SPLIT: _mail,
    Says.BELONGS: _mail,
    Says.FOREIGN: _mail,
    Says.KIND: _mail_and_kind,
}
# What stands after the word on the command line.
EXPECTS = {
    Says.INTERVIEW: "WHEN",
    Says.HELD: "[DAY]",
    Says.NOT_HELD: "[DAY]",
    Says.DECISION_BY: "DAY",
    Says.COMPANY: "NAME",
    Says.ROLE: "NAME",
    Says.COUNTRY: "CC[-PART]",
    Says.SENIORITY: "|".join(Seniority),
    Says.CULTURE: "|".join(Culture),
    Says.URGENCY: "|".join(Urgency),
    Says.CONTACT: "ADDRESS",
    Says.INTERVIEWER: "NAME|ADDRESS",
    Says.NOTE: "TEXT",
    Says.SKIP: "|".join(CADENCE),
    Says.LETTER: "|".join(BY_WISH),
    Says.MODE: "|".join(Mode),
    Says.MERGE: "CASE",
    Says.SPLIT: "MAIL",
    Says.BELONGS: "MAIL",
    Says.FOREIGN: "MAIL",
    Says.KIND: "MAIL KIND",
}
