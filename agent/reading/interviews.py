"""Which of the times in a mail are interviews: calendar first, then structured lines, then prose."""

from dataclasses import dataclass

from agent.reading.facts import Evidence, Held, Interview
from agent.reading.kinds import Verdict
from agent.reading.material import Material


@dataclass(frozen=True, slots=True)
class Interviews:
    found: tuple[Interview, ...]
    held: Held | None
    confidence: float  # 1.0 where nothing is in doubt
    evidence: tuple[Evidence, ...]


def interviews(material: Material, verdict: Verdict) -> Interviews:
    """The interviews that this mail states, and the one that it says was held."""
    return Interviews((), None, 1.0, ())
