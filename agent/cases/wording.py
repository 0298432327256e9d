"""Reasons in sentences for people: the sentence of the code, and its particulars."""

from datetime import date, datetime

from agent.cases.case import Round
from agent.cases.plan import Why
from agent.cases.reasons import Reason


def why(reason: Reason, *particulars: str, evidence: str | None = None) -> Why:
    """A named cause; `particulars` are sentences or empty."""
    sentences = [reason.sentence, *(text for text in particulars if text)]
    return Why(reason, " ".join(sentences), evidence)


def day_in_words(day: date) -> str:
    """ "Thursday 9 April 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def by_now(said: str, at: datetime, round_: Round) -> str:
    """ "It ended on Thursday 9 April 2026 at 13:45.", by the clock of the interview."""
    local = at.astimezone(round_.end.tzinfo) if round_.end else at
    return f"{said} on {day_in_words(local.date())} at {local:%H:%M}."
