"""Company, role, agency, system and country of invented mail."""

from zoneinfo import ZoneInfo

import pytest

from agent.reading.employer import Employer, employer
from agent.reading.facts import Culture, Kind, Seniority
from agent.reading.kinds import Verdict
from agent.reading.material import Material
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import prepare
from agent.reading.role import seniority_of

OWNER = Owner(("kim@home.example",), ZoneInfo("Europe/London"), name="Kim Berg")


def material(text: str, *headers: str, subject: str = "Hello", sender: str) -> Material:
    head = (
        f"From: {sender}",
        "To: Kim Berg <kim@home.example>",
        f"Subject: {subject}",
        "Date: Mon, 02 Jun 2025 10:00:00 +0100",
        *headers,
        "Content-Type: text/plain; charset=utf-8",
    )
    return prepare(parse("\r\n".join((*head, "", text, "")).encode()), OWNER)


def firm(
    text: str,
    subject: str = "Hello",
    sender: str = "Ana Ruiz <ana@mail.example>",
    kind: Kind = Kind.INVITATION,
) -> Employer:
    verdict = Verdict(kind, answers=False, confidence=1.0, signs=frozenset(), evidence=())
    return employer(material(text, subject=subject, sender=sender), verdict)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for applying to Larkspur Analytics.",
        "Thanks for your interest in the Data Engineer position at Larkspur Analytics.",
        "vielen Dank für Ihre Bewerbung bei der Larkspur Analytics GmbH.",
        "Merci de votre intérêt pour Larkspur Analytics.",
        "Gracias por tu interés en formar parte de Larkspur Analytics.",
        "Obrigado por se candidatar à vaga de Contador na Larkspur Analytics.",
        "La ringraziamo per la candidatura presso Larkspur Analytics S.r.l.",
        "Bedankt voor je sollicitatie bij Larkspur Analytics B.V.",
    ],
)
def test_the_sentence_names_the_company_in_each_language(text: str) -> None:
    found = firm(text, sender="Careers <no-reply@us.greenhouse-mail.io>")

    assert found.company == "Larkspur Analytics"


def test_the_system_is_never_the_employer() -> None:
    found = firm("Your interview is booked.", sender="Calendly <noreply@calendly.com>")

    assert (found.company, found.system) == (None, "Calendly")


@pytest.mark.parametrize(
    ("sender", "company"),
    [
        ("Larkspur Analytics Careers <no-reply@ashbyhq.com>", "Larkspur Analytics"),
        ("Larkspur Analytics @ icims <x+autoreply@talent.icims.com>", "Larkspur Analytics"),
        ("Larkspur Workday Notifications <larkspur@myworkday.com>", "Larkspur"),
        ("Karriere Larkspur Analytics <no-reply@softgarden.io>", "Larkspur Analytics"),
    ],
)
def test_a_systems_display_name_gives_the_employer_undressed(sender: str, company: str) -> None:
    assert firm("We have your documents.", sender=sender).company == company


def test_the_signature_names_the_company_without_its_legal_form() -> None:
    text = "See you on Monday.\n\nAna Ruiz\nHR Manager\nLarkspur Analytics Ltd, 4 Mill Lane"

    assert firm(text, sender="Ana Ruiz <ana@larkspur.example>").company == "Larkspur Analytics"


def test_the_domain_counts_only_where_the_mail_names_nobody() -> None:
    assert firm("See you then.", sender="Ana <ana@brookfreight.example>").company == "Brook Freight"


def test_of_an_agencys_mail_the_client_is_the_company() -> None:
    text = "Our client Larkspur Analytics would like to meet you.\n\nAna Ruiz\nHarbour Recruitment"

    found = firm(text, sender="Ana Ruiz <ana@harbourrecruitment.example>")

    assert found.company == "Larkspur Analytics"
    assert found.agency is not None


