"""Readings, interviews and whole weeks of a case with dull defaults: a test says only what matters.

The owner lives in Berlin, the employer is Nordlicht, Anna Berg recruits, Tom Falk interviews. The
interview takes place on Tuesday 3 March 2026, 14:00 to 15:00. No public holiday is near.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.cases.bind import bind
from agent.cases.case import Case, Entry, EntryStatus, Step
from agent.cases.decide import decide, refusal
from agent.cases.fold import fold
from agent.cases.phase import ending
from agent.cases.plan import Ask, Plan, Remind, Skip, Withdraw, Write
from agent.cases.policy import Policy
from agent.reading.facts import (
    Absence,
    Attendee,
    CalendarEvent,
    Direction,
    Held,
    Interview,
    Kind,
    Reading,
    Sign,
    Source,
    Status,
)
from agent.reading.message import Address, DeliveryReport, Envelope, Trust

BERLIN = ZoneInfo("Europe/Berlin")
ME = Address("Ola Nord", "ola@post.example")
ANNA = Address("Anna Berg", "anna.berg@nordlicht.example")
TOM = Address("Tom Falk", "tom.falk@nordlicht.example")
POLICY = Policy(zone=BERLIN, country="DE")
PERSON = frozenset({Sign.BY_PERSON, Sign.ABOUT_PROCESS})
OWN = frozenset({Kind.ACCEPTANCE, Kind.WITHDRAWAL, Kind.THANK_YOU, Kind.FOLLOW_UP, Kind.OWN_OTHER})


def at(day: int, clock: str = "09:00", *, month: int = 3, zone: ZoneInfo = BERLIN) -> datetime:
    """A day of March 2026 in Berlin; the 2nd is a Monday."""
    return datetime.combine(date(2026, month, day), time.fromisoformat(clock), tzinfo=zone)


INVITED = at(1, "10:00")  # Sunday
INTERVIEW = at(3, "14:00")  # Tuesday


def an_interview(
    start: datetime = INTERVIEW,
    end: datetime | None = None,
    *,
    status: Status = Status.SCHEDULED,
    **more: object,
) -> Interview:
    interview = Interview(
        start=start,
        end=end or start + timedelta(hours=1),
        status=status,
        zone="Europe/Berlin",
        zone_assumed=False,
        source=Source.TEXT,
        evidence="Tuesday at two",
    )
    return replace(interview, **more)  # type: ignore[arg-type]


def an_event(
    uid: str = "uid-1",
    start: datetime = INTERVIEW,
    *,
    sequence: int = 0,
    cancelled: bool = False,
    guests: Iterable[Address] = (TOM,),
    stamp_at: datetime | None = None,
) -> CalendarEvent:
    return CalendarEvent(
        uid=uid,
        method="CANCEL" if cancelled else "REQUEST",
        cancelled=cancelled,
        sequence=sequence,
        stamp_at=stamp_at,
        start=start,
        end=start + timedelta(hours=1),
        on=None,
        zone="Europe/Berlin",
        zone_assumed=False,
        summary="Interview",
        description="",
        location="",
        organizer=Attendee(ANNA.name, ANNA.address),
        attendees=(
            Attendee(ME.name, ME.address),
            *(Attendee(guest.name, guest.address) for guest in guests),
        ),
    )


def a_reading(
    kind: Kind,
    received: datetime,
    *,
    name: str = "",
    sender: Address = ANNA,
    to: Address = ME,
    replies_to: str = "",
    subject: str = "Engineer at Nordlicht",
    trust: Trust = Trust.UNKNOWN,
    **more: object,
) -> Reading:
    """A mail of a person, in the one thread of the case; own kinds go out to Anna."""
    outgoing = kind in OWN
    author, addressee = (ME, ANNA if to == ME else to) if outgoing else (sender, to)
    message_id = f"<{name or f'{kind}-{received:%d%H%M}'}@example>"
    fields: dict[str, object] = {
        "company": None if outgoing else "Nordlicht",
        "role": None if outgoing else "Engineer",
        "contact": addressee if outgoing else author,
        "signs": frozenset() if outgoing else PERSON,
    }
    fields.update(more)
    return Reading(
        envelope=Envelope(
            key=message_id,
            message_id=message_id,
            in_reply_to=(f"<{replies_to or 'thread'}@example>",) if replies_to != "-" else (),
            references=(),
            subject=subject,
            date=received,
            received_at=received.astimezone(UTC),
            from_=(author,),
            sender=None,
            reply_to=(),
            to=(addressee,),
            cc=(),
            trust=trust,
        ),
        direction=Direction.OUTGOING if outgoing else Direction.INCOMING,
        kind=kind,
        language="en",
        new_text="",
        confidence=1.0,
        **fields,  # type: ignore[arg-type]
    )


def an_invitation(received: datetime = INVITED, **more: object) -> Reading:
    """Anna invites to talk to Tom, whose address stands in the calendar part."""
    fields: dict[str, object] = {
        "name": "invitation",
        "interviews": (an_interview(source=Source.CALENDAR, uid="uid-1"),),
        "events": (an_event(),),
        "interviewers": ("Tom Falk",),
    }
    fields.update(more)
    return a_reading(Kind.INVITATION, received, **fields)  # type: ignore[arg-type]


def an_absence(received: datetime, back_on: date, sender: Address = ANNA) -> Reading:
    return a_reading(
        Kind.AUTO_REPLY, received, sender=sender, absence=Absence(back_on), signs=frozenset()
    )


def a_bounce(received: datetime, recipient: str, returned: str = "") -> Reading:
    return a_reading(
        Kind.BOUNCE,
        received,
        sender=Address("", "mailer-daemon@post.example"),
        reports=(DeliveryReport(recipient, "failed", "5.1.1"),),
        returned_message_id=returned or None,
        company=None,
        role=None,
        contact=None,
        signs=frozenset(),
    )


def a_talk_held(received: datetime, on: date, clock: datetime | None = None) -> Reading:
    return a_reading(
        Kind.REPLY, received, held=Held(on, clock), answers=True, interviewers=("Anna Berg",)
    )


def cases(readings: Iterable[Reading], entries: Iterable[Entry] = ()) -> list[Case]:
    rows = tuple(entries)
    return [fold(group, rows) for group in bind(readings, rows)]


def the_case(readings: Iterable[Reading], entries: Iterable[Entry] = ()) -> Case:
    """The one case that these mails make."""
    found = cases(readings, entries)
    assert len(found) == 1, f"{len(found)} cases"
    return found[0]


def plan_at(now: datetime, *readings: Reading, policy: Policy = POLICY) -> Plan:
    return decide(the_case(readings), policy, now)


@dataclass(frozen=True)
class Done:
    """One thing that happened in the weeks of a case."""

    at: datetime
    what: str  # "thank_you", "skipped thank_you", "withdrawn …", "reminded …", "asked", "closed …"
    to: str = ""


def weeks(
    readings: Iterable[Reading],
    *,
    until: datetime,
    policy: Policy = POLICY,
    owner_sends: bool = True,
) -> list[Done]:
    """Live through the mails: at each mail and each waking, do what the plan says.

    The owner sends each draft the moment it is made, or leaves them all lying.
    """
    coming = sorted(readings, key=lambda reading: reading.envelope.received_at)
    entries: list[Entry] = []
    done: list[Done] = []
    closed: dict[str, str] = {}
    now = coming[0].envelope.received_at
    while now <= until:
        seen = [reading for reading in coming if reading.envelope.received_at <= now]
        wakes = [r.envelope.received_at for r in coming if r.envelope.received_at > now]
        for case in cases(seen, entries):
            for _ in range(5):
                plan = decide(case, policy, now)
                before = list(entries)
                for action in plan.actions:
                    refused = isinstance(action, Write) and refusal(case, action, policy, now)
                    if isinstance(action, Write) and refused:  # as the outbox does
                        action = Skip(action.key, refused)
                    _perform(action, entries, done, now, owner_sends=owner_sends)
                case = next(c for c in cases(seen, entries) if set(c.aliases) & set(case.aliases))
                if entries == before:
                    break
            wakes += [plan.wake_at] if plan.wake_at else []
            end = ending(case, now, policy)
            if (end.ending if end else "") != closed.get(case.id, ""):
                done.append(Done(end.at if end else now, f"closed {end.ending}" if end else "open"))
                closed[case.id] = end.ending if end else ""
        if not wakes:
            break
        now = max(min(wakes), now + timedelta(minutes=1)).astimezone(UTC)
    return done


def _perform(
    action: Write | Withdraw | Skip | Remind | Ask,
    entries: list[Entry],
    done: list[Done],
    now: datetime,
    *,
    owner_sends: bool,
) -> None:
    match action:
        case Write():
            assert action.key not in [entry.key for entry in entries], action
            status = EntryStatus.SENT if owner_sends else EntryStatus.DRAFTED
            made = Entry(
                key=action.key,
                status=status,
                at=now,
                made_at=now,
                sent_at=now if owner_sends else None,
                message_id=f"<draft-{len(entries)}@example>",
                subject="Re: Engineer",
            )
            entries.append(made)
            done.append(Done(now, action.key.step, action.to.address))
        case Skip():
            entries.append(Entry(action.key, EntryStatus.SKIPPED, now, reason=action.why.reason))
            done.append(Done(now, f"skipped {action.key.step}", action.key.recipient))
        case Withdraw():
            _set(entries, action, EntryStatus.WITHDRAWN, now)
            done.append(Done(now, f"withdrawn {action.key.step}", action.why.reason))
        case Remind():
            if any(entry.key == action.key for entry in entries):
                _set(entries, action, EntryStatus.DRAFTED, now)
            else:
                entries.append(Entry(action.key, EntryStatus.REMINDED, now))
            done.append(Done(now, f"reminded {action.key.step}"))
        case Ask():
            if not any(d.what == f"asked {action.question.id}" for d in done):
                done.append(Done(now, f"asked {action.question.id}"))


def _set(
    entries: list[Entry], action: Withdraw | Remind, status: EntryStatus, now: datetime
) -> None:
    for index, entry in enumerate(entries):
        if entry.key == action.key:
            told = now if isinstance(action, Remind) else entry.told_at
            at_ = entry.at if isinstance(action, Remind) else now
            entries[index] = replace(
                entry, status=status, at=at_, told_at=told, reason=action.why.reason
            )


def steps(done: Iterable[Done]) -> list[tuple[str, str]]:
    """What was written, and when: ("thank_you", "Tue 03 17:00")."""
    names = {step.value for step in Step}
    return [(d.what, f"{d.at.astimezone(BERLIN):%a %d %H:%M}") for d in done if d.what in names]


def closings(done: Iterable[Done]) -> list[tuple[str, str]]:
    return [
        (d.what, f"{d.at.astimezone(BERLIN):%a %d.%m.}")
        for d in done
        if d.what.startswith("closed") or d.what == "open"
    ]
