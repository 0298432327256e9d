"""The owner's own voice: what they are good at, how they speak, which languages they write."""

import re
from dataclasses import replace
from itertools import product

import pytest

from agent.cases.case import Case, EntryStatus, Step
from agent.cases.plan import Write
from agent.reading.facts import Culture
from agent.writing.checks import Level, check
from agent.writing.compose import compose
from agent.writing.draft import Draft, Profile, Strength, Tone
from agent.writing.letter import parts
from agent.writing.strengths import FITTING, new_to, unfit
from agent.writing.wording import Letter, codes, language_for, language_of
from tests.writing.opportunity import (
    A_WEEK_LATER,
    ANNA,
    BEN,
    JANE,
    TUESDAY_EVENING,
    ZOE,
    a_case,
    a_write,
    written,
)

PIPELINES = Strength("eight years of building pipelines", "en", need="data analytics")
DUE = {
    Letter.THANK_YOU: a_write(),
    Letter.THANK_YOU_LATE: a_write(late=True),
    Letter.FOLLOW_UP: a_write(Step.FOLLOW_UP),
}
UNFIT = re.compile(r" [.,;:]|\.\.|\(\)|\{|\}|None|\n{3}|(?m:^ | $)")


def a_letter(*strengths: Strength, case: Case | None = None, write: Write | None = None) -> Draft:
    profile = replace(JANE, strengths=strengths)
    return compose(case or a_case(), write or a_write(), profile, None, TUESDAY_EVENING)


def said(draft: Draft) -> list[str]:
    return [statement for statement, source in draft.grounds if source == "your profile"]


# Strengths


def test_a_strength_that_the_role_asks_for_stands_in_the_thank_you_with_its_ground() -> None:
    draft = a_letter(PIPELINES)

    [sentence] = said(draft)
    assert sentence.endswith(": eight years of building pipelines.")
    assert sentence in draft.text


@pytest.mark.parametrize(
    ("role", "strength", "fits"),
    [
        ("Data Engineer", Strength("pipelines", "en", need="data"), True),
        ("Data Engineer", Strength("pipelines", "en", need="logistics"), False),
        ("Data Engineer", Strength("ten years as an engineer", "en"), True),
        ("Data Engineering Lead", Strength("ten years as an engineer", "en"), True),
        ("Data Engineer", Strength("ten years as a nurse", "en"), False),
        ("Lagerleiter", Strength("warehouse planning", "en", need="Lager, Logistik"), True),
        ("SQL Developer", Strength("reports in SQL", "en"), True),
        ("Senior Developer", Strength("senior in sales", "en"), False),
        ("Store Manager", Strength("as a manager of projects", "en"), False),
        ("IT Support", Strength("I have done it for years.", "en"), False),
        (None, PIPELINES, False),
        ("Data Engineer", Strength("zehn Jahre Datenpflege", "de", need="data"), False),
    ],
)
def test_a_strength_is_named_only_where_a_word_of_the_role_asks_for_it(
    role: str | None, strength: Strength, fits: bool
) -> None:
    assert bool(said(a_letter(strength, case=a_case(role=role)))) is fits


def test_the_first_that_fits_is_taken() -> None:
    draft = a_letter(Strength("cooking", "en"), PIPELINES, Strength("data modelling", "en"))

    assert "building pipelines" in draft.text
    assert "cooking" not in draft.text
    assert "modelling" not in draft.text


def test_a_sentence_of_the_owners_stands_there_as_it_is() -> None:
    draft = a_letter(Strength("I have led a team of five engineers.", "en"))

    assert said(draft) == ["I have led a team of five engineers."]


def test_cases_do_not_read_alike() -> None:
    letters = [said(a_letter(PIPELINES, case=a_case(id=f"{n}")))[0] for n in range(30)]

    assert len(set(letters)) == 3


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(a_write(to=ZOE, through=True), id="through a coordinator"),
        pytest.param(a_write(Step.FINAL_ATTEMPT), id="final attempt"),
        pytest.param(a_write(Step.FEEDBACK_REQUEST), id="feedback request"),
    ],
)
def test_only_a_thank_you_and_a_follow_up_name_a_strength(write: Write) -> None:
    assert said(a_letter(PIPELINES, write=write)) == []


@pytest.mark.parametrize("status", EntryStatus)
def test_a_strength_is_said_once_in_a_case_to_whomever(status: EntryStatus) -> None:
    case = a_case(interviewers=(ANNA, BEN))
    to_anna = a_letter(PIPELINES, case=case)
    row = replace(written(a_write(), to_anna.text), status=status)
    then = replace(case, entries=(row,))

    to_ben = a_letter(PIPELINES, Strength("data modelling", "en"), case=then, write=a_write(to=BEN))
    follow_up = a_letter(PIPELINES, case=then, write=a_write(Step.FOLLOW_UP))

    assert said(to_anna)
    assert said(to_ben) == said(follow_up) == []


def test_a_letter_made_anew_after_a_crash_reads_the_same() -> None:
    first = a_letter(PIPELINES)
    row = replace(written(a_write(), first.text), status=EntryStatus.INTENDED)

    again = a_letter(PIPELINES, case=a_case(entries=(row,)))

    assert again.text == first.text


