"""The second choice, told from a refusal. Every mail is of Monday 2 March 2026."""

import pytest

from agent.reading.automatic import automatic
from agent.reading.facts import Kind
from agent.reading.kinds import Verdict, classify
from agent.reading.promises import promises
from tests.reading.said import material_of

SECOND_CHOICE = [
    pytest.param(
        "Hi Jo,\n\nI'd like to be open with you: we have made an offer to another candidate. You "
        "are our second choice and we will know within two weeks whether they accept.",
        id="en",
    ),
    pytest.param(
        "Hi Jo,\n\nThe other candidate has our offer and has until 16 March. You remain our "
        "runner-up, and we will let you know by Monday 16 March either way.",
        id="en-runner-up",
    ),
    pytest.param(
        "Guten Tag,\n\nwir haben einer anderen Bewerberin ein Angebot gemacht, Sie sind unsere "
        "zweite Wahl. In zwei Wochen wissen wir, ob sie annimmt, und melden uns dann bei Ihnen.",
        id="de",
    ),
    pytest.param(
        "Madame,\n\nJe préfère être transparente : vous êtes notre second choix. Nous avons fait "
        "une proposition à une autre personne et nous saurons d'ici deux semaines si elle "
        "l'accepte. Si ce n'est pas le cas, je reviens vers vous avec grand plaisir.",
        id="fr",
    ),
    pytest.param(
        "Hola Jo:\n\nHemos hecho una oferta a otra persona; tú eres nuestra segunda opción y en "
        "dos semanas sabremos si acepta.",
        id="es",
    ),
    pytest.param(
        "Olá Jo,\n\nfizemos uma proposta a outro candidato. É a nossa segunda escolha e dentro de "
        "duas semanas saberemos se ele aceita.",
        id="pt",
    ),
    pytest.param(
        "Gentile Jo,\n\nabbiamo fatto un'offerta a un'altra persona; Lei è la nostra seconda "
        "scelta ed entro due settimane sapremo se accetta.",
        id="it",
    ),
    pytest.param(
        "Beste Jo,\n\nwe hebben een andere kandidaat een aanbod gedaan. Jij bent onze tweede keus "
        "en binnen twee weken weten we of zij het aanneemt.",
        id="nl",
    ),
]


def read(text: str) -> Verdict:
    material = material_of(text)
    return classify(material, automatic(material))


@pytest.mark.parametrize("text", SECOND_CHOICE)
def test_who_comes_next_while_an_offer_is_open_is_not_refused(text: str) -> None:
    verdict = read(text)

    assert (verdict.kind, verdict.answers) == (Kind.HOLDING, True)


@pytest.mark.parametrize("text", SECOND_CHOICE)
def test_when_that_will_be_known_is_a_promise(text: str) -> None:
    material = material_of(text)

    found = promises(material, classify(material, automatic(material)))

    assert str(found.decision_by) == "2026-03-16"


@pytest.mark.parametrize(
    "text",
    [
        "Hi Jo,\n\nUnfortunately we have made an offer to another candidate. You were our second "
        "choice, and we wish you all the best.",
        "Hi Jo,\n\nyou were a close second, but we have offered the position to another "
        "candidate, who has accepted.",
        "Hi Jo,\n\nYou are on our reserve list. Unfortunately you have not been selected for this "
        "role. We will let you know if they decline.",
        "Guten Tag,\n\nleider haben wir uns für eine andere Bewerberin entschieden, Sie waren "
        "unsere zweite Wahl. Wir wünschen Ihnen alles Gute.",
        "Madame,\n\nNous avons fait une proposition à une autre personne. Nous vous souhaitons une "
        "bonne continuation.",
        "Madame,\n\nLe poste a été attribué à une autre candidate. Vous étiez notre second choix.",
        "Hola Jo:\n\nLamentablemente hemos elegido a otra persona. Te deseamos mucha suerte.",
        "Olá Jo,\n\ninfelizmente escolhemos outro candidato. Desejamos-lhe boa sorte.",
        "Gentile Jo,\n\npurtroppo abbiamo scelto un altro candidato. In bocca al lupo.",
        "Beste Jo,\n\nhelaas hebben we voor een andere kandidaat gekozen. Veel succes.",
    ],
)
def test_who_was_the_second_choice_is_refused(text: str) -> None:
    assert read(text).kind is Kind.REJECTION
