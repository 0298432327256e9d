"""The reader's own clock beside the writer's: "10 AM Eastern, so for you that should be 2 PM".

Both tell one instant, so they are one moment; it keeps the writer's clock, where the talk is.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache

from agent.reading.clockzones import LIKELY, instant, likely_zone
from agent.reading.lexicon import lexicon
from agent.reading.material import Moment
from agent.reading.owner import Owner
from agent.reading.zones import zone_of

FARTHEST = 200  # characters between the two
BEHIND = 32  # characters behind the second that say whose it is


def without_own_clocks(
    found: list[Moment], text: str, base: datetime, owner: Owner
) -> list[Moment]:
    """The moments, each instant that is told on the owner's clock too only once."""
    kept: list[Moment] = []
    for moment in found:
        one = _one(kept[-1], moment, text, base, owner) if kept else None
        if one is None:
            kept.append(moment)
        else:
            kept[-1] = one
    return kept


def _one(before: Moment, moment: Moment, text: str, base: datetime, owner: Owner) -> Moment | None:
    """The two as one moment of the writer's clock; None where they are two."""
    if before.clock is None or moment.clock is None or moment.clock_start is None:
        return None
    near = 0 <= moment.clock_start - before.end <= FARTHEST and moment.on in (None, before.on)
    words = text[before.end : moment.end + BEHIND].casefold()
    key = owner.zone.key
    told = near and (_says("yours", words) or key in (before.zone, moment.zone))
    if not told:
        return None
    on = before.on or base.date()
    if moment.zone in (None, key):
        for zone in _zones(before, words, base):
            if _shown(on, before.clock, zone, key)[1] == moment.clock:
                return replace(before, zone=zone)
    if before.zone in (None, key):
        for zone in _zones(moment, words, base):
            day, clock = _shown(on, before.clock, key, zone)
            if clock == moment.clock:
                day_there = day if before.on else None
                there = replace(before, on=day_there, clock=clock, until=moment.until, zone=zone)
                return replace(there, minutes=before.minutes or moment.minutes)
    return None


def _zones(writers: Moment, words: str, base: datetime) -> Iterator[str]:
    """The zones in which the writer's clock may be: the named one, else theirs, else any."""
    if writers.zone:
        yield writers.zone
        return
    yield likely_zone(base)
    if _says("ours", words):
        yield from LIKELY


def _shown(on: date, clock: time, here: str, there: str) -> tuple[date, time]:
    """Day and clock in the zone `there` at that day and clock in `here`."""
    seen = instant(on, clock, here).astimezone(zone_of(there))
    return seen.date(), seen.time()


def _says(whose: str, words: str) -> bool:
    return _pattern(whose).search(words) is not None


@cache
def _pattern(whose: str) -> re.Pattern[str]:
    forms = str(lexicon("zones")[whose]).replace(" |", "|")
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)")
