"""The owner picks one of the times that were offered. Every mail is of Monday 2 March 2026."""

import pytest

from agent.reading.facts import Kind
from agent.reading.interviews import interviews
from agent.reading.kinds import classify
from tests.reading.said import material_of

SLOTS = """
On Mon, 2 Mar 2026 at 08:00, Kim Lee <kim@employer.example> wrote:
> Which of these suits you?
> - Monday 9 March, 10:00
> - Tuesday 10 March, 14:30
"""


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday suits me best, so I'll be there at half past two.",
        "Tuesday works very well for me, I will be with you at 2:30 pm.",
        "Dienstag passt mir am besten, dann bin ich um halb drei bei Ihnen.",
        "Mardi me convient le mieux, je serai donc chez vous à 14h30.",
        "El martes me viene mejor, así que estaré allí a las dos y media de la tarde.",
        "Terça-feira é o melhor para mim, estarei então aí às 14h30.",
        "Martedì mi va benissimo, quindi sarò da voi alle 14:30.",
        "Dinsdag past mij het beste, dus dan ben ik er om half drie.",
    ],
)
def test_a_day_is_picked_though_the_hour_stands_at_the_end_of_the_sentence(text: str) -> None:
    material = material_of(f"{text}\n{SLOTS}", own=True)
    kind = classify(material, None)

    found = interviews(material, kind).found

    assert kind.kind is Kind.ACCEPTANCE
    assert [f"{one.start:%d %H:%M} {one.status}" for one in found] == ["10 14:30 scheduled"]


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday does not suit me, I cannot be there at half past two.",
        "Tuesday doesn't work for me, my train only arrives at half past two.",
        "Dienstag passt mir leider nicht, da kann ich um halb drei nicht weg.",
        "Mardi ne me convient pas, je ne peux pas être là à 14h30.",
        "El martes no puedo, a las dos y media de la tarde tengo médico.",
        "Terça-feira não posso, às 14h30 tenho uma consulta.",
        "Martedì non posso, alle 14:30 ho una visita.",
        "Dinsdag past mij niet, dan kan ik er om half drie niet zijn.",
    ],
)
def test_a_day_that_does_not_suit_is_not_picked(text: str) -> None:
    material = material_of(f"{text}\n{SLOTS}", own=True)

    assert classify(material, None).kind is not Kind.ACCEPTANCE


@pytest.mark.parametrize(
    "text",
    [
        "Monday does not work for me, Tuesday at half past two does.",
        "Montag geht bei mir nicht. Dienstag um 14:30 Uhr passt.",
        "Lundi ne me convient pas, mardi à 14h30 me convient très bien.",
        "Maandag kan ik niet, dinsdag om half drie past wel.",
    ],
)
def test_of_two_days_the_one_that_suits_is_picked(text: str) -> None:
    material = material_of(f"{text}\n{SLOTS}", own=True)

    assert classify(material, None).kind is Kind.ACCEPTANCE
