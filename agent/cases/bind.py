"""Which messages belong to one opportunity: a function of all that was read, in any order.

First what is certain: threads, calendar UIDs, requisitions, answers to what we wrote. Then, oldest
first, what is likely: the same people, domain, employer and role. Where two cases fit equally,
neither gets the mail: it becomes a doubt of both.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

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
from agent.cases.gathering import Gathering
from agent.reading.facts import NOISE, Direction, Kind, Reading


@dataclass(frozen=True, slots=True)
class Group:
    """The messages of one case."""

    id: str
    aliases: tuple[
        str, ...
    ]  # the ids it would have had if an earlier mail had come first; `id` too
    readings: tuple[Reading, ...]  # by receipt, then Message-ID
    doubts: tuple[Reading, ...] = ()  # may belong here; only the owner can say


def bind(readings: Iterable[Reading], entries: Iterable[Entry] = ()) -> tuple[Group, ...]:
    """One group for each opportunity, in order of their first mail."""
    latest_first = sorted(readings, key=in_order, reverse=True)
    once = {reading.envelope.key: reading for reading in latest_first}  # delivered twice (D8)
    ordered = sorted(once.values(), key=in_order)
    trusted = [reading for reading in ordered if not is_forged_stop(reading)]
    owner = owner_addresses(ordered)
    gathering = Gathering()
    for cluster in _certain(trusted, tuple(entries), owner):
        gathering.take(cluster)
    for reading in ordered:
        if is_forged_stop(reading):
            gathering.doubt(clues(reading, owner))
    return tuple(
        _group(found.clues, found.doubts)
        for found in gathering.found
        if found.clues.is_case and not _is_unanswered_outreach(found.clues)
    )


def _group(found: Clues, doubts: Iterable[Reading]) -> Group:
    first = next(filter(opens, found.readings))
    ids = tuple(dict.fromkeys(case_id(reading) for reading in (first, *found.readings)))
    return Group(ids[0], ids, found.readings, tuple(sorted(doubts, key=in_order)))


def _is_unanswered_outreach(found: Clues) -> bool:
    """An agency's cold mail opens a case only once the owner has answered it (K35)."""
    answered = any(reading.direction is Direction.OUTGOING for reading in found.readings)
    about_an_application = any(
        reading.events or not is_from_agency(reading) or reading.kind is Kind.ACKNOWLEDGEMENT
        for reading in found.readings
        if reading.kind not in NOISE
    )
    return not answered and not about_an_application


def _certain(
    readings: list[Reading], entries: tuple[Entry, ...], owner: frozenset[str]
) -> list[Clues]:
    """Mails that certainly belong together, in order of the first of each; noise alone left out."""
    handles = defaultdict(list)
    for reading in readings:
        for handle in _handles(reading):
            handles[handle].append(reading.envelope.key)
    for entry in entries:
        for message_id in filter(None, (entry.message_id, entry.sent_as)):
            handles[message_id].append(entry.key.case)
    union = _Union({reading.envelope.key: reading.requisition for reading in readings})
    for reading in readings:
        union.tie(case_id(reading), reading.envelope.key)
    for tied in handles.values():
        for other in tied[1:]:
            union.tie(tied[0], other)
    clusters: dict[str, Clues] = {}
    for reading in readings:
        root = union.root(reading.envelope.key)
        found = clues(reading, owner)
        clusters[root] = clusters[root].joined(found) if root in clusters else found
    return [c for c in clusters.values() if any(r.kind not in NOISE for r in c.readings)]


def _handles(reading: Reading) -> Iterable[str]:
    """What this mail shares with those it certainly belongs to."""
    yield from thread_ids(reading)
    if reading.kind in NOISE:
        return
    for event in reading.events:
        yield f"uid {event.uid}"
    if reading.requisition and reading.company:
        yield f"requisition {reading.requisition.casefold()} {reading.company.casefold()}"


class _Union:
    """Disjoint sets of keys; two that name different requisitions are never made one (F-41)."""

    def __init__(self, requisitions: dict[str, str | None]) -> None:
        self._parent: dict[str, str] = {}
        self._requisition = {key: value for key, value in requisitions.items() if value}

    def root(self, key: str) -> str:
        parent = self._parent.setdefault(key, key)
        while parent != self._parent[parent]:
            self._parent[key] = parent = self._parent[parent]
        return parent

    def tie(self, one: str, other: str) -> None:
        first, second = self.root(one), self.root(other)
        mine, theirs = self._requisition.get(first), self._requisition.get(second)
        if first == second or (mine and theirs and mine != theirs):
            return
        self._parent[second] = first
        if theirs and not mine:
            self._requisition[first] = theirs
