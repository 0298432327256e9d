"""The dates to which a sentence is held: a day, "the week of the 12th", "within two weeks".

Each with its place, so that it can be told which of the sentence's verbs it belongs to.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from agent.reading.lexicon import lexicon
from agent.reading.material import Material, Moment, Sentence
from agent.reading.spans import Span, friday_of, mentions_span, recounted, spans
from agent.reading.times.vocabulary import folded

FARTHEST_DAYS = 120
_BEFORE = 60  # characters before a day in which a preposition stands


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date that a sentence names, and where in its folded text."""

    start: int  # of the words that lead to it
    end: int
    on: date


def deadlines(
    sentence: Sentence, text: str, inside: list[Moment], material: Material
) -> list[Deadline]:
    """The dates that `sentence` (`text` is the same, folded) names, from the day of receipt on.

    Counted from that day, in the sender's offset.
    """
    language = material.language
    spanned = mentions_span(text, language)
    if not inside and not spanned:
        return []
    received = received_on(material)
    found = spans(text, language, received) if spanned else []
    days, taken = _days(sentence, text, inside, found, language)
    days = [one for one in days if one.on > received or not _has_digits(text, one)]
    free = [span for span in found if not any(_overlap(span, place) for place in taken)]
    named = [*days, *_spans(text, free, days, material)]
    return [one for one in named if 0 <= (one.on - received).days <= FARTHEST_DAYS]


def received_on(material: Material) -> date:
    return material.message.envelope.received_at.astimezone(material.base.tzinfo).date()


def _has_digits(text: str, day: Deadline) -> bool:
    """A date that is told in figures, unlike "today"."""
    return any(letter.isdigit() for letter in text[day.start : day.end])


def _overlap(span: Span, place: tuple[int, int]) -> bool:
    return span.start < place[1] and place[0] < span.end


def _days(
    sentence: Sentence, text: str, inside: list[Moment], found: list[Span], language: str
) -> tuple[list[Deadline], list[tuple[int, int]]]:
    """The days among the moments, and the places that all of them take.

    "Wednesday of next week" is a Wednesday and no week; "within ten working days" is no day.
    """
    days: list[Deadline] = []
    taken: list[tuple[int, int]] = []
    cursor = 0
    for moment in inside:
        words = folded(moment.words)
        start = text.find(words, cursor)
        if start < 0:
            start = min(max(cursor, moment.start - sentence.start), len(text))
        end = cursor = min(len(text), start + len(words))
        if any(span.counted and _overlap(span, (start, end)) for span in found):
            continue
        if moment.on is not None:
            taken.append((start, end))
        day = _day(text, moment, start, end, language)
        if day is not None:
            days.append(day)
    return days, taken


def _day(text: str, moment: Moment, start: int, end: int, language: str) -> Deadline | None:
    """With a clock time it is an appointment, unless "by" leads to it; no end "at the earliest"."""
    before = text[max(0, start - _BEFORE) : start]
    if moment.on is None or _is_no_end(before, text, language):
        return None
    lead = _pattern("by", language).search(before)
    if moment.clock is not None and not lead:
        return None
    week = _week_of().search(before)
    on = friday_of(moment.on) if week else moment.on
    return Deadline(start - len(lead[0]) if lead else start, end, on)


def _spans(
    text: str, found: list[Span], days: list[Deadline], material: Material
) -> list[Deadline]:
    """The spans; one counted from a day that stands behind it takes that day's place."""
    language = material.language
    named = []
    for span in found:
        before = text[max(0, span.start - _BEFORE) : span.start]
        if _is_no_end(before, text, language):
            continue
        on: date | None = span.on
        anchor = _anchor().match(text, span.end) if span.counted else None
        since = _since(anchor, days, material) if anchor else None
        if since:
            on = recounted(text, span, language, since)
        lead = _pattern("by", language).search(before)
        if on is not None:
            start = span.start - len(lead[0]) if lead else span.start
            named.append(Deadline(start, span.end, on))
    return named


def _is_no_end(before: str, text: str, language: str) -> bool:
    """True behind "not before"; "if you do not hear from us before" says what silence means."""
    if _pattern("not_by", language).search(before) is None:
        return False
    return _silence(language).search(text) is None


@cache
def _silence(language: str) -> re.Pattern[str]:
    table = lexicon("promises")
    return re.compile(rf"(?<!\w)(?:{'|'.join(table.get(language, table['en'])['silence'])})")


def _since(anchor: re.Match[str], days: list[Deadline], material: Material) -> date | None:
    """The day behind "of", "after": the one named there, or that of the only talk of the mail."""
    for place, day in enumerate(days):
        if anchor.start() <= day.start <= anchor.end():
            days[place] = replace(day, on=date.min)
            return day.on
    if not anchor["talk"]:
        return None
    talks = {one.on for one in material.moments if one.on and one.clock}
    return talks.pop() if len(talks) == 1 else None


@cache
def _anchor() -> re.Pattern[str]:
    units = lexicon("promises")["units"]
    return re.compile(
        rf"\s(?:{units['anchors']})\b(?=(?:.{{0,40}}?(?<!\w)(?P<talk>{units['talk']}))?).{{0,40}}"
    )


@cache
def _week_of() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{lexicon('promises')['units']['week_of']})\W{{0,3}}$")


@cache
def _pattern(key: str, language: str) -> re.Pattern[str]:
    """What stands right before a date, with articles and "Friday" between."""
    table = lexicon("promises")
    forms = "|".join(table.get(language, table["en"])[key])
    between = rf"(?:[ ,:('-]{{1,2}}(?:{table['units']['between']})){{0,4}}"
    return re.compile(rf"(?<!\w)(?:{forms}){between}[ ,:('-]{{0,2}}$")
