"""Which messages belong to one opportunity: a function of all that was read, in any order.

First what is certain: threads, calendar UIDs, requisitions, answers to what we wrote, the owner's
word. Then, oldest first, what is likely: the same people, domain, employer and role. Where two
cases fit equally, neither gets the mail: it becomes a doubt of both.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agent.cases.case import Entry
from agent.cases.clues import (
    Clues,
    case_id,
    clues,
    in_order,
    is_forged_stop,
    is_from_agency,
    opens,
    owner_addresses,
    thread_ids,
)
from agent.cases.corrections import Corrections
from agent.cases.gathering import Change, Found, Gathering
from agent.cases.likeness import registrable
from agent.cases.union import Union
from agent.cases.word import Word
from agent.reading.facts import NOISE, Direction, Kind, Reading, Sign

Place = tuple[datetime, bool, str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The messages of one case."""

    id: str
    # The ids it would have had if an earlier mail had come first; `id` too.
    aliases: tuple[str, ...]
    readings: tuple[Reading, ...]  # by receipt, then Message-ID
    doubts: tuple[Reading, ...] = ()  # may belong here; only the owner can say
    facts: tuple[Word, ...] = ()  # what the owner has said about the case itself


@dataclass(frozen=True, slots=True, eq=False)
class _Cluster:
    """Mails that certainly belong together, or one that may be forged."""

    first: Place
    clues: Clues
    counts: bool  # not noise alone
    forged: bool = False


def bind(
    readings: Iterable[Reading], entries: Iterable[Entry] = (), words: Iterable[Word] = ()
) -> tuple[Group, ...]:
    """One group for each opportunity, in order of their first mail."""
    binder = Binder()
    binder.add(readings, entries, words)
    return binder.groups()


