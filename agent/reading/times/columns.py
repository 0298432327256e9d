"""A table with a column for each zone: "Hora em Lisboa | Hora em Brasília"."""

import itertools
import re
from dataclasses import replace

from agent.reading.material import Moment
from agent.reading.zones import place_named

_PLACE = re.compile(r"[^\W\d_][\w.]+")
LONGEST_HEAD = 160  # characters of a line of headings


def with_columns(found: list[Moment], text: str) -> list[Moment]:
    """Clock times side by side, each in the zone that its heading names."""
    out = list(found)
    for place, (one, other) in enumerate(itertools.pairwise(found)):
        if not _side_by_side(one, other, text):
            continue
        zones = _headings(text, one)
        if len(zones) == 2:
            out[place] = replace(one, zone=zones[0])
            out[place + 1] = replace(other, zone=zones[1])
    return out


def _side_by_side(one: Moment, other: Moment, text: str) -> bool:
    if one.on is None or one.on != other.on or one.until is not None or one.zone or other.zone:
        return False
    at = other.clock_start
    return at is not None and one.end <= at and not text[one.end : at].strip(" |\t")


def _headings(text: str, one: Moment) -> list[str]:
    """The zones that the line above names, left to right."""
    line = text.rfind("\n", 0, one.clock_start or one.start)
    above = text[max(text.rfind("\n", 0, line), 0) : max(line, 0)][:LONGEST_HEAD]
    named = [place_named(above[: word.end()][-30:]) for word in _PLACE.finditer(above)]
    return [zone for zone in dict.fromkeys(named) if zone is not None]
