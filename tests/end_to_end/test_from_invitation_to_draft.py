"""From a raw invitation on a real Dovecot to the right draft, and a stop (D2 of the peers'
defects).
"""

import os
import signal
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from agent.cases.event import Happening
from tests.dovecot import Account
from tests.end_to_end.stage import ME, agent_on
from tests.letters import ROBIN, invitation, london, mail, rejection

pytestmark = pytest.mark.dovecot

MONDAY = london("2026-03-02 08:00")
INVITED = london("2026-03-03 10:30")
START, END = london("2026-03-05 14:00"), london("2026-03-05 15:00")
THANK_YOU_DUE = london("2026-03-05 17:00")
NEXT_MORNING = london("2026-03-06 09:00")


def invite(account: Account) -> None:
    account.deliver("INBOX", invitation(at=INVITED, start=START, end=END), received_at=INVITED)


def drafts(account: Account) -> list[EmailMessage]:
    raws = [lies.raw for lies in account.messages("Drafts")]
    return [message_from_bytes(raw, policy=policy.SMTP) for raw in raws]


def test_an_invitation_leads_to_one_thank_you_two_hours_after_its_end(
    account: Account, tmp_path: Path
) -> None:
    """D2."""
    invite(account)

    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(INVITED)
        agent.at(END)
        assert drafts(account) == []
        agent.at(THANK_YOU_DUE)

    [draft] = drafts(account)
    assert draft["To"].addresses[0].addr_spec == "nadia.brandt@larkspur.example"
    assert draft["From"].addresses[0].addr_spec == ME
    assert draft["In-Reply-To"] == "<invitation-0-request@larkspur.example>"
    assert draft["References"] == "<invitation-0-request@larkspur.example>"
    assert draft["Subject"] == "Re: Interview Data Engineer - Larkspur Analytics"
    assert account.messages("Drafts")[0].flags >= {b"\\Draft", b"\\Seen"}


def test_a_second_look_and_a_second_run_make_no_second_draft(
    account: Account, tmp_path: Path
) -> None:
    invite(account)

    for _ in range(2):
        with agent_on(account, tmp_path, started_at=MONDAY) as agent:
            agent.at(THANK_YOU_DUE)
            agent.at(NEXT_MORNING)

    assert len(drafts(account)) == 1


@pytest.mark.parametrize("folder", ["INBOX", "Jobs/2026/Bewerbungen für März", "Trash", "Archive"])
def test_an_answer_in_any_folder_withdraws_the_draft_and_stops_the_rest(
    account: Account, tmp_path: Path, folder: str
) -> None:
    """D3."""
    invite(account)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)
        assert len(drafts(account)) == 1

        account.deliver(folder, rejection(at=NEXT_MORNING), received_at=NEXT_MORNING)
        events = agent.at(NEXT_MORNING)

        assert drafts(account) == []
        happened = [event.event for event in events]
        assert Happening.WITHDRAWN in happened
        assert Happening.CLOSED in happened
        agent.at(london("2026-03-12 10:00"))
        agent.at(london("2026-03-23 10:00"))
    subjects = [draft["Subject"] for draft in drafts(account)]
    assert len(subjects) <= 1  # at most the request for feedback


def test_a_draft_that_the_owner_edited_is_never_removed(account: Account, tmp_path: Path) -> None:
    """D21."""
    invite(account)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)
        with account.client() as client:
            client.select_folder("Drafts")
            [uid] = client.search()
            raw = client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
            client.append("Drafts", raw.replace(b"Nadia", b"Nadja", 1), (b"\\Draft", b"\\Seen"))
            client.delete_messages([uid])
            client.uid_expunge([uid])

        account.deliver("INBOX", rejection(at=NEXT_MORNING), received_at=NEXT_MORNING)
        agent.at(NEXT_MORNING)

    [draft] = drafts(account)
    assert "Nadja" in str(draft["To"]) + draft.get_content()


