"""What the owner says is kept at once, and acted on with the next look."""

from datetime import timedelta

import pytest

from agent.cases.case import EntryStatus
from agent.cases.event import Happening
from agent.cases.saying import Speaker
from agent.cases.word import Says
from agent.errors import OwnerError
from agent.telling import Told, add, reply, tell
from tests.jobs.fakes import INBOX, OWNER, Agent
from tests.letters import invitation, london, mail

INVITED = london("2026-03-03 10:30")
START, END = london("2026-03-05 14:00"), london("2026-03-05 15:00")
THANK_YOU_DUE = london("2026-03-05 17:00")
FOLLOW_UP_DUE = london("2026-03-12 10:00")


def an_agent() -> Agent:
    agent = Agent()
    raw = invitation(at=INVITED, start=START, end=END)
    agent.mailbox.deliver(INBOX, raw, INVITED)
    agent.at(INVITED)
    return agent


def says(agent: Agent, at: str, what: Says, *values: str, case: str = "Larkspur") -> Told:
    return tell(agent.desk.store, agent.desk.policy, case, what, values, speaking(at))


def speaking(at: str) -> Speaker:
    now = london(at)
    return Speaker(OWNER, now, f"word {now.isoformat()}")


def test_a_word_withdraws_the_draft_that_it_makes_wrong() -> None:
    agent = an_agent()
    agent.at(THANK_YOU_DUE)
    assert len(agent.mailbox.in_drafts) == 1

    says(agent, "2026-03-05 17:30", Says.NOT_HELD)
    events = agent.at(london("2026-03-05 17:31"))

    assert [event.event for event in events] == [Happening.WITHDRAWN]
    assert agent.mailbox.in_drafts == []


def test_a_word_tells_at_once_how_the_case_stands_with_it() -> None:
    agent = an_agent()

    told = says(agent, "2026-03-04 09:00", Says.INTERVIEW, "2026-03-06 11:00")

    assert told.words == "You said: interview, 2026-03-06 11:00."
    assert told.case is not None
    assert told.case.rounds[0].start == london("2026-03-06 11:00")
    assert told.plan is not None
    assert told.plan.wake_at == london("2026-03-06 12:00")  # an hour is the usual length


def test_nothing_is_written_by_the_word_itself() -> None:
    agent = an_agent()

    says(agent, "2026-03-04 09:00", Says.INTERVIEW, "2026-03-03 09:00")

    assert agent.mailbox.in_drafts == []
    assert agent.desk.store.entries() == ()


def test_an_added_opportunity_gets_its_thank_you() -> None:
    agent = an_agent()
    speaker = Speaker(OWNER, london("2026-03-04 09:00"), "word-1")

    told = add(
        agent.desk.store,
        agent.desk.policy,
        speaker,
        company="Harbour Tools",
        role="Welder",
        interview="2026-03-04 10:00",
        contact="Jo Reed <jo@harbour.example>",
    )
    events = agent.at(london("2026-03-04 13:00"))

    assert told.case is not None
    drafted = [event for event in events if event.event is Happening.DRAFTED]
    assert [(event.company, event.to) for event in drafted] == [
        ("Harbour Tools", ("jo@harbour.example",))
    ]


def test_a_question_is_answered_by_its_id_and_asked_no_more() -> None:
    agent = an_agent()
    raw = mail(
        "Dear Robin,\n\nyour interview is cancelled.\n\nKind regards,\nNadia Brandt\n",
        at=london("2026-03-04 09:00"),
        message_id="<cancelled@larkspur.example>",
        subject="Cancelled: Interview Data Engineer - Larkspur Analytics",
        reply_to="<invitation-0-request@larkspur.example>",
    )
    agent.mailbox.deliver(INBOX, raw, london("2026-03-04 09:00"))
    agent.at(london("2026-03-04 09:00"))
    agent.at(london("2026-03-09 10:00"))
    [question] = agent.desk.store.questions()

    now = london("2026-03-09 11:00")
    reply(
        agent.desk.store,
        agent.desk.policy,
        question.id[:5],
        "interview",
        ("2026-03-10 11:00",),
        Speaker(OWNER, now, "word-1"),
    )
    events = agent.at(now + timedelta(minutes=1))

    assert agent.desk.store.questions() == ()
    assert [event.interview and event.interview.start for event in events] == [
        london("2026-03-10 11:00")
    ]


def test_a_mail_is_named_by_the_beginning_of_its_id() -> None:
    agent = an_agent()
    [case] = agent.desk.store.cases()

    told = says(agent, "2026-03-04 09:00", Says.KIND, case.mentions[0].key[:6], "other")

    assert told.case is not None
    assert told.case.rounds == ()


@pytest.mark.parametrize(
    ("what", "values", "case", "expected"),
    [
        (Says.SPLIT, ("ffffffff",), "Larkspur", "no mail"),
        (Says.MERGE, ("nobody",), "Larkspur", "fits no case"),
        (Says.ANSWERED, (), "Larch", "fits no case"),
    ],
)
def test_what_is_not_there_is_named(
    what: Says, values: tuple[str, ...], case: str, expected: str
) -> None:
    agent = an_agent()

    with pytest.raises(OwnerError, match=expected):
        says(agent, "2026-03-04 09:00", what, *values, case=case)

    assert agent.desk.store.words() == ()


def test_a_word_on_a_case_whose_draft_was_sent_changes_nothing_that_is_done() -> None:
    agent = an_agent()
    agent.at(THANK_YOU_DUE)

    says(agent, "2026-03-06 09:00", Says.COMPANY, "Larkspur Labs")
    agent.at(FOLLOW_UP_DUE)

    [thanks] = [e for e in agent.desk.store.entries() if e.key.step == "thank_you"]
    assert thanks.status is EntryStatus.DRAFTED
    assert [case.company for case in agent.desk.store.cases()] == ["Larkspur Labs"]
