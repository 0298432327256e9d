"""Outcome mails: the scenarios F-73 to F-89 that are no rule elsewhere yet."""

from datetime import date

import pytest

from agent.cases.case import EntryStatus, Step
from agent.cases.decide import decide
from agent.cases.event import Happening
from agent.cases.plan import Write
from agent.reading.facts import Kind, Reading, Sign
from agent.reading.message import Address
from tests.cases.builders import (
    ANNA,
    PERSON,
    POLICY,
    TOM,
    a_reading,
    an_invitation,
    at,
    closings,
    steps,
    the_case,
    weeks,
)
from tests.jobs.fakes import INBOX
from tests.letters import london, mail, rejection
from tests.peers.letters import FOLLOW_UP_DUE, INVITED, drafted, reading, send, status, thanked

NO_REPLY = Address("Nordlicht Careers", "no-reply@applicants.example")
END_OF_MAY = at(31, month=5)


def said(text: str) -> Reading:
    """What Nadia's mail of 3 March says."""
    raw = mail(
        f"Dear Robin,\n\n{text}\n\nKind regards,\nNadia Brandt\nLarkspur Analytics\n",
        at=INVITED,
        message_id="<said@larkspur.example>",
    )
    return reading(raw, INVITED)


def test_a_system_that_fails_is_no_refusal() -> None:
    """F-75."""
    told = said(
        "unfortunately we have had trouble with our IT and could not open your attachment.\n"
        "Could you send it again?"
    )

    assert (told.kind, told.answers) == (Kind.REQUEST, False)


def test_after_a_rejection_by_a_system_the_recruiter_is_asked_in_her_own_thread() -> None:
    """F-77."""
    no = a_reading(
        Kind.REJECTION,
        at(6),
        sender=NO_REPLY,
        contact=None,
        system="applicants",
        signs=frozenset(),
        replies_to="-",
    )
    case = the_case([an_invitation(replies_to="-"), no])

    (write,) = [a for a in decide(case, POLICY, at(9, "10:00")).actions if isinstance(a, Write)]

    assert write.key.step is Step.FEEDBACK_REQUEST
    assert write.to == ANNA
    assert write.parent == "<invitation@example>"


def test_a_rejection_takes_back_the_final_attempt_that_lies_in_drafts() -> None:
    """F-79."""
    agent = thanked()
    agent.at(FOLLOW_UP_DUE)
    send(agent, london("2026-03-12 11:00"))
    agent.at(london("2026-03-12 11:00"))
    assert drafted(agent.at(london("2026-03-23 10:00"))) == [Step.FINAL_ATTEMPT]

    answered = london("2026-03-23 11:00")
    agent.mailbox.deliver(INBOX, rejection(at=answered), answered)
    events = agent.at(answered)

    assert status(agent, Step.FINAL_ATTEMPT) is EntryStatus.WITHDRAWN
    assert agent.mailbox.in_drafts == []
    assert Happening.CLOSED in [event.event for event in events]


@pytest.mark.parametrize(
    "condition",
    [
        "The offer is subject to satisfactory references and a background check.",
        "Your contract follows once your right to work has been confirmed.",
    ],
)
def test_an_offer_with_conditions_is_an_offer(condition: str) -> None:
    """F-83."""
    told = said(f"we are pleased to offer you the position of Data Engineer. {condition}")

    assert (told.kind, told.answers) == (Kind.OFFER, True)


def test_a_request_for_references_stops_everything_until_the_owner_has_answered() -> None:
    """F-85."""
    told = said("could you please send us the contact details of two references?")
    request = a_reading(Kind.REQUEST, at(5), answers=True)

    done = weeks([an_invitation(), request], until=END_OF_MAY)

    assert told.kind is Kind.REQUEST
    assert [what for what, _ in steps(done)] == ["thank_you"]


def test_an_offer_that_is_taken_back_is_not_asked_about() -> None:
    """The near miss of F-83: the case ends as rejected, and the owner speaks for themself."""
    offer = a_reading(Kind.OFFER, at(6), answers=True)
    taken_back = a_reading(Kind.REJECTION, at(11), answers=True)

    done = weeks([an_invitation(), offer, taken_back], until=END_OF_MAY)

    assert [what for what, _ in steps(done)] == ["thank_you"]
    assert [what for what, _ in closings(done)] == ["closed offered", "closed rejected"]


OWN = {  # the owner's mail of 6 March, and whether it answers what was asked on the 5th
    "thanks to the interviewer": (
        a_reading(Kind.THANK_YOU, at(6), to=TOM, replies_to="invitation"),
        False,
    ),
    "thanks with what was asked for": (
        a_reading(Kind.THANK_YOU, at(6), replies_to="request"),
        True,
    ),
    "another mail": (a_reading(Kind.OWN_OTHER, at(6)), True),
}


@pytest.mark.parametrize(("own", "answers"), OWN.values(), ids=OWN)
def test_thanks_answer_a_request_only_as_a_reply_to_it(own: Reading, answers: bool) -> None:
    """F-85."""
    request = a_reading(Kind.REQUEST, at(5), name="request", answers=True)

    done = weeks([an_invitation(), request, own], until=at(13, "12:00"))

    assert (("follow_up", "Fri 13 10:00") in steps(done)) is answers


@pytest.mark.parametrize("kind", [Kind.REPLY, Kind.REJECTION])
def test_feedback_that_comes_is_answered_by_the_owner_alone(kind: Kind) -> None:
    """F-86: it may well read like the refusal that it explains."""
    no = a_reading(Kind.REJECTION, at(6))
    feedback = a_reading(kind, at(11), answers=True)

    done = weeks([an_invitation(), no, feedback], until=END_OF_MAY)

    assert steps(done)[1:] == [("feedback_request", "Mon 09 10:00")]
    assert [what for what, _ in closings(done)] == ["closed rejected"]


def test_a_runner_up_waits_for_the_day_that_was_named() -> None:
    """F-87."""
    told = said(
        "you are our second choice for the Data Engineer role. The first candidate has an\n"
        "offer; we will know within two weeks."
    )

    assert told.kind is Kind.HOLDING
    assert told.decision_by == date(2026, 3, 17)


def test_a_wish_for_silence_stops_what_was_planned_already() -> None:
    """F-88: it comes after the talk, on the eve of the follow-up."""
    wish = a_reading(Kind.HOLDING, at(9), answers=True, signs=PERSON | {Sign.NO_CONTACT})

    done = weeks([an_invitation(), wish], until=END_OF_MAY)

    assert [what for what, _ in steps(done)] == ["thank_you"]
    assert closings(done) == [("closed no_answer", "Tue 31.03.")]  # 20 business days after the 3rd
