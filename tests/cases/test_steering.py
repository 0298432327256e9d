"""What the owner does not want is not written: a step, or anything in a case for a while."""

from dataclasses import replace
from datetime import datetime

from agent.cases.ahead import ahead
from agent.cases.case import Case, Entry, EntryStatus, Key, Step
from agent.cases.decide import decide
from agent.cases.plan import Plan, Remind, Withdraw, Write
from agent.cases.reasons import Reason
from agent.cases.word import Word
from agent.reading.facts import Kind
from tests.cases.builders import (
    ANNA,
    POLICY,
    TOM,
    a_reading,
    an_event,
    an_interview,
    an_invitation,
    at,
)
from tests.cases.test_words import folded, silence, told, writes

THANKS_DUE, ASKING_DUE, LAST_DUE = at(3, "18:00"), at(10, "10:00"), at(19, "10:00")


def thanked(case: Case) -> Case:
    """Tom was thanked on the evening of the talk."""
    key = Key(case.id, "uid-1", "", Step.THANK_YOU, TOM.address)
    row = Entry(key, EntryStatus.SENT, THANKS_DUE, made_at=THANKS_DUE, sent_at=THANKS_DUE)
    return replace(case, entries=(*case.entries, row))


def asked(case: Case, step: Step, day: int, status: EntryStatus = EntryStatus.SENT) -> Entry:
    """A letter of ours in the silence after the talk."""
    made = at(day, "10:00")
    key = Key(case.id, case.rounds[0].id, "", step, ANNA.address)
    return Entry(
        key, status, made, made_at=made, sent_at=made if status is EntryStatus.SENT else None
    )


def with_rows(case: Case, *rows: Entry) -> Case:
    return replace(case, entries=(*case.entries, *rows))


def plan(case: Case, now: datetime) -> Plan:
    return decide(case, POLICY, now)


def steps_to_come(case: Case) -> list[Step]:
    return [write.key.step for _, _, write in ahead(case, POLICY, at(3, "08:00"))]


def said(what: str, *values: str, day: int = 2) -> Case:
    readings, case = silence()
    [case] = folded(readings, told(case, at(day), what, *values))
    return case


def test_thanks_that_are_skipped_are_not_written_and_the_rest_is() -> None:
    case = said("skip", "thank_you")

    assert writes(plan(case, THANKS_DUE)) == []
    assert steps_to_come(case) == [Step.FOLLOW_UP, Step.FINAL_ATTEMPT]


def test_a_skipped_follow_up_has_no_final_attempt_and_the_case_ends() -> None:
    case = thanked(said("skip", "follow_up", day=6))

    assert writes(plan(case, ASKING_DUE)) == []
    assert plan(case, ASKING_DUE).why.reason is Reason.SKIPPED_BY_OWNER
    assert steps_to_come(case) == []
    assert plan(case, at(31)).why.reason is Reason.NO_ANSWER


def test_what_is_skipped_before_the_talk_is_skipped_after_it() -> None:
    case = said("skip", "follow_up", day=2)

    assert steps_to_come(case) == [Step.THANK_YOU]


def test_a_skipped_final_attempt_leaves_the_follow_up() -> None:
    case = said("skip", "final_attempt")

    assert steps_to_come(case) == [Step.THANK_YOU, Step.FOLLOW_UP]


def test_a_follow_up_is_skipped_in_one_silence_only() -> None:
    """They answer on Monday the 9th without a decision: a new silence begins."""
    readings, case = silence(a_reading(Kind.HOLDING, at(9)))

    [case] = folded(readings, told(case, at(6), "skip", "follow_up"))

    assert writes(plan(case, at(16, "10:00"))) == [Step.FOLLOW_UP]


def test_a_draft_of_a_step_that_is_skipped_is_taken_back() -> None:
    readings, case = silence()
    words = [told(case, at(11), "skip", "follow_up")]
    lying = asked(case, Step.FOLLOW_UP, 10, EntryStatus.DRAFTED)

    [case] = folded(readings, *words)
    found = plan(with_rows(thanked(case), lying), at(11, "10:00"))

    assert [type(action) for action in found.actions] == [Withdraw]
    assert found.actions[0].why.reason is Reason.SKIPPED_BY_OWNER  # type: ignore[union-attr]


def test_feedback_that_is_skipped_is_not_asked_for() -> None:
    readings, case = silence(a_reading(Kind.REJECTION, at(9)))

    [wanted] = folded(readings)
    [unwanted] = folded(readings, told(case, at(9, "12:00"), "skip", "feedback_request"))

    assert writes(plan(wanted, at(10, "10:00"))) == [Step.FEEDBACK_REQUEST]
    assert writes(plan(unwanted, at(10, "10:00"))) == []


def test_a_case_on_hold_gets_nothing_until_it_is_resumed() -> None:
    readings, case = silence()
    hold, resume = told(case, at(4), "hold"), told(case, at(12), "resume")

    [held] = folded(readings, hold)
    [resumed] = folded(readings, hold, resume)

    assert plan(thanked(held), ASKING_DUE).actions == ()
    assert plan(held, ASKING_DUE).why.reason is Reason.HELD_BY_OWNER
    assert writes(plan(resumed, at(12, "10:00"))) == [Step.FOLLOW_UP]


def test_a_case_on_hold_still_takes_back_what_has_become_untrue() -> None:
    readings, case = silence(a_reading(Kind.REJECTION, at(11)))
    lying = asked(case, Step.FOLLOW_UP, 10, EntryStatus.DRAFTED)

    [held] = folded(readings, told(case, at(10, "12:00"), "hold"))
    found = plan(with_rows(held, lying), at(11, "12:00"))

    assert [type(action) for action in found.actions] == [Withdraw]


def test_nobody_is_reminded_of_a_draft_in_a_case_on_hold() -> None:
    readings, case = silence()
    lying = asked(case, Step.FOLLOW_UP, 10, EntryStatus.DRAFTED)
    hold: Word = told(case, at(10, "12:00"), "hold")

    [free], [held] = folded(readings), folded(readings, hold)

    assert any(
        isinstance(a, Remind)
        for a in plan(with_rows(thanked(free), lying), at(12, "10:00")).actions
    )
    assert plan(with_rows(thanked(held), lying), at(12, "10:00")).actions == ()


def test_the_next_round_has_its_own_thanks_whatever_was_skipped_before() -> None:
    """A second talk on Thursday the 12th is arranged after the first was not to be thanked for."""
    start = at(12, "14:00")
    second = an_invitation(
        at(9), name="second", interviews=(an_interview(start),), events=(an_event("uid-2", start),)
    )
    readings, case = silence(second)

    [case] = folded(readings, told(case, at(4), "skip", "thank_you"))

    assert [a.key.step for a in plan(case, at(12, "18:00")).actions if isinstance(a, Write)] == [
        Step.THANK_YOU
    ]
