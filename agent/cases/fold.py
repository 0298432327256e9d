"""One opportunity's messages → what is known about it, whatever the clock says."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from agent.cases.bind import Group
from agent.cases.case import (
    Approval,
    Asks,
    Attempt,
    Case,
    Confirmed,
    Doubt,
    Entry,
    EntryStatus,
    Mention,
    Mode,
    Note,
    Person,
    Round,
    Skipped,
    Step,
    Urgency,
    Wait,
    Wish,
)
from agent.cases.clues import opens, owner_addresses
from agent.cases.countries import country_of_zone
from agent.cases.diary import Diary
from agent.cases.heard import Heard, hear, is_unsaid
from agent.cases.meeting import Meeting
from agent.cases.persons import cast_of, interviewers_of, people_of
from agent.cases.reasons import Reason
from agent.cases.sent import Sent, is_of_ours, sent, words_after
from agent.cases.word import Says, Word
from agent.reading.facts import NOISE, Culture, Direction, Kind, Reading, Seniority, Sign
from agent.reading.message import Trust

NUDGES = (Step.FOLLOW_UP, Step.FINAL_ATTEMPT)
FOREVER = datetime.max.replace(tzinfo=UTC)
Told = TypeVar("Told")


def fold(group: Group, entries: Iterable[Entry] = ()) -> Case:
    """All that the messages of `group` and our own outbox rows say about one opportunity."""
    readings = group.readings
    left = sent(readings, (entry for entry in entries if _belongs(entry, group)))
    diary = Diary()
    for reading in readings:
        diary.take(_without_times(reading) if is_of_ours(reading, left) else reading)
    people = people_of(readings, left.dead, owner_addresses(readings))
    rounds = _rounds(diary, readings, people)
    heard = hear(readings, rounds)
    employers = [r for r in readings if _tells(r)]
    agency = _last(r.agency for r in employers)
    case = Case(
        id=group.id,
        aliases=group.aliases,
        company=_company(employers, agency),
        role=_role(employers) or _role(readings),
        agency=agency,
        requisition=_last(r.requisition for r in employers),
        country=_last(r.country for r in employers) or _country_of_calendar(employers),
        language=_language(employers or list(readings)),
        familiar=_is_familiar(employers),
        opened_at=next(filter(opens, readings), readings[0]).envelope.received_at,
        people=_with_interviewers(people, rounds),
        rounds=rounds,
        mentions=tuple(_mention(reading, heard) for reading in readings),
        entries=left.entries,
        decision=heard.decision,
        seniority=_last(r.seniority for r in employers),
        culture=_last(r.culture for r in employers),
        waits=tuple(heard.waits),
        promises=tuple(heard.promises),
        silence=heard.silence,
        closing_on=heard.closing_on,
        courtesies=tuple(heard.courtesies),
        absences=tuple(heard.absences),
        on_hold=heard.on_hold,
        no_calls=heard.no_calls,
        no_contact=heard.no_contact,
        no_feedback=heard.no_feedback,
        pace=tuple(heard.pace),
        attempts=_attempts(left, readings, rounds, heard.waits),
        doubts=_doubts(group, heard),
        slots=tuple(interview for interview, _ in diary.slots),
        read_late_at=max((r.late_at for r in readings if r.late_at), default=None),
    )
    return _as_told(case, group.facts)


def _without_times(reading: Reading) -> Reading:
    """What we wrote tells us nothing about a talk that we did not know: its weekdays are read in
    another zone than they were written for.
    """
    signs = reading.signs - {Sign.TALK_HELD}
    return replace(reading, interviews=(), held=None, signs=signs)


def _attempts(
    left: Sent, readings: Sequence[Reading], rounds: Sequence[Round], waits: Sequence[Wait]
) -> tuple[Attempt, ...]:
    """What counts of what left. The owner's second follow-up of a wait is its final attempt."""
    found: list[Attempt] = []
    for attempt in sorted(
        (*left.attempts, *words_after(readings, rounds, left)), key=lambda attempt: attempt.at
    ):
        opened = [wait.opened_at for wait in waits if wait.opened_at <= attempt.at]
        asked = [a for a in found if a.step in NUDGES and opened and a.at >= opened[-1]]
        if attempt.step is Step.FOLLOW_UP and attempt.by_owner:
            if opened:
                last = Step.FINAL_ATTEMPT if asked else Step.FOLLOW_UP
                found.append(replace(attempt, step=last))
        elif attempt.step is not Step.THANK_YOU or _after_a_talk(attempt, rounds):
            found.append(attempt)
    return tuple(found)


def _after_a_talk(attempt: Attempt, rounds: Sequence[Round]) -> bool:
    """Thanks before any interview were thanks for the invitation."""
    return any((r.start or r.known_at) <= attempt.at for r in rounds if not r.cancelled)


