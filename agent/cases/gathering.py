"""Cases as they gather, oldest mail first: to which of them a set of mails most likely belongs.

Each taking can be undone, the last first: mail that comes later changes only what was decided
after the first mail of its thread.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from agent.cases.clues import ANY_ROLE, DECIDES, Clues
from agent.cases.likeness import names_company
from agent.cases.ties import Tie, tie
from agent.reading.facts import AUTOMATIC, NOISE, Direction, Kind, Reading, Sign, Status

LONGEST_PAUSE = timedelta(days=180)  # after it, only a thread or a calendar UID links


@dataclass(slots=True, eq=False)
class Found:
    """A case in the making."""

    number: int  # in the order of their beginning
    clues: Clues
    doubts: tuple[Reading, ...] = ()
    hints: set[str] = field(default_factory=set)  # under which it is looked for

    @property
    def decided(self) -> bool:
        """True if it holds a decision: no longer open for mail that names only the firm."""
        return any(
            reading.kind in DECIDES or reading.kind is Kind.WITHDRAWAL
            for reading in self.clues.readings
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What one taking did: the cases as they were before, and whether it began one."""

    before: tuple[tuple[Found, Clues, tuple[Reading, ...]], ...] = ()
    began: Found | None = None


class Gathering:
    """All cases so far. Sets of mails are taken in order of their first."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self._by_hint: defaultdict[str, set[int]] = defaultdict(set)

    def take(self, cluster: Clues) -> Change:
        """Add to the one case it fits, to the doubts of several that fit alike, or begin a case."""
        if cluster.alone:
            return self._begin(cluster)
        best = self._best(cluster)
        if len(best) == 1 and _may_join(cluster, best[0]):
            return self._join(best[0], cluster)
        if best and not _stands_alone(cluster):
            return _doubt(cluster, best)
        return self._begin(cluster)

    def doubt(self, cluster: Clues) -> Change:
        """Keep this out of every case, and ask about it where it would have belonged."""
        return _doubt(cluster, self._threaded(cluster) or self._best(cluster))

    def undo(self, change: Change) -> None:
        """As before that taking, which must be the last that still counts."""
        for found, clues, doubts in change.before:
            found.clues, found.doubts = clues, doubts
        if change.began:
            self.found.pop()
            for hint in change.began.hints:
                self._by_hint[hint].discard(change.began.number)

    def _begin(self, cluster: Clues) -> Change:
        found = Found(len(self.found), cluster)
        self.found.append(found)
        self._note(found, cluster)
        return Change(began=found)

    def _join(self, found: Found, cluster: Clues) -> Change:
        change = Change(((found, found.clues, found.doubts),))
        found.clues = found.clues.joined(cluster)
        self._note(found, cluster)
        return change

    def _note(self, found: Found, cluster: Clues) -> None:
        """A joining that is undone leaves its hints: they only say where to look."""
        for hint in cluster.hints - found.hints:
            self._by_hint[hint].add(found.number)
        found.hints |= cluster.hints

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
        ties = [(tie(cluster, found.clues), found) for found in self._near(cluster)]
        ties = [(link, found) for link, found in ties if link and _fits(cluster, found, link)]
        still_open = [(link, found) for link, found in ties if not found.decided]
        ties = still_open or ties
        strongest = max((link for link, _ in ties), default=Tie.NONE)
        best = [found for link, found in ties if link == strongest]
        return _who_have_met(cluster, best) or best

    def _near(self, cluster: Clues) -> Iterable[Found]:
        """Those that may have a tie, in the order in which they began."""
        hinted = (self._by_hint[h] for h in {*cluster.hints, ANY_ROLE} if h in self._by_hint)
        every = range(len(self.found)) if ANY_ROLE in cluster.hints else set().union(*hinted)
        since = cluster.first_at - LONGEST_PAUSE
        near = (self.found[number] for number in sorted(every))
        return (found for found in near if found.clues.last_at >= since)


def _who_have_met(cluster: Clues, found: Iterable[Found]) -> list[Found]:
    """Where a mail speaks of a talk that was held: those cases that have had one by then."""
    first = cluster.readings[0]
    if not (first.held or Sign.TALK_HELD in first.signs):
        return []
    at = first.envelope.received_at
    return [
        one
        for one in found
        if any(
            interview.start <= at and interview.status is Status.SCHEDULED
            for reading in one.clues.readings
            if reading.envelope.received_at < at
            for interview in reading.interviews
        )
    ]


def _fits(cluster: Clues, found: Found, link: Tie) -> bool:
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


def _doubt(cluster: Clues, candidates: Iterable[Found]) -> Change:
    doubtful = tuple(filter(_is_worth_asking, cluster.readings))
    changed = tuple((found, found.clues, found.doubts) for found in candidates if doubtful)
    for found, _, doubts in changed:
        found.doubts = (*doubts, *doubtful)
    return Change(changed)


def _is_worth_asking(reading: Reading) -> bool:
    incoming = reading.direction is Direction.INCOMING
    return incoming and reading.kind not in NOISE | AUTOMATIC and Sign.SCAM not in reading.signs
