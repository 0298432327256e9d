"""The owner's YAML as one frozen `Config`; every problem is reported at once, with its line.

Fail closed (peers.md D29): a file that is not wholly right gives no Config at all, and the only
mode there is writes drafts.
"""

import difflib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from agent.cases.case import CADENCE, MAY_LEAVE, Mode, Step
from agent.cases.policy import FeedbackRequest, FinalAttempt, FollowUp, Policy, ThankYou
from agent.config_schema import (
    CadenceSection,
    MailboxSection,
    OwnerSection,
    RewordingSection,
    Section,
    SendingSection,
    StateSection,
    WatchSection,
)
from agent.config_values import HowFar
from agent.errors import ConfigError, OwnerError
from agent.reading.language import heard_instead
from agent.reading.owner import Owner
from agent.template_folder import folder_of, mistakes, read_folder
from agent.writing.checks import phrases_refused
from agent.writing.draft import Profile
from agent.writing.wording import language_of
from agent.yaml_source import Place, Problem, YamlSource, read_yaml

SYSTEM_WIDE = Path("/etc/afterword/config.yaml")


class Config(Section):
    """Everything the owner has set. `owner:` of the YAML is `person` here."""

    person: OwnerSection = Field(alias="owner")
    mailbox: MailboxSection
    mode: HowFar = Mode.DRAFT
    quote_original: bool = False
    question_mails: bool = False
    sending: SendingSection | None = None
    cadence: CadenceSection = CadenceSection()
    rewording: RewordingSection | None = None
    state: StateSection = Field(default_factory=StateSection)
    watch: WatchSection = WatchSection()

    @model_validator(mode="after")
    def _a_way_out(self) -> "Config":
        wanted = next(iter(self.modes().values()), None)
        if wanted and self.sending is None:
            raise ValueError(f"mode: {wanted} needs a section `sending` with the server to send by")
        return self

    def modes(self) -> dict[Step, Mode]:
        """How far each step may go that may be more than a draft."""
        sections = {step: getattr(self.cadence, step.value) for step in MAY_LEAVE}
        wanted = {step: section.mode or self.mode for step, section in sections.items()}
        return {step: mode for step, mode in wanted.items() if mode is not Mode.DRAFT}

    def owner(self) -> Owner:
        """Who reads."""
        person = self.person
        return Owner(person.addresses, person.zone, person.name, person.country)

    def profile(self) -> Profile:
        """Who writes. Raises `ConfigError` with all that is wrong in the owner's own letters."""
        person = self.person
        if wrong := mistakes(person.templates):
            raise ConfigError(wrong)
        return Profile(
            name=person.name,
            addresses=person.addresses,
            signature=person.signature.strip(),
            languages=person.written(),
            tone=person.tone,
            strengths=person.known_strengths(),
            templates=person.templates.templates,
            quote_original=self.quote_original,
        )

    def policy(self, started_at: datetime | None) -> Policy:
        """How long to wait; steps due before `started_at` are shown and not drafted (S14)."""
        cadence = self.cadence
        return Policy(
            zone=self.person.zone,
            country=self.person.country,
            subdivision=self.person.subdivision,
            modes=self.modes(),
            steps=frozenset(step for step in CADENCE if getattr(cadence, step.value).enabled),
            thank_you=ThankYou(**cadence.thank_you.values()),
            follow_up=FollowUp(**cadence.follow_up.values()),
            final_attempt=FinalAttempt(**cadence.final_attempt.values()),
            feedback_request=FeedbackRequest(**cadence.feedback_request.values()),
            **cadence.values(),
            question_mails=self.question_mails,
            started_at=started_at,
        )


def find(path: Path | None) -> Path:
    """The file to load: `path`, $AFTERWORD_CONFIG, the user's own, or that of the machine."""
    if path:
        return path
    named = os.environ.get("AFTERWORD_CONFIG")
    if named:
        return Path(named).expanduser()
    own = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser()
    places = (own / "afterword" / "config.yaml", SYSTEM_WIDE)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise OwnerError(
            f"There is no configuration yet: copy config.example.yaml to {places[0]}, fill it in,"
            " then run: afterword config check"
        )
    return found


def load(path: Path) -> Config:
    """The settings in `path`. Raises `ConfigError` with all problems, in the order of the file, and
    those in the owner's letters below; of a file that is right, `profile` tells the latter."""
    source = read_yaml(path)
    problems = list(source.problems)
    try:
        values = source.values if source.values is not None else {}
        config = Config.model_validate(values, context={"beside": path.parent})
        problems += _of_strengths(config.person, source)
    except ValidationError as error:
        problems += [_problem(detail, source) for detail in error.errors(include_url=False)]
    if problems:
        problems.sort(key=lambda problem: (problem.mark, problem.place))
        raise ConfigError((*(problem.line(path) for problem in problems), *_of_letters(path)))
    return config


def _of_letters(path: Path) -> tuple[str, ...]:
    folder = folder_of(path)
    try:
        return mistakes(read_folder(folder)) if folder else ()
    except ValueError:
        return ()  # a problem of the YAML, told with its line


def _of_strengths(person: OwnerSection, source: YamlSource) -> Iterator[Problem]:
    """What no letter in its language may say, and what seems to be another language."""
    for index, (one, given) in enumerate(
        zip(person.known_strengths(), person.strengths, strict=True)
    ):
        place = ("owner", "strengths", index)
        for rule, phrase in phrases_refused(one.text, language_of(one.language)):
            what = f"no letter may say “{phrase}” (rule {rule})"
            yield Problem(source.mark(place), place, what)
        heard = "" if given.language else heard_instead(one.text, one.language)
        if heard:
            what = f"reads like {heard}, not {one.language}: say {{skill: …, language: {heard}}}"
            yield Problem(source.mark(place), place, what)


WORDING = {
    "missing": "is missing",
    "model_type": "should be a section with keys of its own",
    "int_type": "should be a whole number, without quotes",
    "bool_type": "should be true or false",
    "string_type": 'should be text; put it in "quotes"',
    "tuple_type": "should be a list, such as [a, b]",
    "too_short": "should hold at least one",
}


def _problem(detail: ErrorDetails, source: YamlSource) -> Problem:
    place, kind = detail["loc"], detail["type"]
    if kind == "extra_forbidden":
        return Problem(source.key_marks[place], place, f"is not a key we know{_guess(place)}")
    if kind == "value_error":
        what = str(detail["ctx"]["error"])
    else:
        what = WORDING.get(kind) or detail["msg"].removeprefix("Input ")
    return Problem(source.mark(place), place, what)


def _guess(place: Place) -> str:
    """The known key that was probably meant."""
    close = difflib.get_close_matches(str(place[-1]), keys(section_at(place[:-1])), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def section_at(place: Place) -> type[BaseModel]:
    """The schema of the section at `place`."""
    section: type[BaseModel] = Config
    for key in place:
        section = keys(section)[str(key)] or section
    return section


def keys(section: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """Every key of a section as the YAML spells it, with the schema of what lies below."""
    return {
        field.alias or name: _section_or_none(field.annotation)
        for name, field in section.model_fields.items()
    }


def _section_or_none(annotation: object) -> type[BaseModel] | None:
    for kind in (annotation, *get_args(annotation)):  # of an optional section: Section | None
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None
