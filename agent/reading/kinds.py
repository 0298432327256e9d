"""What kind of mail it is: evidence per sentence, weighed."""

from dataclasses import dataclass

from agent.reading.automatic import Automatic
from agent.reading.facts import Evidence, Kind, Sign
from agent.reading.material import Material


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    answers: bool
    confidence: float
    signs: frozenset[Sign]
    evidence: tuple[Evidence, ...]


def classify(material: Material, machine: Automatic | None) -> Verdict:
    """The kind of the mail, whether it counts as an answer, and its signs."""
    kind = machine.kind if machine else Kind.OTHER
    return Verdict(kind, answers=False, confidence=0.5, signs=frozenset(), evidence=())
