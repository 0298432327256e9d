"""Who interviews, and whom to write to (domain.md C4)."""

from dataclasses import dataclass

from agent.reading.employer import Employer
from agent.reading.facts import Evidence
from agent.reading.kinds import Verdict
from agent.reading.material import Material
from agent.reading.message import Address


@dataclass(frozen=True, slots=True)
class People:
    interviewers: tuple[str, ...]
    contact: Address | None
    mentioned: tuple[Address, ...]
    evidence: tuple[Evidence, ...]


def people(material: Material, verdict: Verdict, firm: Employer) -> People:
    """Interviewers without titles, and the person to write to on the strength of this mail."""
    return People((), None, (), ())
