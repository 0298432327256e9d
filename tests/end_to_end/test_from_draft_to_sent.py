"""From the approved draft to the letter on a real mailbox and a real socket: once, and only while
nobody has answered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from agent.cases.case import EntryStatus, Mode, Step
from agent.cases.event import Event, Happening
from agent.cases.word import Says, Word
from agent.mail.server import Security, Server
from agent.mail.smtp import SmtpSender, SmtpTimeouts
from agent.reading.mime import parse
from tests.dovecot import Account
from tests.end_to_end.stage import Stage, agent_on
from tests.letters import invitation, london, rejection
from tests.mail.submission import CUT, DOT, RCPT, Submission

pytestmark = pytest.mark.dovecot

MONDAY, START = london("2026-03-02 09:00"), london("2026-03-05 14:00")
NOTED, DUE = london("2026-03-05 15:30"), london("2026-03-05 17:00")
A_MINUTE = timedelta(minutes=1)


class Office:
    """The agent on this mailbox and this submission server, at a clock of the test's own."""

    def __init__(self, stage: Stage, server: Submission) -> None:
        self.stage = stage
        self.server = server
        place = Server("127.0.0.1", server.port, Security.PLAIN)
        desk = stage.desk
        stage.desk = replace(
            desk,
            policy=replace(desk.policy, modes=dict.fromkeys(Step, Mode.APPROVE)),
            sender=SmtpSender(place, "", lambda: "", SmtpTimeouts(2, 2, 2, 2)),
        )

    def at(self, now: datetime) -> tuple[Event, ...]:
        return self.stage.at(now)

    @property
    def status(self) -> EntryStatus:
        [entry] = [e for e in self.stage.desk.store.entries() if e.key.step is Step.THANK_YOU]
        return entry.status


@contextmanager
def drafted(account: Account, state: Path, server: Submission) -> Iterator[Office]:
    """The thank-you lies in Drafts, with nothing left to fill in."""
    raw = invitation(at=MONDAY, start=START, end=START + timedelta(hours=1))
    account.deliver("INBOX", raw, received_at=MONDAY)
    with server.serving(), agent_on(account, state, started_at=MONDAY) as stage:
        office = Office(stage, server)
        office.at(MONDAY + A_MINUTE)
        case = stage.desk.store.cases()[0].id
        note = Word("note", case, NOTED, Says.NOTE, value="the move to the new warehouse")
        stage.desk.store.say([note])
        office.at(DUE)
        yield office


def move(account: Account, source: str, target: str) -> None:
    with account.client() as phone:
        phone.select_folder(source)
        phone.move(phone.search(), target)


def test_a_draft_moved_on_the_phone_leaves_once_and_is_gone_from_there(
    account: Account, tmp_path: Path
) -> None:
    with drafted(account, tmp_path, Submission()) as office:
        [draft] = account.messages("Drafts")
        move(account, "Drafts", "Afterword/Approved")
        happened = [office.at(DUE + minutes * A_MINUTE) for minutes in (5, 6, 9, 30, 600)]

    [letter] = office.server.taken
    assert parse(letter).text == parse(draft.raw).text
    assert account.messages("Afterword/Approved") == account.messages("Drafts") == []
    assert [e.event for events in happened for e in events] == [Happening.SENT]


@pytest.mark.parametrize("folder", ["INBOX", "Jobs/Nordlicht & Söhne", "Junk", "Trash", "Archive"])
def test_an_answer_in_any_folder_keeps_the_approved_letter_here(
    account: Account, tmp_path: Path, folder: str
) -> None:
    """B4: it comes on another connection, after the approval and before the letter leaves."""
    with drafted(account, tmp_path, Submission()) as office:
        move(account, "Drafts", "Afterword/Approved")
        office.at(DUE + 5 * A_MINUTE)
        if folder not in account.folders():
            account.create(folder)
        account.deliver(folder, rejection(at=DUE), received_at=DUE + 6 * A_MINUTE)
        for minutes in (7, 8, 12, 60):
            office.at(DUE + minutes * A_MINUTE)

    assert office.server.taken == []
    assert account.messages("Afterword/Approved") == []  # taken back: nobody has touched it


def test_a_lost_reply_is_resolved_by_the_copy_in_sent_and_never_sent_again(
    account: Account, tmp_path: Path
) -> None:
    with drafted(account, tmp_path, Submission(says={DOT: CUT})) as office:
        move(account, "Drafts", "Afterword/Approved")
        for minutes in (5, 8):
            office.at(DUE + minutes * A_MINUTE)
        lost = office.status
        account.deliver("Sent", office.server.taken[0], received_at=DUE + 9 * A_MINUTE)
        office.server.says.clear()
        for minutes in (10, 20, 60, 600):
            office.at(DUE + minutes * A_MINUTE)
        resolved = office.status

    assert (lost, resolved) == (EntryStatus.UNCERTAIN, EntryStatus.SENT)
    assert len(office.server.taken) == 1


def test_a_recipient_that_is_refused_for_now_is_tried_again(
    account: Account, tmp_path: Path
) -> None:
    says = {RCPT: b"450 4.2.1 greylisted\r\n"}
    with drafted(account, tmp_path, Submission(says=says)) as office:
        move(account, "Drafts", "Afterword/Approved")
        for minutes in (5, 8):
            office.at(DUE + minutes * A_MINUTE)
        office.server.says.clear()
        for minutes in (10, 14, 20):
            office.at(DUE + minutes * A_MINUTE)

    assert len(office.server.taken) == 1


def test_the_owners_other_mail_is_as_it_was(account: Account, tmp_path: Path) -> None:
    """S9."""
    with drafted(account, tmp_path, Submission()) as office:
        before = {name: found for name, found in account.snapshot().items() if name == "INBOX"}
        move(account, "Drafts", "Afterword/Approved")
        for minutes in (5, 6, 9):
            office.at(DUE + minutes * A_MINUTE)

    after = account.snapshot()
    assert {name: after[name] for name in before} == before


def test_an_answer_that_was_read_on_the_phone_first_counts_as_any_other(
    account: Account, tmp_path: Path
) -> None:
    """B15: flags are the owner's; whether a mail is new to us is not told by them."""
    with drafted(account, tmp_path, Submission()) as office:
        move(account, "Drafts", "Afterword/Approved")
        office.at(DUE + 5 * A_MINUTE)
        answer = rejection(at=DUE)
        account.deliver("INBOX", answer, received_at=DUE + 6 * A_MINUTE, flags=[rb"\Seen"])
        for minutes in (8, 12):
            office.at(DUE + minutes * A_MINUTE)

    assert office.server.taken == []
