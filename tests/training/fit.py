"""Fits the two linear models: what a sentence says, and what kind of mail such sentences make."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from agent.reading.choice import Choice
from agent.reading.classifier import HUNDREDTHS, INCOMING, OUTGOING, SIGNS, Classifier
from agent.reading.facts import Kind
from agent.reading.kind_model import LEAST, KindModel
from agent.reading.kinds import leaning
from agent.reading.outline import Figures, mentioned, told
from agent.reading.weighing import Statement
from tests.training.examples import LANGUAGES, Letter, Line

TWICE = 2  # what is seen in one sentence only is no knowledge
STRENGTH, STRENGTH_OF_MAILS = 2.0, 0.5  # of the regularisation, inverse
FOLDS, FIFTHS = 4, 5
VARIANTS = 2
OF_EACH = 6  # composed mails of each kind, language and fold
_BEGIN, _END = "neutral:0.9", "process:0.4 neutral neutral:0.6"
_NEWS_BEGIN = f"{_BEGIN} acknowledgement:0.4 talk_held:0.3"
RECIPES = {
    "rejection": f"{_NEWS_BEGIN} courtesy:0.1 rejection rejection:0.3 {_END}",
    "offer": f"{_NEWS_BEGIN} offer offer:0.4 request:0.1 {_END}",
    "reschedule": f"{_BEGIN} reschedule reschedule:0.4 logistics:0.3 {_END}",
    "cancellation": f"{_BEGIN} cancellation cancellation:0.3 holding:0.1 {_END}",
    "invitation": f"{_NEWS_BEGIN} invitation invitation:0.5 logistics:0.5 logistics:0.3 {_END}",
    "confirmation": f"{_NEWS_BEGIN} confirmation confirmation:0.4 logistics:0.6 {_END}",
    "assessment": f"{_NEWS_BEGIN} assessment assessment:0.6 process:0.3 {_END}",
    "holding": f"{_NEWS_BEGIN} holding holding:0.5 {_END}",
    "request": f"{_NEWS_BEGIN} request request:0.5 {_END}",
    "acknowledgement": f"{_BEGIN} acknowledgement acknowledgement:0.5 process process:0.7 "
    f"process:0.5 process:0.3 neutral:0.5 {_END}",
    "reply": f"{_BEGIN} courtesy:0.6 logistics:0.5 logistics:0.3 neutral:0.7 {_END}",
    "bulk": "neutral:0.3 bulk bulk bulk:0.7 bulk:0.4 process:0.2 neutral:0.4",
    "other": "neutral:0.8 other other:0.7 other:0.4 neutral:0.7",
    "auto_reply": "neutral:0.5 auto_reply auto_reply:0.6 neutral:0.4",
}
# What is said along the way: label, in which kinds of mail (in all where none is named), how often.
_NEWS = (
    *("rejection", "reschedule", "cancellation", "invitation", "confirmation", "assessment"),
    *("holding", "request"),
)
_COMING = ("invitation", "confirmation", "reschedule")
PADDING = (
    ("acknowledgement", _NEWS, 0.35),
    ("process", (*_NEWS, "acknowledgement"), 0.35),
    ("process", (*_NEWS, "acknowledgement"), 0.35),
    ("process", ("acknowledgement",), 0.7),
    ("process", ("acknowledgement",), 0.5),
    ("logistics", _COMING, 0.5),
    ("courtesy", ("rejection", "holding", "offer"), 0.2),
    ("neutral", (), 0.6),
    ("neutral", (), 0.6),
    ("own_other", ("own_other", "acceptance", "thank_you", "follow_up", "withdrawal"), 0.3),
)

Columns = dict[str, np.ndarray]  # class → a weight a feature


@dataclass(frozen=True)
class Table:
    """Weights as they are written: a row a feature, a column a class."""

    columns: tuple[str, ...]
    bias: np.ndarray
    rows: dict[str, np.ndarray]


def sentence_model(lines: Sequence[Line]) -> Table:
    """The table of `classifier`: softmax over what is said, and yes or no for each sign."""
    counted = [line.features.counted() for line in lines]
    seen_in = Counter(feature for counts in counted for feature in counts)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(
        [{name: n for name, n in counts.items() if seen_in[name] >= TWICE} for counts in counted]
    )
    incoming = np.array([not line.outgoing for line in lines])
    outgoing = np.array([line.outgoing or line.label == "neutral" for line in lines])
    parts = [
        _softmax(matrix[incoming], [x.main for x in lines if not x.outgoing], INCOMING),
        _softmax(matrix[outgoing], _own_labels(lines), OUTGOING),
        *(_yes_no(matrix, [line.has(sign) for line in lines]) for sign in SIGNS),
    ]
    weights = np.vstack([part[0] for part in parts])
    bias = np.concatenate([part[1] for part in parts])
    names = vectors.get_feature_names_out()
    return Table(
        (*INCOMING, *OUTGOING, *SIGNS),
        bias,
        {name: weights[:, place] for place, name in enumerate(names)},
    )


def _own_labels(lines: Sequence[Line]) -> list[str]:
    chosen = (line for line in lines if line.outgoing or line.label == "neutral")
    return [line.main if line.outgoing else "own_other" for line in chosen]


def _softmax(
    matrix: np.ndarray, labels: list[str], order: Sequence[str], strength: float = STRENGTH
) -> tuple[np.ndarray, np.ndarray]:
    model = LogisticRegression(C=strength, max_iter=80).fit(matrix, labels)
    places = [list(model.classes_).index(name) for name in order]
    weights = model.coef_ - model.coef_.mean(axis=0)
    return weights[places], (model.intercept_ - model.intercept_.mean())[places]


def _yes_no(matrix: np.ndarray, labels: list[bool]) -> tuple[np.ndarray, np.ndarray]:
    model = LogisticRegression(C=STRENGTH, max_iter=80).fit(matrix, labels)
    return model.coef_, model.intercept_


def as_classifier(table: Table) -> Classifier:
    rows = {name: hundredths(row) for name, row in table.rows.items()}
    return Classifier(tuple(map(int, hundredths(table.bias).split())), rows)


def hundredths(row: np.ndarray) -> str:
    return " ".join(str(round(float(value) * HUNDREDTHS)) for value in row)


@dataclass(frozen=True)
class Example:
    """A mail as the second model sees it."""

    kind: str
    figures: Figures
    cues: Choice | None = None  # what the cues alone say of it


def examples_of(letters: Sequence[Letter], lines: Sequence[Line]) -> list[Example]:
    """The letters as seen by a sentence model that knows neither them nor what is added to them."""
    chance = random.Random(1)
    found = []
    for fold in range(FOLDS):
        known = [letter for place, letter in enumerate(letters) if place % FOLDS != fold]
        spare = lines[fold::FOLDS]
        rest = [line for place, line in enumerate(lines) if place % FOLDS != fold]
        model = as_classifier(sentence_model([*rest, *labelled(known)]))
        for letter in letters[fold::FOLDS]:
            variants = (letter, *(padded(letter, spare, chance) for _ in range(VARIANTS)))
            found += [Example(one.kind, _figures(one, model)) for one in variants]
        found += [Example(one.kind, _figures(one, model)) for one in composed(spare, chance)]
    return found


def composed(spare: Sequence[Line], chance: random.Random) -> list[Letter]:
    """Ordinary mails: what a kind says, and around it what most mails say."""
    return [
        Letter(kind, tuple(_written(RECIPES[kind], spare, language, chance)))
        for language in LANGUAGES
        for kind in RECIPES
        for _ in range(OF_EACH)
    ]


def _written(
    recipe: str, spare: Sequence[Line], language: str, chance: random.Random
) -> Iterator[Line]:
    """`recipe`: labels in order, each with how likely it is there: "neutral:0.9 offer"."""
    own = [line for line in spare if line.language == language]
    for part in recipe.split():
        label, _, share = part.partition(":")
        fitting = [line for line in own if line.label.partition("+")[0] == label]
        if fitting and chance.random() < float(share or 1):
            yield chance.choice(fitting)


def padded(letter: Letter, spare: Sequence[Line], chance: random.Random) -> Letter:
    """The letter with sentences between its own that many mails have and that decide nothing."""
    added = [
        chance.choice(fitting)
        for label, kinds, share in PADDING
        if (not kinds or letter.kind in kinds) and chance.random() < share
        if (fitting := _labelled_as(label, letter, spare))
    ]
    lines = list(letter.lines)
    for line in added:
        at = 1 if line.label == "acknowledgement" else chance.randint(1, max(1, len(lines)))
        lines.insert(at, line)
    return Letter(letter.kind, tuple(lines))


def _labelled_as(label: str, letter: Letter, spare: Sequence[Line]) -> list[Line]:
    language = letter.lines[0].language
    return [line for line in spare if line.label == label and line.language == language]


def labelled(letters: Iterable[Letter]) -> list[Line]:
    return [line for letter in letters for line in letter.lines if line.label]


def _figures(letter: Letter, model: Classifier) -> Figures:
    statements = [
        Statement(model.shares(line.features, letter.direction), line.text, line.place, order)
        for order, line in enumerate(letter.lines)
    ]
    others = (other for line in letter.lines for other in line.features.others)
    cues = {other.split()[1] for other in others if other.startswith("cue ")}
    return {**told(statements, letter.direction), **mentioned(cues)}


def in_shapes(letters: Sequence[Example], shapes: Sequence[Example]) -> list[Example]:
    """The letters, each in the shape of some real mail of its kind."""
    by_kind = defaultdict(list)
    for example in shapes:
        by_kind[example.kind].append(example.figures)
    chance = random.Random(1)
    return [
        Example(one.kind, {**one.figures, **chance.choice(by_kind.get(one.kind) or [{}])})
        for one in letters
    ]


def mail_model(examples: Sequence[Example], kinds: Sequence[str]) -> Table:
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([example.figures for example in examples])
    labels = [example.kind for example in examples]
    weights, bias = _softmax(matrix, labels, kinds, STRENGTH_OF_MAILS)
    names = vectors.get_feature_names_out()
    return Table(tuple(kinds), bias, {name: weights[:, place] for place, name in enumerate(names)})


def calibrated(
    others: Sequence[Example], whole: Sequence[Example], kinds: Sequence[Kind]
) -> tuple[float, float]:
    """(slope, base) of how often a share is right, on whole mails that the model has not seen."""
    odds, right = [], []
    for fold in range(FIFTHS):
        train = [one for place, one in enumerate(whole) if place % FIFTHS != fold]
        model = as_kind_model(mail_model([*others, *train], kinds), kinds)
        for one in whole[fold::FIFTHS]:
            said = model.shares(one.figures)
            said = leaning(said, one.cues) if one.cues else said
            best = max(said, key=said.__getitem__)
            odds.append([np.log((said[best] + LEAST) / (1 - said[best] + LEAST))])
            right.append(best == one.kind)
    print(f"kinds of mails not seen: {100 * np.mean(right):.1f} % right")
    fitted = LogisticRegression().fit(odds, right)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def as_kind_model(table: Table, kinds: Sequence[Kind]) -> KindModel:
    rows = {"bias": table.bias, **table.rows}
    whole = {name: tuple(map(int, hundredths(row).split())) for name, row in rows.items()}
    return KindModel(tuple(kinds), whole)
