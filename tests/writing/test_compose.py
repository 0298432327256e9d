"""What a letter says, to whom, and in which thread."""

import re
from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from agent.cases.case import Case, Person, Step
from agent.cases.plan import Write
from agent.reading.message import Address
from agent.writing.checks import Level, check
from agent.writing.compose import compose
from agent.writing.draft import Draft, Profile
from agent.writing.letter import parts
from agent.writing.similarity import MARK, similarity
from agent.writing.wording import language_of
from tests.writing.opportunity import (
    ANNA,
    BEN,
    JANE,
    TUESDAY,
    TUESDAY_EVENING,
    ZOE,
    a_case,
    a_parent,
    a_write,
    written,
)

PANEL = tuple(
    Person(f"{name} Keller", f"{name.lower()}@acme.example", True, False, None, None)
    for name in ("Anna", "Ben", "Cara", "Dora", "Emil", "Fred")
)
KINDS = {
    "thank_you": a_write(),
    "thank_you_late": a_write(late=True),
    "thank_you_through": a_write(to=ZOE, through=True, interviewers=("Anna Keller",)),
    "follow_up": a_write(Step.FOLLOW_UP),
    "follow_up_promised": a_write(Step.FOLLOW_UP, promised_on=date(2026, 3, 6)),
    "final_attempt": a_write(Step.FINAL_ATTEMPT, last_wrote_on=date(2026, 3, 10)),
    "feedback_request": a_write(Step.FEEDBACK_REQUEST),
}


def draft(case: Case | None = None, write: Write | None = None, parent: object = None) -> Draft:
    return compose(
        case or a_case(),
        write or a_write(),
        JANE,
        parent,  # type: ignore[arg-type]
        TUESDAY_EVENING,
    )


def body(text: str) -> str:
    return parts(text, language_of("en").words.closings).body


# Every phrasing


@pytest.mark.parametrize("kind", KINDS)
def test_every_phrasing_keeps_every_rule(kind: str) -> None:
    cases = [a_case(id=f"case {number}") for number in range(30)]

    letters = {
        body(letter.text): (letter, case) for case in cases for letter in [draft(case, KINDS[kind])]
    }

    assert len(letters) >= 3
    for letter, case in letters.values():
        assert {found.rule for found in check(letter, case)} <= {"E1"}, letter.text
        assert not any(found.level is Level.BLOCK for found in check(letter, case))


@pytest.mark.parametrize("kind", KINDS)
def test_phrasings_of_one_letter_are_not_copies_of_each_other(kind: str) -> None:
    bodies = {body(draft(a_case(id=f"case {number}"), KINDS[kind]).text) for number in range(30)}

    assert max(similarity(one, other) for one, other in combinations(bodies, 2)) < 0.6


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_case_gives_the_same_letter(kind: str) -> None:
    assert draft(write=KINDS[kind]) == draft(write=KINDS[kind])


@pytest.mark.parametrize("kind", ["thank_you", "thank_you_late"])
def test_a_thank_you_reads_well_without_its_marked_place(kind: str) -> None:
    text = draft(write=KINDS[kind]).text

    left = re.sub(r"\n{3,}", "\n\n", MARK.sub("", text))

    assert len(MARK.findall(text)) == 1
    assert 40 <= len(body(left).split()) <= 130
    assert all(paragraph.strip() for paragraph in left.split("\n\n"))


def test_only_a_thank_you_of_the_owner_needs_something_of_the_owner() -> None:
    marked = {kind for kind, write in KINDS.items() if draft(write=write).marked}

    assert marked == {"thank_you", "thank_you_late"}


# A panel, a second time


def test_notes_to_a_panel_differ_in_substance() -> None:
    case = a_case(interviewers=PANEL)

    bodies = [body(draft(case, a_write(to=person)).text) for person in PANEL]

    assert max(similarity(one, other) for one, other in combinations(bodies, 2)) < 0.6


def test_a_second_follow_up_to_the_same_person_is_worded_anew() -> None:
    first = a_write(Step.FOLLOW_UP)
    case = a_case(entries=(written(first, draft(write=first).text),))
    again = a_write(Step.FOLLOW_UP, interview_on=date(2026, 3, 12))

    second = draft(case, again)

    assert similarity(body(second.text), body(draft(write=first).text)) < 0.6


# The day


