"""What happened in a case, as replay, demo, log and page tell it (contract: DESIGN §4)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agent.cases.case import Step
from agent.reading.facts import Interview


class Happening(StrEnum):
    OPENED = "opened"
    INTERVIEW = "interview"
    MOVED = "moved"
    CANCELLED = "cancelled"
    ANSWERED = "answered"
    DRAFTED = "drafted"
    SENT = "sent"
    REMINDED = "reminded"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    SKIPPED = "skipped"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime  # aware
    case: str
    company: str | None
    role: str | None
    event: Happening
    reason: str
    because: str
    step: Step | None = None
    to: tuple[str, ...] | None = None
    subject: str | None = None
    text: str | None = None
    interview: Interview | None = None
    evidence: str | None = None
