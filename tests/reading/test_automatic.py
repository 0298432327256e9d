"""Machines that answer: bounces, absences, receipts. A system that decides is no such machine."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from agent.reading.automatic import Automatic, automatic
from agent.reading.facts import Kind
from agent.reading.material import Material
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import prepare

BERLIN = ZoneInfo("Europe/Berlin")
OWNER = Owner(("me@home.example",), BERLIN, name="Kim Berg")
ANA = "Ana Ruiz <ana@firm.example>"
DATE = "Date: Mon, 02 Jun 2025 10:00:00 +0200"


def read(subject: str, text: str, *headers: str, sender: str = ANA) -> Material:
    head = [f"From: {sender}", "To: me@home.example", f"Subject: {subject}", DATE, *headers]
    lines = [*head, "Content-Type: text/plain; charset=utf-8", "", text, ""]
    return prepare(parse("\r\n".join(lines).encode()), OWNER)


def verdict(subject: str, text: str, *headers: str, sender: str = ANA) -> Automatic | None:
    return automatic(read(subject, text, *headers, sender=sender))


# ---- absences

ABSENCES = {
    "English": (
        "Automatic reply: Hello",
        "I am out of the office until Thursday, 19 June 2025.",
        date(2025, 6, 20),
    ),
    "back on": (
        "Automatic reply: Hello",
        "I am on annual leave and will be back on 23 June.",
        date(2025, 6, 23),
    ),
    "over a weekend": ("Out of office", "I am away until Friday, 13 June 2025.", date(2025, 6, 16)),
    "German": ("Abwesenheitsnotiz", "Ich bin bis zum 20. Juni nicht im Büro.", date(2025, 6, 23)),
    "French": (
        "Réponse automatique : Merci",
        "Je suis absente jusqu'au 19 juin inclus.",
        date(2025, 6, 20),
    ),
    "Spanish": (
        "Respuesta automática",
        "Estoy de vacaciones hasta el 19 de junio.",
        date(2025, 6, 20),
    ),
    "Italian": (
        "Risposta automatica",
        "Sono fuori ufficio. Rientro il 23 giugno.",
        date(2025, 6, 23),
    ),
    "Portuguese": (
        "Resposta automática",
        "Estou de férias. Regresso a 23 de junho.",
        date(2025, 6, 23),
    ),
    "Dutch": ("Automatisch antwoord", "Ik ben afwezig tot en met 19 juni.", date(2025, 6, 20)),
}


@pytest.mark.parametrize(("subject", "text", "back_on"), ABSENCES.values(), ids=ABSENCES.keys())
def test_an_absence_tells_the_first_day_back(subject: str, text: str, back_on: date) -> None:
    found = verdict(subject, text)

    assert found and found.kind is Kind.AUTO_REPLY
    assert found.absence and found.absence.back_on == back_on


def test_an_absence_without_headers_is_known_by_its_stock_text() -> None:
    found = verdict(
        "Re: Thank you",
        "Thank you for your message. I am on annual leave until 12 June with limited access to "
        "email. For urgent matters please contact Bo Lind at bo.lind@firm.example.",
    )

    assert found and found.absence
    assert found.absence.back_on == date(2025, 6, 13)
    assert found.absence.deputy and found.absence.deputy.name == "Bo Lind"
    assert found.absence.deputy.address == "bo.lind@firm.example"


ANSWER = "In-Reply-To: <1@home.example>"
NOTICES = {
    "off until": "Hello,\n\nI'm off until Monday 9 June and won't be looking at email. If it "
    "can't wait, try Bo on bo@firm.example.\n\nAna",
    "patchy access": "Thanks for your email. I am travelling with patchy access to email and will "
    "reply when I return on 10 June.",
    "German": "Guten Tag\n\nIch bin bis einschließlich 13. Juni im Urlaub. In dringenden Fällen "
    "wenden Sie sich bitte an Bo Lind (bo@firm.example).",
    "German office": "Liebe Absenderin, lieber Absender,\n\nunser Büro ist vom 5. bis 13. Juni "
    "geschlossen. Ihre E-Mail wird nicht weitergeleitet. Ab dem 16. Juni sind wir wieder da.",
    "French": "Bonjour,\n\nJe suis en congés jusqu'au 13 juin inclus. En cas d'urgence, vous "
    "pouvez joindre Bo Lind : bo@firm.example.",
    "Spanish": "Hola:\n\nEstoy de vacaciones hasta el 13 de junio. Para cualquier asunto urgente "
    "escribid a bo@firm.example.",
    "Portuguese": "Olá,\n\nEstou de férias até 13 de junho, com acesso limitado ao e-mail. Em "
    "caso de urgência, contacte bo@firm.example.",
    "Italian": "Buongiorno,\n\nsono in ferie fino al 13 giugno. Per urgenze scrivete a "
    "bo@firm.example.",
    "Dutch": "Beste,\n\nIk ben met vakantie tot en met 13 juni. Voor dringende zaken kun je "
    "terecht bij Bo (bo@firm.example).",
    "part time": "Hello there\n\nI only work Tuesdays to Thursdays and will pick up your email on "
    "3 June. If urgent, ring 020 555 0140.",
    "part time, Dutch": "Dag,\n\nOp vrijdag werk ik niet. Ik lees uw bericht op maandag 9 juni. "
    "Spoed: bo@firm.example.",
    "left": "Ana Ruiz no longer works at Firm. Please direct your enquiries to bo@firm.example.",
    "left, German": "Frau Ruiz ist nicht mehr für unser Unternehmen tätig. Bitte wenden Sie sich "
    "an bo@firm.example.",
    "nobody reads": "Thank you for your email. Please note that this mailbox is not monitored. "
    "To contact us use the form at https://firm.example/contact.",
    "nobody reads, Italian": "Questa casella non è presidiata. Scriva a bo@firm.example.",
}


@pytest.mark.parametrize("text", NOTICES.values(), ids=NOTICES.keys())
def test_a_notice_to_everybody_is_known_without_any_header(text: str) -> None:
    found = verdict("Re: Thank you", text, ANSWER)

    assert found and found.kind is Kind.AUTO_REPLY


def test_only_machines_write_before_the_subject_that_they_answer() -> None:
    text = "Hello there\n\nback on 16 June. If it's urgent ring the shop on 020 555 0140."

    found = verdict("Gone sailing Re: Thank you", text, ANSWER)

    assert found and found.absence and found.absence.back_on == date(2025, 6, 16)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Re: Interview",
            "Hi,\n\nsorry for the late reply, I'm travelling this week. We would like to invite "
            "you to an interview on 16 June. If it's urgent call me on 020 555 0140.",
        ),
        (
            "Re: Thank you",
            "Thanks for your message, it was lovely to meet you too. I'm on holiday until Monday "
            "and will be back with news then.",
        ),
        (
            "AW: Bewerbung",
            "Guten Tag Frau Berg,\n\nich bin bis 13. Juni im Urlaub, danach melde ich mich bei "
            "Ihnen, in dringenden Fällen Bo fragen: bo@firm.example.",
        ),
        (
            "Interview confirmed",
            "Your interview is confirmed for 16 June. This mailbox is not monitored, please "
            "contact bo@firm.example with questions.",
        ),
        ("[EXTERNAL] Re: Interview", "See you on Monday! I'm off on Friday, so ring Bo if urgent."),
        ("Fwd: Re: Interview", "Please see below. I am away on Friday."),
    ],
    ids=["invites", "courtesy", "greets by name", "decides", "external", "forward"],
)
def test_a_person_who_is_away_is_no_machine(subject: str, text: str) -> None:
    assert verdict(subject, text, ANSWER) is None


def test_an_answer_to_a_message_is_a_receipt_though_it_explains_how_to_apply() -> None:
    found = verdict(
        "Accusé de réception de votre message [#RH-26-5518]",
        "Votre message a été enregistré sous le numéro RH-26-5518.\n\nBon à savoir : sans "
        "nouvelles de nos services, considérez que votre candidature n'a pas été retenue.",
        "Auto-Submitted: auto-replied",
    )

    assert found and found.evidence.rule == "automatic.receipt"


@pytest.mark.parametrize(
    "text",
    [
        "I no longer work at Firm. Please contact bo@firm.example.",
        "Ich bin nicht mehr bei Firma tätig.",
        "Je ne fais plus partie de la société.",
        "Ya no trabajo en la empresa.",
        "Non lavoro più in azienda.",
        "Já não trabalho na empresa.",
        "Ik ben niet meer werkzaam bij Firma.",
        "I am on maternity leave until 1 December 2025.",
    ],
)
def test_who_has_left_or_is_away_for_months_is_told(text: str) -> None:
    found = verdict("Automatic reply: Hello", text, "Auto-Submitted: auto-replied")

    assert found and found.left_company


@pytest.mark.parametrize(
    ("subject", "text", "headers"),
    [
        (
            "Re: Interview",
            "Hi Kim,\n\nI'm out of the office this week but will answer on Monday.",
            [],
        ),
        (
            "Your application",
            "We will not be moving forward.",
            ["Precedence: bulk", "Auto-Submitted: auto-generated"],
        ),
        ("Away from keyboard day", "Join us on Monday.", ["X-Auto-Response-Suppress: All"]),
        (
            "Thank you for applying",
            "We received your application.",
            ["Auto-Submitted: auto-replied"],
        ),
        ("Auto mechanic: interview", "We would like to meet you on Monday at ten.", []),
    ],
    ids=[
        "a person's note",
        "a refusal (D13)",
        "suppress header (D14)",
        "acknowledgement",
        "auto trade",
    ],
)
def test_what_only_resembles_an_automatic_reply_is_none(
    subject: str, text: str, headers: list[str]
) -> None:
    assert verdict(subject, text, *headers) is None


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("[Ticket #48211] Hello", "We got your message. Your ticket number is 48211."),
        ("[#48211] Ihre Anfrage", "Ihre Anfrage ist bei uns eingegangen und wird bearbeitet."),
        ("[#48211] Votre demande", "Votre demande a bien été enregistrée."),
    ],
)
def test_a_ticket_receipt_is_an_automatic_reply(subject: str, text: str) -> None:
    found = verdict(subject, text)

    assert found and found.kind is Kind.AUTO_REPLY
    assert found.evidence.rule == "automatic.receipt"


def test_own_mail_is_never_automatic() -> None:
    assert verdict("Automatic reply", "I am out of the office.", sender="me@home.example") is None


# ---- bounces

REPORT = """From: {sender}
To: me@home.example
Subject: Delivery report
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

