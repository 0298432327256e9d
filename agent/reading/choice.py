"""A kind that was chosen for a mail, and why."""

from dataclasses import dataclass

from agent.reading.facts import Kind
from agent.reading.weighing import Finding

DEFAULT = "kinds.default"  # the rule where no words decided


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind, how sure we are of it, and the words that decided."""

    kind: Kind
    confidence: float
    words: str = ""
    rule: str = DEFAULT


def found(kind: Kind, best: Finding | None, confidence: float) -> Choice:
    """The kind that a finding speaks for, or the kind alone where it follows from no words."""
    if best is None:
        return Choice(kind, confidence)
    return Choice(kind, confidence, best.words, best.rule)
