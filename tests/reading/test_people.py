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
        ("We enjoyed your visit with us. Now you will meet Eva Stein.", {"Eva Stein"}),
        ("Die Runde ist am Montag; dabei treffen Sie Eva Stein.", {"Eva Stein"}),
        ("Sollten Sie fragen haben und Eva Stein treffen wollen, gern.", {"Eva Stein"}),
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Whatever the words are: who is named in full, takes part.
        (
            "You will be seen by Mrs Eva Stein (Head of Planning) and Paul Brand.",
            "Eva Stein, Paul Brand",
        ),
        ("Paul Brand has a soft spot for your portfolio. Tuesday at 10?", "Paul Brand"),
        ("The interview falls to our plant manager, Curro Benz.", "Curro Benz"),
        (
            "The board:\n- Mr Paul Brand, deputy mayor,\n- Ms Eva Stein, buyer.",
            "Paul Brand, Eva Stein",
        ),
        (
            "10.45 – 11.30 Technical talk Paul Brand\n12.00 Wrap-up Eva Stein",
            "Paul Brand, Eva Stein",
        ),
        # Not so: whom to ask, who has left, candidates, who signs, streets, firms.
        ("Questions? Please write to Eva Stein. You will meet Paul Brand.", "Paul Brand"),
        ("Eva Stein will help you with the parking. You meet Paul Brand.", "Paul Brand"),
        ("You will meet Eva Stein, who is taking over from Paul Brand.", "Eva Stein"),
        ("Please come to 12 rue Jean Moulin, salle Marie Curie.", ""),
        ("10h00 Alice Prata\n10h40 Kim Berg\n11h20 Vera Antão", ""),
        ("We are looking forward to it.\n\nEva Stein\nHead of People", ""),
        ("On Thursday you talk with Eva (shop floor) and Paul.", "Eva, Paul"),
        ("Your interview with Larkspur Antriebstechnik is confirmed.", ""),
    ],
)
def test_of_a_coming_talk_everybody_named_in_full_takes_part(text: str, names: str) -> None:
    found = read(f"Dear Kim,\n\n{text}", sender="Larkspur <jobs@larkspur.example>")

    assert set(found.interviewers) == set(filter(None, names.split(", ")))


@pytest.mark.parametrize(
    "text",
    [
        "Hi Kim,\n\nIt will be a relaxed talk between the two of us.",
        "Hi Kim,\n\nSwing by on Saturday and ask for me at the counter.",
        "Hi Kim,\n\nI'd like us to talk about the clinic role.",
        "Hallo Kim,\n\nich würde dich gern selbst kennenlernen, passt Donnerstag um 15 Uhr?",
        "Liebe Frau Berg,\n\nkommen Sie Mittwoch vorbei, dann kann ich Sie kennenlernen.",
        "Bonjour Kim,\n\nune petite visio mardi à 10h, vous et moi, rien à préparer.",
        "Hola Kim:\n\n¿te va el jueves a las 10? Media hora por meet, tú y yo.",
        "Hola Kim:\n\nEl primer paso es una videollamada de 30 minutos conmigo.",
        "Olá Kim,\n\npasse cá amanhã às 11h que falamos os dois uns 15 minutos.",
        "Gentile Kim,\n\nLa incontrerei volentieri in filiale per una prima conoscenza.",
        "Hoi Kim,\n\nheb je donderdag om 16u een halfuurtje om te bellen?",
    ],
)
def test_whoever_speaks_of_the_coming_talk_as_their_own_takes_part(text: str) -> None:
    assert read(text).interviewers == ("Ana Ruiz",)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Kim,\n\nWe would like to invite you to an interview. Please contact me with questions.",
        "Hi Kim,\n\nPick a time below. I look forward to hearing from you.",
        "Hallo Kim,\n\nwir laden Sie zu einem Kennenlernen ein. Ich freue mich auf Ihre Antwort.",
        "Hola Kim:\n\nTe invitamos a una entrevista. Ponte en contacto conmigo si no puedes.",
        "Gentile Kim,\n\nLa invitiamo a un colloquio. Entri in contatto con me.",
        "Beste Kim,\n\nwij nodigen je uit voor een gesprek. Neem anders contact met mij op.",
    ],
)
def test_whoever_only_arranges_it_does_not(text: str) -> None:
    assert read(text).interviewers == ()


