"""Follow-up and final attempt: when they are due, what moves them, what ends the silence."""

from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest

from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.reading.facts import Culture, Kind, Reading, Seniority, Sign
from agent.reading.message import Address
from tests.cases.builders import (
    ANNA,
    BERLIN,
    PERSON,
    POLICY,
    TOM,
    a_bounce,
    a_reading,
    a_talk_held,
    an_absence,
    an_interview,
    an_invitation,
    at,
    closings,
    plan_at,
    steps,
    the_case,
    weeks,
)

END_OF_MAY = at(31, month=5)


def holding(day: int, **more: object) -> Reading:
    return a_reading(Kind.HOLDING, at(day, "11:00"), answers=True, **more)  # type: ignore[arg-type]


def written(*readings: Reading, policy: Policy = POLICY) -> list[tuple[str, str]]:
    return steps(weeks([an_invitation(), *readings], until=END_OF_MAY, policy=policy))


THANKS = ("thank_you", "Tue 03 17:00")


def test_silence_brings_a_follow_up_a_final_attempt_and_the_end() -> None:
    done = weeks([an_invitation()], until=END_OF_MAY)

    assert steps(done) == [
        THANKS,
        ("follow_up", "Tue 10 10:00"),
        ("final_attempt", "Thu 19 10:00"),
    ]
    assert closings(done) == [("closed no_answer", "Thu 02.04.")]


def test_a_round_that_turns_out_longer_brings_no_second_final_attempt() -> None:
    """The owner asked between the first session and one that only their own mails name."""
    asked = a_reading(
        Kind.FOLLOW_UP, at(3, "15:00"), to=TOM, interviews=(an_interview(at(3, "16:00")),)
    )
    accepted = a_reading(Kind.ACCEPTANCE, at(13, "11:00"), to=TOM)

    done = weeks([an_invitation(), asked, accepted], until=END_OF_MAY)

    assert [what for what, _ in steps(done)].count("final_attempt") == 1


