"""Each oracle is shown a history that breaks its rule, and the nearest one that does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent.cases.case import Case, Mention, Step
from agent.cases.event import Event, Happening
from agent.reading.facts import Kind
from agent.writing.checks import Finding as Fault
from agent.writing.checks import Level
from tests.simulation import oracles
from tests.simulation.findings import Class
from tests.simulation.histories import (
    ANNA,
    TALK,
    TOM,
    a_run,
    at,
    drafted,
    said,
    with_lying,
    wrote,
)
from tests.simulation.oracles import Oracle
from tests.simulation.play import MOST_PASSES, Drafted, Run
from tests.simulation.recall import met, unmet, unneeded
from tests.simulation.scheme import Talk

FOLLOW_UP = drafted(Step.FOLLOW_UP, at(10))
FINAL = drafted(Step.FINAL_ATTEMPT, at(19))
THANKS = drafted(Step.THANK_YOU, at(3, 17), TOM)
ASKED = wrote(Step.FOLLOW_UP, at(10, 10, 2))
STRANGER = replace(ANNA, address="someone@elsewhere.example")


def found(oracle: Oracle, run: Run) -> list[Class]:
    return [finding.what for finding in oracle(run)]


def test_a_search_as_it_should_be_has_no_findings() -> None:
    run = a_run(THANKS, FOLLOW_UP, FINAL, sent=[ASKED])

    assert [list(oracle(run)) for oracle in oracles.SAFETY] == [[]] * len(oracles.SAFETY)
    assert not list(unmet(run, met(run)[0])) and not met(run)[1]


@pytest.mark.parametrize("act", ["holding_open", "request", "next_text", "offer", "frozen"])
def test_a_follow_up_after_an_answer_is_found(act: str) -> None:
    run = a_run(FOLLOW_UP, heard=[said(act, at(9))])

    assert found(oracles.nothing_after_an_answer, run) == [Class.AFTER_ANSWER]


@pytest.mark.parametrize("act", ["courtesy", "survey", "confirm"])
def test_what_is_no_answer_ends_no_silence(act: str) -> None:
    run = a_run(FOLLOW_UP, heard=[said(act, at(4))])

    assert not found(oracles.nothing_after_an_answer, run)


def test_a_follow_up_to_the_silence_after_an_answer_is_right() -> None:
    run = a_run(drafted(Step.FOLLOW_UP, at(16)), heard=[said("holding_open", at(9))])

    assert not found(oracles.nothing_after_an_answer, run)


def test_a_step_after_the_end_is_found() -> None:
    over = at(3, 16)
    refused = a_run(THANKS, FOLLOW_UP, heard=[said("reject", over)])
    withdrawn = a_run(THANKS, FOLLOW_UP, withdrawn_at=over)

    assert found(oracles.nothing_after_the_end, refused) == [Class.AFTER_END] * 2
    assert found(oracles.nothing_after_the_end, withdrawn) == [Class.AFTER_END] * 2


def test_feedback_is_asked_for_only_after_a_no() -> None:
    request = drafted(Step.FEEDBACK_REQUEST, at(6))

    refused = a_run(request, heard=[said("reject", at(5))])
    filled = a_run(request, heard=[said("filled", at(5))])

    assert not found(oracles.feedback_only_after_a_no, refused)
    assert found(oracles.feedback_only_after_a_no, filled) == [Class.NO_REFUSAL]


@pytest.mark.parametrize(
    "draft",
    [
        drafted(Step.THANK_YOU, at(3, 14, 30), TOM),
        drafted(Step.FOLLOW_UP, at(9)),
        drafted(Step.FINAL_ATTEMPT, at(18)),
    ],
    ids=["during the talk", "a day before", "six days after the follow-up"],
)
def test_a_step_before_its_time_is_found(draft: Drafted) -> None:
    sent = [ASKED] if draft.step is Step.FINAL_ATTEMPT else []

    run = a_run(draft, sent=sent)

    assert found(oracles.nothing_too_early, run) == [Class.TOO_EARLY]


def test_a_follow_up_before_a_promised_day_is_found() -> None:
    promise = replace(said("promise_after", at(3, 16)), promised_on=at(12).date())
    early, due = drafted(Step.FOLLOW_UP, at(13)), drafted(Step.FOLLOW_UP, at(16))

    assert found(oracles.nothing_after_an_answer, a_run(early, heard=[promise]))
    assert not found(oracles.nothing_after_an_answer, a_run(due, heard=[promise]))


def test_a_step_without_an_interview_is_found() -> None:
    strays = replace(THANKS, opportunity=None)

    run = a_run(THANKS, strays, talks=[])

    assert found(oracles.nothing_without_an_interview, run) == [Class.NO_INTERVIEW] * 2


def test_a_final_attempt_without_a_follow_up_sent_is_found() -> None:
    run = a_run(FOLLOW_UP, FINAL)

    assert found(oracles.final_after_follow_up, run) == [Class.OUT_OF_STEP]


def test_writing_again_to_somebody_within_five_business_days_is_found() -> None:
    run = a_run(drafted(Step.FINAL_ATTEMPT, at(16)), sent=[ASKED])

    assert found(oracles.final_after_follow_up, run) == [Class.OUT_OF_STEP]


def test_the_same_step_twice_is_found() -> None:
    twice = [THANKS, replace(THANKS, at=THANKS.at + timedelta(days=1))]
    again = [FOLLOW_UP, replace(FOLLOW_UP, at=FOLLOW_UP.at + timedelta(days=1))]

    run = a_run(*twice, *again)

    assert found(oracles.nothing_twice, run) == [Class.TWICE] * 2


def test_a_fifth_time_of_asking_is_found() -> None:
    asked = [wrote(Step.FOLLOW_UP, at(day)) for day in (10, 18, 25, 31)]
    late = drafted(Step.FOLLOW_UP, at(20, month=4))

    assert not found(oracles.never_too_often, a_run(late, sent=asked[:3]))
    assert found(oracles.never_too_often, a_run(late, sent=asked)) == [Class.TOO_MANY]


def test_a_stranger_and_an_address_never_shown_are_found() -> None:
    unseen = drafted(Step.THANK_YOU, at(3, 17), TOM)
    run = a_run(drafted(Step.FOLLOW_UP, at(10), STRANGER), unseen)
    run.chronicles[0].said[0] = said("invite_text", at(1))

    assert found(oracles.only_to_known_people, run) == [Class.WRONG_ADDRESS] * 2


def test_a_draft_in_a_case_that_was_closed_is_found() -> None:
    def event(happening: Happening, step: Step | None = None) -> Event:
        return Event(at(10), "case", None, None, happening, "", "", step)

    closed, made = event(Happening.CLOSED), event(Happening.DRAFTED, Step.FOLLOW_UP)
    opened = event(Happening.OPENED)

    wrong = replace(a_run(), events=(closed, made))
    right = replace(a_run(), events=(closed, opened, made))

    assert found(oracles.nothing_in_a_closed_case, wrong) == [Class.CLOSED_CASE]
    assert not found(oracles.nothing_in_a_closed_case, right)


def test_a_follow_up_left_in_drafts_after_an_answer_is_found() -> None:
    run = a_run(FOLLOW_UP, heard=[said("offer", at(11))])

    assert not found(oracles.no_draft_lies_on, with_lying(run, (at(10, 12), FOLLOW_UP)))
    assert found(oracles.no_draft_lies_on, with_lying(run, (at(11, 12), FOLLOW_UP))) == [
        Class.LIES_ON
    ]


def test_a_case_that_has_not_ended_is_found() -> None:
    run = replace(a_run(), cases=(_a_case(),), passes=MOST_PASSES)
    soon = replace(run, search=replace(run.search, until=at(2)))

    assert found(oracles.every_case_ends, run) == [Class.NEVER_ENDS]  # it looks for ever
    assert found(oracles.every_case_ends, soon) == [Class.NEVER_ENDS] * 2


def test_cases_that_differ_or_are_there_once_only_are_named() -> None:
    assert oracles.differing({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == ["b", "c"]
    assert oracles.differing({"a": 1}, {"a": 1}) == []


def test_what_was_missed_late_or_to_somebody_else_is_told() -> None:
    late = drafted(Step.FOLLOW_UP, at(30))
    other = drafted(Step.FOLLOW_UP, at(10), TOM)

    for drafts, expected in (
        ((), [Class.MISSED]),
        ((late,), [Class.LATE]),
        ((other,), [Class.OTHER_PERSON]),
        ((FOLLOW_UP,), []),
    ):
        run = a_run(THANKS, *drafts)
        assert [finding.what for finding in unmet(run, met(run)[0])] == expected


def test_what_was_not_due_is_told() -> None:
    run = a_run(THANKS, FOLLOW_UP, drafted(Step.THANK_YOU, at(4), ANNA))

    _, spare = met(run)

    assert [finding.what for finding in unneeded(run, spare)] == [Class.UNNEEDED]


def test_two_sessions_of_one_day_are_thanked_for_after_the_last() -> None:
    second = Talk(0, at(3, 16), at(3, 17), (ANNA,))

    run = a_run(drafted(Step.THANK_YOU, at(3, 16, 30), TOM), talks=[TALK, second])

    assert found(oracles.nothing_too_early, run) == [Class.TOO_EARLY]


def _a_case() -> Case:
    mention = Mention("<1@x>", "1", at(1), False, Kind.REPLY, "", "", False, frozenset())
    return Case(
        id="case",
        aliases=("case",),
        company="Nordlicht",
        role=None,
        agency=None,
        requisition=None,
        country=None,
        language="en",
        opened_at=at(1),
        people=(),
        rounds=(),
        mentions=(mention,),
        entries=(),
        decision=None,
    )


def test_a_letter_that_breaks_a_rule_is_found() -> None:
    rude = replace(THANKS, faults=(Fault("E11", Level.BLOCK, "asap"),))

    assert found(oracles.every_letter_keeps_the_rules, a_run(rude)) == [Class.BREAKS_RULE]
    assert not found(oracles.every_letter_keeps_the_rules, a_run(THANKS))