def test_whoever_has_read_of_a_strength_does_not_read_of_it_again() -> None:
    profile = Profile("Jane Doe", ("jane@doe.example",), "", strengths=(PIPELINES,))

    assert new_to(profile, [a_letter(PIPELINES).text]).strengths == ()
    assert new_to(profile, [a_letter().text, ""]) == profile


@pytest.mark.parametrize("kind", DUE)
@pytest.mark.parametrize(("code", "familiar"), list(product(sorted(codes()), (False, True))))
def test_with_a_strength_every_phrasing_in_every_language_keeps_every_rule(
    code: str, familiar: bool, kind: Letter
) -> None:
    language = language_for(code, kind, familiar=familiar)
    profile = replace(JANE, strengths=(Strength("Data Vault", code),))
    frames = {frame.render(strength="Data Vault") for frame in language.words.strength}
    heard, bodies = set(), set()

    for number in range(60):
        case = a_case(id=f"{number}", language=code, familiar=familiar, people=(ANNA, BEN))
        write = replace(DUE[kind], interviewers=("Ben Okafor", "Cara Diaz"))
        draft = compose(case, write, profile, None, A_WEEK_LATER)
        body = parts(draft.text, language.words.every_closing).body
        heard |= {frame for frame in frames if frame in body}
        bodies.add(body)
        assert not [f for f in check(draft, case) if f.rule != "E1"], draft.text
        assert not UNFIT.search(body), body

    assert kind in FITTING
    assert heard == frames
    assert len(frames) == 3
    assert len(bodies) > len(language.phrasings[kind])  # phrasings and frames are chosen apart


@pytest.mark.parametrize(
    "text",
    [
        "",
        "two\nlines",
        "{{ 7 * 7 }}",
        "see https://jane.example",
        "write to jane@doe.example",
        "⟦a mark⟧",
        "I am good. Very good.",
        "Am I good?",
        "good at: everything",
        "word " * 20,
        "a\u202eb",
    ],
)
def test_what_would_break_a_letter_is_no_strength(text: str) -> None:
    assert unfit(Strength(text.strip(), "en"))


@pytest.mark.parametrize(
    "text", ["Node.js and C#", "ten years of planning", "I have led a team of 5 to 7 people."]
)
def test_usual_words_are_a_strength(text: str) -> None:
    assert unfit(Strength(text, "en")) == ""


# Tone


@pytest.mark.parametrize(
    ("tone", "familiar", "culture", "first_line"),
    [
        (None, False, None, "Guten Tag Anna Keller,"),
        (None, True, None, "Hallo Anna,"),
        (Tone.FORMAL, True, None, "Guten Tag Anna Keller,"),
        (Tone.NEUTRAL, True, None, "Guten Tag Anna Keller,"),
        (Tone.INFORMAL, False, None, "Hallo Anna,"),
        (Tone.INFORMAL, False, Culture.GOVERNMENT, "Hallo Anna,"),
    ],
)
def test_the_tone_of_the_owner_counts_before_that_of_the_mail(
    tone: Tone | None, familiar: bool, culture: Culture | None, first_line: str
) -> None:
    case = a_case(language="de", familiar=familiar, culture=culture)

    draft = compose(case, a_write(), replace(JANE, tone=tone), None, TUESDAY_EVENING)

    assert draft.text.splitlines()[0] == first_line
    assert not [f for f in check(draft, case) if f.level is Level.BLOCK]


@pytest.mark.parametrize(
    ("tone", "culture", "first_line"),
    [
        (None, None, "Dear Anna,"),
        (None, Culture.ACADEMIA, "Dear Anna Keller,"),
        (Tone.FORMAL, None, "Dear Anna Keller,"),
        (Tone.NEUTRAL, Culture.ACADEMIA, "Dear Anna,"),
        (Tone.INFORMAL, Culture.ACADEMIA, "Dear Anna,"),
    ],
)
def test_in_a_language_of_one_register_the_tone_is_in_the_greeting(
    tone: Tone | None, culture: Culture | None, first_line: str
) -> None:
    case = a_case(culture=culture)

    draft = compose(case, a_write(), replace(JANE, tone=tone), None, TUESDAY_EVENING)

    assert draft.text.splitlines()[0] == first_line


# Languages


@pytest.mark.parametrize(
    ("languages", "employers", "written_in"),
    [
        ((), "fr", "fr"),
        (("en", "de"), "de", "de"),
        (("en", "de"), "fr", "en"),
        (("de", "en"), "fr", "de"),
        (("en",), "de", "en"),
        (("pl",), "de", "en"),
    ],
)
def test_the_owner_writes_in_a_language_of_theirs(
    languages: tuple[str, ...], employers: str, written_in: str
) -> None:
    case = a_case(language=employers)

    draft = compose(case, a_write(), replace(JANE, languages=languages), None, TUESDAY_EVENING)

    assert draft.language == written_in


def test_every_language_has_words_for_a_strength_that_repeat_no_other_language() -> None:
    frames = [
        frame.render(strength="Data Vault")
        for code in codes()
        for frame in language_of(code).words.strength
    ]

    assert len(frames) == len(set(frames)) == 3 * len(codes())
