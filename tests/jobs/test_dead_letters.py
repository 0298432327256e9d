"""Mail that was set aside and is read again: it may tell and stop, never wake what is past."""

from dataclasses import replace
from datetime import datetime

from agent.cases.case import EntryStatus, Step
from agent.cases.event import Event, Happening
from agent.cases.reasons import Reason
from agent.dead_letters import Fate, read_again
from agent.outbox import act
from agent.ports import Arrival, DeadLetter, Folder
from tests.jobs.fakes import INBOX, TRASH, Agent
from tests.letters import invitation, london, mail, rejection

INVITED = london("2026-03-03 10:30")
START, END = london("2026-03-05 14:00"), london("2026-03-05 15:00")
THANK_YOU_DUE = london("2026-03-05 17:00")
FOLLOW_UP_DUE = london("2026-03-12 10:00")
WEEKS_LATER = london("2026-03-18 11:00")
MUCH_LATER = tuple(
    london(f"2026-{day} 11:00") for day in ("03-19", "03-27", "04-07", "04-09", "04-20")
)


def unreadable(arrival: Arrival) -> DeadLetter:
    return DeadLetter(arrival.folder.name, arrival.uid, 0, arrival.received_at, "took too long")


def set_aside(agent: Agent, raw: bytes, at: datetime, folder: Folder = INBOX) -> None:
    """This mail comes, and the reader of that day fails at it."""
    able = agent.desk
    agent.mailbox.deliver(folder, raw, at)
    agent.desk = replace(able, read=unreadable)
    agent.at(at)
    agent.desk = able


def again(agent: Agent, now: datetime) -> tuple[list[Fate], tuple[Event, ...]]:
    """What became of the letters, and what the pass after it did."""
    fates = [retried.fate for retried in read_again(agent.desk, now)]
    return fates, act(agent.desk, now)


def invite(agent: Agent) -> None:
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=START, end=END), INVITED)
    agent.at(INVITED)


def test_an_invitation_that_is_read_again_in_time_leads_to_its_thank_you() -> None:
    agent = Agent()
    set_aside(agent, invitation(at=INVITED, start=START, end=END), INVITED)

    fates, events = again(agent, london("2026-03-04 09:00"))
    agent.at(THANK_YOU_DUE)

    assert fates == [Fate.READ]
    assert Happening.OPENED in [event.event for event in events]
    assert agent.desk.store.dead_letters() == ()
    assert [entry.key.step for entry in agent.desk.store.entries()] == [Step.THANK_YOU]
    assert agent.mailbox.appends == 1


def test_an_invitation_that_is_read_weeks_later_opens_its_case_and_drafts_nothing_old() -> None:
    agent = Agent()
    set_aside(agent, invitation(at=INVITED, start=START, end=END), INVITED)

    _, events = again(agent, WEEKS_LATER)
    for now in MUCH_LATER:
        agent.at(now)

    assert Happening.OPENED in [event.event for event in events]
    assert agent.mailbox.appends == 0
    skipped = {entry.key.step: entry for entry in agent.desk.store.entries()}
    assert skipped.keys() == {Step.THANK_YOU, Step.FOLLOW_UP}
    assert {entry.status for entry in skipped.values()} == {EntryStatus.SKIPPED}
    assert {entry.reason for entry in skipped.values()} == {Reason.READ_LATE}


def test_nothing_old_is_drafted_either_if_the_power_fails_right_after_the_reading() -> None:
    agent = Agent()
    set_aside(agent, invitation(at=INVITED, start=START, end=END), INVITED)

    read_again(agent.desk, WEEKS_LATER)
    act(agent.desk, london("2026-03-18 11:05"))  # the next start

    assert agent.mailbox.appends == 0


def test_a_rejection_that_is_read_again_withdraws_the_draft_and_ends_the_case() -> None:
    agent = Agent()
    invite(agent)
    agent.at(THANK_YOU_DUE)
    set_aside(agent, rejection(at=london("2026-03-06 09:00")), london("2026-03-06 09:00"))
    assert len(agent.mailbox.in_drafts) == 1

    _, events = again(agent, london("2026-03-09 10:30"))
    for now in (FOLLOW_UP_DUE, WEEKS_LATER, *MUCH_LATER):
        agent.at(now)

    assert agent.mailbox.in_drafts == []
    assert {event.event for event in events} >= {Happening.WITHDRAWN, Happening.CLOSED}
    assert agent.mailbox.appends == 1  # the thank-you; not even feedback, which was due before


def test_a_mail_that_fails_again_stays_with_its_new_reason() -> None:
    agent = Agent()
    set_aside(agent, rejection(at=INVITED), INVITED)
    agent.desk = replace(
        agent.desk, read=lambda arrival: replace(unreadable(arrival), reason="needed too much")
    )

    fates, _ = again(agent, WEEKS_LATER)

    [letter] = agent.desk.store.dead_letters()
    assert fates == [Fate.SET_ASIDE]
    assert letter == DeadLetter("INBOX", 1, 1, INVITED, "needed too much")


def test_a_mail_that_is_gone_is_forgotten_and_it_is_said() -> None:
    agent = Agent()
    set_aside(agent, rejection(at=INVITED), INVITED)
    agent.mailbox.arrivals[INBOX].clear()

    [retried] = read_again(agent.desk, WEEKS_LATER)

    assert retried.fate is Fate.GONE
    assert "no longer there" in retried.letter.reason
    assert agent.desk.store.dead_letters() == ()


def test_a_mail_in_a_folder_that_is_not_watched_any_more_is_forgotten_unread() -> None:
    agent = Agent()
    set_aside(agent, rejection(at=INVITED), INVITED)
    del agent.mailbox.arrivals[INBOX]

    [retried] = read_again(agent.desk, WEEKS_LATER)

    assert retried.fate is Fate.GONE
    assert "not watched" in retried.letter.reason
    assert agent.desk.store.readings() == ()


def test_what_lay_in_the_trash_counts_only_if_it_stops_something() -> None:
    agent = Agent()
    harmless = mail("Dear Robin,\n\nsee you.\n", at=INVITED, message_id="<see-you@x.example>")
    set_aside(agent, harmless, INVITED, TRASH)
    set_aside(agent, rejection(at=INVITED), INVITED, TRASH)

    fates, _ = again(agent, WEEKS_LATER)

    assert fates == [Fate.READ, Fate.READ]
    assert agent.desk.store.dead_letters() == ()
    [kept] = agent.desk.store.readings()
    assert kept.envelope.message_id == "<rejection@larkspur.example>"


def test_without_letters_the_server_is_not_even_asked() -> None:
    agent = Agent()
    agent.mailbox.away = True

    assert read_again(agent.desk, WEEKS_LATER) == ()
