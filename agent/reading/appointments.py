"""What the words around a time say about it: past, deadline, proposal, old or new time."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from agent.reading.lexicon import lexicon
from agent.reading.material import Material, Moment, Sentence
from agent.reading.times.vocabulary import folded

BEFORE, AFTER = 48, 24  # characters around a time that belong to it


class Cue(StrEnum):
    """The keys of `phrases/appointments.yaml`."""

    PAST = "past"
    HELD = "held"
    AHEAD = "ahead"
    NOT_BEFORE = "not_before"
    NOT_IN = "not_in"
    NOT_AFTER = "not_after"
    PROPOSAL = "proposal"
    FIXED = "fixed"
    CANCEL = "cancel"
    OLD = "old"
    NEW = "new"
    START = "start"
    DONE = "done"
    SAME = "same"
    MOVE = "move"


_AT_END = frozenset({Cue.HELD, Cue.NOT_BEFORE, Cue.OLD, Cue.NEW, Cue.DONE})
_LEADING = (
    r"[\s:,(]*(?:am|um|on|at|the|le|el|il|den|op|om|a|as|alle|las|a las|para|de|del|uhr|ore|dia|o"
    r"|dem)?[\s:,(]*$"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A moment with the words around it, folded."""

    moment: Moment
    sentence: str
    before: str
    after: str
    order: int  # number of its sentence; -1 where it stands in none

    def leads(self, cue: Cue, language: str) -> int:
        """How many characters before the moment such a phrase takes; 0 for none."""
        found = _pattern(cue, language).search(self.before)
        return len(self.before) - found.start() if found else 0

    def says(self, cue: Cue, language: str) -> bool:
        """True if such a turn of phrase stands where it counts for this moment."""
        where = self.sentence
        if cue in _AT_END:
            where = self.before
        elif cue is Cue.NOT_AFTER:
            where = self.after
        return says(where, cue, language)


def says(text: str, cue: Cue, language: str) -> bool:
    """True if folded `text` holds such a turn of phrase; leading words count at its end only."""
    return _pattern(cue, language).search(text) is not None


def behind(text: str, cue: Cue, language: str) -> str | None:
    """What follows the first such turn of phrase in folded `text`; None where there is none."""
    found = _pattern(cue, language).search(text)
    return text[found.end() :] if found else None


@cache
def _pattern(cue: Cue, language: str) -> re.Pattern[str]:
    table = lexicon("appointments")
    names = [language, "en"] if language in table and language != "en" else ["en"]
    wanted = names[:1] if cue in _AT_END else names
    listed = [form for name in wanted for form in table[name].get(cue.value, [])]
    forms = "|".join(listed) or r"(?!)"
    if cue in _AT_END:
        return re.compile(rf"(?:^|[\s(,;:>\"'])(?:{forms})(?!\w){_LEADING}")
    return re.compile(rf"(?<!\w)(?:{forms})" if cue is not Cue.PROPOSAL else rf"(?:{forms})")


@cache
def ordinals(language: str) -> tuple[re.Pattern[str], ...]:
    """How the first, second and third of several slots are named."""
    table = lexicon("appointments")
    forms = table.get(language, table["en"])["ordinals"]
    return tuple(re.compile(rf"(?<!\w)(?:{form})") for form in forms)


@cache
def extremes(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How the earliest and the latest of several slots are named."""
    table = lexicon("appointments")
    early, late = table.get(language, table["en"])["extremes"]
    return re.compile(rf"(?<!\w)(?:{early})"), re.compile(rf"(?<!\w)(?:{late})")


def settings(material: Material, moments: tuple[Moment, ...]) -> tuple[Setting, ...]:
    """Each moment of the new text with its surroundings."""
    text = material.body.new_text
    return tuple(_setting(text, material.sentences, moment) for moment in moments)


def _setting(text: str, sentences: tuple[Sentence, ...], moment: Moment) -> Setting:
    order, sentence = _sentence(sentences, moment.start)
    begin = max(sentence.start if sentence else 0, moment.start - BEFORE)
    line_start = begin if sentence else moment.start
    before = " ".join(text[line_start : moment.start].split())
    after = " ".join(text[moment.end : moment.end + AFTER].split())
    words = sentence.text if sentence else moment.words
    return Setting(moment, folded(words[:600]), folded(before), folded(after), order)


def _sentence(sentences: tuple[Sentence, ...], place: int) -> tuple[int, Sentence | None]:
    for order, sentence in enumerate(sentences):
        if sentence.start <= place < sentence.end:
            return order, sentence
    return -1, None
