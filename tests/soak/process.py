"""The agent as a process of its own, at a clock that runs sixty times as fast, until it is killed.

python -m tests.soak.process IMAP_PORT USER PASSWORD SMTP_PORT STATE BEGAN
"""

import sys
import time
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from agent.cases.case import Mode, Step
from agent.cases.policy import Policy
from agent.daemon import one_pass
from agent.errors import AgentError
from agent.mail.imap import ImapMailbox
from agent.mail.sandbox import ParserProcess
from agent.mail.server import Security, Server, Timeouts
from agent.mail.smtp import SmtpSender, SmtpTimeouts
from agent.ports import Desk
from agent.store.sqlite import SqliteStore
from tests.dovecot import HOST
from tests.end_to_end.stage import OWNER, PROFILE
from tests.letters import LONDON, london

FASTER = 60
BEGINS = london("2026-03-05 09:00")
A_DAY = timedelta(days=1)


def clock_since(began: float) -> datetime:
    """What the fast clock shows, if it began at nine when `time.time()` was `began`."""
    return BEGINS + timedelta(seconds=(time.time() - began) * FASTER)


def main() -> None:
    imap_port, user, password, smtp_port, state, began = sys.argv[1:]
    mailbox = ImapMailbox(
        HOST, int(imap_port), user, lambda: password, "plain", timeouts=Timeouts(2, 2, 2)
    )
    place = Server(HOST, int(smtp_port), Security.PLAIN)
    with (
        closing(SqliteStore(Path(state))) as store,
        closing(mailbox),
        ParserProcess(OWNER) as parser,
    ):
        started_at = store.started_at(BEGINS - A_DAY)
        desk = Desk(
            mailbox=mailbox,
            store=store,
            read=parser,
            owner=OWNER,
            profile=PROFILE,
            policy=Policy(
                LONDON,
                country="GB",
                started_at=started_at,
                modes=dict.fromkeys(Step, Mode.APPROVE),
                per_day=10_000,
            ),
            new_message_id=lambda: f"<{uuid4()}@ashby.example>",
            sender=SmtpSender(place, "", lambda: "", SmtpTimeouts(2, 2, 2, 2)),
            clock=lambda: clock_since(float(began)),
        )
        while True:
            with suppress(AgentError):  # a server is away: the next pass tries again
                one_pass(desk, clock_since(float(began)))
            time.sleep(0.05)


if __name__ == "__main__":
    main()
