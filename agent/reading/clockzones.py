"""In whose time a mail speaks, where it names no zone (domain.md C2 step 8)."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.reading.material import Material
from agent.reading.zones import LONGEST_NAME, offset_name, zone_of, zone_word

# One zone for each offset and way of changing clocks, the likeliest first.
LIKELY = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Halifax",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Asia/Dubai",
    "Pacific/Auckland",
    "Africa/Johannesburg",
)
LONGEST_TEXT = 20_000
_STATEMENT = re.compile(
    r"(?<!\w)(?:all tim(?:es|ings)(?: are| shown| listed| given)?(?: in)?|time ?zone:?|zeitzone:?"
    r"|alle zeiten(?: in)?|hora (?:local )?de|heure de|heure d'|ora di|fuso(?: horario)?:?"
    r"|tijdzone:?)\s",
    re.IGNORECASE,
)
SURE, GUESSED = 1.0, 0.88


@dataclass(frozen=True, slots=True)
class Place:
    """A zone, whether it is assumed, and how sure one may be of it."""

    zone: str
    assumed: bool
    confidence: float


def place_of(material: Material) -> Place:
    """The zone of clock times that name none: another time's of the mail, else the sender's."""
    stated = stated_zone(material.body.new_text, material.owner.zone)
    if stated is not None:
        return Place(stated, assumed=False, confidence=0.95)
    named = Counter(moment.zone for moment in material.moments if moment.zone)
    if len(named) == 1:
        return Place(next(iter(named)), assumed=False, confidence=0.95)
    owner, base = material.owner.zone, material.base
    if named:
        return Place(owner.key, assumed=True, confidence=GUESSED)
    offset = base.utcoffset() or timedelta()
    if offset == base.astimezone(owner).utcoffset():
        return Place(owner.key, assumed=True, confidence=SURE)
    if offset == timedelta():  # a system that writes its Date in UTC tells nothing
        return Place(owner.key, assumed=True, confidence=GUESSED)
    return Place(likely_zone(base), assumed=True, confidence=0.8)


def stated_zone(text: str, owner_zone: ZoneInfo) -> str | None:
    """ "All times are London time", "(hora de Lisboa)", "Time zone: CET"."""
    text = text[:LONGEST_TEXT]
    for found in _STATEMENT.finditer(text):
        for place in (found.start(), found.end()):
            line = text[place : place + LONGEST_NAME].partition("\n")[0]
            zone = zone_word(line, owner_zone)
            if zone is not None:
                return zone[0]
    return None


def likely_zone(base: datetime) -> str:
    """The zone that a writer in this offset most likely is in."""
    offset = base.utcoffset()
    for name in LIKELY:
        if base.astimezone(ZoneInfo(name)).utcoffset() == offset:
            return name
    return offset_name(offset)


def instant(on: date, clock: time, zone: str) -> datetime:
    """The day and clock time in that zone, aware; of a clock time that occurs twice, the first."""
    return datetime.combine(on, clock, zone_of(zone))


def exists(moment: datetime) -> bool:
    """False for a clock time that the zone skips when clocks go forward (K4)."""
    again = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return again.replace(tzinfo=None) == moment.replace(tzinfo=None)