About your message.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ana@firm.example
Action: {action}
Status: {status}
--B
Content-Type: message/rfc822

From: me@home.example
Message-ID: <sent@home.example>
Subject: Thank you

Thank you
--B--
"""


def report(action: str, status: str) -> str:
    return REPORT.format(sender="mailer-daemon@mx.example", action=action, status=status)


@pytest.mark.parametrize(("action", "status"), [("failed", "5.1.1"), ("delayed", "4.4.1")])
def test_a_delivery_report_names_recipient_outcome_and_original(action: str, status: str) -> None:
    message = parse(report(action, status).encode())

    (told,) = message.reports

    assert (told.recipient, told.action, told.status) == ("ana@firm.example", action, status)
    assert message.returned_message_id == "<sent@home.example>"
    assert message.forwarded == ()


def test_a_report_of_success_is_no_bounce() -> None:
    assert automatic(prepare(parse(report("delivered", "2.0.0").encode()), OWNER)) is None


def test_an_abuse_report_is_no_bounce() -> None:
    raw = report("failed", "5.0.0").replace("delivery-status", "feedback-report")

    assert automatic(prepare(parse(raw.encode()), OWNER)) is None


PROSE = {
    "Postfix": (
        "Undelivered Mail Returned to Sender",
        "<ana@firm.example>: host mx said: 550 5.1.1 User unknown",
    ),
    "qmail": (
        "failure notice",
        "I'm afraid I wasn't able to deliver your message to\n<ana@firm.example>:\nno mailbox",
    ),
    "German": (
        "Unzustellbar: Danke",
        "Ihre Nachricht an ana@firm.example konnte nicht zugestellt werden.",
    ),
    "French": (
        "Non remis : Merci",
        "Votre message à ana@firm.example n'a pas pu être remis. 5.1.1",
    ),
    "Spanish": ("No se puede entregar: Gracias", "No se ha podido entregar a ana@firm.example."),
    "Italian": (
        "Non recapitabile: Grazie",
        "Impossibile recapitare il messaggio a ana@firm.example.",
    ),
    "Portuguese": ("Não é possível entregar", "A mensagem para ana@firm.example não foi entregue."),
    "Dutch": ("Onbestelbaar: Bedankt", "Uw bericht aan ana@firm.example kon niet worden bezorgd."),
}


@pytest.mark.parametrize(("subject", "text"), PROSE.values(), ids=PROSE.keys())
def test_a_bounce_in_prose_names_the_recipient(subject: str, text: str) -> None:
    material = read(subject, text, sender="Mail Delivery Subsystem <mailer-daemon@mx.example>")

    found = automatic(material)

    assert found and found.kind is Kind.BOUNCE
    assert material.message.reports[0].recipient == "ana@firm.example"
    assert material.message.reports[0].action == "failed"


def test_a_delay_in_prose_is_no_failure() -> None:
    text = "Your message to ana@firm.example has not yet been delivered. We will retry for 2 days."

    material = read("Warning: message delayed 24 hours", text, sender="mailer-daemon@mx.example")

    assert material.message.reports[0].action == "delayed"


def test_a_person_who_writes_about_an_undelivered_mail_is_no_bounce() -> None:
    assert (
        verdict("Re: Interview", "Your last mail could not be delivered to me, please resend.")
        is None
    )


def test_the_received_instant_is_the_base_of_an_undated_absence() -> None:
    raw = b"From: ana@firm.example\r\nSubject: Automatic reply: x\r\n\r\nI am back on 23 June.\r\n"

    message = parse(raw, received_at=datetime(2025, 6, 2, tzinfo=UTC))

    found = automatic(prepare(message, OWNER))
    assert found and found.absence and found.absence.back_on == date(2025, 6, 23)


@pytest.mark.parametrize(
    "text",
    [
        "I am on leave and back in the office on Tuesday 10 June.",
        "I am on leave. On Tuesday, 10 June I will be back at my desk.",
        "Ich bin im Urlaub und am Dienstag, den 10. Juni wieder erreichbar.",
        "Ich bin im Urlaub. Am Dienstag, 10. Juni, bin ich wieder für Sie da.",
        "Ich bin im Urlaub und wieder im Büro ab dem 10. Juni.",
        "Je suis en congé, de retour le mardi 10 juin.",
        "Je suis en congé. Le mardi 10 juin je serai de nouveau joignable.",
        "Estoy de vacaciones; volveré el martes 10 de junio.",
        "Estoy de vacaciones y el martes 10 de junio estaré de vuelta.",
        "Sono in ferie e sarò di nuovo in ufficio martedì 10 giugno.",
        "Sono in ferie; da martedì 10 giugno sarò nuovamente raggiungibile.",
        "Ik ben met vakantie. Vanaf dinsdag 10 juni ben ik weer op kantoor.",
        "Ik ben met vakantie en ben dinsdag 10 juni weer bereikbaar.",
        "Estou de férias; estarei de volta na terça, dia 10 de junho.",
        "Estou de férias. Na terça-feira, 10 de junho, estarei novamente disponível.",
    ],
)
def test_the_return_may_stand_before_or_behind_its_day(text: str) -> None:
    found = verdict("Automatic reply: Hello", text)

    assert found and found.absence and found.absence.back_on == date(2025, 6, 10)
