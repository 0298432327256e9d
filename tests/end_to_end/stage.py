"""The whole agent on a real mail server, at a clock of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from agent.cases.event import Event
from agent.cases.policy import Policy
from agent.daemon import one_pass
from agent.mail.imap import ImapMailbox
from agent.mail.sandbox import ParserProcess
from agent.ports import Desk, Mailbox
from agent.reading.owner import Owner
from agent.store.sqlite import SqliteStore
from agent.writing.draft import Profile
from tests.dovecot import HOST, Account
from tests.letters import LONDON

ME = "robin@ashby.example"
OWNER = Owner((ME,), LONDON, name="Robin Ashby", country="GB")
PROFILE = Profile(name="Robin Ashby", addresses=(ME,), signature="Robin Ashby\n+44 20 7946 0018")
Wrap = Callable[[Mailbox], Mailbox]


class Stage:
    """One agent with its state directory; every `at` is one pass."""

    def __init__(self, desk: Desk, started_at: datetime) -> None:
        self.now = started_at
        self.desk = replace(desk, clock=lambda: self.now)
        desk.store.started_at(started_at)

    def at(self, now: datetime) -> tuple[Event, ...]:
        """One pass at that instant; what happened."""
        self.now = now
        return one_pass(self.desk, now)


@contextmanager
def agent_on(
    account: Account,
    state: Path,
    *,
    started_at: datetime,
    wrap: Wrap = lambda mailbox: mailbox,
    question_mails: bool = False,
) -> Iterator[Stage]:
    """The agent for Robin Ashby on this account. Ends like the daemon: everything is closed."""
    mailbox = ImapMailbox(
        HOST, account.server.port, account.user, lambda: account.password, "plain"
    )
    store = SqliteStore(state)
    policy = Policy(LONDON, country="GB", started_at=started_at, question_mails=question_mails)
    try:
        with ParserProcess(OWNER) as parser:
            ids = iter(f"<{state.name}-{number}@ashby.example>" for number in range(1000))
            yield Stage(
                Desk(
                    mailbox=wrap(mailbox),
                    store=store,
                    read=parser,
                    owner=OWNER,
                    profile=PROFILE,
                    policy=policy,
                    new_message_id=lambda: next(ids),
                    clock=lambda: started_at,
                ),
                started_at,
            )
    finally:
        store.close()
        mailbox.close()


def config_of(account: Account, folder: Path) -> Path:
    """The YAML of Robin Ashby on this account; the state lies in `folder`/state."""
    password = folder / "password"
    password.write_text(account.password)
    password.chmod(0o600)
    path = folder / "config.yaml"
    path.write_text(
        "owner: {name: Robin Ashby, addresses: [robin@ashby.example], zone: Europe/London}\n"
        f"mailbox: {{host: {HOST}, port: {account.server.port}, security: plain,"
        f" user: {account.user}, password: {{file: {password}}}}}\n"
        f"state: {{directory: {folder / 'state'}}}\n"
    )
    return path
