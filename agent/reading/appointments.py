"""What the words around a time say about it: past, deadline, proposal, old or new time."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from agent.reading.lexicon import lexicon
from agent.reading.material import Material, Moment, Sentence
from agent.reading.times.vocabulary import folded, other_matters

BEFORE, AFTER = 48, 24  # characters around a time that belong to it
CHAINED = 9  # characters between two times of one list


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
    ENTERED = "entered"
    CANCEL = "cancel"
    OLD = "old"
    NEW = "new"
    START = "start"
    DONE = "done"
    SAME = "same"
    MOVE = "move"
    INSTEAD = "instead"
    OPEN = "open"
    TALK = "talk"
    FEEDBACK = "feedback"
    FAREWELL = "farewell"
    ELSEWHERE = "elsewhere"
    ARRIVE = "arrive"
    UNTIL = "until"
    REPLACEMENT = "replacement"


_AT_END = frozenset(
    {Cue.HELD, Cue.NOT_BEFORE, Cue.OLD, Cue.NEW, Cue.DONE, Cue.INSTEAD, Cue.FAREWELL, Cue.UNTIL}
)
_OWN_LANGUAGE = frozenset(
    {Cue.OPEN, Cue.TALK, Cue.FEEDBACK, Cue.ELSEWHERE, Cue.ARRIVE}
)  # "door" is no door in Dutch
_SHORT_STOP = re.compile(r"(?<![^\W\d_])(?:hr?s?|[Uu]hr|uur|min|[ap]\.?m)\.(?=\s+[^\W\d_a-z])")
_CLAUSE_END = re.compile(r"[();·|•\n]|[.!?](?=\s+[^\W\d_a-z])")
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
    lead: str = ""  # what stands directly before the clock time, the day included
    loose: bool = False  # words of other matters stand between the day and the clock time
    clause: str = ""  # the part of the sentence between brackets, semicolons and dots
    row: bool = False  # a whole line without a full stop or a question: of a list or a table

    def leads(self, cue: Cue, language: str) -> int:
        """How many characters before the moment such a phrase takes; 0 for none."""
        pattern = _pattern(cue, language)
        if cue in (Cue.OLD, Cue.NEW, Cue.NOT_BEFORE):
            places: tuple[str, ...] = (self.lead if self.loose else self.before,)
        else:
            places = (self.lead,) if self.loose else (self.lead, self.before)
        for words in places:
            if (found := pattern.search(words)) is not None:
                return len(words) - found.start()
        return 0

    def says(self, cue: Cue, language: str) -> bool:
        """True if such a turn of phrase stands where it counts for this moment."""
        if cue in _AT_END:
            return self.leads(cue, language) > 0
        return says(self.after if cue is Cue.NOT_AFTER else self.sentence, cue, language)


def says(text: str, cue: Cue, language: str) -> bool:
    """True if folded `text` holds such a turn of phrase; leading words count at its end only."""
    return _pattern(cue, language).search(text) is not None


def places(text: str, cue: Cue, language: str) -> list[int]:
    """Where such turns of phrase begin in folded `text`."""
    return [found.start() for found in _pattern(cue, language).finditer(text)]


def behind(text: str, cue: Cue, language: str) -> str | None:
    """What follows the first such turn of phrase in folded `text`; None where there is none."""
    found = _pattern(cue, language).search(text)
    return text[found.end() :] if found else None


@cache
def _pattern(cue: Cue, language: str) -> re.Pattern[str]:
    table = lexicon("appointments")
    names = [language, "en"] if language in table and language != "en" else ["en"]
    wanted = names[:1] if cue in _AT_END or cue in _OWN_LANGUAGE else names
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
    text, language = material.body.new_text, material.language
    begins = [sentence.start for sentence in material.sentences]
    found = []
    for place, moment in enumerate(moments):
        earlier = moments[max(place - 3, 0) : place]
        before = max((one.end for one in earlier if one.clock is not None), default=0)
        if not before + CHAINED < _at(moment):
            before = 0  # "from 6 to 2 and from 2 to 10": of one and the same thing
        after = next((one for one in moments[place + 1 :] if _at(one) >= moment.end), None)
        limits = before, _at(after) if after else len(text)
        found.append(_setting(text, material.sentences, begins, moment, language, limits))
    return tuple(found)


def _at(moment: Moment) -> int:
    """Where the clock time begins, else the day."""
    return moment.start if moment.clock_start is None else moment.clock_start


def _setting(
    text: str,
    sentences: tuple[Sentence, ...],
    begins: list[int],
    moment: Moment,
    language: str,
    limits: tuple[int, int],
) -> Setting:
    clock = _at(moment)
    order = bisect_right(begins, max(moment.start, min(clock, moment.end - 1))) - 1
    sentence = sentences[order] if order >= 0 else None
    if sentence is None or sentence.end <= moment.start:
        return Setting(moment, folded(moment.words), "", _plain(text, moment.end, AFTER), -1)
    opening = begins[max(bisect_right(begins, moment.start) - 1, 0)]
    begin = max(min(opening, moment.start), moment.start - BEFORE)
    before, lead = _between(text, begin, moment.start), ""
    if clock > moment.start:
        lead = _between(text, max(sentence.start, clock - BEFORE), clock)
    return Setting(
        moment,
        folded(_narrowed(text, sentence, clock)[:600]),
        before,
        _plain(text, moment.end, AFTER),
        order,
        lead or before,
        bool(lead) and other_matters(text[moment.start : clock], language) is not None,
        _clause(text, sentence, clock, moment.end, limits),
        sentence.text[-1:] not in ".!?",
    )


def _narrowed(text: str, sentence: Sentence, clock: int) -> str:
    """The sentence without those that follow an abbreviation: "… a las 16:30 h. La tienda …"."""
    stops = [found.end() for found in _SHORT_STOP.finditer(text, sentence.start, sentence.end)]
    if not stops:
        return sentence.text
    left = max((stop for stop in stops if stop <= clock), default=sentence.start)
    right = min((stop for stop in stops if stop > clock), default=sentence.end)
    return " ".join(text[left:right].split())


def _between(text: str, begin: int, end: int) -> str:
    return folded(" ".join(text[begin:end].split()))


def _plain(text: str, begin: int, size: int) -> str:
    return _between(text, begin, begin + size)


def _clause(text: str, sentence: Sentence, begin: int, end: int, limits: tuple[int, int]) -> str:
    """The words around a clock time: to the next bracket, stop or semicolon, or the time before.

    Words behind it count only where no other time follows that they could speak of.
    """
    left, right = max(sentence.start, limits[0]), sentence.end
    for found in _CLAUSE_END.finditer(text, left, right):
        if found.end() <= begin:
            left = found.end()
        elif found.start() >= end:
            right = found.start()
            break
    return _between(text, left, right if limits[1] >= right else end)
