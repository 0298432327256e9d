"""Which language a mail is written in: by its small words, which every sentence needs."""

import re
from collections import Counter, defaultdict
from functools import cache

from agent.reading.lexicon import lexicon
from agent.reading.material import Body
from agent.reading.message import Message

ENOUGH = 3.0  # so much evidence settles it; below that the subject and the history are asked too
HINT = 0.5  # what a telling letter or a header is worth beside a small word
LONGEST = 4_000  # characters looked at of each text

_LETTERS = {"ß": "de", "ñ": "es", "¿": "es", "¡": "es", "ã": "pt", "õ": "pt", "ł": "pl", "ř": "cs"}
_LETTERS |= {"ğ": "tr", "ő": "hu", "ț": "ro", "ș": "ro", "œ": "fr", "è": "it", "ů": "cs", "ż": "pl"}
_SCRIPTS = (
    (re.compile(r"[а-яіїєґ]"), "ru"),
    (re.compile(r"[α-ω]"), "el"),
    (re.compile(r"[א-ת]"), "he"),
    (re.compile(r"[ء-ي]"), "ar"),
    (re.compile(r"[ぁ-ヿ]"), "ja"),
    (re.compile(r"[가-힣]"), "ko"),
    (re.compile(r"[一-鿿]"), "zh"),
)
_FOREIGN = re.compile(r"[Ͱ-\U0010ffff]")  # anything but Latin letters; other signs too
_UKRAINIAN = re.compile(r"[іїєґ]")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"https?://\S+|\S+@\S+")


def language_of(message: Message, body: Body) -> str:
    """ISO 639-1 code: of the new text; where that is too short also of the subject, then of the
    history, then the Content-Language header, which often is the mail program's; "en" where nothing
    tells.
    """
    scores: dict[str, float] = defaultdict(float)
    for text, weight in ((body.new_text, 1.0), (message.envelope.subject, 0.7), (body.quoted, 0.4)):
        for language, score in _evidence(text).items():
            scores[language] += score * weight
        if max(scores.values(), default=0.0) >= ENOUGH:
            break
    declared = (message.header("content-language") or "")[:2].lower()
    if declared in lexicon("small_words"):
        scores[declared] += HINT
    return max(scores, key=scores.__getitem__) if scores else "en"


def heard_instead(text: str, language: str) -> str:
    """The language that a short text is in, where nothing of `language` is heard in it; else ""."""
    scores = _evidence(text)
    other = max(scores, key=scores.__getitem__, default="")
    return other if other and scores[other] >= 1 and language not in scores else ""


def _evidence(text: str) -> dict[str, float]:
    """How much each language is heard in `text`."""
    heard: dict[str, float] = defaultdict(float)
    text = text[:LONGEST]
    if "@" in text or "://" in text:
        text = _LINK.sub(" ", text)
    text = text.lower()
    for script, language in _SCRIPTS if _FOREIGN.search(text) else ():
        if len(script.findall(text)) > max(4, len(text) // 8):
            language = "uk" if _UKRAINIAN.search(text) else language
            return {language: 10 * ENOUGH}
    speakers = _speakers()
    for word, times in Counter(_WORD.findall(text)).items():
        languages = speakers.get(word, ())
        for language in languages:
            heard[language] += times / len(languages)
    for letter, language in _LETTERS.items():
        if letter in text:
            heard[language] += HINT * min(text.count(letter), 4)
    return heard


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Word → the languages that use it as a small word."""
    speakers: dict[str, tuple[str, ...]] = {}
    for language, words in lexicon("small_words").items():
        for word in dict.fromkeys(words.split()):
            speakers[word] = (*speakers.get(word, ()), language)
    return speakers
