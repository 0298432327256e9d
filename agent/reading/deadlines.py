"""The date to which a sentence is held: a day, "next week", "within two weeks", "KW 15"."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from agent.reading.lexicon import lexicon
from agent.reading.material import Material, Moment, Sentence
from agent.reading.times.vocabulary import LANGUAGES, folded

FARTHEST_DAYS = 120


def deadline(sentence: Sentence, text: str, material: Material) -> date | None:
    """The latest date that `sentence` (`text` is the same, folded) names as an end, or None.

    Counted from the day on which the mail was received, in the sender's offset.
    """
    received = material.message.envelope.received_at.astimezone(material.base.tzinfo).date()
    inside = [one for one in material.moments if sentence.start <= one.start < sentence.end]
    days = [one.on for one in inside if one.on is not None and one.on >= received]
    if any(one.clock is not None for one in inside):
        days = [one.on for one in inside if one.on and _is_end(one, text, material.language)]
    for one in inside:  # "Wednesday of next week" is a Wednesday, not a week
        text = text.replace(folded(one.words), " ")
    found = [*days, *_spans(text, material.language, received)]
    near = [on for on in found if 0 <= (on - received).days <= FARTHEST_DAYS]
    return max(near, default=None)


def _is_end(moment: Moment, text: str, language: str) -> bool:
    """A day without a clock time, or one with it that "by" leads to: no appointment."""
    if moment.clock is None:
        return True
    before = text.partition(folded(moment.words))[0]
    return (
        re.search(rf"(?<!\w)(?:{'|'.join(_forms('by', language))})[ ,:]{{0,2}}$", before)
        is not None
    )


def _spans(text: str, language: str, today: date) -> list[date]:
    keys = [key for key in _RULES if _pattern(key, language).search(text)]
    if "next_month_end" in keys:
        return [_end_of_next_month(today)]
    found = [_RULES[key](today) for key in keys]
    within = _within(text, language, today)
    week = _week_number(text, today)
    named = _named_month_end(text, language, today)
    return [on for on in (*found, within, week, named) if on is not None]


def _friday(today: date, weeks: int) -> date:
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=7 * weeks + 4)


def _this_week(today: date) -> date:
    """ "the end of the week": on a Friday or later, the next one (C3)."""
    return _friday(today, 1 if today.weekday() >= 4 else 0)


def _end_of_month(today: date) -> date:
    return today.replace(day=monthrange(today.year, today.month)[1])


def _end_of_next_month(today: date) -> date:
    return _end_of_month(_end_of_month(today) + timedelta(days=1))


def add_working_days(today: date, count: int) -> date:
    """That many days from Monday to Friday later; holidays are the cases' matter."""
    on = today
    while count > 0:
        on += timedelta(days=1)
        count -= on.weekday() < 5
    return on


_RULES: dict[str, Callable[[date], date]] = {
    "this_week": _this_week,
    "next_week": lambda today: _friday(today, 1),
    "month_end": _end_of_month,
    "next_month_end": _end_of_next_month,
    "year_end": lambda today: date(today.year, 12, 31),
    "few_days": lambda today: add_working_days(today, 5),
    "two_days": lambda today: add_working_days(today, 2),
    "today": lambda today: today,
}


def _within(text: str, language: str, today: date) -> date | None:
    found = _within_pattern(language).search(text)
    if found is None:
        return None
    count = _number(found["upper"] or found["count"], language)
    if count is None or not 1 <= count <= 90:
        return None
    if found["months"]:
        return today + timedelta(days=30 * count)
    if found["weeks"]:
        return today + timedelta(days=7 * count)
    working = re.search(_units()["working"], found[0])
    return add_working_days(today, count) if working else today + timedelta(days=count)


@cache
def _within_pattern(language: str) -> re.Pattern[str]:
    units = _units()
    forms = "|".join(_forms("within", language))
    return re.compile(
        rf"(?<!\w)(?:{forms}) (?:(?:{units['filler']})\W{{1,2}}){{0,4}}"
        rf"(?P<count>\d{{1,2}}|[a-z]{{1,14}})"
        rf"(?: ?(?:to|or|bis|a|ou|o|oder|of|-|–|tot|e|y|und) ?(?P<upper>\d{{1,2}}|[a-z]{{2,12}}))?"
        rf"(?: (?:{units['working']}|calendar|full|good))?[ -]?"
        rf"(?:(?P<weeks>{units['weeks']})|(?P<months>{units['months']})|(?:werk|arbeits)?(?:{units['days']}))\b"
        rf"(?: (?:{units['working']}))?"
    )


def _week_number(text: str, today: date) -> date | None:
    """ "KW 15": the Friday of that calendar week (ISO 8601), the next one with that number."""
    found = re.search(rf"(?<!\w){_units()['week_number']}", text)
    number = int(found[1]) if found else 0
    if not 1 <= number <= 53:
        return None
    for year in (today.year, today.year + 1):
        try:
            on = date.fromisocalendar(year, number, 5)
        except ValueError:
            continue
        if on >= today:
            return on
    return None


def _named_month_end(text: str, language: str, today: date) -> date | None:
    """ "Ende Februar", "the end of March"."""
    found = re.search(rf"(?<!\w){_units()['month_end_named']}([a-z]{{3,12}})", text)
    month = _months(language).get(found[1]) if found else None
    if month is None:
        return None
    year = today.year + (month < today.month)
    return date(year, month, monthrange(year, month)[1])


@cache
def _months(language: str) -> dict[str, int]:
    table = lexicon("times")
    names = table[language if language in LANGUAGES else "en"]["months"]
    return {word: number for number, words in enumerate(names, 1) for word in words.split("|")}


@cache
def _numbers(language: str) -> dict[str, int]:
    table = lexicon("times")[language if language in LANGUAGES else "en"]["numbers"]
    found = {
        folded(word): int(number) for number, words in table.items() for word in words.split("|")
    }
    return found | {
        "a": 1,
        "an": 1,
        "couple": 2,
        "eine": 1,
        "une": 1,
        "una": 1,
        "uma": 1,
        "vierzehn": 14,
    }


def _number(word: str, language: str) -> int | None:
    return int(word) if word.isdigit() else _numbers(language).get(word)


def _units() -> dict[str, str]:
    units: dict[str, str] = lexicon("promises")["units"]
    return units


def _forms(key: str, language: str) -> list[str]:
    table = lexicon("promises")
    forms: list[str] = table.get(language, table["en"])[key]
    return forms


@cache
def _pattern(key: str, language: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{form})(?!\w)" for form in _forms(key, language)))
