"""An interview that the text says took place: "thank you for speaking with me yesterday"."""

import re
from dataclasses import replace
from datetime import timedelta

from agent.reading.appointments import Cue, Setting, says, settings
from agent.reading.clockzones import instant, place_of
from agent.reading.facts import NOISE, Held, Kind
from agent.reading.material import Material, Moment

OLDEST_DAYS = 45
_CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d\d| ?(?:[ap]\.?m|uhr|h|heures?|uur)\b)", re.IGNORECASE)
_NONE = NOISE | {Kind.AUTO_REPLY, Kind.BOUNCE, Kind.ACKNOWLEDGEMENT, Kind.ACCEPTANCE}


def held_in(material: Material, kind: Kind) -> Held | None:
    """Day and, if told, instant of the newest interview that the new text speaks of as past."""
    if kind in _NONE:
        return None
    found = [
        held
        for one in settings(material, material.moments)
        if is_past(one, material) and (held := _held(one.moment, material)) is not None
    ]
    return max(found, key=lambda held: held.on, default=None)


def is_past(one: Setting, material: Material) -> bool:
    """True for a time named in a sentence about a talk that has been held."""
    if one.moment.on is None or not says(one.sentence, Cue.PAST, material.language):
        return False
    return _back(one.moment, material) is not None


def _back(moment: Moment, material: Material) -> Moment | None:
    """The moment as a past one: a bare weekday named looking back is the last such day."""
    today = material.base.date()
    if moment.on is None:
        return None
    on = moment.on
    if on > today and _is_bare_weekday(moment) and (on - today).days <= 7:
        on -= timedelta(days=7)
    if not 0 <= (today - on).days <= OLDEST_DAYS:
        return None
    return replace(moment, on=on)


def _is_bare_weekday(moment: Moment) -> bool:
    """True for "Tuesday at 2 pm", not for "Tuesday 31 March, 13:00": no number but the clock's."""
    day = _CLOCK.split(moment.words, maxsplit=1)[0]
    return not any(character.isdigit() for character in day)


def _held(moment: Moment, material: Material) -> Held | None:
    past = _back(moment, material)
    if past is None or past.on is None:
        return None
    if past.clock is None:
        return Held(past.on, None)
    return Held(past.on, instant(past.on, past.clock, past.zone or place_of(material).zone))
