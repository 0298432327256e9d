"""Spans of time that a text names without a date: "next week", "mid-March", "within ten days".

A span ends on its last day; the first third and the middle of one end earlier (domain.md C3).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from agent.reading.lexicon import lexicon
from agent.reading.times.vocabulary import LANGUAGES, folded

_LONGEST_DAYS = 120
_SPELLED = {"huitaine": 8, "fortnight": 14, "fourteen": 14}  # any other word of them is fifteen


@dataclass(frozen=True, slots=True)
class Span:
    """Where a folded text names a span, and the last day of it."""

    start: int
    end: int
    on: date
    counted: bool = False  # "within two weeks": from today, unless the text says from when


def spans(text: str, language: str, today: date) -> list[Span]:
    """Every span of `text` (folded), counted from `today`; none twice."""
    found = _counted(text, language, today)
    for span in _calendar(text, language, today):
        if not any(one.start < span.end and span.start < one.end for one in found):
            found.append(span)
    return found


def mentions_span(text: str, language: str) -> bool:
    """A cheap look: whether `text` holds a word that every span needs."""
    return any(map(text.__contains__, _stems(language)))


@cache
def _stems(language: str) -> tuple[str, ...]:
    known = language if language in LANGUAGES else "en"
    stems = str(lexicon("promises")["units"]["stems"][known]).split()
    spelled_out = (names.partition("|")[0] for names in lexicon("times")[known]["months"])
    return (*stems, *spelled_out)


# ---- weeks and months of the calendar


def _calendar(text: str, language: str, today: date) -> list[Span]:
    found: list[Span] = []
    for match in _calendar_pattern(language).finditer(text):
        on = _last_day(match, language, today)
        if on is not None:
            found.append(Span(match.start(), match.end(), on))
    return found


@cache
def _calendar_pattern(language: str) -> re.Pattern[str]:
    table, units = _table(language), lexicon("promises")["units"]
    names = "|".join(sorted(months(language), key=len, reverse=True))
    keys = ("after_next_week", "next_week", "this_week", "next_month", "this_month", "year_end")
    whole = "|".join(f"(?P<{key}>{'|'.join(table[key])})" for key in keys)
    parts = "|".join(f"(?P<{key}>{'|'.join(table[key])})" for key in ("begin", "middle", "late"))
    link = rf"(?:[ '-]{{1,2}}(?:{units['links']})){{0,3}}[ '-]{{1,2}}"
    return re.compile(
        rf"(?<!\w)(?:(?:{parts}|(?P<during>{'|'.join(table['during'])})){link})?"
        rf"(?:{whole}|(?P<few_days>{'|'.join(table['few_days'])})"
        rf"|(?P<two_days>{'|'.join(table['two_days'])})|(?P<today>{'|'.join(table['today'])})"
        rf"|(?P<number>{units['week_number']})"
        rf"|(?P<week>{units['week']})|(?P<bare_month>{units['month']})"
        rf"|(?P<month>{names})\b\.?(?:(?: de| del)? (?P<year>20\d\d))?)(?!\w)"
    )


def _last_day(match: re.Match[str], language: str, today: date) -> date | None:
    part = next((key for key in ("begin", "middle", "late") if match[key]), "")
    if match["month"]:
        return _of_named_month(match, language, today, part)
    if match["number"]:
        return _week_number(match["number"], today)
    if match["year_end"]:
        return date(today.year, 12, 31)
    if match["next_month"] or match["this_month"] or (match["bare_month"] and part):
        ahead = _end_of_month(today) + timedelta(days=1) if match["next_month"] else today
        return _of_month(ahead, part)
    weeks = 2 if match["after_next_week"] else 1 if match["next_week"] else 0
    if weeks or match["this_week"] or (match["week"] and part):
        return _of_week(today, weeks, part)
    return _days_ahead(match, today)


def _days_ahead(match: re.Match[str], today: date) -> date | None:
    if match["few_days"]:
        return add_working_days(today, 5)
    if match["two_days"]:
        return add_working_days(today, 2)
    return today if match["today"] else None


def _of_week(today: date, weeks: int, part: str) -> date:
    """The Friday, from a Friday on the next one; of a coming week the first half is Wednesday."""
    if not weeks and today.weekday() >= 4:
        weeks = 1
    monday = today - timedelta(days=today.weekday())
    friday = monday + timedelta(days=7 * weeks + 4)
    return friday - timedelta(days=2) if weeks and part in ("begin", "middle") else friday


def _of_month(on: date, part: str) -> date:
    """The last day; "early" in it is its first third, its middle the 15th (§ 192 BGB)."""
    day = {"begin": 10, "middle": 15}.get(part) or monthrange(on.year, on.month)[1]
    return on.replace(day=day)


def _of_named_month(match: re.Match[str], language: str, today: date, part: str) -> date | None:
    """ "Ende Februar", "mid-March", "in April"; a month's name alone is no span."""
    if not part and not match["during"]:
        return None
    month = months(language)[match["month"]]
    year = int(match["year"] or today.year + (month < today.month))
    on = _of_month(date(year, month, 1), part)
    return on if 0 <= (on - today).days <= _LONGEST_DAYS else None


