"""A bomb costs its own budget, and the next message is read."""

import base64
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.mail.sandbox import ParserProcess
from agent.ports import Arrival, DeadLetter, Folder, Role
from agent.reading.facts import Reading
from agent.reading.owner import Owner

OWNER = Owner(("jo@home.example",), ZoneInfo("Europe/Berlin"), "Jo Example", "DE")
HOSTILE = (sys.executable, "-P", str(Path(__file__).parent / "hostile_worker.py"))
CPU_S, WALL_S = 5.0, 15.0  # for one of the two attempts
STARTS_WITHIN_S = 10.0
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
    with ParserProcess(OWNER, cpu_s=CPU_S, wall_s=WALL_S) as process:
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
        pytest.param("send", "PermissionError", id="sends a datagram"),
        pytest.param("resolve", "PermissionError", id="asks for a name"),
        pytest.param("spawn", "PermissionError", id="starts a process"),
        pytest.param("write", "PermissionError", id="writes a file"),
        pytest.param("remove", "PermissionError", id="removes a file"),
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


def test_a_reason_is_one_line_whoever_words_it(hostile: ParserProcess) -> None:
    dead = hostile.read(a_mail("shout"))

    assert isinstance(dead, DeadLetter)
    assert dead.reason.startswith("Two lines")
    assert dead.reason.isprintable()
    assert len(dead.reason) <= 200


def test_a_message_of_which_the_server_gave_nothing_is_set_aside(parser: ParserProcess) -> None:
    dead = parser(Arrival(Folder("INBOX", Role.INBOX), 7, MONDAY, b""))

    assert isinstance(dead, DeadLetter)
    assert dead.reason == "the server gave nothing of it"


def mail_of(content_type: str, body: bytes, encoding: str = "8bit") -> bytes:
    head = a_mail("").removesuffix(b"\r\n") + b"MIME-Version: 1.0\r\n"
    kind = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head + kind.encode() + body


def parts_of(part: bytes, count: int) -> bytes:
    return mail_of('multipart/mixed; boundary="b"', (b"--b\r\n" + part + b"\r\n") * count)


def calendar_of(*lines: bytes) -> bytes:
    begin = (b"BEGIN:VCALENDAR", b"VERSION:2.0", b"METHOD:REQUEST")
    content = b"\r\n".join((*begin, *lines, b"END:VCALENDAR", b""))
    return mail_of("text/calendar; method=REQUEST", content)


def an_event(*lines: bytes, start: bytes = b"20260305T140000Z") -> bytes:
    begin = (b"BEGIN:VEVENT", b"UID:1@lindholm.example", b"DTSTAMP:20260301T000000Z")
    return b"\r\n".join((*begin, b"DTSTART:" + start, *lines, b"END:VEVENT"))


NESTED_PARTS = b"".join(
    b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(5_000)
)
NESTED_MAIL = b"Content-Type: message/rfc822\r\n\r\n" * 5_000
TEXT_PART = b"Content-Type: text/plain\r\n\r\nword"
PACKED_PART = b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(b"word " * 12_000)
NESTED_CALENDAR = calendar_of(b"BEGIN:VCALENDAR\r\n" * 8_000 + b"BEGIN:VEVENT\r\n" * 4_000)
NEVER = b"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"
FOR_EVER = b"RRULE:FREQ=MINUTELY;UNTIL=99991231T235959Z"
LONGEST = b"DURATION:P" + b"9" * 100_000 + b"D"

