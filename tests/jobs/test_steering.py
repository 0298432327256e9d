"""A pause writes nothing, takes back what has become wrong, and loses nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.cases.case import EntryStatus, Step
from agent.cases.event import Happening
from agent.cases.reasons import Reason
from agent.cases.word import Says
from agent.errors import OwnerError
from agent.telling import skip
from tests.jobs.fakes import INBOX, Agent, FakeMailbox
from tests.jobs.test_telling import FOLLOW_UP_DUE, THANK_YOU_DUE, an_agent, says, speaking
from tests.letters import london, rejection

A_MINUTE = timedelta(minutes=1)


def resting(agent: Agent) -> Agent:
    """The same agent, asking its store whether it is to rest, as the daemon does."""
    store = agent.desk.store
    agent.desk = replace(agent.desk, halted=lambda at: store.paused_until(at) is not None)
    return agent


def test_nothing_is_drafted_in_a_pause_and_what_is_welcome_still_is_drafted_after_it() -> None:
    agent = resting(an_agent())
    agent.desk.store.pause(THANK_YOU_DUE + timedelta(hours=1))

    during = agent.at(THANK_YOU_DUE)
    after = agent.at(THANK_YOU_DUE + timedelta(hours=1))

    assert during == ()
    assert [event.event for event in after] == [Happening.DRAFTED]
    assert len(agent.mailbox.in_drafts) == 1


def test_a_pause_without_an_end_lasts_until_it_is_ended() -> None:
    agent = resting(an_agent())
    agent.desk.store.pause(None)
    agent.at(THANK_YOU_DUE)
    woken = agent.desk.store.next_wake()

    agent.desk.store.resume()
    after = agent.at(THANK_YOU_DUE + A_MINUTE)

    assert woken == THANK_YOU_DUE + A_MINUTE  # asked again, without a mail
    assert [event.event for event in after] == [Happening.DRAFTED]


def test_what_has_become_too_late_in_a_pause_is_left_out_with_its_reason() -> None:
    agent = resting(an_agent())
    agent.desk.store.pause(None)
    agent.at(THANK_YOU_DUE)

    agent.desk.store.resume()
    after = agent.at(THANK_YOU_DUE + timedelta(days=8))

    assert (Happening.SKIPPED, Reason.TOO_LATE) in [(e.event, e.reason) for e in after]


def test_a_draft_that_has_become_wrong_is_taken_back_in_a_pause_too() -> None:
    agent = resting(an_agent())
    agent.at(THANK_YOU_DUE)

    agent.desk.store.pause(None)
    answered_at = THANK_YOU_DUE + timedelta(hours=1)
    agent.mailbox.deliver(INBOX, rejection(at=answered_at), answered_at)
    agent.at(answered_at)

    assert agent.mailbox.in_drafts == []


def test_a_draft_whose_append_was_interrupted_waits_for_the_end_of_the_pause() -> None:
    agent = resting(an_agent())
    assert isinstance(agent.mailbox, FakeMailbox)
    agent.mailbox.append_is_lost = True
    agent.at(THANK_YOU_DUE)

    agent.mailbox.append_is_lost = False
    agent.desk.store.pause(None)
    for minutes in (1, 5, 10):
        agent.at(THANK_YOU_DUE + minutes * A_MINUTE)
    assert agent.mailbox.in_drafts == []

    agent.desk.store.resume()
    agent.at(THANK_YOU_DUE + 15 * A_MINUTE)
    assert len(agent.mailbox.in_drafts) == 1


def test_a_case_on_hold_rests_and_goes_on() -> None:
    agent = an_agent()
    says(agent, "2026-03-05 16:00", Says.HOLD)

    during = agent.at(THANK_YOU_DUE)
    says(agent, "2026-03-05 17:10", Says.RESUME)
    after = agent.at(THANK_YOU_DUE + 11 * A_MINUTE)

    assert during == ()
    assert [event.event for event in after] == [Happening.DRAFTED]


def test_skip_without_a_step_means_the_one_that_comes_next() -> None:
    agent = an_agent()
    told = skip(agent.desk.store, agent.desk.policy, "Larkspur", None, speaking("2026-03-04 09:00"))

    thanks = agent.at(THANK_YOU_DUE)
    asking = agent.at(FOLLOW_UP_DUE)

    assert told.words == "You said: skip, thank_you."
    assert thanks == ()
    assert [event.step for event in asking] == [Step.FOLLOW_UP]


def test_skip_takes_back_the_draft_that_lies_there() -> None:
    agent = an_agent()
    agent.at(THANK_YOU_DUE)

    skip(agent.desk.store, agent.desk.policy, "Larkspur", None, speaking("2026-03-05 17:30"))
    events = agent.at(london("2026-03-05 17:31"))

    assert [(e.event, e.reason) for e in events] == [(Happening.WITHDRAWN, Reason.SKIPPED_BY_OWNER)]
    assert agent.mailbox.in_drafts == []
    assert [entry.status for entry in agent.desk.store.entries()] == [EntryStatus.WITHDRAWN]


def test_where_nothing_is_to_come_there_is_nothing_to_skip() -> None:
    agent = an_agent()
    says(agent, "2026-03-04 09:00", Says.STOPPED)

    with pytest.raises(OwnerError, match="no step is to come"):
        skip(agent.desk.store, agent.desk.policy, "Larkspur", None, speaking("2026-03-04 10:00"))
