"""Whole letters in French and Spanish: each file in `letters/<language>/` is one."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from agent.cases.case import Case, Step
from agent.writing.call import call_script
from agent.writing.checks import Level, check
from agent.writing.compose import compose
from agent.writing.greeting import greeting
from agent.writing.particulars import in_words, names_to_thank, on_day, position
from agent.writing.wording import language_of
from tests.writing.opportunity import (
    A_WEEK_LATER,
    ANNA,
    BEN,
    JANE,
    TUESDAY_EVENING,
    a_case,
    a_write,
)
from tests.writing.test_letters import UNDER

LETTERS = Path(__file__).parent / "letters"
REGISTERS = {  # folder: language, familiar
    "fr": ("fr", False),
    "es": ("es", False),
    "es-familiar": ("es", True),
}
EVERY = [(folder, name) for folder in REGISTERS for name in UNDER]


@pytest.mark.parametrize(("folder", "name"), EVERY)
def test_the_letter_reads_as_it_is_kept(folder: str, name: str) -> None:
    case, write, parent = UNDER[name]
    now = TUESDAY_EVENING if write.key.step is Step.THANK_YOU else A_WEEK_LATER

    draft = compose(_in(folder, case), write, JANE, parent, now)

    kept = (LETTERS / folder / f"{name}.txt").read_text(encoding="utf-8")
    assert f"To: {draft.to.name}\nSubject: {draft.subject}\n\n{draft.text}\n" == kept


@pytest.mark.parametrize(("folder", "name"), EVERY)
def test_no_letter_of_ours_breaks_a_rule(folder: str, name: str) -> None:
    case, write, parent = UNDER[name]
    known = _in(folder, replace(case, people=(*case.people, ANNA, BEN)))
    now = TUESDAY_EVENING if write.key.step is Step.THANK_YOU else A_WEEK_LATER

    findings = check(compose(known, write, JANE, parent, now), known)

    assert [finding for finding in findings if finding.level is Level.BLOCK] == []
    assert {finding.rule for finding in findings} <= {"E1", "E3"}  # a marked place; no name known


@pytest.mark.parametrize("folder", REGISTERS)
def test_the_call_script_reads_as_it_is_kept(folder: str) -> None:
    script = call_script(_in(folder, a_case()), JANE)

    assert f"{script}\n" == (LETTERS / folder / "phone_call.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", REGISTERS)
def test_the_call_script_keeps_to_its_length(folder: str) -> None:
    language, familiar = REGISTERS[folder]
    heading = language_of(language, familiar=familiar).words.call_headings[1]

    call, voicemail = call_script(_in(folder, a_case()), JANE).split(f"\n\n{heading}\n\n")

    assert len(call.split()) <= 120
    assert len(voicemail.split()) <= 40


@pytest.mark.parametrize(
    ("role", "company", "phrase"),
    [
        ("Comptable", "Acme", "le poste de Comptable chez Acme"),
        ("Ingénieure", "Acme", "le poste d'Ingénieure chez Acme"),
        ("Hôtesse", "Acme", "le poste « Hôtesse » chez Acme"),
        ("Stage communication", None, "le poste « Stage communication »"),
        (None, "Université de Lyon", "le poste à l'Université de Lyon"),
        ("Comptable", "Ville de Lyon", "le poste de Comptable à la Ville de Lyon"),
        ("Comptable", "Groupe Acme", "le poste de Comptable au sein du Groupe Acme"),
        (None, None, "le poste"),
    ],
)
def test_french_elides_and_takes_the_article(
    role: str | None, company: str | None, phrase: str
) -> None:
    case = a_case(role=role, company=company)

    assert position(case, language_of("fr").words) == phrase


@pytest.mark.parametrize(
    ("role", "company", "phrase"),
    [
        ("Contable", "Acme", "el puesto de Contable en Acme"),
        ("Prácticas de marketing", "Acme", "el puesto «Prácticas de marketing» en Acme"),
        (None, "Universidad de Granada", "el puesto en la Universidad de Granada"),
        ("Contable", "Grupo Acme", "el puesto de Contable en el Grupo Acme"),
        (None, None, "el puesto"),
    ],
)
def test_spanish_takes_the_article(role: str | None, company: str | None, phrase: str) -> None:
    case = a_case(role=role, company=company)

    assert position(case, language_of("es").words) == phrase


@pytest.mark.parametrize(
    ("last", "names"),
    [
        ("Irene Sanz", "Ben Okafor e Irene Sanz"),
        ("Hilda Paz", "Ben Okafor e Hilda Paz"),
        ("Yolanda Gil", "Ben Okafor y Yolanda Gil"),
    ],
)
def test_a_spanish_list_of_names_sounds_right(last: str, names: str) -> None:
    write = a_write(interviewers=("Ben Okafor", last))

    assert names_to_thank(a_case(), write, language_of("es").words) == names


def test_the_first_of_a_french_month_has_its_own_form() -> None:
    words = language_of("fr").words

    assert in_words(date(2026, 4, 1), words) == "1er avril"
    assert on_day(date(2026, 4, 1), words, A_WEEK_LATER) == "du 1er avril"


def test_a_french_surname_keeps_its_title() -> None:
    words = language_of("fr").words

    assert greeting("M. Dupont", words, formal=True) == "Bonjour M. Dupont,"


def test_a_forbidden_phrase_is_found_with_either_apostrophe() -> None:
    case = _in("fr", a_case())
    draft = compose(case, a_write(), JANE, None, TUESDAY_EVENING)

    for apostrophe in "'’":
        said = draft.text.replace("⟦", f"Il y a urgence, j{apostrophe}insiste.\n\n⟦")
        findings = check(replace(draft, text=said), case)
        assert {found.words for found in findings if found.level is Level.BLOCK} == {"j'insiste"}


def _in(folder: str, case: Case) -> Case:
    language, familiar = REGISTERS[folder]
    return replace(case, language=language, familiar=familiar)
