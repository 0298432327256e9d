"""A question mail in the INBOX of a real Dovecot, and the reply that is filed in Sent."""

import os
import signal
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.dovecot import Account, Lies
from tests.end_to_end.stage import ME, Stage, agent_on
from tests.letters import ROBIN, invitation, london, mail

pytestmark = pytest.mark.dovecot

MONDAY = london("2026-03-02 08:00")
INVITED = london("2026-03-03 10:30")
START, END = london("2026-03-05 14:00"), london("2026-03-05 15:00")
ASK_AT = london("2026-03-05 15:30")
REPLIED = london("2026-03-05 16:10")
THANK_YOU_DUE = london("2026-03-05 17:00")
NOTE = "the move to the new warehouse"


def invite(account: Account) -> None:
    account.deliver("INBOX", invitation(at=INVITED, start=START, end=END), received_at=INVITED)


def read(lies: Lies) -> EmailMessage:
    return message_from_bytes(lies.raw, policy=policy.SMTP)


def questions(account: Account) -> list[Lies]:
    return [lies for lies in account.messages("INBOX") if read(lies)["From"] == read(lies)["To"]]


def reply_to(question: Lies) -> bytes:
    asked = read(question)
    quoted = "\n".join(f"> {line}" for line in asked.get_content().splitlines())
    return mail(
        f"{NOTE}\n\nRobin Ashby\n\nOn Thu, 5 Mar 2026 at 15:30, Robin Ashby wrote:\n{quoted}\n",
        at=REPLIED,
        message_id="<reply@ashby.example>",
        subject=f"Re: {asked['Subject']}",
        sender=ROBIN,
        reply_to=asked["Message-ID"],
    )


def thank_you(account: Account, agent: Stage) -> str:
    agent.at(THANK_YOU_DUE)
    [draft] = account.messages("Drafts")
    return str(read(draft).get_content())


def test_the_question_lies_in_the_inbox_unseen_and_all_else_is_as_it_was(
    account: Account, tmp_path: Path
) -> None:
    """S9."""
    invite(account)
    account.deliver("INBOX", mail("Hello!", at=INVITED, message_id="<other@x.example>"))
    account.deliver(
        "INBOX", mail("Hi!", at=INVITED, message_id="<seen@x.example>"), flags=[rb"\Seen"]
    )
    before = account.snapshot()

    with agent_on(account, tmp_path, started_at=MONDAY, question_mails=True) as agent:
        agent.at(INVITED)
        agent.at(ASK_AT)
        agent.at(REPLIED)

    [question] = questions(account)
    assert question.flags & {rb"\Seen", rb"\Draft", rb"\Flagged"} == set()
    assert read(question)["From"].addresses[0].addr_spec == ME
    assert b"afterword" not in question.raw.lower()
    after = account.snapshot()
    mine = {uid for uid, lies in after["INBOX"].items() if lies.raw == question.raw}
    after["INBOX"] = {uid: lies for uid, lies in after["INBOX"].items() if uid not in mine}
    assert _without_recent(after) == _without_recent(before)


def _without_recent(snapshot: dict[str, dict[int, Lies]]) -> dict[str, dict[int, Lies]]:
    return {
        folder: {uid: Lies(lies.flags - {rb"\Recent"}, lies.raw) for uid, lies in there.items()}
        for folder, there in snapshot.items()
    }


def test_the_reply_in_sent_is_named_in_the_thank_you(account: Account, tmp_path: Path) -> None:
    invite(account)

    with agent_on(account, tmp_path, started_at=MONDAY, question_mails=True) as agent:
        agent.at(ASK_AT)
        [question] = questions(account)
        for folder in ("INBOX", "Sent"):
            account.deliver(folder, reply_to(question), received_at=REPLIED)
        agent.at(REPLIED)
        text = thank_you(account, agent)

    assert NOTE in text
    assert "⟦" not in text
    assert "How did" not in text


def test_a_forged_reply_that_only_arrives_does_nothing(account: Account, tmp_path: Path) -> None:
    invite(account)

    with agent_on(account, tmp_path, started_at=MONDAY, question_mails=True) as agent:
        agent.at(ASK_AT)
        [question] = questions(account)
        for folder in ("INBOX", "Archive", "Jobs"):
            account.deliver(folder, reply_to(question), received_at=REPLIED)
        agent.at(REPLIED)
        text = thank_you(account, agent)

    assert NOTE not in text


def test_a_late_reply_leaves_one_thank_you_which_names_it(account: Account, tmp_path: Path) -> None:
    invite(account)

    with agent_on(account, tmp_path, started_at=MONDAY, question_mails=True) as agent:
        agent.at(ASK_AT)
        before = thank_you(account, agent)
        [question] = questions(account)
        account.deliver("Sent", reply_to(question), received_at=london("2026-03-05 18:00"))
        agent.at(london("2026-03-05 18:00"))
        agent.at(london("2026-03-05 18:30"))

    [draft] = account.messages("Drafts")
    assert NOTE not in before
    assert NOTE in read(draft).get_content()


def test_a_kill_right_after_the_append_leaves_one_question_that_can_be_answered(
    account: Account, tmp_path: Path
) -> None:
    invite(account)

    killed = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.killed", account.user, str(tmp_path), "asks"],
        env={**os.environ, "DOVECOT_PORT": str(account.server.port)},
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL

    with agent_on(account, tmp_path, started_at=MONDAY, question_mails=True) as agent:
        agent.at(london("2026-03-05 15:40"))
        [question] = questions(account)
        account.deliver("Sent", reply_to(question), received_at=REPLIED)
        agent.at(REPLIED)
        text = thank_you(account, agent)

    assert NOTE in text
    assert len(questions(account)) == 1
