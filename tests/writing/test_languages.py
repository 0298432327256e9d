"""Every language we write in, in both registers: whole, within the rules, and right whatever is
not known."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, product

import pytest

from agent.cases.case import Case, Person, Step
from agent.cases.plan import Write
from agent.writing.call import call_script
from agent.writing.checks import Level, check
from agent.writing.compose import compose
from agent.writing.letter import parts
from agent.writing.similarity import similarity
from agent.writing.wording import Letter, codes, language_for
from tests.writing.opportunity import (
    A_WEEK_LATER,
    ANNA,
    BEN,
    JANE,
    TUESDAY,
    TUESDAY_EVENING,
    ZOE,
    a_case,
    a_write,
)

RECRUITER = Person("Kim Berg", "kim@agency.example", False, True, None, None)
KINDS = {
    Letter.THANK_YOU: a_write(),
    Letter.THANK_YOU_LATE: a_write(late=True),
    Letter.THANK_YOU_THROUGH: a_write(to=ZOE, through=True),
    Letter.FOLLOW_UP: a_write(Step.FOLLOW_UP),
    Letter.FOLLOW_UP_PROMISED: a_write(Step.FOLLOW_UP, promised_on=date(2026, 3, 6)),
    Letter.FINAL_ATTEMPT: a_write(Step.FINAL_ATTEMPT),
    Letter.FEEDBACK_REQUEST: a_write(Step.FEEDBACK_REQUEST),
    Letter.GRACIOUS_REPLY: a_write(Step.GRACIOUS_REPLY),
    Letter.DELAY_ACKNOWLEDGED: a_write(Step.DELAY_ACKNOWLEDGED, promised_on=date(2026, 3, 20)),
    Letter.WITHDRAWAL: a_write(Step.WITHDRAWAL),
}
REGISTERS = [
    pytest.param(code, familiar, id=f"{code}-familiar" if familiar else code)
    for code in sorted(codes())
    for familiar in (False, True)
]
UNFIT = re.compile(r" [ .,;:]|\.\.|\(\)|\{|\}|None|\n{3}|(?m:^ | $)")


def openings(**changes: object) -> Iterator[Case]:
    """Role and company known, and not."""
    for role, company in product(("Data Engineer", None), ("Acme", None)):
        yield a_case(role=role, company=company, people=(ANNA, BEN, ZOE, RECRUITER), **changes)


def writes(kind: Letter) -> Iterator[Write]:
    """The letter due, with day, names and earlier letter known, and not; also to an agency."""
    for day, names, wrote, recipient in product(
        (TUESDAY, None),
        ((), ("Ben Okafor",), ("Ben Okafor", "Cara Diaz", "Dora Klein")),
        (date(2026, 3, 10), None),
        (None, RECRUITER),
    ):
        write = replace(KINDS[kind], interview_on=day, interviewers=names, last_wrote_on=wrote)
        if kind is Letter.DELAY_ACKNOWLEDGED and wrote is None:
            write = replace(write, promised_on=None)
        yield a_write(write.key.step, recipient, **_other(write)) if recipient else write


def _other(write: Write) -> dict[str, object]:
    kept = ("interview_on", "late", "interviewers", "through", "promised_on", "last_wrote_on")
    return {name: getattr(write, name) for name in kept}


def phrasings(kind: Letter, code: str, familiar: bool) -> dict[str, str]:
    """Every body of a letter, with the id of a case that gets it."""
    cases = [a_case(id=f"{n}", language=code, familiar=familiar) for n in range(60)]
    found = {_body(case, KINDS[kind]): case.id for case in cases}
    assert len(found) == len(language_for(code, kind, familiar=familiar).phrasings[kind])
    return found


def _body(case: Case, write: Write) -> str:
    draft = compose(case, write, JANE, None, TUESDAY_EVENING)
    language = language_for(case.language, Letter.THANK_YOU, familiar=case.familiar)
    return parts(draft.text, language.words.every_closing).body


@pytest.mark.parametrize(("code", "familiar"), REGISTERS)
def test_a_language_has_every_letter_and_a_subject_for_it(code: str, familiar: bool) -> None:
    languages = {language_for(code, kind, familiar=familiar).code for kind in Letter}
    language = language_for(code, Letter.THANK_YOU, familiar=familiar)

    assert languages == {code}
    assert set(language.words.subjects) == set(KINDS)
    assert (len(language.words.weekdays), len(language.words.months)) == (7, 12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("code", "familiar"), REGISTERS)
def test_every_phrasing_keeps_every_rule_whatever_is_not_known(
    code: str, familiar: bool, kind: Letter
) -> None:
    for id_ in phrasings(kind, code, familiar).values():
        changes = {"id": id_, "language": code, "familiar": familiar}
        for case, write in product(openings(**changes), writes(kind)):
            draft = compose(case, write, JANE, None, A_WEEK_LATER)

            findings = check(draft, case)

            assert draft.language == code
            assert not [f for f in findings if f.level is Level.BLOCK or f.rule != "E1"], draft.text
            assert not UNFIT.search(draft.text), draft.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("code", "familiar"), REGISTERS)
def test_phrasings_are_no_copies_of_each_other(code: str, familiar: bool, kind: Letter) -> None:
    bodies = phrasings(kind, code, familiar)

    assert max(similarity(one, other) for one, other in combinations(bodies, 2)) < 0.6


@pytest.mark.parametrize(("code", "familiar"), REGISTERS)
def test_what_to_say_on_the_phone_is_short(code: str, familiar: bool) -> None:
    language = language_for(code, Letter.PHONE_CALL, familiar=familiar)
    _, heading = language.words.call_headings

    full_stop = a_case(language=code, familiar=familiar, company="Acme Inc.")
    for case in (*openings(language=code, familiar=familiar), full_stop):
        script = call_script(case, JANE)
        call, voicemail = script.split(f"\n\n{heading}\n\n")
        assert len(call.split()) <= 120
        assert len(voicemail.split()) <= 40
        assert not UNFIT.search(script), script
