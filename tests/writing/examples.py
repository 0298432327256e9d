"""Letters as people receive them: every situation of `tests/corpus/drafts`, in every language and
register. `python -m tests.writing.examples` writes them anew, and the page that shows them."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from agent.cases.case import Case, Note, Person
from agent.cases.plan import Write
from agent.reading.facts import Culture
from agent.reading.message import Address
from agent.writing.call import call_script
from agent.writing.compose import compose
from agent.writing.draft import Draft, Parent, Profile, Strength
from agent.writing.samples import STEPS
from agent.writing.wording import Letter
from tests.writing.opportunity import TUESDAY, TUESDAY_EVENING, a_case, a_parent, a_write

ROOT = Path(__file__).parents[2]
DRAFTS = ROOT / "tests" / "corpus" / "drafts"
PAGE = ROOT / "docs" / "examples.md"
IN_TIME, LATER = datetime(2026, 3, 4, 9, tzinfo=UTC), datetime(2026, 3, 12, 9, tzinfo=UTC)
LANGUAGES = {
    "en": "English",
    "de": "German, Sie",
    "de-familiar": "German, du",
    "fr": "French",
    "es": "Spanish, usted",
    "es-familiar": "Spanish, tú",
    "nl": "Dutch, u",
    "nl-familiar": "Dutch, je",
    "it": "Italian, Lei",
    "it-familiar": "Italian, tu",
    "pt": "Portuguese",
}
HEAD = """\
# Letters, as they are received

Every situation that Afterword writes in, in every language, and formal or familiar where the
language has both; each phrasing of each letter stands here at least once. People and companies are
invented. ⟦…⟧ is the place that you fill in or delete before you send. How to make the letters your
own: [letters.md](letters.md). This page is made by `make examples`.
"""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when a letter is due; situations.yaml explains each."""

    name: str
    letter: Letter
    told: str
    employer: int
    case: int
    to: str = "interviewer"
    others: int = 0
    unknown: tuple[str, ...] = ()
    thread: bool = False
    note: bool = False
    strength: bool = False
    official: bool = False
    promised: date | None = None
    wrote: date | None = None


@cache
def situations() -> tuple[Situation, ...]:
    data: dict[str, Any] = _data("situations.yaml")
    return tuple(
        Situation(name, **{**said, "letter": Letter(said["letter"])}) for name, said in data.items()
    )


def rendered(situation: Situation, tongue: str) -> str:
    """The whole text, with whom it is to and its subject; of a call what is to be said."""
    if situation.letter is Letter.PHONE_CALL:
        return f"{call_script(case_of(situation, tongue), _profile(situation, tongue))}\n"
    draft = drafted(situation, tongue)
    return f"To: {draft.to.name or draft.to.address}\nSubject: {draft.subject}\n\n{draft.text}\n"


def drafted(situation: Situation, tongue: str) -> Draft:
    """The letter due in that situation, at an employer who writes so."""
    case, profile = case_of(situation, tongue), _profile(situation, tongue)
    soon = situation.letter in (Letter.THANK_YOU, Letter.THANK_YOU_THROUGH)
    return compose(
        case,
        _due(situation, tongue),
        profile,
        _parent(situation, tongue),
        IN_TIME if soon else LATER,
    )


def case_of(situation: Situation, tongue: str) -> Case:
    people, code = _people(tongue), tongue.partition("-")[0]
    employer = people["employers"][situation.employer]
    reader = _reader(situation, tongue)
    case = a_case(
        interviewers=(reader,) if reader.interviewed else (),
        id=str(situation.case),
        company=None if "company" in situation.unknown else employer["company"],
        role=None if "role" in situation.unknown else employer["role"],
        culture=Culture.GOVERNMENT if situation.official else None,
        language=code,
        familiar=tongue != code,
        people=(reader,),
        notes=(Note(employer["topic"], TUESDAY_EVENING),) if situation.note else (),
    )
    day = None if "day" in situation.unknown else TUESDAY
    return replace(case, rounds=tuple(replace(round_, on=day) for round_ in case.rounds))


def page() -> str:
    """All of them: by letter, then situation, then language."""
    return "\n".join((HEAD, *_sections()))


def _sections() -> Iterator[str]:
    for letter, of_letter in groupby(situations(), key=lambda situation: situation.letter):
        yield f"## {_heading(letter)}\n"
        for situation in of_letter:
            yield f"### {_heading(situation.name)}\n\n{situation.told}\n"
            for tongue, name in LANGUAGES.items():
                text = _quoted(rendered(situation, tongue))
                yield f"<details><summary>{name}</summary>\n\n{text}\n\n</details>\n"


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _quoted(text: str) -> str:
    """As a Markdown quotation in which every line stays a line."""
    lines = escape(text.strip(), quote=False).split("\n")
    following = (*lines[1:], "")
    kept = (
        f"{one}\\" if one and after else one for one, after in zip(lines, following, strict=True)
    )
    return "\n".join(f"> {line}".rstrip() for line in kept)


def _due(situation: Situation, tongue: str) -> Write:
    reader = _reader(situation, tongue)
    write = a_write(STEPS[situation.letter], to=reader)
    return replace(
        write,
        to=Address(reader.name, reader.address or ""),
        interview_on=None if "day" in situation.unknown else TUESDAY,
        late=situation.letter is Letter.THANK_YOU_LATE,
        through=situation.letter is Letter.THANK_YOU_THROUGH,
        interviewers=tuple(_people(tongue)["others"][: situation.others]),
        promised_on=situation.promised,
        last_wrote_on=situation.wrote,
    )


def _reader(situation: Situation, tongue: str) -> Person:
    people = _people(tongue)
    names = {**people, "agency": people["recruiter"], "nameless": ""}
    interviewed = situation.to in ("interviewer", "nameless")
    agency = situation.to == "agency"
    return Person(
        names[situation.to], f"{situation.to}@employer.example", interviewed, agency, None, None
    )


def _parent(situation: Situation, tongue: str) -> Parent | None:
    return a_parent(subject=_people(tongue)["subject"]) if situation.thread else None


def _profile(situation: Situation, tongue: str) -> Profile:
    people = _people(tongue)
    strong = people["strength"]
    strength = Strength(strong["skill"], tongue.partition("-")[0], strong["need"])
    strengths = (strength,) if situation.strength else ()
    return Profile(people["owner"], ("me@owner.example",), people["owner"], strengths=strengths)


def _people(tongue: str) -> dict[str, Any]:
    return dict(_data("people.yaml")[tongue.partition("-")[0]])


@cache
def _data(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((DRAFTS / name).read_text("utf-8"))
    return data


def kept(situation: Situation, tongue: str) -> Path:
    """Where its text is kept."""
    return DRAFTS / tongue / f"{situation.name}.txt"


def main() -> int:
    for tongue in LANGUAGES:
        (DRAFTS / tongue).mkdir(exist_ok=True)
        for situation in situations():
            kept(situation, tongue).write_text(rendered(situation, tongue), "utf-8")
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