def test_an_agency_that_hides_its_client_leaves_no_company() -> None:
    text = "My client, a large bank, liked your CV.\n\nAna Ruiz\nHarbour Search"

    found = firm(text, sender="Ana Ruiz <ana@harboursearch.example>")

    assert found.company is None
    assert found.agency == "Harbour Search"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("We would like to talk about the Data Engineer role.", "Data Engineer"),
        ("Thank you for applying for the position of Data Engineer at Larkspur.", "Data Engineer"),
        ("Role: Data Engineer", "Data Engineer"),
        ("vielen Dank für Ihre Bewerbung als Buchhalter (m/w/d).", "Buchhalter"),
        ("für die Position Leiter Einkauf (w/m/d) laden wir Sie ein.", "Leiter Einkauf"),
        (
            "votre candidature au poste de Responsable qualité (H/F) nous plaît.",
            "Responsable qualité",
        ),
        ("la entrevista para el puesto de Analista de riesgos es mañana.", "Analista de riesgos"),
        ("a entrevista para a vaga de Analista de crédito.", "Analista de crédito"),
        ("la posizione di Addetto alla logistica presso di noi.", "Addetto alla logistica"),
        ("je sollicitatie naar de functie Adviseur water (m/v/x) is binnen.", "Adviseur water"),
        ("come in about the site carpenter job", "site carpenter"),
        ("danke für Ihre Bewerbung als Personalleiter.", "Personalleiter"),
        ("wir wollen über die Stelle Dreher sprechen und sehen uns bald.", "Dreher"),
        ("die Stelle als Dreher interessiert uns beide sehr.", "Dreher"),
        ("le poste de Soudeur lors de notre visite", "Soudeur"),
    ],
)
def test_the_role_is_named_without_gender_suffix(text: str, role: str) -> None:
    assert firm(text).role == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("We'd like to offer you the position of warehouse operative.", "warehouse operative"),
        ("Thanks for coming in about the sous chef job yesterday.", "sous chef"),
        ("You applied to be a dental hygienist with us.", "dental hygienist"),
        ("wir suchen weiterhin einen Maurer, melden Sie sich gern.", "Maurer"),
        (
            "la vacante de auxiliar administrativo que publicamos sigue abierta y es para ti.",
            "auxiliar administrativo",
        ),
        ("la posizione di addetto alla contabilità è aperta.", "addetto alla contabilità"),
        ("bedankt voor je brief voor de functie van planner.", "planner"),
        ("votre candidature en tant que cariste nous plaît.", "cariste"),
        ("a função de serralheiro continua em aberto.", "serralheiro"),
        ("Sie sind als Justizfachwirtin eingestellt.", "Justizfachwirtin"),
        ("Ihre Bewerbung „Referentin Fundraising (w/m/d)“ ist da.", "Referentin Fundraising"),
    ],
)
def test_jobs_are_known_by_their_form_in_small_letters_too(text: str, role: str) -> None:
    assert firm(text).role == role


@pytest.mark.parametrize(
    "text",
    [
        "It is a place of work like no other.",
        "as our Group Director is away, please wait.",
        "un puesto de trabajo seguro es importante.",
        "Als alles goed gaat, hoor je snel meer.",
        "You will speak with Priya Nair (Head of Design) and Rui about what you have done.",
    ],
)
def test_what_only_looks_like_a_job_is_none(text: str) -> None:
    assert firm(text).role is None


@pytest.mark.parametrize(
    ("subject", "role"),
    [
        ("Re: bakker vacature", "bakker"),
        ("Bewerbung ZFA", "ZFA"),
        ("Entretien - aide-soignante de nuit", "aide-soignante de nuit"),
        ("Colloquio impiegata amministrativa", "impiegata amministrativa"),
        ("Entrevista Técnica de Calidad", "Técnica de Calidad"),
        ("Entrevista técnica", None),
        ("Termin am Dienstag", None),
        ("Votre rendez-vous de lundi", None),
    ],
)
def test_a_subject_holds_the_job_beside_its_common_words(subject: str, role: str | None) -> None:
    assert firm("See you.", subject=subject).role == role


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Holm Foods have come back and want to see you.", "Holm Foods"),
        ("Die Holm Maschinenbau GmbH möchte Sie kennenlernen.", "Holm Maschinenbau"),
        ("J'ai eu un retour des Ateliers Holm ce matin.", "Ateliers Holm"),
        ("Me acaban de llamar de Talleres Holm.", "Talleres Holm"),
        ("Ho avuto riscontro della Tipografia Holm.", "Tipografia Holm"),
        ("Nieuws van Holm Bouw: ze willen je spreken.", "Holm Bouw"),
    ],
)
def test_of_whom_an_agency_speaks_as_of_a_third_party_is_its_client(
    text: str, company: str
) -> None:
    found = firm(f"{text}\n\nAna Ruiz\nRuiz Recruitment", sender="Ana Ruiz <ana@ruiz.example>")

    assert (found.company, found.agency) == (company, "Ruiz Recruitment")


def test_an_employers_own_recruiters_are_no_agency() -> None:
    text = "We look forward to meeting you.\n\nAna Ruiz\nLarkspur Recruitment"

    found = firm(text, sender="Ana Ruiz <ana@larkspur.example>")

    assert (found.company, found.agency) == ("Larkspur", None)


