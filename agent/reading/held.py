"""An interview that the text says took place: "thank you for speaking with me yesterday"."""

import re
from dataclasses import replace
from datetime import timedelta

from agent.reading.appointments import Cue, Setting, behind, says
from agent.reading.clockzones import instant, place_of
from agent.reading.facts import NOISE, Held, Kind
from agent.reading.lexicon import lexicon
from agent.reading.material import Material, Moment
from agent.reading.times.vocabulary import LANGUAGES, folded

OLDEST_DAYS = 45
LATEST_DAYS = 31  # ahead, as a day is counted that in truth looks back
_CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d\d| ?(?:[ap]\.?m|uhr|h|heures?|uur)\b)", re.IGNORECASE)
_HOUR = re.compile(r"^\d{1,2}(?= )")  # "10 on Tuesday"
_NUMBER = re.compile(
    r"(?:(?:the|le|el|il|den|dem|der|am|dia|de) )?\d{1,2} ?(?:st|nd|rd|th|e|er|\.)?"
)
_WEEKDAYS = re.compile(
    "|".join(
        rf"\b(?:{names})\b" for code in LANGUAGES for names in lexicon("times")[code]["weekdays"]
    )
)
_NONE = NOISE | {Kind.AUTO_REPLY, Kind.BOUNCE, Kind.ACKNOWLEDGEMENT, Kind.ACCEPTANCE}


def held_in(around: tuple[Setting, ...], material: Material, kind: Kind) -> Held | None:
    """Day and, if told, instant of the newest interview that the new text speaks of as past."""
    if kind in _NONE:
        return None
    found = [
        held
        for one in around
        if _near(one.moment, material)
        and (past := _past(one, material)) is not None
        and (held := _held(past, material))
    ]
    return max(found, key=lambda held: held.on, default=None)


def _near(moment: Moment, material: Material) -> bool:
    return moment.on is not None and (moment.on - material.base.date()).days <= LATEST_DAYS


def is_past(one: Setting, material: Material) -> bool:
    """True for a time named in a sentence about a talk that has been held."""
    return _past(one, material) is not None


def _past(one: Setting, material: Material) -> Moment | None:
    """The moment of a talk that has been held, as a past one; None for any other."""
    led = one.sentence.partition(folded(one.moment.words))[0].rstrip()
    if one.moment.on is not None and says(led, Cue.HELD, material.language):
        return _back(_earlier(one.moment, material), material)
    if not says(one.sentence, Cue.PAST, material.language):
        return None
    between = behind(led, Cue.PAST, material.language) or ""
    coming = one.moment.on is not None and one.moment.on > material.base.date()
    if coming and says(between, Cue.AHEAD, material.language):
        return None  # "following our call we would like to invite you for Friday"
    return _back(one.moment, material)


def _earlier(moment: Moment, material: Material) -> Moment:
    """ "since we met on the 18th": a mere number that looks back is the last such day."""
    today = material.base.date()
    if moment.on is None or moment.on <= today or not _NUMBER.fullmatch(folded(moment.words)):
        return moment
    before = moment.on.replace(day=1) - timedelta(days=1)
    if before.day < moment.on.day:
        return moment
    return replace(moment, on=before.replace(day=moment.on.day))


def _back(moment: Moment, material: Material) -> Moment | None:
    """The moment as a past one: a bare weekday named looking back is the last such day."""
    today = material.base.date()
    if moment.on is None:
        return None
    on = moment.on
    if on > today and is_bare_weekday(moment) and (on - today).days <= 7:
        on -= timedelta(days=7)
    if not 0 <= (today - on).days <= OLDEST_DAYS:
        return None
    return replace(moment, on=on)


def is_bare_weekday(moment: Moment) -> bool:
    """True for "Tuesday at 2 pm", not for "Tuesday 31 March, 13:00": no number but the clock's."""
    led = moment.clock_start is not None and moment.clock_start > moment.start
    words = moment.words[: (moment.clock_start or 0) - moment.start] if led else moment.words
    day = folded(_CLOCK.sub(" ", _HOUR.sub(" ", words)))
    named = _WEEKDAYS.search(day) is not None
    return named and not any(character.isdigit() for character in day)


def _held(past: Moment, material: Material) -> Held | None:
    if past.on is None:
        return None
    if past.clock is None:
        return Held(past.on, None)
    return Held(past.on, instant(past.on, past.clock, past.zone or place_of(material).zone))