class Binder:
    """The groups of all mail so far. A mail that comes last costs as much as the mails that came
    since its thread began, not as much as all."""

    def __init__(self) -> None:
        self._readings: dict[str, Reading] = {}
        self._ours: dict[str, str] = {}  # Message-IDs of what we wrote → case
        self._words: tuple[Word, ...] = ()
        self._told: dict[str, Group] = {}
        self._clear()

    def _clear(self) -> None:
        self._corrections = Corrections(self._words)
        self._owner: frozenset[str] = frozenset()
        self._last: Place | None = None
        self._union = Union()
        self._clusters: list[_Cluster] = []  # in order of their first mail
        self._by_root: dict[str, _Cluster] = {}
        self._gathering = Gathering()
        self._taken: list[Change] = []  # of the clusters, from the first on
        self._stirred: set[int] = set()  # numbers of what was found

    def add(
        self,
        readings: Iterable[Reading],
        entries: Iterable[Entry] = (),
        words: Iterable[Word] = (),
    ) -> None:
        """Take in what is new; what is known already changes nothing."""
        new = self._new(readings)
        said = tuple(words)
        ours = self._know(entries)
        if said or self._is_late(new) or self._finds_owner(new):
            self._words += said
            new = self._start_anew()
            ours = tuple(self._ours)
        for message_id in ours:
            self._tie(message_id, self._ours[message_id])
        for reading in new:
            self._enter(reading)
        self._gather()

    def groups(self) -> tuple[Group, ...]:
        """All, in order of their first mail."""
        found = (self._group(one) for one in self._gathering.found)
        return tuple(group for group in found if group)

    def stirred(self) -> tuple[Group, ...]:
        """Those that are not as when this was last asked."""
        numbers = sorted(n for n in self._stirred if n < len(self._gathering.found))
        self._stirred.clear()
        groups = (self._group(self._gathering.found[number]) for number in numbers)
        changed = tuple(g for g in groups if g and self._told.get(g.id) != g)
        for group in changed:
            for alias in group.aliases:  # what was told under them is no case of its own any more
                self._told.pop(alias, None)
        self._told |= {group.id: group for group in changed}
        return changed

    def _new(self, readings: Iterable[Reading]) -> list[Reading]:
        """In order; of a mail delivered twice the earlier copy (D8)."""
        found: dict[str, Reading] = {}
        for reading in sorted(readings, key=in_order):
            if reading.envelope.key not in self._readings:
                found.setdefault(reading.envelope.key, reading)
        self._readings |= found
        return [self._corrections.applied(reading) for reading in found.values()]

    def _know(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        ours = {
            message_id: entry.key.case
            for entry in entries
            for message_id in (entry.message_id, entry.sent_as)
            if message_id and message_id not in self._ours
        }
        self._ours |= ours
        return tuple(ours)

    def _is_late(self, new: list[Reading]) -> bool:
        """True if mail came before some that is known: who was tied first may then be another."""
        last = self._last
        return last is not None and any(in_order(r) < last for r in new if not _is_lone_noise(r))

    def _finds_owner(self, new: list[Reading]) -> bool:
        """Takes note of the owner's addresses; True if earlier mail shows one as another's."""
        more = owner_addresses(new) - self._owner
        self._owner |= more
        domains = {registrable(address.rpartition("@")[2]) for address in more}
        return bool(more) and any(
            more & cluster.clues.addresses or domains & cluster.clues.domains
            for cluster in self._clusters
        )

    def _start_anew(self) -> list[Reading]:
        self._clear()
        every = (*self._readings.values(), *self._corrections.readings)
        ordered = sorted(map(self._corrections.applied, every), key=in_order)
        self._owner = owner_addresses(ordered)
        return ordered

    # What is certain.

    def _enter(self, reading: Reading) -> None:
        key = reading.envelope.key
        alone = self._corrections.is_split(reading)
        case = self._corrections.case_of(key)
        forged = is_forged_stop(reading) and not case
        found = clues(reading, self._owner, alone=alone)
        counts = reading.kind not in NOISE or Sign.TOLD in reading.signs
        cluster = _Cluster(in_order(reading), found, counts, forged)
        if not _is_lone_noise(reading):
            self._last = cluster.first
        self._insert(cluster)
        if forged:
            return
        self._found_in(self._union.root(key), cluster)
        if counts:
            self._union.bear(key, reading.requisition)
        self._tie(case_id(reading), key)
        if case:
            self._tie(case, key, by_owner=True)
        for handle in self._handles(reading):
            self._tie(handle, key)

    def _handles(self, reading: Reading) -> Iterable[str]:
        """What this mail shares with those it certainly belongs to."""
        yield from self._corrections.threads(reading, thread_ids(reading))
        if reading.kind in NOISE or self._corrections.is_split(reading):
            return
        for event in reading.events:
            yield f"uid {event.uid}"
        if reading.requisition and reading.company:
            yield f"requisition {reading.requisition.casefold()} {reading.company.casefold()}"

    def _tie(self, one: str, other: str, *, by_owner: bool = False) -> None:
        roots = self._union.tie(one, other, by_owner=by_owner)
        goes = self._by_root.pop(roots[1], None) if roots else None
        if roots and goes:
            self._found_in(roots[0], goes)

    def _found_in(self, root: str, cluster: _Cluster) -> None:
        """It belongs to the set of `root`, where others may be that came first."""
        known = self._by_root.get(root)
        self._by_root[root] = self._made_one(known, cluster) if known else cluster

    def _made_one(self, one: _Cluster, other: _Cluster) -> _Cluster:
        self._remove(one)
        self._remove(other)
        together = one.clues.joined(other.clues)
        made = _Cluster(min(one.first, other.first), together, one.counts or other.counts)
        self._insert(made)
        return made

    def _insert(self, cluster: _Cluster) -> None:
        if cluster.counts:
            place = self._place(cluster.first)
            self._rewind(place)
            self._clusters.insert(place, cluster)

    def _remove(self, cluster: _Cluster) -> None:
        if cluster.counts:
            place = self._place(cluster.first)
            self._rewind(place)
            del self._clusters[place]

    def _place(self, first: Place) -> int:
        return bisect_left(self._clusters, first, key=lambda cluster: cluster.first)

    # What is likely.

    def _rewind(self, place: int) -> None:
        """Undo what was gathered from the cluster at `place` on."""
        while len(self._taken) > place:
            change = self._taken.pop()
            self._stir(change)
            self._gathering.undo(change)

    def _gather(self) -> None:
        for case, other in self._corrections.merged:
            self._tie(case, other, by_owner=True)
        for cluster in self._clusters[len(self._taken) :]:
            self._taken.append(self._take(cluster))
            self._stir(self._taken[-1])

    def _take(self, cluster: _Cluster) -> Change:
        if cluster.forged:
            return self._gathering.doubt(cluster.clues)
        return self._gathering.take(cluster.clues)

    def _stir(self, change: Change) -> None:
        self._stirred |= {found.number for found, _, _ in change.before}
        self._stirred |= {change.began.number} if change.began else set()

    def _group(self, found: Found) -> Group | None:
        if not found.clues.is_case or _is_unanswered_outreach(found.clues):
            return None
        first = next(filter(opens, found.clues.readings))
        ids = tuple(dict.fromkeys(map(case_id, (first, *found.clues.readings))))
        doubts = self._corrections.still_doubtful(found.doubts, ids)
        return Group(
            id=ids[0],
            aliases=ids,
            readings=found.clues.readings,
            doubts=tuple(sorted(doubts, key=in_order)),
            facts=self._corrections.facts(ids),
        )


def _is_lone_noise(reading: Reading) -> bool:
    envelope = reading.envelope
    return reading.kind in NOISE and not (envelope.in_reply_to or envelope.references)


def _is_under_way(reading: Reading) -> bool:
    """True for an agency's mail that no cold mail would be: a receipt, or word of a talk held."""
    held = reading.held is not None or Sign.TALK_HELD in reading.signs
    return reading.kind is Kind.ACKNOWLEDGEMENT or held


def _is_unanswered_outreach(found: Clues) -> bool:
    """An agency's cold mail opens a case only once the owner has answered it (K35)."""
    answered = any(reading.direction is Direction.OUTGOING for reading in found.readings)
    about_an_application = any(
        reading.events or not is_from_agency(reading) or _is_under_way(reading)
        for reading in found.readings
        if reading.kind not in NOISE or Sign.TOLD in reading.signs
    )
    return not answered and not about_an_application
