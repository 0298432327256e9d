"""Which kind of mail such figures make: a linear model, trained on invented mail.

`weights/mails.tsv` and `weights/own_mails.tsv` hold it: a row a figure of `outline`, a column a
kind, weights in hundredths. `weights/confidence.tsv` says how often its shares proved right on
mail it had not seen.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp, log

from agent.reading.classifier import HUNDREDTHS, softmax
from agent.reading.facts import Direction, Kind

LEAST, MOST = 1e-4, 0.98  # nothing is ruled out, and nothing beyond doubt

INCOMING_KINDS = (
    *(Kind.REJECTION, Kind.OFFER, Kind.RESCHEDULE, Kind.CANCELLATION, Kind.INVITATION),
    *(Kind.CONFIRMATION, Kind.ASSESSMENT, Kind.HOLDING, Kind.REQUEST, Kind.ACKNOWLEDGEMENT),
    *(Kind.REPLY, Kind.BULK, Kind.OTHER, Kind.AUTO_REPLY),
)
OUTGOING_KINDS = (
    *(Kind.ACCEPTANCE, Kind.WITHDRAWAL, Kind.THANK_YOU, Kind.FOLLOW_UP),
    Kind.OWN_OTHER,
)


class KindModel:
    """Weights by figure, a column for each of `kinds`."""

    def __init__(self, kinds: tuple[Kind, ...], rows: Mapping[str, tuple[int, ...]]) -> None:
        self._kinds = kinds
        self._rows = rows

    def shares(self, figures: Mapping[str, float]) -> dict[Kind, float]:
        """How likely a mail with these figures is of each kind; together 1."""
        scores: list[float] = list(self._rows["bias"])
        for name, figure in figures.items():
            row = self._rows.get(name)
            if row is not None and figure:
                scores = [
                    score + figure * weight for score, weight in zip(scores, row, strict=True)
                ]
        shares = softmax([score / HUNDREDTHS for score in scores])
        return dict(zip(self._kinds, shares, strict=True))


@cache
def kind_model(direction: Direction) -> KindModel:
    """The model that is shipped with the program."""
    own = direction is Direction.OUTGOING
    rows = {
        name: tuple(map(int, weights.split()))
        for name, weights in _table("own_mails" if own else "mails")
    }
    return KindModel(OUTGOING_KINDS if own else INCOMING_KINDS, rows)


def confidence_of(share: float) -> float:
    """How often a kind with such a share is right: measured on mail that taught nothing."""
    slope, base = _reliability()
    odds = log((share + LEAST) / (1.0 - share + LEAST))
    return min(MOST, 1.0 / (1.0 + exp(-(base + slope * odds))))


@cache
def _reliability() -> tuple[float, float]:
    table = {name: float(value) for name, value in _table("confidence")}
    return table["slope"], table["base"]


def _table(name: str) -> list[list[str]]:
    text = files("agent.reading").joinpath("weights", f"{name}.tsv").read_text("utf-8")
    return [line.split("\t", 1) for line in text.splitlines()[1:]]