@pytest.mark.parametrize(
    "text",
    [
        "Hi Kim,\n\nyou will meet Eva Stein. Park in the lot and ask for me at the front desk.",
        "Hallo Kim,\n\ndu sprichst mit Eva Stein. Frag bitte nach mir am Empfang.",
        "Bonjour Kim,\n\nvous rencontrerez Eva Stein. À l'accueil, demandez-moi.",
        "Hola Kim:\n\nTe entrevistará Eva Stein. En recepción pregunta por mí.",
        "Olá Kim,\n\na entrevista será com Eva Stein. Na receção, pergunte por mim.",
        "Gentile Kim,\n\nincontrerà Eva Stein. In portineria chieda di me.",
        "Beste Kim,\n\nje spreekt met Eva Stein. Vraag aan de balie naar mij.",
    ],
)
def test_who_is_asked_for_at_the_door_does_not_where_somebody_else_is_named(text: str) -> None:
    assert read(text).interviewers == ("Eva Stein",)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Kim,\n\nsorry, my train is stuck. Can we start half an hour later?",
        "Hallo Kim,\n\nmich hat es leider erwischt, können wir auf Montag schieben?",
        "Bonjour Kim,\n\nj'ai un comité qui me tombe dessus demain. Vendredi à la place ?",
        "Hola Kim:\n\nse me atravesó un tema con un cliente y ya no alcanzo a lo de hoy.",
        "Ciao Kim,\n\nho 38 di febbre e oggi non ce la faccio.",
        "Hoi Kim,\n\nik lig met griep op bed, kan het maandag?",
    ],
)
def test_who_moves_a_talk_because_of_themselves_takes_part(text: str) -> None:
    assert read(text, kind=Kind.RESCHEDULE).interviewers == ("Ana Ruiz",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Talking with you yesterday was a treat. Here is the exercise.", {"Ana Ruiz"}),
        ("schön war's gestern mit dir im Call. Hier kommt die Aufgabe.", {"Ana Ruiz"}),
        ("¡Qué gusto haber platicado contigo el lunes!", {"Ana Ruiz"}),
        ("valeu demais pelo papo da outra semana.", {"Ana Ruiz"}),
        ("I've passed it to Meera and the others who saw you on Monday.", {"Meera"}),
        ("Les caíste bárbaro a los dos, a Eva Stein y a Paul Brand.", {"Eva Stein", "Paul Brand"}),
        ("Paul and I will read it on Monday.", set()),
        ("We would be happy to chat about it.", set()),
    ],
)
def test_after_a_talk_its_people_are_told_from_others(text: str, names: set[str]) -> None:
    language = {"s": "Hallo Kim,", "¡": "Hola Kim,", "L": "Hola Kim,", "v": "Olá Kim,"}

    found = read(f"{language.get(text[0], 'Hi Kim,')}\n\n{text}", kind=Kind.ASSESSMENT)

    assert set(found.interviewers) == names


ROUNDS = """See you then!

Ana

On Mon, 2 Jun 2025 at 09:00, Kim Berg <kim@home.example> wrote:
> Hello Ana,
>
> Wednesday works.
>
> On Sun, 1 Jun 2025 at 09:00, Ana Ruiz <ana.ruiz@larkspur.example> wrote:
>> Next you will meet Eva Stein, on Tuesday or Wednesday.
>>
>> On Thu, 1 May 2025 at 09:00, Ana Ruiz <ana.ruiz@larkspur.example> wrote:
>>> You will meet Udo Brand.
"""


def test_of_the_history_the_newest_mail_that_names_anybody_tells_who_interviews() -> None:
    """Udo Brand's round is over; "Hello Ana" names whom the owner answered."""
    found = read(ROUNDS.replace("See you then!", "It is booked."), kind=Kind.CONFIRMATION)

    assert found.interviewers == ("Eva Stein",)


def test_thanks_to_another_that_a_mail_quotes_make_no_interviewer_of_its_sender() -> None:
    quoted = (
        "Hi Kim,\n\nWe need another week.\n\nAna\n\nOn Mon, 2 Jun 2025 at 09:00, Kim Berg "
        "<kim@home.example> wrote:\n> Dear {name},\n>\n> I enjoyed our conversation today."
    )

    to_eva = read(quoted.format(name="Eva"), kind=Kind.HOLDING)
    to_ana = read(quoted.format(name="Ana"), kind=Kind.HOLDING)

    assert (to_eva.interviewers, to_ana.interviewers) == ((), ("Ana Ruiz",))


def test_a_quoted_invitation_tells_whom_the_owner_will_meet() -> None:
    text = (
        "Hi Ana,\n\nWednesday works.\n\nKim\n\nOn Mon, 2 Jun 2025 at 09:00, Ana Ruiz "
        "<ana.ruiz@larkspur.example> wrote:\n> Hi Kim,\n>\n> Eva Stein has time on Tuesday at 10 "
        "or Wednesday at 11.\n>\n> Ana"
    )

    found = read(text, sender="Kim Berg <kim@home.example>", to=ANA, kind=Kind.ACCEPTANCE)

    assert found.interviewers == ("Eva Stein",)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Kun je toch niet? Mail eva@larkspur.example.", "eva@larkspur.example"),
        ("Un empêchement ? Prévenez Eva : eva@larkspur.example", "eva@larkspur.example"),
        ("Per chiarimenti: talenti@larkspur.example", "talenti@larkspur.example"),
        ("Please be on time.", "reminders@plan.example"),
    ],
)
def test_a_reminding_robot_yields_to_the_address_that_its_text_gives(text: str, where: str) -> None:
    found = read(text, sender="Kwekerij De Linie <reminders@plan.example>", kind=Kind.CONFIRMATION)

    assert address(found) == where
