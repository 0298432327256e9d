"""A bomb costs its own budget, and the next message is read."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.mail.sandbox import ParserProcess
from agent.ports import Arrival, DeadLetter, Folder, Role
from agent.reading.facts import Reading
from agent.reading.owner import Owner

OWNER = Owner(("jo@home.example",), ZoneInfo("Europe/Berlin"), "Jo Example", "DE")
HOSTILE = (sys.executable, "-P", str(Path(__file__).parent / "hostile_worker.py"))
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def a_mail(words: str = "See you on Tuesday.") -> bytes:
    return (
        "From: Mira Voss <mira.voss@lindholm.example>\r\n"
        "To: jo@home.example\r\n"
        "Subject: Your interview\r\n"
        "Message-ID: <1@lindholm.example>\r\n"
        f"\r\n{words}"
    ).encode()


@pytest.fixture(scope="module")
def parser() -> Iterator[ParserProcess]:
    with ParserProcess(OWNER) as process:
        yield process


@pytest.fixture(scope="module")
def hostile() -> Iterator[ParserProcess]:
    with ParserProcess(OWNER, cpu_s=0.5, command=HOSTILE) as process:
        yield process


def test_a_message_is_read(parser: ParserProcess) -> None:
    reading = parser.read(a_mail())

    assert isinstance(reading, Reading)
    assert reading.envelope.message_id == "<1@lindholm.example>"
    assert reading.new_text == "See you on Tuesday."


def test_the_servers_own_time_stands_in_where_the_mail_tells_none(parser: ParserProcess) -> None:
    reading = parser(Arrival(Folder("INBOX", Role.INBOX), 7, MONDAY, a_mail()))

    assert isinstance(reading, Reading)
    assert reading.envelope.received_at == MONDAY


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param("loop", "took more than 0.5 s of computing time, 2 times", id="loops"),
        pytest.param("allocate", "needed more than 256 MB, 2 times", id="allocates"),
        pytest.param("crash", "ended the parser with SIGABRT, 2 times", id="crashes"),
        pytest.param("raise", "ValueError at hostile_worker.py", id="raises"),
        pytest.param("connect", "PermissionError", id="connects"),
        pytest.param("write", "PermissionError", id="writes a file"),
    ],
)
def test_a_bomb_becomes_a_dead_letter_and_the_next_message_is_read(
    hostile: ParserProcess, words: str, reason: str
) -> None:
    dead = hostile(Arrival(Folder("INBOX", Role.INBOX), 7, MONDAY, a_mail(words)))
    after = hostile.read(a_mail())

    assert isinstance(dead, DeadLetter)
    assert reason in dead.reason
    assert (dead.folder, dead.uid, dead.received_at) == ("INBOX", 7, MONDAY)
    assert "words of the mail" not in dead.reason
    assert isinstance(after, Reading)


def test_a_process_that_hangs_is_not_waited_for() -> None:
    with ParserProcess(OWNER, wall_s=0.5, command=HOSTILE) as impatient:
        dead = impatient.read(a_mail("sleep"))

    assert isinstance(dead, DeadLetter)
    assert dead.reason == "it took too long, 2 times"


def test_an_answer_that_is_no_reading_is_not_believed(hostile: ParserProcess) -> None:
    assert isinstance(hostile.read(a_mail("garble")), DeadLetter)


def test_what_a_library_prints_is_no_answer(hostile: ParserProcess) -> None:
    assert isinstance(hostile.read(a_mail("print")), Reading)


def test_the_process_sees_nothing_of_our_environment(
    hostile: ParserProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    hostile.close()  # the next one starts now

    seen = hostile.read(a_mail("environment"))

    assert isinstance(seen, Reading)
    assert "MAIL_PASSWORD" not in seen.new_text


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(
            b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n)
                     for n in range(1_000)),
            id="a thousand parts deep",
        ),
        pytest.param(b"Subject: " + b"x" * 5_000_000 + b"\r\n\r\n", id="huge header"),
        pytest.param(b"From: " + b"(" * 100_000 + b"\r\n\r\n", id="nested comments"),
        pytest.param(b"Content-Type: text/html\r\n\r\n" + b"<a " * 100_000, id="open tags"),
        pytest.param(bytes(range(256)) * 4_000, id="any bytes"),
        pytest.param(b"", id="nothing"),
    ],
)  # fmt: skip
def test_a_bomb_of_mail_costs_seconds_at_most(parser: ParserProcess, bomb: bytes) -> None:
    began = time.monotonic()
    parser.read(bomb)
    after = parser.read(a_mail())

    assert isinstance(after, Reading)
    assert time.monotonic() - began < 60
