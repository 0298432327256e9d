"""The thank-you and the feedback request: to whom, when, and when not."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from agent.cases.case import Entry, EntryStatus, Key, Step
from agent.cases.decide import decide, refusal
from agent.cases.plan import Write
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.reading.facts import Evidence, Kind, Reading, Sign
from agent.reading.interviewers import OWN_PAST, OWN_TALK
from agent.reading.message import Address
from tests.cases.builders import (
    ANNA,
    BERLIN,
    PERSON,
    POLICY,
    TOM,
    Done,
    a_bounce,
    a_reading,
    a_talk_held,
    an_event,
    an_interview,
    an_invitation,
    at,
    plan_at,
    steps,
    the_case,
    weeks,
)

MIA = Address("Mia Lund", "mia.lund@nordlicht.example")


def writes(now: object, *readings: Reading) -> list[Write]:
    return [a for a in plan_at(now, *readings).actions if isinstance(a, Write)]  # type: ignore[arg-type]


def thanks(done: list[Done]) -> list[tuple[str, str]]:
    return [(d.to, f"{d.at.astimezone(BERLIN):%a %d %H:%M}") for d in done if d.what == "thank_you"]


ENDS = [
    ("ends at noon", at(3, "12:00"), "Tue 03 14:00"),
    ("ends at six in the evening", at(3, "18:00"), "Tue 03 20:00"),
    ("ends later", at(3, "18:30"), "Wed 04 08:30"),
    ("ends on a Friday evening", at(6, "19:00"), "Sat 07 08:30"),
    ("ends at night, abroad", at(3, "03:00"), "Tue 03 08:30"),
]


@pytest.mark.parametrize(("name", "end", "expected"), ENDS, ids=[e[0] for e in ENDS])
def test_thanks_are_due_two_hours_after_the_end_by_day(
    name: str, end: object, expected: str
) -> None:
    invitation = an_invitation(events=(), interviews=(an_interview(at(1, "11:00"), end),))

    assert steps(weeks([invitation], until=at(9)))[0] == ("thank_you", expected)


def test_each_interviewer_with_an_address_gets_a_note() -> None:
    panel = an_invitation(
        events=(an_event(guests=(TOM, MIA)),), interviewers=("Tom Falk", "Mia Lund")
    )

    assert [w.to.address for w in writes(at(3, "17:00"), panel)] == [TOM.address, MIA.address]


def test_those_without_an_address_are_thanked_through_the_coordinator() -> None:
    panel = an_invitation(interviewers=("Tom Falk", "Mia Lund"))

    direct, through = writes(at(3, "17:00"), panel)

    assert (direct.to.address, direct.through) == (TOM.address, False)
    assert (through.to.address, through.through) == (ANNA.address, True)
    assert through.interviewers == ("Mia Lund",)


def test_a_coordinator_who_did_not_interview_gets_none_of_her_own() -> None:
    assert [w.to.address for w in writes(at(3, "17:00"), an_invitation())] == [TOM.address]


def test_who_wrote_and_interviews_is_thanked_directly() -> None:
    alone = an_invitation(events=(), interviews=(an_interview(),), interviewers=("Anna Berg",))

    (write,) = writes(at(3, "17:00"), alone)

    assert (write.to.address, write.through) == (ANNA.address, False)
    assert write.parent == "<invitation@example>"


def test_a_round_is_thanked_through_one_coordinator_only() -> None:
    nameless = an_invitation(events=(), interviews=(an_interview(),), interviewers=())
    another = a_reading(Kind.INVITATION, at(4), sender=TOM, name="next")

    done = weeks([nameless, another], until=at(9))

    assert [to for to, _ in thanks(done)] == [ANNA.address]


def test_a_room_is_not_thanked() -> None:
    event = an_event()
    room = replace(
        event.attendees[-1], name="Room 4", address="room@nordlicht.example", resource=True
    )
    mail = an_invitation(events=(replace(event, attendees=(*event.attendees, room)),))

    assert [w.to.address for w in writes(at(3, "17:00"), mail)] == [TOM.address]


def test_the_mailbox_of_a_team_among_the_guests_is_not_thanked() -> None:
    panel = an_invitation(
        events=(an_event(guests=(TOM, Address("Hiring", "recruiting@nordlicht.example"))),),
        interviewers=("Tom Falk",),
    )

    assert [w.to.address for w in writes(at(3, "17:00"), panel)] == [TOM.address]


def test_an_address_that_stands_only_in_a_text_is_never_written_to() -> None:
    no_reply = an_invitation(
        sender=Address("", "no-reply@jobs.example"),
        system="jobs",
        contact=Address("Eva", "eva@nordlicht.example"),
        mentioned=(Address("Eva", "eva@nordlicht.example"),),
        signs=frozenset(),
        events=(),
        interviews=(an_interview(),),
        interviewers=(),
    )

    assert writes(at(3, "17:00"), no_reply) == []


def test_a_late_note_says_so() -> None:
    (write,) = writes(at(5, "10:00"), an_invitation())

    assert write.late
    assert write.why.reason is Reason.INTERVIEW_OVER_LATE


def test_after_seven_days_it_is_too_late() -> None:
    plan = plan_at(at(11), an_invitation())

    assert Reason.TOO_LATE in [action.why.reason for action in plan.actions]
    assert [d.key.step for d in plan.actions if isinstance(d, Write)] == [Step.FOLLOW_UP]


def test_down_for_twenty_hours_across_the_due_hour_the_draft_still_appears() -> None:
    (write,) = writes(at(4, "12:00"), an_invitation())

    assert write.key.step is Step.THANK_YOU
    assert not write.late


def test_an_interview_known_only_afterwards_is_thanked_for_when_it_is_known() -> None:
    held = a_talk_held(at(4, "11:00"), date(2026, 3, 3), at(3, "10:30"))

    assert thanks(weeks([held], until=at(6))) == [(ANNA.address, "Wed 04 11:00")]


OWN = {
    "to the interviewer": TOM,
    "to the recruiter": ANNA,
}


@pytest.mark.parametrize("to", OWN.values(), ids=OWN)
def test_the_owners_own_thanks_are_the_thanks(to: Address) -> None:
    own = a_reading(Kind.THANK_YOU, at(3, "16:00"), to=to)

    assert thanks(weeks([an_invitation(), own], until=at(6))) == []


def test_other_words_of_the_owner_to_the_interviewer_after_the_talk_count_as_thanks() -> None:
    scan = a_reading(Kind.OWN_OTHER, at(3, "15:30"), to=TOM)

    assert thanks(weeks([an_invitation(), scan], until=at(6))) == []


def test_of_a_panel_the_others_are_still_thanked() -> None:
    panel = an_invitation(
        events=(an_event(guests=(TOM, MIA)),), interviewers=("Tom Falk", "Mia Lund")
    )
    own = a_reading(Kind.THANK_YOU, at(3, "16:00"), to=TOM)

    assert [to for to, _ in thanks(weeks([panel, own], until=at(6)))] == [MIA.address]


def test_thanks_to_a_guessed_address_that_came_back_go_through_the_recruiter() -> None:
    unknown = an_invitation(events=(), interviews=(an_interview(),))
    guess = Address("Tom Falk", "tfalk@nordlicht.example")
    own = a_reading(Kind.THANK_YOU, at(3, "16:00"), to=guess, name="own")
    bounce = a_bounce(at(3, "16:01"), guess.address, "<own@example>")

    assert [to for to, _ in thanks(weeks([unknown, own, bounce], until=at(6)))] == [ANNA.address]


def test_no_thanks_after_a_rejection() -> None:
    no = a_reading(Kind.REJECTION, at(3, "16:00"), signs=PERSON | {Sign.NO_FEEDBACK})

    assert steps(weeks([an_invitation(), no], until=at(31))) == []


def test_one_request_for_feedback_on_the_business_day_after_a_rejection() -> None:
    friday = a_reading(Kind.REJECTION, at(6, "16:00"))

    assert steps(weeks([an_invitation(), friday], until=at(31, month=5)))[1:] == [
        ("feedback_request", "Mon 09 10:00")
    ]


def test_feedback_is_asked_for_twelve_hours_later_at_the_earliest() -> None:
    late_evening = a_reading(Kind.REJECTION, at(9, "23:30"))

    assert steps(weeks([an_invitation(), late_evening], until=at(31, month=5)))[1:] == [
        ("feedback_request", "Tue 10 11:30")
    ]


NO_FEEDBACK = {
    "they give none": a_reading(Kind.REJECTION, at(6), signs=PERSON | {Sign.NO_FEEDBACK}),
    "a refusal that may be none": a_reading(
        Kind.REJECTION, at(6), signs=PERSON | {Sign.HALF_HEARD}
    ),
    "the position was closed": a_reading(
        Kind.REJECTION, at(6), signs=PERSON | {Sign.POSITION_CLOSED}
    ),
    "they said no by silence": a_reading(
        Kind.CONFIRMATION, at(2), silence_means_no_by=date(2026, 3, 6)
    ),
    "it was an offer": a_reading(Kind.OFFER, at(6)),
}


@pytest.mark.parametrize("mail", NO_FEEDBACK.values(), ids=NO_FEEDBACK)
def test_no_request_for_feedback(mail: Reading) -> None:
    done = weeks([an_invitation(), mail], until=at(31, month=5))

    assert [what for what, _ in steps(done)] == ["thank_you"]


def test_a_rejection_before_any_interview_just_closes() -> None:
    done = weeks(
        [a_reading(Kind.ACKNOWLEDGEMENT, at(1)), a_reading(Kind.REJECTION, at(6))],
        until=at(31, month=5),
    )

    assert [d.what for d in done] == ["closed rejected"]


def test_a_second_thank_you_for_a_day_is_refused_whatever_its_key() -> None:
    case = the_case([an_invitation()])
    (write,) = [a for a in decide(case, POLICY, at(3, "17:00")).actions if isinstance(a, Write)]
    key = Key("another", "forgotten", "", Step.THANK_YOU, TOM.address)
    made = Entry(key, EntryStatus.SENT, at(3, "17:00"), at(3, "17:00"))

    refused = refusal(replace(case, entries=(made,)), write, POLICY, at(3, "18:00"))

    assert refused is not None
    assert refused.reason is Reason.ALREADY_WRITTEN


def test_a_second_follow_up_within_five_business_days_is_refused_whatever_its_key() -> None:
    case = the_case([an_invitation()])
    plan = decide(case, POLICY, at(10, "10:00"))
    write = next(a for a in plan.actions if isinstance(a, Write) and a.key.step is Step.FOLLOW_UP)
    key = Key("another", "other", "other", Step.FOLLOW_UP, ANNA.address)

    def after(day: int) -> Reason | None:
        made = Entry(key, EntryStatus.SENT, at(day), at(day), at(day))
        refused = refusal(replace(case, entries=(made,)), write, POLICY, at(10, "10:00"))
        return refused.reason if refused else None

    assert after(4) is Reason.TOO_SOON_AGAIN  # 5, 6, 9, 10: four days
    assert after(3) is None


def test_drafts_keep_the_owners_hours_and_the_day_of_the_interview() -> None:
    """Auckland is half a day ahead: the due day begins in New York at 17:00 there."""
    auckland = Policy(zone=ZoneInfo("Pacific/Auckland"), country="NZ")
    new_york = ZoneInfo("America/New_York")
    start = at(3, "14:00", zone=new_york)
    invitation = an_invitation(
        country="US", events=(), interviews=(an_interview(start, zone="America/New_York"),)
    )

    done = weeks([invitation], until=at(31), policy=auckland)

    follow_up = next(d.at for d in done if d.what == "follow_up").astimezone(auckland.zone)
    assert f"{follow_up:%a %d %H:%M}" == "Wed 11 09:00"


def of_next_round(**more: object) -> Reading:
    fields: dict[str, object] = {
        "name": "next",
        "events": (),
        "interviews": (an_interview(at(12, "10:00")),),
        "signs": PERSON | {Sign.TALK_HELD, Sign.NEXT_ROUND},
        "answers": True,
    }
    fields.update(more)
    return a_reading(Kind.INVITATION, at(6), **fields)  # type: ignore[arg-type]


def test_kind_words_about_a_talk_make_nobody_an_interviewer_of_the_next() -> None:
    kind = a_reading(
        Kind.REPLY,
        at(4),
        sender=TOM,
        interviewers=(TOM.name,),
        signs=frozenset({Sign.BY_PERSON, Sign.COURTESY, Sign.TALK_HELD}),
        answers=True,
    )
    case = the_case([an_invitation(), kind, of_next_round(interviewers=("Mia Lund",))])

    assert [[p.name for p in r.interviewers] for r in case.rounds] == [["Tom Falk"], ["Mia Lund"]]


def test_who_recalls_a_talk_and_takes_part_in_the_next_is_an_interviewer_of_it() -> None:
    both = of_next_round(interviewers=("Anna Berg", "Tom Falk"))
    case = the_case([an_invitation(), both])

    assert [p.name for p in case.rounds[-1].interviewers] == ["Anna Berg", "Tom Falk"]


def test_who_only_recalls_a_talk_is_no_interviewer_of_the_next() -> None:
    recalled = Evidence("interviewers", "great talking", OWN_PAST)
    next_round = of_next_round(interviewers=("Mia Lund", "Anna Berg"), evidence=(recalled,))
    case = the_case([an_invitation(), next_round])

    assert [p.name for p in case.rounds[-1].interviewers] == ["Mia Lund"]


def test_who_was_thanked_through_the_coordinator_is_not_thanked_again_at_an_address() -> None:
    nameless = an_invitation(
        events=(), interviews=(an_interview(),), interviewers=("Anna Berg", "Tom Falk")
    )
    (write,) = writes(at(3, "17:00"), nameless)
    made = Entry(
        write.key, EntryStatus.SENT, at(3, "17:00"), made_at=at(3, "17:00"), text="… Tom Falk …"
    )
    later = a_reading(Kind.REPLY, at(4), sender=TOM, interviewers=())

    plan = decide(the_case([nameless, later], [made]), POLICY, at(4, "12:00"))

    assert [a for a in plan.actions if isinstance(a, Write)] == []


def test_who_invites_to_a_session_of_their_own_is_thanked_beside_the_guests_of_the_other() -> None:
    """Two calendar entries of one day: Anna's lists nobody else, the second lists Tom."""
    alone = an_event("uid-1", at(3, "13:00"), guests=())
    with_tom = an_event("uid-2", at(3, "14:00"))
    times = [an_interview(e.start or at(3), uid=e.uid) for e in (alone, with_tom)]
    first = an_invitation(events=(alone,), interviews=(times[0],), interviewers=())
    second = an_invitation(name="second", events=(with_tom,), interviews=(times[1],))

    done = weeks([first, second], until=at(5))

    assert sorted(to for to, _ in thanks(done)) == [ANNA.address, TOM.address]


def test_who_only_looks_forward_to_the_talk_is_no_interviewer_beside_those_named() -> None:
    """ "See you then!" writes who arranges it, too; where nobody is named, it is who interviews."""
    hint = Evidence("interviewers", "See you then!", OWN_TALK, 0.85)
    confirmed = a_reading(Kind.CONFIRMATION, at(2), interviewers=(ANNA.name,), evidence=(hint,))
    nobody_named = an_invitation(events=(), interviews=(an_interview(),), interviewers=())

    named = weeks([an_invitation(), confirmed], until=at(5))
    unnamed = weeks([nobody_named, confirmed], until=at(5))

    assert [to for to, _ in thanks(named)] == [TOM.address]
    assert [to for to, _ in thanks(unnamed)] == [ANNA.address]
