"""A text as sentences: the unit in which evidence is weighed.

A mail is lines first: lists, tables and signatures end a sentence without a full stop, while a
wrapped paragraph goes on over its line ends. Every scan is linear and bounded (failures.md G4).
"""

import re
from collections.abc import Iterator

from agent.reading.lexicon import words_of
from agent.reading.material import Sentence

LONGEST_TEXT = 60_000
LONGEST_SENTENCE = 700
MOST_SENTENCES = 1_500
SHORT_WORD = 5  # with its full stop: "Do. 12.3.", "No. 5", "p. 7"
WRAPPED_FROM = 40  # a shorter line was ended by the writer, not by the mail program

STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "‚": "'", "´": "'", "`": "'", "ʼ": "'"}
    | dict.fromkeys("“”„«»‟", '"')
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f", None)
)

_STOP = re.compile(r"[.!?…]+[)\"'”»]*(?=\s)|[。！？]")
_ITEM = re.compile(
    r"\s*(?:[-*•·▪◦‣–—>●■]\s|\(?(?:\d{1,2}|[a-zA-Z])[.)]\s|[^\s:]{2,24}(?: [^\s:]{1,20})?\s?:\s|\|)"
)
_LAST_WORD = re.compile(r"(\S{1,24})$")
_ORDINAL = re.compile(r"^\(?\d{1,2}\.$")
_INITIALS = re.compile(r"^\(?(?:[^\W\d_]\.)+$")


def sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences and lines of `text` in order; `start` and `end` are places in `text` as given."""
    found: list[Sentence] = []
    for start, end in _blocks(text[:LONGEST_TEXT]):
        for left, right in _cuts(text, start, end):
            said = text[left:right]
            words = " ".join(
                (said if said.isascii() and "`" not in said else said.translate(STRAIGHT)).split()
            )
            if words:
                found.append(Sentence(words, left, right))
        if len(found) >= MOST_SENTENCES:
            break
    return tuple(found[:MOST_SENTENCES])


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of lines that belong together: a paragraph that a mail program wrapped, or one line."""
    start, place, previous = 0, 0, ""
    for line in text.splitlines(keepends=True):
        if previous and not _goes_on(previous, line):
            yield start, place
            start = place
        elif not previous:
            start = place
        place += len(line)
        previous = line.strip()
    if previous:
        yield start, place


def _goes_on(previous: str, line: str) -> bool:
    """Whether `line` continues the sentence or paragraph of the line before."""
    if not line.strip() or _ITEM.match(line) or "\t" in line:
        return False
    return len(previous) >= WRAPPED_FROM and previous[-1] != ":"


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences between `start` and `end`, none longer than LONGEST_SENTENCE."""
    left = start
    for stop in _STOP.finditer(text, start, end):
        if _ends(text, left, stop):
            yield from _pieces(left, stop.end())
            left = stop.end()
    yield from _pieces(left, end)


def _ends(text: str, left: int, stop: re.Match[str]) -> bool:
    """Whether this stop ends a sentence: not after an abbreviation, initials or an ordinal."""
    if stop.group()[0] != ".":
        return True
    word = _LAST_WORD.search(text, max(left, stop.start() - 24), stop.start() + 1)
    last = word.group(1).lstrip("(") if word else ""
    following = text[stop.end() : stop.end() + 40].split(maxsplit=1)
    after = following[0] if following else ""
    if _INITIALS.match(last) or last.rstrip(".").lower() in _listed("abbreviations"):
        return False
    if _ORDINAL.match(last):
        said = text[max(left, stop.start() - 30) : stop.start()].rstrip("0123456789").split()
        if not said or said[-1].lower() in _listed("before_an_ordinal"):
            return False  # "1. Payslips", "am 2. Advent"
        return after[:1].isupper() and after.rstrip(".,;:)").lower() not in _listed(
            "after_an_ordinal"
        )
    if last[:1].isdigit() and after[:1].islower():
        return False
    return not (after[:1].isdigit() and len(last) <= SHORT_WORD)


def _listed(key: str) -> frozenset[str]:
    return words_of("abbreviations", key)


def _pieces(left: int, right: int) -> Iterator[tuple[int, int]]:
    for start in range(left, right, LONGEST_SENTENCE):
        yield start, min(start + LONGEST_SENTENCE, right)
