"""What a letter may name: people, role, company and days, out of the case and nothing else, as
phrases."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from agent.cases.case import Case, Person
from agent.cases.notes import notes_of
from agent.cases.plan import Write
from agent.writing.fields import as_name, clean
from agent.writing.greeting import person_name
from agent.writing.wording import Words

WEEKDAY_SAYS_WHICH = 6  # days; not seven: for the reader it may already be a day later than in UTC
MOST_NAMES = 6
MOST_TOPIC_WORDS, LONGEST_NOTED = 9, 300
SENTENCE = re.compile(r"[.!?:;⟦⟧{}<>\[\]]|^(?:i|he|she|they|we|ich|er|sie|wir|je|ik)\b", re.I)


@dataclass(frozen=True, slots=True)
class Particulars:
    """The variables of a template: "" for what is not known."""

    position: str  # "the Data Engineer role at Acme"
    role: str
    on_day: str  # " on Tuesday", with the space before it
    names: str  # "Ann Lee and Ben Okafor": others to thank
    names_or_interviewers: str
    promised: str  # "12 March"
    wrote: str  # "10 March"
    met: bool  # the recipient was in the interview
    topic: str  # what was talked about, in a few words of the owner's
    noted: str  # the same where it is more than a few words: for the owner's eyes
    strength: str = ""  # a sentence on what the owner is good at; the letter decides whether


def particulars(case: Case, write: Write, words: Words, now: datetime) -> Particulars:
    """What the wording may name in the letter for `write`, cleaned."""
    others = names_to_thank(case, write, words)
    presented = is_agency(case, write.to.address)
    return Particulars(
        position=position(case, words, presented=presented),
        role=as_name(case.role),
        on_day=with_space(on_day(write.interview_on, words, now)),
        names=others,
        names_or_interviewers=others or words.interviewers,
        promised=in_words(write.promised_on, words),
        wrote=in_words(write.last_wrote_on, words),
        met=was_in_interview(case, write),
        topic=topic(case, write),
        noted=noted(case, write),
    )


def position(case: Case, words: Words, *, presented: bool = False) -> str:
    """The opening as a phrase: "the Data Engineer role at Acme"; role and company as far as known.

    `presented`: speaks to an agency, which may hide its client's name (domain.md F-45).
    """
    role = as_name(case.role)
    noun = bool(role) and role.split()[-1].lower() in words.role_nouns
    phrase = words.position.render(
        role=role, company=as_name(case.company), noun=noun, presented=presented
    )
    return " ".join(phrase.split())


def on_day(day: date | None, words: Words, now: datetime) -> str:
    """ "on Tuesday" within the week, else "on 3 March"; "" if not known.

    Never "today" or "yesterday": a draft may lie until tomorrow and must still be true
    (failures.md A19).
    """
    if day is None:
        return ""
    if 0 <= (now.date() - day).days < WEEKDAY_SAYS_WHICH:
        return words.on_weekday.render(weekday=words.weekdays[day.weekday()])
    return words.on_date.render(day=day.day, month=words.months[day.month - 1])


def topic(case: Case, write: Write) -> str:
    """The first note about this round that can follow "we talked about"; "" if there is none."""
    return next(filter(_is_topic, _notes(case, write)), "")


def noted(case: Case, write: Write) -> str:
    """What else was noted about it: the owner says it in other words, or not at all (F-72)."""
    others = (note for note in _notes(case, write) if not _is_topic(note))
    return "; ".join(others)[:LONGEST_NOTED]


def _notes(case: Case, write: Write) -> list[str]:
    """The owner's notes on its round, cleaned."""
    return [clean(note.text) for note in notes_of(case, write.round_id)]


def _is_topic(note: str) -> bool:
    words = note.split()
    return 0 < len(words) <= MOST_TOPIC_WORDS and not SENTENCE.search(note)


def in_words(day: date | None, words: Words) -> str:
    """ "3 March"; "" if not known."""
    return words.date.render(day=day.day, month=words.months[day.month - 1]) if day else ""


def with_space(phrase: str) -> str:
    return f" {phrase}" if phrase else ""


def names_to_thank(case: Case, write: Write, words: Words) -> str:
    """Those to thank besides the recipient, as a list in words."""
    recipient = person_name(name_of(case, write), words)
    found = (person_name(name, words) for name in write.interviewers)
    return in_a_row([name for name in found if name != recipient], words)


def in_a_row(names: Iterable[str], words: Words) -> str:
    """ "Ann, Ben and Cara": each once, six at most."""
    names = [name for name in dict.fromkeys(names) if name][:MOST_NAMES]
    if len(names) < 2:
        return "".join(names)
    last = names[-1]
    return f"{', '.join(names[:-1])} {words.last_of_list.render(name=last)} {last}"


def known_people(case: Case) -> dict[str, Person]:
    """Everybody of the case with an address, by it."""
    interviewers = chain.from_iterable(round_.interviewers for round_ in case.rounds)
    everybody = chain(interviewers, case.people)
    return {person.address: person for person in everybody if person.address is not None}


def name_of(case: Case, write: Write) -> str:
    """The recipient's name as the case knows it, else as the header gave it."""
    person = known_people(case).get(write.to.address)
    return (person.name if person else "") or write.to.name


def is_agency(case: Case, address: str) -> bool:
    person = known_people(case).get(address)
    return bool(person and person.agency)


def was_in_interview(case: Case, write: Write) -> bool:
    """Whether the recipient was in the interview that the letter is about."""
    return any(
        person.address == write.to.address and person.interviewed
        for round_ in case.rounds
        if round_.id == write.round_id
        for person in round_.interviewers
    )
