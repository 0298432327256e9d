"""When the owner is asked by mail how an interview went: once, soon, by day, if it is of use."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from agent.cases.case import Approval, Case, Entry, EntryStatus, Key, Note, Skipped, Step
from agent.cases.notes import lacks_notes, notes_of
from agent.cases.prompts import Prompt, Prompting, prompting
from agent.reading.facts import Kind, Reading, Status
from tests.cases.builders import (
    POLICY,
    TOM,
    a_reading,
    an_event,
    an_interview,
    an_invitation,
    at,
    the_case,
)

ASKING = replace(POLICY, question_mails=True)
ASKED = Prompt("any", "uid-1", date(2026, 3, 3), "<asked@post.example>", at(3, "15:30"), "How?")


def at_look(now: datetime, *readings: Reading, asked: tuple[Prompt, ...] = ()) -> Prompting:
    return prompting(the_case(readings or [an_invitation()]), asked, ASKING, now)


def an_hour_from(start: datetime) -> Reading:
    return an_invitation(
        interviews=(an_interview(start, uid="uid-1"),), events=(an_event(start=start),)
    )


def two_rounds() -> Case:
    second = an_invitation(
        at(5, "10:00"),
        name="second",
        interviews=(an_interview(at(10, "14:00"), uid="uid-2"),),
        events=(an_event("uid-2", at(10, "14:00")),),
    )
    return the_case([an_invitation(), second])


DUE = [
    ("ends in the afternoon", at(3, "14:00"), at(3, "15:30")),
    ("ends in the evening", at(3, "20:20"), at(3, "21:50")),
    ("would be asked at ten at night", at(3, "20:30"), at(4, "08:00")),
    ("ends after midnight", at(3, "00:15"), at(3, "08:00")),
    ("ends before seven", at(3, "05:25"), at(3, "08:00")),
    ("ends at half past six", at(3, "05:30"), at(3, "07:00")),
]


@pytest.mark.parametrize(("name", "start", "expected"), DUE, ids=[d[0] for d in DUE])
def test_the_owner_is_asked_half_an_hour_after_the_end_but_not_at_night(
    name: str, start: datetime, expected: datetime
) -> None:
    talk = an_hour_from(start)

    ahead = at_look(start, talk)
    then = at_look(expected, talk)

    assert (ahead.rounds, ahead.wake_at) == ((), expected)
    assert [round_.on for round_ in then.rounds] == [date(2026, 3, 3)]


def test_nothing_is_asked_where_it_is_not_switched_on() -> None:
    case = the_case([an_invitation()])

    assert prompting(case, (), POLICY, at(3, "15:30")) == Prompting((), None)


def test_nothing_is_asked_where_no_thank_you_is_wished() -> None:
    case = the_case([an_invitation()])
    without = replace(ASKING, steps=frozenset(Step) - {Step.THANK_YOU})

    assert prompting(case, (), without, at(3, "15:30")) == Prompting((), None)


OTHER_ROWS = [
    ("the same round", ASKED),
    ("the day of it, by another name", replace(ASKED, round="another")),
]


@pytest.mark.parametrize(("name", "row"), OTHER_ROWS, ids=[r[0] for r in OTHER_ROWS])
def test_a_round_is_asked_about_once(name: str, row: Prompt) -> None:
    case = the_case([an_invitation()])

    asked = prompting(case, (replace(row, case=case.id),), ASKING, at(3, "15:30"))

    assert asked == Prompting((), None)


def test_the_next_round_is_asked_about_again() -> None:
    case = two_rounds()

    asked = prompting(case, (replace(ASKED, case=case.id),), ASKING, at(10, "15:30"))

    assert [round_.id for round_ in asked.rounds] == ["uid-2"]


CANCELLED = a_reading(
    Kind.CANCELLATION,
    at(3, "09:00"),
    interviews=(an_interview(status=Status.CANCELLED, uid="uid-1"),),
    events=(an_event(cancelled=True, sequence=1),),
)
REJECTED = a_reading(Kind.REJECTION, at(3, "15:10"), answers=True)
THANKED = a_reading(Kind.THANK_YOU, at(3, "15:10"), to=TOM)
QUIET = [("called off", CANCELLED), ("rejected", REJECTED), ("thanked already", THANKED)]


@pytest.mark.parametrize(("name", "reading"), QUIET, ids=[q[0] for q in QUIET])
def test_nothing_is_asked_where_no_thank_you_would_come_of_it(name: str, reading: Reading) -> None:
    assert at_look(at(3, "15:30"), an_invitation(), reading).rounds == ()


def test_nothing_is_asked_in_a_case_on_hold_or_where_its_thanks_are_skipped() -> None:
    case = the_case([an_invitation()])
    held = replace(case, held_since=at(2))
    skipped = replace(case, skips=(Skipped(Step.THANK_YOU, at(2)),))

    assert prompting(held, (), ASKING, at(3, "15:30")) == Prompting((), None)
    assert prompting(skipped, (), ASKING, at(3, "15:30")) == Prompting((), None)


def test_nothing_is_asked_where_the_owner_has_left_a_note() -> None:
    case = the_case([an_invitation()])
    noted = replace(case, notes=(Note("the new warehouse", at(3, "15:05")),))

    assert prompting(noted, (), ASKING, at(3, "15:30")) == Prompting((), None)


def test_a_note_on_the_round_before_is_none_on_this_one() -> None:
    case = replace(two_rounds(), notes=(Note("the new warehouse", at(3, "15:05")),))

    asked = prompting(case, (), ASKING, at(10, "15:30"))

    assert [round_.id for round_ in asked.rounds] == ["uid-2"]


def test_after_a_day_nobody_is_asked() -> None:
    assert at_look(at(4, "14:59")).rounds != ()
    assert at_look(at(4, "15:00")) == Prompting((), None)


def test_what_was_over_at_the_first_start_is_not_asked_about() -> None:
    """S14."""
    case = the_case([an_invitation()])
    started = replace(ASKING, started_at=at(3, "16:00"))

    assert prompting(case, (), started, at(3, "16:00")) == Prompting((), None)


NOTED = [
    ("before any talk", Note("n", at(2)), "uid-1"),
    ("after the first", Note("n", at(3, "16:00")), "uid-1"),
    ("before the second", Note("n", at(9)), "uid-1"),
    ("after the second", Note("n", at(10, "16:00")), "uid-2"),
    ("on the first, late", Note("n", at(11), on=date(2026, 3, 3)), "uid-1"),
    ("on a day that was moved", Note("n", at(11), on=date(2026, 3, 4)), "uid-2"),
]


@pytest.mark.parametrize(("name", "note", "round_"), NOTED, ids=[n[0] for n in NOTED])
def test_a_note_belongs_to_one_round(name: str, note: Note, round_: str) -> None:
    case = replace(two_rounds(), notes=(note,))

    belongs = {r.id: bool(notes_of(case, r.id)) for r in case.rounds}

    assert belongs == {"uid-1": round_ == "uid-1", "uid-2": round_ == "uid-2"}


def a_row(case: Case, **changes: object) -> Entry:
    key = Key(case.id, "uid-1", "", Step.THANK_YOU, TOM.address)
    row = Entry(key, EntryStatus.DRAFTED, at(3, "17:00"), made_at=at(3, "17:00"))
    return replace(row, **changes)  # type: ignore[arg-type]


LACKS = [
    ("lies there as it was", {}, True),
    ("made after the note", {"made_at": at(3, "19:00")}, False),
    ("edited", {"status": EntryStatus.EDITED}, False),
    ("sent", {"status": EntryStatus.SENT}, False),
    ("gone", {"missed_at": at(3, "18:00")}, False),
]


@pytest.mark.parametrize(("name", "changes", "expected"), LACKS, ids=[r[0] for r in LACKS])
def test_only_a_draft_that_nobody_touched_lacks_a_later_note(
    name: str, changes: dict[str, object], expected: bool
) -> None:
    case = replace(the_case([an_invitation()]), notes=(Note("n", at(3, "18:30")),))

    assert lacks_notes(a_row(case, **changes), case) is expected


def test_a_draft_that_the_owner_has_approved_lacks_no_note() -> None:
    case = replace(
        the_case([an_invitation()]),
        notes=(Note("n", at(3, "18:30")),),
        approvals=(Approval("<draft@post.example>", at(3, "18:00")),),
    )

    assert lacks_notes(a_row(case, message_id="<another@post.example>"), case)
    assert not lacks_notes(a_row(case, message_id="<draft@post.example>"), case)


def test_a_reply_counts_for_a_week_unless_the_owner_has_nothing_to_mention() -> None:
    closed = replace(ASKED, closed_at=at(3, "16:00"))

    assert ASKED.is_open(ASKING, at(10, "15:29"))
    assert not ASKED.is_open(ASKING, at(10, "15:30"))
    assert not closed.is_open(ASKING, at(3, "16:01"))
