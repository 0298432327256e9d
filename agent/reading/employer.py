"""Whose mail it is: company, role, agency, system. The system's domain is never the employer."""

from dataclasses import dataclass

from agent.reading.facts import Culture, Evidence, Seniority
from agent.reading.kinds import Verdict
from agent.reading.material import Material


@dataclass(frozen=True, slots=True)
class Employer:
    company: str | None = None
    role: str | None = None
    agency: str | None = None
    requisition: str | None = None
    system: str | None = None
    country: str | None = None
    seniority: Seniority | None = None
    culture: Culture | None = None
    evidence: tuple[Evidence, ...] = ()


def employer(material: Material, verdict: Verdict) -> Employer:
    """Names as a person would say them; None rather than a guess."""
    return Employer()
