"""What a calendar part says about interviews: its events, each with its status."""

from dataclasses import dataclass
from datetime import timedelta

from agent.reading.facts import CalendarEvent, Interview, Kind, Source, Status
from agent.reading.material import Material

MOST = 20
CERTAIN, ZONELESS = 0.99, 0.85


@dataclass(frozen=True, slots=True)
class Candidate:
    """One interview with how sure its time and status are."""

    interview: Interview
    confidence: float


def in_calendar(material: Material, kind: Kind) -> list[Candidate]:
    """The events of the mail's calendar parts that are still to come, as interviews."""
    return [
        candidate
        for event in material.events
        if (candidate := _of_event(event, kind)) is not None
        and candidate.interview.start >= material.base - timedelta(days=1)
    ][:MOST]


def _of_event(event: CalendarEvent, kind: Kind) -> Candidate | None:
    if event.start is None:
        return None
    status = Status.SCHEDULED
    if event.cancelled or kind in (Kind.CANCELLATION, Kind.REJECTION, Kind.WITHDRAWAL):
        status = Status.CANCELLED
    elif event.method == "COUNTER":
        status = Status.PROPOSED
    interview = Interview(
        start=event.start,
        end=event.end,
        status=status,
        zone=event.zone or "UTC",
        zone_assumed=event.zone_assumed,
        source=Source.CALENDAR,
        evidence=event.summary or "VEVENT",
        uid=event.uid or None,
        sequence=event.sequence,
    )
    unsure = event.zone_assumed and not event.written_in_utc
    return Candidate(interview, ZONELESS if unsure else CERTAIN)


def with_calendar(calendar: list[Candidate], spoken: list[Candidate]) -> list[Candidate]:
    """The calendar's times, and of the prose only what was called off or stands on other days."""
    starts = {one.interview.start for one in calendar}
    extra = [
        one
        for one in spoken
        if one.interview.status is Status.CANCELLED and one.interview.start not in starts
    ]
    return calendar + extra
