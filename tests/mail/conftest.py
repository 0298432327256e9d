"""Mailboxes under test, and dull mail for them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from agent.mail.imap import ImapMailbox
from agent.ports import Arrival, Cursor, Folder, Role
from tests.dovecot import HOST, Account

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
INBOX = Folder("INBOX", Role.INBOX)

Opened = Callable[..., ImapMailbox]


@pytest.fixture
def open_mailbox(account: Account) -> Iterator[Opened]:
    """The account as the product sees it; keywords go to `ImapMailbox`."""
    opened: list[ImapMailbox] = []

    def open_one(**keywords: object) -> ImapMailbox:
        settings = {
            "host": HOST,
            "port": account.server.port,
            "user": account.user,
            "password": lambda: account.password,
            "security": "plain",
        }
        mailbox = ImapMailbox(**(settings | keywords))  # type: ignore[arg-type]
        opened.append(mailbox)
        return mailbox

    yield open_one
    for mailbox in opened:
        mailbox.close()


@pytest.fixture
def mailbox(open_mailbox: Opened) -> ImapMailbox:
    return open_mailbox()


def a_mail(subject: str = "Your interview", *, message_id: str | None = None) -> bytes:
    identity = f"Message-ID: {message_id}\r\n" if message_id else ""
    return (
        "From: Dana Reyes <dana@northwind.example>\r\nTo: robin@home.example\r\n"
        f"Subject: {subject}\r\n{identity}\r\nSee you on Tuesday.\r\n"
    ).encode()


def read(
    mailbox: ImapMailbox,
    folder: Folder = INBOX,
    cursor: Cursor | None = None,
    since: datetime = LONG_AGO,
) -> tuple[list[Arrival], Cursor]:
    """All that is new, and the cursor after it."""
    arrivals: list[Arrival] = []
    for batch in mailbox.new(folder, cursor, since=since):
        arrivals += batch.arrivals
        cursor = batch.cursor
    assert cursor is not None
    return arrivals, cursor


def subjects(arrivals: list[Arrival]) -> list[str]:
    lines = (arrival.raw.decode().splitlines() for arrival in arrivals)
    return [line[9:] for header in lines for line in header if line.startswith("Subject: ")]


def days_ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)
