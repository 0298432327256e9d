"""`python -m tests.simulation`: many searches and a report, or one search as a story."""

import argparse
import sys
import time
from collections.abc import Iterator
from multiprocessing import Pool

from tests.simulation.judge import Verdict, judged
from tests.simulation.play import play
from tests.simulation.plot import search
from tests.simulation.report import Report
from tests.simulation.story import story

PROGRESS_S = 30.0
CHUNK = 10


def main(arguments: list[str] | None = None) -> int:
    """0: no harm found; 1: some search could have sent a wrong mail."""
    options = _options(arguments)
    if options.seed is not None:
        print("\n".join(story(play(search(options.seed)))))
        return 0
    report, began = Report(), time.monotonic()
    for verdict in _with_progress(verdicts(options.first, options.seeds, options.jobs), began):
        report.add(verdict)
    print("\n".join(report.lines()))
    print(f"{report.searches / (time.monotonic() - began):.1f} searches a second")
    for finding in report.unsafe[: options.show]:
        print(finding)
    return 1 if report.unsafe else 0


def verdicts(first: int, count: int, jobs: int) -> Iterator[Verdict]:
    """Of `count` searches from seed `first` on, in order, by `jobs` processes."""
    seeds = range(first, first + count)
    if jobs <= 1:
        yield from map(judged, seeds)
        return
    with Pool(jobs) as pool:
        yield from pool.imap(judged, seeds, chunksize=CHUNK)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many searches")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--show", type=int, default=40, help="how many findings of harm to print")
    parser.add_argument("--seed", type=int, help="tell this one search as a story")
    return parser.parse_args(arguments)


def _with_progress(found: Iterator[Verdict], began: float) -> Iterator[Verdict]:
    told, harm = began, 0
    for number, verdict in enumerate(found, start=1):
        harm += len(verdict.unsafe)
        yield verdict
        now = time.monotonic()
        if now - told > PROGRESS_S:
            told = now
            pace = number / (now - began)
            words = f"{number} searches, {harm} findings of harm, {pace:.1f} a second"
            print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
