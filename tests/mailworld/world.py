"""The clock, and what happens by it. Time passes with each call to a server, and so anything may
happen between any two of them.
"""

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from agent.errors import Temporary
from tests.mailworld.scheme import CALM_AFTER, Crash, Fate, Moment, Scheme

Happens = Callable[[], None]


class PowerFailure(BaseException):
    """The process ends here, whatever it was doing."""


class DiskFull(Exception):
    """A statement cannot be carried out."""


class World:
    """One clock, one source of chance, one heap of things to come."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.now = (scheme.talk - timedelta(days=2)).astimezone(UTC)
        self.chance = Random(scheme.seed + 1)
        self.seen: Counter[str] = Counter()  # what has happened at least once
        self.calm_at = scheme.talk + CALM_AFTER
        self.story: list[tuple[datetime, str]] = []
        self._order = count()
        self._coming: list[tuple[datetime, int, Happens]] = []
        self._by_calls: list[tuple[int, Happens]] = []
        self._crashes = list(scheme.crashes)
        self._fuses: list[tuple[int, Crash]] = []
        self._armed: set[str] = set()
        self.running = False  # the agent's process: only then may the power fail

    @property
    def calm(self) -> bool:
        """Nothing fails any more."""
        return self.now >= self.calm_at

    def tell(self, words: str) -> None:
        self.seen[words.partition(":")[0]] += 1
        self.story.append((self.now, words))

    def next_at(self) -> datetime | None:
        return self._coming[0][0] if self._coming else None

    def at(self, when: datetime, happens: Happens) -> None:
        heapq.heappush(self._coming, (when.astimezone(UTC), next(self._order), happens))

    def later(self, after: timedelta, happens: Happens) -> None:
        self.at(self.now + after, happens)

    def near(self, moment: Moment, happens: Happens) -> None:
        """Counted from now on."""
        if moment.calls is None:
            self.later(moment.after, happens)
        else:
            self._by_calls.append((moment.calls, happens))

    def advance(self, to: datetime) -> None:
        """Let everything happen that is due by then; the clock never goes back."""
        to = to.astimezone(UTC)
        while self._coming and self._coming[0][0] <= to:
            at, _, happens = heapq.heappop(self._coming)
            self.now = max(self.now, at)
            happens()
        self.now = max(self.now, to)

    def jump(self, by: timedelta) -> None:
        self.advance(self.now + by)

    def arm(self, event: str) -> None:
        """From the first such event on the power may fail."""
        if event not in self._armed:
            self._armed.add(event)
            self._fuses += [(c.points, c) for c in self._crashes if c.armed_by == event]

    def point(self, what: str, does: Happens | None = None) -> None:
        """A statement (which `does` something) or a call, at which the machine may fail."""
        fate = self._burn(what, full=does is not None) if self.running and not self.calm else None
        if fate is Fate.FULL:
            raise DiskFull
        if fate is Fate.OFF_BEFORE:
            raise PowerFailure(what)
        if does:
            does()
        if fate is Fate.OFF_AFTER:
            raise PowerFailure(what)

    def _burn(self, what: str, *, full: bool) -> Fate | None:
        self._fuses = [(left - 1, crash) for left, crash in self._fuses]
        due = [c for left, c in self._fuses if left < 0 and (full or c.fate is not Fate.FULL)]
        if not due:
            return None
        self._fuses = [(left, crash) for left, crash in self._fuses if crash is not due[0]]
        self.tell(f"{due[0].fate} {'a statement' if full else what}")
        return due[0].fate

    def call(self, what: str) -> None:
        """A call to a server: it takes its time, the power may fail, and it may fail itself."""
        self.jump(timedelta(seconds=self.chance.expovariate(1 / self.scheme.latency_s)))
        due = [happens for left, happens in self._by_calls if left <= 0]
        self._by_calls = [(left - 1, happens) for left, happens in self._by_calls if left > 0]
        for happens in due:
            happens()
        self.point(what)

    def may_fail(self, what: str, share: float) -> None:
        if not self.calm and self.chance.random() < share:
            self.tell(f"{what} fails")
            raise Temporary(f"{what}: the connection was lost")
