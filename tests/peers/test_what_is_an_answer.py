"""What ends a wait and what does not: defects seen at peers, by their number."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from agent.cases.case import Step
from agent.cases.event import Happening
from agent.cases.reasons import Reason
from agent.errors import Temporary
from agent.reading.facts import Direction, Kind
from agent.reading.message import Address
from agent.reading.owner import Owner
from tests.jobs.fakes import INBOX, SENT, Agent
from tests.letters import LONDON, ROBIN, london, mail, rejection
from tests.peers.letters import (
    FOLLOW_UP_DUE,
    INVITED,
    LATER,
    NOREPLY,
    drafted,
    reading,
    send,
    status,
    thanked,
)

ANSWERED = london("2026-03-10 09:00")
THANKED = "<ours-0@ashby.example>"


def with_headers(raw: bytes, *headers: str) -> bytes:
    return "".join(f"{header}\n" for header in headers).encode() + raw


def steps_after(agent: Agent, *, of: tuple[Step, ...]) -> list[Step | None]:
    found = [step for now in (FOLLOW_UP_DUE, *LATER) for step in drafted(agent.at(now))]
    return [step for step in found if step in of]


WAITING = (Step.FOLLOW_UP, Step.FINAL_ATTEMPT)


def test_d7_unfortunately_alone_makes_no_rejection() -> None:
    raw = mail(
        "Dear Robin,\n\nunfortunately our interviewer is ill. Can we move the interview on\n"
        "Thursday 5 March to Tuesday 10 March at 14:00?\n\nKind regards,\nNadia\n",
        at=INVITED,
        message_id="<ill@larkspur.example>",
    )

    assert reading(raw, INVITED).kind is Kind.RESCHEDULE


def test_d10_an_answer_on_a_new_subject_stops_the_process() -> None:
    agent = thanked()

    agent.mailbox.deliver(INBOX, rejection(at=ANSWERED), ANSWERED)
    agent.at(ANSWERED)

    assert steps_after(agent, of=WAITING) == []


def test_d10_an_answer_to_the_second_mail_stops_the_process() -> None:
    agent = thanked()
    agent.at(FOLLOW_UP_DUE)
    send(agent, london("2026-03-12 11:00"))
    agent.at(london("2026-03-12 11:00"))

    answered = london("2026-03-13 09:00")
    raw = rejection(at=answered, reply_to="<ours-1@ashby.example>")
    agent.mailbox.deliver(INBOX, raw, answered)
    agent.at(answered)

    assert steps_after(agent, of=WAITING) == []


def test_d10_an_answer_that_came_while_we_were_down_stops_the_process() -> None:
    agent = thanked()
    agent.mailbox.away = True
    with pytest.raises(Temporary):
        agent.at(ANSWERED)
    agent.mailbox.deliver(INBOX, rejection(at=ANSWERED), ANSWERED)

    agent.mailbox.away = False

    assert steps_after(agent, of=WAITING) == []


ABSENT = {
    "en": (
        "Automatic reply: Interview",
        "Thank you for your message. I am out of the office until 18 March 2026 and will reply\n"
        "when I am back.",
    ),
    "de": (
        "Automatische Antwort: Interview",
        "Vielen Dank für Ihre Nachricht. Ich bin bis zum 18. März 2026 nicht im Büro und\n"
        "werde Ihnen danach antworten.",
    ),
    "fr": (
        "Réponse automatique : Interview",
        "Bonjour,\n\nje suis absente du bureau jusqu'au 18 mars 2026. Je vous répondrai à mon\n"
        "retour.",
    ),
    "es": (
        "Respuesta automática: Interview",
        "Hola,\n\nestoy fuera de la oficina hasta el 18 de marzo de 2026. Responderé a mi vuelta.",
    ),
    "it": (
        "Risposta automatica: Interview",
        "Buongiorno,\n\nsono fuori ufficio fino al 18 marzo 2026. Risponderò al mio rientro.",
    ),
    "nl": (
        "Automatisch antwoord: Interview",
        "Bedankt voor uw bericht. Ik ben afwezig tot en met 18 maart 2026 en antwoord daarna.",
    ),
    "pt": (
        "Resposta automática: Interview",
        "Olá,\n\nestou fora do escritório até 18 de março de 2026. Responderei no meu regresso.",
    ),
    "pl": (
        "Automatyczna odpowiedź: Interview",
        "Dzień dobry,\n\njestem nieobecna w biurze do 18 marca 2026. Odpowiem po powrocie.",
    ),
}


UNREAD = {  # what the program cannot tell yet, by language and by what marks the mail
    ("pl", "headers"): "the day of return is not read in Polish, so nothing is postponed",
    ("pl", "subject"): "the day of return is not read in Polish, so nothing is postponed",
    ("pl", "text only"): "an absence in Polish, told by its text alone, is taken for a reply",
}
MARKED = [
    pytest.param(
        language,
        mark,
        id=f"{language}, {mark}",
        marks=[pytest.mark.xfail(strict=True, reason=UNREAD[language, mark])]
        if (language, mark) in UNREAD
        else [],
    )
    for language in ABSENT
    for mark in ("headers", "subject", "text only")
]


@pytest.mark.parametrize(("language", "mark"), MARKED)
def test_d12_an_automatic_absence_is_no_answer_and_postpones_the_step(
    language: str, mark: str
) -> None:
    """B9."""
    subject, text = ABSENT[language]
    raw = mail(
        f"{text}\n\nNadia Brandt\n",
        at=ANSWERED,
        message_id="<away@larkspur.example>",
        subject="Re: Interview Data Engineer" if mark == "text only" else subject,
        reply_to=THANKED,
    )
    marked = with_headers(raw, "Auto-Submitted: auto-replied") if mark == "headers" else raw
    agent = thanked()

    agent.mailbox.deliver(INBOX, marked, ANSWERED)
    events = agent.at(ANSWERED)

    assert Happening.ANSWERED not in [event.event for event in events]
    assert drafted(agent.at(FOLLOW_UP_DUE)) == []
    assert drafted(agent.at(london("2026-03-19 16:00"))) == []  # the day of return
    assert drafted(agent.at(london("2026-03-20 10:00"))) == [Step.FOLLOW_UP]


def test_d13_a_refusal_from_a_bulk_no_reply_sender_is_an_answer() -> None:
    agent = thanked()

    raw = with_headers(
        rejection(at=ANSWERED, sender=NOREPLY),
        "Precedence: bulk",
        "Auto-Submitted: auto-generated",
    )
    agent.mailbox.deliver(INBOX, raw, ANSWERED)
    events = agent.at(ANSWERED)

    assert Happening.CLOSED in [event.event for event in events]
    assert steps_after(agent, of=WAITING) == []


@pytest.mark.parametrize("header", ["X-Auto-Response-Suppress: All", "X-Plain: yes"])
@pytest.mark.parametrize("subject", ["Your application", "Away from the city: your interview"])
def test_d14_a_suppress_header_or_away_from_makes_no_absence(subject: str, header: str) -> None:
    raw = mail(
        "Dear Robin,\n\nwe are still deciding on the Data Engineer role and will\n"
        "come back to you.\n\nKind regards,\nNadia Brandt\n",
        at=ANSWERED,
        message_id="<ordinary@larkspur.example>",
        subject=subject,
    )

    told = reading(with_headers(raw, header), ANSWERED)

    assert told.kind is Kind.HOLDING
    assert told.absence is None


def test_d15_the_owners_own_mail_from_another_client_is_never_the_employers() -> None:
    """B8."""
    agent = thanked()
    raw = mail(
        "Dear Nadia,\n\nhere is the link that I promised.\n\nBest wishes,\nRobin\n",
        at=ANSWERED,
        message_id="<from-the-phone@ashby.example>",
        subject="Re: Interview Data Engineer - Larkspur Analytics",
        sender=ROBIN,
        to="Nadia Brandt <nadia.brandt@larkspur.example>",
        reply_to=THANKED,
    )

    agent.mailbox.deliver(SENT, raw, ANSWERED)
    agent.mailbox.deliver(INBOX, raw, ANSWERED)  # a provider that files own mail there too
    events = agent.at(ANSWERED)

    assert Happening.ANSWERED not in [event.event for event in events]
    assert reading(raw, ANSWERED).direction is Direction.OUTGOING


@pytest.mark.parametrize(
    ("name", "address", "mine"),
    [
        ("Robin Ashby", "robin@ashby.example", True),
        ("", "Robin@Ashby.example", True),
        ("", "robin+jobs@ashby.example", True),
        ("", "r.ashby@mail.example", True),
        ("me", "nadia.brandt@larkspur.example", False),
        ("robin@ashby.example", "stranger@elsewhere.example", False),
        ("", "notrobin@ashby.example", False),
    ],
    ids=["own", "capitals", "plus tag", "alias", "called me", "name is our address", "longer"],
)
def test_d16_who_is_me_is_decided_on_parsed_addresses(name: str, address: str, mine: bool) -> None:
    owner = Owner(("robin@ashby.example", "r.ashby@mail.example"), LONDON)

    assert owner.is_me(Address(name, address.lower())) is mine
    assert owner.is_me(address) is mine


def test_d16_d19_our_address_in_a_display_name_makes_no_mail_ours() -> None:
    message = EmailMessage()
    message["From"] = '"robin@ashby.example" <nadia.brandt@larkspur.example>'
    message["To"] = "Robin Ashby <robin@ashby.example>"
    message["Date"], message["Message-ID"] = (
        "Tue, 10 Mar 2026 09:00:00 +0000",
        "<x@larkspur.example>",
    )
    message.set_content("Dear Robin,\n\nwe are still deciding.\n\nNadia\n")

    assert reading(message.as_bytes(), ANSWERED).direction is Direction.INCOMING


def test_d19_the_employers_name_before_another_address_is_no_recipient() -> None:
    agent = thanked()
    raw = mail(
        "Dear Robin,\n\nread our hundred tips for interviews. Unsubscribe here.\n",
        at=ANSWERED,
        message_id="<tips@tips.example>",
        subject="A hundred tips",
        sender='"nadia.brandt@larkspur.example" <news@tips.example>',
    )

    agent.mailbox.deliver(INBOX, raw, ANSWERED)
    agent.at(ANSWERED)
    agent.at(FOLLOW_UP_DUE)

    follow_up = next(e for e in agent.desk.store.entries() if e.key.step is Step.FOLLOW_UP)
    assert follow_up.key.recipient == "nadia.brandt@larkspur.example"


def test_d25_an_answer_after_the_end_reopens_the_case_without_a_draft() -> None:
    agent = thanked()
    reasons = []
    for now in (FOLLOW_UP_DUE, *LATER, london("2026-05-20 10:00")):
        reasons += [e.reason for e in agent.at(now) if e.event is Happening.CLOSED]
        send(agent, now)
    assert reasons == [Reason.NO_ANSWER]
    made = agent.mailbox.appends

    late = london("2026-06-02 09:00")
    raw = mail(
        "Dear Robin,\n\nsorry for the long silence: we are still deciding on the Data Engineer\n"
        "role and will come back to you.\n\nKind regards,\nNadia Brandt\n",
        at=late,
        message_id="<late@larkspur.example>",
        subject="Re: Interview Data Engineer - Larkspur Analytics",
        reply_to=THANKED,
    )
    agent.mailbox.deliver(INBOX, raw, late)
    happened = [event.event for event in agent.at(late)]

    assert Happening.OPENED in happened
    assert Happening.ANSWERED in happened
    assert agent.mailbox.appends == made


def test_d23_two_machines_facing_each_other_end_and_nothing_is_ever_sent() -> None:
    agent = thanked()

    for day in range(90):
        now = FOLLOW_UP_DUE + timedelta(days=day)
        for number, draft in enumerate(agent.mailbox.in_drafts):
            echo = mail(
                "This is an automatic reply. Your message has been received.\n",
                at=now,
                message_id=f"<echo-{day}-{number}@larkspur.example>",
                subject="Automatic reply: Interview",
                reply_to=draft.message_id or "",
            )
            agent.mailbox.deliver(INBOX, with_headers(echo, "Auto-Submitted: auto-replied"), now)
        send(agent, now)
        agent.at(now)

    assert agent.mailbox.appends <= 3  # thank-you, follow-up, final attempt
    assert not hasattr(agent.desk.mailbox, "send")
    assert status(agent, Step.THANK_YOU) is not None
