"""Replies and silence: the scenarios F-21 to F-40 that are no rule elsewhere yet."""

from dataclasses import replace
from datetime import date

from agent.cases.case import Step
from agent.cases.event import Happening
from agent.ports import Folder, Role
from agent.reading.facts import Absence, Kind, Reading, Sign
from agent.reading.message import Address, DeliveryReport
from tests.cases.builders import (
    ANNA,
    PERSON,
    TOM,
    a_bounce,
    a_reading,
    an_event,
    an_interview,
    an_invitation,
    at,
    closings,
    steps,
    weeks,
)
from tests.jobs.fakes import INBOX, Agent, FakeMailbox
from tests.letters import invitation, london, mail, rejection
from tests.peers.letters import END, FOLLOW_UP_DUE, INVITED, START, drafted, reading, thanked

END_OF_MAY = at(31, month=5)
JON = Address("Jon Dahl", "jon.dahl@nordlicht.example")
JUNK = Folder("Junk", Role.JUNK)

READ_RECEIPT = """\
Received: from mx.example by mail.ashby.example; Fri, 6 Mar 2026 08:00:00 +0000
From: Nadia Brandt <nadia.brandt@larkspur.example>
To: Robin Ashby <robin@ashby.example>
Subject: Read: Interview Data Engineer
Date: Fri, 6 Mar 2026 08:00:00 +0000
Message-ID: <read@larkspur.example>
In-Reply-To: <ours-0@ashby.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b
Content-Type: text/plain

Your message was read on Friday 6 March 2026 08:00.
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;nadia.brandt@larkspur.example
Original-Message-ID: <ours-0@ashby.example>
Disposition: manual-action/MDN-sent-manually; displayed
--b--
"""


def new_thread(kind: Kind, day: int, **more: object) -> Reading:
    return a_reading(kind, at(day), replies_to="-", **more)  # type: ignore[arg-type]


def who_is_written_to(done: object, step: Step) -> list[str]:
    return [d.to for d in done if d.what == step]  # type: ignore[attr-defined]


def test_an_answer_from_another_address_of_the_same_domain_begins_a_new_wait() -> None:
    """B5. F-22: neither thread nor names tie it, the domain does."""
    colleague = new_thread(Kind.HOLDING, 9, sender=JON, company=None, role=None)

    done = weeks([an_invitation(replies_to="-"), colleague], until=at(17))

    assert steps(done)[1:] == [("follow_up", "Mon 16 10:00")]


def test_an_answer_that_may_mean_either_of_two_jobs_holds_both() -> None:
    """F-24, F-41."""
    one = an_invitation(replies_to="-", name="one")
    other = new_thread(
        Kind.INVITATION,
        1,
        name="other",
        role="Accountant",
        sender=TOM,
        events=(an_event("uid-2"),),
        interviews=(an_interview(uid="uid-2"),),
    )
    names_neither = new_thread(Kind.HOLDING, 9, role=None, sender=JON)

    done = weeks([one, other, names_neither], until=at(20))

    assert Step.FOLLOW_UP not in [d.what for d in done]
    assert len([d for d in done if d.what.startswith("asked")]) == 2


def test_a_deputy_named_in_an_absence_is_not_written_to() -> None:
    """F-29."""
    away = a_reading(
        Kind.AUTO_REPLY, at(4), signs=frozenset(), absence=Absence(date(2026, 3, 12), JON)
    )

    done = weeks([an_invitation(), away], until=END_OF_MAY)

    assert JON.address not in [d.to for d in done]
    assert who_is_written_to(done, Step.FOLLOW_UP) == [ANNA.address]


def test_who_has_left_is_written_to_no_more_and_nor_is_whom_they_name() -> None:
    """F-31: an address that stands only in a text is never written to."""
    gone = a_reading(
        Kind.AUTO_REPLY,
        at(4),
        signs=frozenset({Sign.LEFT_COMPANY}),
        absence=Absence(None, JON),
        contact=JON,
    )

    done = weeks([an_invitation(), gone], until=END_OF_MAY)

    assert who_is_written_to(done, Step.FOLLOW_UP) == [TOM.address]
    assert JON.address not in [d.to for d in done]


def test_a_bounce_of_the_only_address_is_a_question_and_then_stale() -> None:
    """F-32: no final attempt to a dead address."""
    alone = an_invitation(events=(), interviews=(an_interview(),), interviewers=("Anna Berg",))
    bounce = a_bounce(at(10, "10:01"), ANNA.address)

    done = weeks([alone, bounce], until=END_OF_MAY)

    assert [d.what.split()[0] for d in done] == ["thank_you", "follow_up", "asked", "closed"]
    assert closings(done)[0][0] == "closed stale"


