"""By when the employer promises an answer (domain.md C3), and what silence is said to mean."""

from dataclasses import dataclass
from datetime import date

from agent.reading.facts import Evidence
from agent.reading.kinds import Verdict
from agent.reading.material import Material


@dataclass(frozen=True, slots=True)
class Promises:
    decision_by: date | None
    silence_means_no_by: date | None
    closing_on: date | None
    evidence: tuple[Evidence, ...]


def promises(material: Material, verdict: Verdict) -> Promises:
    """The dates that the employer's side names for its own next word."""
    return Promises(None, None, None, ())
