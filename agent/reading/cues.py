"""Cues: turns of phrase as data, written so that a speaker of the language can extend them.

The notation of `phrases/*.yaml`, matched against plain words (see `plain`):

    we regret to inform you     these words, in this order
    (offer|give) you            either of them; an alternative may be several words
    (very )? / kindly?          may be missing
    invit*                      any ending
    * / *?                      any one word; one or none
    invite … interview          up to six words in between
    <talk>                      one of the entries of the list `talk` in the same file
    <time> <day> <moment>       a clock time, a day without one, either of them
    <link> <number> ?           a web address, a number, a question mark (after a space)
    ^ $                         beginning and end of the sentence

Accents, case and apostrophes do not matter: write them as the language does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from agent.reading.folding import without_accents
from agent.reading.lexicon import lexicon

STEM = 4  # letters of a word with any ending by which it is looked up
GAP = r"(?:\S+ ){0,6}?"
TIME, DAY, LINK, ADDRESS = "§time", "§day", "§link", "§address"
SUREST = {"sure": 1.0, "likely": 0.6, "hint": 0.3}

_BUILT_IN = {
    "time": re.escape(TIME) + " ",
    "day": re.escape(DAY) + " ",
    "moment": f"(?:{re.escape(TIME)}|{re.escape(DAY)}) ",
    "link": re.escape(LINK) + " ",
    "number": r"\d+ ",
}
_MARK = "¿"  # stands for a question mark of the text, as "?" after a word makes it optional
_TOKEN = re.compile(rf"[…()|?^${_MARK}]|<\w+>|[^\s()|?<>…^${_MARK}]+")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>]+")
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")
_OTHER = re.compile(r"[^\w§?]+")
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i", "_": " "}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
)


def plain(text: str) -> str:
    """`text` as bare words between single spaces, folded: what cues are matched against."""
    if "http" in text or "www." in text:
        text = _URL.sub(f" {LINK} ", text)
    if "@" in text:
        text = _ADDRESS.sub(f" {ADDRESS} ", text)
    letters = without_accents(text.casefold().translate(_LETTERS))
    return f" {_OTHER.sub(' ', letters.replace('?', ' ? ')).strip()} "


@dataclass(frozen=True, slots=True)
class Cue:
    """One turn of phrase and what it speaks for."""

    topic: str  # "incoming.rejection", "signs.talk_held", "markers.conditional", …
    weight: float
    words: str  # as written in the file
    pattern: re.Pattern[str]
    rule: str  # "phrases.en.incoming.rejection"
    must: frozenset[str]  # a text it fits has all of these keys: a cheap first look
    needs: tuple[frozenset[str], ...]  # … and one of each of these


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in the plain words of a sentence."""

    cue: Cue
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All cues of one language, each found through the rarest word that it cannot do without."""

    language: str
    cues: tuple[Cue, ...]
    by_key: Mapping[str, tuple[int, ...]]

    def find(self, words: str) -> Iterator[Hit]:
        """The cues in `words`, which must be `plain`; each at its first place, in order."""
        whole = set(words.split())
        keys = whole | {f"{word[:STEM]}*" for word in whole if len(word) >= STEM}
        places = {place for key in keys & self.by_key.keys() for place in self.by_key[key]}
        for place in sorted(places):
            cue = self.cues[place]
            if not cue.must <= keys or (cue.needs and _lacks(cue.needs, keys)):
                continue
            if match := cue.pattern.search(words):
                yield Hit(cue, match.start(), match.end())


def _lacks(needs: tuple[frozenset[str], ...], keys: set[str]) -> bool:
    return any(need.isdisjoint(keys) for need in needs)


@cache
def phrasebook(language: str) -> Phrasebook:
    """The cues of `phrases/<language>.yaml`; an empty book for a language nobody has written."""
    content = lexicon(language)
    lists = {name: "|".join(entries) for name, entries in content.get("words", {}).items()}
    cues: list[Cue] = []
    for topic, weight, written in _listed(content):
        part = _Notation(written, lists).read()
        if not part.needs:
            raise ValueError(f"phrases/{language}.yaml: no word to look up in {written!r}")
        must = frozenset[str]().union(*(need for need in part.needs if len(need) == 1))
        needs = tuple(need for need in part.needs if len(need) > 1)
        rule = f"phrases.{language}.{topic}"
        cues.append(Cue(topic, weight, written, re.compile(part.expression), rule, must, needs))
    return Phrasebook(language, tuple(cues), _index(cues))


def _index(cues: list[Cue]) -> dict[str, tuple[int, ...]]:
    """Each cue under the keys of one need: those that the fewest cues share."""
    needs = [(*cue.needs, *(frozenset({key}) for key in cue.must)) for cue in cues]
    shared = Counter(key for wanted in needs for need in wanted for key in need)
    by_key: dict[str, list[int]] = {}
    for place, wanted in enumerate(needs):
        rarest = min(wanted, key=lambda need: (sum(shared[key] for key in need), sorted(need)))
        for key in rarest:
            by_key.setdefault(key, []).append(place)
    return {key: tuple(places) for key, places in by_key.items()}


def _listed(content: Mapping[str, object]) -> Iterator[tuple[str, float, str]]:
    """(topic, weight, cue) for every cue of a file; topics without degrees count as sure."""
    for room, topics in content.items():
        if room == "words" or not isinstance(topics, dict):
            continue
        for topic, degrees in topics.items():
            for degree, cues in (
                degrees.items() if isinstance(degrees, dict) else [("sure", degrees)]
            ):
                for cue in cues or ():
                    yield f"{room}.{topic}", SUREST[degree], str(cue)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a cue as a regular expression, and what any text it fits must hold.

    Of every need a text has one key: a whole word ("invite"), or the first letters of one whose
    ending is open ("invi*").
    """

    expression: str
    needs: tuple[frozenset[str], ...] = ()


