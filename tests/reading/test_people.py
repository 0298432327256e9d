"""Who interviews, and whom to write to, in invented mail."""

from zoneinfo import ZoneInfo

import pytest

from agent.reading.employer import employer
from agent.reading.facts import Kind
from agent.reading.kinds import Verdict
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.people import People, people
from agent.reading.read import prepare

OWNER = Owner(("kim@home.example",), ZoneInfo("Europe/London"), name="Kim Berg")
ANA = "Ana Ruiz <ana.ruiz@larkspur.example>"
SYSTEM = "Larkspur <no-reply@us.greenhouse-mail.io>"


def read(
    text: str,
    *headers: str,
    sender: str = ANA,
    to: str = "Kim Berg <kim@home.example>",
    kind: Kind = Kind.INVITATION,
    subject: str = "Hello",
) -> People:
    head = (
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        "Date: Mon, 02 Jun 2025 10:00:00 +0100",
        *headers,
        "Content-Type: text/plain; charset=utf-8",
    )
    material = prepare(parse("\r\n".join((*head, "", text, "")).encode()), OWNER)
    verdict = Verdict(kind, answers=False, confidence=1.0, signs=frozenset(), evidence=())
    return people(material, verdict, employer(material, verdict))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("You will meet Udo Brand, our CTO, and Eva Stein.", {"Udo Brand", "Eva Stein"}),
        ("Interviewers: Udo Brand and Eva Stein", {"Udo Brand", "Eva Stein"}),
        ("The panel (Udo Brand, Eva Stein) will see you.", {"Udo Brand", "Eva Stein"}),
        ("Our director, Udo Brand, would like to meet you.", {"Udo Brand"}),
        ("It'll be me plus Udo Brand from product.", {"Ana Ruiz", "Udo Brand"}),
        ("Your interview with Udo Brand is confirmed.", {"Udo Brand"}),
        ("I look forward to speaking with you on Monday.", {"Ana Ruiz"}),
        ("We look forward to welcoming you.", set()),
        (
            "Sehr geehrte Frau Berg,\n\nSie sprechen mit Herrn Udo Brand und Frau Dr. Eva Stein.",
            {"Udo Brand", "Eva Stein"},
        ),
        (
            "Sehr geehrte Frau Berg,\n\nam Gespräch nehmen Frau Eva Stein (Einkauf) und ich teil.",
            {"Eva Stein", "Ana Ruiz"},
        ),
        (
            "Bonjour Madame,\n\nVous serez reçue par M. Rémi Colin, directeur, et Mme Eva Stein.",
            {"Rémi Colin", "Eva Stein"},
        ),
        (
            "Hola Kim:\n\nLa entrevista será con Udo Brand, nuestro director, el lunes.",
            {"Udo Brand"},
        ),
        (
            "Gentile Kim,\n\nLa aspettiamo per un colloquio con l'ing. Udo Brand e la dott.ssa "
            "Eva Stein.",
            {"Udo Brand", "Eva Stein"},
        ),
        (
            "Beste Kim,\n\nDe commissie bestaat uit Udo Brand (teamleider) en ondergetekende.",
            {"Udo Brand", "Ana Ruiz"},
        ),
    ],
)
def test_the_text_says_who_will_interview(text: str, names: set[str]) -> None:
    assert set(read(text).interviewers) == names


def test_of_a_further_round_only_that_rounds_people_are_named() -> None:
    text = "Thanks for talking to Udo Brand last week. Next you will meet Eva Stein."

    assert read(text).interviewers == ("Eva Stein",)


def test_after_the_talk_those_who_held_it_are_named() -> None:
    text = "Udo and I really enjoyed meeting you, but we chose somebody else."

    assert set(read(text, kind=Kind.REJECTION).interviewers) == {"Udo", "Ana Ruiz"}


def test_a_recruiter_who_only_writes_is_no_interviewer() -> None:
    assert read("Please send us your references.", kind=Kind.REQUEST).interviewers == ()


def test_the_one_whom_the_owner_thanks_has_interviewed() -> None:
    found = read("Thank you!", sender="kim@home.example", to=ANA, kind=Kind.THANK_YOU)

    assert found.interviewers == ("Ana Ruiz",)


def address(found: People) -> str | None:
    return found.contact.address if found.contact else None


def test_a_person_who_writes_is_the_contact() -> None:
    assert address(read("See you.")) == "ana.ruiz@larkspur.example"


def test_reply_to_comes_first_and_relays_count() -> None:
    found = read("See you.", "Reply-To: Ana Ruiz <larkspur+1f@hire.lever.co>", sender=SYSTEM)

    assert address(found) == "larkspur+1f@hire.lever.co"


def test_behind_a_no_reply_sender_the_text_names_the_contact() -> None:
    text = "Any questions? Please contact Ana Ruiz, ana.ruiz@larkspur.example."

    found = read(text, sender=SYSTEM)

    assert found.contact is not None
    assert (found.contact.name, found.contact.address) == ("Ana Ruiz", "ana.ruiz@larkspur.example")
    assert [one.address for one in found.mentioned] == ["ana.ruiz@larkspur.example"]


@pytest.mark.parametrize(
    "text",
    [
        "Technical problems? Write to it-support@larkspur.example.",
        "To ask for an adjustment email candidates@larkspur.example.",
        "This email is sent from an unattended mailbox.",
    ],
)
def test_technical_help_and_adjustments_are_no_contact(text: str) -> None:
    assert address(read(text, sender=SYSTEM)) is None


def test_of_an_absence_the_absent_person_is_the_contact() -> None:
    text = "I am on leave until Monday. Urgent? Contact Udo Brand, udo@larkspur.example."

    assert address(read(text, kind=Kind.AUTO_REPLY)) == "ana.ruiz@larkspur.example"


@pytest.mark.parametrize(
    "reason", ["I am no longer with Larkspur.", "I have started my maternity leave."]
)
def test_of_who_is_gone_for_long_the_deputy_is_the_contact(reason: str) -> None:
    text = f"{reason} Please write to Udo Brand, udo@larkspur.example."

    assert address(read(text, kind=Kind.AUTO_REPLY)) == "udo@larkspur.example"


def test_of_own_mail_the_first_recipient_is_the_contact() -> None:
    found = read("Thank you!", sender="kim@home.example", to=ANA, kind=Kind.OWN_OTHER)

    assert address(found) == "ana.ruiz@larkspur.example"


@pytest.mark.parametrize("kind", [Kind.BULK, Kind.OTHER, Kind.BOUNCE])
def test_noise_has_no_contact(kind: Kind) -> None:
    assert read("See you.", kind=kind).contact is None
