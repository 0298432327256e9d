"""By when the employer promises an answer (DESIGN §3, domain.md C3), and what silence means.

A promise is a sentence in which the employer's side will speak, and a date to which it is held.
What the owner is asked to do by then is none: a date belongs to the nearest verb.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from agent.reading.deadlines import Deadline, deadlines
from agent.reading.facts import AUTOMATIC, NOISE, Direction, Evidence, Kind
from agent.reading.kinds import Verdict
from agent.reading.lexicon import lexicon
from agent.reading.material import Material, Moment, Sentence
from agent.reading.times.vocabulary import folded

LONGEST = 600  # characters of a sentence that are looked at
_NO_PROMISE = NOISE | AUTOMATIC | {Kind.REJECTION, Kind.OFFER, Kind.CANCELLATION}
_FAR = 260  # characters, separators counted dearly, beyond which a verb has nothing to do with it
_SEPARATOR, _AHEAD = 30, 12  # what a comma between verb and date, or a verb behind it, is worth


@dataclass(frozen=True, slots=True)
class Promises:
    """The dates that the employer's side names for its own next word."""

    decision_by: date | None
    silence_means_no_by: date | None
    closing_on: date | None
    evidence: tuple[Evidence, ...]


NONE = Promises(None, None, None, ())
Fact = tuple[str, date]


def promises(material: Material, verdict: Verdict) -> Promises:
    """The dates that the employer's side names for its own next word.

    Of several promises the latest date counts; own mail, bulk and machines promise nothing.
    """
    if material.direction is Direction.OUTGOING or verdict.kind in _NO_PROMISE:
        return NONE
    found: dict[str, tuple[date, str]] = {}
    for sentence, (fact, on) in _facts(material):
        if fact not in found or found[fact][0] < on:
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


def _facts(material: Material) -> Iterator[tuple[Sentence, Fact]]:
    """Each sentence that names one of the three facts, with its date."""
    before: date | None = None  # what "by then" means
    for sentence, inside in _with_moments(material):
        text = folded(sentence.text[:LONGEST])
        ends = deadlines(sentence, text, inside, material)
        if ends:
            facts = _facts_in(text, ends, material.language)
            before = max(one.on for one in ends)
        else:
            facts = _then(text, before, material.language)
            before = None
        for fact in facts:
            yield sentence, fact


def _with_moments(material: Material) -> Iterator[tuple[Sentence, list[Moment]]]:
    waiting = list(reversed(material.moments))
    for sentence in material.sentences:
        inside: list[Moment] = []
        while waiting and waiting[-1].start < sentence.end:
            moment = waiting.pop()
            if moment.start >= sentence.start:
                inside.append(moment)
        yield sentence, inside


def _facts_in(text: str, ends: list[Deadline], language: str) -> tuple[Fact, ...]:
    """Which of the three facts the sentence states; none of most sentences."""
    if _says(text, "silence", language):
        return (("silence_means_no_by", max(one.on for one in ends)),)
    answers = list(_pattern("answer", language).finditer(text))
    closings = _closings(text, answers, language)
    heard = answers if not _says(text, "conditional", language) else []
    others = [*_pattern("owner", language).finditer(text), *closings]
    promised = [one for one in ends if heard and _is_promised(text, one, heard, others, language)]
    closed = [one for one in ends if closings and one not in promised]
    return tuple(
        (fact, max(one.on for one in dates))
        for fact, dates in (("decision_by", promised), ("closing_on", closed))
        if dates
    )


def _closings(text: str, answers: list[re.Match[str]], language: str) -> list[re.Match[str]]:
    """What says until when others are seen, unless it is the answer that comes until then.

    "We hold two more interviews and decide by Friday": another clause begins between the two.
    """
    joins = _joins(language)
    return [
        found
        for found in _pattern("closing", language).finditer(text)
        if not answers
        or not (
            joins.search(found[0])
            or any(found.start() < one.start() < found.end() for one in answers)
        )
    ]


def _then(text: str, before: date | None, language: str) -> tuple[Fact, ...]:
    """ "You will hear from us by then", "if not, …": the date of the sentence before."""
    if before is None or not _says(text, "then", language):
        return ()
    if _says(text, "silence", language):
        return (("silence_means_no_by", before),)
    told = _says(text, "answer", language) and not _says(text, "owner", language)
    return (("decision_by", before),) if told else ()


def _is_promised(
    text: str,
    end: Deadline,
    answers: list[re.Match[str]],
    owners: list[re.Match[str]],
    language: str,
) -> bool:
    """Whether the date is nearer to what the employer will do than to what the owner shall."""
    answer = min(_distance(text, end, sign, language) for sign in answers)
    owner = min((_distance(text, end, sign, language) for sign in owners), default=_FAR)
    return answer < owner and answer < _FAR


def _distance(text: str, end: Deadline, sign: re.Match[str], language: str) -> int:
    """Characters between them; a comma or an "and" between them parts them.

    "Send it by Friday and we will tell you": the verb before a date has it, unless the date opens
    its clause.
    """
    separators = _separators(language)
    if sign.start() >= end.end:
        gap = text[end.end : sign.start()]
        before = text[: end.start].rstrip()
        opens = not before or separators.search(text[max(0, end.start - 5) : end.start])
        return len(gap) + _SEPARATOR * len(separators.findall(gap)) + (0 if opens else _AHEAD)
    gap = text[sign.end() : end.start]
    return len(gap) + _SEPARATOR * len(separators.findall(gap))


@cache
def _separators(language: str) -> re.Pattern[str]:
    return re.compile(rf"[;:–—]|, |{_joins(language).pattern}")


@cache
def _joins(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_forms('joins', language))}) ")


def _says(text: str, key: str, language: str) -> bool:
    return _pattern(key, language).search(text) is not None


@cache
def _pattern(key: str, language: str) -> re.Pattern[str]:
    forms = _forms(key, language)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})")


def _forms(key: str, language: str) -> list[str]:
    table = lexicon("promises")
    forms: list[str] = table.get(language, table["en"])[key]
    return forms
