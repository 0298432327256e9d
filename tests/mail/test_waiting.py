"""Waiting on a real server: news end it, `wake` ends it, a lost server is noticed."""

import threading
import time
from collections.abc import Callable

import pytest

from agent.errors import Temporary
from agent.mail.imap import ImapMailbox
from tests.dovecot import Account
from tests.mail.conftest import a_mail, read, subjects

pytestmark = pytest.mark.dovecot

LONG_S = 30.0


def waited(mailbox: ImapMailbox, seconds: float = LONG_S) -> float:
    started_at = time.monotonic()
    mailbox.wait(seconds)
    return time.monotonic() - started_at


def soon(action: Callable[[], object]) -> threading.Timer:
    timer = threading.Timer(0.2, action)
    timer.start()
    return timer


def test_a_wait_without_news_ends_in_time(mailbox: ImapMailbox) -> None:
    assert 0.3 <= waited(mailbox, 0.3) < 1.0


def test_new_mail_ends_the_wait(account: Account, mailbox: ImapMailbox) -> None:
    _, cursor = read(mailbox)
    delivery = soon(lambda: account.deliver("INBOX", a_mail("the answer")))

    assert waited(mailbox) < 5
    delivery.join()
    assert subjects(read(mailbox, cursor=cursor)[0]) == ["the answer"]


def test_mail_that_came_after_the_last_look_ends_the_wait_at_once(
    account: Account, mailbox: ImapMailbox
) -> None:
    read(mailbox)
    account.deliver("INBOX", a_mail("between look and wait"))

    assert waited(mailbox) < 0.5


def test_mail_that_comes_between_opening_and_idle_ends_the_wait(
    account: Account, mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C3."""
    read(mailbox)
    client = mailbox.connect().client
    begin = client.idle

    def deliver_first() -> None:
        account.deliver("INBOX", a_mail("too early for IDLE"))
        begin()

    monkeypatch.setattr(client, "idle", deliver_first)

    assert waited(mailbox) < 5


@pytest.mark.parametrize("security", ["plain", "tls"])
def test_wake_ends_the_wait_within_the_time_a_stop_may_take(
    account: Account, open_mailbox: Callable[..., ImapMailbox], security: str
) -> None:
    server = account.server
    port = server.tls_port if security == "tls" else server.port
    mailbox = open_mailbox(security=security, port=port, ca_file=server.certificate)
    timer = soon(mailbox.wake)

    assert waited(mailbox) < 2
    timer.join()


def test_a_wake_before_the_wait_is_not_lost(mailbox: ImapMailbox) -> None:
    mailbox.wake()

    assert waited(mailbox) < 1
    assert waited(mailbox, 0.2) >= 0.2


def test_a_server_that_goes_away_during_the_wait_is_noticed_and_found_again(
    account: Account, mailbox: ImapMailbox
) -> None:
    _, cursor = read(mailbox)
    stop = soon(account.server.stop)
    started_at, used = time.monotonic(), time.process_time()

    try:
        with pytest.raises(Temporary):
            mailbox.wait(LONG_S)
        assert time.monotonic() - started_at < 5
        assert time.process_time() - used < 0.5
        stop.join()
        with pytest.raises(Temporary):
            mailbox.folders()
    finally:
        stop.join()
        account.server.start()

    account.deliver("INBOX", a_mail("after the restart"))
    assert subjects(read(mailbox, cursor=cursor)[0]) == ["after the restart"]
