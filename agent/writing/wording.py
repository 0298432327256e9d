"""The words we write with: one folder of data per language, loaded once, no word of it in the code.

`templates/<language>/<letter>.txt` holds whole bodies of one kind of letter, each a phrasing of
the same thing, with a line `---` between two; `<letter>.familiar.txt` the same for an employer who
says du, tú, tu or je to the owner. `words.yaml` holds what is around them (greetings, days,
subjects; under `familiar` what differs there), `rules.yaml` what a text must and must not say. A
letter that a language lacks is written in English. The owner's files (`template_files`) take the
place of these; of words.yaml and rules.yaml, key by key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from agent.cases.case import Step
from agent.cases.plan import Write
from agent.writing.template_files import BUILT_IN, Templates, built_in

FALLBACK = "en"
BETWEEN_PHRASINGS = "---"  # a line of its own
MOST_TEXTS = 512  # kept compiled: all that is built in, and an own folder of the same size
ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
ENVIRONMENT.globals.clear()  # no range, no lipsum: a template is given its values and no more


class Letter(StrEnum):
    """A kind of text; its value is the name of its file."""

    THANK_YOU = "thank_you"
    THANK_YOU_LATE = "thank_you_late"
    THANK_YOU_THROUGH = "thank_you_through"
    FOLLOW_UP = "follow_up"
    FOLLOW_UP_PROMISED = "follow_up_promised"
    FINAL_ATTEMPT = "final_attempt"
    FEEDBACK_REQUEST = "feedback_request"
    PHONE_CALL = "phone_call"
    GRACIOUS_REPLY = "gracious_reply"
    DELAY_ACKNOWLEDGED = "delay_acknowledged"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Words:
    """What surrounds a body. Texts with variables are templates; the comments in words.yaml name
    them."""

    greeting: Template
    greeting_without_name: str
    whole_name: bool  # greet by it, never by half of it; else by the first name alone
    closings: tuple[str, ...]
    every_closing: frozenset[str]  # those of both registers: where a letter of ours ends
    on_weekday: Template
    on_date: Template
    date: Template
    attribution: Template  # above a quoted message
    weekdays: tuple[str, ...]  # Monday first
    months: tuple[str, ...]
    last_of_list: Template  # the "and" of "A, B and C"; may depend on `name`, the C
    interviewers: str  # "the interviewers", where no name is known
    call_headings: tuple[str, str]  # over the script, over the voicemail
    position: Template
    role_nouns: frozenset[str]  # a role that ends in one needs no "role" after it
    no_person: frozenset[str]  # words that no person's name has: "team", "recruiting"
    after_name: frozenset[str]  # "Ann Lee via Acme"
    titles: frozenset[str]
    topic: tuple[Template, ...]  # a sentence on what was talked about
    strength: tuple[Template, ...]  # a sentence on what the owner is good at
    ranks: frozenset[str]  # words of a role that say how high it is, not what it is about
    subjects: Mapping[Letter, tuple[Template, ...]]  # the first that fits is used


@dataclass(frozen=True, slots=True)
class Rules:
    """Phrases that a text must have one of, or must not have, in lower case."""

    thanks: tuple[str, ...]
    placeholders: tuple[str, ...]
    pushy: tuple[str, ...]
    discouraged: tuple[str, ...]
    personal: tuple[str, ...]
    reproach: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    code: str  # ISO 639-1
    words: Words
    rules: Rules
    phrasings: Mapping[Letter, tuple[Template, ...]]


def language_for(
    code: str, letter: Letter, *, familiar: bool, templates: Templates = BUILT_IN
) -> Language:
    """The language to write this letter in: `code` if it has the letter, else English."""
    language = language_of(code, familiar=familiar, templates=templates)
    if letter in language.phrasings:
        return language
    return language_of(FALLBACK, familiar=familiar, templates=templates)


def language_of(code: str, *, familiar: bool = False, templates: Templates = BUILT_IN) -> Language:
    """The language a draft says it is written in."""
    code = code if code in templates.languages() else FALLBACK
    return Language(
        code=code,
        words=_words(
            built_in(code, "words.yaml"), templates.own_text(code, "words.yaml"), familiar
        ),
        rules=_rules(built_in(code, "rules.yaml"), templates.own_text(code, "rules.yaml")),
        phrasings={
            letter: _phrasings(text)
            for letter in Letter
            if (text := _text(templates, code, letter, familiar=familiar))
        },
    )


def letter_of(write: Write) -> Letter:
    """Which kind of letter a due step asks for."""
    if write.key.step is Step.THANK_YOU and write.through:
        return Letter.THANK_YOU_THROUGH
    if write.key.step is Step.THANK_YOU and write.late:
        return Letter.THANK_YOU_LATE
    if write.key.step is Step.FOLLOW_UP and write.promised_on:
        return Letter.FOLLOW_UP_PROMISED
    return Letter(write.key.step.value)


def codes() -> frozenset[str]:
    """The languages there are letters in, with no file of the owner's."""
    return BUILT_IN.languages()