SITUATIONS = {
    "a promise moves the follow-up to the second business day after it": (
        [a_reading(Kind.CONFIRMATION, at(2), decision_by=date(2026, 3, 13))],
        [THANKS, ("follow_up", "Tue 17 10:00"), ("final_attempt", "Thu 26 10:00")],
    ),
    "a promise for the day after still leaves 48 hours": (
        [a_reading(Kind.CONFIRMATION, at(2), decision_by=date(2026, 3, 3))],
        [THANKS, ("follow_up", "Thu 05 15:00"), ("final_attempt", "Mon 16 10:00")],
    ),
    "a promise in a receipt was kept by the invitation": (
        [a_reading(Kind.ACKNOWLEDGEMENT, at(1, "08:00"), decision_by=date(2026, 3, 20))],
        [THANKS, ("follow_up", "Tue 10 10:00"), ("final_attempt", "Thu 19 10:00")],
    ),
    "a holding reply begins a new wait": (
        [holding(9)],
        [THANKS, ("follow_up", "Mon 16 10:00"), ("final_attempt", "Wed 25 10:00")],
    ),
    "a holding reply with a day moves the follow-up behind that day": (
        [holding(9, decision_by=date(2026, 3, 20))],
        [THANKS, ("follow_up", "Tue 24 10:00"), ("final_attempt", "Thu 02 10:00")],
    ),
    "kind words only shift the follow-up": (
        [a_reading(Kind.REPLY, at(5), signs=PERSON | {Sign.COURTESY}, answers=True)],
        [THANKS, ("follow_up", "Thu 12 10:00"), ("final_attempt", "Mon 23 10:00")],
    ),
    "an absence postpones it to the business day after the return": (
        [an_absence(at(4), date(2026, 3, 12))],
        [THANKS, ("follow_up", "Fri 13 10:00"), ("final_attempt", "Tue 24 10:00")],
    ),
    "an absence that ends before the day changes nothing": (
        [an_absence(at(4), date(2026, 3, 6))],
        [THANKS, ("follow_up", "Tue 10 10:00"), ("final_attempt", "Thu 19 10:00")],
    ),
    "a request waits for the owner, then for them": (
        [
            a_reading(Kind.REQUEST, at(5), answers=True),
            a_reading(Kind.OWN_OTHER, at(9)),
        ],
        [THANKS, ("follow_up", "Mon 16 10:00"), ("final_attempt", "Wed 25 10:00")],
    ),
    "a request that the owner has not met leaves it to them": (
        [a_reading(Kind.REQUEST, at(5), answers=True)],
        [THANKS],
    ),
    "an invitation to a next round is the owner's move": (
        [a_reading(Kind.INVITATION, at(5), answers=True, signs=PERSON | {Sign.NEXT_ROUND})],
        [THANKS],
    ),
    "a newsletter of the firm is no answer": (
        [a_reading(Kind.BULK, at(6), replies_to="-")],
        [THANKS, ("follow_up", "Tue 10 10:00"), ("final_attempt", "Thu 19 10:00")],
    ),
    "a survey is no answer": (
        [a_reading(Kind.REPLY, at(6), signs=frozenset({Sign.SURVEY}))],
        [THANKS, ("follow_up", "Tue 10 10:00"), ("final_attempt", "Thu 19 10:00")],
    ),
    "an answer to the follow-up leaves no final attempt of that wait": (
        [holding(12)],
        [
            THANKS,
            ("follow_up", "Tue 10 10:00"),
            ("follow_up", "Thu 19 10:00"),
            ("final_attempt", "Mon 30 10:00"),
        ],
    ),
    "no step after an offer": ([a_reading(Kind.OFFER, at(6), answers=True)], [THANKS]),
    "no step after the owner withdrew": ([a_reading(Kind.WITHDRAWAL, at(6))], [THANKS]),
    "they asked not to be contacted": (
        [a_reading(Kind.CONFIRMATION, at(2), signs=PERSON | {Sign.NO_CONTACT})],
        [THANKS],
    ),
    "silence until a day means no": (
        [a_reading(Kind.CONFIRMATION, at(2), silence_means_no_by=date(2026, 3, 13))],
        [THANKS],
    ),
    "the owner's own follow-up is the follow-up": (
        [a_reading(Kind.FOLLOW_UP, at(9))],
        [THANKS, ("final_attempt", "Wed 18 10:00")],
    ),
    "the owner's own follow-up that came back does not count": (
        [
            a_reading(Kind.FOLLOW_UP, at(9), name="own", to=TOM),
            a_bounce(at(9, "09:01"), TOM.address, "<own@example>"),
        ],
        [THANKS, ("follow_up", "Tue 10 10:00"), ("final_attempt", "Thu 19 10:00")],
    ),
    "on hold: nothing": (
        [holding(5, signs=PERSON | {Sign.ON_HOLD})],
        [THANKS],
    ),
}


@pytest.mark.parametrize(
    ("mails", "expected"), SITUATIONS.values(), ids=[name.replace(" ", "-") for name in SITUATIONS]
)
def test_what_is_written(mails: list[Reading], expected: list[tuple[str, str]]) -> None:
    assert written(*mails) == expected


LENGTHS = [
    ({"culture": Culture.GOVERNMENT}, "Tue 17 10:00"),
    ({"culture": Culture.ACADEMIA}, "Fri 13 10:00"),  # 7.5 days are 8
    ({"seniority": Seniority.DIRECTOR}, "Fri 13 10:00"),
    ({"seniority": Seniority.EXECUTIVE, "culture": Culture.GOVERNMENT}, "Fri 20 10:00"),
    ({"closing_on": date(2026, 3, 6)}, "Fri 13 10:00"),
]


@pytest.mark.parametrize(("facts", "expected"), LENGTHS)
def test_what_is_inferred_only_lengthens_the_wait(facts: dict[str, object], expected: str) -> None:
    invitation = an_invitation(**facts)

    done = weeks([invitation], until=END_OF_MAY)

    assert ("follow_up", expected) in steps(done)


