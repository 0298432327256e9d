"""The words of days and clock times, by language, as tokens that the grammar can look up."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from agent.reading.folding import without_accents
from agent.reading.lexicon import lexicon, words_of

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
LONG_ENOUGH = 5  # letters from which a foreign month or weekday cannot be another word


class Word(StrEnum):
    """What a phrase can mean; the value is the key in `phrases/times.yaml`."""

    MONTH = "months"
    WEEKDAY = "weekdays"
    SHORT = "short"
    DAY = "days"
    WEEK = "weeks"
    NEXT = "next"
    NEXT_AFTER = "next_after"
    THIS = "this"
    WEEK_ON = "week_on"
    TWO_WEEKS_ON = "two_weeks_on"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NOON = "noon"
    MIDNIGHT = "midnight"
    AT = "at"
    ABOUT = "about"
    FROM = "from"
    TO = "to"
    HOUR = "hour"
    ON = "on"
    HALF = "half"
    HALF_BEFORE = "half_before"
    HALF_AFTER = "half_after"
    PAST = "past"
    BEFORE = "before"
    QUARTER = "quarter"
    QUARTER_BEFORE = "quarter_before"
    QUARTER_AFTER = "quarter_after"
    QUARTER_OFF = "quarter_off"
    THREE_QUARTERS = "three_quarters"
    IN = "in"
    UNIT = "units"
    MINUTES = "minutes"
    HOURS = "hours"
    HALF_HOUR = "half_hour"
    ONE_AND_A_HALF = "one_and_a_half"
    ONE_HOUR = "one_hour"
    THREE_QUARTER_HOUR = "three_quarter_hour"
    FIVE_QUARTERS = "five_quarters"
    NUMBER = "numbers"
    ORDINAL = "ordinal"
    LABEL = "labels"
    QUARTER_HOUR = "quarter_hour"
    FOR = "for"
    INSTEAD = "instead"
    EVERY = "every"
    HABIT = "habits"
    END = "end"


PARTS = (Word.MORNING, Word.AFTERNOON, Word.EVENING)
ARTICLES = frozenset(("the", "le", "el", "il", "den", "der", "dia", "dem", "am", "de"))  # "le 20"
_OPENING = frozenset(
    (
        *(Word.MONTH, Word.WEEKDAY, Word.SHORT, Word.DAY, Word.WEEK, Word.NEXT, Word.THIS),
        *(Word.NOON, Word.HALF, Word.HALF_BEFORE, Word.QUARTER, Word.QUARTER_BEFORE),
        *(Word.THREE_QUARTERS, Word.NUMBER, Word.IN, Word.HALF_HOUR, Word.ONE_AND_A_HALF),
        *(Word.ONE_HOUR, Word.THREE_QUARTER_HOUR, Word.FIVE_QUARTERS, *PARTS),
        *(Word.QUARTER_HOUR, Word.HABIT, Word.EVERY, Word.WEEK_ON),
    )
)
_FOREIGN = (Word.MONTH, Word.WEEKDAY)
_LETTERS = re.compile(r"(?<!\d)[^\W\d_]{2,}")
_TELLING = 3  # letters of a word that tells that other matters stand there
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\n|[^\w\s]|_")


class Token(NamedTuple):  # made for every word of a mail: a dataclass costs three times as much
    text: str  # lower case, without accents
    start: int
    end: int
    number: int | None  # of digits, else None


@dataclass(frozen=True, slots=True)
class Phrase:
    tokens: tuple[str, ...]
    value: int


class Vocabulary:
    """The phrases of one language, and of English, by their first token and what they mean."""

    __slots__ = ("openers", "starts")

    def __init__(self, starts: dict[str, dict[Word, tuple[Phrase, ...]]]) -> None:
        self.starts = starts
        # For the grammar's first look at a token: can a day, a clock time or a length begin here?
        self.openers = frozenset(
            first for first, meanings in starts.items() if not _OPENING.isdisjoint(meanings)
        ) | (ARTICLES & starts.keys())

    def at(self, tokens: list[Token], place: int, word: Word) -> tuple[int, int] | None:
        """(value, place behind it) of the longest phrase of that meaning at `place`, or None."""
        if place >= len(tokens):
            return None
        meanings = self.starts.get(tokens[place].text)
        if meanings is None:
            return None
        for phrase in meanings.get(word, ()):
            size = len(phrase.tokens)
            if size == 1 or _same(tokens, place, phrase.tokens):
                return phrase.value, place + size
        return None

    def is_at(self, tokens: list[Token], place: int, words: tuple[Word, ...]) -> int | None:
        """The place behind a phrase with one of those meanings, the longest, or None."""
        if place >= len(tokens) or not self.starts.get(tokens[place].text):
            return None
        ends = [found[1] for word in words if (found := self.at(tokens, place, word))]
        return max(ends, default=None)


def _same(tokens: list[Token], place: int, wanted: tuple[str, ...]) -> bool:
    if len(tokens) < place + len(wanted):
        return False
    for text in wanted:
        if tokens[place].text != text:
            return False
        place += 1
    return True


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case without accents, the way words are compared here."""
    if text.isascii():
        return text.lower()
    return without_accents(text.lower()).translate(_PUNCTUATION)


