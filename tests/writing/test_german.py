"""What German asks for besides the words: the article, the quotation marks, the register."""

from dataclasses import replace

import pytest

from agent.cases.case import Person, Step
from agent.writing.checks import Level, check
from agent.writing.compose import compose
from agent.writing.draft import Draft
from agent.writing.letter import parts
from agent.writing.particulars import position
from agent.writing.wording import language_of
from tests.writing.opportunity import ANNA, JANE, TUESDAY_EVENING, a_case, a_parent, a_write

SIE, DU = (language_of("de", familiar=familiar).words for familiar in (False, True))


@pytest.mark.parametrize("words", [SIE, DU])
@pytest.mark.parametrize(
    ("role", "company", "presented", "phrase"),
    [
        ("Data Engineer", "Acme", False, "die Stelle als Data Engineer bei Acme"),
        ("Data Engineer", None, False, "die Stelle als Data Engineer"),
        ("Data Engineer", None, True, "die mir vorgestellte Stelle als Data Engineer"),
        ("Data Engineer", "Acme", True, "die Stelle als Data Engineer bei Acme"),
        (None, "Acme", False, "die Stelle bei Acme"),
        (None, None, True, "die mir vorgestellte Stelle"),
        (None, None, False, "die Stelle"),
        ("Praktikum Marketing", "Acme", False, "die Stelle „Praktikum Marketing“ bei Acme"),
        ("Volontariat", None, False, "die Stelle „Volontariat“"),
        ("Trainee-Stelle", None, False, "die Stelle „Trainee-Stelle“"),
        ("Koch", "Acme GmbH", False, "die Stelle als Koch bei der Acme GmbH"),
        ("Koch", "Acme GmbH & Co. KG", False, "die Stelle als Koch bei der Acme GmbH & Co. KG"),
        ("Koch", "Stadt Ulm", False, "die Stelle als Koch bei der Stadt Ulm"),
        ("Koch", "Stadtwerke Ulm", False, "die Stelle als Koch bei Stadtwerke Ulm"),
        ("Koch", "Landratsamt Ulm", False, "die Stelle als Koch beim Landratsamt Ulm"),
    ],
)
def test_the_opening_is_a_phrase_of_good_german(
    words: object, role: str | None, company: str | None, presented: bool, phrase: str
) -> None:
    case = a_case(role=role, company=company)

    assert position(case, words, presented=presented) == phrase  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shown", "to_sie", "to_du"),
    [
        ("Anna Keller", "Guten Tag Anna Keller,", "Hallo Anna,"),
        ("Dr. Anna Keller", "Guten Tag Anna Keller,", "Hallo Anna,"),
        ("Frau Anna Keller", "Guten Tag Anna Keller,", "Hallo Anna,"),
        ("Keller, Anna", "Guten Tag Anna Keller,", "Hallo Anna,"),
        ("Anna von Keller", "Guten Tag Anna von Keller,", "Hallo Anna,"),
        ("Anna Keller | Acme", "Guten Tag Anna Keller,", "Hallo Anna,"),
        ("Frau Keller", "Guten Tag,", "Hallo Keller,"),
        ("Anna", "Guten Tag,", "Hallo Anna,"),
        ("Personalabteilung Acme", "Guten Tag,", "Hallo,"),
        ("", "Guten Tag,", "Hallo,"),
    ],
)
def test_a_person_is_greeted_in_the_register_of_the_employer(
    shown: str, to_sie: str, to_du: str
) -> None:
    person = Person(shown, "who@acme.example", True, False, None, None)
    cases = [
        a_case(interviewers=(person,), language="de", familiar=familiar)
        for familiar in (False, True)
    ]

    letters = [compose(case, a_write(to=person), JANE, None, TUESDAY_EVENING) for case in cases]

    assert [letter.text.splitlines()[0] for letter in letters] == [to_sie, to_du]
    for letter, case in zip(letters, cases, strict=True):
        assert not any(found.level is Level.BLOCK for found in check(letter, case))


def test_a_surname_alone_is_not_thanked() -> None:
    write = a_write(interviewers=("Keller", "Ben Okafor"))

    letter = compose(a_case(language="de"), write, JANE, None, TUESDAY_EVENING)

    assert "Ben Okafor" in letter.text
    assert "Keller und" not in letter.text


def test_a_letter_goes_on_in_small_letters_after_the_comma() -> None:
    for familiar in (False, True):
        for number in range(30):
            case = a_case(id=f"{number}", language="de", familiar=familiar)
            letter = compose(case, a_write(), JANE, None, TUESDAY_EVENING)
            assert letter.text.split("\n\n")[1][0].islower()


def test_sie_and_du_are_never_mixed() -> None:
    folder = ("thank_you", "follow_up", "final_attempt", "feedback_request")
    for step in map(Step, folder):
        for number in range(30):
            formal = _body(a_case(id=f"{number}", language="de"), step)
            familiar = _body(a_case(id=f"{number}", language="de", familiar=True), step)
            assert not {"du", "dir", "dich", "dein", "deine", "ihr", "euch"} & set(formal.split())
            assert not {"Sie", "Ihnen", "Ihre", "Ihrer", "Ihren"} & set(familiar.split())


def _body(case: object, step: Step) -> str:
    draft = compose(case, a_write(step), JANE, None, TUESDAY_EVENING)  # type: ignore[arg-type]
    return parts(draft.text, SIE.every_closing).body.replace(",", " ").replace(".", " ")


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Ich wollte nur kurz nachfragen.", "E11"),
        ("Bitte antworten Sie bis Freitag.", "E11"),
        ("Ich brauche eine Antwort so schnell wie möglich.", "E11"),
        ("Ich habe leider noch nichts von Ihnen gehört.", "E11"),
        ("Das ist meine letzte Chance.", "E11"),
        ("Zum Gehalt habe ich Wünsche.", "E14"),
        ("Ich habe ein anderes Angebot.", "E14"),
        ("Die Verzögerung wundert mich.", "E15"),
        ("Hier einfügen, was gefiel.", "E1"),
        ("Stimmt das?", "E.2"),
    ],
)
def test_such_a_sentence_is_never_written(sentence: str, rule: str) -> None:
    case = a_case(language="de")
    letter = compose(case, a_write(Step.FOLLOW_UP), JANE, a_parent(), TUESDAY_EVENING)
    worse = _saying(letter, sentence)

    assert {f.rule for f in check(worse, case) if f.level is Level.BLOCK} == {rule}


def _saying(letter: Draft, sentence: str) -> Draft:
    first, rest = letter.text.split("\n\n", 1)
    return replace(letter, text=f"{first}\n\n{sentence}\n\n{rest}")


def test_a_greeting_in_the_other_register_is_no_stranger() -> None:
    """A draft may be older than the du of the employer."""
    letter = compose(a_case(language="de"), a_write(), JANE, None, TUESDAY_EVENING)

    findings = check(letter, a_case(language="de", familiar=True, people=(ANNA,)))

    assert not any(found.level is Level.BLOCK for found in findings)
