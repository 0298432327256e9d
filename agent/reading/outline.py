"""A mail as a row of figures, by which `kind_model` names its kind: what it says, and its shape."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from math import log

from agent.reading.classifier import INCOMING, OUTGOING
from agent.reading.facts import CalendarEvent, Direction
from agent.reading.material import Material
from agent.reading.passages import Place
from agent.reading.shape import by_person, from_system, greets_owner, in_thread, mass_mail
from agent.reading.systems import SystemKind
from agent.reading.weighing import Scales, Statement

Figures = dict[str, float]

_SYSTEMS = (
    *(SystemKind.ATS, SystemKind.SCHEDULER, SystemKind.ASSESSMENT),
    *(SystemKind.BOARD, SystemKind.CALENDAR),
)
# Of what a mail says for sure, the first of these is what it is about (domain.md C0).
PRECEDENCE = (
    *("rejection", "offer", "reschedule", "cancellation", "invitation", "confirmation"),
    *("assessment", "holding", "request", "acknowledgement"),
)
SMALL = 0.02  # figures that count for nothing
SAID = 0.7  # share of a sentence that says something for sure
_LONG = 40  # sentences of a mail that is as long as any


def outline(material: Material, scales: Scales) -> Figures:
    """The figures of a mail, each -1 to 1; one that is absent is 0."""
    said = told(scales.statements, material.direction)
    topics = {finding.topic for finding in scales.findings}
    return {**said, **mentioned(topics), **shape(material)}


def told(statements: Iterable[Statement], direction: Direction) -> Figures:
    """What the sentences say: the strongest, the second, the mean; apart for subject and events."""
    names = OUTGOING if direction is Direction.OUTGOING else INCOMING
    by_place: dict[str, list[tuple[float, ...]]] = {}
    for statement in statements:
        place = Place.TEXT if statement.place is Place.FORWARDED else statement.place
        by_place.setdefault(place.name.lower(), []).append(statement.shares.said)
    figures = {
        figure: value
        for place, rows in by_place.items()
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
        for figure, value in _column(place, name, column)
        if abs(value) >= SMALL
    }
    first = next((name for name in PRECEDENCE if figures.get(f"text {name}", 0.0) >= SAID), None)
    return {**figures, f"first {first}": 1.0} if first else figures


def _column(place: str, name: str, column: tuple[float, ...]) -> Iterator[tuple[str, float]]:
    ordered = sorted(column, reverse=True)
    yield f"{place} {name}", ordered[0]
    if place == "text":
        yield f"odds {name}", _odds(ordered[0])
        yield f"again {name}", ordered[1] if len(ordered) > 1 else 0.0
        yield f"mean {name}", sum(column) / len(column)
        yield f"late {name}", column.index(ordered[0]) / len(column) * ordered[0]


def _odds(share: float) -> float:
    """The share on the scale on which evidence adds up; -1 for hardly, 1 for hardly not."""
    return max(-1.0, min(1.0, log((share + 1e-3) / (1 - share + 1e-3)) / 5))


def mentioned(topics: Iterable[str]) -> Figures:
    """Which cues stand anywhere in it, beside those of the kinds, which the sentences count."""
    return {f"cue {topic}": 1.0 for topic in topics if not topic.startswith("markers.")}


def shape(material: Material) -> Figures:
    """What its outside tells: the calendar, who sent it, how, and what times it names."""
    event = next((event for event in material.events if event.start or event.on), None)
    signs = {
        "person": by_person(material),
        "thread": in_thread(material),
        "greets the owner": greets_owner(material),
        "calendar": event is not None,
        "calendar, scheduler": event is not None and from_system(material, SystemKind.SCHEDULER),
        **{f"from {kind.value}": from_system(material, kind) for kind in _SYSTEMS},
        **(_event(event) if event else {}),
    }
    figures = {name: 1.0 for name, present in signs.items() if present}
    figures["to many"] = mass_mail(material.message)
    figures["long"] = min(len(material.sentences), _LONG) / _LONG
    return {**figures, **_times(material)}


def _event(event: CalendarEvent) -> dict[str, bool]:
    changed = event.method == "COUNTER" or (event.method == "REQUEST" and event.sequence > 0)
    return {
        "calendar, cancelled": event.cancelled,
        "calendar, changed": changed and not event.cancelled,
        "calendar, reply": event.method == "REPLY",
        "calendar, new": not (changed or event.cancelled or event.method == "REPLY"),
    }


def _times(material: Material) -> Figures:
    """Whether it names times to come, and whether several days."""
    since = material.base.date() - timedelta(days=1)
    coming = {m.on for m in material.moments if m.on and m.clock and m.on > since}
    return {"a time": float(bool(coming)), "several days": float(len(coming) > 1)}
