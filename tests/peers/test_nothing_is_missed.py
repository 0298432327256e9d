"""Mail that came at a bad moment, from an unknown place, to a damaged state: defects of peers."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from agent.cases.case import Step
from agent.cases.event import Happening
from tests.dovecot import Account
from tests.end_to_end.stage import agent_on
from tests.jobs.fakes import INBOX, Agent
from tests.letters import invitation, london, mail, rejection
from tests.peers.letters import (
    END,
    FOLLOW_UP_DUE,
    INVITED,
    LATER,
    START,
    THANK_YOU_DUE,
    drafted,
    thanked,
)

MONDAY = london("2026-03-02 08:00")
NEXT_MORNING = london("2026-03-06 09:00")


def invite(account: Account) -> None:
    account.deliver("INBOX", invitation(at=INVITED, start=START, end=END), received_at=INVITED)


def test_d11_a_process_that_begins_while_we_run_is_watched_at_once() -> None:
    agent = Agent()
    agent.at(MONDAY)
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=START, end=END), INVITED)

    events = agent.at(INVITED)

    assert Happening.INTERVIEW in [event.event for event in events]
    assert drafted(agent.at(THANK_YOU_DUE)) == [Step.THANK_YOU]


def test_d18_an_unknown_hiring_system_among_hundreds_of_mails_is_found() -> None:
    agent = thanked()
    answered = london("2026-03-10 09:00")
    for number in range(300):
        raw = mail(
            f"Your parcel {number} is on its way.\n",
            at=answered,
            message_id=f"<parcel-{number}@shop.example>",
            subject=f"Parcel {number}",
            sender="Shop <orders@shop.example>",
        )
        agent.mailbox.deliver(INBOX, raw, answered)
    unknown = rejection(at=answered, sender="Larkspur Analytics <noreply@mail.talentmoor.example>")
    agent.mailbox.deliver(INBOX, unknown, answered)

    events = agent.at(answered)
    later = [step for now in (FOLLOW_UP_DUE, *LATER) for step in drafted(agent.at(now))]

    assert {event.event for event in events} & {Happening.CLOSED, Happening.HELD}
    assert Step.FOLLOW_UP not in later


@pytest.mark.dovecot
def test_d17_three_days_offline_miss_nothing(account: Account, tmp_path: Path) -> None:
    invite(account)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)

    account.deliver("Jobs", rejection(at=NEXT_MORNING), received_at=NEXT_MORNING)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        events = agent.at(NEXT_MORNING + timedelta(days=3))

    assert Happening.CLOSED in [event.event for event in events]
    assert account.count("Drafts") == 0


@pytest.mark.dovecot
def test_d17_a_watched_folder_under_another_uidvalidity_is_read_again(
    account: Account, tmp_path: Path
) -> None:
    invite(account)
    other = mail("Hello!", at=INVITED, message_id="<hello@x.example>")
    account.deliver_all("Jobs", [other, other, other], received_at=INVITED)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)

    account.recreate("Jobs")
    account.deliver("Jobs", rejection(at=NEXT_MORNING), received_at=NEXT_MORNING)
    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        events = agent.at(NEXT_MORNING + timedelta(days=3))

    assert Happening.CLOSED in [event.event for event in events]


@pytest.mark.dovecot
def test_d20_two_instances_make_one_draft(account: Account, tmp_path: Path) -> None:
    invite(account)

    for state in ("one", "two"):
        (tmp_path / state).mkdir()
        with agent_on(account, tmp_path / state, started_at=MONDAY) as agent:
            agent.at(THANK_YOU_DUE)

    assert account.count("Drafts") == 1


@pytest.mark.dovecot
def test_d20_a_state_put_back_from_a_copy_makes_no_second_draft(
    account: Account, tmp_path: Path
) -> None:
    state, copy = tmp_path / "state", tmp_path / "copy"
    state.mkdir()
    invite(account)
    with agent_on(account, state, started_at=MONDAY) as agent:
        agent.at(INVITED)
    shutil.copytree(state, copy)
    with agent_on(account, state, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE)
    assert account.count("Drafts") == 1

    shutil.rmtree(state)
    shutil.copytree(copy, state)
    with agent_on(account, state, started_at=MONDAY) as agent:
        agent.at(THANK_YOU_DUE + timedelta(minutes=30))
        agent.at(NEXT_MORNING)

    assert account.count("Drafts") == 1


@pytest.mark.dovecot
def test_d24_reading_never_marks_a_mail_as_seen(account: Account, tmp_path: Path) -> None:
    invite(account)
    large = mail("x" * 70 + "\n" + "word " * 40_000, at=INVITED, message_id="<large@x.example>")
    account.deliver("INBOX", large, received_at=INVITED)

    with agent_on(account, tmp_path, started_at=MONDAY) as agent:
        agent.at(INVITED)
        agent.at(THANK_YOU_DUE)

    assert all(b"\\Seen" not in lies.flags for lies in account.messages("INBOX"))
