"""The chain from the words of a mail to what was concluded, and what comes next."""

from datetime import date

from agent.cases.case import Case
from agent.cases.chain import chain, outlook
from agent.reading.facts import Kind, Reading, Sign
from tests.cases.builders import (
    PERSON,
    POLICY,
    a_reading,
    an_absence,
    an_invitation,
    at,
    the_case,
)


def concluded(*readings: Reading) -> dict[str, tuple[str, ...]]:
    case = the_case([an_invitation(), *readings])
    return {str(link.mention.kind): link.conclusions for link in chain(case)}


def coming(case: Case, day: int) -> tuple[str, ...]:
    return outlook(case, POLICY, at(day, "12:00"))


def test_a_promise_is_told_beside_the_mail_that_made_it() -> None:
    said = a_reading(Kind.HOLDING, at(5), answers=True, decision_by=date(2026, 3, 13))

    assert concluded(said)["holding"] == (
        "It counts as an answer.",
        "They promise an answer by Friday 13 March 2026.",
    )


def test_an_absence_is_no_answer_and_names_the_return() -> None:
    assert concluded(an_absence(at(5), date(2026, 3, 23)))["auto_reply"] == (
        "anna.berg@nordlicht.example is away, back on Monday 23 March 2026: no answer.",
    )


def test_kind_words_are_told_from_an_answer() -> None:
    kind = a_reading(Kind.REPLY, at(4), signs=PERSON | {Sign.COURTESY}, answers=True)

    [sentence] = concluded(kind)["reply"]

    assert sentence.startswith("Kind words, no answer")


def test_an_open_case_tells_the_next_step_its_day_its_recipient_and_its_end() -> None:
    assert coming(the_case([an_invitation()]), 5) == (
        "Next, unless they answer: follow up to Anna Berg, on Tuesday 10 March 2026 at 10:00.",
        "Then, if nothing is heard, one final attempt.",
        "It ends as no answer on Tuesday 24 March 2026 at 10:00.",
    )


def test_a_closed_case_tells_why() -> None:
    case = the_case([an_invitation(), a_reading(Kind.REJECTION, at(5), answers=True)])

    assert coming(case, 6) == ("Closed: They have said no.",)


def test_a_case_whose_move_is_the_owners_says_so() -> None:
    invited = a_reading(Kind.INVITATION, at(5), answers=True)

    assert coming(the_case([an_invitation(), invited]), 6)[0].startswith("It is your move")
