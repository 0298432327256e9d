"""The message answered, below our text: never by default, and never more than its reader has."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from agent.cases.case import Step
from agent.cases.event import Happening
from agent.reading.charsets import clean
from agent.reading.mime import parse
from agent.reading.quotation import body_of
from agent.writing.checks import check
from agent.writing.compose import compose
from agent.writing.draft import Draft, Parent
from agent.writing.rfc5322 import message_bytes
from agent.writing.wording import codes
from tests.jobs.fakes import INBOX, Agent
from tests.letters import invitation, london
from tests.writing.opportunity import (
    BEN,
    JANE,
    TUESDAY_EVENING,
    ZOE,
    a_case,
    a_parent,
    a_write,
)

TEXT = (
    "We were impressed by the lighthouse you drew on the napkin.\n\n"
    "Shall we say Tuesday the third, at half past ten in the blue room?"
)
IN_DELHI = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
PARTIES = frozenset({"anna@acme.example", "jane@doe.example"})
QUOTING = replace(JANE, quote_original=True)
LONG_RUN = 20  # characters (failures.md I13)


def original(**changes: object) -> Parent:
    return a_parent(**{"text": TEXT, "parties": PARTIES, "date": IN_DELHI, **changes})


def answer(parent: Parent, *, language: str = "en", quoting: bool = True, **write: object) -> Draft:
    profile = replace(QUOTING if quoting else JANE, languages=(language,))
    due = a_write(Step.FOLLOW_UP, **write)  # type: ignore[arg-type]
    return compose(a_case(), due, profile, parent, TUESDAY_EVENING)


def sent(draft: Draft) -> bytes:
    return message_bytes(draft, message_id="<5b1c@doe.example>", date=TUESDAY_EVENING)


@pytest.mark.parametrize("step", [Step.THANK_YOU, Step.FOLLOW_UP, Step.FINAL_ATTEMPT])
def test_i13_by_default_no_run_of_their_text_leaves(step: Step) -> None:
    draft = compose(a_case(), a_write(step), JANE, original(), TUESDAY_EVENING)

    text = parse(sent(draft)).text
    runs = {TEXT[at : at + LONG_RUN] for at in range(len(TEXT) - LONG_RUN + 1)}
    assert draft.quoted == ""
    assert [run for run in runs if run in text] == []


def test_i13_no_run_of_their_text_stands_in_our_own_part_where_it_is_quoted() -> None:
    draft = answer(original())

    runs = {TEXT[at : at + LONG_RUN] for at in range(len(TEXT) - LONG_RUN + 1)}
    assert [run for run in runs if run in draft.text] == []


def test_with_the_default_nothing_changes() -> None:
    assert answer(original(), quoting=False) == answer(
        original(text="", parties=frozenset()), quoting=False
    )


@pytest.mark.parametrize(
    ("language", "attribution"),
    [
        ("en", "On 1 March 2026, Anna Keller wrote:"),
        ("de", "Am 1. März 2026 schrieb Anna Keller:"),
        ("fr", "Le 1er mars 2026, Anna Keller a écrit :"),
        ("es", "El 1 de marzo de 2026, Anna Keller escribió:"),
        ("it", "Il 1º marzo 2026, Anna Keller ha scritto:"),
        ("nl", "Op 1 maart 2026 schreef Anna Keller:"),
        ("pt", "Em 1 de março de 2026, Anna Keller escreveu:"),
    ],
)
def test_it_is_introduced_as_is_customary_on_the_day_of_the_senders_clock(
    language: str, attribution: str
) -> None:
    draft = answer(original(), language=language)

    assert draft.quoted.split("\n")[0] == attribution


@pytest.mark.parametrize("language", sorted(codes()))
def test_a_reader_of_mail_sees_where_our_own_part_ends(language: str) -> None:
    draft = answer(original(), language=language)

    message = parse(sent(draft))
    body = body_of(message)

    assert message.text.startswith(clean(draft.text) + "\n\n\n")
    assert "lighthouse" in body.quoted
    assert "lighthouse" not in body.new_text + body.signature
    assert "Anna Keller" not in body.signature


def test_each_line_of_it_is_marked() -> None:
    _, *lines = answer(original()).quoted.split("\n")

    assert lines == [f"> {line}" if line else ">" for line in TEXT.split("\n")]


@pytest.mark.parametrize(
    ("to", "parties"),
    [
        pytest.param(BEN, PARTIES, id="an interviewer who never saw it"),
        pytest.param(ZOE, frozenset({"anna@acme.example"}), id="somebody of the same house"),
    ],
)
def test_it_goes_only_to_somebody_who_has_it_already(to: object, parties: frozenset[str]) -> None:
    draft = answer(original(parties=parties), to=to)

    assert draft.quoted == ""


def test_it_goes_to_somebody_who_got_a_copy() -> None:
    draft = answer(original(parties=PARTIES | {"zoe@acme.example"}), to=ZOE)

    assert "lighthouse" in draft.quoted


@pytest.mark.parametrize(
    "text",
    ["\n".join(map(str, range(500))), "word " * 5_000, "x" * 50_000, "\n" * 90 + "late\n" * 90],
    ids=["many lines", "many words", "one word", "many blank lines"],
)
def test_of_a_long_one_the_beginning_is_enough(text: str) -> None:
    _, *lines = answer(original(text=text)).quoted.split("\n")

    assert len(lines) <= 40
    assert sum(len(line) - len("> ") for line in lines) <= 2_000 + len("[…]")
    assert lines[-1] == "> […]"


def test_it_is_shown_and_never_read() -> None:
    code = "{{ 7*7 }} {% include 'x' %}"
    hostile = f"{code}\r\nBcc: x@evil.example\n.\nFrom me\n\u202egnp\0\x1b[2J\n⟦fill me⟧"
    draft = answer(original(text=hostile))

    assert draft.quoted.split("\n")[1:] == [
        "> {{ 7*7 }} {% include 'x' %}",
        "> Bcc: x@evil.example",
        "> .",
        "> From me",
        "> gnp[2J",
        "> fill me",
    ]
    assert not draft.marked
    assert parse(sent(draft)).text.strip().endswith(draft.quoted)


def test_the_checks_look_at_our_own_part_only() -> None:
    pushy = original(text="Urgent!!! Final notice: is it so? Or so? [insert name] Salary?")

    draft = answer(pushy)

    assert "Final notice" in draft.quoted
    assert check(draft, a_case()) == ()


def test_what_is_kept_of_a_letter_is_our_own_part() -> None:
    draft = answer(original())

    assert "lighthouse" not in draft.text
    assert draft.text == answer(original(), quoting=False).text


INVITED, START, END = (
    london("2026-03-03 10:30"),
    london("2026-03-05 14:00"),
    london("2026-03-05 15:00"),
)
DUE = london("2026-03-05 17:00")
Changed = Callable[[Agent], None]


def thanked_by(agent: Agent) -> str:
    agent.mailbox.deliver(INBOX, invitation(at=INVITED, start=START, end=END), INVITED)
    agent.at(INVITED)
    events = agent.at(DUE)
    assert Happening.DRAFTED in [event.event for event in events]
    [draft] = agent.mailbox.in_drafts
    return parse(draft.raw).text


def test_where_the_owner_wants_it_the_text_comes_from_the_server() -> None:
    agent = Agent()
    agent.desk = replace(agent.desk, profile=replace(agent.desk.profile, quote_original=True))

    text = thanked_by(agent)

    assert "Nadia Brandt wrote:\n> " in text


def test_where_the_owner_does_not_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = Agent()
    monkeypatch.setattr(agent.mailbox, "fetch", _never)

    assert "\n> " not in thanked_by(agent)


def test_a_message_that_is_gone_is_answered_without_its_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agent = Agent()
    agent.desk = replace(agent.desk, profile=replace(agent.desk.profile, quote_original=True))
    monkeypatch.setattr(agent.mailbox, "fetch", lambda *_: None)

    assert "\n> " not in thanked_by(agent)


def _never(*_: object) -> None:
    raise AssertionError("nothing is fetched")
