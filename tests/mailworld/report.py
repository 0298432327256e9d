"""Many worlds, and what they came to."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.mailworld.mutants import Mutant
from tests.mailworld.oracles import Broken, judge
from tests.mailworld.play import Change, as_it_is, play
from tests.mailworld.scheme import scheme

AT_MOST = 500  # worlds in which a mutant must be caught


@dataclass(frozen=True, slots=True)
class Verdict:
    """One world, small enough to be sent between processes."""

    seed: int
    broken: tuple[Broken, ...]
    seen: frozenset[str]
    taken: int
    passes: int


def judged(seed: int, change: Change = as_it_is) -> Verdict:
    run = play(scheme(seed), change)
    return Verdict(
        seed,
        tuple(judge(run)),
        frozenset(run.world.seen),
        sum(one.taken for one in run.submission.handed),
        run.passes,
    )


@dataclass(slots=True)
class Report:
    worlds: int = 0
    taken: int = 0
    passes: int = 0
    broken: list[Broken] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def add(self, verdict: Verdict) -> None:
        self.worlds += 1
        self.taken += verdict.taken
        self.passes += verdict.passes
        self.broken += verdict.broken
        self.seen.update(verdict.seen)

    def lines(self) -> Iterator[str]:
        yield f"{self.worlds} worlds, {self.passes} passes, {self.taken} letters taken"
        for what, count in sorted(self.seen.items()):
            yield f"  {count:7} {what}"
        rules = Counter(one.rule for one in self.broken)
        yield f"{len(self.broken)} rules broken"
        for rule, count in rules.most_common():
            yield f"  {count:7} {rule}"


def caught_after(mutant: Mutant, seeds: Iterable[int] = range(AT_MOST)) -> int | None:
    """In how many worlds the oracle that it names has seen the mutant; None: in none of them."""
    with mutant.on() as change:
        for number, seed in enumerate(seeds, start=1):
            if any(one.rule == mutant.rule for one in judged(seed, change).broken):
                return number
    return None
