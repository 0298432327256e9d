"""What sounds like one kind of mail and is another, in every language that we read."""

import pytest

from agent.reading.facts import Kind, Sign
from tests.reading.mail_of import Mail, verdict_of


@pytest.mark.parametrize(
    "text",
    [
        "If you have not heard from us by 2 March, please assume that the post went to another.",
        "Falls Sie bis zum 2. März nichts von uns hören, haben wir jemand anderen gewählt.",
        "Sans réponse de notre part avant le 2 mars, votre candidature n'aura pas été retenue.",
        "Si no recibe noticias antes del 2 de marzo, habremos elegido a otro candidato.",
        "Se não receber notícias até 2 de março, escolhemos outro candidato.",
        "Se non riceve notizie entro il 2 marzo, abbiamo scelto un altro candidato.",
        "Als u voor 2 maart niets hoort, hebben we voor een andere kandidaat gekozen.",
    ],
    ids=["en", "de", "fr", "es", "pt", "it", "nl"],
)
def test_what_silence_will_mean_is_no_refusal(text: str) -> None:
    verdict = verdict_of(Mail("Your application", text))

    assert verdict.kind is not Kind.REJECTION


@pytest.mark.parametrize(
    "text",
    [
        "Head office has frozen all recruitment, so the clerk role is on hold.",
        "Die Geschäftsführung hat alle Einstellungen gestoppt, die Stelle ruht vorerst.",
        "La direction a suspendu tous les recrutements, le poste est en pause.",
        "La empresa ha congelado las contrataciones y el proceso queda paralizado.",
        "A empresa congelou as contratações e o processo fica suspenso.",
        "L'azienda ha sospeso le assunzioni e la selezione resta ferma.",
        "De directie heeft de werving stilgelegd, dus de vacature voor administratief medewerker "
        "staat voorlopig on hold.",
    ],
    ids=["en", "de", "fr", "es", "pt", "it", "nl"],
)
def test_a_stop_of_all_hiring_is_a_delay(text: str) -> None:
    verdict = verdict_of(Mail("Your application", text))

    assert verdict.kind is Kind.HOLDING
    assert Sign.ON_HOLD in verdict.signs


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for coming in on Monday, we had great feedback from everyone who met you. "
        "The second round takes place on Thursday from 10:00 to 11:30.",
        "Vielen Dank für das Gespräch am Montag. Die zweite Runde findet am Donnerstag von 10:00 "
        "bis 11:30 Uhr statt.",
        "Merci pour l'entretien de lundi. Le deuxième tour aura lieu jeudi de 10h00 à 11h30.",
        "Gracias por la entrevista del lunes. La segunda ronda será el jueves de 10:00 a 11:30.",
        "Obrigado pela entrevista de segunda. A segunda fase será na quinta das 10h00 às 11h30.",
        "Grazie per il colloquio di lunedì. Il secondo colloquio si terrà giovedì alle 10:00.",
        "Bedankt voor het gesprek van maandag. De tweede ronde is op donderdag om 10.00 uur.",
    ],
    ids=["en", "de", "fr", "es", "pt", "it", "nl"],
)
def test_a_further_round_on_a_day_is_an_invitation(text: str) -> None:
    verdict = verdict_of(Mail("Clerk position", text))

    assert (verdict.kind, verdict.answers) == (Kind.INVITATION, True)
    assert {Sign.TALK_HELD, Sign.NEXT_ROUND} <= verdict.signs


def test_a_further_round_that_is_moved_is_no_new_one() -> None:
    text = "The second round that was agreed for Monday has to be moved to Thursday at 10:00."

    assert verdict_of(Mail("Clerk position", text)).kind is Kind.RESCHEDULE


@pytest.mark.parametrize(
    "text",
    [
        "How satisfied were you with your interview? Give us a score from 0 to 10.",
        "Wie zufrieden waren Sie mit dem Gespräch? Vergeben Sie eine Note von 0 bis 10.",
        "Êtes-vous satisfaite de l'entretien ? Donnez-nous une note de 0 à 10.",
        "¿Está satisfecha con la entrevista? Denos una nota de 0 a 10.",
        "Ficou satisfeita com a entrevista? Dê-nos uma nota de 0 a 10.",
        "È soddisfatta del colloquio? Ci dia un voto da 0 a 10.",
        "Hoe tevreden was u over het gesprek? Geef ons een cijfer van 0 tot 10.",
    ],
    ids=["en", "de", "fr", "es", "pt", "it", "nl"],
)
def test_a_survey_of_candidates_answers_nothing(text: str) -> None:
    verdict = verdict_of(Mail("Your opinion", text, "Acme <no-reply@acme.example>"))

    assert (verdict.kind in (Kind.BULK, Kind.OTHER), verdict.answers) == (True, False)


