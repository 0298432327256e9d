"""Our own letters, sent by the owner, are read as what they are: else a step would be due twice."""

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from agent.cases.case import Step
from agent.cases.plan import Write
from agent.reading.facts import Direction, Kind
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read
from agent.writing.compose import compose
from agent.writing.draft import Draft, Parent, Strength
from agent.writing.particulars import particulars
from agent.writing.rfc5322 import message_bytes
from agent.writing.wording import Letter, language_of, letter_of
from tests.writing.opportunity import (
    A_WEEK_LATER,
    JANE,
    TUESDAY_EVENING,
    ZOE,
    a_case,
    a_parent,
    a_write,
)

NAMES = ("Anna Keller", "Ben Okafor")
OWNER = Owner(JANE.addresses, ZoneInfo("Europe/London"), JANE.name)

LETTERS = {
    Letter.THANK_YOU: (a_write(interviewers=NAMES), Kind.THANK_YOU),
    Letter.THANK_YOU_LATE: (a_write(interviewers=NAMES, late=True), Kind.THANK_YOU),
    Letter.THANK_YOU_THROUGH: (a_write(to=ZOE, through=True, interviewers=NAMES), Kind.THANK_YOU),
    Letter.FOLLOW_UP: (a_write(Step.FOLLOW_UP), Kind.FOLLOW_UP),
    Letter.FOLLOW_UP_PROMISED: (
        a_write(Step.FOLLOW_UP, promised_on=date(2026, 3, 6)),
        Kind.FOLLOW_UP,
    ),
    Letter.FINAL_ATTEMPT: (
        a_write(Step.FINAL_ATTEMPT, last_wrote_on=date(2026, 3, 10)),
        Kind.FOLLOW_UP,
    ),
    Letter.FEEDBACK_REQUEST: (a_write(Step.FEEDBACK_REQUEST), Kind.OWN_OTHER),
}


def _sent() -> Iterator[object]:
    for letter, (write, kind) in LETTERS.items():
        for number in range(len(language_of("en").phrasings[letter])):
            yield pytest.param(write, number, None, kind, id=f"{letter}-{number}")
            yield pytest.param(write, number, a_parent(), kind, id=f"{letter}-{number}-in-thread")


@pytest.mark.parametrize(("write", "number", "parent", "kind"), list(_sent()))
@pytest.mark.parametrize("filled", ["", "You told me about the move to the new warehouse in May."])
def test_a_letter_that_the_owner_sends_is_read_as_what_it_is(
    write: Write, number: int, parent: Parent | None, kind: Kind, filled: str
) -> None:
    raw = _as_sent(_phrased(write, number, parent), filled, _when(write))

    reading = read(parse(raw), OWNER)

    assert (reading.direction, reading.kind) == (Direction.OUTGOING, kind)


@pytest.mark.parametrize("letter", [Letter.THANK_YOU, Letter.THANK_YOU_LATE, Letter.FOLLOW_UP])
@pytest.mark.parametrize("number", range(6))
def test_a_sentence_on_a_strength_changes_nothing_of_that(letter: Letter, number: int) -> None:
    write, kind = LETTERS[letter]
    strong = replace(JANE, strengths=(Strength("eight years of building pipelines", "en", "data"),))
    draft = compose(a_case(id=f"case {number}"), write, strong, None, _when(write))

    reading = read(parse(_as_sent(draft, "", _when(write))), OWNER)

    assert "eight years" in draft.text
    assert reading.kind is kind


def _phrased(write: Write, number: int, parent: Parent | None) -> Draft:
    """The letter in its n-th phrasing: which one is taken depends on the case's id."""
    english, when = language_of("en"), _when(write)
    stated = particulars(a_case(), write, english.words, when)
    body = english.phrasings[letter_of(write)][number].render(asdict(stated))
    drafts = (compose(a_case(id=f"case {n}"), write, JANE, parent, when) for n in range(200))
    return next(draft for draft in drafts if body in draft.text)


def _as_sent(draft: Draft, filled: str, when: datetime) -> bytes:
    """What leaves: the marked place filled in, or deleted."""
    text = re.sub(r"⟦[^⟧]*⟧", filled, draft.text)
    return message_bytes(replace(draft, text=text), message_id="<own@doe.example>", date=when)


def _when(write: Write) -> datetime:
    return TUESDAY_EVENING if write.key.step is Step.THANK_YOU else A_WEEK_LATER
