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
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from agent.reading.lexicon import lexicon

KEY = 4  # letters of a word by which cues are looked up
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
    text = _ADDRESS.sub(f" {ADDRESS} ", _URL.sub(f" {LINK} ", text))
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return f" {_OTHER.sub(' ', letters.replace('?', ' ? ')).strip()} "


@dataclass(frozen=True, slots=True)
class Cue:
    """One turn of phrase and what it speaks for."""

    topic: str  # "incoming.rejection", "signs.talk_held", "markers.conditional", …
    weight: float
    words: str  # as written in the file
    pattern: re.Pattern[str]
    rule: str  # "phrases.en.incoming.rejection"


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in the plain words of a sentence."""

    cue: Cue
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All cues of one language, found through the first letters of a word each of them needs."""

    language: str
    cues: Mapping[str, tuple[Cue, ...]]

    def find(self, words: str) -> Iterator[Hit]:
        """The cues in `words`, which must be `plain`; each at its first place."""
        keys = {word[:KEY] for word in words.split()}
        seen: set[int] = set()
        for key in keys & self.cues.keys():
            for cue in self.cues[key]:
                if id(cue) not in seen:
                    seen.add(id(cue))
                    if match := cue.pattern.search(words):
                        yield Hit(cue, match.start(), match.end())


@cache
def phrasebook(language: str) -> Phrasebook:
    """The cues of `phrases/<language>.yaml`; an empty book for a language nobody has written."""
    content = lexicon(language)
    lists = {name: "|".join(entries) for name, entries in content.get("words", {}).items()}
    cues: dict[str, list[Cue]] = {}
    for topic, weight, written in _listed(content):
        expression, keys = _Notation(written, lists).read()
        if not keys:
            raise ValueError(f"phrases/{language}.yaml: no word to look up in {written!r}")
        rule = f"phrases.{language}.{topic}"
        cue = Cue(topic, weight, written, re.compile(expression), rule)
        for key in keys:
            cues.setdefault(key, []).append(cue)
    return Phrasebook(language, {key: tuple(found) for key, found in cues.items()})


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
    """A piece of a cue as a regular expression, and the keys of which any text it fits has one."""

    expression: str
    keys: frozenset[str] = frozenset()
    length: int = 0  # of the shortest key word: the longer, the rarer


class _Notation:
    """Recursive descent over one cue; every gap is bounded, so the expression is linear."""

    def __init__(self, written: str, lists: Mapping[str, str]) -> None:
        written = re.sub(r"(?<=\s)\?", _MARK, written)
        self._tokens = [token.group() for token in _TOKEN.finditer(written)]
        self._lists = lists
        self._place = 0

    def read(self) -> tuple[str, frozenset[str]]:
        part = self._alternatives()
        if self._place < len(self._tokens):
            raise ValueError(f"stray {self._tokens[self._place]!r} in {self._tokens}")
        return f"(?<= ){part.expression}", part.keys

    def _alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self._peek() == "|":
            self._place += 1
            parts.append(self._sequence())
        if len(parts) == 1:
            return parts[0]
        keys = frozenset[str]().union(*(part.keys for part in parts))
        known = all(part.keys for part in parts)
        expression = "(?:" + "|".join(part.expression for part in parts) + ")"
        return _Part(expression, keys if known else frozenset(), min(part.length for part in parts))

    def _sequence(self) -> _Part:
        expression, best = "", _Part("")
        while (token := self._peek()) not in (None, "|", ")"):
            part = self._atom(str(token))
            if self._peek() == "?":
                self._place += 1
                part = _Part(f"(?:{part.expression})?")
            expression += part.expression
            if (part.length, -len(part.keys)) > (best.length, -len(best.keys)):
                best = part
        return _Part(expression, best.keys, best.length)

    def _atom(self, token: str) -> _Part:
        self._place += 1
        if token == "(":
            part = self._alternatives()
            self._place += 1  # the closing bracket
            return _Part(f"(?:{part.expression})", part.keys, part.length)
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
        return _Part(f"(?:{inner.expression})", inner.keys, inner.length)

    def _peek(self) -> str | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None


def _word(token: str) -> _Part:
    """A word, or a stem with "*"; one written with an apostrophe or hyphen is two words here."""
    words = plain(token.rstrip("*")).split()
    if not words:
        raise ValueError(f"{token!r} is no word")
    expression = "".join(re.escape(word) + " " for word in words)
    if token.endswith("*"):
        expression = expression[:-1] + r"\S* "
    longest = max(words, key=len)
    if token.endswith("*") and longest == words[-1] and len(longest) < KEY:
        return _Part(expression)
    return _Part(expression, frozenset({longest[:KEY]}), len(longest))
