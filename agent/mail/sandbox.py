"""Reads mail in a process that may be lost: a bomb costs its own budget, never the daemon (T3, L6).

One process serves many messages. It is killed and replaced when a message overruns; what overruns
in two processes is set aside as a dead letter (G2). Answers are JSON, checked, never objects: a
process that has parsed hostile mail is not trusted either.
"""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pydantic import ValidationError

import agent
from agent.mail.worker import ANSWER, OUT_OF_MEMORY, READING, REQUEST, TERMS, Request, Terms
from agent.ports import Arrival, DeadLetter
from agent.reading.facts import Reading
from agent.reading.owner import Owner

COMMAND = (sys.executable, "-P", "-m", "agent.mail.worker")
ENVIRONMENT = {"PYTHONPATH": str(Path(agent.__file__).parents[1]), "LANG": "C.UTF-8"}
START_S = 60.0  # imports, on a busy machine
LONGEST_LINE = 4_096
LARGEST_ANSWER = 16 << 20
LONGEST_REASON = 200  # characters
NOTHING_CAME = "the server gave nothing of it"
ATTEMPTS = 2
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


class Lost(Exception):
    """The process is gone, or of no use any more; the text says why."""


class Refused(Exception):
    """The process lives, but this message has no reading; the text says why."""


class ParserProcess:
    """`ports.Read`: calling it reads one message. Limits are for one message each.

    `wall_s` is larger than `cpu_s`: on a busy machine an honest mail may have to wait its turn.
    """

    def __init__(
        self,
        owner: Owner,
        *,
        cpu_s: float = 5.0,
        wall_s: float = 15.0,
        memory: int = 256 << 20,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._terms = Terms(owner, memory, cpu_s)
        self._wall_s = wall_s
        self._command = tuple(command)
        self._worker: Worker | None = None

    def __call__(self, arrival: Arrival) -> Reading | DeadLetter:
        """The dead letter's `uidvalidity` is 0: an Arrival does not tell it, the cursor does."""
        try:
            if not arrival.raw:
                raise Refused(NOTHING_CAME)
            return self._read(arrival.raw, arrival.received_at)
        except Refused as error:
            return DeadLetter(
                folder=arrival.folder.name,
                uid=arrival.uid,
                uidvalidity=0,
                received_at=arrival.received_at,
                reason=str(error),
            )

    def read(self, raw: bytes) -> Reading | DeadLetter:
        """One message out of a file: only it can tell when it was received."""
        try:
            return self._read(raw, None)
        except Refused as error:
            return DeadLetter("", uid=0, uidvalidity=0, received_at=UNKNOWN, reason=str(error))

    def _read(self, raw: bytes, received_at: datetime | None) -> Reading:
        lost = Lost()
        for _ in range(ATTEMPTS):
            self._worker = self._worker or Worker(self._command, self._terms)
            try:
                return self._worker.read(raw, received_at, time.monotonic() + self._wall_s)
            except Lost as error:
                lost = error
                self.close()
        raise Refused(f"it {lost}, {ATTEMPTS} times") from lost

    def close(self) -> None:
        if self._worker:
            self._worker.end()
            self._worker = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Worker:
    """One process, ready to read. It sees nothing of our environment and of our open files."""

    def __init__(self, command: Sequence[str], terms: Terms) -> None:
        self._terms = terms
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,  # a Ctrl-C in the terminal is for us alone
        )
        self._requests = _unblocked(self._process.stdin)
        self._answers = _unblocked(self._process.stdout)
        self._received = bytearray()
        deadline = time.monotonic() + START_S
        try:
            self._send(TERMS.dump_json(terms) + b"\n", deadline)
            self._line(deadline)
        except Lost as error:
            self.end()
            raise RuntimeError(f"the parser's process did not start: it {error}") from error

    def read(self, raw: bytes, received_at: datetime | None, deadline: float) -> Reading:
        """`Lost` when the process overran or broke off, `Refused` when it could not read this."""
        request = REQUEST.dump_json(Request(len(raw), received_at))
        self._send(request + b"\n" + raw, deadline)
        try:
            answer = ANSWER.validate_json(self._line(deadline))
            if answer.failure:
                raise Refused(_one_line(answer.failure))
            if not 0 < answer.size <= LARGEST_ANSWER:
                raise Lost("gave an answer without measure")
            content = self._bytes(answer.size, deadline)
            if self._received:
                raise Lost("gave more than one answer")
            return READING.validate_json(content)
        except ValidationError as error:
            raise Lost(f"gave an answer that is no reading ({error.error_count()})") from error

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _send(self, content: bytes, deadline: float) -> None:
        rest = memoryview(content)
        while rest:
            self._wait(self._requests, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._requests, rest) :]
            except BrokenPipeError as error:
                raise Lost(self._cause()) from error

    def _line(self, deadline: float) -> bytes:
        while (end := self._received.find(b"\n")) < 0:
            if len(self._received) > LONGEST_LINE:
                raise Lost("gave an answer without measure")
            self._receive(deadline)
        return self._bytes(end + 1, deadline)

    def _bytes(self, count: int, deadline: float) -> bytes:
        while len(self._received) < count:
            self._receive(deadline)
        taken = bytes(self._received[:count])
        del self._received[:count]
        return taken

    def _receive(self, deadline: float) -> None:
        self._wait(self._answers, select.POLLIN, deadline)
        some = os.read(self._answers, 1 << 16)
        if not some:
            raise Lost(self._cause())
        self._received += some

    def _wait(self, handle: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(handle, event)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise Lost("took too long")

    def _cause(self) -> str:
        """Why the process ended, from how it ended."""
        code = self._process.wait()
        if code == -signal.SIGPROF:
            return f"took more than {self._terms.cpu_s:g} s of computing time"
        if code == OUT_OF_MEMORY:
            return f"needed more than {self._terms.memory >> 20} MB"
        return f"ended the parser with {signal.Signals(-code).name if code < 0 else code}"


def _one_line(reason: str) -> str:
    """As it may stand in a log and a terminal: who gives it may be in the mail's hand (H6)."""
    return "".join(c if c.isprintable() else " " for c in reason[:LONGEST_REASON])


def _unblocked(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise AssertionError("asked for with PIPE")
    os.set_blocking(pipe.fileno(), False)
    return pipe.fileno()
