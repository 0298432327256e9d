"""The words we write with: one folder of data per language, loaded once, no word of it in the code.

`templates/<language>/<letter>.txt` holds whole bodies of one kind of letter, each a phrasing of
the same thing, with a line `---` between two; `<letter>.familiar.txt` the same for an employer who
says du, tú, tu or je to the owner. `words.yaml` holds what is around them (greetings, days,
subjects; under `familiar` what differs there), `rules.yaml` what a text must and must not say. A
letter that a language lacks is written in English.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from agent.cases.case import Step
from agent.cases.plan import Write

FALLBACK = "en"
BETWEEN_PHRASINGS = "\n---\n"
TEMPLATES = files("agent.writing") / "templates"
ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


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


def language_for(code: str, letter: Letter, *, familiar: bool) -> Language:
    """The language to write this letter in: `code` if it has the letter, else English."""
    language = _load(code if code in codes() else FALLBACK, familiar)
    return language if letter in language.phrasings else _load(FALLBACK, familiar)


def language_of(code: str, *, familiar: bool = False) -> Language:
    """The language a draft says it is written in."""
    return _load(code if code in codes() else FALLBACK, familiar)


def letter_of(write: Write) -> Letter:
    """Which kind of letter a due step asks for."""
    if write.key.step is Step.THANK_YOU and write.through:
        return Letter.THANK_YOU_THROUGH
    if write.key.step is Step.THANK_YOU and write.late:
        return Letter.THANK_YOU_LATE
    if write.key.step is Step.FOLLOW_UP and write.promised_on:
        return Letter.FOLLOW_UP_PROMISED
    return Letter(write.key.step.value)


@cache
def codes() -> frozenset[str]:
    """The languages there are letters in."""
    return frozenset(folder.name for folder in TEMPLATES.iterdir() if folder.is_dir())


@cache
def _load(code: str, familiar: bool) -> Language:
    folder = TEMPLATES / code
    data = _yaml(folder / "words.yaml")
    return Language(
        code=code,
        words=_words(data, data.get("familiar", {}) if familiar else {}),
        rules=_rules(_yaml(folder / "rules.yaml")),
        phrasings={
            letter: _phrasings(file)
            for letter in Letter
            if (file := _file(folder, letter, familiar=familiar)).is_file()
        },
    )


def _file(folder: Traversable, letter: Letter, *, familiar: bool) -> Traversable:
    file = folder / f"{letter}.familiar.txt"
    return file if familiar and file.is_file() else folder / f"{letter}.txt"


def _yaml(file: Traversable) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded


def _phrasings(file: Traversable) -> tuple[Template, ...]:
    bodies = file.read_text(encoding="utf-8").split(BETWEEN_PHRASINGS)
    return tuple(ENVIRONMENT.from_string(body.strip()) for body in bodies)


def _words(formal: Mapping[str, Any], familiar: Mapping[str, Any]) -> Words:
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
        subjects={
            Letter(letter): tuple(template(pattern) for pattern in patterns)
            for letter, patterns in data["subjects"].items()
        },
    )


def _rules(data: Mapping[str, list[str]]) -> Rules:
    return Rules(
        thanks=tuple(data["thanks"]),
        placeholders=tuple(data["placeholders"]),
        pushy=tuple(data["pushy"]),
        discouraged=tuple(data["discouraged"]),
        personal=tuple(data["personal"]),
        reproach=tuple(data["reproach"]),
    )
