"""By when the employer promises an answer (DESIGN §3, domain.md C3), and what silence means.

A promise is a sentence in which the employer's side will speak, and a date to which it is held.
What the owner is asked to do by then is none.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from agent.reading.deadlines import deadline
from agent.reading.facts import AUTOMATIC, NOISE, Direction, Evidence, Kind
from agent.reading.kinds import Verdict
from agent.reading.lexicon import lexicon
from agent.reading.material import Material
from agent.reading.times.vocabulary import folded

LONGEST = 600  # characters of a sentence that are looked at
_NO_PROMISE = NOISE | AUTOMATIC | {Kind.REJECTION, Kind.OFFER, Kind.CANCELLATION}


@dataclass(frozen=True, slots=True)
class Promises:
    """The dates that the employer's side names for its own next word."""

    decision_by: date | None
    silence_means_no_by: date | None
    closing_on: date | None
    evidence: tuple[Evidence, ...]


NONE = Promises(None, None, None, ())


def promises(material: Material, verdict: Verdict) -> Promises:
    """The dates that the employer's side names for its own next word.

    Of several promises the latest date counts; own mail, bulk and machines promise nothing.
    """
    if material.direction is Direction.OUTGOING or verdict.kind in _NO_PROMISE:
        return NONE
    found: dict[str, tuple[date, str]] = {}
    for sentence in material.sentences:
        text = folded(sentence.text[:LONGEST])
        fact = _fact(text, material.language)
        if fact is None:
            continue
        on = deadline(sentence, text, material)
        if on is not None and (fact not in found or found[fact][0] < on):
            found[fact] = (on, sentence.text[:160])
    evidence = tuple(
        Evidence(fact, words, f"promises.{material.language}.{fact}", 0.9)
        for fact, (_, words) in found.items()
    )
    dates = {fact: on for fact, (on, _) in found.items()}
    return Promises(
        dates.get("decision_by"),
        dates.get("silence_means_no_by"),
        dates.get("closing_on"),
        evidence,
    )


def _fact(text: str, language: str) -> str | None:
    """Which of the three facts the sentence speaks of; None for any other sentence."""
    if _says(text, "silence", language):
        return "silence_means_no_by"
    if _says(text, "closing", language):
        return "closing_on"
    if not _says(text, "answer", language):
        return None
    return None if _says(text, "owner", language) else "decision_by"


def _says(text: str, key: str, language: str) -> bool:
    return _pattern(key, language).search(text) is not None


@cache
def _pattern(key: str, language: str) -> re.Pattern[str]:
    table = lexicon("promises")
    forms = table.get(language, table["en"])[key]
    return re.compile("|".join(rf"(?<!\w)(?:{form})" for form in forms))
