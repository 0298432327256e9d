"""One pass that dies between APPEND and the commit: a process for `kill -9`, started by a test."""

import os
import signal
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from agent.ports import Arrival, Batch, Cursor, Drafts, Folder, Lying, Mailbox, Sighting
from tests.dovecot import Account, Dovecot
from tests.end_to_end.stage import agent_on
from tests.letters import london


class DiesAfterAppend:
    """A mailbox on which the power fails as soon as something of ours lies there."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def folders(self) -> tuple[Folder, ...]:
        return self._mailbox.folders()

    def new(self, folder: Folder, cursor: Cursor | None, *, since: datetime) -> Iterable[Batch]:
        return self._mailbox.new(folder, cursor, since=since)

    def fetch(self, folder: Folder, where: Sighting) -> Arrival | None:
        return self._mailbox.fetch(folder, where)

    def drafts(self, message_ids: Sequence[str]) -> Drafts:
        return self._mailbox.drafts(message_ids)

    def append_draft(self, raw: bytes) -> NoReturn:
        self._mailbox.append_draft(raw)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("nobody survives SIGKILL")

    def remove_draft(self, lying: Lying) -> bool:
        return self._mailbox.remove_draft(lying)

    def append_to_inbox(self, raw: bytes) -> NoReturn:
        self._mailbox.append_to_inbox(raw)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("nobody survives SIGKILL")

    def wait(self, timeout_s: float) -> None:
        self._mailbox.wait(timeout_s)

    def wake(self) -> None:
        self._mailbox.wake()


def main(user: str, state: Path, *, asks: bool) -> None:
    """At the hour of the question mail, or of the thank-you."""
    server = Dovecot.__new__(Dovecot)  # the one that the test has started
    server.port = int(os.environ["DOVECOT_PORT"])
    account = Account(server, user)
    with agent_on(
        account,
        state,
        started_at=london("2026-03-02 08:00"),
        wrap=DiesAfterAppend,
        question_mails=asks,
    ) as agent:
        agent.at(london("2026-03-05 15:30" if asks else "2026-03-05 17:00"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), asks="asks" in sys.argv[3:])