def test_a_draft_that_another_program_saved_unchanged_is_still_ours(
    account: Account, tmp_path: Path
) -> None:
    """Thunderbird wraps it, names itself and dates it anew (failures.md E4)."""
    invite(account)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)
        [draft] = drafts(account)
        text = draft.get_content()
        draft.set_content(text, cte="8bit", params={"format": "flowed"})
        draft.replace_header("Date", "Thu, 05 Mar 2026 17:02:00 +0000")
        draft["User-Agent"] = "Mozilla Thunderbird"
        with account.client() as client:
            client.select_folder("Drafts")
            [uid] = client.search()
            client.append("Drafts", draft.as_bytes(), (b"\\Draft", b"\\Seen"))
            client.delete_messages([uid])
            client.uid_expunge([uid])
        agent.at(london("2026-03-05 17:05"))
        account.deliver("INBOX", rejection(at=NEXT_MORNING), received_at=NEXT_MORNING)
        events = agent.at(NEXT_MORNING)

    assert Happening.WITHDRAWN in [event.event for event in events]
    assert drafts(account) == []


def test_a_draft_that_the_owner_deleted_is_not_made_again(account: Account, tmp_path: Path) -> None:
    invite(account)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)
        _move(account, "Drafts", "Trash")
        agent.at(london("2026-03-05 17:05"))
        agent.at(london("2026-03-05 17:30"))
        agent.at(NEXT_MORNING)

    assert drafts(account) == []


def test_a_draft_that_the_owner_sent_is_the_step_and_starts_the_next_wait(
    account: Account, tmp_path: Path
) -> None:
    """E5."""
    invite(account)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)
        _move(account, "Drafts", "Sent")
        agent.at(london("2026-03-05 18:00"))
        agent.at(london("2026-03-12 10:00"))

    [follow_up] = drafts(account)
    assert follow_up.get_content().count("?") == 1


def test_what_the_owner_wrote_by_hand_is_not_written_again(
    account: Account, tmp_path: Path
) -> None:
    invite(account)
    by_hand = mail(
        "Dear Nadia,\n\nthank you for the conversation this afternoon.\n\nBest wishes,\nRobin\n",
        at=london("2026-03-05 16:00"),
        message_id="<by-hand@ashby.example>",
        subject="Thank you",
        sender=ROBIN,
        to="nadia.brandt@larkspur.example",
    )
    account.deliver("Sent", by_hand, received_at=london("2026-03-05 16:00"))

    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)

    assert drafts(account) == []


def test_a_kill_between_append_and_commit_leaves_exactly_one_draft(
    account: Account, tmp_path: Path
) -> None:
    """D20, the first of its three: kill -9."""
    invite(account)

    killed = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.killed", account.user, str(tmp_path)],
        env={**os.environ, "DOVECOT_PORT": str(account.server.port)},
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(drafts(account)) == 1

    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        events = agent.at(london("2026-03-05 17:10"))
        agent.at(NEXT_MORNING)
    assert len(drafts(account)) == 1
    assert [e.event for e in events].count(Happening.DRAFTED) == 1


def test_looking_and_drafting_leaves_the_owners_mail_as_it_was(
    account: Account, tmp_path: Path
) -> None:
    """D24."""
    invite(account)
    account.deliver("Jobs", mail("Hello!", at=INVITED, message_id="<other@x.example>"))
    before = account.snapshot()

    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)

    after = account.snapshot()
    assert len(after.pop("Drafts")) == 1
    before.pop("Drafts")
    assert after == before


def test_the_server_going_away_costs_a_pass_and_nothing_else(
    account: Account, tmp_path: Path
) -> None:
    from agent.errors import Temporary

    invite(account)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(INVITED)
        with account.server.down(), pytest.raises(Temporary):
            agent.at(THANK_YOU_DUE)
        agent.at(london("2026-03-05 17:20"))

    assert len(drafts(account)) == 1


def _move(account: Account, source: str, target: str) -> None:
    with account.client() as client:
        client.select_folder(source)
        client.move(client.search(), target)
