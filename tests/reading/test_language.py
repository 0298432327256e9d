"""Which language a mail is in, by what its writer wrote now."""

import pytest

from agent.reading.language import language_of
from agent.reading.material import Body
from agent.reading.mime import parse


def language(new_text: str, *, subject: str = "", quoted: str = "", header: str = "") -> str:
    declared = f"Content-Language: {header}\r\n" if header else ""
    raw = f"From: a@b.example\r\nSubject: {subject}\r\n{declared}\r\n\r\n"
    return language_of(parse(raw.encode()), Body(new_text, quoted, signature=""))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Thank you for your application, we will be in touch."),
        ("de", "Vielen Dank für Ihre Bewerbung, wir melden uns bei Ihnen."),
        ("fr", "Nous avons bien reçu votre candidature et vous en remercions."),
        ("es", "Hemos recibido su candidatura y le agradecemos el interés."),
        ("pt", "Recebemos a sua candidatura e agradecemos o seu interesse, não é?"),
        ("it", "Abbiamo ricevuto la Sua candidatura e La ringraziamo per il tempo."),
        ("nl", "Wij hebben uw sollicitatie ontvangen en nemen die door."),
        ("pl", "Dziękujemy za przesłanie aplikacji na stanowisko, skontaktujemy się."),
        ("sv", "Tack för din ansökan, vi hör av oss till dig när vi har läst den."),
        ("fi", "Kiitos hakemuksesta, olemme yhteydessä ja se on hyvä."),
        ("uk", "Дякуємо за вашу заявку, ми її отримали."),
        ("ru", "Спасибо за ваш отклик, мы его получили."),
    ],
)
def test_small_words_tell_the_language(code: str, text: str) -> None:
    assert language(text) == code


def test_a_short_answer_is_read_with_its_subject_and_history() -> None:
    assert language("Ok!", quoted="Wann hätten Sie Zeit für ein Gespräch?") == "de"


def test_the_header_is_only_a_hint() -> None:
    text = "Thank you for your application, we will be in touch with you."

    assert language(text, header="de") == "en"
    assert language("Ok!", header="nl") == "nl"


def test_where_nothing_tells_it_is_english() -> None:
    assert language("12345") == "en"
