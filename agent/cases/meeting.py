"""One appointment in the making: what the mails so far say about a single interview."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from agent.reading.facts import CalendarEvent, Held, Interview, Reading, Source, Status

REACH = timedelta(days=400)
USUAL_LENGTH = timedelta(hours=1)  # where no end is stated (domain.md B.1)
DAY_ENDS = time(18)  # of an interview known by its day only (DESIGN §6, Doubts)

NOT_OURS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})  # RFC 5546: not organiser's
Version = tuple[int, datetime, bool]  # SEQUENCE, DTSTAMP, cancelled: RFC 5546 §2.1.4


@dataclass(slots=True)
class Meeting:
    names: list[str]  # calendar UID, Message-IDs of its first mentions
    on: date  # in its own zone
    interview: Interview | None  # None: only the day is known
    end: datetime
    known_at: datetime
    set_at: datetime
    evidence: str | None
    version: Version | None = None  # of its calendar event
    uid: str | None = None
    cancelled_at: datetime | None = None
    held: bool | None = None
    moved_from: list[datetime] = field(default_factory=list)
    tentative: bool = False  # named by the owner alone; a time of the employer's replaces it

    @property
    def start(self) -> datetime | None:
        return self.interview.start if self.interview else None

    @property
    def stands(self) -> bool:
        return self.cancelled_at is None

    @property
    def length(self) -> timedelta | None:
        """As stated; None where none was."""
        known = self.interview
        return known.end - known.start if known and known.end else None

    def last_as_long(self, length: timedelta | None) -> None:
        """What is moved without a word on its length lasts as long as before."""
        if length and self.interview and not self.interview.end:
            self.end = self.interview.start + length
            self.interview = replace(self.interview, end=self.end)

    def begins_after(self, at: datetime) -> bool:
        return (self.start or self.end) > at

    def set_to(self, interview: Interview, reading: Reading) -> None:
        """Give it this time; a former one is remembered."""
        if self.start and self.start != interview.start:
            self.moved_from.append(self.start)
            if self.end <= reading.envelope.received_at:
                # What was written after the former date does not count for the new one.
                self.names = [f"{self.names[0]} {interview.start.date().isoformat()}"]
                self.held = None
        if self.start != interview.start or self.cancelled_at:
            self.set_at = reading.envelope.received_at
            self.evidence = reading.envelope.message_id
        interview = _in_known_zone(interview, self.interview)
        length = self.length
        self.interview = interview
        self.on = interview.start.date()
        self.end = interview.end or interview.start + USUAL_LENGTH
        self.last_as_long(length)
        self.cancelled_at = None
        self.tentative = False

    def call_off(self, reading: Reading) -> None:
        self.cancelled_at = reading.envelope.received_at
        self.evidence = reading.envelope.message_id


def _in_known_zone(interview: Interview, before: Interview | None) -> Interview:
    """The same instants in the zone that an earlier mail told; a zone assumed tells nothing."""
    if before is None or before.zone_assumed or not interview.zone_assumed:
        return interview
    zone = before.start.tzinfo
    return replace(
        interview,
        start=interview.start.astimezone(zone),
        end=interview.end.astimezone(zone) if interview.end else None,
        zone=before.zone,
        zone_assumed=False,
    )


def name_of(reading: Reading) -> str:
    """How a round is named that this mail opens."""
    return reading.envelope.message_id or reading.envelope.key


def meeting_at(interview: Interview, reading: Reading) -> Meeting:
    """A meeting first mentioned in `reading`."""
    envelope = reading.envelope
    return Meeting(
        names=[interview.uid or name_of(reading)],
        on=interview.start.date(),
        interview=interview,
        end=interview.end or interview.start + USUAL_LENGTH,
        known_at=envelope.received_at,
        set_at=envelope.received_at,
        evidence=envelope.message_id,
        uid=interview.uid,
    )


def meeting_held(held: Held, reading: Reading) -> Meeting:
    """A meeting known only because a mail says that it took place."""
    envelope = reading.envelope
    sent = envelope.date or envelope.received_at
    interview = None
    end = datetime.combine(held.on, DAY_ENDS, tzinfo=sent.tzinfo)
    if held.at:
        end = max(held.at, min(held.at + USUAL_LENGTH, envelope.received_at))
        interview = Interview(
            start=held.at,
            end=None,
            status=Status.SCHEDULED,
            zone=str(held.at.tzinfo),
            zone_assumed=True,
            source=Source.TEXT,
            evidence=_words(reading),
        )
    return Meeting(
        names=[name_of(reading)],
        on=held.on,
        interview=interview,
        end=end,
        known_at=envelope.received_at,
        set_at=envelope.received_at,
        evidence=envelope.message_id,
        held=True,
    )


def version_of(event: CalendarEvent, reading: Reading) -> Version:
    """The higher one wins, whatever the order of arrival (F-1)."""
    stamp = event.stamp_at or reading.envelope.received_at
    return event.sequence, stamp, event.cancelled


def interview_of(event: CalendarEvent, reading: Reading) -> Interview | None:
    """The time of a calendar event; None for all-day events."""
    if event.start is None:
        return None
    said = next((i for i in reading.interviews if i.uid == event.uid), None)
    return Interview(
        start=event.start,
        end=event.end,
        status=Status.CANCELLED if event.cancelled else Status.SCHEDULED,
        zone=event.zone or "UTC",
        zone_assumed=event.zone_assumed,
        source=Source.CALENDAR,
        evidence=said.evidence if said else event.summary,
        uid=event.uid,
        sequence=event.sequence,
    )


def _words(reading: Reading) -> str:
    return next((e.words for e in reading.evidence if e.fact == "held"), "")


def within_reach(reading: Reading) -> Reading:
    """Without dates that cannot be meant; calendars end in the year 9999."""
    at = reading.envelope.received_at
    held = reading.held
    return replace(
        reading,
        interviews=tuple(i for i in reading.interviews if abs(i.start - at) <= REACH),
        events=tuple(e for e in reading.events if e.start is None or abs(e.start - at) <= REACH),
        held=held if held and abs(held.on - at.date()) <= REACH else None,
    )
