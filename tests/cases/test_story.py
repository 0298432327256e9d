"""What is told of a case: openings, interviews, moves, answers, endings, each at its instant."""

from datetime import datetime

from agent.cases.event import Event
from agent.cases.story import changes
from agent.reading.facts import Kind, Reading, Sign, Source, Status
from tests.cases.builders import (
    BERLIN,
    PERSON,
    POLICY,
    TOM,
    a_reading,
    an_event,
    an_interview,
    an_invitation,
    at,
    the_case,
)


def told(*looks: tuple[datetime, list[Reading]]) -> list[Event]:
    """What each look at the case tells that the one before did not."""
    events: list[Event] = []
    before, since = None, None
    for now, readings in looks:
        after = the_case(readings)
        events += changes(before, after, since=since, now=now, policy=POLICY)
        before, since = after, now
    return events


def in_words(events: list[Event]) -> list[tuple[str, str, str]]:
    return [(e.event, e.reason, f"{e.at:%a %d %H:%M}") for e in events]


def test_an_invitation_opens_the_case_and_tells_the_time() -> None:
    mails = [an_invitation()]

    assert in_words(told((at(1, "10:00"), mails))) == [
        ("opened", "new_case", "Sun 01 10:00"),
        ("interview", "time_set", "Sun 01 10:00"),
    ]


def test_the_same_case_twice_tells_nothing() -> None:
    mails = [an_invitation()]

    assert told((at(1, "10:00"), mails), (at(2), mails))[2:] == []


def test_a_higher_sequence_tells_a_move() -> None:
    later = at(6, "11:00")
    moved = a_reading(
        Kind.RESCHEDULE,
        at(2),
        events=(an_event(start=later, sequence=1),),
        interviews=(an_interview(later, uid="uid-1", source=Source.CALENDAR),),
    )

    events = told((at(1, "10:00"), [an_invitation()]), (at(2), [an_invitation(), moved]))

    assert in_words(events)[2:] == [("moved", "moved", "Mon 02 09:00")]
    assert events[-1].interview
    assert events[-1].interview.start == later
    assert events[-1].evidence == moved.envelope.message_id


def test_a_cancellation_is_told_with_the_interview_called_off() -> None:
    mails = [an_invitation(), a_reading(Kind.CANCELLATION, at(2))]

    events = told((at(1, "10:00"), mails[:1]), (at(2), mails))

    assert in_words(events)[2:] == [("cancelled", "cancelled", "Mon 02 09:00")]
    assert events[-1].interview


def test_an_answer_and_the_end_it_brings() -> None:
    mails = [an_invitation(), a_reading(Kind.REJECTION, at(6))]

    assert in_words(told((at(1, "10:00"), mails[:1]), (at(6), mails)))[2:] == [
        ("answered", "rejected", "Fri 06 09:00"),
        ("closed", "rejected", "Fri 06 09:00"),
    ]


def test_a_courtesy_is_no_answer() -> None:
    kind_words = a_reading(Kind.REPLY, at(6), signs=PERSON | {Sign.COURTESY}, answers=True)
    mails = [an_invitation(), kind_words]

    assert told((at(1, "10:00"), mails[:1]), (at(6), mails))[2:] == []


def test_the_owners_own_thanks_are_told_as_done() -> None:
    own = a_reading(Kind.THANK_YOU, at(3, "16:00"), to=TOM)
    events = told((at(1, "10:00"), [an_invitation()]), (at(3, "16:00"), [an_invitation(), own]))

    (skipped,) = events[2:]

    assert in_words([skipped]) == [("skipped", "done_by_owner", "Tue 03 16:00")]
    assert (skipped.step, skipped.to) == ("thank_you", (TOM.address,))
    assert skipped.evidence == own.envelope.message_id


def test_an_end_by_time_bears_the_instant_at_which_it_fell_due() -> None:
    receipt = [a_reading(Kind.ACKNOWLEDGEMENT, at(1))]

    events = told((at(1), receipt), (at(30, month=5), receipt))

    assert [(e.event, e.reason, e.at) for e in events[1:]] == [
        ("closed", "stale", at(30, month=4, clock="10:00"))
    ]


def test_a_closed_case_that_hears_again_is_opened_again_under_its_id() -> None:
    receipt = a_reading(Kind.ACKNOWLEDGEMENT, at(1))
    again = a_reading(Kind.INVITATION, at(4, month=5))

    events = told(
        (at(1), [receipt]), (at(3, month=5), [receipt]), (at(4, month=5), [receipt, again])
    )

    assert [(e.event, e.reason) for e in events] == [
        ("opened", "new_case"),
        ("closed", "stale"),
        ("opened", "reopened"),
    ]
    assert len({e.case for e in events}) == 1


def test_events_are_told_in_the_owners_zone() -> None:
    (opened, *_) = told((at(1, "10:00"), [an_invitation()]))

    assert opened.at.tzinfo == BERLIN


def test_a_case_bears_the_employers_name() -> None:
    status = an_interview(status=Status.PROPOSED)
    (opened, *_) = told((at(1, "10:00"), [an_invitation(interviews=(status,), events=())]))

    assert (opened.company, opened.role) == ("Nordlicht", "Engineer")
