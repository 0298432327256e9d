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
    ("text", "on"),
    [
        ("I will ring you by close of play Friday.", "2026-03-06"),
        ("Expect to hear from me early next week.", "2026-03-11"),
        ("We hope to tell everyone in the week of the 16th.", "2026-03-20"),
        ("You will hear from us the week after next.", "2026-03-20"),
        ("The decision should be made by mid-March.", "2026-03-15"),
        ("The outcome will be announced some time in April.", "2026-04-30"),
        ("We will revert to you within a fortnight.", "2026-03-16"),
        ("We will let you know in a week or two.", "2026-03-16"),
        ("You will get a yes or no from us within 48 hours.", "2026-03-04"),
        ("Please allow ten working days for a decision.", "2026-03-16"),
        ("You will hear within five working days of the interviews on 13 March.", "2026-03-20"),
        ("Im Laufe der 12. Kalenderwoche erfahren Sie, wie es weitergeht. Danke", "2026-03-20"),
        ("Innert zwei Wochen geben wir Ihnen Bescheid. Viele Grüße", "2026-03-16"),
        ("Anfang April lassen wir Sie wissen, ob es klappt. Viele Grüße", "2026-04-10"),
        ("Bis Freitag sage ich Ihnen, wie es ausgegangen ist. Viele Grüße", "2026-03-06"),
        ("Vous aurez une réponse de notre part sous huitaine. Merci", "2026-03-10"),
        ("Nous reviendrons vers vous d'ici une quinzaine de jours. Merci", "2026-03-17"),
        ("La direction tranchera fin avril et vous le saurez. Merci", "2026-04-30"),
        ("Te decimos algo en un plazo de 10 días hábiles. Un saludo para ti", "2026-03-16"),
        ("A mediados de marzo sabrás si seguimos. Un saludo para ti", "2026-03-15"),
        ("Na semana de 16 de março damos-lhe uma resposta. Obrigado", "2026-03-20"),
        ("Você terá uma devolutiva nossa em até dez dias. Obrigado", "2026-03-12"),
        ("Ci facciamo vivi la prossima settimana con un riscontro. Grazie", "2026-03-13"),
        ("La ricontatteremo entro 10 giorni lavorativi. Cordiali saluti", "2026-03-16"),
        ("I should be able to confirm either way by Friday.", "2026-03-06"),
        ("Rechnen Sie bitte bis zum 12. März mit unserem Bescheid. Danke", "2026-03-12"),
        ("We hakken eind volgende week de knoop door. Groeten van ons", "2026-03-13"),
        ("Wij koppelen binnen tien werkdagen aan u terug. Groeten", "2026-03-16"),
    ],
)
def test_people_promise_in_many_words(text: str, on: str) -> None:
    assert str(promised(text).decision_by) == on


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Send it back by Friday and I will give you a verdict by 11 March.", "2026-03-11"),
        ("Your deadline is 20 March; we will let you know by the 31st.", "2026-03-31"),
        ("Senden Sie uns das bis Freitag, wir melden uns bis zum 11. März. Danke", "2026-03-11"),
    ],
)
def test_a_date_belongs_to_the_nearest_verb(text: str, on: str) -> None:
    assert str(promised(text).decision_by) == on


def test_by_then_means_the_date_of_the_sentence_before() -> None:
    found = promised("The last interviews end on 13 March. You will hear from us by then.")

    assert str(found.decision_by) == "2026-03-13"


@pytest.mark.parametrize(
    "text",
    [
        "We won't be able to tell you anything before 13 March.",
        "If you are shortlisted, we will contact you by 20 March.",
        "Our office is closed until 13 March.",
        "The link expires on 13 March.",
        "Your application was received on 02/03/2026 and we will get back to you.",
        "We will call you on Friday at 10:00 for the interview.",
        "Nous ne pourrons rien vous dire avant le 20 mars. Merci à vous",
        "Unser Büro ist bis Freitag geschlossen. Viele Grüße von uns",
        "Pode responder até sexta-feira? Obrigado",
        "Wir freuen uns, wenn Sie uns bis Mittwoch Bescheid geben. Danke",
        "The interview takes place in the week of 16 March.",
        "Heb je volgende week tijd voor een gesprek?",
        "Tienes hasta el domingo 8 de marzo para entregar la prueba. Gracias",
    ],
)
def test_a_date_that_ends_no_waiting_is_no_promise(text: str) -> None:
    assert promised(text).decision_by is None


@pytest.mark.parametrize(
    "text",
    [
        "Should you not receive a reply by 20 March, you were not successful.",
        "Only shortlisted candidates will be contacted by 20 March.",
        "Wenn Sie bis zum 20.3. nichts von uns hören, hat es leider nicht geklappt.",
        "Si antes del 20 de marzo no ha tenido noticias nuestras, no ha sido seleccionado.",
        "Si no le llamamos antes del 20 de marzo, hemos elegido a otro candidato.",
        "If we have not called you before 20 March, the job has gone to somebody else.",
        "Se não tiver notícias nossas até 20 de março, a vaga foi preenchida.",
        "Se entro il 20 marzo non riceve nostre notizie, la candidatura non è stata accolta.",
        "Hoort u voor 20 maart niets van ons, dan bent u helaas niet geselecteerd.",
    ],
)
def test_silence_means_no_in_every_language(text: str) -> None:
    found = promised(text, Kind.ACKNOWLEDGEMENT)

    assert (found.decision_by, str(found.silence_means_no_by)) == (None, "2026-03-20")