def test_a_report_of_delay_leaves_the_follow_up_counted() -> None:
    """F-33: "will retry" is no bounce yet."""
    delayed = replace(
        a_bounce(at(10, "14:00"), ANNA.address),
        reports=(DeliveryReport(ANNA.address, "delayed", "4.4.1"),),
    )

    done = weeks([an_invitation(), delayed], until=END_OF_MAY)

    assert steps(done)[1:] == [("follow_up", "Tue 10 10:00"), ("final_attempt", "Thu 19 10:00")]


def with_junk() -> Agent:
    mailbox = FakeMailbox()
    mailbox.arrivals[JUNK] = []
    return Agent(mailbox)


def test_a_rejection_in_the_junk_folder_ends_the_case() -> None:
    """F-35."""
    agent = with_junk()
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=START, end=END), INVITED)
    agent.at(INVITED)

    agent.mailbox.deliver(JUNK, rejection(at=END), END)
    events = agent.at(END)

    assert Happening.CLOSED in [event.event for event in events]


def test_an_invitation_in_the_junk_folder_opens_nothing() -> None:
    """F-35: what is found there may stop, it may not begin."""
    agent = with_junk()
    agent.mailbox.deliver(JUNK, invitation(at=INVITED, start=START, end=END), INVITED)

    assert agent.at(INVITED) == ()
    assert agent.at(FOLLOW_UP_DUE) == ()


def test_a_read_receipt_is_neither_an_answer_nor_a_bounce() -> None:
    """F-36."""
    agent = thanked()
    opened = london("2026-03-06 08:00")

    agent.mailbox.deliver(INBOX, READ_RECEIPT.encode(), opened)
    events = agent.at(opened)

    assert events == ()
    assert drafted(agent.at(FOLLOW_UP_DUE)) == [Step.FOLLOW_UP]


def test_of_an_invitation_above_an_old_rejection_the_invitation_counts() -> None:
    """F-38."""
    raw = mail(
        "Dear Robin,\n\nwe have reconsidered and would like to invite you to an interview for the\n"
        "Data Engineer role on Friday 20 March at 11:00.\n\nKind regards,\nNadia Brandt\n\n"
        "On Tue, 10 Mar 2026 at 09:00, Nadia Brandt <nadia.brandt@larkspur.example> wrote:\n"
        "> Dear Robin,\n> we have decided to move forward with another candidate.\n> Nadia\n",
        at=FOLLOW_UP_DUE,
        message_id="<reconsidered@larkspur.example>",
    )

    told = reading(raw, FOLLOW_UP_DUE)

    assert told.kind is Kind.INVITATION
    assert [i.start for i in told.interviews] == [london("2026-03-20 11:00")]


def test_an_invitation_after_a_rejection_opens_the_case_for_a_new_round() -> None:
    """F-38."""
    no = a_reading(Kind.REJECTION, at(6), signs=PERSON | {Sign.NO_FEEDBACK})
    friday = an_interview(at(13, "11:00"), uid="uid-2")
    again = an_invitation(
        at(9), name="again", interviews=(friday,), events=(an_event("uid-2", friday.start),)
    )

    done = weeks([an_invitation(), no, again], until=at(21))

    assert [what for what, _ in closings(done)] == ["closed rejected", "open"]
    assert steps(done)[1:] == [("thank_you", "Fri 13 14:00"), ("follow_up", "Fri 20 10:00")]


def test_an_invitation_weeks_after_the_end_is_a_new_round_with_its_own_steps() -> None:
    """F-39: closed on 2 April."""
    talk = an_interview(at(14, "14:00", month=4), uid="uid-2")
    again = an_invitation(
        at(8, month=4), name="again", interviews=(talk,), events=(an_event("uid-2", talk.start),)
    )

    done = weeks([an_invitation(), again], until=END_OF_MAY)

    assert steps(done)[3:] == [
        ("thank_you", "Tue 14 17:00"),
        ("follow_up", "Tue 21 10:00"),
        ("final_attempt", "Thu 30 10:00"),
    ]


def test_an_apology_after_the_final_attempt_begins_a_wait_within_the_lifetime_cap() -> None:
    """F-40: "sorry for the delay, next week" on Monday 23 March."""
    sorry = a_reading(Kind.HOLDING, at(23), decision_by=date(2026, 4, 3), answers=True)

    done = weeks([an_invitation(), sorry], until=END_OF_MAY)

    assert [what for what, _ in steps(done)] == [
        "thank_you",
        *("follow_up", "final_attempt") * 2,
    ]
    assert steps(done)[3] == ("follow_up", "Wed 08 10:00")  # Easter: 7, 8 April
