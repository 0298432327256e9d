"""What is hard in French and Spanish: articles, elision, names."""

from dataclasses import replace
from datetime import date

import pytest

from agent.writing.checks import Level, check
from agent.writing.compose import compose
from agent.writing.greeting import greeting
from agent.writing.particulars import in_words, names_to_thank, on_day, position
from agent.writing.wording import language_of
from tests.writing.opportunity import (
    A_WEEK_LATER,
    JANE,
    TUESDAY_EVENING,
    a_case,
    a_write,
)


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
    case = a_case(language="fr")
    draft = compose(case, a_write(), JANE, None, TUESDAY_EVENING)

    for apostrophe in "'’":
        said = draft.text.replace("⟦", f"Il y a urgence, j{apostrophe}insiste.\n\n⟦")
        findings = check(replace(draft, text=said), case)
        assert {found.words for found in findings if found.level is Level.BLOCK} == {"j'insiste"}
