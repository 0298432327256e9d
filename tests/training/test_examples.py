"""The sentences and mails that teach: each with a known label, each sentence once."""

from collections import Counter

import pytest

from agent.reading.classifier import INCOMING, OUTGOING, SIGNS
from agent.reading.kind_model import INCOMING_KINDS, OUTGOING_KINDS
from tests.accuracy.labelled import cases, sets_in
from tests.training.examples import LANGUAGES, letters, sentences
from tests.training.whole import LABELLED, TESTS

CLASSES = {*INCOMING, *OUTGOING}


def test_every_sentence_has_a_label_that_is_a_column_of_the_model() -> None:
    strange = [line for line in sentences() if line.main not in CLASSES]
    signs = {sign for line in sentences() for sign in line.label.split("+")[1:]}

    assert strange == []
    assert signs <= set(SIGNS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_taught_twice(language: str) -> None:
    counts = Counter(line.text.casefold() for line in sentences() if line.language == language)

    assert [text for text, count in counts.items() if count > 1] == []
    assert len(counts) >= 2_000


def test_every_letter_is_of_a_kind_that_is_told_apart() -> None:
    kinds = {letter.kind for letter in letters()}

    assert kinds == {kind.value for kind in (*INCOMING_KINDS, *OUTGOING_KINDS)}
    assert all(letter.lines for letter in letters())


def test_no_mail_that_measures_is_taught() -> None:
    measured = {
        case.path.read_bytes()
        for one in sets_in(TESTS / "accuracy" / "mails")
        for case in cases(one)
    }
    taught = {case.path.read_bytes() for one in sets_in(LABELLED) for case in cases(one)}
    golden = {path.read_bytes() for path in (TESTS / "corpus").glob("*/message.eml")}

    assert len(measured) >= 200
    assert not measured & (taught | golden)
