"""What a sentence says as a whole, by words that no cue lists; and the tables that say so."""

from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from agent.reading.classifier import COLUMNS, INCOMING, OUTGOING, Classifier, classifier
from agent.reading.facts import Direction
from agent.reading.features import features
from agent.reading.kind_model import INCOMING_KINDS, OUTGOING_KINDS, confidence_of, kind_model
from agent.reading.owner import Owner
from agent.reading.passages import sentence_features
from agent.reading.times import moments

OWNER = Owner(("jo@home.example",), ZoneInfo("Europe/Berlin"))
BASE = datetime(2026, 2, 2, 9, tzinfo=UTC)
SAYINGS = [
    (
        "en",
        "In the end the panel preferred somebody with a longer record.",
        "rejection",
    ),
    ("en", "Could you be at our workshop on Thursday at ten to talk it over?", "invitation"),
    ("de", "Die Wahl ist auf eine andere Bewerberin gefallen.", "rejection"),
    ("de", "Wir hätten dich gern im Team, der Vertrag liegt bei.", "offer"),
    ("fr", "Notre choix s'est porté sur une autre personne.", "rejection"),
    ("es", "La decisión sigue pendiente, te pido unos días más.", "holding"),
    ("pt", "Recebemos a sua candidatura e vamos analisá-la.", "acknowledgement"),
    ("it", "Il colloquio di martedì è spostato a giovedì alle 10.", "reschedule"),
    ("nl", "Het gesprek van morgen gaat helaas niet door.", "cancellation"),
]


def said(language: str, sentence: str, direction: Direction) -> str:
    found = moments(sentence, base=BASE, language=language, owner=OWNER)
    shares = classifier().shares(sentence_features(sentence, found, language), direction)
    names = OUTGOING if direction is Direction.OUTGOING else INCOMING
    return max(zip(shares.said, names, strict=True))[1]


@pytest.mark.parametrize(("language", "sentence", "kind"), SAYINGS)
def test_a_sentence_is_understood_in_words_that_no_list_holds(
    language: str, sentence: str, kind: str
) -> None:
    assert said(language, sentence, Direction.INCOMING) == kind


def test_what_would_happen_says_nothing() -> None:
    sentence = "If you are not selected for an interview, we will let you know by e-mail."

    assert said("en", sentence, Direction.INCOMING) == "none"


def test_shares_are_the_sums_of_the_rows_of_all_features() -> None:
    rows = {"we": _row(rejection=200), "regret": _row(rejection=300, offer=-100)}
    model = Classifier([0] * len(COLUMNS), rows)

    shares = model.shares(features(" we regret ", ()), Direction.INCOMING)

    best = max(zip(shares.said, INCOMING, strict=True))
    assert best == (pytest.approx(0.912, abs=0.001), "rejection")  # e⁵ / (e⁵ + 14 + e⁻¹)
    assert sum(shares.said) == pytest.approx(1.0)
    assert shares.talk_held == pytest.approx(0.5)


def _row(**weights: int) -> str:
    return " ".join(str(weights.get(column, 0)) for column in COLUMNS)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("sentences", COLUMNS),
        ("mails", tuple(kind.value for kind in INCOMING_KINDS)),
        ("own_mails", tuple(kind.value for kind in OUTGOING_KINDS)),
    ],
)
def test_a_table_has_a_weight_for_every_class_in_its_order(
    table: str, columns: tuple[str, ...]
) -> None:
    text = (files("agent.reading") / "weights" / f"{table}.tsv").read_text("utf-8")

    head, *rows = text.splitlines()

    assert head.partition("\t")[2].split() == list(columns)
    assert {len(row.partition("\t")[2].split()) for row in rows} == {len(columns)}


def test_a_mail_of_which_nothing_is_known_has_shares_of_one_in_all() -> None:
    shares = kind_model(Direction.INCOMING).shares({"never seen": 1.0})

    assert sum(shares.values()) == pytest.approx(1.0)
    assert tuple(shares) == INCOMING_KINDS


def test_a_greater_share_is_never_less_sure() -> None:
    grades = [confidence_of(share / 50) for share in range(51)]

    assert grades == sorted(grades)
    assert 0 <= grades[0] < grades[-1] < 1
