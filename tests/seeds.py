"""Invented worlds by the thousand, each from its seed: judged in several processes, with a sign of
life on standard error.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import Pool
from typing import TypeVar

V = TypeVar("V")
PROGRESS_S = 30.0
CHUNK = 10


def parser(program: str, description: str | None, what: str) -> argparse.ArgumentParser:
    """The options that every run over seeds has; `what` is one of its worlds."""
    found = argparse.ArgumentParser(prog=program, description=description)
    found.add_argument("--seeds", type=int, default=1000, help="how many seeds")
    found.add_argument("--from", dest="first", type=int, default=0, help="the first seed")
    found.add_argument("--jobs", type=int, default=2, help="processes")
    found.add_argument("--show", type=int, default=40, help="how many findings to print")
    found.add_argument("--seed", type=int, help=f"tell this one {what} as a story")
    return found


def in_order(judged: Callable[[int], V], first: int, count: int, jobs: int) -> Iterator[V]:
    """What is said of `count` seeds from `first` on, in order, by `jobs` processes."""
    seeds = range(first, first + count)
    if jobs <= 1:
        yield from map(judged, seeds)
        return
    with Pool(jobs) as pool:
        yield from pool.imap(judged, seeds, chunksize=CHUNK)


def with_progress(found: Iterator[V], wrong: Callable[[V], int]) -> Iterator[V]:
    """The same; now and then it is said how many there were, and how much was `wrong`."""
    began = told = time.monotonic()
    harm = 0
    for number, verdict in enumerate(found, start=1):
        harm += wrong(verdict)
        yield verdict
        now = time.monotonic()
        if now - told > PROGRESS_S:
            told = now
            words = f"{number} done, {harm} findings of harm, {number / (now - began):.1f} a second"
            print(words, file=sys.stderr, flush=True)
