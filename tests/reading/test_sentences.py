"""What counts as one sentence of a mail."""

import time

import pytest

from agent.reading.sentences import sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def test_a_paragraph_wrapped_by_the_mail_program_is_one_text() -> None:
    text = (
        "We would like to meet you on Tuesday to talk\nabout the role. Please bring your passport."
    )

    assert texts(text) == [
        "We would like to meet you on Tuesday to talk about the role.",
        "Please bring your passport.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("You will meet Dr. Smith and Ms. Jones.", id="titles"),
        pytest.param("Bring papers, z.B. den Pass.", id="initials"),
        pytest.param("The call is at 3 p.m. London time.", id="clock"),
        pytest.param("Wir treffen uns am 15. Mai um 10 Uhr.", id="german-ordinal"),
        pytest.param("Zimmer Nr. 4, Do. 12.3. um zehn.", id="weekday-before-a-date"),
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    assert texts(sentence) == [sentence]


def test_list_items_and_labelled_lines_stand_alone() -> None:
    text = "Any of these times would suit the panel and me\n- Tue 10:00\n- Wed 11:00\nWhere: Leeds"

    assert texts(text)[1:] == ["- Tue 10:00", "- Wed 11:00", "Where: Leeds"]


def test_curly_quotes_become_straight_and_places_are_those_of_the_text() -> None:
    text = "Hello!  We’re  glad."

    found = sentences(text)[1]

    assert found.text == "We're glad."
    assert text[found.start : found.end].strip() == "We’re  glad."


def test_a_hostile_text_is_cut_in_bounded_time() -> None:
    started = time.perf_counter()

    found = sentences("a. " * 100_000 + "." * 100_000)

    assert len(found) <= 1_500
    assert time.perf_counter() - started < 2.0


def test_a_day_of_the_month_may_end_a_sentence_where_a_number_of_a_list_does_not() -> None:
    text = "Send it by November 8. Everyone hears from us.\n1. Payslips\n2. References"

    found = [sentence.text for sentence in sentences(text)]

    assert found == [
        "Send it by November 8.",
        "Everyone hears from us.",
        "1. Payslips",
        "2. References",
    ]


def test_a_german_ordinal_ends_no_sentence_whatever_follows() -> None:
    text = "Bitte kommen Sie vor dem 2. Advent in den Saal (Stiege 2, 3. Stock)."

    assert len(sentences(text)) == 1