def _belongs(entry: Entry, group: Group) -> bool:
    """A merged case keeps all rows; of a split, both sides keep what concerns them."""
    if entry.key.case in group.aliases:
        return True
    ids = {reading.envelope.message_id for reading in group.readings}
    return entry.key.round in ids or (entry.message_id is not None and entry.message_id in ids)


def _rounds(
    diary: Diary, readings: Sequence[Reading], people: Sequence[Person]
) -> tuple[Round, ...]:
    """Meetings of one day are one round, which ends with the last of them."""
    days: dict[tuple[date, bool], list[Meeting]] = {}
    for meeting in sorted(diary.meetings, key=lambda m: (m.end, m.names[0])):
        days.setdefault((meeting.on, meeting.stands), []).append(meeting)
    grouped = sorted(days.values(), key=lambda meetings: meetings[-1].end)
    rounds: list[Round] = []
    for index, meetings in enumerate(grouped):
        since = next((r.end for r in reversed(rounds) if not r.cancelled), None)
        later = [m.known_at for ms in grouped[index + 1 :] for m in ms if m.stands]
        news = [at for at in later if at > meetings[-1].end]
        until = min(news, default=FOREVER)  # mail that brings the next round speaks of that one
        if (
            later and not news
        ):  # it was arranged before this was held: calendar UIDs tell them apart
            until = meetings[-1].end
        known = min(m.known_at for m in meetings)
        cast = cast_of(meetings, readings, min(since, known) if since else None, until)
        rounds.append(_round(meetings, interviewers_of(cast, people), readings))
    return tuple(rounds)


def _round(
    meetings: Sequence[Meeting], interviewers: tuple[Person, ...], readings: Sequence[Reading]
) -> Round:
    first = min(meetings, key=lambda m: (m.known_at, m.names[0]))
    last = max(meetings, key=lambda m: m.end)
    names = dict.fromkeys(name for meeting in (first, *meetings) for name in meeting.names)
    held = [meeting.held for meeting in meetings if meeting.held is not None]
    gone = [meeting.cancelled_at for meeting in meetings if meeting.cancelled_at]
    starts = [meeting.start for meeting in meetings if meeting.start]
    ids = {*names, last.evidence, first.evidence}
    return Round(
        id=first.names[0],
        interviews=tuple(meeting.interview for meeting in meetings if meeting.interview),
        start=min(starts, default=None),
        end=last.end,
        on=last.on,
        zone=last.interview.zone if last.interview else None,
        cancelled=bool(gone),
        held=False if gone or (held and not any(held)) else (True if held else None),
        interviewers=interviewers,
        evidence=last.evidence,
        known_at=first.known_at,
        names=tuple(names),
        set_at=max(meeting.set_at for meeting in meetings),
        cancelled_at=max(gone, default=None),
        moved_from=tuple(start for meeting in meetings for start in meeting.moved_from),
        final=any(
            Sign.FINAL_ROUND in reading.signs
            for reading in readings
            if reading.envelope.message_id in ids
        ),
    )


def _with_interviewers(people: Sequence[Person], rounds: Sequence[Round]) -> tuple[Person, ...]:
    """The people of the case; those known by name only come last."""
    interviewing = [person for round_ in rounds for person in round_.interviewers]
    addresses = {person.address for person in interviewing}
    named = {p.name: p for p in interviewing if p.address is None}
    return (
        *(replace(p, interviewed=p.address in addresses) for p in people),
        *named.values(),
    )


def _tells(reading: Reading) -> bool:
    return (
        reading.direction is Direction.INCOMING
        and reading.kind not in NOISE
        and reading.kind not in (Kind.BOUNCE, Kind.AUTO_REPLY)
    )


def _last(told: Iterable[Told | None]) -> Told | None:
    """What was told last."""
    return next((value for value in reversed(list(told)) if value is not None), None)


def _country_of_calendar(readings: Iterable[Reading]) -> str | None:
    """Of the zone that the last calendar event names (DESIGN §6, Counting: the last resort)."""
    zones = [
        event.zone
        for reading in readings
        for event in reading.events
        if event.zone and event.zone_is_iana
    ]
    return country_of_zone(zones[-1]) if zones else None


