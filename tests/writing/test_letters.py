"""Whole letters, as the owner finds them in Drafts: each file in `letters/` is one; those in
`letters/<language>` and `letters/<language>-familiar` are written to employers who write so."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from agent.cases.case import Case, Person, Step
from agent.cases.plan import Write
from agent.reading.facts import Culture
from agent.writing.call import call_script
from agent.writing.checks import Level, check
from agent.writing.compose import compose
from tests.writing.opportunity import (
    A_WEEK_LATER,
    ANNA,
    BEN,
    JANE,
    TUESDAY_EVENING,
    ZOE,
    a_case,
    a_parent,
    a_write,
)

LETTERS = Path(__file__).parent / "letters"
NAMELESS = Person("", "panel@acme.example", True, False, None, None)
RECRUITER = Person("Kim Berg", "kim@agency.example", False, True, None, None)

UNDER = {
    "thank_you": (a_case(), a_write(), None),
    "thank_you_in_the_thread": (a_case(), a_write(), a_parent()),
    "thank_you_late": (a_case(), a_write(late=True), None),
    "thank_you_through_the_coordinator": (
        a_case(),
        a_write(to=ZOE, through=True, interviewers=("Anna Keller", "Ben Okafor")),
        None,
    ),
    "thank_you_that_greets_others": (
        a_case(interviewers=(ANNA,)),
        a_write(interviewers=("Anna Keller", "Ben Okafor")),
        None,
    ),
    "thank_you_to_a_university": (a_case(culture=Culture.ACADEMIA), a_write(), None),
    "thank_you_where_little_is_known": (
        a_case(company=None, role=None, interviewers=(NAMELESS,)),
        a_write(to=NAMELESS, interview_on=None),
        None,
    ),
    "follow_up": (a_case(), a_write(Step.FOLLOW_UP), a_parent()),
    "follow_up_to_an_agency": (
        a_case(company=None, people=(RECRUITER,)),
        a_write(Step.FOLLOW_UP, to=RECRUITER),
        None,
    ),
    "follow_up_after_a_passed_promise": (
        a_case(),
        a_write(Step.FOLLOW_UP, promised_on=date(2026, 3, 6)),
        a_parent(),
    ),
    "final_attempt": (
        a_case(),
        a_write(Step.FINAL_ATTEMPT, last_wrote_on=date(2026, 3, 10)),
        a_parent(),
    ),
    "feedback_request": (a_case(), a_write(Step.FEEDBACK_REQUEST), a_parent()),
    "gracious_reply": (a_case(), a_write(Step.GRACIOUS_REPLY), a_parent()),
    "delay_acknowledged": (a_case(), a_write(Step.DELAY_ACKNOWLEDGED), a_parent()),
    "delay_acknowledged_with_the_new_day": (
        a_case(),
        a_write(Step.DELAY_ACKNOWLEDGED, promised_on=date(2026, 3, 20)),
        a_parent(),
    ),
    "withdrawal": (a_case(), a_write(Step.WITHDRAWAL), a_parent()),
    "withdrawal_in_a_new_thread": (a_case(), a_write(Step.WITHDRAWAL), None),
}

OTHERS = sorted(folder.name for folder in LETTERS.iterdir() if folder.is_dir())
EVERY = [(folder, name) for folder in ("", *OTHERS) for name in UNDER]


@pytest.mark.parametrize(("folder", "name"), EVERY)
def test_the_letter_reads_as_it_is_kept(folder: str, name: str) -> None:
    case, write, parent = UNDER[name]

    draft = compose(_of(folder, case), write, JANE, parent, _when(write))

    kept = (LETTERS / folder / f"{name}.txt").read_text(encoding="utf-8")
    assert f"To: {draft.to.name}\nSubject: {draft.subject}\n\n{draft.text}\n" == kept


@pytest.mark.parametrize(("folder", "name"), EVERY)
def test_no_letter_of_ours_breaks_a_rule(folder: str, name: str) -> None:
    case, write, parent = UNDER[name]
    case = _of(folder, case)
    known = replace(case, people=(*case.people, ANNA, BEN))

    findings = check(compose(case, write, JANE, parent, _when(write)), known)

    assert [finding for finding in findings if finding.level is Level.BLOCK] == []
    assert {finding.rule for finding in findings} <= {"E1", "E3"}  # a marked place; no name known


@pytest.mark.parametrize("folder", ["", *OTHERS])
def test_the_call_script_reads_as_it_is_kept(folder: str) -> None:
    script = call_script(_of(folder, a_case()), JANE)

    assert f"{script}\n" == (LETTERS / folder / "phone_call.txt").read_text(encoding="utf-8")


def test_the_call_script_keeps_to_its_length() -> None:
    call, voicemail = call_script(a_case(), JANE).split("\n\nIf the voicemail answers\n\n")

    assert len(call.split()) <= 120
    assert len(voicemail.split()) <= 40


def _of(folder: str, case: Case) -> Case:
    """The same case at an employer who writes in another language, or says du."""
    language, _, familiar = folder.partition("-")
    return replace(case, language=language, familiar=bool(familiar)) if folder else case


def _when(write: Write) -> datetime:
    return TUESDAY_EVENING if write.key.step is Step.THANK_YOU else A_WEEK_LATER
