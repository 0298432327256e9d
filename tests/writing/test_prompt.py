"""The question mail and the owner's reply to it: whole in every language, and only what is new."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from agent.reading.mime import parse
from agent.reading.quotation import body_of
from agent.writing.draft import Profile
from agent.writing.prompt import declines, inquiry, notes_in
from agent.writing.rfc5322 import message_bytes
from agent.writing.wording import codes
from tests.writing.opportunity import ANNA, BEN, TUESDAY_EVENING, a_case

ME = "jane@post.example"
PROFILE = Profile("Jane Doe", (ME, "jd@work.example"), "Jane Doe\n+44 20 7946 0018")
UNFIT = re.compile(r" [ .,;:]|\.\.|\(\)|\{|\}|None|\n{3}|(?m:^[ :]| $)")
CASE = a_case()
[ROUND] = CASE.rounds
ASKED = inquiry(CASE, replace(ROUND, interviewers=(ANNA, BEN)), PROFILE, TUESDAY_EVENING)


def test_it_goes_from_the_owner_to_the_owner_and_says_what_it_asks_about() -> None:
    assert ASKED.sender == ASKED.to
    assert (ASKED.to.name, ASKED.to.address) == ("Jane Doe", ME)
    assert ASKED.subject == "How did it go? Acme, Data Engineer"
    assert "How did the interview on Tuesday go?" in ASKED.text
    assert "\nAcme, Data Engineer: Anna Keller and Ben Okafor\n" in ASKED.text


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_language_asks_whatever_is_not_known(code: str) -> None:
    for role, company, people, on in product(
        ("Data Engineer", None), ("Acme", None), ((), (ANNA, BEN)), (date(2026, 3, 3), None)
    ):
        case = a_case(role=role, company=company, language=code)
        round_ = replace(ROUND, interviewers=people, on=on)

        mail = inquiry(case, round_, PROFILE, TUESDAY_EVENING)

        assert not UNFIT.search(mail.text.replace("\u00a0", "")), mail.text
        assert all("\n" not in paragraph for paragraph in mail.text.split("\n\n"))
        assert 30 <= len(mail.text.split()) <= 90


def test_the_language_is_the_owners_where_it_is_set() -> None:
    mail = inquiry(CASE, ROUND, replace(PROFILE, languages=("de",)), TUESDAY_EVENING)

    assert mail.text.startswith("Wie war das Gespräch am Dienstag?")


def test_nothing_in_its_bytes_names_the_product() -> None:
    """E9."""
    raw = message_bytes(ASKED, message_id="<c0ffee@post.example>", date=TUESDAY_EVENING)

    assert b"afterword" not in raw.lower()
    assert b"\r\nX-" not in raw
    assert raw.count(ME.encode()) == 2


SAID = [
    ("a few words", "the move to the new warehouse", ["the move to the new warehouse"]),
    ("wrapped lines", "We spoke of the move\nto the new warehouse.", [
        "We spoke of the move to the new warehouse.",
    ]),
    ("paragraphs", "the warehouse\n\nthe canteen", ["the warehouse", "the canteen"]),
    ("a list", "- the warehouse\n- the canteen\n  on the roof", [
        "the warehouse", "the canteen on the roof",
    ]),
    ("signed", "the warehouse\n\nJane Doe\n+44 20 7946 0018\n", ["the warehouse"]),
    ("empty", "  \n\n", []),
    ("a mark", "-\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reply", "expected"), SAID, ids=[s[0] for s in SAID])
def test_each_paragraph_or_point_is_a_note(name: str, reply: str, expected: list[str]) -> None:
    assert list(notes_in(reply, ASKED.text, PROFILE)) == expected
    assert not declines(reply, ASKED.text, PROFILE)


NOTHING = [
    "nothing",
    "Skip.",
    "no",
    "Nichts!",
    "rien",
    "« Rien »",
    "Nada",
    "niente",
    "niets",
    "Não",
]


@pytest.mark.parametrize("reply", NOTHING)
def test_nothing_is_no_note_in_any_language(reply: str) -> None:
    assert notes_in(f"{reply}\n\nJane Doe", ASKED.text, PROFILE) == ()
    assert declines(f"{reply}\n\nJane Doe", ASKED.text, PROFILE)


def test_more_than_nothing_is_a_note() -> None:
    assert notes_in("Nothing about pay, please.", ASKED.text, PROFILE) != ()


QUOTED = "\n".join(f"> {line}".rstrip() for line in ASKED.text.splitlines())
WROTE = "On Tue, 3 Mar 2026 at 19:02, Jane Doe wrote:"
OUTLOOK = f"""\
________________________________
From: Jane Doe <{ME}>
Sent: Tuesday, March 3, 2026 7:02 PM
To: Jane Doe
Subject: {ASKED.subject}
"""
REPLIES = [
    ("a quotation below", f"the warehouse\n\n{WROTE}\n{QUOTED}"),
    ("a quotation above", f"{WROTE}\n{QUOTED}\n\nthe warehouse"),
    ("no marks, foreign words", f"the warehouse\n\nDnia 3 marca Jane napisała:\n\n{ASKED.text}"),
    ("Outlook", f"the warehouse\n\n{OUTLOOK}\n{ASKED.text}"),
    ("a phone", f"the warehouse\n\nSent from my phone\n\n{QUOTED}"),
]


@pytest.mark.parametrize(("name", "text"), REPLIES, ids=[r[0] for r in REPLIES])
def test_what_the_reply_quotes_is_no_note(name: str, text: str) -> None:
    header = f"From: Jane Doe <{ME}>\nTo: {ME}\nSubject: Re: {ASKED.subject}\n"
    raw = f"{header}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    message = parse(raw, received_at=datetime(2026, 3, 3, 20, tzinfo=UTC))

    notes = notes_in(body_of(message).new_text, ASKED.text, PROFILE)

    assert notes == ("the warehouse",)


def test_a_novel_is_cut() -> None:
    notes = notes_in("\n\n".join(["word " * 500] * 50), ASKED.text, PROFILE)

    assert len(notes) == 10
    assert max(map(len, notes)) <= 1000
