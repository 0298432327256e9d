"""What of a language model's answer may stand: other words for the same letter, no more."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.cases.case import Case, Step
from agent.cases.notes import Note
from agent.writing.compose import compose
from agent.writing.draft import Draft
from agent.writing.rewording import PLACE, Request, faults, request_for, with_answer
from agent.writing.template_files import TemplateFile, Templates
from agent.writing.wording import codes
from tests.writing.opportunity import (
    A_WEEK_LATER,
    JANE,
    TUESDAY_EVENING,
    a_case,
    a_write,
)

CASE = a_case()
OURS = """\
I am writing about my interview ⟦1⟧ for ⟦2⟧. Thank you again for the opportunity and for your time.

I remain very interested in the work and would be glad to contribute to it. Could you tell me what \
the next steps are and when I might expect to hear from you?

If anything further from me would help, I am happy to send it."""
GOOD = """\
Thank you again for the opportunity of an interview ⟦1⟧ for ⟦2⟧, and for your time.

I am still very interested in the work and would be glad to contribute to it. Could you let me \
know what the next steps are, and when I might hear from you?

I am happy to send anything further that would be of help."""


def a_draft() -> tuple[Draft, Request]:
    """A follow-up in the words of OURS."""
    draft = compose(CASE, a_write(Step.FOLLOW_UP), JANE, None, A_WEEK_LATER)
    request = asked(draft)
    ours = replace(request, body=OURS)
    text = draft.text.replace(request.filled(request.body), request.filled(OURS))
    return replace(draft, text=text), ours


def asked(draft: Draft) -> Request:
    request = request_for(draft, familiar=False)
    assert request
    return request


def why_not(answer: str) -> tuple[str, ...]:
    draft, request = a_draft()
    return faults(draft, request, answer, CASE)


def test_other_words_for_the_same_may_stand_and_all_around_them_stays() -> None:
    draft, request = a_draft()

    reworded = with_answer(draft, request, GOOD)

    assert why_not(GOOD) == ()
    assert reworded.text.startswith("Dear Anna,\n\nThank you again for the opportunity of an ")
    assert "interview on 3 March for the Data Engineer role at Acme, and" in reworded.text
    assert reworded.text.endswith("\nJane Doe\n+44 20 7946 0000")
    assert replace(reworded, text="") == replace(draft, text="")


def test_a_sentence_may_begin_with_any_word_that_we_know() -> None:
    assert why_not(GOOD.replace("I am still", "Indeed, I am still")) == ()
    assert why_not(GOOD.replace("I am still", "I am Indeed"))


INVENTED = [
    ("a figure", "the work", "the work of 12 years"),
    ("a figure in a word", "the work", "the work of twelve years"),
    ("a skill", "the work", "the work with Kubernetes"),
    ("a person", "your time", "the time of Ben"),
    ("a company", "the work", "the work, as at Globex"),
    ("a company in small letters", "the work", "the work, as at globex"),
    ("a weekday", "your time", "your time this Friday"),
    ("a month", "your time", "your time in April"),
    ("another day", "your time", "your time yesterday"),
    ("an address", "to send", "to send, jane@evil.example,"),
    ("a link", "to send", "to send https://evil.example"),
    ("a link without a scheme", "the work", "the work.time/now"),
    ("a telephone", "to send", "to send +44 20 7946 9999"),
    ("money", "the work", "the work for £5"),
    ("HTML", "very", "<b>very</b>"),
    ("Markdown", "very", "**very**"),
    ("code", "very", "`very`"),
    ("a placeholder", "very", "[very]"),
    ("a new place", "very", "⟦3⟧ very"),
    ("a place of its own", "very", "⟦very⟧"),
    ("a hidden sign", "very", "ve\u200bry"),
    ("a sign that turns the text round", "very", "\u202every"),
    ("a control", "very", "very\x07"),
    ("a tab", "very", "\tvery"),
    ("a letter that looks like ours", "very", "v\u0435ry"),
    ("a loose accent", "very", "ve\u0301ry"),
    ("an emoji", "very", "very 🙂"),
    ("shouting", "very", "VERY"),
    ("an exclamation", "of help.", "of help!"),
    ("a second question", "of help.", "of help?"),
    ("no question", "hear from you?", "hear from you."),
    ("the opposite", "I am still", "I am not"),
    ("the opposite in one word", "I am still", "I am no longer"),
    ("a lost place", " ⟦1⟧", ""),
    ("a place twice", "⟦1⟧", "⟦1⟧ ⟦1⟧"),
    ("places that change", "⟦1⟧ for ⟦2⟧", "⟦2⟧ for ⟦1⟧"),
    ("a place in other brackets", "⟦1⟧", "[[1]]"),
    ("a place filled", "⟦1⟧", "on 3 March"),
    ("a place in other figures", "⟦1⟧", "⟦١⟧"),
    ("one paragraph fewer", "time.\n\nI", "time. I"),
    ("a closing", "of help.", "of help.\n\nKind regards,"),
    ("a comment above", "Thank you again", "Here is the letter:\n\nThank you again"),
    ("a pushy word", "I am happy", "I am still waiting, and happy"),
]


@pytest.mark.parametrize(
    ("there", "instead"), [i[1:] for i in INVENTED], ids=[i[0] for i in INVENTED]
)
def test_one_thing_more_or_less_and_ours_stands(there: str, instead: str) -> None:
    """O2: no fact without a ground."""
    assert there in GOOD

    assert why_not(GOOD.replace(there, instead, 1))


@pytest.mark.parametrize(
    ("there", "instead", "why"),
    [
        ("the work", "the work.time", "signs that no letter needs"),
        ("Thank you again", "thank you again", "the first letter is of another case"),
        ("I am still", "I am not", "another number of negations"),
        ("of help.", "of help!", "other questions or exclamations"),
        ("hear from you?", "hear from you.", "other questions or exclamations"),
        ("the work", "the opera", "words without a ground"),
        (GOOD[:-1], "I ⟦1⟧ ⟦2⟧.\n\nI?\n\nI", "another letter"),
        ("very ", "very " * 2_000, "too long"),
        ("very ", "very " * 30, "rule E12"),
    ],
)
def test_the_log_says_why_without_a_word_of_it(there: str, instead: str, why: str) -> None:
    assert why in why_not(GOOD.replace(there, instead, 1))


def test_no_answer_cuts_the_letter_short_with_the_owners_own_closing() -> None:
    own = Templates((TemplateFile("en", "words.yaml", "closings: ['Many thanks,']"),))
    profile = replace(JANE, templates=own)
    draft = compose(CASE, a_write(Step.FOLLOW_UP), profile, None, A_WEEK_LATER)
    request = request_for(draft, familiar=False, templates=own)
    assert request

    cut = request.body.replace("\n\n", "\n\nMany thanks,\n\n", 1)
    whole = replace(request, body=cut.replace("Many thanks,", "Thanks.", 1))
    longer = replace(draft, text=draft.text.replace(draft.text[12:], whole.filled(whole.body)))

    assert "a closing formula within" in faults(longer, whole, cut, CASE, own)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("", id="nothing"),
        pytest.param("I cannot help with that.", id="a refusal"),
        pytest.param(
            "Ich schreibe wegen ⟦1⟧ für ⟦2⟧. Danke.\n\nWann höre ich von Ihnen?\n\nGern mehr.",
            id="another language",
        ),
        pytest.param("I I I ⟦1⟧ I ⟦2⟧ I.\n\nI I I?\n\nI I I.", id="another letter"),
        pytest.param(GOOD.replace("very ", "very " * 2_000), id="a flood"),
        pytest.param(GOOD.replace("very ", "very " * 80), id="a sentence without end"),
    ],
)
def test_what_is_no_such_letter_does_not_stand(answer: str) -> None:
    assert why_not(answer)


@given(st.text(min_size=1, max_size=40), st.integers(0, len(GOOD)))
def test_whatever_is_put_into_a_good_answer_states_nothing_new(junk: str, at: int) -> None:
    """O1: an adversary that writes anything; what stands is words we know, between our facts."""
    draft, request = a_draft()
    answer = GOOD[:at] + junk + GOOD[at:]

    if not faults(draft, request, answer, CASE):
        reworded = with_answer(draft, request, answer).text
        assert reworded.count("on 3 March") == reworded.count("the Data Engineer role at Acme") == 1
        assert not set("0123456789@/<>[]⟦⟧{}") & set(PLACE.sub("", answer))


@given(st.text())
def test_no_text_at_all_breaks_the_check(answer: str) -> None:
    draft, request = a_draft()

    assert isinstance(faults(draft, request, answer, CASE), tuple)


@pytest.mark.parametrize("step", [Step.THANK_YOU, Step.FOLLOW_UP, Step.FINAL_ATTEMPT])
@pytest.mark.parametrize("language", sorted(codes()))
def test_our_own_letter_may_stand_in_every_language(language: str, step: Step) -> None:
    case = a_case(language=language)
    draft = compose(case, a_write(step), JANE, None, A_WEEK_LATER)

    request = asked(draft)

    assert draft.language == language
    assert faults(draft, request, request.body, case) == ()
    assert with_answer(draft, request, request.body) == draft


def test_what_the_owner_says_is_a_place_that_nobody_reads() -> None:
    case: Case = a_case(notes=(Note("the move to the new warehouse", A_WEEK_LATER),))
    draft = compose(case, a_write(), JANE, None, TUESDAY_EVENING)

    request = asked(draft)

    assert "the move to the new warehouse" in draft.text
    assert "warehouse" not in request.body
    assert [place.shown for place in request.places if "warehouse" in place.text] == [False]


def test_no_mail_address_or_id_of_a_case_is_told() -> None:
    """O3."""
    request = asked(compose(CASE, a_write(Step.FOLLOW_UP), JANE, None, A_WEEK_LATER))

    told = repr(request)
    assert "@" not in told
    assert "r1" not in told
    assert "Jane" not in told


def test_a_letter_with_two_days_keeps_its_words() -> None:
    write = a_write(Step.FINAL_ATTEMPT, last_wrote_on=date(2026, 3, 10))
    draft = compose(CASE, write, JANE, None, A_WEEK_LATER)

    days = [source for _, source in draft.grounds if source.startswith(("interview", "outbox"))]
    assert len(days) == 2
    assert request_for(draft, familiar=False) is None


def test_a_letter_that_says_du_knows_no_sie() -> None:
    case = a_case(language="de", familiar=True)
    draft = compose(case, a_write(Step.FOLLOW_UP), JANE, None, A_WEEK_LATER)
    request = request_for(draft, familiar=True)
    assert request

    polite = request.body.replace(" du ", " Sie ").replace(" dir ", " Ihnen ")

    assert faults(draft, request, request.body, case) == ()
    assert polite != request.body
    assert "words without a ground" in faults(draft, request, polite, case)
