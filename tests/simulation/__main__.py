"""`python -m tests.simulation`: many searches and a report, or one search as a story."""

import argparse
import sys
import time
from collections.abc import Iterator

from tests.seeds import in_order, parser, with_progress
from tests.simulation.judge import Verdict, judged
from tests.simulation.play import play
from tests.simulation.plot import search
from tests.simulation.report import Report
from tests.simulation.story import story


def main(arguments: list[str] | None = None) -> int:
    """0: no harm found; 1: some search could have sent a wrong mail."""
    options = _options(arguments)
    if options.seed is not None:
        print("\n".join(story(play(search(options.seed)))))
        return 0
    report, began = Report(), time.monotonic()
    found = verdicts(options.first, options.seeds, options.jobs)
    for verdict in with_progress(found, lambda one: len(one.unsafe)):
        report.add(verdict)
    print("\n".join(report.lines()))
    print(f"{report.searches / (time.monotonic() - began):.1f} searches a second")
    for finding in report.unsafe[: options.show]:
        print(finding)
    return 1 if report.unsafe else 0


def verdicts(first: int, count: int, jobs: int) -> Iterator[Verdict]:
    """Of `count` searches from seed `first` on, in order, by `jobs` processes."""
    return in_order(judged, first, count, jobs)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    return parser("python -m tests.simulation", __doc__, "search").parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
