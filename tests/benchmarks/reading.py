"""What reading a mail costs: `python -m tests.benchmarks.reading [FOLDER...]`.

Median and 99th percentile of parse, of read, and of both, over the mails of labelled sets (those
of the project where no folder is named); the peak of memory; how the time grows with hostile
input; and, where they are installed (`pip install '.[bench]'`), what two libraries need for the
dates alone of the same texts. Nothing is asserted: it prints figures. Processor time, the best of
three runs, so that other work on the machine does not count.
"""

import argparse
import importlib
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from agent.reading.message import Message
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read
from tests.accuracy.labelled import cases, sets_in

OWN = Path(__file__).parents[1] / "corpus"
LARGEST = 100_000  # bytes of a mail that counts
RUNS = 3
SIZES = (1_000, 10_000, 100_000, 1_000_000)
HOSTILE = {
    "digits": "11:11 ",
    "weekdays": "Tuesday the ",
    "quotes": "> ",
    "openers": "On Mon wrote ",
    "brackets": "((((",
    "labels": "From: a\n",
    "names": "Anna von der ",
    "cues": "we regret to inform you that ",
    "accents": "é’ß ",
    "html": "<table><tr><td>",
}
HEAD = (
    b"From: Kim <kim@x.example>\nTo: me@y.example\nSubject: Interview\n"
    b"Date: Mon, 2 Nov 2026 10:00:00 +0000\nContent-Type: text/%s; charset=utf-8\n\n"
)

Mail = tuple[bytes, Owner]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="*", type=Path)
    wanted = parser.parse_args()
    mails = [mail for mail in _mails(wanted.folder) if len(mail[0]) <= LARGEST]
    for raw, owner in mails[::5]:
        read(parse(raw), owner)  # tables are loaded once
    print(f"{len(mails)} mails, {sum(len(raw) for raw, _ in mails) // len(mails):,} bytes each")
    messages = [parse(raw) for raw, _ in mails]
    _line("parse", [_cost(lambda raw=raw: parse(raw)) for raw, _ in mails])
    whole = [(message, owner) for message, (_, owner) in zip(messages, mails, strict=True)]
    _line("read", [_cost(lambda one=one: read(*one)) for one in whole])
    _line("both", [_cost(lambda one=one: read(parse(one[0]), one[1])) for one in mails])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    _growth()
    _others([message.text for message in messages][::10])


def _mails(folders: list[Path]) -> Iterator[Mail]:
    for folder in folders:
        for one in sets_in(folder):
            yield from ((case.path.read_bytes(), case.owner) for case in cases(one))
    if not folders:
        for path in sorted(OWN.glob("*/message.eml")):
            yield path.read_bytes(), Owner(("me@y.example",), ZoneInfo("UTC"))


def _cost(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    best = float("inf")
    for _ in range(RUNS):
        started = time.process_time_ns()
        work()
        best = min(best, (time.process_time_ns() - started) / 1e6)
    return best


def _line(name: str, costs: list[float]) -> None:
    ordered = sorted(costs)
    median, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    print(f"{name:28} median {median:7.2f} ms   p99 {high:7.2f} ms   max {ordered[-1]:7.2f} ms")


def _growth() -> None:
    """The same hostile words, from 1 kB to 1 MB: ten times the size should cost ten times."""
    print("\nhostile input, ms for " + ", ".join(f"{size // 1000:,} kB" for size in SIZES))
    owner = Owner(("me@y.example",), ZoneInfo("UTC"))
    for name, words in HOSTILE.items():
        head = HEAD % (b"html" if name == "html" else b"plain")
        mails = [head + (words * (size // len(words) + 1))[:size].encode() for size in SIZES]
        costs = [_cost(lambda raw=raw: read(parse(raw), owner)) for raw in mails]
        print(f"  {name:12}" + "".join(f"{cost:10.1f}" for cost in costs))


def _others(texts: list[str]) -> None:
    """The dates alone, by libraries that look for nothing else."""
    print(f"\nthe dates of {len(texts)} of these texts")
    _line("our own: everything", [_cost(lambda text=text: _ours(text)) for text in texts])
    for name, work in (("dateparser.search", _dateparser), ("recognizers-text", _recognizers)):
        try:
            search = work()
        except ImportError:
            print(f"{name:28} not installed: pip install '.[bench]'")
            continue
        search("Tuesday at 10")
        _line(name, [_cost(lambda text=text, search=search: search(text)) for text in texts])


def _ours(text: str) -> Message:
    raw = HEAD % b"plain" + text.encode()
    message = parse(raw)
    read(message, Owner(("me@y.example",), ZoneInfo("UTC")))
    return message


def _dateparser() -> Callable[[str], object]:
    search = importlib.import_module("dateparser.search").search_dates
    base = {"RELATIVE_BASE": datetime(2026, 11, 2, 10, tzinfo=UTC).replace(tzinfo=None)}
    return lambda text: search(text, settings=base)


def _recognizers() -> Callable[[str], object]:
    recognize = importlib.import_module("recognizers_date_time").recognize_datetime
    culture = importlib.import_module("recognizers_text").Culture
    return lambda text: recognize(text, culture.English)


if __name__ == "__main__":
    main()
