"""Mail that no person wrote in answer: bounces (RFC 3464), out-of-office and receipts (RFC 3834)."""

from dataclasses import dataclass

from agent.reading.facts import Absence, Evidence, Kind
from agent.reading.material import Material


@dataclass(frozen=True, slots=True)
class Automatic:
    kind: Kind  # BOUNCE or AUTO_REPLY
    evidence: Evidence
    absence: Absence | None = None
    left_company: bool = False


def automatic(material: Material) -> Automatic | None:
    """The machine's answer that this mail is, or None (a decision from a no-reply system is none)."""
    return None