def test_a_receipt_that_also_asks_for_an_opinion_is_a_receipt() -> None:
    text = (
        "We have received your application for the clerk role. "
        "How satisfied were you with our application form? Take our one minute survey."
    )

    assert verdict_of(Mail("Application received", text)).kind is Kind.ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    "text",
    [
        "Please refrain from calling or writing in the meantime.",
        "Von Anrufen und Rückfragen bitten wir abzusehen.",
        "Nous vous prions de ne pas nous relancer.",
        "Le pedimos que no se ponga en contacto con nosotros.",
        "Pedimos que não entre em contato conosco.",
        "La preghiamo di non contattarci.",
        "Wij verzoeken u niet te bellen.",
    ],
    ids=["en", "de", "fr", "es", "pt", "it", "nl"],
)
def test_a_wish_not_to_be_written_to_is_heard(text: str) -> None:
    verdict = verdict_of(Mail("Your application", f"{text}"))

    assert Sign.NO_CONTACT in verdict.signs
    assert verdict.kind is not Kind.INVITATION


@pytest.mark.parametrize(
    "text",
    ["It was lovely to meet you on Monday. Best, Liz", "Es war schön, Sie kennenzulernen. Liz"],
    ids=["en", "de"],
)
def test_kind_words_after_a_talk_are_not_half_a_refusal(text: str) -> None:
    verdict = verdict_of(Mail("Interview Data Engineer - Acme", text))

    assert (verdict.kind, Sign.HALF_HEARD in verdict.signs) == (Kind.REPLY, False)


def test_a_stop_that_is_over_is_none() -> None:
    text = (
        "Sorry for the silence, all recruitment was put on hold. Could you meet us on Friday at 10?"
    )

    verdict = verdict_of(Mail("Clerk position", text))

    assert (verdict.kind, Sign.ON_HOLD in verdict.signs) == (Kind.INVITATION, False)


def test_what_takes_place_is_not_moved() -> None:
    text = "Das Bewerbungsgespräch findet am Montag, 9. Februar um 10 Uhr statt. Bitte kommen Sie."

    assert verdict_of(Mail("Ihre Bewerbung", text)).kind is not Kind.RESCHEDULE


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Your visit to Acme",
            "Thank you for attending your interview on Friday. If you have heard nothing from us "
            "by 2 March, kindly assume that we took another applicant.",
        ),
        (
            "Ihr Termin bei Acme",
            "Danke für das Gespräch am Freitag. Wenn Sie bis zum 2. März keine Nachricht haben, "
            "wurde die Wahl zugunsten einer anderen Person getroffen.",
        ),
    ],
    ids=["en", "de"],
)
def test_what_silence_will_mean_after_a_talk_is_a_delay(subject: str, text: str) -> None:
    verdict = verdict_of(Mail(subject, text))

    assert (verdict.kind, verdict.answers) == (Kind.HOLDING, True)


def test_what_is_needed_to_go_on_is_asked_for() -> None:
    text = (
        "Thank you for the interview. Could you tell us your notice period and when you could "
        "start? We require both before we can take the following step."
    )

    assert verdict_of(Mail("Your application", text)).kind is Kind.REQUEST


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "Leider muss ich Ihren Termin verschieben. Neuer Termin ist Donnerstag, der 26. März,"
            " um 9 Uhr.",
            "> die Bewerbung um die Stelle als Schreiner hat uns gefallen, kommen Sie zum Gespräch",
        ),
        (
            "I have to move your appointment. The new one is Thursday 26 March at 9 am.",
            "> we liked your application for the post of joiner and invite you to an interview",
        ),
    ],
    ids=["de", "en"],
)
def test_an_appointment_is_no_dentists_where_the_mail_answers_about_a_job(
    text: str, quoted: str
) -> None:
    verdict = verdict_of(Mail("Re: Donnerstag", f"{text}\n\n> Guten Tag,\n{quoted}\n"))

    assert verdict.kind is Kind.RESCHEDULE