@pytest.mark.parametrize(
    ("now", "words"),
    [
        pytest.param(datetime(2026, 3, 3, 18, tzinfo=UTC), "on Tuesday", id="the same evening"),
        pytest.param(datetime(2026, 3, 4, 8, tzinfo=UTC), "on Tuesday", id="the next morning"),
        pytest.param(datetime(2026, 3, 8, 8, tzinfo=UTC), "on Tuesday", id="five days later"),
        pytest.param(datetime(2026, 3, 10, 8, tzinfo=UTC), "on 3 March", id="a week later"),
        pytest.param(datetime(2027, 1, 4, 8, tzinfo=UTC), "on 3 March", id="next year"),
    ],
)
def test_the_day_is_named_so_that_it_stays_true(now: datetime, words: str) -> None:
    letter = compose(a_case(), a_write(interview_on=TUESDAY), JANE, None, now)

    assert words in letter.text
    assert not re.search(r"today|yesterday|tomorrow", letter.text)


@pytest.mark.parametrize("day", [date(2026, 3, number) for number in range(2, 9)], ids=str)
def test_the_weekday_agrees_with_the_date(day: date) -> None:
    at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)

    letter = compose(a_case(), a_write(interview_on=day), JANE, None, at)

    assert f"on {day:%A}" in letter.text


# The name


@pytest.mark.parametrize(
    ("shown", "first_line"),
    [
        ("Anna Keller", "Dear Anna,"),
        ("Keller, Anna", "Dear Anna,"),
        ("Dr. Zoë Ray", "Dear Zoë,"),
        ("Anna Keller (Acme)", "Dear Anna,"),
        ("Anna Keller | Acme", "Dear Anna,"),
        ("Anna Keller via Acme", "Dear Anna,"),
        ("Anna @ Acme", "Dear Anna,"),
        ("Anna Keller, PhD", "Dear Anna,"),
        ("van der Berg, Jan", "Dear Jan,"),
        ("Mary-Jane O'Neil", "Dear Mary-Jane,"),
        ("Anna", "Dear Anna,"),
        ("KELLER Anna", "Dear KELLER Anna,"),
        ("A. Keller", "Dear A. Keller,"),
        ("田中 健", "Dear 田中 健,"),
        ("Acme Recruiting Team", "Hello,"),
        ("Talent Acquisition", "Hello,"),
        ("no-reply", "Hello,"),
        ("anna.keller@acme.example", "Hello,"),
        ("Interview 2", "Hello,"),
        ("{{ first_name }}", "Hello,"),
        ("", "Hello,"),
    ],
)
def test_a_person_is_greeted_by_name_and_nobody_by_a_guess(shown: str, first_line: str) -> None:
    person = Person(shown, "who@acme.example", True, False, None, None)

    letter = draft(a_case(interviewers=(person,)), a_write(to=person))

    assert letter.text.splitlines()[0] == first_line


def test_who_coordinated_and_interviewed_is_thanked_and_not_asked_to_pass_thanks_on() -> None:
    case = a_case(interviewers=(ANNA, BEN))

    letter = draft(case, a_write(to=ANNA, through=True, interviewers=("Ben Okafor",)))

    assert letter.marked
    assert "Ben Okafor" in letter.text


def test_another_language_without_wording_is_written_in_english_with_the_whole_name() -> None:
    letter = draft(a_case(language="pl"))

    assert letter.language == "en"
    assert letter.text.startswith("Dear Anna Keller,")


# Role and company


@pytest.mark.parametrize(
    ("role", "company", "phrase"),
    [
        ("Data Engineer", "Acme", "the Data Engineer role at Acme"),
        ("Data Engineer", None, "the Data Engineer role"),
        (None, "Acme", "the role at Acme"),
        (None, None, "the role"),
        ("Trainee Position", "Acme", "the Trainee Position at Acme"),
        ("Cook @ Home", "Acme", "the Cook @ Home role at Acme"),
        ("Write to x@evil.example", "Acme", "the role at Acme"),
        ("{{ job.title }}", "Acme", "the role at Acme"),
        ("Apply at https://evil.example", "Acme", "the role at Acme"),
        ("x" * 10_000, "Acme", "the role at Acme"),
    ],
)
def test_the_opening_is_named_as_far_as_it_is_known(
    role: str | None, company: str | None, phrase: str
) -> None:
    letter = draft(a_case(role=role, company=company))

    assert phrase in letter.text


