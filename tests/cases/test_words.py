"""What the owner says stands over what mail says."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from agent.cases.bind import Binder, bind
from agent.cases.case import Case, Entry, EntryStatus, Key, Step
from agent.cases.decide import decide
from agent.cases.fold import fold
from agent.cases.phase import Phase, ending, phase
from agent.cases.plan import Ask, Plan, Withdraw, Write
from agent.cases.saying import Speaker, Unsaid, added, answer, said
from agent.cases.word import Says, Word
from agent.reading.facts import Kind, Reading, Sign
from agent.reading.message import Address, Trust
from agent.reading.owner import Owner
from tests.cases.builders import (
    BERLIN,
    PERSON,
    POLICY,
    a_reading,
    an_invitation,
    at,
)

OWNER = Owner(("ola@post.example",), BERLIN, name="Ola Nord", country="DE")


def speaking(now: datetime) -> Speaker:
    return Speaker(OWNER, now, f"word-{now:%d%H%M}")


def told(case: Case, now: datetime, what: str, *values: str) -> Word:
    return said(case.id, Says(what.replace("-", "_")), values, speaking(now))


def folded(readings: list[Reading], *words: Word, rows: Iterable[Entry] = ()) -> list[Case]:
    return [fold(group, rows) for group in bind(readings, rows, words)]


def silence(*more: Reading) -> tuple[list[Reading], Case]:
    """The invitation to the talk of Tuesday 3 March, 14:00, and nothing since."""
    readings = [an_invitation(), *more]
    [case] = folded(readings)
    return readings, case


def writes(plan: Plan) -> list[Step]:
    return [action.key.step for action in plan.actions if isinstance(action, Write)]


def test_an_answer_by_phone_begins_a_new_wait() -> None:
    """F-34: they rang on Friday the 6th; the follow-up counts from there."""
    readings, case = silence()

    [case] = folded(readings, told(case, at(6), "answered"))

    assert writes(decide(case, POLICY, at(10, "10:00"))) == [Step.THANK_YOU]
    assert Step.FOLLOW_UP in writes(decide(case, POLICY, at(13, "10:00")))


@pytest.mark.parametrize(
    ("what", "end"),
    [
        ("rejected", "rejected"),
        ("offered", "offered"),
        ("accepted", "offered"),
        ("closed", "position_closed"),
        ("withdrawn", "withdrawn"),
        ("stopped", "stopped"),
    ],
)
def test_what_the_owner_says_ends_a_case_at_once(what: str, end: str) -> None:
    readings, case = silence()

    [case] = folded(readings, told(case, at(5), what))

    decision = ending(case, at(5), POLICY)
    assert decision is not None
    assert decision.ending == end
    assert writes(decide(case, POLICY, at(5, "12:00"))) == []


def test_the_owners_word_replaces_a_decision_that_a_mail_made() -> None:
    readings, case = silence(a_reading(Kind.REJECTION, at(5), answers=True))

    [case] = folded(readings, told(case, at(6), "offered"))

    assert case.decision is not None
    assert case.decision.ending == "offered"


def test_a_case_that_the_owner_reopens_goes_on_with_a_new_wait() -> None:
    readings, case = silence(a_reading(Kind.REJECTION, at(5), answers=True))

    [case] = folded(readings, told(case, at(9), "reopened"))

    assert phase(case, at(9), POLICY) is Phase.AWAITING_REPLY
    assert Step.FOLLOW_UP in writes(decide(case, POLICY, at(16, "10:00")))


def test_a_case_closed_by_silence_may_be_reopened_and_is_followed_up_again() -> None:
    readings, case = silence()
    assert phase(case, at(15, month=5), POLICY) is Phase.CLOSED

    [case] = folded(readings, told(case, at(18, month=5), "reopened"))

    assert phase(case, at(18, month=5), POLICY) is Phase.AWAITING_REPLY


def test_a_told_time_moves_the_next_interview() -> None:
    """F-12: moved by phone to Thursday, half past nine to ten."""
    readings, case = silence()

    [case] = folded(readings, told(case, at(2), "interview", "2026-03-05 09:30"))

    [round_] = case.rounds
    assert round_.start == at(5, "09:30")
    assert round_.moved_from == (at(3, "14:00"),)


def test_a_time_may_be_told_as_one_would_write_it() -> None:
    readings, case = silence()

    [case] = folded(readings, told(case, at(2), "interview", "Thursday 2pm to 3pm"))

    assert (case.rounds[0].start, case.rounds[0].end) == (at(5, "14:00"), at(5, "15:00"))


def test_a_talk_of_the_past_that_no_mail_shows_is_thanked_for() -> None:
    first = a_reading(Kind.ACKNOWLEDGEMENT, at(1), signs=frozenset())
    asked = a_reading(Kind.REPLY, at(2))
    [case] = folded([first, asked])

    [case] = folded([first, asked], told(case, at(3, "15:00"), "interview", "2026-03-03 14:00"))

    assert [r.start for r in case.rounds] == [at(3, "14:00")]
    assert writes(decide(case, POLICY, at(3, "17:00"))) == [Step.THANK_YOU]


def test_an_interview_that_was_not_held_is_not_thanked_for() -> None:
    """F-69."""
    readings, case = silence()

    [case] = folded(readings, told(case, at(3, "16:00"), "not-held"))

    assert decide(case, POLICY, at(3, "17:00")).actions == ()
    assert decide(case, POLICY, at(10, "10:00")).actions == ()


def test_an_interview_that_the_owner_calls_off_stands_no_more() -> None:
    readings, case = silence()

    [case] = folded(readings, told(case, at(2), "called-off"))

    assert case.rounds[0].cancelled
    assert phase(case, at(4), POLICY) is Phase.CANCELLED


def test_a_promise_made_in_the_talk_moves_the_follow_up() -> None:
    """F-27: "by Friday the 13th", so the second business day after it."""
    readings, case = silence()

    [case] = folded(readings, told(case, at(3, "16:00"), "decision-by", "2026-03-13"))

    assert Step.FOLLOW_UP not in writes(decide(case, POLICY, at(16, "10:00")))
    assert Step.FOLLOW_UP in writes(decide(case, POLICY, at(17, "10:00")))


def test_thanks_given_where_no_mailbox_shows_it_are_not_given_twice() -> None:
    """F-61: a draft that lies there is withdrawn."""
    readings, case = silence()
    key = Key(case.id, case.rounds[0].id, "", Step.THANK_YOU, "tom.falk@nordlicht.example")
    lying = Entry(key, EntryStatus.DRAFTED, at(3, "17:00"), made_at=at(3, "17:00"))

    [case] = folded(readings, told(case, at(3, "18:00"), "thanked"))
    plan = decide(replace(case, entries=(lying,)), POLICY, at(3, "18:01"))

    assert writes(decide(case, POLICY, at(3, "18:01"))) == []
    assert [type(action) for action in plan.actions] == [Withdraw]


def test_a_follow_up_sent_elsewhere_is_followed_by_the_final_attempt_only() -> None:
    readings, case = silence()

    [case] = folded(readings, told(case, at(6), "asked"))

    assert Step.FOLLOW_UP not in writes(decide(case, POLICY, at(10, "10:00")))
    assert Step.FINAL_ATTEMPT in writes(decide(case, POLICY, at(17, "10:00")))


def test_a_word_on_facts_counts_before_all_mails() -> None:
    readings, case = silence()

    words = [
        told(case, at(4, f"1{number}:00"), *word)
        for number, word in enumerate(
            [
                ("company", "Nordlicht Systems"),
                ("role", "Test Engineer"),
                ("country", "GB-ENG"),
                ("seniority", "director"),
                ("culture", "government"),
                ("urgency", "urgent"),
            ]
        )
    ]
    [case] = folded(readings, *words)

    assert case.name == "Nordlicht Systems, Test Engineer"
    assert (case.country, case.subdivision) == ("GB", "ENG")
    assert (case.seniority, case.culture, case.urgency) == ("director", "government", "urgent")


def test_only_the_owner_shortens_a_wait() -> None:
    """A start-up that hires at once: 5 × 0.8 × 0.6 = 2.4, at least three business days."""
    readings, case = silence()

    urgent = told(case, at(4, "10:00"), "urgency", "urgent")
    [case] = folded(readings, told(case, at(4), "culture", "startup"), urgent)

    assert Step.FOLLOW_UP in writes(decide(case, POLICY, at(6, "10:00")))


def test_messages_go_to_whom_the_owner_names() -> None:
    readings, case = silence()

    contact = "Ida Lund <ida.lund@nordlicht.example>"
    [case] = folded(readings, told(case, at(4), "contact", contact))
    [write] = [a for a in decide(case, POLICY, at(10, "10:00")).actions if isinstance(a, Write)][:1]

    assert write.to == Address("Ida Lund", "ida.lund@nordlicht.example")


def test_an_interviewer_whom_no_mail_shows_is_thanked_too() -> None:
    """F-52."""
    readings, case = silence()

    who = "Ida Lund <ida.lund@nordlicht.example>"
    [case] = folded(readings, told(case, at(3, "15:30"), "interviewer", who))
    plan = decide(case, POLICY, at(3, "17:00"))

    thanked = {a.to.address for a in plan.actions if isinstance(a, Write)}
    assert "ida.lund@nordlicht.example" in thanked


def test_two_cases_that_the_owner_merges_are_one_under_both_ids() -> None:
    """F-43."""
    stella = Address("Stella Kern", "stella.kern@polaris.example")
    other = a_reading(
        Kind.INVITATION, at(4), sender=stella, company="Polaris", role="Clerk", replies_to="-"
    )
    readings = [an_invitation(), other]
    first, second = folded(readings)

    [case] = folded(readings, replace(told(first, at(5), "merge", "x"), value=second.id))

    assert {first.id, second.id} <= set(case.aliases)
    assert len(case.mentions) == 2


def test_what_was_merged_by_mistake_is_parted_again_and_both_are_to_be_looked_at() -> None:
    stella = Address("Stella Kern", "stella.kern@polaris.example")
    other = a_reading(
        Kind.INVITATION, at(4), sender=stella, company="Polaris", role="Clerk", replies_to="-"
    )
    binder = Binder()
    binder.add([an_invitation(), other])
    first, second = (fold(group) for group in binder.stirred())

    binder.add([], (), [replace(told(first, at(5), "merge", "x"), value=second.id)])
    [merged] = binder.stirred()
    split = replace(told(first, at(6), "split", "x"), message=other.envelope.key)
    binder.add([], (), [replace(split, value=other.envelope.message_id or "")])

    assert len(merged.readings) == 2
    assert [group.id for group in binder.stirred()] == [first.id, second.id]


def test_a_mail_that_is_split_off_begins_a_case_with_what_follows_it() -> None:
    strange = a_reading(Kind.REJECTION, at(5), name="strange", answers=True)
    after = a_reading(Kind.REPLY, at(6), name="after", replies_to="strange")
    readings, case = silence(strange, after)
    assert case.decision is not None

    split = replace(told(case, at(7), "split", "x"), message="<strange@example>")
    split = replace(split, value="<strange@example>")
    first, second = folded(readings, split)

    assert first.decision is None
    assert [m.key for m in second.mentions] == ["<strange@example>", "<after@example>"]


def test_a_mail_is_what_the_owner_says_it_is() -> None:
    """A misread refusal: the case goes on."""
    signs = PERSON | {Sign.POSITION_CLOSED}
    misread = a_reading(Kind.REJECTION, at(5), name="misread", answers=True, signs=signs)
    readings, case = silence(misread)

    word = replace(told(case, at(6), "kind", "x", "holding"), message="<misread@example>")
    [case] = folded(readings, word)

    assert case.decision is None
    assert phase(case, at(6), POLICY) is Phase.AWAITING_REPLY


def asked_in(case: Case, now: datetime) -> list[Ask]:
    return [action for action in decide(case, POLICY, now).actions if isinstance(action, Ask)]


def forged() -> Reading:
    return a_reading(Kind.REJECTION, at(5), name="forged", answers=True, trust=Trust.FAILED)


def test_a_doubt_answered_with_yes_binds_the_mail() -> None:
    readings, case = silence(forged())
    [ask] = asked_in(case, at(5))

    [case] = folded(readings, answer(ask.question, "yes", (), speaking(at(6))))

    assert case.decision is not None
    assert asked_in(case, at(6)) == []


def test_a_doubt_answered_with_no_holds_nothing_any_more() -> None:
    readings, case = silence(forged())
    [ask] = asked_in(case, at(5))
    assert Step.FOLLOW_UP not in writes(decide(case, POLICY, at(10, "10:00")))

    [case] = folded(readings, answer(ask.question, "no", (), speaking(at(6))))

    assert asked_in(case, at(6)) == []
    assert Step.FOLLOW_UP in writes(decide(case, POLICY, at(10, "10:00")))


def test_a_mail_that_says_nothing_here_holds_until_the_owner_says_what_it_says() -> None:
    """F-103: "log in to see the update"."""
    portal = a_reading(Kind.REPLY, at(5), signs=frozenset({Sign.UNDISCLOSED}))
    readings, case = silence(portal)
    [ask] = asked_in(case, at(5))
    assert Step.FOLLOW_UP not in writes(decide(case, POLICY, at(10, "10:00")))

    [nothing] = folded(readings, answer(ask.question, "nothing", (), speaking(at(6))))
    [rejected] = folded(readings, answer(ask.question, "rejected", (), speaking(at(6))))

    assert Step.FOLLOW_UP in writes(decide(nothing, POLICY, at(10, "10:00")))
    assert rejected.decision is not None


def test_a_new_date_answers_the_question_of_a_cancelled_interview() -> None:
    readings, case = silence(a_reading(Kind.CANCELLATION, at(2)))
    [ask] = asked_in(case, at(6))

    word = answer(ask.question, "interview", ("2026-03-12 10:00",), speaking(at(6)))
    [case] = folded(readings, word)

    assert phase(case, at(6, "12:00"), POLICY) is Phase.SCHEDULED
    assert asked_in(case, at(6, "12:00")) == []


def test_a_question_may_be_left_open() -> None:
    readings, case = silence(a_reading(Kind.CANCELLATION, at(2)))
    [ask] = asked_in(case, at(6))

    [case] = folded(readings, answer(ask.question, "wait", (), speaking(at(6))))

    assert asked_in(case, at(7)) == []
    assert phase(case, at(7), POLICY) is Phase.CANCELLED


def test_an_interview_that_no_mail_shows_is_a_case_of_its_own() -> None:
    word = added(
        "Harbour Tools", "Welder", "2026-03-03 14:00", "Jo Reed <jo@harbour.example>",
        speaking(at(2)),
    )  # fmt: skip

    [case] = folded([], word)

    assert case.name == "Harbour Tools, Welder"
    assert [r.start for r in case.rounds] == [at(3, "14:00")]
    [write] = decide(case, POLICY, at(3, "17:00")).actions
    assert isinstance(write, Write)
    assert write.to.address == "jo@harbour.example"


def test_mail_of_the_contact_joins_a_case_that_was_added() -> None:
    word = added("Harbour Tools", "Welder", None, "jo@harbour.example", speaking(at(2)))
    mail = a_reading(
        Kind.REJECTION,
        at(6),
        sender=Address("Jo Reed", "jo@harbour.example"),
        company="Harbour Tools",
        role="Welder",
        answers=True,
        replies_to="-",
    )

    [case] = folded([mail], word)

    assert case.decision is not None


@pytest.mark.parametrize(
    ("what", "values", "expected"),
    [
        ("interview", (), "needs WHEN"),
        ("interview", ("soon",), "is no time"),
        ("interview", ("2026-03-05",), "names no time of day"),
        ("decision-by", ("the future",), "is no day"),
        ("country", ("XX",), "is no country"),
        ("culture", ("sloth",), "is one of"),
        ("contact", ("nobody",), "is no address"),
        ("answered", ("perhaps",), "takes nothing"),
        ("kind", ("abc", "poem"), "one of"),
    ],
)
def test_a_word_that_does_not_say_enough_is_refused_with_what_is_expected(
    what: str, values: tuple[str, ...], expected: str
) -> None:
    _, case = silence()

    with pytest.raises(Unsaid, match=expected):
        told(case, at(4), what, *values)


def test_a_time_told_with_its_offset_keeps_it() -> None:
    _, case = silence()

    word = told(case, at(2), "interview", "2026-03-05T09:30-05:00")

    assert word.starts_at is not None
    assert word.starts_at.astimezone(ZoneInfo("America/New_York")).hour == 9


def test_a_day_may_be_told_in_words() -> None:
    _, case = silence()

    word = told(case, at(4), "decision-by", "Friday the 13th")

    assert word.on == date(2026, 3, 13)