def test_the_owners_silence_is_not_the_employers() -> None:
    found = promised("If we do not hear from you by 20 March we will close your file.")

    assert (found.decision_by, found.silence_means_no_by) == (None, None)


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


@pytest.mark.parametrize(
    "text",
    [
        "We hold two more interviews and will decide by Friday 13 March.",
        "We have two more interviews this week and the decision runs until Friday 13 March.",
        "Wir führen noch zwei Gespräche und treffen die Entscheidung bis Freitag, 13. März.",
        "Wir führen heute und morgen noch Gespräche und entscheiden bis Freitag, 13. März. Danke",
        "Wir führen noch zwei Gespräche und werden bis Freitag, 13. März, entscheiden. Danke",
        "Nous menons encore deux entretiens et prendrons la décision d'ici au 13 mars. Merci",
        "Encore deux entretiens et vous aurez une réponse : comptez jusqu'au 13 mars. Merci",
        "Nos quedan dos entrevistas y tendremos una decisión hasta el 13 de marzo. Un saludo",
        "Faltam duas entrevistas e tomaremos a decisão até 13 de março. Obrigado",
        "Abbiamo ancora due colloqui e decideremo entro venerdì 13 marzo. Cordiali saluti",
        "We voeren nog twee gesprekken en nemen de beslissing voor vrijdag 13 maart. Groet",
        "Er komen nog twee gesprekken en een besluit kan duren tot vrijdag 13 maart. Groet",
    ],
)
def test_when_a_decision_will_fall_is_a_promise_though_talks_are_still_held(text: str) -> None:
    found = promised(text)

    assert (str(found.decision_by), found.closing_on) == ("2026-03-13", None)


@pytest.mark.parametrize(
    "text",
    [
        "Interviews will run until Friday 13 March.",
        "We are interviewing until Friday 13 March, then we will get back to you.",
        "Die Gespräche laufen noch bis Freitag, 13. März. Viele Grüße",
        "Die Gespräche laufen bis zum 13. März, danach melden wir uns. Viele Grüße",
        "Les entretiens se poursuivent jusqu'au 13 mars, puis nous vous répondrons. Merci",
        "Las entrevistas continúan hasta el 13 de marzo y luego te avisamos. Un saludo",
        "As entrevistas decorrem até 13 de março e depois damos uma resposta. Obrigado",
        "I colloqui proseguono fino al 13 marzo, poi Le faremo sapere. Cordiali saluti",
        "De gesprekken lopen tot vrijdag 13 maart, daarna hoort u van ons. Groet",
    ],
)
def test_until_when_others_are_seen_is_a_closing_date(text: str) -> None:
    found = promised(text)

    assert (found.decision_by, str(found.closing_on)) == (None, "2026-03-13")


@pytest.mark.parametrize(
    "text",
    [
        "We are interviewing until Friday 13 March and will decide by 20 March.",
        "Die Gespräche laufen bis zum 13. März, und wir entscheiden bis zum 20. März. Viele Grüße",
        "Les entretiens vont jusqu'au 13 mars et nous vous répondrons avant le 20 mars. Merci",
        "Las entrevistas siguen hasta el 13 de marzo y decidiremos antes del 20 de marzo. Gracias",
        "De gesprekken lopen tot 13 maart en we beslissen uiterlijk 20 maart. Groet",
    ],
)
def test_one_sentence_may_name_both(text: str) -> None:
    found = promised(text)

    assert (str(found.decision_by), str(found.closing_on)) == ("2026-03-20", "2026-03-13")


@pytest.mark.parametrize("kind", [Kind.BULK, Kind.AUTO_REPLY, Kind.REJECTION, Kind.CANCELLATION])
def test_refusals_and_machines_promise_nothing(kind: Kind) -> None:
    assert promised("You will hear from us by Friday.", kind).decision_by is None


def test_the_owners_own_mail_promises_nothing() -> None:
    assert promised("I will let you know by Friday.", Kind.OWN_OTHER, own=True).decision_by is None


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("You will hear from us within the next two weeks.", "2026-03-16"),
        ("We will let you know over the next couple of weeks.", "2026-03-16"),
        ("We will be in touch in the next ten days.", "2026-03-12"),
        ("Wir melden uns in den kommenden beiden Wochen bei Ihnen. Viele Grüße", "2026-03-16"),
        ("Nous vous répondrons dans les deux prochaines semaines. Merci", "2026-03-16"),
        ("Nous vous tiendrons informée d'ici deux semaines. Merci", "2026-03-16"),
        ("Le daremos una respuesta en las dos próximas semanas. Un saludo", "2026-03-16"),
        ("Le informaremos en los próximos diez días. Un saludo", "2026-03-12"),
        ("Daremos uma resposta nas duas próximas semanas. Obrigado", "2026-03-16"),
        ("Le faremo sapere nelle due prossime settimane. Cordiali saluti", "2026-03-16"),
        ("U hoort binnen nu en twee weken van ons. Met vriendelijke groet", "2026-03-16"),
        ("U hoort de komende twee weken van ons. Met vriendelijke groet", "2026-03-16"),
    ],
)
def test_next_may_stand_before_or_behind_the_number_of_a_span(text: str, on: str) -> None:
    assert str(promised(text).decision_by) == on
