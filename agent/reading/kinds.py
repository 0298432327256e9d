"""What kind of mail it is: machines first, then what all its sentences say together.

Each sentence is weighed by `weighing`, the mail as a whole by `kind_model` (domain.md C0: a
decision without condition beats whatever stands around it; the model has learned by how much).
"""

from dataclasses import dataclass

from agent.reading.automatic import Automatic
from agent.reading.classifier import OUTGOING
from agent.reading.facts import Direction, Evidence, Kind, Sign
from agent.reading.kind_model import confidence_of, kind_model
from agent.reading.material import Material
from agent.reading.outline import outline
from agent.reading.own import own_kind
from agent.reading.passages import Place
from agent.reading.signs import answers, signs_of
from agent.reading.weighing import Scales, weigh

SURE = 0.7  # of the model, where the owner's own mail has no cue


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a mail with all that follows from its wording."""

    kind: Kind
    answers: bool
    confidence: float
    signs: frozenset[Sign]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind, how sure we are of it, and the words that decided."""

    kind: Kind
    confidence: float
    words: str
    rule: str


def classify(material: Material, machine: Automatic | None) -> Verdict:
    """The kind of the mail, whether it counts as an answer, and its signs (DESIGN §3)."""
    scales = weigh(material)
    choice = _choose(material, machine, scales)
    signs = signs_of(material, scales, choice.kind, left=bool(machine and machine.left_company))
    evidence = Evidence("kind", choice.words, choice.rule, round(choice.confidence, 2))
    return Verdict(
        kind=choice.kind,
        answers=answers(choice.kind, signs),
        confidence=choice.confidence,
        signs=frozenset(signs),
        evidence=(evidence, *signs.values()),
    )


def _choose(material: Material, machine: Automatic | None, scales: Scales) -> Choice:
    if machine:
        return Choice(machine.kind, 0.98, machine.evidence.words, machine.evidence.rule)
    if material.direction is Direction.OUTGOING:
        return _of_own_mail(material, scales)
    if never := scales.best("noise.never") or scales.best("signs.scam"):
        return Choice(Kind.OTHER, 0.96, never.words, never.rule)
    return _likeliest(material, scales)


def _of_own_mail(material: Material, scales: Scales) -> Choice:
    """By its cues, which are surer here; the model where there are none and it has no doubt."""
    if cue := own_kind(material, scales):
        name = cue.topic.removeprefix("outgoing.")
        kind = Kind(name) if name in OUTGOING else Kind.OWN_OTHER
        return Choice(kind, 0.95, cue.words, cue.rule)
    choice = _likeliest(material, scales)
    return choice if choice.confidence >= SURE else Choice(Kind.OWN_OTHER, 0.8, "", "kinds.default")


def _likeliest(material: Material, scales: Scales) -> Choice:
    shares = kind_model(material.direction).shares(outline(material, scales))
    kind = max(shares, key=shares.__getitem__)
    words, rule = _evidence(scales, kind, material)
    return Choice(kind, confidence_of(shares[kind]), words, rule)


def _evidence(scales: Scales, kind: Kind, material: Material) -> tuple[str, str]:
    """The sentence that says most of the kind, and the cue in it, if one stands there."""
    name = "courtesy" if kind is Kind.REPLY else kind.value
    best = scales.loudest(name, material.direction)
    if best is None or best.place is Place.OLD_SUBJECT:
        return "", f"kinds.{kind}"
    topics = (f"incoming.{kind}", f"outgoing.{kind}", f"noise.{kind}")
    beside = (found for found in scales.findings if found.order == best.order)
    cue = next((found for found in beside if found.topic in topics), None)
    return best.words, cue.rule if cue else f"classifier.{name}"
