"""`python -m tests.mailworld`: many worlds and a report, one as a story, or the mutants."""

import argparse
import logging
import sys
import time
from collections.abc import Iterator
from multiprocessing import Pool

from tests.mailworld.mutants import MUTANTS
from tests.mailworld.oracles import judge
from tests.mailworld.play import play
from tests.mailworld.report import Report, Verdict, caught_after, judged
from tests.mailworld.scheme import scheme

PROGRESS_S = 30.0
CHUNK = 20


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
    for verdict in _with_progress(verdicts(options.first, options.seeds, options.jobs), began):
        report.add(verdict)
    print("\n".join(report.lines()))
    print(f"{report.worlds / (time.monotonic() - began):.1f} worlds a second")
    for broken in report.broken[: options.show]:
        print(broken)
    return 1 if report.broken else 0


def verdicts(first: int, count: int, jobs: int) -> Iterator[Verdict]:
    """Of `count` worlds from seed `first` on, in order, by `jobs` processes."""
    seeds = range(first, first + count)
    if jobs <= 1:
        yield from map(judged, seeds)
        return
    with Pool(jobs) as pool:
        yield from pool.imap(judged, seeds, chunksize=CHUNK)


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
    parser = argparse.ArgumentParser(prog="python -m tests.mailworld", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many worlds")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--show", type=int, default=40, help="how many broken rules to print")
    parser.add_argument("--seed", type=int, help="tell this one world as a story")
    parser.add_argument("--mutants", action="store_true", help="see when each mutant is caught")
    return parser.parse_args(arguments)


def _with_progress(found: Iterator[Verdict], began: float) -> Iterator[Verdict]:
    told, broken = began, 0
    for number, verdict in enumerate(found, start=1):
        broken += len(verdict.broken)
        yield verdict
        now = time.monotonic()
        if now - told > PROGRESS_S:
            told = now
            words = f"{number} worlds, {broken} rules broken, {number / (now - began):.1f} a second"
            print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
