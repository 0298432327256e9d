"""Which texts are never written, and which are shown with a warning (domain.md, section E)."""

from dataclasses import replace

import pytest

from agent.cases.case import Case, EntryStatus, Step
from agent.reading.message import Address
from agent.writing.checks import Level, check
from agent.writing.compose import compose
from agent.writing.draft import Draft
from tests.writing.opportunity import (
    ANNA,
    JANE,
    TUESDAY_EVENING,
    a_case,
    a_parent,
    a_write,
    written,
)


def a_follow_up(case: Case | None = None) -> Draft:
    return compose(case or a_case(), a_write(Step.FOLLOW_UP), JANE, None, TUESDAY_EVENING)


def saying(sentence: str) -> Draft:
    """A good follow-up with one sentence more."""
    letter = a_follow_up()
    first, rest = letter.text.split("\n\n", 1)
    return replace(letter, text=f"{first}\n\n{sentence}\n\n{rest}")


def blocked(letter: Draft, case: Case | None = None) -> set[str]:
    return {found.rule for found in check(letter, case or a_case()) if found.level is Level.BLOCK}


def warned(letter: Draft, case: Case | None = None) -> set[str]:
    return {found.rule for found in check(letter, case or a_case()) if found.level is Level.WARN}


def test_a_letter_of_ours_is_fine() -> None:
    assert check(a_follow_up(), a_case()) == ()


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("I worked with [your tool].", "E1"),
        ("I worked with {{ tool }}.", "E1"),
        ("I met <name> there.", "E1"),
        ("TODO: a good reason.", "E1"),
        ("I was just checking in.", "E11"),
        ("I need an answer ASAP.", "E11"),
        ("You promised to write.", "E11"),
        ("This is my last chance.", "E11"),
        ("Please reconsider.", "E11"),
        ("My salary matters to me.", "E14"),
        ("I have another offer.", "E14"),
        ("The delay surprised me.", "E15"),
        ("That was a waste of time.", "E15"),
        ("Is it so?", "E.2"),
    ],
)
def test_such_a_sentence_is_never_written(sentence: str, rule: str) -> None:
    assert rule in blocked(saying(sentence))


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("⟦one thing that stayed with you⟧", "E1"),
        ("How nice! How very nice!", "E10"),
        ("Well … it was.", "E10"),
        ("It was fun 🎉 for all.", "E10"),
        ("This is my dream job.", "E11"),
        ("One. Two. Three. Four.", "E12"),
        ("And " * 31 + "so on.", "E12"),
        ("And so on. " * 20, "E.2"),
    ],
)
def test_such_a_sentence_is_shown_with_a_warning(sentence: str, rule: str) -> None:
    assert rule in warned(saying(sentence))
    assert not blocked(saying(sentence))


@pytest.mark.parametrize(
    ("company", "role"),
    [
        ("Urgent Care Centre", "Nurse"),
        ("Acme", "Compensation and Benefits Manager"),
        ("Yahoo!", "Insert Molding Technician [Berlin]"),
    ],
)
def test_a_name_may_hold_any_word(company: str, role: str) -> None:
    case = a_case(company=company, role=role)

    assert blocked(a_follow_up(case), case) == set()


@pytest.mark.parametrize(
    "address",
    [
        "stranger@acme.example",
        "no-reply@acme.example",
        "donotreply@acme.example",
        "mailer-daemon@acme.example",
        "jane@doe.example",
    ],
)
def test_it_is_written_to_a_person_of_the_case_who_reads_mail(address: str) -> None:
    letter = replace(a_follow_up(), to=Address("Anna Keller", address))
    known = () if address.startswith("stranger") else (replace(ANNA, address=address),)

    assert blocked(letter, a_case(people=(ANNA, *known))) == {"E2"}


def test_an_address_that_not_every_server_takes_is_found_before_it_is_written() -> None:
    person = replace(ANNA, address="änna@acme.example")
    letter = replace(a_follow_up(), to=Address("Anna Keller", "änna@acme.example"))

    assert blocked(letter, a_case(people=(person,))) == {"E2"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        pytest.param({"to": Address("Ben Okafor", "anna@acme.example")}, "E3", id="another's name"),
        pytest.param({"subject": "Re: the interview on Tuesday"}, "E6", id="an answer to nothing"),
        pytest.param({"subject": "FOLLOWING UP ON IT"}, "E6", id="shouting"),
        pytest.param({"subject": "Urgent: following up"}, "E6", id="urgency"),
        pytest.param({"sender": Address("John Roe", "jane@doe.example")}, "E8", id="no name"),
    ],
)
def test_greeting_subject_and_signature_are_right(changes: dict[str, object], rule: str) -> None:
    assert blocked(replace(a_follow_up(), **changes)) == {rule}  # type: ignore[arg-type]


def test_a_thread_keeps_the_subject_it_has() -> None:
    parent = a_parent(subject="URGENT: INTERVIEW 🎉")

    letter = compose(a_case(), a_write(Step.FOLLOW_UP), JANE, parent, TUESDAY_EVENING)

    assert check(letter, a_case()) == ()


def test_company_and_role_are_spelled_as_the_employer_spells_them() -> None:
    letter = a_follow_up(a_case(company="Acmee"))

    assert blocked(letter, a_case(company="Acme Group")) == {"E4"}


def test_a_letter_without_thanks_is_never_written() -> None:
    text = "Dear Anna,\n\nThe Data Engineer role at Acme: what is next?\n\nKind regards,\nJane Doe"

    assert blocked(replace(a_follow_up(), text=text)) == {"E9"}


def test_a_question_mark_in_the_signature_is_no_question() -> None:
    profile = replace(JANE, signature="Jane Doe\nhttps://doe.example/?cv=1")

    letter = compose(a_case(), a_write(), profile, None, TUESDAY_EVENING)

    assert blocked(letter) == set()


def test_the_same_letter_is_never_written_to_one_person_twice() -> None:
    letter = a_follow_up()

    case = a_case(entries=(written(a_write(Step.FOLLOW_UP), letter.text),))

    assert blocked(letter, case) == {"E17"}


def test_a_letter_that_was_never_finished_does_not_stand_against_itself() -> None:
    letter = a_follow_up()
    row = replace(written(a_write(Step.FOLLOW_UP), letter.text), status=EntryStatus.INTENDED)

    assert check(letter, a_case(entries=(row,))) == ()