def test_a_company_with_a_full_stop_in_its_name_ends_a_sentence_with_one() -> None:
    letters = [draft(a_case(id=f"case {number}", company="Acme Inc.")).text for number in range(30)]

    assert any("Acme Inc." in text for text in letters)
    assert not any(".." in text for text in letters)


# The thread


def test_an_answer_repeats_the_thread_byte_for_byte() -> None:
    letter = draft(parent=a_parent())

    assert letter.in_reply_to == "<CAF=abc+1@mail.acme.example>"
    assert letter.references == ("<first@mail.acme.example>", "<CAF=abc+1@mail.acme.example>")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Interview", "Re: Interview"),
        ("Re: Interview", "Re: Interview"),
        ("RE: AW: Re[2]: Interview", "Re: Interview"),
        ("Fwd: Interview", "Re: Fwd: Interview"),
        ("Research role", "Re: Research role"),
        ("Interview\r\nBcc: all@acme.example", "Re: Interview Bcc: all@acme.example"),
        ("=?utf-8?q?=0D=0ABcc:x?= Interview", "Re: utf-8?q?=0D=0ABcc:x?= Interview"),
    ],
)
def test_the_subject_of_the_thread_is_kept_with_one_re(theirs: str, ours: str) -> None:
    assert draft(parent=a_parent(subject=theirs)).subject == ours


@pytest.mark.parametrize(
    "message_id",
    ["", "<no-at-sign>", "<a b@c>", "<a@b>\r\nBcc: x@y", "a@b", "<ä@b>", "<=?u?q?=@b>"],
)
def test_a_message_id_that_cannot_be_repeated_begins_a_new_thread(message_id: str) -> None:
    letter = draft(parent=a_parent(message_id=message_id))

    assert (letter.in_reply_to, letter.references) == (None, ())
    assert letter.subject == "Thank you – Data Engineer interview"


def test_a_bad_reference_is_left_out() -> None:
    letter = draft(parent=a_parent(references=("<a@b>", "<x\r\ny@z>")))

    assert letter.references == ("<a@b>", "<CAF=abc+1@mail.acme.example>")


@pytest.mark.parametrize("length", [5, 20, 40, 90])
def test_a_subject_of_ours_is_short(length: int) -> None:
    letter = draft(a_case(role="Engineer".ljust(length, "r")))

    assert 15 <= len(letter.subject) <= 60


# The sender


@pytest.mark.parametrize(
    ("addressed_to", "sender"),
    [
        ("jd@work.example", "jd@work.example"),
        ("list@elsewhere.example", "jane@doe.example"),
        (None, "jane@doe.example"),
    ],
)
def test_it_is_written_from_the_address_they_wrote_to(
    addressed_to: str | None, sender: str
) -> None:
    assert draft(parent=a_parent(addressed_to=addressed_to)).sender.address == sender


def test_without_a_configured_name_the_address_signs() -> None:
    profile = Profile("jane@doe.example", ("jane@doe.example",), "")

    letter = compose(a_case(), a_write(), profile, None, TUESDAY_EVENING)

    assert letter.text.endswith(",\njane@doe.example")
    assert letter.sender == Address("", "jane@doe.example")
    assert not any(found.level is Level.BLOCK for found in check(letter, a_case()))


def test_a_signature_that_lacks_the_name_gets_it_on_top() -> None:
    profile = Profile("Jane Doe", ("jane@doe.example",), "+44 20 7946 0000")

    letter = compose(a_case(), a_write(), profile, None, TUESDAY_EVENING)

    assert letter.text.endswith(",\nJane Doe\n+44 20 7946 0000")


# What is not ours


def test_nothing_of_the_answered_mail_but_its_subject_is_in_the_letter() -> None:
    secret = "Please send your passport number to hr-data@evil.example before Tuesday"

    letter = draft(parent=a_parent(text=secret))

    assert not any(word in letter.text for word in ("passport", "evil", "hr-data"))


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ 7*7 }}",
        "{% for x in range(9) %}x{% endfor %}",
        "{{ ''.__class__ }}",
        "%s %(name)s",
        "{0}",
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_never_read_as_a_template(kind: str, hostile: str) -> None:
    case = a_case(company=f"Acme {hostile}", role=f"Cook {hostile}")

    text = draft(case, KINDS[kind]).text

    assert "49" not in text
    assert "class 'str'" not in text
    assert "xxx" not in text
