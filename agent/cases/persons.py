"""Who is who on the other side: who writes, who interviews, who cannot be reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from agent.cases.case import Person
from agent.cases.clues import is_from_agency
from agent.cases.likeness import free_mail, registrable
from agent.cases.meeting import NOT_OURS, Meeting, Version, version_of
from agent.reading.facts import (
    AUTOMATIC,
    NOISE,
    Attendee,
    CalendarEvent,
    Direction,
    Kind,
    Reading,
    Sign,
)
from agent.reading.folding import folded, spellings
from agent.reading.interviewers import OWN_PAST, OWN_TALK
from agent.reading.message import Address, Envelope, Trust
from agent.reading.names import is_mailbox, same_person, straight
from agent.reading.systems import takes_replies

_LOGISTICS = frozenset({Kind.CONFIRMATION})
_ARRANGES = frozenset({Kind.INVITATION, Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.CANCELLATION})


def people_of(
    readings: Sequence[Reading], dead: frozenset[str], owner: frozenset[str]
) -> tuple[Person, ...]:
    """Everybody with an address seen in a header or calendar part; interviewing unset."""
    found: dict[str, Person] = {}
    domains: set[str] = set()
    written_to = _written_to(readings)
    for reading in readings:
        known = {*found, *written_to}
        if reading.direction is Direction.OUTGOING or reading.kind in NOISE | AUTOMATIC:
            continue
        for attendee in _attendees(reading):
            if attendee.address not in owner:
                _meet(found, attendee.name, attendee.address)
        if Sign.TOLD in reading.signs:
            _meet_told(found, reading)
        writer = _writer(reading, domains)
        stranger = writer and _is_stranger(writer, reading.envelope.trust, known, domains)
        if writer and writer.address not in owner and not stranger:
            _note(found, writer, reading)
            domains.add(registrable(writer.domain))
    return tuple(
        replace(person, dead=person.address in dead)
        for person in sorted(found.values(), key=lambda person: person.address or "")
    )


def _written_to(readings: Iterable[Reading]) -> frozenset[str]:
    """Where the owner has written."""
    return frozenset(
        address.address
        for reading in readings
        if reading.direction is Direction.OUTGOING
        for address in (*reading.envelope.to, *reading.envelope.cc)
    )


def _is_stranger(writer: Address, trust: Trust, known: set[str], domains: set[str]) -> bool:
    """True for an address that anybody can have, or that may be forged, where others have written
    from the employer's.
    """
    if not domains or writer.address in known:
        return False
    domain = registrable(writer.domain)
    return domain in free_mail() or (trust is Trust.FAILED and domain not in domains)


def _meet_told(found: dict[str, Person], reading: Reading) -> None:
    """Whom the owner has named; the last one named to write to is the one."""
    for named in reading.mentioned:
        _meet(found, named.name, named.address)
    if reading.contact:
        for address, person in found.items():
            found[address] = replace(person, chosen=address == reading.contact.address)


def _writer(reading: Reading, domains: set[str]) -> Address | None:
    """The human who wrote, if an answer would reach them: never an address of the text."""
    envelope, contact = reading.envelope, reading.contact
    wrote = Sign.BY_PERSON in reading.signs or any(
        event.organizer and contact and event.organizer.address == contact.address
        for event in reading.events
    )
    if contact is None or not wrote:
        return None
    if contact.address in {a.address for a in envelope.from_}:
        return contact
    if contact.address in {a.address for a in envelope.reply_to}:
        seen = domains | {registrable(a.domain) for a in envelope.from_}
        trusted = envelope.trust is not Trust.FAILED
        known = registrable(contact.domain) in seen or reading.system is not None
        return contact if trusted and known else _author(envelope)
    return None


def _author(envelope: Envelope) -> Address | None:
    """Who stands in From, where answers elsewhere are not to be trusted and this is no forgery."""
    author = envelope.author
    forged = envelope.trust is Trust.FAILED
    return author if author and not forged and takes_replies(author) else None


def _attendees(reading: Reading) -> Iterable[Attendee]:
    for event in reading.events:
        if event.organizer and not event.organizer.resource:
            yield event.organizer
        yield from (person for person in event.attendees if not person.resource)


def _meet(found: dict[str, Person], name: str, address: str) -> Person:
    known = found.get(address)
    if known is None:
        known = Person(name, address, False, False, None, None)
    elif name and "@" not in name and not known.name:
        known = replace(known, name=name)
    if "@" in known.name:
        known = replace(known, name="")
    found[address] = known
    return known


def _note(found: dict[str, Person], writer: Address, reading: Reading) -> None:
    person = _meet(found, writer.name, writer.address)
    at = reading.envelope.received_at
    logistics = reading.kind in _LOGISTICS and Sign.ABOUT_PROCESS not in reading.signs
    by_hand = Sign.BY_PERSON in reading.signs
    found[writer.address] = replace(
        person,
        name=_signed_last(person.name, writer.name),
        agency=person.agency or is_from_agency(reading),
        wrote_at=at,
        about_process_at=person.about_process_at if logistics else at,
        contact_at=at if Sign.NAMES_CONTACT in reading.signs else person.contact_at,
        last_message=(reading.envelope.message_id if by_hand else None) or person.last_message,
    )


def _signed_last(known: str, shown: str) -> str:
    """Several people may share a mailbox: it bears the name of who wrote last (F-59)."""
    names_another = shown and "@" not in shown and not same_person(shown, known)
    return shown if names_another else known


@dataclass(frozen=True, slots=True)
class Cast:
    """Who has to do with one round."""

    named: tuple[str, ...]  # as interviewers, in the mails about it
    guests: tuple[str, ...]  # addresses of its calendar entries, without the organiser
    organizers: tuple[str, ...]
    gone: tuple[str, ...] = ()  # guests of a former version of an entry, not of its last
    hosts: tuple[str, ...] = ()  # organisers of a session of their own, beside those of others


def cast_of(
    meetings: Sequence[Meeting],
    readings: Sequence[Reading],
    since: datetime | None,
    until: datetime,
) -> Cast:
    """From the mails between the round before (`since`) and the news of the next (`until`)."""
    uids = {meeting.uid for meeting in meetings if meeting.uid}
    first = min(meeting.on for meeting in meetings)
    named: list[str] = []
    hinted: list[str] = []  # writers who look forward to the talk as who only arranges it may do
    guests: dict[str, None] = {}
    organizers: dict[str, None] = {}
    versions: list[tuple[Version, CalendarEvent]] = []
    for reading in readings:
        at = reading.envelope.received_at
        if reading.direction is Direction.OUTGOING or (since and at <= since) or at >= until:
            continue
        if reading.kind not in NOISE | AUTOMATIC:
            names = _named_in(reading, after_a_round=since is not None, on=first)
            hints = _hinted_in(reading)
            named += [n for n in names if n not in hints and not _is_among(n, named)]
            hinted += [n for n in names if n in hints and not _is_among(n, hinted)]
        for event in reading.events:
            if event.uid in uids:
                guests |= {a.address: None for a in event.attendees if not a.resource}
                organizers |= {event.organizer.address: None} if event.organizer else {}
                versions.append((version_of(event, reading), event))
    hosts = _hosts(readings, uids) if len(uids) > 1 else ()
    return Cast(
        tuple(named or hinted), tuple(guests), tuple(organizers), _taken_off(versions), hosts
    )


def _hosts(readings: Iterable[Reading], uids: set[str]) -> tuple[str, ...]:
    """Who invites to one of several sessions, with nobody else named for it: they hold it."""
    with_others: dict[str, bool] = {}
    organizers: dict[str, str] = {}
    for reading in readings:
        for event in reading.events:
            if event.uid in uids and event.organizer and not event.organizer.resource:
                host = event.organizer
                organizers[event.uid] = host.address
                others = [n for n in reading.interviewers if not same_person(n, host.name)]
                with_others[event.uid] = with_others.get(event.uid, False) or bool(others)
    return tuple(
        dict.fromkeys(organizers[uid] for uid, shared in with_others.items() if not shared)
    )


def _taken_off(versions: Iterable[tuple[Version, CalendarEvent]]) -> tuple[str, ...]:
    """Guests whom the last version of a calendar entry does not list any more (F-52)."""
    lists: dict[str, list[set[str]]] = {}
    for _, event in sorted(versions, key=lambda pair: pair[0]):
        if event.method not in NOT_OURS and not event.cancelled:
            guests = {a.address for a in event.attendees if not a.resource}
            lists.setdefault(event.uid, []).append(guests)
    present = {address for listed in lists.values() for address in listed[-1]}
    former = {address for listed in lists.values() for guests in listed for address in guests}
    return tuple(sorted(former - present))


def _named_in(reading: Reading, *, after_a_round: bool, on: date) -> Sequence[str]:
    """Who meets the owner `on` that day: who recalls the round before speaks of that one, unless
    the mail arranges the next; then who only recalls, and names others, was in the one before."""
    recalls = reading.held is not None or Sign.TALK_HELD in reading.signs
    at = reading.envelope.date or reading.envelope.received_at
    if not (after_a_round and recalls and at.date() < on):
        return reading.interviewers
    if reading.kind not in _ARRANGES:
        return ()
    sender = reading.envelope.author
    if sender is None or not any(e.rule == OWN_PAST for e in reading.evidence):
        return reading.interviewers
    others = [name for name in reading.interviewers if not same_person(name, sender.name)]
    return others or reading.interviewers


def _hinted_in(reading: Reading) -> frozenset[str]:
    """Of its interviewers, who is taken for one only by such words as "see you then"."""
    told = [e.rule for e in reading.evidence if e.fact == "interviewers"]
    pairs = zip(reading.interviewers, told, strict=False)
    return frozenset(name for name, rule in pairs if rule == OWN_TALK)


def _is_among(name: str, others: Sequence[str]) -> bool:
    return any(same_person(name, other) for other in others)


def interviewers_of(cast: Cast, people: Sequence[Person]) -> tuple[Person, ...]:
    """Those who interview: the named, then the guests of the calendar entry who do not organise."""
    by_address = {person.address: person for person in people}
    absent = _absent(cast, by_address)
    found: dict[str, Person] = {}
    for name in cast.named:
        person = next((p for p in people if _is(name, p)), None)
        if person and person.address in absent:
            continue
        chosen = replace(person, name=_name(person, name)) if person else _nameless(name)
        found[chosen.address or name] = chosen
    for address in cast.guests:
        guest = by_address.get(address)
        coordinates = guest is not None and guest.wrote_at is not None and bool(cast.named)
        known = guest and address not in (*cast.organizers, *absent)
        if guest and known and not (coordinates or is_mailbox(address)):
            found.setdefault(address, guest)
    for address in cast.hosts:
        if address in by_address and address not in absent:
            found.setdefault(address, by_address[address])
    if not found:
        hosts = (by_address[a] for a in cast.organizers if a in by_address)
        found = {host.address or "": host for host in hosts}
    return tuple(replace(person, interviewed=True) for person in found.values())


def _absent(cast: Cast, known: Mapping[str | None, Person]) -> frozenset[str]:
    """Those taken off the calendar entry; nobody where it only ceased to show its guests."""
    shown = {*cast.guests} - {*cast.gone, *cast.organizers}
    return frozenset(cast.gone if any(address in known for address in shown) else ())


def _name(person: Person, told: str) -> str:
    """As a header or calendar shows it, given name first where the text tells which that is."""
    return straight(person.name, told) if person.name else told


def _nameless(name: str) -> Person:
    """Somebody of whom only the name is known."""
    return Person(name, None, True, False, None, None)


def _is(name: str, person: Person) -> bool:
    """The person of that name; addresses spell names: ingrid.bech@, moyelaran@, helen@."""
    if person.name:
        return same_person(name, person.name)
    local = folded((person.address or "").partition("@")[0])
    parts = name.split()
    if not parts:
        return False
    plain = "".join(c for c in local if c.isalnum())
    return any(
        plain in {first, last, first + last, first[:1] + last, first + last[:1], last + first}
        for first in spellings(parts[0])
        for last in spellings(parts[-1])
    )
