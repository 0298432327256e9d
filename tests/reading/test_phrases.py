"""The cues as data: every file can be read, and the notation means what it says."""

import re
import time

import pytest

from agent.reading.cues import Phrasebook, _Notation, phrasebook, plain
from agent.reading.facts import Kind

INCOMING = (
    *(Kind.REJECTION, Kind.OFFER, Kind.CANCELLATION, Kind.RESCHEDULE, Kind.CONFIRMATION),
    *(
        Kind.INVITATION,
        Kind.ASSESSMENT,
        Kind.HOLDING,
        Kind.REQUEST,
        Kind.ACKNOWLEDGEMENT,
        Kind.REPLY,
    ),
)
OUTGOING = (Kind.WITHDRAWAL, Kind.ACCEPTANCE, Kind.FOLLOW_UP, Kind.THANK_YOU)
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")


def found(book: Phrasebook, text: str) -> set[str]:
    return {hit.cue.topic for hit in book.find(plain(text))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_cues_for_every_kind(language: str) -> None:
    topics = {cue.topic for cue in phrasebook(language).cues}

    kinds = (
        "rejection offer cancellation reschedule confirmation invitation assessment holding request"
    )
    assert {f"incoming.{kind}" for kind in f"{kinds} acknowledgement reply".split()} <= topics
    assert {
        f"outgoing.{kind}" for kind in ["withdrawal", "acceptance", "follow_up", "thank_you"]
    } <= topics


def test_a_language_nobody_has_written_has_an_empty_book() -> None:
    assert not phrasebook("xx").cues


@pytest.mark.parametrize(
    ("cue", "text", "fits"),
    [
        pytest.param("we regret", "Now we regret it", True, id="words-in-order"),
        pytest.param("(offer|give) you", "to give you", True, id="either"),
        pytest.param("very? good news", "good news", True, id="may-be-missing"),
        pytest.param("invit* you", "inviting you", True, id="any-ending"),
        pytest.param("invite … interview", "invite you to an interview", True, id="gap"),
        pytest.param("invite … talk", "invite a b c d e f g talk", False, id="gap-of-six-words"),
        pytest.param("a * day", "a fine day", True, id="any-one-word"),
        pytest.param("free ?", "Are you free?", True, id="question-mark"),
        pytest.param("^ hello", "Say hello", False, id="beginning"),
        pytest.param("<talk> today", "our call today", True, id="list"),
        pytest.param("won't go", "We won’t go", True, id="apostrophe"),
        pytest.param("grüßen", "GRÜSSEN", True, id="case-and-accents"),
        pytest.param("rejected", "unrejected", False, id="whole-words"),
    ],
)
def test_the_notation_means_what_it_says(cue: str, text: str, fits: bool) -> None:
    part = _Notation(cue, {"talk": "call|interview"}).read()

    assert part.needs
    assert bool(re.search(part.expression, plain(text))) is fits


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_words_cost_no_more_than_others(language: str) -> None:
    book = phrasebook(language)
    words = plain(" ".join(cue.words.split()[0] for cue in book.cues)[:700])
    started = time.process_time()

    found(book, words * 5)

    assert time.process_time() - started < 1.0
