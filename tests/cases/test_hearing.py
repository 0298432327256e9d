"""Answered, silent, cannot tell: three values."""

from agent.cases.hearing import Hearing, hearing
from agent.reading.facts import Kind, Reading, Sign
from agent.reading.message import Trust
from tests.cases.builders import a_reading, an_invitation, at, the_case


def of_first_wait(*readings: Reading, day: int = 10) -> Hearing:
    case = the_case([an_invitation(), *readings])
    return hearing(case, case.waits[0], at(day))


def test_no_mail_since_is_silence() -> None:
    assert of_first_wait() is Hearing.SILENT


def test_a_later_wait_or_a_decision_is_an_answer() -> None:
    assert of_first_wait(a_reading(Kind.HOLDING, at(5), answers=True)) is Hearing.ANSWERED
    assert of_first_wait(a_reading(Kind.REJECTION, at(5), answers=True)) is Hearing.ANSWERED


def test_an_answer_that_has_not_come_yet_is_none() -> None:
    assert of_first_wait(a_reading(Kind.HOLDING, at(12), answers=True)) is Hearing.SILENT


def test_a_mail_that_may_be_an_answer_makes_that_nobody_can_tell() -> None:
    forged = a_reading(Kind.REJECTION, at(5), answers=True, trust=Trust.FAILED)
    unread = a_reading(Kind.REPLY, at(5), signs=frozenset({Sign.UNCLEAR}))

    assert of_first_wait(forged) is Hearing.CANNOT_TELL
    assert of_first_wait(unread) is Hearing.CANNOT_TELL