_PUNCTUATION = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": "'", "‑": "-", "−": "-"} | {"–": "-", "—": "-"}
)


def tokens_of(text: str) -> list[Token]:
    """`text` as numbers, words, signs and line ends, each with its place."""
    ascii_only = text.isascii()
    plain = text.lower() if ascii_only else text  # at once, where nothing shifts
    found: list[Token] = []
    new = tuple.__new__  # a third of the time of Token(...), and there are many
    for match in _TOKEN.finditer(plain):
        word, (start, end) = match[0], match.span()
        number = None
        if word.isdecimal() and word.isascii():
            number = int(word) if end - start <= 8 else None
        elif not ascii_only:
            word = folded(word)
        found.append(new(Token, (word, start, end, number)))
    return found


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words for a mail in that language: its own, English, and unmistakable foreign ones."""
    table = lexicon("times")
    own = language if language in LANGUAGES else "en"
    merged: dict[str, dict[Word, list[Phrase]]] = {}
    taken: dict[tuple[Word, tuple[str, ...]], int] = {}
    for name in dict.fromkeys((own, "en", *LANGUAGES)):
        for word, phrase in (*_phrases(table[name]), *_compounds(table[name], name)):
            foreign = name not in (own, "en")
            if foreign and not _unmistakable(word, phrase, own):
                continue
            if name != own and _clashes(word, phrase, own):
                continue
            if taken.setdefault((word, phrase.tokens), phrase.value) == phrase.value:
                merged.setdefault(phrase.tokens[0], {}).setdefault(word, []).append(phrase)
    for phrase in _split(table["labels"], 0):
        merged.setdefault(phrase.tokens[0], {}).setdefault(Word.LABEL, []).append(phrase)
    return Vocabulary(
        {
            first: {
                word: tuple(sorted(phrases, key=lambda phrase: -len(phrase.tokens)))
                for word, phrases in meanings.items()
            }
            for first, meanings in merged.items()
        }
    )


def _unmistakable(word: Word, phrase: Phrase, own: str) -> bool:
    """True for a month or a weekday in any mail; "segunda" is no Monday in a Spanish one."""
    if word not in _FOREIGN or len(phrase.tokens[0]) < LONG_ENOUGH:
        return False
    ordinal = phrase.tokens[0] in words_of("times", "ordinals")
    return len(phrase.tokens) > 1 or not ordinal or own not in ("es", "it")


def _clashes(word: Word, phrase: Phrase, own: str) -> bool:
    """English words that are other words in the mail's language: "die", "so", "in", "a", "to"."""
    small = (Word.AT, Word.FROM, Word.TO, Word.ON, Word.IN, Word.BEFORE, Word.PAST, Word.HALF)
    if own == "en":
        return False
    return word is Word.HALF or (
        word in small and len(phrase.tokens[0]) < 3 and word is not Word.AT
    )


def _phrases(section: dict[str, object]) -> list[tuple[Word, Phrase]]:
    found: list[tuple[Word, Phrase]] = []
    for key, value in section.items():
        word = Word(key)
        if isinstance(value, list):
            first = 1 if word is Word.MONTH else 0
            for number, words in enumerate(value, first):
                found += [(word, phrase) for phrase in _split(words, number)]
        elif isinstance(value, dict):
            for number, words in value.items():
                found += [(word, phrase) for phrase in _split(words, int(number))]
        else:
            found += [(word, phrase) for phrase in _split(str(value), 0)]
    return found


def _compounds(section: dict[str, object], name: str) -> list[tuple[Word, Phrase]]:
    """ "Donnerstagnachmittag", "vrijdagochtend": a weekday that tells the part of the day."""
    named = section["weekdays"]
    if name not in ("de", "nl") or not isinstance(named, list):
        return []
    found: list[tuple[Word, Phrase]] = []
    for number, words in enumerate(named):
        for day in str(words).split("|"):
            for part in PARTS:
                for ending in str(section[part.value]).split("|"):
                    compound = _split(day + ending, number)
                    found += [(word, one) for one in compound for word in (Word.WEEKDAY, part)]
    return [(word, phrase) for word, phrase in found if len(phrase.tokens) == 1]


def _split(words: str, value: int) -> list[Phrase]:
    return [
        Phrase(tuple(token.text for token in tokens_of(word)), value)
        for word in str(words).split("|")
        if word
    ]


def other_matters(text: str, language: str) -> int | None:
    """Where in `text`, which leads from a day to its clock time, words of other matters begin."""
    known = vocabulary(language).starts
    others = [word for word in _LETTERS.finditer(text) if folded(word[0]) not in known]
    long_enough = any(len(word[0]) >= _TELLING for word in others)
    return others[0].start() if long_enough else None