BOMBS: dict[str, Callable[[], bytes]] = {  # made when they are used: together 200 MB
    # Depth.
    "five thousand parts deep": lambda: NESTED_PARTS,
    "five thousand mails within mails": lambda: NESTED_MAIL,
    "nested comments": lambda: b"From: " + b"(" * 100_000 + b"\r\n\r\n",
    # Many parts.
    "a hundred thousand empty parts": lambda: parts_of(b"", 100_000),
    "a hundred thousand texts": lambda: parts_of(TEXT_PART, 100_000),
    "two hundred texts of 60 kB in base64": lambda: parts_of(PACKED_PART, 200),
    # Huge header.
    "one field of 5 MB": lambda: b"Subject: " + b"x" * 5_000_000 + b"\r\n\r\n",
    "a million fields": lambda: b"X: y\r\n" * 1_000_000 + a_mail(),
    "a field of 300,000 lines": lambda: (
        b"References:" + b"\r\n <a@b.example>" * 300_000 + b"\r\n\r\n"
    ),
    "400,000 recipients": lambda: b"To: " + b"a@b.example, " * 400_000 + b"\r\n\r\n",
    "200,000 encoded words": lambda: b"Subject: " + b"=?utf-8?q?=41?= " * 200_000 + b"\r\n\r\n",
    "a million parameters": lambda: mail_of("text/plain" + ";a=b" * 1_000_000, b"word"),
    # Transfer encodings.
    "5 MB of soft line breaks": lambda: mail_of(
        "text/plain", b"=\r\n" * 1_700_000, "quoted-printable"
    ),
    "15 MB of soft line breaks": lambda: mail_of(
        "text/plain", b"=\r\n" * 5_000_000, "quoted-printable"
    ),
    "15 MB of escapes": lambda: mail_of("text/plain", b"=41" * 5_000_000, "quoted-printable"),
    "15 MB of equals signs": lambda: mail_of("text/plain", b"=" * 15_000_000, "quoted-printable"),
    "20 MB in base64": lambda: mail_of(
        "text/plain", base64.encodebytes(b"A" * 15_000_000), "base64"
    ),
    "16 MB that is no base64": lambda: mail_of("text/plain", b"=!" * 8_000_000, "base64"),
    "12 MB uuencoded": lambda: mail_of(
        "text/plain", b"begin 644 x\n" + b"x\n" * 6_000_000, "x-uuencode"
    ),
    # HTML.
    "a million open boxes": lambda: mail_of("text/html", b"<div>" * 1_000_000),
    "quotes in quotes": lambda: mail_of("text/html", b"<blockquote type=cite>" * 9_000),
    "quotes beside quotes": lambda: mail_of(
        "text/html", b"<blockquote type=cite>x</blockquote>" * 5_500
    ),
    "tables in tables": lambda: mail_of("text/html", b"<table><tr><td>" * 13_000),
    "crossing elements": lambda: mail_of("text/html", b"<b><i><a href=x>" * 12_000),
    "open tags": lambda: mail_of("text/html", b"<a " * 100_000),
    "open comments": lambda: mail_of("text/html", b"<!--" * 100_000),
    "hidden elements": lambda: mail_of("text/html", b"<p hidden>x" * 18_000),
    "six thousand links": lambda: mail_of("text/html", b'<a href="http://a.example">x</a>' * 6_000),
    # Calendars.
    "three thousand events": lambda: calendar_of(*[an_event()] * 3_000),
    "a second that never comes": lambda: calendar_of(an_event(NEVER)),
    "every minute since 1970": lambda: calendar_of(an_event(FOR_EVER, start=b"19700101T000000Z")),
    "14,000 dates": lambda: calendar_of(
        an_event(b"RDATE:" + b",".join([b"20260305T140000Z"] * 14_000))
    ),
    "6,000 attendees": lambda: calendar_of(
        an_event(*[b"ATTENDEE;CN=A:mailto:a@b.example"] * 6_000)
    ),
    "a calendar that never ends": lambda: NESTED_CALENDAR,
    "the longest duration": lambda: calendar_of(an_event(LONGEST)),
    # Bytes.
    "any bytes": lambda: bytes(range(256)) * 4_000,
    "nothing": lambda: b"",
}
TURNS = (
    *("a", "1", " ", "\n", ">", "> x\n", "a@", "a.", "a.b@c.d ", "<", "(", '"', "-- \n", "\u0301"),
    *("Mira Voss ", "Mira Voss\nEngineer\n", "Dr. ", "A, ", "Anna and ", "From: \n", "[#12345] "),
    *("10:00\n", "10:00 CET / 9:00 GMT ", "Tuesday 3 March 2026 at 10:30 ", "interview on "),
    *("Tue 3 March 10:00-11:00, ", "between Monday and ", "by the end of next week "),
    *("unfortunately we ", "if you are not ", "for the position of ", "http://a.example/x "),
    *("On Tue, 3 Mar 2026, Mira Voss <m@x.example> wrote:\n", "Best regards,\nMira\n", "面试"),
    *("\u202e", "a\u200d"),
)


def without_end(turn: str) -> bytes:
    return mail_of("text/plain; charset=utf-8", (turn * 500_000)[:500_000].encode())


BOMBS |= {f"{turn!r} without end": partial(without_end, turn) for turn in TURNS}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_mail_costs_its_budget_at_most_and_the_next_mail_nothing(
    parser: ParserProcess, name: str
) -> None:
    bomb = BOMBS[name]()
    began = time.monotonic()

    result = parser.read(bomb)
    seconds = time.monotonic() - began
    after = parser.read(a_mail())

    assert isinstance(result, Reading) or result.reason.endswith(", 2 times")
    assert seconds < 2 * (WALL_S + STARTS_WITHIN_S)
    assert isinstance(after, Reading)
    assert after.new_text == "See you on Tuesday."


@pytest.mark.parametrize(
    "harmless",
    ["a million open boxes", "six thousand links", "three thousand events", "20 MB in base64"],
)
def test_what_is_only_large_is_read(parser: ParserProcess, harmless: str) -> None:
    assert isinstance(parser.read(BOMBS[harmless]()), Reading)


@pytest.mark.parametrize(
    "rule", [b"", NEVER, FOR_EVER], ids=["once", "a second that never comes", "every minute"]
)
def test_an_event_is_one_interview_whatever_rule_repeats_it(
    parser: ParserProcess, rule: bytes
) -> None:
    reading = parser.read(calendar_of(an_event(b"SUMMARY:Your interview", *[rule] * bool(rule))))

    assert isinstance(reading, Reading)
    assert [interview.start for interview in reading.interviews] == [
        datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
    ]
