"""What in a set of mails can tie it to others: ids, names, people, domains, read off once."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agent.cases.likeness import (
    free_mail,
    joined_words,
    registrable,
    registrable_label,
    telling_words,
    words,
)
from agent.reading.facts import NOISE, Direction, Kind, Reading, Sign
from agent.reading.message import Trust

OPENS = frozenset(
    {
        Kind.INVITATION,
        Kind.CONFIRMATION,
        Kind.RESCHEDULE,
        Kind.CANCELLATION,
        Kind.ASSESSMENT,
        Kind.REJECTION,
        Kind.OFFER,
        Kind.HOLDING,
        Kind.REQUEST,
        Kind.ACKNOWLEDGEMENT,
        Kind.REPLY,
    }
)
ANY_ROLE = "role"  # a job whose name tells nothing may be any job
_START = 4  # letters that a domain shares with the company it spells (`names_company`)
GUESS = 0.3  # a firm's name off its domain, which links by itself
SURE = 0.5
SURELY = 0.9  # a job that a calendar entry's title names as the job, not as what is talked about
DECIDES = frozenset({Kind.REJECTION, Kind.OFFER})
_SILENCES = DECIDES | {Kind.HOLDING, Kind.CANCELLATION, Kind.RESCHEDULE}


def case_id(reading: Reading) -> str:
    """The id under which a case that begins with this mail is known, for ever."""
    return id_of(reading.envelope.key)


def id_of(key: str) -> str:
    """The same, of a mail of which only the `Envelope.key` is at hand."""
    return hashlib.sha256(key.encode()).hexdigest()[:10]


def in_order(reading: Reading) -> tuple[datetime, bool, str, str]:
    """By receipt, then by identity: the order in which mails count, whenever they were seen.

    Own mail comes second: it may answer a mail of the same second.
    """
    envelope = reading.envelope
    outgoing = reading.direction is Direction.OUTGOING
    return envelope.received_at, outgoing, envelope.message_id or "", envelope.key


def opens(reading: Reading) -> bool:
    """True for an employer's mail about an application (DESIGN §6, Doubts); what the owner has
    spoken of stays known, whatever they said it is.
    """
    about_application = reading.kind in OPENS and Sign.SCAM not in reading.signs
    spoken_of = Sign.TOLD in reading.signs
    return reading.direction is Direction.INCOMING and (about_application or spoken_of)


def is_from_agency(reading: Reading) -> bool:
    return Sign.AGENCY in reading.signs or reading.agency is not None


def stops(reading: Reading) -> bool:
    """True for mail that ends or changes what is planned; to miss it is embarrassing."""
    return reading.direction is Direction.INCOMING and (
        reading.answers or reading.kind in _SILENCES
    )


def is_forged_stop(reading: Reading) -> bool:
    """An answer or change of plans that our own server takes for forged: it may only hold."""
    return stops(reading) and reading.envelope.trust is Trust.FAILED


def thread_ids(reading: Reading) -> frozenset[str]:
    """Every Message-ID that this mail bears or answers."""
    envelope = reading.envelope
    own = (envelope.message_id, reading.returned_message_id)
    answered = (*envelope.in_reply_to, *envelope.references)
    return frozenset(filter(None, (*own, *answered)))


def owner_addresses(readings: Iterable[Reading]) -> frozenset[str]:
    """Addresses that must be the owner's: own mail's From, and the sole To of mail to them."""
    found = set()
    for reading in readings:
        envelope = reading.envelope
        if reading.direction is Direction.OUTGOING:
            found |= {address.address for address in envelope.from_}
        elif len(envelope.to) == 1 and reading.kind not in NOISE:
            found.add(envelope.to[0].address)
    return frozenset(found)


def sides(reading: Reading, owner: frozenset[str]) -> frozenset[str]:
    """Addresses of the other side: of people and mailboxes, not of systems that serve many."""
    envelope = reading.envelope
    if reading.kind is Kind.BOUNCE:
        return frozenset(report.recipient for report in reading.reports if report.recipient)
    if reading.direction is Direction.OUTGOING:
        found = {address.address for address in (*envelope.to, *envelope.cc)}
    else:
        found = {address.address for address in envelope.reply_to}
        if not reading.system or Sign.BY_PERSON in reading.signs:
            found |= {address.address for address in envelope.from_}
    for event in reading.events:
        found |= {person.address for person in event.attendees if not person.resource}
        found |= {event.organizer.address} if event.organizer else set()
    if Sign.TOLD in reading.signs:
        found |= {address.address for address in reading.mentioned}
    return frozenset(found - owner - {""})


@dataclass(frozen=True, slots=True)
class Clues:
    """Of a set of readings, in order."""

    readings: tuple[Reading, ...]
    companies: frozenset[str]
    employers: frozenset[str]  # of these, those that were told surely enough to keep cases apart
    roles: frozenset[str]
    titles: frozenset[str]  # what may be a role: of calendar entries "Dispatch leads / Dana"
    agencies: frozenset[str]
    requisitions: frozenset[str]
    addresses: frozenset[str]
    domains: frozenset[str]  # registrable, of organisations only
    hints: frozenset[str]  # those who share none of these have no tie (`ties.tie`)
    alone: bool = False  # the owner has said that it belongs to nothing before it

    @property
    def first_at(self) -> datetime:
        return self.readings[0].envelope.received_at

    @property
    def last_at(self) -> datetime:
        return self.readings[-1].envelope.received_at

    @property
    def is_case(self) -> bool:
        return any(opens(reading) for reading in self.readings)

    def joined(self, other: "Clues") -> "Clues":
        return Clues(
            tuple(sorted((*self.readings, *other.readings), key=in_order)),
            self.companies | other.companies,
            self.employers | other.employers,
            self.roles | other.roles,
            self.titles | other.titles,
            self.agencies | other.agencies,
            self.requisitions | other.requisitions,
            self.addresses | other.addresses,
            self.domains | other.domains,
            self.hints | other.hints,
            self.alone or other.alone,
        )


def clues(reading: Reading, owner: frozenset[str], *, alone: bool = False) -> Clues:
    """Those of a single mail."""
    addresses = sides(reading, owner)
    owned = {registrable(address.rpartition("@")[2]) for address in owner}
    owned |= _system_domains(reading)
    domains = {registrable(address.rpartition("@")[2]) for address in addresses}
    domains -= owned | free_mail()
    companies = _known(reading.company if _sureness(reading) > GUESS else None)
    jobs, agencies = _known(reading.role), _known(reading.agency)
    return Clues(
        readings=(reading,),
        companies=companies,
        employers=_known(reading.company if _sureness(reading) >= _enough(reading) else None),
        roles=frozenset() if _is_vague(reading) else jobs,
        titles=jobs if _is_vague(reading) else frozenset(),
        agencies=agencies,
        requisitions=_known(reading.requisition),
        addresses=addresses,
        domains=frozenset(domains),
        hints=_hints(addresses, domains, companies | agencies, jobs),
        alone=alone,
    )


def _hints(
    addresses: Iterable[str], domains: Iterable[str], names: Iterable[str], jobs: Iterable[str]
) -> frozenset[str]:
    """What to look for before a tie is asked for: cheap, and never too little."""
    found = {*addresses, *domains}
    found |= {f"name {registrable_label(domain)[:_START]}" for domain in domains}
    for name in names:
        found |= {f"name {joined_words(name)[:_START]}", *(f"word {w}" for w in words(name))}
    for job in jobs:
        found |= {f"role {word}" for word in telling_words(job)} or {ANY_ROLE}
    return frozenset(found)


def _sureness(reading: Reading) -> float:
    """How surely the employer is named."""
    return max((e.confidence for e in reading.evidence if e.fact == "company"), default=1.0)


def _enough(reading: Reading) -> float:
    """How surely an employer must be named to keep cases apart; the owner names them in passing."""
    return SURELY if reading.direction is Direction.OUTGOING else SURE


def _is_vague(reading: Reading) -> bool:
    """True for a role that may be none: read off a title, or told less surely than not."""
    told = [e.confidence for e in reading.evidence if e.fact == "role"]
    return _is_title(reading) or max(told, default=1.0) < SURE


def _is_title(reading: Reading) -> bool:
    """True if the role was read off a calendar entry's title, which may name anything, and which
    names neither the employer beside it nor a known job surely."""
    role = next((e for e in reading.evidence if e.fact == "role"), None)
    in_title = role is not None and role.rule.startswith("role.subject")
    return bool(reading.events) and in_title and role is not None and role.confidence < SURELY


def _known(value: str | None) -> frozenset[str]:
    return frozenset({value} if value else ())


def _system_domains(reading: Reading) -> set[str]:
    """Where a system sends from: the same for all the employers that use it."""
    if not reading.system:
        return set()
    people = {person.address for event in reading.events for person in event.attendees}
    people |= {event.organizer.address for event in reading.events if event.organizer}
    return {registrable(a.domain) for a in reading.envelope.from_ if a.address not in people}
