"""Names of people in many cultures, and what only looks like one."""

import pytest

from agent.reading.names import (
    is_mailbox,
    is_off_limits,
    names_in,
    person_name,
    person_of,
    same_person,
    straight,
)


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Maren Holt", "Maren Holt"),
        ("Holt, Maren", "Maren Holt"),
        ("Maren Holt (HR)", "Maren Holt"),
        ("Maren Holt | Larkspur", "Maren Holt"),
        ("Maren Holt via Greenhouse", "Maren Holt"),
        ("Dr. Maren Holt", "Maren Holt"),
        ("Mag. Ing. Josef Huber", "Josef Huber"),
        ("Maren Holt, PhD", "Maren Holt"),
        ("Maren HOLT", "Maren Holt"),
        ("MAREN HOLT", "Maren Holt"),
        ("Jan van der Meer", "Jan van der Meer"),
        ("Beatriz Vaz de Lima", "Beatriz Vaz de Lima"),
        ("Inès d'Orval", "Inès d'Orval"),
        ("Anne-Lise Prud'homme", "Anne-Lise Prud'homme"),
        ("Priya K", "Priya K"),
        ("T. J. Okafor", "T. J. Okafor"),
        ("Cabinet Merle - Odette Roux", "Odette Roux"),
    ],
)
def test_a_display_name_gives_the_person_without_titles_and_trimmings(
    shown: str, name: str
) -> None:
    assert person_name(shown) == name


@pytest.mark.parametrize(
    "shown",
    [
        "Talent Team",
        "Larkspur Recruiting",
        "HR Service",
        "no-reply",
        "Hiring Team",
        "Service Recrutement",
        "Ufficio Personale",
        "Equipo de Selección",
        "jobs@larkspur.example",
        "",
    ],
)
def test_teams_and_mailboxes_are_no_people(shown: str) -> None:
    assert person_name(shown) is None


def test_names_stand_out_of_a_sentence_with_their_titles_cut() -> None:
    text = "Sie sprechen mit Herrn Udo Brand (Leitung) und Frau Dr. Eva Stein (Personal)."

    names = [found.name for found in names_in(text)]

    assert names == ["Udo Brand", "Eva Stein"]


def test_a_single_word_is_a_name_behind_a_salutation() -> None:
    names = [found.name for found in names_in("Leider ist Herr Thelen heute krank.")]

    assert names == ["Thelen"]


def test_the_address_tells_which_word_is_the_first_name() -> None:
    assert person_of("Virtanen Aino", "aino.virtanen@firm.example") == "Aino Virtanen"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dana", "Dana Cole", True),
        ("Cole", "Dana Cole", True),
        ("Dana Cole", "dana cole", True),
        ("Dana Cole", "Dana Reed", False),
        ("Dana", "Adana Cole", False),
    ],
)
def test_part_of_a_name_may_stand_for_the_whole(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same


@pytest.mark.parametrize(
    "address", ["jobs@f.example", "hr@f.example", "people-helpdesk@f.example", "karriere@f.example"]
)
def test_the_mailbox_of_a_function_is_known_by_its_local_part(address: str) -> None:
    assert is_mailbox(address)


@pytest.mark.parametrize(
    "address", ["it-support@f.example", "accessibility@f.example", "datenschutz@f.example"]
)
def test_technical_help_and_adjustments_are_nobody_to_write_to(address: str) -> None:
    assert is_off_limits(address)


@pytest.mark.parametrize(
    "other",
    [
        "Matthes Jörg",
        "Joerg Matthes",
        "Matthes Joerg",
        "Matthes, Jörg",
        "MATTHES Joerg",
        "Jorg Matthes",
        "Jo\u0308rg Matthes",
    ],
)
def test_the_surname_first_or_other_letters_make_no_second_person(other: str) -> None:
    assert same_person(other, "Jörg Matthes")
    assert same_person("Jörg Matthes", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jürgen Groß", "Gross Juergen"),
        ("Søren Kjær", "Kjaer Soeren"),
        ("Søren Kjær", "Soren Kjaer"),
        ("Håkon Åsen", "Haakon Aasen"),
        ("Håkon Åsen", "Hakon Asen"),
        ("Zoë Peña", "Pena, Zoe"),
        ("Jan van der Meer", "van der Meer Jan"),
        ("Jan van der Meer", "Meer Jan"),
        ("Łukasz Đurić", "Duric Lukasz"),
    ],
)
def test_one_person_is_one_in_every_alphabet(one: str, other: str) -> None:
    assert same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jörg Matthes", "Jörg Matthies"),
        ("Jörg Matthes", "Matthes Jürgen"),
        ("Joerg Matthes", "Joerg Lohse"),
        ("Jörg Matthes", "Katrin Matthes"),
        ("Joe Miller", "Jo Miller"),
        ("Noel Baker", "Nol Baker"),
        ("Maria Müller", "Maria Möller"),
        ("Jan van der Meer", "Jan van der Molen"),
        ("Jörg", "Katrin Matthes"),
        ("", "Jörg Matthes"),
    ],
)
def test_two_people_stay_two(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other", "chosen"),
    [
        ("Matthes Joerg", "Jörg Matthes", "Jörg Matthes"),
        ("Matthes, Jörg", "Jörg Matthes", "Jörg Matthes"),
        ("Jörg Matthes", "Matthes Joerg", "Jörg Matthes"),
        ("Dana Cole", "Dana", "Dana Cole"),
    ],
)
def test_a_person_is_called_by_the_given_name_first(one: str, other: str, chosen: str) -> None:
    assert straight(one, other) == chosen
