"""Appointments: what stands, what moved, what was called off, what took place."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from agent.cases.case import Case, Round
from agent.reading.facts import Held, Interview, Kind, Reading, Sign, Source, Status
from tests.cases.builders import (
    BERLIN,
    INTERVIEW,
    PERSON,
    TOM,
    a_reading,
    a_talk_held,
    an_event,
    an_interview,
    an_invitation,
    at,
    cases,
    steps,
    the_case,
    weeks,
)

LISBON = ZoneInfo("Europe/Lisbon")
FRIDAY = at(6, "11:00")
CANCELLED = Status.CANCELLED
PROPOSED = Status.PROPOSED


def standing(case: Case) -> list[str]:
    """The rounds that stand: ["Tue 03 14:00–15:00"]."""
    return [_in_words(r) for r in case.rounds if not r.cancelled]


def _in_words(round_: Round) -> str:
    assert round_.end
    start = (
        f"{round_.start.astimezone(BERLIN):%a %d %H:%M}" if round_.start else f"{round_.on:%a %d}"
    )
    return f"{start}–{round_.end.astimezone(BERLIN):%H:%M}"


def calendar_mail(
    received: object,
    *,
    uid: str = "uid-1",
    start: object = INTERVIEW,
    sequence: int = 0,
    cancelled: bool = False,
) -> Reading:
    event = an_event(uid, start, sequence=sequence, cancelled=cancelled)  # type: ignore[arg-type]
    status = CANCELLED if cancelled else Status.SCHEDULED
    interview = an_interview(
        start, status=status, uid=uid, source=Source.CALENDAR, sequence=sequence
    )  # type: ignore[arg-type]
    kind = Kind.CANCELLATION if cancelled else Kind.INVITATION
    return a_reading(
        kind,
        received,  # type: ignore[arg-type]
        name=f"{uid}-{sequence}-{cancelled}",
        interviews=(interview,),
        events=(event,),
    )


def told(kind: Kind, day: int, *interviews: Interview, **more: object) -> Reading:
    return a_reading(kind, at(day, "10:30"), interviews=interviews, **more)  # type: ignore[arg-type]


def test_the_highest_sequence_wins_in_any_order_of_receipt() -> None:
    starts = [at(3, "14:00"), at(4, "15:00"), at(5, "16:00")]
    for order in permutations(range(3)):
        mails = [
            calendar_mail(at(1, f"1{place}:00"), start=starts[sequence], sequence=sequence)
            for place, sequence in enumerate(order)
        ]

        assert standing(the_case(mails)) == ["Thu 05 16:00–17:00"], order


def test_the_text_of_an_overtaken_update_is_as_old_as_its_calendar_part() -> None:
    second = calendar_mail(at(1, "10:00"), start=FRIDAY, sequence=2)
    first = calendar_mail(at(1, "12:00"), start=at(5, "09:00"), sequence=1)
    first = replace(first, kind=Kind.RESCHEDULE, interviews=(an_interview(at(5, "09:00")),))

    assert standing(the_case([second, first])) == ["Fri 06 11:00–12:00"]


def test_a_cancel_overtakes_nothing_newer() -> None:
    mails = [
        calendar_mail(at(1, "10:00"), sequence=0),
        calendar_mail(at(1, "11:00"), start=FRIDAY, sequence=2),
        calendar_mail(at(1, "12:00"), sequence=1, cancelled=True),
    ]

    assert standing(the_case(mails)) == ["Fri 06 11:00–12:00"]


@pytest.mark.parametrize("cancel_at", [at(2, "11:00"), at(2, "11:20")])
def test_a_new_booking_and_the_cancel_of_the_old_one_are_one_move(cancel_at: object) -> None:
    old = calendar_mail(at(1, "10:00"))
    cancel = calendar_mail(cancel_at, sequence=1, cancelled=True)
    new = calendar_mail(at(2, "11:10"), uid="uid-2", start=FRIDAY)

    case = the_case([old, cancel, new])

    assert standing(case) == ["Fri 06 11:00–12:00"]
    assert case.rounds[-1].moved_from == (INTERVIEW,)
    assert {"uid-1", "uid-2"} <= {*case.rounds[-1].names}
    assert len(case.rounds) == 1


def test_a_cancellation_stands_against_automatic_reminders() -> None:
    cancel = told(Kind.CANCELLATION, 2)
    reminder = told(Kind.CONFIRMATION, 3, an_interview(), signs=frozenset())

    case = the_case([an_invitation(), cancel, reminder])

    assert standing(case) == []


def test_a_person_revives_a_cancelled_interview() -> None:
    cancel = told(Kind.CANCELLATION, 2)
    again = told(Kind.CONFIRMATION, 3, an_interview())

    assert standing(the_case([an_invitation(), cancel, again])) == ["Tue 03 14:00–15:00"]


MOVES = {
    "old and new time named": (an_interview(status=CANCELLED), an_interview(FRIDAY)),
    "new time only": (an_interview(FRIDAY),),
}


@pytest.mark.parametrize("times", MOVES.values(), ids=MOVES)
def test_a_reschedule_in_words_moves_the_round(times: Iterable[Interview]) -> None:
    case = the_case([an_invitation(), told(Kind.RESCHEDULE, 2, *times)])

    assert standing(case) == ["Fri 06 11:00–12:00"]
    assert case.rounds[0].moved_from == (INTERVIEW,)


def test_a_reschedule_without_a_new_time_calls_off() -> None:
    assert standing(the_case([an_invitation(), told(Kind.RESCHEDULE, 2)])) == []


def test_three_slots_are_no_interview() -> None:
    slots = [an_interview(at(day, "10:00"), status=PROPOSED) for day in (3, 4, 5)]

    case = the_case([told(Kind.INVITATION, 1, *slots)])

    assert standing(case) == []
    assert len(case.slots) == 3


def test_the_slot_that_the_owner_takes_becomes_the_time() -> None:
    slots = [an_interview(at(day, "10:00"), status=PROPOSED) for day in (3, 4, 5)]
    offer = told(Kind.INVITATION, 1, *slots, name="offer")
    choice = told(Kind.ACCEPTANCE, 2, an_interview(at(4, "10:00")))

    case = the_case([offer, choice])

    assert standing(case) == ["Wed 04 10:00–11:00"]
    assert case.rounds[0].id == "<offer@example>"


def test_times_of_one_mail_of_which_the_owner_takes_one_were_alternatives() -> None:
    times = told(Kind.INVITATION, 1, an_interview(), an_interview(FRIDAY))
    choice = told(Kind.ACCEPTANCE, 2, an_interview(FRIDAY))

    assert standing(the_case([times, choice])) == ["Fri 06 11:00–12:00"]


def test_a_time_of_the_employers_replaces_one_that_only_the_owner_named() -> None:
    wish = told(Kind.INVITATION, 1)
    own = told(Kind.ACCEPTANCE, 1, an_interview(), name="own")

    case = the_case([wish, own, calendar_mail(at(2), start=FRIDAY)])

    assert standing(case) == ["Fri 06 11:00–12:00"]


def test_an_appointment_with_who_merely_chats_is_no_interview() -> None:
    chat = a_reading(Kind.REPLY, at(1), signs=frozenset({Sign.BY_PERSON}))
    lunch = told(Kind.ACCEPTANCE, 2, an_interview())

    assert standing(the_case([chat, lunch])) == []


def test_a_single_time_put_as_a_question_stands_once_accepted() -> None:
    offer = told(Kind.INVITATION, 1, an_interview(status=PROPOSED))
    yes = told(Kind.ACCEPTANCE, 2)

    assert standing(the_case([offer])) == []
    assert standing(the_case([offer, yes])) == ["Tue 03 14:00–15:00"]


def test_the_employer_confirms_a_slot_of_the_owner() -> None:
    wish = told(Kind.INVITATION, 1)
    slots = told(Kind.OWN_OTHER, 1, an_interview(FRIDAY, status=PROPOSED))
    fixed = told(Kind.CONFIRMATION, 2)

    assert standing(the_case([wish, slots, fixed])) == ["Fri 06 11:00–12:00"]


def test_text_and_calendar_of_one_meeting_are_one_round() -> None:
    text = told(Kind.INVITATION, 1, an_interview(end=at(3, "16:00")), name="text")

    case = the_case([text, calendar_mail(at(2))])

    assert standing(case) == ["Tue 03 14:00–15:00"]
    assert case.rounds[0].names == ("<text@example>", "uid-1")


def test_a_calendar_entry_beats_the_assumed_zone_of_the_prose() -> None:
    an_hour_off = an_interview(at(3, "13:00"), zone_assumed=True)

    case = the_case([calendar_mail(at(1)), told(Kind.CONFIRMATION, 2, an_hour_off)])

    assert standing(case) == ["Tue 03 14:00–15:00"]


def test_sessions_of_a_day_are_one_round_that_ends_with_the_last() -> None:
    sessions = [an_interview(at(3, clock)) for clock in ("09:00", "10:00", "13:30")]

    case = the_case([told(Kind.INVITATION, 1, *sessions)])

    assert standing(case) == ["Tue 03 09:00–14:30"]
    assert len(case.rounds[0].interviews) == 3


def test_two_days_are_two_rounds() -> None:
    case = the_case([told(Kind.INVITATION, 1, an_interview(), an_interview(FRIDAY))])

    assert standing(case) == ["Tue 03 14:00–15:00", "Fri 06 11:00–12:00"]


def test_an_interview_may_be_known_only_from_the_mail_after_it() -> None:
    case = the_case([a_talk_held(at(4, "11:00"), date(2026, 3, 3), INTERVIEW)])

    assert standing(case) == ["Tue 03 14:00–15:00"]
    assert case.rounds[0].held


def test_an_interview_known_by_its_day_ended_at_six() -> None:
    case = the_case([a_talk_held(at(4, "11:00"), date(2026, 3, 3))])

    assert standing(case) == ["Tue 03–18:00"]


def test_a_mail_after_it_marks_the_known_interview_as_held() -> None:
    case = the_case([an_invitation(), a_talk_held(at(4), date(2026, 3, 3))])

    assert standing(case) == ["Tue 03 14:00–15:00"]
    assert case.rounds[0].held


def test_an_agencys_own_call_is_no_interview() -> None:
    call = a_reading(
        Kind.REPLY, at(4), held=Held(date(2026, 3, 4), None), signs=PERSON | {Sign.AGENCY}
    )

    assert standing(the_case([an_invitation(), call, a_reading(Kind.OWN_OTHER, at(5))])) == [
        "Tue 03 14:00–15:00"
    ]


def test_after_a_no_show_nothing_is_written() -> None:
    missed = a_reading(Kind.REPLY, at(3, "14:30"), signs=PERSON | {Sign.NO_SHOW})
    missed = replace(missed, envelope=replace(missed.envelope, received_at=at(3, "15:10")))

    assert steps(weeks([an_invitation(), missed], until=at(31, month=5))) == []


def test_a_declined_interview_does_not_take_place() -> None:
    no = told(Kind.OWN_OTHER, 2, signs=frozenset({Sign.DECLINED}))

    assert standing(the_case([an_invitation(), no])) == []


def test_called_off_without_a_new_date_is_asked_about_then_stale() -> None:
    done = weeks([an_invitation(), told(Kind.CANCELLATION, 3)], until=at(31, month=5))

    assert [d.what.split()[0] for d in done] == ["asked", "closed"]
    assert [d.at.astimezone(BERLIN).date() for d in done] == [date(2026, 3, 6), date(2026, 4, 2)]


def test_a_moved_interview_takes_its_draft_back() -> None:
    """K2."""
    late_news = told(Kind.RESCHEDULE, 4, an_interview(status=CANCELLED), an_interview(at(9)))

    done = weeks([an_invitation(), late_news], until=at(5), owner_sends=False)

    assert [d.what for d in done] == ["thank_you", "withdrawn thank_you"]


def test_two_rounds_have_two_thank_yous_and_one_follow_up() -> None:
    second = calendar_mail(at(5), uid="uid-2", start=at(10, "10:00"))

    done = weeks([an_invitation(), second], until=at(20))

    assert steps(done) == [
        ("thank_you", "Tue 03 17:00"),
        ("thank_you", "Tue 10 13:00"),
        ("follow_up", "Tue 17 10:00"),
    ]


def test_the_same_mail_in_two_folders_counts_once() -> None:
    mail = an_invitation()

    assert the_case([mail, mail]) == the_case([mail])
    assert len(cases([mail, mail])) == 1


def test_what_is_known_does_not_depend_on_the_order_of_arrival() -> None:
    mails = [
        an_invitation(),
        told(Kind.ACCEPTANCE, 2),
        told(Kind.RESCHEDULE, 2, an_interview(FRIDAY), name="move"),
        a_talk_held(at(7), date(2026, 3, 6)),
        a_reading(Kind.HOLDING, at(9), answers=True, sender=TOM),
    ]
    expected = the_case(mails)

    assert all(the_case(order) == expected for order in permutations(mails))


def test_a_round_keeps_its_id_when_it_moves() -> None:
    first = the_case([calendar_mail(at(1))]).rounds[0]
    moved = the_case([calendar_mail(at(1)), calendar_mail(at(2), start=FRIDAY, sequence=1)]).rounds[
        0
    ]

    assert first.id == moved.id
    assert moved.end == FRIDAY + timedelta(hours=1)


def test_a_calendar_entry_of_the_year_9999_is_no_interview() -> None:
    far = at(3).replace(year=9999)

    assert standing(the_case([calendar_mail(at(1), start=far)])) == []


def test_an_interview_of_long_ago_first_heard_of_now_is_not_over_before_it_was_known() -> None:
    late = a_talk_held(at(30, month=4), date(2026, 3, 3), INTERVIEW)

    done = weeks([late], until=at(31, month=5))

    assert [d.what for d in done] == ["skipped thank_you", "follow_up", "final_attempt"]
    assert all(d.at >= at(30, month=4) for d in done)


def test_an_assumed_zone_does_not_displace_the_one_that_an_earlier_mail_told() -> None:
    told = an_interview(
        at(3, "23:30", zone=LISBON), at(4, "00:15", zone=LISBON), zone="Europe/Lisbon"
    )
    event = replace(an_event(start=at(4, "00:30")), zone_assumed=True, written_in_utc=True)
    same = an_interview(event.start or INTERVIEW, uid=event.uid, zone_assumed=True)

    (case,) = cases(
        (
            an_invitation(interviews=(told,)),
            an_invitation(at(2, "10:00"), name="calendar", interviews=(same,), events=(event,)),
        )
    )

    (round_,) = case.rounds
    assert (round_.zone, round_.on) == ("Europe/Lisbon", date(2026, 3, 3))
