"""Times, dates and calendars: the scenarios F-1 to F-20 that are no rule elsewhere yet."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from agent.cases.case import Step
from agent.cases.reasons import Reason
from agent.reading.facts import Interview, Kind, Reading, Sign, Source, Status
from agent.reading.message import Address
from tests.cases.builders import (
    BERLIN,
    INTERVIEW,
    PERSON,
    TOM,
    Done,
    a_reading,
    a_talk_held,
    an_event,
    an_interview,
    an_invitation,
    at,
    steps,
    the_case,
    weeks,
)
from tests.jobs.fakes import INBOX
from tests.letters import invitation, london
from tests.peers.letters import END, START, THANK_YOU_DUE, invited, status

PROPOSED = Status.PROPOSED
PANEL = [Address(f"Guest {letter}", f"{letter}@nordlicht.example") for letter in "abcde"]


def days(done: list[Done], step: Step) -> list[date]:
    return [d.at.astimezone(BERLIN).date() for d in done if d.what == step]


def called_off(received: datetime) -> Reading:
    """The calendar takes the interview out."""
    event = an_event(sequence=1, cancelled=True)
    interview = an_interview(status=Status.CANCELLED, uid="uid-1", source=Source.CALENDAR)
    return a_reading(Kind.CANCELLATION, received, events=(event,), interviews=(interview,))


LATE_NEWS = {
    "by calendar": called_off(at(3, "18:00")),
    "in words": a_reading(Kind.CANCELLATION, at(3, "18:00")),
}


@pytest.mark.parametrize("news", LATE_NEWS.values(), ids=LATE_NEWS)
def test_a_cancellation_takes_back_the_thank_you_that_lies_in_drafts(news: Reading) -> None:
    """F-3: what was called off just before is often heard of just after."""
    done = weeks([an_invitation(), news], until=at(4), owner_sends=False)

    assert [(d.what, d.to) for d in done] == [
        ("thank_you", TOM.address),
        ("withdrawn thank_you", Reason.CANCELLED),
    ]


def test_a_cancellation_in_words_says_nothing_of_a_talk_that_is_known_to_have_been() -> None:
    """The near miss of F-3: it speaks of another appointment."""
    recalled = a_talk_held(at(3, "17:00"), INTERVIEW.date())
    lunch = a_reading(Kind.CANCELLATION, at(3, "18:00"))

    done = weeks([an_invitation(), recalled, lunch], until=at(4), owner_sends=False)

    assert "withdrawn thank_you" not in [d.what for d in done]


def test_a_talk_that_is_moved_after_its_hour_is_thanked_for_after_its_new_one() -> None:
    """F-3: "I could not make it today, can we move it to Friday at eleven?" """
    late_news = a_reading(
        Kind.RESCHEDULE, at(3, "15:30"), interviews=(an_interview(at(6, "11:00")),)
    )

    done = weeks([an_invitation(), late_news], until=at(9))

    assert steps(done) == [("thank_you", "Fri 06 14:00")]


@pytest.mark.parametrize("kind", [Kind.CANCELLATION, Kind.RESCHEDULE])
def test_what_is_called_off_after_kind_words_about_the_talk_is_another_one(kind: Kind) -> None:
    """The near miss of F-3: "good to talk to you; I cannot make the second round"."""
    after = a_reading(kind, at(3, "18:00"), signs=PERSON | {Sign.TALK_HELD})

    done = weeks([an_invitation(), after], until=at(4), owner_sends=False)

    assert [d.what for d in done] == ["thank_you"]


def test_a_cancellation_minutes_before_the_start_is_seen_before_anything_is_drafted() -> None:
    """F-4: nobody looked between the cancellation and the hour at which thanks are due."""
    agent = invited()
    cancelled = invitation(
        at=london("2026-03-05 13:55"),
        start=START,
        end=END,
        sequence=1,
        method="CANCEL",
        status="CANCELLED",
    )

    agent.mailbox.deliver(INBOX, cancelled, london("2026-03-05 13:55"))
    agent.at(THANK_YOU_DUE)

    assert agent.mailbox.appends == 0
    assert status(agent, Step.THANK_YOU) is None


def test_a_slot_that_the_owner_took_is_thanked_for_though_nobody_confirmed_it() -> None:
    """F-11."""
    slots = [an_interview(at(day, "14:00"), status=PROPOSED) for day in (3, 4, 5)]
    offer = an_invitation(interviews=tuple(slots), events=(), interviewers=("Anna Berg",))
    choice = a_reading(Kind.ACCEPTANCE, at(2), interviews=(an_interview(at(4, "14:00")),))

    done = weeks([offer, choice], until=at(6))

    assert steps(done) == [("thank_you", "Wed 04 17:00")]


def test_a_day_of_five_sessions_ends_with_the_last_and_has_a_note_for_each_person() -> None:
    """F-14: five calendar entries, five guests; the last talk ends at 14:00."""
    starts = [at(3, f"{hour:02}:00") for hour in (9, 10, 11, 12, 13)]
    events = [
        an_event(f"uid-{guest.name}", start, guests=[guest])
        for guest, start in zip(PANEL, starts, strict=True)
    ]
    interviews = [an_interview(event.start or INTERVIEW, uid=event.uid) for event in events]
    names = tuple(guest.name for guest in PANEL)
    day = an_invitation(events=tuple(events), interviews=tuple(interviews), interviewers=names)

    done = weeks([day], until=at(9))

    assert sorted(d.to for d in done) == [guest.address for guest in PANEL]
    assert {when for _, when in steps(done)} == {"Tue 03 16:00"}


def in_july(day: int) -> Interview:
    return an_interview(at(day, "14:00", month=7))


def test_a_holiday_at_the_employers_is_no_business_day_though_the_owner_works() -> None:
    """F-17: Tuesday 14 July is a holiday in France, not in Germany."""
    monday = an_invitation(
        at(6, month=7), country="FR", events=(), interviews=(in_july(13),), interviewers=()
    )

    done = weeks([monday], until=at(22, month=7))

    assert days(done, Step.FOLLOW_UP) == [date(2026, 7, 21)]  # 15, 16, 17, 20, 21


PROMISED = {  # the day of the talk, the day promised, the second business day after it
    "a freeze": (at(17, "14:00", month=12), date(2026, 12, 28), date(2027, 1, 5)),
    "a holiday": (at(27, "14:00", month=3), date(2026, 4, 3), date(2026, 4, 8)),  # Good Friday
}


@pytest.mark.parametrize(("start", "promise", "due"), PROMISED.values(), ids=PROMISED)
def test_a_promise_for_a_day_off_is_followed_up_on_the_second_business_day_after_it(
    start: datetime, promise: date, due: date
) -> None:
    """F-18."""
    invitation_ = an_invitation(
        start.replace(day=10), events=(), interviews=(an_interview(start),), decision_by=promise
    )

    done = weeks([invitation_], until=start.replace(year=2027, month=1, day=8))

    assert days(done, Step.FOLLOW_UP)[:1] == [due]


def test_a_task_with_a_deadline_is_no_interview_and_asks_for_no_thanks() -> None:
    """F-19."""
    task = a_reading(Kind.ASSESSMENT, at(2), signs=PERSON | {Sign.PURPORTS_ANSWER})

    done = weeks([task], until=at(31, month=5))

    assert [d.what for d in done] == ["closed stale"]


def test_what_is_moved_without_a_word_on_its_length_lasts_as_long_as_before() -> None:
    """From the calendar to the text, and once more."""
    long = replace(an_event(), end=at(3, "15:30"))
    first = an_interview(end=at(3, "15:30"), source=Source.CALENDAR, uid="uid-1")
    invitation = an_invitation(interviews=(first,), events=(long,))
    moves = [
        a_reading(
            Kind.RESCHEDULE,
            at(day),
            interviews=(replace(an_interview(at(day + 5, "10:00")), end=None),),
        )
        for day in (2, 4)
    ]

    (round_,) = the_case([invitation, *moves]).rounds

    assert (round_.start, round_.end) == (at(9, "10:00"), at(9, "11:30"))


def test_a_day_that_is_called_off_is_called_off_with_all_its_sessions() -> None:
    """No clock tells which one is meant; what is to come another day still stands."""
    times = (at(3, "10:00"), at(3, "14:00"), at(4, "10:00"))
    invitation = an_invitation(events=(), interviews=tuple(map(an_interview, times)))
    no_clock = a_reading(Kind.CANCELLATION, at(2))
    one_clock = replace(
        no_clock, interviews=(an_interview(at(3, "14:00"), status=Status.CANCELLED),)
    )

    def standing(news: Reading) -> list[datetime | None]:
        rounds = the_case([invitation, news]).rounds
        return [i.start for r in rounds if not r.cancelled for i in r.interviews]

    assert standing(no_clock) == [at(4, "10:00")]
    assert standing(one_clock) == [at(3, "10:00"), at(4, "10:00")]


def test_a_cancellation_that_names_the_new_date_has_moved_the_talk() -> None:
    news = a_reading(Kind.CANCELLATION, at(2), interviews=(an_interview(at(6, "11:00")),))

    done = weeks([an_invitation(events=()), news], until=at(9))

    assert steps(done) == [("thank_you", "Fri 06 14:00")]


@pytest.mark.parametrize("kind", [Kind.CANCELLATION, Kind.RESCHEDULE])
def test_another_time_that_the_owner_agrees_to_lasts_as_long_as_the_one_called_off(
    kind: Kind,
) -> None:
    """ "Could we do Friday at eleven instead?" """
    long = an_invitation(events=(), interviews=(an_interview(end=at(3, "15:30")),))
    friday = replace(an_interview(at(6, "11:00"), status=PROPOSED), end=None)
    asked = a_reading(kind, at(2), interviews=(friday,))
    agreed = a_reading(
        Kind.ACCEPTANCE, at(4), interviews=(replace(friday, status=Status.SCHEDULED),)
    )

    (round_,) = the_case([long, asked, agreed]).rounds

    assert (round_.start, round_.end) == (at(6, "11:00"), at(6, "12:30"))
    assert not round_.cancelled
