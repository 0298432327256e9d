"""Many saved messages at once, by as many parser's processes as the machine has processors."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue

from agent.mail.sandbox import ParserProcess
from agent.ports import DeadLetter
from agent.reading.facts import Reading
from agent.reading.owner import Owner

MOST = 8
WORTH_A_PROCESS = 100  # messages; starting one costs about a second


def read_all(owner: Owner, raws: Sequence[bytes]) -> Iterator[Reading | DeadLetter]:
    """What each message says, in their order."""
    wished = min(os.cpu_count() or 1, MOST, len(raws) // WORTH_A_PROCESS)
    with ExitStack() as stack:
        idle: SimpleQueue[ParserProcess] = SimpleQueue()
        for _ in range(max(1, wished)):
            idle.put(stack.enter_context(ParserProcess(owner)))
        threads = ThreadPoolExecutor(idle.qsize())
        stack.callback(threads.shutdown, cancel_futures=True)

        def read(raw: bytes) -> Reading | DeadLetter:
            parser = idle.get()
            try:
                return parser.read(raw)
            finally:
                idle.put(parser)

        yield from threads.map(read, raws)
