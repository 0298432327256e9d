"""A letter by wish is drafted once, to whom a follow-up would go, and only where it fits."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agent.cases.case import EntryStatus, Step
from agent.cases.event import Event, Happening
from agent.cases.plan import Write
from agent.cases.reasons import Reason
from agent.cases.refusal import refusal
from agent.cases.wished import letter
from agent.contract import event_line
from agent.errors import OwnerError
from agent.preview import letter_by_wish
from agent.telling import Told, skip, wish
from tests.jobs.fakes import INBOX, OWNER, SENT, Agent
from tests.jobs.test_steering import resting
from tests.jobs.test_telling import FOLLOW_UP_DUE, THANK_YOU_DUE, an_agent, speaking
from tests.letters import NADIA, ROBIN, london, mail, rejection

A_MINUTE = timedelta(minutes=1)
REFUSED = london("2026-03-06 12:00")
HELD_BACK = london("2026-03-16 11:00")  # a Monday, after the follow-up


def wishes(agent: Agent, at: str, step: Step) -> Told:
    return wish(agent.desk.store, agent.desk.policy, "Larkspur", step, speaking(at))


def sends(agent: Agent, at: datetime) -> None:
    """The owner sends the only draft, as it is."""
    [draft] = agent.mailbox.in_drafts
    agent.mailbox.in_drafts.clear()
    agent.mailbox.deliver(SENT, draft.raw, at)


def refused() -> Agent:
    """The interview was held and thanked for; the next day they say no."""
    agent = an_agent()
    agent.at(THANK_YOU_DUE)
    sends(agent, THANK_YOU_DUE + A_MINUTE)
    agent.at(THANK_YOU_DUE + A_MINUTE)
    agent.mailbox.deliver(INBOX, rejection(at=REFUSED), REFUSED)
    agent.at(REFUSED)
    return agent


def held_back(agent: Agent) -> Agent:
    """The follow-up has left; a person answers that it takes longer."""
    skip(agent.desk.store, agent.desk.policy, "Larkspur", None, speaking("2026-03-05 15:30"))
    agent.at(FOLLOW_UP_DUE)
    sends(agent, FOLLOW_UP_DUE + A_MINUTE)
    agent.at(FOLLOW_UP_DUE + A_MINUTE)
    raw = mail(
        "Dear Robin,\n\nthank you for your message. We have not decided yet and are still talking\n"
        "to other candidates. We will let you know by 27 March.\n\nKind regards,\nNadia Brandt\n",
        at=HELD_BACK,
        message_id="<holding@larkspur.example>",
        subject="Re: Interview Data Engineer - Larkspur Analytics",
        reply_to="<invitation-0-request@larkspur.example>",
    )
    agent.mailbox.deliver(INBOX, raw, HELD_BACK)
    agent.at(HELD_BACK)
    return agent


def drafted(events: tuple[Event, ...]) -> list[Step | None]:
    return [event.step for event in events if event.event is Happening.DRAFTED]


def test_a_wish_is_drafted_once_with_the_next_look() -> None:
    agent = refused()

    wishes(agent, "2026-03-06 18:00", Step.GRACIOUS_REPLY)
    first = agent.at(london("2026-03-06 18:01"))
    later = [agent.at(london(f"2026-03-{day:02} 12:00")) for day in range(9, 13)]

    assert drafted(first) == [Step.GRACIOUS_REPLY]
    assert [e.to for e in first] == [("nadia.brandt@larkspur.example",)]
    assert [step for events in later for step in drafted(events)] == []
    assert len(agent.mailbox.in_drafts) == 1


def test_nothing_is_drafted_by_the_wish_itself() -> None:
    agent = refused()

    told = wishes(agent, "2026-03-06 18:00", Step.GRACIOUS_REPLY)

    assert told.words == "You said: letter, gracious_reply."
    assert agent.mailbox.in_drafts == []


def test_who_is_thanked_graciously_is_not_asked_for_feedback() -> None:
    agent = refused()

    wishes(agent, "2026-03-06 18:00", Step.GRACIOUS_REPLY)
    monday = agent.at(london("2026-03-09 10:00"))
    tuesday = agent.at(london("2026-03-10 10:00"))

    assert drafted(monday) == [Step.GRACIOUS_REPLY]
    assert drafted(tuesday) == []


def test_who_is_asked_for_feedback_is_not_thanked_once_more() -> None:
    agent = refused()
    assert drafted(agent.at(london("2026-03-09 10:00"))) == [Step.FEEDBACK_REQUEST]

    with pytest.raises(OwnerError, match="asked for feedback"):
        wishes(agent, "2026-03-09 11:00", Step.GRACIOUS_REPLY)


def test_a_letter_is_wished_within_a_day_of_another_to_the_same_person() -> None:
    agent = an_agent()
    agent.at(THANK_YOU_DUE)

    wishes(agent, "2026-03-05 17:30", Step.WITHDRAWAL)
    at_once = agent.at(london("2026-03-05 17:31"))
    woken_at = agent.desk.store.next_wake()
    next_day = agent.at(THANK_YOU_DUE + timedelta(days=1))

    assert drafted(at_once) == []
    assert woken_at == THANK_YOU_DUE + timedelta(days=1)
    assert drafted(next_day) == [Step.WITHDRAWAL]


def test_a_withdrawal_closes_the_case_once_the_owner_has_sent_it() -> None:
    agent = an_agent()
    wishes(agent, "2026-03-04 09:00", Step.WITHDRAWAL)
    agent.at(london("2026-03-04 09:01"))
    [still_open] = agent.desk.store.cases()

    sends(agent, london("2026-03-04 12:00"))
    events = agent.at(london("2026-03-04 12:00"))

    assert still_open.decision is None
    assert (Happening.CLOSED, Reason.WITHDRAWN) in [(e.event, e.reason) for e in events]
    assert [entry.status for entry in agent.desk.store.entries()] == [EntryStatus.SENT]


def test_nothing_else_is_asked_while_a_withdrawal_lies_in_drafts() -> None:
    agent = an_agent()
    wishes(agent, "2026-03-05 15:30", Step.WITHDRAWAL)
    agent.at(london("2026-03-05 15:31"))

    later = [agent.at(THANK_YOU_DUE), agent.at(THANK_YOU_DUE + timedelta(days=1))]

    assert [step for events in later for step in drafted(events)] == []


def test_a_case_goes_on_whose_withdrawal_the_owner_deleted() -> None:
    agent = an_agent()
    wishes(agent, "2026-03-05 15:30", Step.WITHDRAWAL)
    agent.at(london("2026-03-05 15:31"))

    agent.mailbox.in_drafts.clear()
    agent.at(london("2026-03-06 09:00"))
    events = agent.at(london("2026-03-06 10:00"))

    assert drafted(events) == [Step.THANK_YOU]


def test_no_withdrawal_is_written_to_who_has_said_no() -> None:
    agent = refused()

    with pytest.raises(OwnerError, match="They have said no"):
        wishes(agent, "2026-03-06 18:00", Step.WITHDRAWAL)


def test_a_withdrawal_that_a_refusal_overtakes_is_taken_back() -> None:
    agent = an_agent()
    wishes(agent, "2026-03-04 09:00", Step.WITHDRAWAL)
    agent.at(london("2026-03-04 09:01"))

    agent.mailbox.deliver(INBOX, rejection(at=REFUSED), REFUSED)
    agent.at(REFUSED)

    assert agent.mailbox.in_drafts == []


def test_a_wish_that_a_refusal_overtakes_is_given_up_for_good() -> None:
    agent = resting(an_agent())
    wishes(agent, "2026-03-04 09:00", Step.WITHDRAWAL)
    agent.desk.store.pause(None)
    agent.at(london("2026-03-04 09:01"))

    agent.mailbox.deliver(INBOX, rejection(at=REFUSED), REFUSED)
    events = agent.at(REFUSED)
    agent.desk.store.resume()
    later = agent.at(REFUSED + A_MINUTE)

    assert (Happening.SKIPPED, Reason.REJECTED) in [(e.event, e.reason) for e in events]
    assert drafted(later) == []


def test_a_draft_that_the_owner_deleted_is_not_made_again() -> None:
    agent = an_agent()
    wishes(agent, "2026-03-04 09:00", Step.WITHDRAWAL)
    agent.at(london("2026-03-04 09:01"))

    agent.mailbox.in_drafts.clear()
    agent.at(london("2026-03-04 10:00"))
    agent.at(london("2026-03-04 11:00"))

    with pytest.raises(OwnerError, match="not made again"):
        wishes(agent, "2026-03-04 12:00", Step.WITHDRAWAL)


def test_a_reply_to_a_no_needs_a_no() -> None:
    agent = an_agent()

    with pytest.raises(OwnerError, match="They have not said no"):
        wishes(agent, "2026-03-06 18:00", Step.GRACIOUS_REPLY)


def test_a_line_on_a_delay_needs_a_mail_that_names_one() -> None:
    agent = an_agent()

    with pytest.raises(OwnerError, match="not that it takes longer"):
        wishes(agent, "2026-03-06 18:00", Step.DELAY_ACKNOWLEDGED)


def test_a_line_on_a_delay_names_the_new_day() -> None:
    agent = held_back(an_agent())

    wishes(agent, "2026-03-16 14:00", Step.DELAY_ACKNOWLEDGED)
    [event] = agent.at(london("2026-03-16 14:01"))

    assert event.step is Step.DELAY_ACKNOWLEDGED
    assert "27 March" in (event.text or "")
    assert "?" not in (event.text or "")


def test_a_delay_is_not_answered_unasked() -> None:
    agent = held_back(an_agent())

    events = agent.at(london("2026-03-17 10:00"))

    assert drafted(events) == []


def switched_on() -> Agent:
    agent = an_agent()
    agent.desk = replace(agent.desk, policy=replace(agent.desk.policy, acknowledge_delay=True))
    return held_back(agent)


def test_a_delay_is_answered_on_the_next_business_day_where_that_is_switched_on() -> None:
    agent = switched_on()

    the_same_day = agent.at(london("2026-03-16 16:00"))
    woken_at = agent.desk.store.next_wake()
    next_day = agent.at(london("2026-03-17 10:00"))
    after = agent.at(london("2026-03-18 10:00"))

    assert (drafted(the_same_day), woken_at) == ([], london("2026-03-17 10:00"))
    assert [(e.step, e.reason) for e in next_day] == [(Step.DELAY_ACKNOWLEDGED, Reason.DELAY_NAMED)]
    assert drafted(after) == []


def test_a_delay_that_the_owner_has_answered_is_not_answered_again() -> None:
    agent = switched_on()
    at = london("2026-03-16 17:00")
    raw = mail(
        "Dear Nadia,\n\nthank you for letting me know.\n\nBest wishes,\nRobin\n",
        at=at,
        message_id="<thanks@ashby.example>",
        sender=ROBIN,
        to=NADIA,
        reply_to="<holding@larkspur.example>",
    )
    agent.mailbox.deliver(SENT, raw, at)

    events = agent.at(london("2026-03-17 10:00"))

    assert drafted(events) == []


def test_a_wished_line_on_a_delay_is_not_followed_by_one_unasked() -> None:
    agent = switched_on()

    wishes(agent, "2026-03-16 14:00", Step.DELAY_ACKNOWLEDGED)
    first = agent.at(london("2026-03-16 14:01"))
    next_day = agent.at(london("2026-03-17 10:00"))

    assert (drafted(first), drafted(next_day)) == ([Step.DELAY_ACKNOWLEDGED], [])


def test_the_last_look_refuses_a_second_letter_whatever_its_key() -> None:
    agent = held_back(an_agent())
    wishes(agent, "2026-03-16 14:00", Step.DELAY_ACKNOWLEDGED)
    agent.at(london("2026-03-16 14:01"))
    [case] = agent.desk.store.cases()
    row = next(e for e in case.entries if e.key.step is Step.DELAY_ACKNOWLEDGED)
    now = london("2026-03-17 13:00")

    again = letter(case, Step.DELAY_ACKNOWLEDGED, agent.desk.policy, now)
    renamed = replace(row, key=replace(row.key, wait="<renamed@larkspur.example>"))
    elsewhere = replace(case, entries=(renamed,))

    assert isinstance(again, Write)
    assert refusal(elsewhere, again, agent.desk.policy, now)


def test_the_contract_names_no_step_for_a_letter_by_wish() -> None:
    agent = an_agent()
    wishes(agent, "2026-03-04 09:00", Step.WITHDRAWAL)

    [event] = agent.at(london("2026-03-04 09:01"))

    assert '"step": null' in event_line(event)
    assert '"reason": "wished"' in event_line(event)


def test_the_letter_is_shown_without_anything_being_kept() -> None:
    agent = an_agent()
    [case] = agent.desk.store.cases()
    store, policy, now = agent.desk.store, agent.desk.policy, london("2026-03-04 09:00")

    shown = letter_by_wish(store, case, policy, OWNER, agent.desk.profile, now, Step.WITHDRAWAL)

    assert shown.draft.to.address == "nadia.brandt@larkspur.example"
    assert shown.draft.subject == "Re: Interview Data Engineer - Larkspur Analytics"
    assert [f for f in shown.findings if f.level == "block"] == []
    assert agent.at(london("2026-03-04 09:01")) == ()


def test_skip_means_a_step_and_no_letter_by_wish() -> None:
    agent = held_back(an_agent())
    wishes(agent, "2026-03-16 14:00", Step.DELAY_ACKNOWLEDGED)
    agent.at(london("2026-03-16 14:01"))

    told = skip(agent.desk.store, agent.desk.policy, "Larkspur", None, speaking("2026-03-16 15:00"))

    assert told.words == "You said: skip, follow_up."