def _as_told(case: Case, facts: Iterable[Word]) -> Case:
    """The case with what the owner has said of it over what the mails say."""
    for word in facts:
        match word.says:
            case Says.COMPANY:
                case = replace(case, company=word.value)
            case Says.ROLE:
                case = replace(case, role=word.value)
            case Says.COUNTRY:
                country, _, part = word.value.partition("-")
                case = replace(case, country=country, subdivision=part or None)
            case Says.SENIORITY:
                case = replace(case, seniority=Seniority(word.value))
            case Says.CULTURE:
                case = replace(case, culture=Culture(word.value))
            case Says.URGENCY:
                case = replace(case, urgency=Urgency(word.value))
            case Says.NOTE:
                case = replace(case, notes=(*case.notes, Note(word.value, word.at, word.on)))
            case Says.LEAVE:
                case = replace(case, left=case.left | {word.value})
            case Says.HOLD:
                case = replace(case, held_since=case.held_since or word.at)
            case Says.RESUME:
                case = replace(case, held_since=None)
            case Says.APPROVE:
                approval = Approval(word.value, word.at)
                case = replace(case, approvals=(*case.approvals, approval))
            case Says.CONFIRM:
                case = replace(case, confirmed=Confirmed(word.at, word.company, word.role))
            case Says.MODE:
                case = replace(case, mode=Mode(word.value))
            case Says.ARRIVED | Says.NOT_ARRIVED:
                case = replace(case, entries=tuple(_resolved(e, word) for e in case.entries))
            case Says.SKIP:
                case = replace(case, skips=(*case.skips, Skipped(Step(word.value), word.at)))
            case Says.LETTER:
                case = replace(case, wishes=(*case.wishes, Wish(Step(word.value), word.at)))
    return case


def _resolved(entry: Entry, word: Word) -> Entry:
    """An uncertain letter of which the owner knows what came of it (S5)."""
    if entry.status is not EntryStatus.UNCERTAIN or entry.message_id != word.value:
        return entry
    if word.says is Says.ARRIVED:
        return replace(entry, status=EntryStatus.SENT, sent_at=entry.at, sent_by_us=True)
    return replace(
        entry,
        status=EntryStatus.DECLINED,
        at=word.at,
        reason=Reason.DID_NOT_LEAVE,
        because=Reason.DID_NOT_LEAVE.sentence,
    )


def _company(readings: Sequence[Reading], agency: str | None) -> str | None:
    """The name told most surely and most often; the client's, never the agency's."""
    named = [r for r in readings if r.company and r.company != agency]
    return _most_told([(r.company or "", _sureness(r, "company")) for r in named])


def _role(readings: Sequence[Reading]) -> str | None:
    return _most_told([(r.role, _sureness(r, "role")) for r in readings if r.role])


def _most_told(told: Sequence[tuple[str, float]]) -> str | None:
    """Once is not enough against often, but a guess counts little; of equals the earliest."""
    weights: dict[str, float] = {}
    for name, sure in told:
        weights[name] = weights.get(name, 0.0) + sure**2
    return max(weights, key=lambda name: weights[name], default=None)


def _sureness(reading: Reading, fact: str) -> float:
    return max((e.confidence for e in reading.evidence if e.fact == fact), default=1.0)


def _language(readings: Sequence[Reading]) -> str:
    mails = [r for r in readings if Sign.TOLD not in r.signs or r.language]
    human = [r for r in mails if Sign.BY_PERSON in r.signs]
    return next((r.language for r in reversed(human or mails)), "")


def _is_familiar(readings: Sequence[Reading]) -> bool:
    """As the last person addressed the owner who showed how."""
    shown = [r for r in readings if r.signs & {Sign.FAMILIAR, Sign.POLITE}]
    return bool(shown) and Sign.FAMILIAR in shown[-1].signs


def _mention(reading: Reading, heard: Heard) -> Mention:
    envelope = reading.envelope
    words = next((e.words for e in reading.evidence if e.fact == "kind"), "")
    return Mention(
        message_id=envelope.message_id,
        key=envelope.key,
        at=envelope.received_at,
        outgoing=reading.direction is Direction.OUTGOING,
        kind=reading.kind,
        subject=envelope.subject,
        words=words,
        answers=envelope.key in heard.answers,
        signs=reading.signs,
    )


def _doubts(group: Group, heard: Heard) -> tuple[Doubt, ...]:
    """What only the owner can say, as long as no certain answer has come since."""
    ours = [reading for reading in group.readings if is_unsaid(reading)]
    return tuple(
        _doubt(reading)
        for reading in (*group.doubts, *ours)
        if heard.answered_at is None or reading.envelope.received_at > heard.answered_at
    )


def _doubt(reading: Reading) -> Doubt:
    envelope, unsaid = reading.envelope, is_unsaid(reading)
    forged = envelope.trust is Trust.FAILED
    return Doubt(
        key=envelope.key,
        message_id=envelope.message_id,
        at=envelope.received_at,
        sender=envelope.author.address if envelope.author else "",
        subject=envelope.subject,
        asks=Asks.GENUINE if forged else (Asks.SAYS if unsaid else Asks.BELONGS),
        purports_answer=unsaid
        or reading.answers
        or Sign.PURPORTS_ANSWER in reading.signs
        or reading.kind in (Kind.REJECTION, Kind.OFFER, Kind.HOLDING, Kind.CANCELLATION),
    )