def _end_of_month(today: date) -> date:
    return today.replace(day=monthrange(today.year, today.month)[1])


def _week_number(words: str, today: date) -> date | None:
    """ "KW 15": the Friday of that calendar week (ISO 8601), the next one with that number."""
    number = int(re.sub(r"\D", "", words) or 0)
    for year in (today.year, today.year + 1):
        try:
            on = date.fromisocalendar(year, number, 5)
        except ValueError:
            continue
        if on >= today:
            return on
    return None


# ---- so many days or weeks from now


def _counted(text: str, language: str, today: date) -> list[Span]:
    found = []
    for match in _within_pattern(language).finditer(text):
        on = _after(match, language, today)
        if on is not None:
            found.append(Span(match.start(), match.end(), on, counted=True))
    return found


def recounted(text: str, span: Span, language: str, today: date) -> date | None:
    """The same span counted from another day than that of the mail."""
    match = _within_pattern(language).match(text, span.start)
    return _after(match, language, today) if match else None


def _after(match: re.Match[str], language: str, today: date) -> date | None:
    if match["spelled"]:
        return today + timedelta(days=_SPELLED.get(match["spelled"], 15))
    told = match["second"] or match["upper"] or match["count"] or match["ahead"] or ""
    count = _number(told, language)
    if count is None or not 1 <= count <= 90:
        return None
    if match["hours"]:
        return None if count % 24 else today + timedelta(days=count // 24)
    if match["months"]:
        return today + timedelta(days=30 * count)
    if match["weeks"]:
        return today + timedelta(days=7 * count)
    working = re.search(lexicon("promises")["units"]["working"], match[0])
    return add_working_days(today, count) if working else today + timedelta(days=count)


@cache
def _within_pattern(language: str) -> re.Pattern[str]:
    units = lexicon("promises")["units"]
    forms = "|".join(_table(language)["within"])
    number = rf"\d{{1,2}}|{'|'.join(sorted(_numbers(language), key=len, reverse=True))}"
    return re.compile(
        rf"(?<!\w)(?:(?:{forms})[ '](?:(?:{units['filler']})\W{{1,2}}){{0,5}}"
        rf"(?:(?P<spelled>{units['spelled']})\b"
        rf"|(?:(?P<count>{number})(?: {units['or_so']})?"
        rf"(?: ?(?:{units['to']}) ?(?P<upper>{number}))?(?: d[e']| of(?= (?:we|mo)))?)"
        rf"|(?P<ahead>a|an|one|einer|une|una|uma|un|een|eine))"
        rf"(?(spelled)|(?: ?(?:{units['working']}|{units['plain']}|{units['ahead']})){{0,2}}[ -]?"
        rf"(?:(?P<weeks>{units['weeks']})|(?P<months>{units['months']})|(?P<hours>{units['hours']})"
        rf"|(?:werk|arbeits|bank|kalender)?(?:{units['days']}))\b"
        rf"(?: (?:{units['working']}))?(?: (?:{units['to']}) (?P<second>{number})\b)?))"
    )


def add_working_days(today: date, count: int) -> date:
    """That many days from Monday to Friday later; holidays are the cases' matter."""
    on = today
    while count > 0:
        on += timedelta(days=1)
        count -= on.weekday() < 5
    return on


def friday_of(day: date) -> date:
    """ "the week of the 12th" ends on its Friday."""
    return day - timedelta(days=day.weekday()) + timedelta(days=4)


# ---- words


def _table(language: str) -> dict[str, Any]:
    table = lexicon("promises")
    found: dict[str, Any] = table.get(language, table["en"])
    return found


@cache
def months(language: str) -> dict[str, int]:
    """Folded names and abbreviations of the months → their numbers."""
    names = lexicon("times")[language if language in LANGUAGES else "en"]["months"]
    return {word: number for number, words in enumerate(names, 1) for word in words.split("|")}


@cache
def _numbers(language: str) -> dict[str, int]:
    table = lexicon("times")[language if language in LANGUAGES else "en"]["numbers"]
    more = lexicon("promises")["units"]["numbers"]
    return {
        folded(word): int(number)
        for source in (table, more)
        for number, words in source.items()
        for word in str(words).split("|")
    }


def _number(word: str, language: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _numbers(language).get(word, 1 if word else None)
