"""Who interviews, and whom to write to (domain.md C4)."""

from dataclasses import dataclass

from agent.reading.contact import addresses_in, contact_of
from agent.reading.employer import Employer
from agent.reading.facts import Evidence
from agent.reading.interviewers import interviewers_of
from agent.reading.kinds import Verdict
from agent.reading.material import Material
from agent.reading.message import Address
from agent.reading.texts import texts_of


@dataclass(frozen=True, slots=True)
class People:
    interviewers: tuple[str, ...]
    contact: Address | None
    mentioned: tuple[Address, ...]
    evidence: tuple[Evidence, ...]


def people(material: Material, verdict: Verdict, firm: Employer) -> People:
    """Interviewers without titles, and the person to write to on the strength of this mail."""
    names, seen = interviewers_of(material, verdict, firm, texts_of(material))
    contact = contact_of(material, verdict)
    return People(
        interviewers=names,
        contact=contact.address if contact else None,
        mentioned=addresses_in(material),
        evidence=(*seen, *((contact.evidence,) if contact else ())),
    )