def test_public_holidays_and_the_freeze_are_no_business_days() -> None:
    friday_before_christmas = at(18, "14:00", month=12)
    held = a_talk_held(at(18, "16:00", month=12), date(2026, 12, 18), friday_before_christmas)

    done = weeks([held], until=at(31, month=12).replace(year=2027))

    assert [d.at.astimezone(BERLIN).date() for d in done if d.what == "follow_up"] == [
        date(2027, 1, 5)  # 21, 22, 23 December, 4, 5 January
    ]


def test_the_follow_up_goes_to_who_last_wrote_about_the_process() -> None:
    logistics = a_reading(
        Kind.CONFIRMATION, at(2), sender=TOM, signs=frozenset({Sign.BY_PERSON}), name="way"
    )

    done = weeks([an_invitation(), logistics], until=at(10, "12:00"))

    assert [d.to for d in done if d.what == "follow_up"] == [ANNA.address]


def test_a_named_contact_comes_first() -> None:
    contact = a_reading(
        Kind.CONFIRMATION, at(2), sender=TOM, signs=PERSON | {Sign.NAMES_CONTACT}, name="tom"
    )
    later = a_reading(Kind.CONFIRMATION, at(2, "11:00"), name="anna")

    done = weeks([an_invitation(), contact, later], until=at(10, "12:00"))

    assert [d.to for d in done if d.what == "follow_up"] == [TOM.address]


def test_nobody_to_write_to_becomes_a_question_and_the_case_goes_stale() -> None:
    system = an_invitation(contact=None, signs=frozenset(), events=(), interviewers=())

    done = weeks([system], until=END_OF_MAY)

    assert steps(done) == []
    assert [d.what.split()[0] for d in done] == ["asked", "closed"]
    assert closings(done) == [("closed stale", "Thu 09.04.")]


def test_a_bounced_follow_up_goes_to_another_known_person() -> None:
    bounce = a_bounce(at(10, "10:01"), ANNA.address)

    done = weeks([an_invitation(), bounce], until=at(13))

    assert [(d.what, d.to) for d in done][1:] == [
        ("follow_up", ANNA.address),
        ("follow_up", TOM.address),
    ]


def test_a_case_has_at_most_four_nudges_in_its_life() -> None:
    replies = [holding(day) for day in (4, 12, 20, 30)]

    done = weeks([an_invitation(), *replies], until=at(31, month=12))

    nudges = [what for what, _ in steps(done) if what != "thank_you"]
    assert len(nudges) == 4
    assert closings(done)[-1][0] == "closed no_answer"


def test_an_answer_after_the_end_reopens_without_a_draft() -> None:
    late = a_reading(Kind.HOLDING, at(20, month=4), answers=True)

    done = weeks([an_invitation(), late], until=at(31, month=7))

    assert [what for what, _ in steps(done)] == ["thank_you", "follow_up", "final_attempt"]
    assert [what for what, _ in closings(done)] == ["closed no_answer", "open", "closed stale"]


def test_a_call_is_proposed_with_the_follow_up_of_a_final_round() -> None:
    final = an_invitation(signs=PERSON | {Sign.FINAL_ROUND})

    done = weeks([final], until=at(10, "12:00"))

    assert [d.what for d in done] == ["thank_you", "follow_up", "reminded phone_call"]


def test_no_call_where_they_want_none() -> None:
    final = an_invitation(signs=PERSON | {Sign.FINAL_ROUND, Sign.NO_CALLS})

    done = weeks([final], until=at(10, "12:00"))

    assert "reminded phone_call" not in [d.what for d in done]


def test_an_unsent_follow_up_is_reminded_then_withdrawn_and_has_no_final_attempt() -> None:
    done = weeks([an_invitation()], until=END_OF_MAY, owner_sends=False)

    assert [d.what for d in done] == [
        "thank_you",
        "follow_up",
        "withdrawn thank_you",
        "reminded follow_up",
        "withdrawn follow_up",
        "closed no_answer",
    ]


