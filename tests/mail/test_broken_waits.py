"""IDLE as it goes wrong in the wild (failures.md C2 to C6)."""

import time
from contextlib import closing

import pytest

from agent.errors import Temporary
from agent.mail.imap import ImapMailbox
from agent.mail.server import Timeouts
from tests.mail import scripted
from tests.mail.scripted import (
    Answer,
    Dialogue,
    ScriptedServer,
    answers,
    mailbox_at,
    silence,
)


def ended_after(mailbox: ImapMailbox, seconds: float = 5) -> float:
    started_at = time.monotonic()
    mailbox.wait(seconds)
    return time.monotonic() - started_at


def news_with_the_plus(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"+ idling\r\n* 1 EXISTS\r\n")
    dialogue.line()
    dialogue.ok(tag)


def test_news_in_one_packet_with_the_plus_end_the_wait() -> None:
    with mailbox_at(ScriptedServer({b"IDLE": news_with_the_plus})) as mailbox:
        assert ended_after(mailbox) < 1


def news_before_the_plus(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"* 1 EXISTS\r\n")
    scripted.idles(dialogue, tag)


def closed_in_idle(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"+ idling\r\n")
    raise scripted.HangUp


def bye_in_idle(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"+ idling\r\n* BYE restarting\r\n")
    raise scripted.HangUp


def half_a_line_in_idle(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"+ idling\r\n* 1 EXI")
    silence(dialogue, tag)


def done_unanswered(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"+ idling\r\n* 1 EXISTS\r\n")
    silence(dialogue, tag)


@pytest.mark.parametrize(
    "fault",
    [news_before_the_plus, closed_in_idle, bye_in_idle, half_a_line_in_idle, done_unanswered],
)
def test_trouble_while_waiting_is_known_at_once_and_costs_no_processor(fault: Answer) -> None:
    with mailbox_at(ScriptedServer({b"IDLE": fault})) as mailbox:
        started_at, used = time.monotonic(), time.process_time()
        with pytest.raises(Temporary):
            mailbox.wait(5)

    assert time.monotonic() - started_at < 1
    assert time.process_time() - used < 0.3


def test_a_server_without_idle_is_waited_for_by_the_clock() -> None:
    server = ScriptedServer({b"CAPABILITY": answers(b"CAPABILITY IMAP4rev1")})

    with mailbox_at(server) as mailbox:
        assert 0.2 <= ended_after(mailbox, 0.2) < 1
        mailbox.wake()
        assert ended_after(mailbox) < 1

    assert b"IDLE" not in server.commands()


def test_idle_is_renewed_before_the_server_forgets_us() -> None:
    server = ScriptedServer()
    mailbox = ImapMailbox(
        "127.0.0.1", server.port, "robin", lambda: "x", "plain", timeouts=Timeouts(idle=0.1)
    )

    with server, closing(mailbox):
        mailbox.wait(0.35)

    assert server.commands().count(b"IDLE") == 4
