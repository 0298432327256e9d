"""In which thread a letter lands, and who it comes from (RFC 5322 §3.6.4, failures.md A18, E9)."""

import re
from dataclasses import replace

import pytest

from agent.cases.case import Step
from agent.cases.sent import base_subject
from agent.daemon import new_message_id
from agent.reading.owner import Owner
from agent.writing.compose import compose, signature
from agent.writing.draft import Draft, Profile
from agent.writing.rfc5322 import message_bytes
from agent.writing.wording import codes
from tests.letters import LONDON
from tests.writing.opportunity import JANE, TUESDAY_EVENING, a_case, a_parent, a_write

FIRST, SECOND = "<first@mail.acme.example>", "<second@mail.acme.example>"
PARENT = "<CAF=abc+1@mail.acme.example>"


def answer(**parent: object) -> Draft:
    return compose(a_case(), a_write(), JANE, a_parent(**parent), TUESDAY_EVENING)


@pytest.mark.parametrize(
    ("references", "in_reply_to", "chain"),
    [
        pytest.param((FIRST, SECOND), (SECOND,), (FIRST, SECOND, PARENT), id="its References"),
        pytest.param((), (SECOND,), (SECOND, PARENT), id="else its In-Reply-To"),
        pytest.param((), (FIRST, SECOND), (PARENT,), id="unless that names several"),
        pytest.param((), (), (PARENT,), id="else itself alone"),
        pytest.param((FIRST, "<no id>"), (), (FIRST, PARENT), id="but for what is no id"),
    ],
)
def test_the_references_are_the_parents_and_the_parent(
    references: tuple[str, ...], in_reply_to: tuple[str, ...], chain: tuple[str, ...]
) -> None:
    draft = answer(references=references, in_reply_to=in_reply_to, message_id=PARENT)

    assert draft.references == chain
    assert draft.in_reply_to == PARENT


@pytest.mark.parametrize(
    "subject",
    [
        "Interview",
        "Re: Interview",
        "RE: Re: re: Interview",
        "AW: Interview",
        "Antw: Re: Interview",
        "RE : Interview",
        "Réf. : Interview",
        "Rép : Interview",
        "Resp.: Interview",
        "R: Interview",
        "Rif: R: Interview",
        "RES: Interview",
        "SV: VS: Interview",
        "Re[2]: Interview",
        "Re (3): Interview",
        "Re：Interview",
    ],
)
def test_re_stands_once_whatever_the_language_of_their_mail_program(subject: str) -> None:
    assert answer(subject=subject).subject == "Re: Interview"
    assert base_subject(subject) == "interview"


@pytest.mark.parametrize(
    ("subject", "answered"),
    [
        ("Fwd: Interview", "Re: Fwd: Interview"),
        ("WG: Interview", "Re: WG: Interview"),
        ("[ACME-12] AW: Interview", "Re: [ACME-12] Interview"),
        ("Research role: Interview", "Re: Research role: Interview"),
        ("Reference: Interview", "Re: Reference: Interview"),
    ],
)
def test_what_else_stands_before_a_subject_stays(subject: str, answered: str) -> None:
    assert answer(subject=subject).subject == answered


@pytest.mark.parametrize(
    ("addressed_to", "address"),
    [
        ("jd@work.example", "jd@work.example"),
        ("jd+jobs@work.example", "jd@work.example"),
        ("somebody@else.example", "jane@doe.example"),
        (None, "jane@doe.example"),
    ],
)
def test_it_comes_from_the_address_that_the_employer_wrote_to(
    addressed_to: str | None, address: str
) -> None:
    assert answer(addressed_to=addressed_to).sender.address == address


def test_the_separator_of_a_signature_keeps_its_space() -> None:
    """RFC 3676 §4.3: a line of two dashes and a space, nothing else."""
    profile = Profile("Jane Doe", JANE.addresses, "-- \nJane Doe   \n+44 20 7946 0000")

    assert signature(profile, answer().sender) == "-- \nJane Doe\n+44 20 7946 0000"


@pytest.mark.parametrize("language", sorted(codes()))
@pytest.mark.parametrize("step", [step for step in Step if step is not Step.PHONE_CALL])
def test_e9_nothing_that_leaves_names_the_product_or_its_inner_life(
    step: Step, language: str
) -> None:
    case = a_case(id="case-4711", requisition="R-0815")
    profile = replace(JANE, languages=(language,))
    draft = compose(case, a_write(step), profile, a_parent(), TUESDAY_EVENING)

    raw = message_bytes(draft, message_id="<5b1c0e52a7@doe.example>", date=TUESDAY_EVENING)
    header, _, _ = raw.partition(b"\r\n\r\n")

    telling = rb"afterword|4711|0815|r1\b|thank_you|follow_up|final_attempt|feedback_request|jinja"
    assert not re.search(telling, raw, re.IGNORECASE)
    assert not re.search(rb"^x-|agent|mailer|python|draft|template|auto", header, re.I | re.M)


def test_e9_a_message_id_is_random_and_tells_nothing() -> None:
    owner = Owner(("jane@doe.example",), LONDON)

    ids = {new_message_id(owner) for _ in range(3)}

    assert len(ids) == 3
    assert all(re.fullmatch(r"<[0-9a-f-]{36}@doe\.example>", one) for one in ids)
