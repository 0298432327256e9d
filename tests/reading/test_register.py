"""du or Sie, tú or usted: which way a mail addresses its reader."""

import pytest

from agent.reading.facts import Sign
from agent.reading.register import register_of


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Hallo Ola, wir freuen uns auf dich! Passt dir Dienstag?", Sign.FAMILIAR),
        ("de", "Guten Tag, wir freuen uns auf Sie und Ihre Fragen.", Sign.POLITE),
        ("de", "Gern laden wir das Team ein; ihr Büro liegt am Hafen.", None),
        ("de", "Sie hat den Vertrag dabei.", None),
        ("es", "Hola Ola, nos gustaría saber cuándo puedes y qué tienes libre.", Sign.FAMILIAR),
        ("es", "Estimada señora: quedamos a la espera de que usted nos confirme.", Sign.POLITE),
        ("it", "Ciao Ola, se vuoi possiamo sentirci quando sei libera.", Sign.FAMILIAR),
        ("it", "Gentile candidata, restiamo in attesa di un Suo riscontro.", Sign.POLITE),
        ("nl", "Hoi Ola, leuk dat je langskomt met jouw portfolio.", Sign.FAMILIAR),
        ("nl", "Geachte mevrouw, graag nodigen wij u uit met uw cv.", Sign.POLITE),
        ("fr", "Bonjour Ola, merci de nous dire si tu es libre et ton horaire.", Sign.FAMILIAR),
        ("fr", "Madame, nous vous remercions de votre candidature.", Sign.POLITE),
        ("pt", "Olá Ola, queremos saber se você confirma.", Sign.POLITE),
        ("en", "Dear Ola, we look forward to meeting you.", None),
    ],
)  # fmt: skip
def test_a_mail_shows_how_it_addresses_its_reader(
    language: str, text: str, expected: Sign | None
) -> None:
    assert register_of(text, language) is expected
