"""Our own letters, sent by the owner, are read as what they are: else a step would be due twice."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from agent.cases.case import Case, Step
from agent.cases.plan import Write
from agent.reading.facts import Direction, Kind, Reading
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read
from agent.writing.compose import compose
from agent.writing.draft import Draft, Strength
from agent.writing.letter import parts
from agent.writing.rfc5322 import message_bytes
from agent.writing.wording import Letter, codes, language_for
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

THANKS, ASKS, OTHER = Kind.THANK_YOU, Kind.FOLLOW_UP, Kind.OWN_OTHER
LETTERS = {
    Letter.THANK_YOU: (a_write(interviewers=NAMES), {THANKS}),
    Letter.THANK_YOU_LATE: (a_write(interviewers=NAMES, late=True), {THANKS}),
    Letter.THANK_YOU_THROUGH: (a_write(to=ZOE, through=True, interviewers=NAMES), {THANKS}),
    Letter.FOLLOW_UP: (a_write(Step.FOLLOW_UP), {ASKS}),
    Letter.FOLLOW_UP_PROMISED: (a_write(Step.FOLLOW_UP, promised_on=date(2026, 3, 6)), {ASKS}),
    Letter.FINAL_ATTEMPT: (a_write(Step.FINAL_ATTEMPT, last_wrote_on=date(2026, 3, 9)), {ASKS}),
    Letter.FEEDBACK_REQUEST: (a_write(Step.FEEDBACK_REQUEST), {OTHER}),
    Letter.GRACIOUS_REPLY: (a_write(Step.GRACIOUS_REPLY), {OTHER, THANKS}),
    Letter.DELAY_ACKNOWLEDGED: (
        a_write(Step.DELAY_ACKNOWLEDGED, promised_on=date(2026, 3, 20)),
        {OTHER, THANKS},
    ),
    Letter.WITHDRAWAL: (a_write(Step.WITHDRAWAL), {Kind.WITHDRAWAL}),
}
FILLED = "You told me about the move to the new warehouse in May."
NAMED = (
    {},
    {"role": None, "company": None},
    {"role": "Senior Engineer for Data Platforms and Analytics", "company": "Northern Utilities"},
)


def _letters() -> Iterator[object]:
    """Every letter in every language and register; each is tried in all its phrasings."""
    for code, familiar, letter in product(sorted(codes()), (False, True), LETTERS):
        name = f"{code}-familiar-{letter}" if familiar else f"{code}-{letter}"
        yield pytest.param(code, familiar, letter, id=name)


@pytest.mark.parametrize(("code", "familiar", "letter"), list(_letters()))
def test_a_letter_that_the_owner_sends_is_read_as_what_it_is(
    code: str, familiar: bool, letter: Letter
) -> None:
    write, kinds = LETTERS[letter]
    cases = [a_case(language=code, familiar=familiar, **names) for names in NAMED]

    wrong = [
        (reading.kind, text)
        for case in cases
        for draft in _in_every_phrasing(case, write, letter)
        for text in {re.sub(r"⟦[^⟧]*⟧", filled, draft.text) for filled in ("", FILLED)}
        for reading in [_read(draft, text, _when(write))]
        if reading.direction is not Direction.OUTGOING or reading.kind not in kinds
    ]

    assert wrong == []


@pytest.mark.parametrize("letter", [Letter.THANK_YOU, Letter.THANK_YOU_LATE, Letter.FOLLOW_UP])
@pytest.mark.parametrize("number", range(6))
def test_a_sentence_on_a_strength_changes_nothing_of_that(letter: Letter, number: int) -> None:
    write, kinds = LETTERS[letter]
    strong = replace(JANE, strengths=(Strength("eight years of building pipelines", "en", "data"),))
    draft = compose(a_case(id=f"case {number}"), write, strong, None, _when(write))

    reading = _read(draft, re.sub(r"⟦[^⟧]*⟧", "", draft.text), _when(write))

    assert "eight years" in draft.text
    assert reading.kind in kinds


def _in_every_phrasing(case: Case, write: Write, letter: Letter) -> list[Draft]:
    """In a new thread and in theirs. Which phrasing is taken depends on the case's id."""
    language = language_for(case.language, letter, familiar=case.familiar)
    found: dict[tuple[str, bool], Draft] = {}
    for number, parent in product(range(60), (None, a_parent())):
        draft = compose(replace(case, id=f"{number}"), write, JANE, parent, _when(write))
        body = parts(draft.text, language.words.every_closing).body
        found.setdefault((body, parent is None), draft)
    assert len(found) >= 2 * len(language.phrasings[letter])
    return list(found.values())


def _read(draft: Draft, text: str, when: datetime) -> Reading:
    """What leaves: the marked place filled in, or deleted."""
    left = replace(draft, text=text)
    return read(parse(message_bytes(left, message_id="<own@doe.example>", date=when)), OWNER)


def _when(write: Write) -> datetime:
    return TUESDAY_EVENING if write.key.step is Step.THANK_YOU else A_WEEK_LATER