def test_a_display_name_beats_the_domain_of_a_system_that_nobody_knows() -> None:
    found = firm("See you tomorrow.", sender="Verrerie des Trois Monts <no-reply@talentix.example>")

    assert found.company == "Verrerie des Trois Monts"


@pytest.mark.parametrize(
    ("sender", "signature", "company"),
    [
        ("ana@wwb.example", "Wells Water Board", "Wells Water Board"),
        ("ana@ipserra.example", "Instituto Politécnico da Serra", "Instituto Politécnico da Serra"),
        ("ana@dakenraad.example", "Dak & Raad", "Dak & Raad"),
    ],
)
def test_a_domain_may_abbreviate_the_name(sender: str, signature: str, company: str) -> None:
    text = f"See you on Monday.\n\nAna Ruiz\n{signature}"

    assert firm(text, sender=f"Ana Ruiz <{sender}>").company == company


def test_a_link_to_a_system_names_the_tenant() -> None:
    found = firm(
        "Choose a time: https://larkspur.teamtailor.com/schedule",
        sender="Ana Ruiz <reply-1@inbound.teamtailor-mail.com>",
    )

    assert found.company == "Larkspur"


@pytest.mark.parametrize(
    "text",
    ["Sorry, our chat at 3pm must move.", "um 15 Uhr, bei Ihnen in Lissabon also um 14 Uhr."],
)
def test_a_clock_and_a_pronoun_are_no_firm(text: str) -> None:
    assert firm(text, sender="Ed Hall <ed@brightwick.example>").company == "Brightwick"


def test_the_subject_gives_the_role_without_its_common_words() -> None:
    assert firm("See you then.", subject="Re: Interview - Harbour Technician").role == (
        "Harbour Technician"
    )


def test_interview_and_update_are_no_roles() -> None:
    assert firm("See you then.", subject="Re: Your interview: update").role is None


@pytest.mark.parametrize("kind", [Kind.BULK, Kind.OTHER, Kind.BOUNCE])
def test_noise_has_no_employer(kind: Kind) -> None:
    found = firm("Thank you for applying to Larkspur for the Data Engineer role.", kind=kind)

    assert (found.company, found.role) == (None, None)


@pytest.mark.parametrize(
    ("tail", "sender", "country"),
    [
        ("Ana Ruiz\nTel. +49 30 5550 100", "ana@firm.example", "DE"),
        ("Ana Ruiz\n+44 (0)20 7946 0100", "ana@firm.example", "GB"),
        ("Ana Ruiz\n+1 415 555 0100", "ana@firm.example", None),
        ("Ana Ruiz", "ana@firm.co.uk", "GB"),
        ("Ana Ruiz", "ana@firm.io", None),
        ("Ana Ruiz", "ana@firm.example", None),
    ],
)
def test_a_phone_or_a_country_domain_tells_the_country(
    tail: str, sender: str, country: str | None
) -> None:
    assert firm(f"See you on Monday.\n\n{tail}", sender=f"Ana Ruiz <{sender}>").country == country


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("210 Congress Street, Boston, MA 02110", "US"),
        ("1800 W Fulton St, Chicago, IL 60612-1234 | Suite 9", "US"),
        ("Boston, MA 02110", "US"),
        ("200 Front St W, Toronto, ON M5V 2T6", "CA"),
        ("1250, boul. René-Lévesque, Montréal (QC) H3B 4W8", "CA"),
        ("12 Leonard Street, London EC2A 4QS", "GB"),
        ("Manchester M1 2WD", "GB"),
        ("Cardiff CF10 1EP", "GB"),
        # Not so: other countries' codes, and what only looks like one.
        ("Gießerstraße 41, 04229 Leipzig", None),
        ("Houthavenkade 8, 1506 AB Zaandam", None),
        ("Via Roma 1, 20121 Milano, MI", None),
        ("12 rue de Fer, 75002 Paris", None),
        ("Av. Central 10, Monterrey, NL 64000", None),
        ("Form CA 12345, Version IT 10001", None),
        ("Room M1 2WD4", None),
    ],
)
def test_a_postal_address_tells_the_country_without_naming_it(
    address: str, country: str | None
) -> None:
    signature = f"Kind regards,\n\nAna Ruiz\nLarkspur\n{address}\n(312) 555-0177"

    found = firm(f"See you on Monday.\n\n{signature}", sender="Ana Ruiz <ana@larkspur.example>")

    assert found.country == country


def test_an_address_in_the_text_tells_no_country() -> None:
    text = "We meet on Monday. Where:\n210 Congress Street, Boston, MA 02110\n\nSee you there."

    assert firm(text, sender="Ana Ruiz <ana@larkspur.example>").country is None


