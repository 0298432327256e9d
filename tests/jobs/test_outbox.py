"""Each step at most once, and the owner's hand above ours."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest

from agent.cases.case import EntryStatus, Step
from agent.cases.event import Happening
from agent.errors import Temporary
from agent.ports import Lying
from tests.jobs.fakes import INBOX, SENT, TRASH, Agent, FakeMailbox
from tests.letters import ROBIN, invitation, london, mail, rejection

INVITED = london("2026-03-03 10:30")
START, END = london("2026-03-05 14:00"), london("2026-03-05 15:00")
DUE = london("2026-03-05 17:00")
NEXT_MORNING = london("2026-03-06 09:00")


def invited(mailbox: FakeMailbox | None = None) -> Agent:
    """An agent that knows of one interview."""
    agent = Agent(mailbox or FakeMailbox())
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=START, end=END), INVITED)
    agent.at(INVITED)
    return agent


def status(agent: Agent, step: Step) -> EntryStatus:
    [entry] = [e for e in agent.desk.store.entries() if e.key.step is step]
    return entry.status


def test_a_draft_whose_answer_was_lost_is_found_again_and_told_once() -> None:
    agent = invited(FakeMailbox(answer_is_lost=True))

    first = agent.at(DUE)
    second = agent.at(DUE + timedelta(minutes=3))

    assert len(agent.mailbox.in_drafts) == 1
    assert status(agent, Step.THANK_YOU) is EntryStatus.DRAFTED
    assert [e.event for e in (*first, *second)].count(Happening.DRAFTED) == 1


def test_an_append_that_never_happened_is_made_again_under_the_same_message_id() -> None:
    agent = invited(FakeMailbox(append_is_lost=True))
    agent.at(DUE)
    [intended] = agent.desk.store.entries()

    agent.mailbox.append_is_lost = False
    agent.at(DUE + timedelta(minutes=1))
    assert agent.mailbox.in_drafts == []  # it may yet show
    agent.at(DUE + timedelta(minutes=5))
    agent.at(DUE + timedelta(minutes=10))

    [draft] = agent.mailbox.in_drafts
    assert draft.message_id == intended.message_id


def test_an_append_that_never_happened_in_the_evening_is_made_again_in_the_morning() -> None:
    agent = Agent(FakeMailbox(append_is_lost=True))
    start, end = london("2026-03-05 17:00"), london("2026-03-05 17:59")
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=start, end=end), INVITED)
    agent.at(london("2026-03-05 19:59"))
    agent.mailbox.append_is_lost = False

    for clock in ("20:01", "20:05", "23:00"):
        agent.at(london(f"2026-03-05 {clock}"))
    by_night = list(agent.mailbox.in_drafts)
    agent.at(london("2026-03-06 08:30"))

    assert by_night == []
    assert len(agent.mailbox.in_drafts) == 1
    assert status(agent, Step.THANK_YOU) is EntryStatus.DRAFTED


def test_an_append_that_never_happened_is_not_made_again_after_the_answer() -> None:
    agent = invited(FakeMailbox(append_is_lost=True))
    agent.at(DUE)

    agent.mailbox.append_is_lost = False
    agent.mailbox.deliver(INBOX, rejection(at=DUE), DUE + timedelta(minutes=1))
    agent.at(DUE + timedelta(minutes=1))
    agent.at(DUE + timedelta(minutes=5))

    assert agent.mailbox.in_drafts == []
    assert status(agent, Step.THANK_YOU) is EntryStatus.SKIPPED


def test_of_two_identical_copies_the_later_goes() -> None:
    agent = invited()
    agent.at(DUE)
    [draft] = agent.mailbox.in_drafts

    agent.mailbox.in_drafts.append(replace(draft, uid=draft.uid + 1))
    agent.at(NEXT_MORNING)

    assert agent.mailbox.in_drafts == [draft]


def test_a_draft_that_is_gone_counts_as_deleted_only_after_ten_minutes() -> None:
    agent = invited()
    agent.at(DUE)

    agent.mailbox.in_drafts.clear()
    agent.at(DUE + timedelta(minutes=1))
    assert status(agent, Step.THANK_YOU) is EntryStatus.DRAFTED
    agent.at(DUE + timedelta(minutes=12))

    assert status(agent, Step.THANK_YOU) is EntryStatus.DECLINED


def test_a_copy_in_sent_that_comes_late_still_makes_it_sent() -> None:
    agent = invited()
    agent.at(DUE)
    [draft] = agent.mailbox.in_drafts

    agent.mailbox.in_drafts.clear()
    agent.at(DUE + timedelta(minutes=1))
    agent.mailbox.deliver(SENT, draft.raw, DUE + timedelta(minutes=2))
    agent.at(DUE + timedelta(minutes=15))

    assert status(agent, Step.THANK_YOU) is EntryStatus.SENT


def test_a_rewritten_message_id_does_not_hide_that_the_owner_sent_it() -> None:
    agent = invited()
    agent.at(DUE)
    [draft] = agent.mailbox.in_drafts

    agent.mailbox.in_drafts.clear()
    rewritten = draft.raw.replace(draft.message_id.encode(), b"<rewritten@provider.example>")
    agent.mailbox.deliver(SENT, rewritten, DUE + timedelta(minutes=5))
    agent.at(DUE + timedelta(minutes=6))

    assert status(agent, Step.THANK_YOU) is EntryStatus.SENT


def test_a_deleted_draft_in_the_trash_is_not_taken_for_sent() -> None:
    agent = invited()
    agent.at(DUE)
    [draft] = agent.mailbox.in_drafts

    agent.mailbox.in_drafts.clear()
    agent.mailbox.deliver(TRASH, draft.raw, DUE + timedelta(minutes=1))
    agent.at(DUE + timedelta(minutes=1))
    agent.at(DUE + timedelta(minutes=12))

    assert status(agent, Step.THANK_YOU) is EntryStatus.DECLINED


def test_d21_one_edited_character_makes_a_draft_the_owners() -> None:
    agent = invited()
    agent.at(DUE)
    [draft] = agent.mailbox.in_drafts

    agent.mailbox.in_drafts = [replace(draft, raw=draft.raw.replace(b"Nadia", b"Nadja", 1))]
    agent.mailbox.deliver(INBOX, rejection(at=NEXT_MORNING), NEXT_MORNING)
    agent.at(NEXT_MORNING)

    assert len(agent.mailbox.in_drafts) == 1
    assert status(agent, Step.THANK_YOU) is EntryStatus.EDITED


def test_a_server_that_stores_a_draft_in_another_form_has_not_edited_it() -> None:
    agent = invited()
    agent.at(DUE)
    [draft] = agent.mailbox.in_drafts

    agent.mailbox.in_drafts = [replace(draft, raw=stored_anew(draft.raw))]
    agent.at(DUE + timedelta(minutes=1))
    assert status(agent, Step.THANK_YOU) is EntryStatus.DRAFTED
    agent.mailbox.deliver(INBOX, rejection(at=NEXT_MORNING), NEXT_MORNING)
    agent.at(NEXT_MORNING)

    assert agent.mailbox.in_drafts == []
    assert status(agent, Step.THANK_YOU) is EntryStatus.WITHDRAWN


def stored_anew(raw: bytes) -> bytes:
    """As Exchange does: its own fields, another encoding, no References."""
    made = message_from_bytes(raw, policy=policy.SMTP)
    text = made.get_content()
    del made["References"]
    made["X-MS-Exchange-Organization"] = "yes"
    made.set_content(text, cte="base64")
    return made.as_bytes()


def test_e9_a_draft_is_dated_by_the_owners_clock_and_not_by_a_machines() -> None:
    agent = Agent()
    agent.desk = replace(agent.desk, policy=replace(agent.desk.policy, zone=ZoneInfo("Asia/Tokyo")))
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=START, end=END), INVITED)
    agent.at(NEXT_MORNING)

    [draft] = agent.mailbox.in_drafts

    assert b"\r\nDate: Fri, 06 Mar 2026 18:00:00 +0900\r\n" in draft.raw


def test_a_server_that_is_away_means_no_draft() -> None:
    agent = invited()

    agent.mailbox.away = True
    with pytest.raises(Temporary):
        agent.at(DUE)

    assert agent.mailbox.appends == 0


def test_d1_twenty_hours_down_across_the_window_still_gives_the_thank_you() -> None:
    agent = invited()

    agent.at(DUE + timedelta(hours=20))

    assert [draft.uid for draft in agent.mailbox.in_drafts] == [101]


def test_d1_a_week_later_it_is_too_late_and_says_so() -> None:
    agent = invited()

    events = agent.at(END + timedelta(days=8))

    skipped = [e for e in events if e.event is Happening.SKIPPED and e.step is Step.THANK_YOU]
    assert len(skipped) == 1
    assert skipped[0].because


def test_d9_after_the_final_attempt_nothing_is_ever_drafted_again() -> None:
    agent = invited()
    agent.at(DUE)

    for days in range(120):
        now = london("2026-03-06 10:00") + timedelta(days=days)
        for draft in agent.mailbox.in_drafts:
            agent.mailbox.deliver(SENT, draft.raw, now)
        agent.mailbox.in_drafts.clear()
        agent.at(now)

    assert agent.mailbox.appends == 3  # thank-you, follow-up, final attempt


def test_an_edited_draft_that_the_owner_sends_later_is_the_step() -> None:
    agent = invited()
    agent.at(DUE)
    [draft] = agent.mailbox.in_drafts
    edited = draft.raw.replace(draft.message_id.encode(), b"<saved-again@ashby.example>")
    edited = edited.replace(b"Nadia,", b"Nadia, dear team,")

    agent.mailbox.in_drafts = [Lying(200, 1, "<saved-again@ashby.example>", edited)]
    agent.at(DUE + timedelta(hours=1))
    assert status(agent, Step.THANK_YOU) is EntryStatus.EDITED
    agent.mailbox.in_drafts = []
    agent.mailbox.deliver(SENT, edited, NEXT_MORNING)
    events = agent.at(NEXT_MORNING)
    events += agent.at(london("2026-03-12 10:00"))

    assert status(agent, Step.THANK_YOU) is EntryStatus.SENT
    assert [event.step for event in events] == [Step.FOLLOW_UP]


def test_a_drafts_folder_made_anew_is_no_deletion() -> None:
    """E6."""
    agent = invited()
    agent.at(DUE)

    agent.mailbox.in_drafts = []
    agent.mailbox.uidvalidity = 2
    agent.at(DUE + timedelta(minutes=1))
    agent.at(DUE + timedelta(hours=1))

    assert status(agent, Step.THANK_YOU) is EntryStatus.DRAFTED


def test_a_question_that_events_have_settled_is_not_asked_any_longer() -> None:
    agent = invited()
    cancelled = invitation(
        at=INVITED, start=START, end=END, sequence=1, method="CANCEL", status="CANCELLED"
    )
    agent.mailbox.deliver(INBOX, cancelled, INVITED + timedelta(hours=1))
    agent.at(INVITED + timedelta(hours=1))
    agent.at(london("2026-03-09 12:00"))
    assert len(agent.desk.store.questions()) == 1

    agent.mailbox.deliver(INBOX, rejection(at=london("2026-03-10 09:00")), START)
    agent.at(london("2026-03-10 09:00"))

    assert agent.desk.store.questions() == ()


def test_a_bug_in_one_case_does_not_stop_the_others() -> None:
    """G2."""
    agent = invited()
    bugs: list[str] = []
    broken = replace(agent.desk.policy, thank_you=None)
    agent.desk = replace(
        agent.desk, policy=broken, on_bug=lambda case, bug: bugs.append(case.company or "")
    )

    agent.at(DUE)

    assert bugs == ["Larkspur Analytics"]
    assert agent.desk.store.next_wake() == DUE + timedelta(hours=1)


def test_thanks_written_by_hand_in_the_thread_take_the_draft_away() -> None:
    agent = invited()
    agent.at(DUE)
    by_hand = mail(
        "Dear Nadia,\n\nthank you for the conversation this afternoon.\n\nBest wishes,\nRobin\n",
        at=london("2026-03-05 17:30"),
        message_id="<by-hand@ashby.example>",
        subject="Re: Interview Data Engineer - Larkspur Analytics",
        sender=ROBIN,
        to="nadia.brandt@larkspur.example",
        reply_to="<invitation-0-request@larkspur.example>",
    )

    agent.mailbox.deliver(SENT, by_hand, london("2026-03-05 17:30"))
    agent.at(london("2026-03-05 17:31"))

    assert status(agent, Step.THANK_YOU) is EntryStatus.SENT
    assert agent.mailbox.in_drafts == []
