"""Cases as they gather, oldest mail first: to which of them a set of mails most likely belongs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntFlag

from agent.cases.clues import DECIDES, Clues, stops
from agent.cases.likeness import names_company, same_company, same_role, shorter_form
from agent.reading.facts import AUTOMATIC, NOISE, Direction, Kind, Reading, Sign

LONGEST_PAUSE = timedelta(days=180)  # after it, only a thread or a calendar UID links


class Tie(IntFlag):
    """What two sets of mails share, the weightier the higher."""

    NONE = 0
    DOMAIN = 1
    COMPANY = 2
    PERSON = 4
    ROLE = 8


@dataclass(slots=True)
class Found:
    """A case in the making."""

    clues: Clues
    doubts: list[Reading] = field(default_factory=list)

    @property
    def decided(self) -> bool:
        """True if it holds a decision: no longer open for mail that names only the firm."""
        return any(
            reading.kind in DECIDES or reading.kind is Kind.WITHDRAWAL
            for reading in self.clues.readings
        )


class Gathering:
    """All cases so far. Sets of mails are taken in order of their first."""

    def __init__(self) -> None:
        self.found: list[Found] = []

    def take(self, cluster: Clues) -> None:
        """Add to the one case it fits, to the doubts of several that fit alike, or begin a case."""
        best = self._best(cluster)
        if len(best) == 1 and _may_join(cluster, best[0]):
            best[0].clues = best[0].clues.joined(cluster)
        elif best and not _stands_alone(cluster):
            _doubt(cluster, best)
        else:
            self.found.append(Found(cluster))

    def doubt(self, cluster: Clues) -> None:
        """Keep this out of every case, and ask about it where it would have belonged."""
        _doubt(cluster, self._threaded(cluster) or self._best(cluster))

    def _threaded(self, cluster: Clues) -> list[Found]:
        envelope = cluster.readings[0].envelope
        answered = {*envelope.in_reply_to, *envelope.references}
        uids = {event.uid for event in cluster.readings[0].events}
        return [
            found
            for found in self.found
            if any(
                reading.envelope.message_id in answered
                or uids & {event.uid for event in reading.events}
                for reading in found.clues.readings
            )
        ]

    def _best(self, cluster: Clues) -> list[Found]:
        """The cases with the strongest tie; several where they tie alike."""
        ties = [(tie(cluster, found.clues), found) for found in self.found]
        ties = [(link, found) for link, found in ties if link and _fits(cluster, found, link)]
        still_open = [(link, found) for link, found in ties if not found.decided]
        ties = still_open or ties
        strongest = max((link for link, _ in ties), default=Tie.NONE)
        return [found for link, found in ties if link == strongest]


def tie(one: Clues, other: Clues) -> Tie:
    """What links them; nothing where they contradict each other."""
    if _contradict(one, other):
        return Tie.NONE
    link = Tie.NONE
    if one.addresses & other.addresses:
        link |= Tie.PERSON
    if one.domains & other.domains:
        link |= Tie.DOMAIN
    if _any(same_company, one.companies, other.companies) or _own_domain(one, other):
        link |= Tie.COMPANY
    elif _any(same_company, one.agencies, other.agencies):
        link |= Tie.DOMAIN
    if _any(same_role, one.roles | one.titles, other.roles | other.titles):
        link |= _by_role(one, other, link)
    return link


def _by_role(one: Clues, other: Clues, link: Tie) -> Tie:
    """The same job makes a tie stronger, and the name in short enough where a system writes."""
    if link:
        return Tie.ROLE
    by_system = any(reading.system for reading in (*one.readings, *other.readings))
    if by_system and _any(shorter_form, one.companies, other.companies):
        return Tie.ROLE | Tie.COMPANY
    unnamed = not (one.companies and other.companies)
    return Tie.ROLE if unnamed and any(map(stops, one.readings)) else Tie.NONE


def _contradict(one: Clues, other: Clues) -> bool:
    """Two jobs at one employer stay two, and two clients of one agency (F-41, F-44)."""
    if one.requisitions and other.requisitions and not one.requisitions & other.requisitions:
        return True
    if _different_jobs(one, other):
        return True
    if not (one.employers and other.employers):
        return False
    linked = bool(one.domains & other.domains or one.addresses & other.addresses)
    if linked and not (one.agencies | other.agencies):
        return False  # one employer under several names (F-43)
    by_system = any(reading.system for reading in (*one.readings, *other.readings))
    alike = shorter_form if linked or by_system else same_company
    return not _any(alike, one.employers, other.employers)


def _different_jobs(one: Clues, other: Clues) -> bool:
    """The title of a calendar entry tells jobs apart only where no person links them."""
    if one.addresses & other.addresses and not (one.roles and other.roles):
        return False
    mine, theirs = one.roles or one.titles, other.roles or other.titles
    return bool(mine and theirs) and not _any(same_role, mine, theirs)


def _own_domain(one: Clues, other: Clues) -> bool:
    """The domain of one spells the employer that the other names."""
    return any(
        names_company(domain, company)
        for domains, companies in ((one.domains, other.companies), (other.domains, one.companies))
        for domain in domains
        for company in companies
    )


def _any(alike: object, ones: frozenset[str], others: frozenset[str]) -> bool:
    return callable(alike) and any(alike(one, other) for one in ones for other in others)


def _fits(cluster: Clues, found: Found, link: Tie) -> bool:
    if cluster.first_at - found.clues.last_at > LONGEST_PAUSE:
        return False
    first = cluster.readings[0]
    # A new receipt after a decision, or for a job that has no case yet, is a new application.
    if first.kind is Kind.ACKNOWLEDGEMENT and found.decided:
        return False
    if first.kind in AUTOMATIC:
        return bool(link & (Tie.PERSON | Tie.ROLE))
    # The same job alone is a reason to ask, where something is at stake.
    return link is not Tie.ROLE or _has_talks(found)


def _may_join(cluster: Clues, found: Found) -> bool:
    """A mail that only names the firm, from a domain never seen there, is the owner's to judge."""
    if all(r.direction is Direction.OUTGOING for r in cluster.readings):
        return True
    if cluster.addresses & found.clues.addresses or cluster.domains & found.clues.domains:
        return True
    if tie(cluster, found.clues) is Tie.ROLE:
        return False
    known_sender = any(reading.system for reading in cluster.readings)
    companies = cluster.companies | found.clues.companies
    own = any(names_company(d, c) for d in cluster.domains for c in companies)
    return known_sender or own or not found.clues.domains or not cluster.domains


def _stands_alone(cluster: Clues) -> bool:
    """It names an appointment or job of its own: better a second case than an interview unseen."""
    return any(
        reading.events or (reading.kind is Kind.ACKNOWLEDGEMENT and reading.role)
        for reading in cluster.readings
    )


def _has_talks(found: Found) -> bool:
    return any(reading.interviews or reading.held for reading in found.clues.readings)


def _doubt(cluster: Clues, candidates: Sequence[Found]) -> None:
    for reading in cluster.readings:
        incoming = reading.direction is Direction.INCOMING
        if incoming and reading.kind not in NOISE | AUTOMATIC and Sign.SCAM not in reading.signs:
            for found in candidates:
                found.doubts.append(reading)
