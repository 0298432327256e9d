"""Which of the times in a mail are interviews: calendar first, then structured lines, then prose.

The kind of the mail says what its times can be; the words around each time say what it is. The
times of a calendar part stand for the meeting; prose only adds what was called off (D6, K6).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agent.reading.appointments import Cue, Setting, says, settings
from agent.reading.clockzones import Place, exists, instant, place_of
from agent.reading.dayless import completed, subject_moments
from agent.reading.facts import (
    Direction,
    Evidence,
    Held,
    Interview,
    Kind,
    Source,
    Status,
)
from agent.reading.held import held_in
from agent.reading.kinds import Verdict
from agent.reading.labels import LABEL
from agent.reading.material import Material, Moment
from agent.reading.meetings import Candidate, in_calendar, with_calendar
from agent.reading.purposes import is_none, may_be, plausible, without_arrivals
from agent.reading.rows import own_row
from agent.reading.slots import answered, zone_of_slots
from agent.reading.statuses import TIMED, status_of
from agent.reading.times.vocabulary import folded

MOST = 20
LONGEST = 4_000  # characters in which a hint at a table or an attachment is looked for
DOUBTFUL, UNSURE = 0.6, 0.85


@dataclass(frozen=True, slots=True)
class Interviews:
    """What `interviews` finds in one mail."""

    found: tuple[Interview, ...]
    held: Held | None
    confidence: float  # 1.0 where nothing is in doubt
    evidence: tuple[Evidence, ...]


def interviews(material: Material, verdict: Verdict) -> Interviews:
    """The interviews that this mail states, and the one that it says was held.

    `confidence` is that of the least sure time; of a mail without times it tells whether one may
    have been overlooked.
    """
    around = settings(material, material.moments)
    held = held_in(around, material, verdict.kind)
    if verdict.kind not in TIMED:
        return Interviews((), held, 1.0, _held_evidence(held))
    spoken = _spoken(around, material, verdict.kind)
    calendar = in_calendar(material, verdict.kind)
    candidates = with_calendar(calendar, spoken) if calendar else spoken
    if not candidates:
        candidates = _in_subject(material, verdict.kind)
    chosen = _once(candidates)
    doubt = _doubt(material, calendar, spoken, chosen, verdict.kind)
    confidence = min([one.confidence for one in chosen] + [doubt])
    found = tuple(one.interview for one in chosen)
    evidence = tuple(
        Evidence("interviews", one.evidence[:160], f"times.{one.source}", confidence)
        for one in found
    )
    return Interviews(found, held, round(confidence, 3), evidence + _held_evidence(held))


def _held_evidence(held: Held | None) -> tuple[Evidence, ...]:
    return (Evidence("held", held.on.isoformat(), "times.held", 0.8),) if held else ()


# Prose and structured lines


def _spoken(around: tuple[Setting, ...], material: Material, kind: Kind) -> list[Candidate]:
    if kind is Kind.ACCEPTANCE or (kind is Kind.CONFIRMATION and material.body.quoted):
        picked = _picked(around, material, kind, place_of(material))
        if picked:
            return picked
    if kind is Kind.ACCEPTANCE or not around:
        return []
    around = completed(around, material, kind)
    usable = tuple(one for one in around if may_be(one, material, kind))
    if not usable:
        return []
    place = place_of(material)
    usable = own_row(without_arrivals(usable, material.language), material)
    found = [_candidate(one, usable, material, kind, place) for one in usable]
    return _ended([one for one in found if one is not None], around, place)


def _picked(
    around: tuple[Setting, ...], material: Material, kind: Kind, place: Place
) -> list[Candidate]:
    """The times that an answer picks from the history it quotes."""
    named = tuple(
        one.moment
        for one in around
        if plausible(one.moment, material) and not is_none(one, material.language)
    )
    whole = any(moment.on is not None and moment.clock is not None for moment in named)
    if kind is Kind.CONFIRMATION and whole:
        return []
    place = zone_of_slots(material) or place
    return [
        Candidate(_interview(one.moment, Status.SCHEDULED, place, Source.TEXT), one.confidence)
        for one in answered(material, named)
        if plausible(one.moment, material)
    ]


def _candidate(
    one: Setting, usable: tuple[Setting, ...], material: Material, kind: Kind, place: Place
) -> Candidate | None:
    status, sure = status_of(one, usable, material, kind)
    source = Source.STRUCTURED if LABEL.match(one.sentence) else Source.TEXT
    interview = _interview(one.moment, status, place, source)
    confidence = sure if one.moment.zone else min(sure, place.confidence)
    if not one.moment.certain or not exists(interview.start):
        confidence = min(confidence, DOUBTFUL)
    return Candidate(interview, confidence)


def _interview(moment: Moment, status: Status, place: Place, source: Source) -> Interview:
    if moment.on is None or moment.clock is None:
        raise AssertionError("only whole moments become interviews")
    zone = moment.zone or place.zone
    start = instant(moment.on, moment.clock, zone)
    end = None
    if moment.until is not None:
        end = instant(moment.until_on or moment.on, moment.until, zone)
    elif moment.minutes:
        end = start + timedelta(minutes=moment.minutes)
    return Interview(
        start=start,
        end=end,
        status=status,
        zone=zone,
        zone_assumed=moment.zone is None and place.assumed,
        source=source,
        evidence=moment.words,
    )


def _ended(found: list[Candidate], around: tuple[Setting, ...], place: Place) -> list[Candidate]:
    """ "should be done by 10:30": the end of the only interview."""
    if len(found) != 1 or found[0].interview.end is not None:
        return found
    start = found[0].interview.start
    for one in around:
        clock = one.moment.clock
        if clock is not None and clock > start.time() and one.says(Cue.DONE, "en"):
            end = instant(start.date(), clock, one.moment.zone or place.zone)
            return [replace(found[0], interview=replace(found[0].interview, end=end))]
    return found


# Subject


def _in_subject(material: Material, kind: Kind) -> list[Candidate]:
    """Calendar programs put the time into the subject, in the language of the calendar's owner."""
    if material.direction is Direction.OUTGOING or kind not in (
        Kind.INVITATION,
        Kind.CONFIRMATION,
        Kind.RESCHEDULE,
        Kind.CANCELLATION,
    ):
        return []
    place = place_of(material)
    status = Status.CANCELLED if kind is Kind.CANCELLATION else Status.SCHEDULED
    whole = [
        moment
        for moment in subject_moments(material)
        if moment.on and moment.clock and plausible(moment, material)
    ]
    found = [_interview(moment, status, place, Source.SUBJECT) for moment in whole]
    sure = [0.93 if moment.certain else DOUBTFUL for moment in whole]
    return [Candidate(one, value) for one, value in zip(found, sure, strict=True)]


