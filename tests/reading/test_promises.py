"""By when the employer promises an answer. Every mail is of Monday 2 March 2026."""

import pytest

from agent.reading.facts import Kind
from agent.reading.promises import Promises, promises
from tests.reading.said import material_of, verdict


def promised(text: str, kind: Kind = Kind.HOLDING, *, own: bool = False) -> Promises:
    return promises(material_of(text, own=own), verdict(kind))


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("We will let you know by Friday.", "2026-03-06"),
        ("We will let you know by Thursday 12 March at the latest.", "2026-03-12"),
        ("You will hear from us next week.", "2026-03-13"),
        ("I will get back to you by Wednesday of next week.", "2026-03-11"),
        ("We will have a decision by the end of the month.", "2026-03-31"),
        ("We will inform you of the outcome within two weeks.", "2026-03-16"),
        ("We will update you within 5 working days.", "2026-03-09"),
        ("You will hear from us in two to three weeks.", "2026-03-23"),
        ("Wir melden uns bis Ende nächster Woche bei Ihnen. Viele Grüße", "2026-03-13"),
        ("Sie hören bis Ende KW 12 von uns. Mit freundlichen Grüßen", "2026-03-20"),
        ("Wir melden uns innerhalb von zehn Tagen bei Ihnen. Viele Grüße", "2026-03-12"),
        ("Nous reviendrons vers vous d'ici la fin du mois. Bien cordialement", "2026-03-31"),
        ("Le daremos una respuesta antes del 13 de marzo. Un saludo cordial", "2026-03-13"),
        ("Daremos um retorno até ao final da próxima semana. Obrigado", "2026-03-13"),
        ("Le faremo sapere entro venerdì 13 marzo. Cordiali saluti", "2026-03-13"),
        ("U hoort uiterlijk vrijdag van ons. Met vriendelijke groet", "2026-03-06"),
    ],
)
def test_a_promise_is_kept_on_the_last_day_of_its_span(text: str, on: str) -> None:
    assert str(promised(text).decision_by) == on


@pytest.mark.parametrize(
    "text",
    [
        "Please let us know by Friday whether you are still interested.",
        "Please send us your references within two weeks.",
        "We will be in touch soon.",
        "We have one more person to see on Thursday.",
        "The offer is valid until 13 March; we need your decision by then.",
    ],
)
def test_what_the_owner_shall_do_and_soon_are_no_promises(text: str) -> None:
    assert promised(text).decision_by is None


def test_silence_can_be_said_to_mean_no() -> None:
    found = promised("If you do not hear from us by 20 March, please take it as a no.")

    assert (found.decision_by, str(found.silence_means_no_by)) == (None, "2026-03-20")


def test_a_closing_date_is_told_apart_from_a_promise() -> None:
    found = promised("The closing date for applications is 13 March 2026.", Kind.ACKNOWLEDGEMENT)

    assert (found.decision_by, str(found.closing_on)) == (None, "2026-03-13")


@pytest.mark.parametrize("kind", [Kind.BULK, Kind.AUTO_REPLY, Kind.REJECTION, Kind.CANCELLATION])
def test_refusals_and_machines_promise_nothing(kind: Kind) -> None:
    assert promised("You will hear from us by Friday.", kind).decision_by is None


def test_the_owners_own_mail_promises_nothing() -> None:
    assert promised("I will let you know by Friday.", Kind.OWN_OTHER, own=True).decision_by is None
