"""What one sentence says, as shares: a linear model over its words, trained on invented mail.

`weights/sentences.tsv` holds it in the open: a row a feature, a column a class, each number the
weight in hundredths. `python -m tests.training` makes it from the sentences in `tests/training`.
The cues of `phrases/` are features among others, so a phrase that somebody adds there counts by
what its topic has proved to be worth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import exp
from struct import Struct

from agent.reading.facts import Direction
from agent.reading.features import Features, pieces

INCOMING = (
    *("rejection", "offer", "reschedule", "cancellation", "invitation", "confirmation"),
    *("assessment", "holding", "request", "acknowledgement", "courtesy", "logistics", "none"),
    *("bulk", "other", "auto_reply"),
)
OUTGOING = ("acceptance", "withdrawal", "thank_you", "follow_up", "own_other")
SIGNS = ("talk_held", "closed")  # each yes or no, beside whatever else the sentence says
COLUMNS = (*INCOMING, *OUTGOING, *SIGNS)

HUNDREDTHS = 100.0
MOST_WORDS = 30_000  # whose sums are kept
_LANE = 32  # bits of a column in a packed row: a sum of all features' weights fits
_MIDDLE = 1 << (_LANE - 1)  # added to each column, so that none borrows from the next
_MIDDLES = sum(_MIDDLE << (_LANE * column) for column in range(len(COLUMNS)))
_UNPACKED = Struct(f"<{len(COLUMNS)}I")


@dataclass(frozen=True, slots=True)
class Shares:
    """How likely a sentence says what, each 0 to 1."""

    said: tuple[float, ...]  # of INCOMING or OUTGOING, in that order; together 1
    talk_held: float
    closed: float


class Classifier:
    """The linear model: `rows` are the table's, as written there; `bias` is added to each sum.

    A row is packed into one number, the first column lowest, so that one addition adds all columns
    at once: this is done for every word of every mail.
    """

    def __init__(self, bias: Sequence[int], rows: Mapping[str, str]) -> None:
        self._bias = tuple(weight - _MIDDLE for weight in bias)
        self._rows = rows
        self._word = lru_cache(MOST_WORDS)(self._of_word)
        self._other = lru_cache(MOST_WORDS)(self._packed)

    def shares(self, found: Features, direction: Direction) -> Shares:
        """What a sentence with these features says, in a mail of that direction."""
        total = sum(map(self._word, found.words)) + sum(map(self._other, found.others))
        lanes = _UNPACKED.unpack((total + _MIDDLES).to_bytes(_UNPACKED.size, "little"))
        scores = [(lane + bias) / HUNDREDTHS for lane, bias in zip(lanes, self._bias, strict=True)]
        begin, end = 0, len(INCOMING)
        if direction is Direction.OUTGOING:
            begin, end = end, end + len(OUTGOING)
        held, closed = (1 / (1 + exp(-_bounded(score))) for score in scores[-len(SIGNS) :])
        return Shares(softmax(scores[begin:end]), held, closed)

    def _of_word(self, word: str) -> int:
        return self._packed(word) + sum(map(self._packed, pieces(word)))

    def _packed(self, feature: str) -> int:
        row = self._rows.get(feature)
        if row is None:
            return 0
        return sum(int(weight) << (_LANE * column) for column, weight in enumerate(row.split()))


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
