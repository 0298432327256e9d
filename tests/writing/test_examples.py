"""Letters as they are received: each text of `tests/corpus/drafts` is what is written today, and
was read by a person. `make examples` writes them anew."""

from collections import Counter
from dataclasses import replace

import pytest

from agent.writing.checks import Level, check
from agent.writing.letter import parts
from agent.writing.wording import Letter, language_for
from tests.writing import examples
from tests.writing.examples import LANGUAGES, Situation, situations

TONGUES = list(LANGUAGES)
SITUATIONS = {situation.name: situation for situation in situations()}
LETTERS = [one for one in situations() if one.letter is not Letter.PHONE_CALL]
CALLS = [one for one in situations() if one.letter is Letter.PHONE_CALL]


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_a_letter_reads_as_it_is_kept(situation: Situation, tongue: str) -> None:
    kept = examples.kept(situation, tongue).read_text("utf-8")

    assert examples.rendered(situation, tongue) == kept, "read it, then: make examples"


def test_the_page_shows_the_letters_as_they_are_kept() -> None:
    assert examples.page() == examples.PAGE.read_text("utf-8"), "make examples"


def test_nothing_is_kept_that_is_no_example() -> None:
    kept = set(examples.DRAFTS.glob("*/*"))

    assert kept == {examples.kept(one, tongue) for one in situations() for tongue in TONGUES}


def test_every_letter_is_shown_in_three_situations_at_least() -> None:
    shown = Counter(situation.letter for situation in situations())

    assert all(shown[letter] >= 3 for letter in Letter)


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("letter", [one for one in Letter if one is not Letter.PHONE_CALL])
def test_every_phrasing_of_a_letter_is_shown(letter: Letter, tongue: str) -> None:
    code, _, familiar = tongue.partition("-")
    language = language_for(code, letter, familiar=bool(familiar))

    shown = set()
    for situation in (one for one in LETTERS if one.letter is letter):
        plain = replace(
            situation,
            to="interviewer",
            others=0,
            unknown=("role", "company", "day"),
            note=False,
            strength=False,
            promised=situation.promised and examples.LATER.date(),
            wrote=None,
        )
        draft = examples.drafted(plain, tongue)
        shown.add(parts(draft.text, language.words.every_closing).body)

    assert len(shown) >= len(language.phrasings[letter])


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("situation", LETTERS, ids=[one.name for one in LETTERS])
def test_no_example_breaks_a_rule(situation: Situation, tongue: str) -> None:
    draft = examples.drafted(situation, tongue)

    findings = check(draft, examples.case_of(situation, tongue))

    assert [finding for finding in findings if finding.level is Level.BLOCK] == []
    assert {finding.rule for finding in findings} <= {"E1", "E3"}  # a marked place; no name known


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("situation", CALLS, ids=[one.name for one in CALLS])
def test_what_to_say_on_the_phone_keeps_to_its_length(situation: Situation, tongue: str) -> None:
    code, _, familiar = tongue.partition("-")
    language = language_for(code, Letter.PHONE_CALL, familiar=bool(familiar))
    heading = language.words.call_headings[1]

    script = examples.rendered(situation, tongue)

    call, voicemail = script.split(f"\n\n{heading}\n\n")
    assert len(call.split()) <= 120
    assert len(voicemail.split()) <= 40
