"""Whose clock a calendar time is on that its part writes in UTC: a way of writing, not a place.

The instant stands; its zone is the one that the mail names for it, else one whose clock shows the
time that the mail tells, else the owner's, and then assumed.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.reading.clockzones import LIKELY, SURE, place_of
from agent.reading.dayless import subject_moments
from agent.reading.facts import CalendarEvent
from agent.reading.material import Material, Moment
from agent.reading.zones import zone_of

MOST_MOMENTS = 40


def with_own_zones(material: Material) -> tuple[CalendarEvent, ...]:
    """The events of the mail, those written in UTC at the same instant of a zone of their own."""
    if not any(event.written_in_utc and event.zone == "UTC" for event in material.events):
        return material.events
    told = (*subject_moments(material), *material.moments)[:MOST_MOMENTS]
    clocked = tuple(moment for moment in told if moment.clock is not None)
    return tuple(_placed(event, clocked, material) for event in material.events)


def _placed(event: CalendarEvent, told: tuple[Moment, ...], material: Material) -> CalendarEvent:
    if event.start is None or not event.written_in_utc or event.zone != "UTC":
        return event
    owner = material.owner.zone
    name = _named(event.start, told, owner) or _shown(event.start, told, material)
    zone = zone_of(name or owner.key)
    return replace(
        event,
        start=event.start.astimezone(zone),
        end=event.end.astimezone(zone) if event.end else None,
        zone=name or owner.key,
        zone_assumed=name is None,
    )


def _named(start: datetime, told: tuple[Moment, ...], owner: ZoneInfo) -> str | None:
    """The zone in which the mail tells this instant; of two, the one that is not the owner's."""
    names = dict.fromkeys(moment.zone for moment in told if moment.zone)
    fitting = [name for name in names if any(_fits(start, m, name) for m in told if m.zone == name)]
    return next((name for name in fitting if name != owner.key), next(iter(fitting), None))


def _shown(start: datetime, told: tuple[Moment, ...], material: Material) -> str | None:
    """A zone whose clock shows this instant as the mail tells it without a zone.

    The zone that the mail's other times are in comes first, then the owner's, then the likeliest;
    these last only where it is unknown whose time the mail speaks in, and it tells the day too and
    a single time: else calendar and prose contradict each other.
    """
    bare = [moment for moment in told if moment.zone is None]
    place = place_of(material)
    for name in (place.zone, material.owner.zone.key):
        if any(_fits(start, moment, name) for moment in bare):
            return name
    if place.confidence >= SURE or not place.assumed:
        return None
    whole = {(moment.on, moment.clock): moment for moment in bare if moment.on}
    return _likely(start, whole.values()) if len(whole) == 1 else None


def _likely(start: datetime, told: Iterable[Moment]) -> str | None:
    return next((name for name in LIKELY for one in told if _fits(start, one, name)), None)


def _fits(start: datetime, moment: Moment, name: str) -> bool:
    there = start.astimezone(zone_of(name))
    return there.time() == moment.clock and moment.on in (None, there.date())