# All together


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each instant once: what is fixed wins over what is proposed, the fuller over the shorter."""
    kept: dict[datetime, Candidate] = {}
    for one in candidates:
        before = kept.get(one.interview.start)
        if before is None or _rank(one) > _rank(before):
            kept[one.interview.start] = one
    return sorted(kept.values(), key=lambda one: one.interview.start)[:MOST]


def _rank(one: Candidate) -> tuple[bool, bool, bool, float]:
    interview = one.interview
    return (
        interview.source is Source.CALENDAR,
        interview.end is not None,
        interview.status is Status.SCHEDULED,
        one.confidence,
    )


def _doubt(
    material: Material,
    calendar: list[Candidate],
    spoken: list[Candidate],
    chosen: list[Candidate],
    kind: Kind,
) -> float:
    """How sure one may be that nothing contradicts, and nothing was overlooked."""
    if calendar:
        starts = {one.interview.start for one in calendar}
        days = {start.date() for start in starts}
        against = [
            one
            for one in spoken
            if one.interview.status is not Status.CANCELLED
            and one.interview.start not in starts
            and (one.interview.start.date() in days or len(calendar) == 1)
        ]
        return UNSURE if against else 1.0
    if chosen:
        return 1.0
    if kind is Kind.CONFIRMATION:
        return UNSURE
    if kind not in (Kind.INVITATION, Kind.RESCHEDULE):
        return 1.0
    left = any(moment.clock is not None for moment in material.moments)
    elsewhere = says(folded(material.body.new_text[:LONGEST]), Cue.ELSEWHERE, material.language)
    return UNSURE if left or elsewhere else 1.0
