"""What lies in Drafts, what it answers and what it costs: defects seen at peers."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from agent.cases.case import EntryStatus, Step
from agent.cases.event import Happening
from tests.jobs.fakes import INBOX
from tests.letters import london, mail, rejection
from tests.peers.letters import (
    FOLLOW_UP_DUE,
    THANK_YOU_DUE,
    drafted,
    invited,
    send,
    status,
    thanked,
)

NEXT_MORNING = london("2026-03-06 09:00")


def test_d3_an_answer_between_draft_and_release_withdraws_the_draft() -> None:
    agent = invited()
    agent.at(THANK_YOU_DUE)
    assert len(agent.mailbox.in_drafts) == 1

    agent.mailbox.deliver(INBOX, rejection(at=NEXT_MORNING), NEXT_MORNING)
    agent.at(NEXT_MORNING)

    assert agent.mailbox.in_drafts == []
    assert status(agent, Step.THANK_YOU) is EntryStatus.WITHDRAWN


def test_d4_a_draft_answers_the_parents_message_id_byte_for_byte() -> None:
    agent = invited()
    parent = "<CAF+Odd=Id_%41.b@Mail.LARKSPUR.example>"
    confirmed = mail(
        "Dear Robin,\n\nwe confirm your interview on Thursday 5 March at 14:00.\n\n"
        "Kind regards,\nNadia Brandt\n",
        at=london("2026-03-04 09:00"),
        message_id=parent,
        reply_to="<invitation-0-request@larkspur.example>",
    )
    agent.mailbox.deliver(INBOX, confirmed, london("2026-03-04 09:00"))

    agent.at(THANK_YOU_DUE)

    [draft] = agent.mailbox.in_drafts
    headers = message_from_bytes(draft.raw, policy=policy.SMTP)
    assert headers["In-Reply-To"] == parent
    assert headers["References"].split() == ["<invitation-0-request@larkspur.example>", parent]


def test_d5_an_abandoned_draft_uses_up_no_attempt() -> None:
    agent = thanked()
    assert drafted(agent.at(FOLLOW_UP_DUE)) == [Step.FOLLOW_UP]

    agent.mailbox.in_drafts.clear()
    for hours in range(1, 24 * 40, 24):
        agent.at(FOLLOW_UP_DUE + timedelta(hours=hours))

    assert status(agent, Step.FOLLOW_UP) is EntryStatus.DECLINED
    assert status(agent, Step.FINAL_ATTEMPT) is None


def test_d5_a_follow_up_seen_in_sent_is_an_attempt_and_the_final_one_comes() -> None:
    agent = thanked()
    agent.at(FOLLOW_UP_DUE)

    send(agent, FOLLOW_UP_DUE + timedelta(hours=1))
    agent.at(FOLLOW_UP_DUE + timedelta(hours=1))

    assert status(agent, Step.FOLLOW_UP) is EntryStatus.SENT
    assert drafted(agent.at(london("2026-03-23 10:00"))) == [Step.FINAL_ATTEMPT]


def test_d21_a_sent_message_is_never_withdrawn() -> None:
    agent = thanked()

    agent.mailbox.deliver(INBOX, rejection(at=NEXT_MORNING), NEXT_MORNING)
    events = agent.at(NEXT_MORNING)

    assert Happening.WITHDRAWN not in [event.event for event in events]
    assert status(agent, Step.THANK_YOU) is EntryStatus.SENT


@pytest.mark.parametrize("end", [b"Robin Ashby", b"Nadia"], ids=["signature", "greeting"])
def test_d21_one_edited_character_is_never_removed(end: bytes) -> None:
    agent = invited()
    agent.at(THANK_YOU_DUE)
    [draft] = agent.mailbox.in_drafts
    head, _, tail = draft.raw.rpartition(end)
    edited = replace(draft, raw=head + end + b"." + tail)

    agent.mailbox.in_drafts = [edited]
    agent.mailbox.deliver(INBOX, rejection(at=NEXT_MORNING), NEXT_MORNING)
    for days in range(10):
        agent.at(NEXT_MORNING + timedelta(days=days))

    assert edited in agent.mailbox.in_drafts