def test_the_requisition_number_is_read() -> None:
    assert firm("Your application for R-0055501 Data Analyst.").requisition == "R-0055501"


def test_director_and_executive_are_senior_and_manager_is_not() -> None:
    levels = [
        firm(f"We would like to talk about the {role} role.").seniority
        for role in ("Finance Director", "Chief Data Officer", "Senior Manager")
    ]

    assert levels == [Seniority.DIRECTOR, Seniority.EXECUTIVE, None]


def test_councils_are_government_and_universities_academia() -> None:
    council = firm("Ana Ruiz\nHolm County Council", sender="Ana Ruiz <ana@holm.example>")
    university = firm("See you then.", sender="Ana Ruiz <ana@holm.ac.uk>")

    assert council.culture is Culture.GOVERNMENT
    assert university.culture is Culture.ACADEMIA


@pytest.mark.parametrize(
    "hostile",
    [
        "A-" * 9000,
        "A & " * 5000,
        "the " * 5000,
        "Ab " * 6000,
        "von " * 5000,
        "position at A " * 1500,
    ],
    ids=["hyphens", "ampersands", "articles", "capitals", "particles", "phrases"],
)
def test_hostile_text_is_read_in_linear_time(hostile: str) -> None:
    assert firm(hostile, subject=hostile[:500]).system is None


def test_the_domain_written_to_makes_nobody_sure_of_the_employer() -> None:
    """It may be an agency's."""
    outgoing = prepare(
        parse(
            b"From: Kim Berg <kim@home.example>\r\nTo: Ana Ruiz <ana@larkspur.example>\r\n"
            b"Subject: Re: A talk\r\nDate: Mon, 02 Jun 2025 10:00:00 +0100\r\n\r\n"
            b"Dear Ana,\r\nTuesday suits me well. Shall I come to Larkspur?\r\nKim\r\n"
        ),
        OWNER,
    )
    verdict = Verdict(
        Kind.ACCEPTANCE, answers=False, confidence=1.0, signs=frozenset(), evidence=()
    )
    found = employer(outgoing, verdict)

    assert found.company == "Larkspur"
    assert max(e.confidence for e in found.evidence if e.fact == "company") < 0.5


def test_a_word_beside_the_job_is_a_guess_where_a_system_writes() -> None:
    """And never the name of the person whose relay takes the answers."""
    found = firm(
        "When could we talk?\nNora Frank",
        subject="Larkspur - Data Engineer",
        sender="Nora Frank <nora.frank@hire.lever.co>",
    )

    assert found.company == "Larkspur"
    assert max(e.confidence for e in found.evidence if e.fact == "company") < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Your conversation with Nora Frank and Peter Quint takes place on Tuesday at ten.",
        "Ihr Gespräch bei Nora Frank und Peter Quint findet am Dienstag statt.",
        "Votre entretien chez Nora Frank et Peter Quint aura lieu mardi.",
    ],
)
def test_two_persons_are_no_firm(text: str) -> None:
    assert firm(text, sender="Ana Ruiz <ana.ruiz@gmail.com>").company is None


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for applying as Data Engineer and your interest in Larkspur.",
        "vielen Dank für Ihre Bewerbung als Data Engineer und Ihr Interesse an Larkspur.",
        "Merci de votre candidature au poste de Data Engineer et de votre intérêt pour Larkspur.",
        "Gracias por tu candidatura al puesto de Data Engineer y tu interés en Larkspur.",
    ],
)
def test_a_job_ends_before_what_is_thanked_for_next(text: str) -> None:
    assert firm(text).role == "Data Engineer"


@pytest.mark.parametrize(
    ("role", "level"),
    [
        ("Sales Executive", None),
        ("Account Executive", None),
        ("Executive Assistant", None),
        ("Assistenz der Geschäftsführung", None),
        ("Chief Product Officer", Seniority.EXECUTIVE),
        ("Vice President Engineering", Seniority.EXECUTIVE),
        ("Executive Director", Seniority.EXECUTIVE),
        ("Managing Director", Seniority.EXECUTIVE),
        ("Geschäftsführer", Seniority.EXECUTIVE),
        ("C-level Advisor", Seniority.EXECUTIVE),
        ("Director of Finance", Seniority.DIRECTOR),
        ("Senior Manager", None),
    ],
)
def test_the_level_is_of_who_directs_and_not_of_who_sells(
    role: str, level: Seniority | None
) -> None:
    assert seniority_of(role) is level
