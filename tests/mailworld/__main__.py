"""`python -m tests.mailworld`: many worlds and a report, one as a story, or the mutants."""

import argparse
import logging
import sys
import time
from collections.abc import Iterator

from tests.mailworld.mutants import MUTANTS
from tests.mailworld.oracles import judge
from tests.mailworld.play import play
from tests.mailworld.report import Report, Verdict, caught_after, judged
from tests.mailworld.scheme import scheme
from tests.seeds import in_order, parser, with_progress


def main(arguments: list[str] | None = None) -> int:
    """0: no rule was broken in any world, or each mutant was caught."""
    logging.disable(logging.CRITICAL)
    options = _options(arguments)
    if options.mutants:
        return _mutants()
    if options.seed is not None:
        print("\n".join(story(options.seed)))
        return 0
    report, began = Report(), time.monotonic()
    found = verdicts(options.first, options.seeds, options.jobs)
    for verdict in with_progress(found, lambda one: len(one.broken)):
        report.add(verdict)
    print("\n".join(report.lines()))
    print(f"{report.worlds / (time.monotonic() - began):.1f} worlds a second")
    for broken in report.broken[: options.show]:
        print(broken)
    return 1 if report.broken else 0


def verdicts(first: int, count: int, jobs: int) -> Iterator[Verdict]:
    """Of `count` worlds from seed `first` on, in order, by `jobs` processes."""
    return in_order(judged, first, count, jobs)


def story(seed: int) -> Iterator[str]:
    """What happened in one world, in order, and what came of it."""
    run = play(scheme(seed))
    yield str(run.scheme)
    yield from (f"{at:%m-%d %H:%M:%S} {words}" for at, words in run.world.story)
    for entry in run.machine.entries():
        yield f"{entry.key.step} to {entry.key.recipient}: {entry.status}, {entry.because}"
    yield from map(str, judge(run))


def _mutants() -> int:
    print("mutant | caught after n seeds | by oracle")
    missed = 0
    for mutant in MUTANTS:
        number = caught_after(mutant)
        missed += number is None
        print(f"{mutant.name} | {number or 'not caught'} | {mutant.rule}", flush=True)
    return missed


def _options(arguments: list[str] | None) -> argparse.Namespace:
    options = parser("python -m tests.mailworld", __doc__, "world")
    options.add_argument("--mutants", action="store_true", help="see when each mutant is caught")
    return options.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