def _text(templates: Templates, code: str, letter: Letter, *, familiar: bool) -> str:
    polite = templates.text(code, f"{letter}.txt")
    return (templates.text(code, f"{letter}.familiar.txt") if familiar else "") or polite


@lru_cache(maxsize=MOST_TEXTS)
def _phrasings(text: str) -> tuple[Template, ...]:
    return tuple(ENVIRONMENT.from_string(body) for _, body in bodies(text))


def bodies(text: str) -> tuple[tuple[int, str], ...]:
    """Each phrasing of a letter's file, with the number of its first line."""
    lines = text.split("\n")
    cuts = [number for number, line in enumerate(lines) if line.rstrip() == BETWEEN_PHRASINGS]
    begins = [0, *(cut + 1 for cut in cuts)]
    return tuple(
        _without_blank_edges(begin, lines[begin:end])
        for begin, end in zip(begins, [*cuts, len(lines)], strict=True)
    )


def _without_blank_edges(begin: int, lines: list[str]) -> tuple[int, str]:
    blank = next((n for n, line in enumerate(lines) if line.strip()), 0)
    return begin + blank + 1, "\n".join(lines[blank:]).strip()


def _data(of_package: str, own: str) -> dict[str, Any]:
    return _over(parsed(of_package), parsed(own))


@lru_cache(maxsize=MOST_TEXTS)
def parsed(text: str) -> Mapping[str, Any]:
    """What a words.yaml or rules.yaml says."""
    said: dict[str, Any] = yaml.safe_load(text) or {}
    return said


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Key by key, sections within as well."""
    both = {
        key: _over(below[key], value)
        for key, value in above.items()
        if isinstance(value, dict) and isinstance(below.get(key), dict)
    }
    return {**below, **above, **both}


@lru_cache(maxsize=MOST_TEXTS)
def _words(of_package: str, own: str, familiar: bool) -> Words:
    data = _data(of_package, own)
    return _words_of(data, data.get("familiar", {}) if familiar else {})


@lru_cache(maxsize=MOST_TEXTS)
def _rules(of_package: str, own: str) -> Rules:
    return _rules_of(_data(of_package, own))


def _words_of(formal: Mapping[str, Any], familiar: Mapping[str, Any]) -> Words:
    template = ENVIRONMENT.from_string
    data = {**formal, **familiar}
    others = formal.get("familiar", {}).get("closings", ())
    return Words(
        greeting=template(data["greeting"]),
        greeting_without_name=data["greeting_without_name"],
        whole_name=data["whole_name"],
        closings=tuple(data["closings"]),
        every_closing=frozenset([*formal["closings"], *others]),
        on_weekday=template(data["on_weekday"]),
        on_date=template(data["on_date"]),
        date=template(data["date"]),
        attribution=template(data["attribution"]),
        weekdays=tuple(data["weekdays"]),
        months=tuple(data["months"]),
        last_of_list=template(data["last_of_list"]),
        interviewers=data["interviewers"],
        call_headings=(data["call_headings"][0], data["call_headings"][1]),
        position=template(data["position"]),
        role_nouns=frozenset(data["role_nouns"]),
        no_person=frozenset(data["no_person"]),
        after_name=frozenset(data["after_name"]),
        titles=frozenset(data["titles"]),
        topic=tuple(map(template, data.get("topic", ()))),
        strength=tuple(map(template, data.get("strength", ()))),
        ranks=frozenset(data.get("ranks", ())),
        subjects={
            Letter(letter): tuple(template(pattern) for pattern in patterns)
            for letter, patterns in data["subjects"].items()
        },
    )


def _rules_of(data: Mapping[str, list[str]]) -> Rules:
    return Rules(**{field.name: tuple(map(str.lower, data[field.name])) for field in fields(Rules)})
