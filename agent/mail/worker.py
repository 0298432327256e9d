"""The process in which mail is parsed: started and watched by `agent.mail.sandbox`.

It has no password, no database, no network, and no more memory and time than it needs. What it is
asked and what it answers goes over its standard input and output; nothing else is shared.

    request   one line of JSON (`Request`), then as many bytes of mail as it says
    answer    one line of JSON (`Answer`), then as many bytes of JSON as it says
"""

import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from agent.reading.facts import Reading
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read

OUT_OF_MEMORY = 77  # exit code
FORBIDDEN = frozenset(
    {
        *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"),
        *("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"),
        *("subprocess.Popen", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.system"),
        *("os.remove", "os.rename", "os.truncate", "os.mkdir", "os.rmdir", "os.link", "os.symlink"),
        *("os.chmod", "os.chown", "os.kill", "os.killpg", "signal.pthread_kill"),
    }
)

Reader = Callable[[bytes, datetime | None, Owner], Reading]


@dataclass(frozen=True, slots=True)
class Terms:
    """The first line of input: for whom to read, and with how much."""

    owner: Owner
    memory: int  # bytes beyond what the process has when it begins
    cpu_s: float  # computing time for one mail


@dataclass(frozen=True, slots=True)
class Request:
    size: int
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    size: int  # of the Reading that follows
    failure: str = ""  # why there is none


TERMS, REQUEST, ANSWER = TypeAdapter(Terms), TypeAdapter(Request), TypeAdapter(Answer)
READING = TypeAdapter(Reading)


def read_mail(raw: bytes, received_at: datetime | None, owner: Owner) -> Reading:
    return read(parse(raw, received_at=received_at), owner)


def serve(reader: Reader) -> None:
    """Answer requests until the input ends. A bomb ends the process, by the kernel's hand."""
    requests, answers = _private_channels()
    terms = TERMS.validate_json(requests.readline())
    _confine(terms.memory)
    _answer(answers, Answer(0))  # ready
    while line := requests.readline():
        request = REQUEST.validate_json(line)
        raw = requests.read(request.size)
        signal.setitimer(signal.ITIMER_PROF, terms.cpu_s)  # SIGPROF, not caught, ends us
        answer, content = _result(reader, raw, request.received_at, terms.owner)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _answer(answers, answer, content)


def _result(
    reader: Reader, raw: bytes, received_at: datetime | None, owner: Owner
) -> tuple[Answer, bytes]:
    try:
        content = READING.dump_json(reader(raw, received_at, owner))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # a fresh process is cleaner than what is left of this one
    except Exception as error:
        return Answer(0, _where(error)), b""
    return Answer(len(content)), content


def _where(error: Exception) -> str:
    """The kind of error and its place; not its text, which may quote the mail (T5)."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def _answer(answers: BinaryIO, answer: Answer, content: bytes = b"") -> None:
    answers.write(ANSWER.dump_json(answer) + b"\n" + content)
    answers.flush()


def _private_channels() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for us alone: what a library prints must not pass for an answer."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


def _confine(memory: int) -> None:
    """Give up what reading mail does not need (failures.md T3). Not to be taken back."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)
    os.dup2(1, 2)  # logs of libraries quote mail


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in FORBIDDEN:
        raise PermissionError(f"{event} while reading mail")


if __name__ == "__main__":
    serve(read_mail)