class _Notation:
    """Recursive descent over one cue; every gap is bounded, so the expression is linear."""

    def __init__(self, written: str, lists: Mapping[str, str]) -> None:
        written = re.sub(r"(?<=\s)\?", _MARK, written)
        self._tokens = [token.group() for token in _TOKEN.finditer(written)]
        self._lists = lists
        self._place = 0

    def read(self) -> _Part:
        part = self._alternatives()
        if self._place < len(self._tokens):
            raise ValueError(f"stray {self._tokens[self._place]!r} in {self._tokens}")
        return _Part(f"(?<= ){part.expression}", part.needs)

    def _alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self._peek() == "|":
            self._place += 1
            parts.append(self._sequence())
        if len(parts) == 1:
            return parts[0]
        expression = "(?:" + "|".join(part.expression for part in parts) + ")"
        if not all(part.needs for part in parts):
            return _Part(expression)
        return _Part(expression, (frozenset[str]().union(*(part.needs[0] for part in parts)),))

    def _sequence(self) -> _Part:
        expression = ""
        needs: list[frozenset[str]] = []
        while (token := self._peek()) not in (None, "|", ")"):
            part = self._atom(str(token))
            if self._peek() == "?":
                self._place += 1
                part = _Part(f"(?:{part.expression})?")
            expression += part.expression
            needs += part.needs
        return _Part(expression, tuple(sorted(needs, key=_commonness)))

    def _atom(self, token: str) -> _Part:
        self._place += 1
        if token == "(":
            part = self._alternatives()
            self._place += 1  # the closing bracket
            return _Part(f"(?:{part.expression})", part.needs)
        if token == "…":
            return _Part(GAP)
        if token == "*":
            return _Part(r"\S+ ")
        if token == "^":
            return _Part("(?<=^ )")
        if token == "$":
            return _Part("$")
        if token == _MARK:
            return _Part(r"\? ")
        if token[0] == "<":
            return self._list(token[1:-1])
        return _word(token)

    def _list(self, name: str) -> _Part:
        if name in _BUILT_IN:
            return _Part(_BUILT_IN[name])
        inner = _Notation(self._lists[name], self._lists)._alternatives()
        return _Part(f"(?:{inner.expression})", inner.needs)

    def _peek(self) -> str | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None


def _commonness(need: frozenset[str]) -> tuple[int, int]:
    """Short words are everywhere, and of many alternatives one is soon there."""
    return -min(len(key) for key in need), len(need)


def _word(token: str) -> _Part:
    """A word, or a stem with "*"; one written with an apostrophe or hyphen is two words here."""
    words = plain(token.rstrip("*")).split()
    if not words:
        raise ValueError(f"{token!r} is no word")
    expression = "".join(re.escape(word) + " " for word in words)
    if token.endswith("*"):
        expression = expression[:-1] + r"\S* "
        stem = words.pop()[:STEM]
        words += [f"{stem}*"] if len(stem) == STEM else []  # a shorter one begins any word
    return _Part(expression, tuple(frozenset({word}) for word in words))
