"""Every command of the last look failing in every way: nothing leaves then, and it leaves once the
server is well again (failures.md B3, S3).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import AgentError
from agent.mail.imap import ImapMailbox
from agent.mail.server import Timeouts
from agent.ports import Desk
from tests.dovecot import HOST, Account
from tests.end_to_end.test_from_draft_to_sent import A_MINUTE, DUE, Office, drafted, move
from tests.faults.proxy import FAULTS, Fault, Proxy
from tests.mail.submission import Submission

pytestmark = pytest.mark.dovecot

IN_A_LOOK = [b"LOGIN", b"LIST", b"EXAMINE", b"FETCH", b"UID FETCH"]
QUICK = Timeouts(connect=1, command=1, done=1)


@contextmanager
def behind(proxy: Proxy, account: Account, office: Office) -> Iterator[Desk]:
    """From now on the agent reaches its mailbox through the proxy."""
    through = ImapMailbox(
        HOST, proxy.port, account.user, lambda: account.password, "plain", timeouts=QUICK
    )
    office.stage.desk = replace(office.stage.desk, mailbox=through)
    try:
        yield office.stage.desk
    finally:
        through.close()


def look(office: Office, minutes: int) -> bool:
    """One pass; False if it ended in an error that is waited out."""
    try:
        office.at(DUE + minutes * A_MINUTE)
    except AgentError:
        return False
    return True


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
@pytest.mark.parametrize("command", IN_A_LOOK, ids=lambda command: command.decode())
def test_a_look_that_fails_lets_nothing_leave_and_is_got_over(
    account: Account, tmp_path: Path, command: bytes, fault: Fault
) -> None:
    proxy = Proxy(account.server.port)
    with (
        drafted(account, tmp_path, Submission()) as office,
        proxy.serving(),
        behind(proxy, account, office) as desk,
    ):
        move(account, "Drafts", "Afterword/Approved")
        look(office, 5)
        before = desk.mailbox.afresh  # the fault begins with the look right before it leaves

        def broken_from_here() -> None:
            proxy.arm(command, fault)
            before()

        object.__setattr__(desk.mailbox, "afresh", broken_from_here)
        whole = look(office, 8)
        during = len(office.server.taken)
        proxy.disarm()
        object.__delattr__(desk.mailbox, "afresh")
        for minutes in (9, 12, 15, 20):
            look(office, minutes)

    assert proxy.broken, "the command was not used in the last look"
    assert (whole, during) == (False, 0)
    assert len(office.server.taken) == 1
