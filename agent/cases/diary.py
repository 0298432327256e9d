"""The appointments of one case, kept up mail by mail: what stands, moved, was called off.

Calendar parts go by SEQUENCE, text by receipt. A cancellation stands against automatic reminders;
only a person or a higher SEQUENCE revives an interview. Offered slots become a time once one of
them is taken.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from agent.cases.clues import is_from_agency
from agent.cases.meeting import (
    NOT_OURS,
    Meeting,
    interview_of,
    meeting_at,
    meeting_held,
    name_of,
    version_of,
    within_reach,
)
from agent.reading.facts import (
    AUTOMATIC,
    NOISE,
    CalendarEvent,
    Direction,
    Interview,
    Kind,
    Reading,
    Sign,
    Status,
)

PAIRED_WITHIN = timedelta(minutes=30)  # a new booking before the CANCEL of the old one (F-2)
REPLACED_WITHIN = timedelta(hours=24)  # a new booking after it
_MOVES = frozenset({Kind.RESCHEDULE, Kind.CANCELLATION})


class Diary:
    """Meetings and open slots so far. `take` the readings in order of receipt."""

    def __init__(self) -> None:
        self.meetings: list[Meeting] = []
        self.slots: list[tuple[Interview, Reading]] = []
        self._in_process = False  # the other side has written as an employer does

    def take(self, reading: Reading) -> None:
        if reading.kind in NOISE | AUTOMATIC:
            return
        reading = within_reach(reading)
        if reading.direction is Direction.OUTGOING:
            self._take_own(reading)
        elif Sign.TOLD in reading.signs and not reading.events:
            self._take_told(reading)
        elif not self._is_outdated(reading):
            self._in_process = self._in_process or _is_about_process(reading)
            self._take_calendar(reading)
            self._take_text(reading)
        self._take_held(reading)

    # What the employer's side writes.

    def _is_outdated(self, reading: Reading) -> bool:
        """An update overtaken on its way: its text is as old as its calendar part."""
        events = list(self._relevant(reading))
        return bool(events) and all(self._is_older(event, reading) for event in events)

    def _is_older(self, event: CalendarEvent, reading: Reading) -> bool:
        meeting = self._by_uid(event.uid)
        return bool(meeting and meeting.version and version_of(event, reading) < meeting.version)

    def _relevant(self, reading: Reading) -> Iterable[CalendarEvent]:
        said = {interview.uid for interview in reading.interviews}
        for event in reading.events:
            if event.method not in NOT_OURS and (event.uid in said or self._by_uid(event.uid)):
                yield event

    def _take_calendar(self, reading: Reading) -> None:
        for event in self._relevant(reading):
            meeting = self._by_uid(event.uid)
            version = version_of(event, reading)
            if meeting and meeting.version and version <= meeting.version:
                continue
            interview = interview_of(event, reading)
            if event.cancelled:
                meeting = self._cancel_event(meeting, interview, reading)
            elif interview:
                meeting = self._book_event(meeting, interview, reading)
            if meeting:
                meeting.uid, meeting.version = event.uid, version

    def _cancel_event(
        self, meeting: Meeting | None, interview: Interview | None, reading: Reading
    ) -> Meeting | None:
        meeting = meeting or self._standing_at(interview)
        if meeting is None and interview:
            meeting = meeting_at(interview, reading)
            self._enter(meeting)
        if meeting and meeting.stands:
            meeting.call_off(reading)
            self._pair(meeting)
        return meeting

    def _book_event(
        self, meeting: Meeting | None, interview: Interview, reading: Reading
    ) -> Meeting:
        meeting = meeting or self._said_before(interview) or self._replaced_by(interview, reading)
        if meeting is None:
            meeting = meeting_at(interview, reading)
            self._enter(meeting)
        else:
            meeting.set_to(interview, reading)
            _name(meeting, interview.uid or name_of(reading))
        self.slots.clear()
        return meeting

    def _take_text(self, reading: Reading) -> None:
        entered = {event.uid for event in reading.events}
        told = [i for i in reading.interviews if i.uid not in entered]
        called_off = [i for i in told if i.status is Status.CANCELLED]
        fixed = [i for i in told if i.status is Status.SCHEDULED]
        offered = [i for i in told if i.status is Status.PROPOSED]
        booked = any(not event.cancelled for event in reading.events)
        if reading.kind is Kind.RESCHEDULE and not booked:
            self._move(called_off, fixed, reading)
        elif reading.kind is Kind.CANCELLATION and not reading.events:
            self._call_off(called_off, reading, otherwise_next=True)
            for interview in fixed:  # "… cannot take place; the new date is …"
                self._book(interview, reading)
        else:
            self._call_off(called_off, reading, otherwise_next=False)
            for interview in fixed:
                self._book(interview, reading)
        if offered and reading.kind is not Kind.REJECTION:
            self.slots = [(interview, reading) for interview in offered]
        elif reading.kind in (Kind.REJECTION, Kind.CANCELLATION):
            self.slots.clear()
        elif reading.kind is Kind.CONFIRMATION and not told and not booked:
            self._take_only_slot(reading)

    def _move(self, called_off: list[Interview], fixed: list[Interview], reading: Reading) -> None:
        named = filter(None, map(self._standing_at, called_off))
        meeting = next(named, None) or self._meant_without_time(reading)
        if meeting is None or any(meeting.start == interview.start for interview in fixed):
            for interview in fixed:
                self._book(interview, reading)
        elif fixed:
            meeting.set_to(fixed[0], reading)
            for interview in fixed[1:]:
                self._book(interview, reading)
        else:
            meeting.call_off(reading)

    def _call_off(
        self, called_off: list[Interview], reading: Reading, *, otherwise_next: bool
    ) -> None:
        meant = [m for m in map(self._standing_at, called_off) if m]
        if not meant and otherwise_next:
            meant = self._of_day(self._meant_without_time(reading), reading)
        for meeting in meant:
            meeting.call_off(reading)

    def _of_day(self, meeting: Meeting | None, reading: Reading) -> list[Meeting]:
        """That meeting and what else is to come that day: no clock tells which session is meant."""
        at = reading.envelope.received_at
        return [
            other
            for other in self.meetings
            if meeting and other.stands and other.on == meeting.on
            if other is meeting or other.begins_after(at)
        ]

    def _book(self, interview: Interview, reading: Reading) -> None:
        """Enter a time that the text fixes; the calendar beats the prose beside it."""
        by_person = Sign.BY_PERSON in reading.signs or reading.direction is Direction.OUTGOING
        known = next((m for m in self.meetings if m.start == interview.start), None)
        if known and (known.stands or by_person):
            if not known.stands or (known.uid is None and interview.end):
                known.set_to(interview, reading)
            return
        given_up = {start for meeting in self.meetings for start in meeting.moved_from}
        if known or (interview.start in given_up and not by_person):
            return
        calendar = any(m.uid and m.stands and m.on == interview.start.date() for m in self.meetings)
        if calendar and (interview.zone_assumed or reading.events):
            return
        replaced = self._replaced_by(interview, reading)
        if replaced and by_person:
            replaced.set_to(interview, reading)
        else:
            self._enter(meeting_at(interview, reading))
        self.slots.clear()

    def _take_only_slot(self, reading: Reading) -> None:
        if len(self.slots) == 1:
            self._take_slot(self.slots[0], reading)

    def _take_slot(self, slot: tuple[Interview, Reading], reading: Reading) -> None:
        interview, offer = slot
        self.slots.clear()
        moved = self._called_off_by(offer)
        if moved:
            moved.set_to(interview, reading)
        else:
            self._book(interview, reading)
        for meeting in self.meetings:
            if meeting.start == interview.start and meeting.stands:
                _name(meeting, name_of(offer), first=meeting.uid is None)
                meeting.known_at = min(meeting.known_at, offer.envelope.received_at)

    def _called_off_by(self, offer: Reading) -> Meeting | None:
        """The meeting in whose place this mail offers another time."""
        at = offer.envelope.received_at
        gone = (m for m in self.meetings if m.cancelled_at == at and m.interview)
        return next(gone, None) if offer.kind in _MOVES else None

    # What the owner writes.

    def _take_own(self, reading: Reading) -> None:
        times = [i for i in reading.interviews if i.status is not Status.CANCELLED]
        at = reading.envelope.received_at
        if reading.kind is Kind.ACCEPTANCE:
            self._accept(times, reading)
        elif reading.kind is Kind.WITHDRAWAL:
            for meeting in self.meetings:
                if meeting.stands and meeting.begins_after(at):
                    meeting.call_off(reading)
            self.slots.clear()
        elif Sign.DECLINED in reading.signs:
            uids = {event.uid for event in reading.events}
            declined = [m for m in self.meetings if m.uid in uids and m.stands]
            declined = declined or [m for m in (self._next(at),) if m]
            for meeting in declined:
                meeting.call_off(reading)
            self.slots.clear()
        elif times and not self.slots:
            self.slots = [(interview, reading) for interview in times]

    def _accept(self, times: list[Interview], reading: Reading) -> None:
        self._drop_alternatives({time.start for time in times}, reading)
        taken = [slot for slot in self.slots if any(slot[0].start == time.start for time in times)]
        days = {time.start.date() for time in times}
        on_day = [slot for slot in self.slots if slot[0].start.date() in days]
        if taken:
            for slot in taken:
                self._take_slot(slot, reading)
        elif len(on_day) == 1:
            self._take_slot(on_day[0], reading)
        elif len(self.slots) == 1 and not times:
            self._take_slot(self.slots[0], reading)
        elif not self.slots and times and times[0].status is Status.PROPOSED:
            self.slots = [(interview, reading) for interview in times]
        elif not self.slots and len(times) == 1:
            self._note_own_time(times[0], reading)

    def _drop_alternatives(self, chosen: set[datetime], reading: Reading) -> None:
        """Times of one mail, of which the owner takes one by its clock, were alternatives."""
        taken = [m for m in self.meetings if m.start in chosen and m.uid is None]
        told_together = {m.known_at for m in taken}
        days = {m.on for m in taken}
        at = reading.envelope.received_at
        self.meetings = [
            m
            for m in self.meetings
            if m.uid or m.on in days or m.known_at not in told_together or not m.begins_after(at)
        ]

    def _note_own_time(self, interview: Interview, reading: Reading) -> None:
        """A time that only the owner names: of an offer that we could not read, or of a call."""
        known = any(m.on == interview.start.date() and m.stands for m in self.meetings)
        if self._in_process and not known:
            self._book(interview, reading)
            self.meetings[-1].tentative = self.meetings[-1].start == interview.start

    # What the owner says.

    def _take_told(self, reading: Reading) -> None:
        """The owner's word stands over what any mail before it said."""
        at = reading.envelope.received_at
        for interview in reading.interviews:
            meant = self._meant_by_owner(interview, at)
            if meant:
                meant.set_to(interview, reading)
            else:
                self._enter(meeting_at(interview, reading))
            self.slots.clear()
        if reading.kind is Kind.CANCELLATION:
            past = [m for m in self.meetings if m.stands]
            for meeting in filter(None, [self._next(at) or (past[-1] if past else None)]):
                meeting.call_off(reading)

    def _meant_by_owner(self, interview: Interview, at: datetime) -> Meeting | None:
        """The meeting of that day; of one to come also the next, or the one called off last."""
        of_day = [m for m in self.meetings if m.on == interview.start.date()]
        if of_day or interview.start <= at:
            return next((m for m in of_day if m.stands), None) or next(iter(of_day), None)
        gone = [m for m in self.meetings if not m.stands and m.begins_after(at - REPLACED_WITHIN)]
        ahead = [m for m in self.meetings if m.stands and m.begins_after(at)]
        return min(ahead, key=lambda m: m.end, default=None) or (gone[-1] if gone else None)

    # What took place.

    def _take_held(self, reading: Reading) -> None:
        at = reading.envelope.received_at
        past = [m for m in self.meetings if m.stands and not m.begins_after(at)]
        if Sign.NO_SHOW in reading.signs and past:
            missed = [m for m in past if reading.held and m.on == reading.held.on]
            (missed or past)[-1].held = False
        elif reading.held:
            meant = sorted(
                (m for m in past if abs((m.on - reading.held.on).days) <= 1),
                key=lambda m: abs((m.on - reading.held.on).days) if reading.held else 0,
            )
            if meant:
                meant[0].held = True
            elif not is_from_agency(reading):  # an agency's own call is no interview
                self._enter(meeting_held(reading.held, reading))
        elif Sign.TALK_HELD in reading.signs and past:
            max(past, key=lambda m: m.end).held = True

    def _enter(self, meeting: Meeting) -> None:
        """Add a meeting; two that one mail announces need two names."""
        taken = {name for known in self.meetings for name in known.names}
        if meeting.names[0] in taken:
            meeting.names[0] += f" {meeting.on.isoformat()}"
        self.meetings.append(meeting)

    # Finding.

    def _by_uid(self, uid: str) -> Meeting | None:
        return next((m for m in self.meetings if m.uid == uid), None)

    def _standing_at(self, interview: Interview | None) -> Meeting | None:
        if interview is None:
            return None
        return next((m for m in self.meetings if m.stands and m.start == interview.start), None)

    def _said_before(self, interview: Interview) -> Meeting | None:
        """The meeting that a mail announced in words before its calendar entry came."""
        worded = [m for m in self.meetings if m.uid is None and m.stands]
        same = [m for m in worded if m.start == interview.start]
        day = [m for m in worded if m.on == interview.start.date() and m.held is None]
        return next(iter(same or (day if len(day) == 1 else [])), None)

    def _replaced_by(self, interview: Interview, reading: Reading) -> Meeting | None:
        """A meeting just called off (F-2), or wished by the owner, that this booking replaces."""
        at = reading.envelope.received_at
        for meeting in self.meetings:
            gone = meeting.cancelled_at
            if meeting.tentative and meeting.begins_after(at):
                return meeting
            if gone and at - gone <= REPLACED_WITHIN and meeting.start != interview.start:
                return meeting
        return None

    def _pair(self, cancelled: Meeting) -> None:
        """The new booking came just before the CANCEL of the old one: they are one, moved."""
        gone = cancelled.cancelled_at
        for meeting in self.meetings:
            if meeting is cancelled or not meeting.stands or gone is None:
                continue
            if timedelta(0) <= gone - meeting.known_at <= PAIRED_WITHIN:
                for name in cancelled.names:
                    _name(meeting, name)
                meeting.moved_from += [*cancelled.moved_from]
                meeting.moved_from += [cancelled.start] if cancelled.start else []
                meeting.known_at = min(meeting.known_at, cancelled.known_at)
                meeting.last_as_long(cancelled.length)
                self.meetings.remove(cancelled)
                return

    def _next(self, at: datetime) -> Meeting | None:
        """The next meeting that stands at `at`; one that has just begun counts too."""
        ahead = [m for m in self.meetings if m.stands and m.end > at]
        return min(ahead, key=lambda m: m.end, default=None)

    def _meant_without_time(self, reading: Reading) -> Meeting | None:
        """Which meeting is moved or called off where none is named: the next, else that of the same
        day, unless it took place. What is written minutes before may be read after (F-3)."""
        at = reading.envelope.received_at
        following = self._next(at)
        if following or reading.held or Sign.TALK_HELD in reading.signs:
            return following
        over = [m for m in self.meetings if m.stands and m.end <= at and m.held is None]
        last = max(over, key=lambda m: m.end, default=None)
        return last if last and last.on == at.astimezone(last.end.tzinfo).date() else None


def _is_about_process(reading: Reading) -> bool:
    """An appointment with who merely chats is none that we know of (failures.md I11)."""
    asks = reading.kind in (Kind.INVITATION, Kind.CONFIRMATION, Kind.RESCHEDULE)
    return asks or Sign.ABOUT_PROCESS in reading.signs


def _name(meeting: Meeting, name: str, *, first: bool = False) -> None:
    if name not in meeting.names:
        meeting.names.insert(0 if first else len(meeting.names), name)
