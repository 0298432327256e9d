"""Reasons in sentences for people: the sentence of the code, and its particulars."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from agent.cases.plan import Why
from agent.cases.reasons import Reason


def why(reason: Reason, *particulars: str, evidence: str | None = None) -> Why:
    """A named cause; `particulars` are sentences or empty."""
    sentences = [reason.sentence, *(text for text in particulars if text)]
    return Why(reason, " ".join(sentences), evidence)


def day_in_words(day: date) -> str:
    """ "Thursday 9 April 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def instant_in_words(said: str, at: datetime, zone: ZoneInfo) -> str:
    """ "It ended on Thursday 9 April 2026 at 13:45.", by the clock of `zone`."""
    local = at.astimezone(zone)
    return f"{said} on {day_in_words(local.date())} at {local:%H:%M}."
