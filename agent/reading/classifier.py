"""What one sentence says, as shares: a linear model over its words, trained on invented mail.

`weights/sentences.tsv` holds it in the open: a row a feature, a column a class, each number the
weight in hundredths. `python -m tests.training` makes it from the sentences in `tests/training`.
The cues of `phrases/` are features among others, so a phrase that somebody adds there counts by
what its topic has proved to be worth.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from agent.reading.facts import Direction

INCOMING = (
    *("rejection", "offer", "reschedule", "cancellation", "invitation", "confirmation"),
    *("assessment", "holding", "request", "acknowledgement", "courtesy", "logistics", "none"),
    *("bulk", "other", "auto_reply"),
)
OUTGOING = ("acceptance", "withdrawal", "thank_you", "follow_up", "own_other")
SIGNS = ("talk_held", "closed")  # each yes or no, beside whatever else the sentence says
COLUMNS = (*INCOMING, *OUTGOING, *SIGNS)

HUNDREDTHS = 100.0
_LANE = 24  # bits of a column in a packed row: a sum of all features' weights fits
_MIDDLE = 1 << (_LANE - 1)
_MASK = (1 << _LANE) - 1


@dataclass(frozen=True, slots=True)
class Shares:
    """How likely a sentence says what, each 0 to 1."""

    said: tuple[float, ...]  # of INCOMING or OUTGOING, in that order; together 1
    talk_held: float
    closed: float


class Rows(dict[str, int]):
    """Feature → its row as one number, the first column lowest; 0 for a feature never met.

    Packed, one addition adds all columns at once: this is done for every word of every mail. A row
    is packed when its feature is first met.
    """

    def __init__(self, written: Mapping[str, str]) -> None:
        self._written = written

    def __missing__(self, feature: str) -> int:
        row = self._written.get(feature)
        if row is None:
            return 0
        packed = sum(int(weight) << (_LANE * at) for at, weight in enumerate(row.split()))
        self[feature] = packed
        return packed


class Classifier:
    """The linear model: `rows` are the table's, as written there; `bias` is added to each sum."""

    def __init__(self, bias: Sequence[int], rows: Mapping[str, str]) -> None:
        self._bias = tuple(bias)
        self._rows = Rows(rows)

    def shares(self, features: Iterable[str], direction: Direction) -> Shares:
        """What a sentence with these features says, in a mail of that direction."""
        scores = self._scores(features)
        begin, end = 0, len(INCOMING)
        if direction is Direction.OUTGOING:
            begin, end = end, end + len(OUTGOING)
        held, closed = (1 / (1 + exp(-_bounded(score))) for score in scores[-len(SIGNS) :])
        return Shares(softmax(scores[begin:end]), held, closed)

    def _scores(self, features: Iterable[str]) -> list[float]:
        total = sum(map(self._rows.__getitem__, features))
        scores = []
        for bias in self._bias:
            lane = ((total + _MIDDLE) & _MASK) - _MIDDLE
            total = (total - lane) >> _LANE
            scores.append((bias + lane) / HUNDREDTHS)
        return scores


@cache
def classifier() -> Classifier:
    """The model that is shipped with the program."""
    text = files("agent.reading").joinpath("weights", "sentences.tsv").read_text("utf-8")
    rows = dict(line.split("\t", 1) for line in text.splitlines()[1:])
    return Classifier([int(weight) for weight in rows.pop("bias").split()], rows)


def softmax(scores: Sequence[float]) -> tuple[float, ...]:
    """Scores as shares that together are 1."""
    most = max(scores)
    weights = [exp(score - most) for score in scores]
    whole = sum(weights)
    return tuple(weight / whole for weight in weights)


def _bounded(score: float) -> float:
    return max(-30.0, min(30.0, score))