def test_an_answer_withdraws_the_draft_that_lies_there() -> None:
    done = weeks([an_invitation(), holding(11)], until=at(12), owner_sends=False)

    assert ("withdrawn follow_up", Reason.ANSWERED) in [(d.what, d.to) for d in done]


def by_its_words_alone(kind: Kind) -> Reading:
    return a_reading(kind, at(9), sender=Address("Eve", "eve@else.example"), replies_to="-")


def test_a_doubtful_answer_is_asked_about_and_holds_the_next_step() -> None:
    invitation = an_invitation(replies_to="-")

    done = weeks([invitation, by_its_words_alone(Kind.HOLDING)], until=at(20))

    assert [d.what.split()[0] for d in done] == ["thank_you", "asked"]


def test_a_doubtful_mail_that_is_no_answer_holds_nothing() -> None:
    invitation = an_invitation(replies_to="-")

    done = weeks([invitation, by_its_words_alone(Kind.CONFIRMATION)], until=at(11))

    assert [d.what.split()[0] for d in done] == ["thank_you", "asked", "follow_up"]


def test_a_slow_employer_is_given_more_time_and_never_more_than_three_days() -> None:
    own = a_reading(Kind.OWN_OTHER, at(2, month=2), name="question")
    answer = a_reading(Kind.REPLY, at(16, month=2), replies_to="question")

    receipt = a_reading(Kind.ACKNOWLEDGEMENT, at(1, month=2))
    done = weeks([receipt, own, answer, an_invitation()], until=at(31))

    assert ("follow_up", "Fri 13 10:00") in steps(done)  # ten days slow: 5 + 3


def test_a_portal_notice_without_content_holds_until_the_owner_has_looked() -> None:
    notice = a_reading(Kind.REPLY, at(9), signs=frozenset({Sign.UNDISCLOSED}), contact=None)

    done = weeks([an_invitation(), notice], until=at(20))

    assert [d.what.split()[0] for d in done] == ["thank_you", "asked"]


def test_steps_due_before_the_first_start_are_shown_and_not_drafted() -> None:
    policy = replace(POLICY, started_at=at(12))

    done = weeks([an_invitation()], until=END_OF_MAY, policy=policy)

    assert [d.what for d in done] == ["skipped thank_you", "skipped follow_up", "closed no_answer"]


def test_steps_due_before_a_late_mail_could_be_read_are_shown_and_not_drafted() -> None:
    late = an_invitation(late_at=at(12))

    done = weeks([late], until=END_OF_MAY)

    assert [d.what for d in done] == ["skipped thank_you", "skipped follow_up", "closed no_answer"]


def test_steps_due_after_a_late_mail_was_read_are_drafted_as_ever() -> None:
    in_time = an_invitation(late_at=at(3, "09:00"))

    done = weeks([in_time], until=END_OF_MAY)

    assert done == weeks([an_invitation()], until=END_OF_MAY)


def test_downtime_over_the_due_hour_only_delays_the_draft() -> None:
    plan = plan_at(at(11, "20:00"), an_invitation())

    assert not [a for a in plan.actions if "follow_up" in str(a)]
    assert plan.wake_at == at(12, "09:00")


def test_a_day_is_the_interviews_own_after_summer_time_has_come() -> None:
    """Readings that come from the database know the offset of their day, and the zone's name."""
    winter = timezone(timedelta(hours=1))
    talk = an_interview(at(24, "14:00").astimezone(winter))
    asked = a_reading(Kind.REQUEST, at(30))
    papers = a_reading(Kind.OWN_OTHER, at(31, "00:30"))

    waits = the_case([an_invitation(events=(), interviews=(talk,)), asked, papers]).waits

    assert waits[-1].on == date(2026, 3, 31)
