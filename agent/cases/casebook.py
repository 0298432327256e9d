"""All groups as they stand, kept up as mail comes: the same as binding everything anew."""

from collections.abc import Collection, Sequence
from datetime import datetime

from agent.cases.bind import Binder, Group
from agent.cases.case import Entry
from agent.cases.word import Word
from agent.reading.facts import Reading

Mark = tuple[int, int]  # of the last reading, and of the last word, that was taken in
NOTHING_YET: Mark = (0, 0)


class Casebook:
    """Which groups have to be looked at. A group is owed until it is `done`."""

    def __init__(self) -> None:
        self.upto = NOTHING_YET
        self._binder = Binder()
        self._groups: dict[str, Group] = {}  # by every id of theirs
        self._owed: dict[str, Group] = {}
        self._not_before: dict[str, datetime] = {}

    def take(
        self, readings: Sequence[Reading], words: Sequence[Word], upto: Mark = NOTHING_YET
    ) -> None:
        """Take in what is new; `upto` tells the store what has been taken in."""
        self.upto = upto
        self._binder.add(readings, (), words)
        for group in self._binder.stirred():
            self._groups |= dict.fromkeys(group.aliases, group)
            self._owed = {i: g for i, g in self._owed.items() if i not in group.aliases}
            self._owed[group.id] = group

    def row(self, entry: Entry) -> None:
        """A row of ours is there, or is not as it was: its case is to be looked at, and mail that
        bears its Message-IDs belongs there.
        """
        self._binder.add((), (entry,))
        group = self._groups.get(entry.key.case)
        if group:
            self._owed[group.id] = group

    def group(self, case: str) -> Group | None:
        """The group under this id, as it stands now."""
        return self._groups.get(case)

    def owed(self, now: datetime) -> tuple[Group, ...]:
        """Those that changed since they were last done with, but those put off."""
        return tuple(g for i, g in self._owed.items() if self._not_before.get(i, now) <= now)

    def done(self, ids: Collection[str]) -> None:
        """The case under these ids was looked at."""
        for known in ids:
            self._owed.pop(known, None)
            self._not_before.pop(known, None)

    def put_off(self, case: str, until: datetime) -> None:
        """The look failed by a bug of ours: not again before then."""
        self._not_before[case] = until
