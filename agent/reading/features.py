"""What the classifier sees of a sentence: words and their pieces, pairs of words, and cues."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from agent.reading.cues import Hit

PIECE = 4  # letters: what inflections of a word, and related languages, have in common
LONGEST = 60  # words of a sentence that are looked at
LONGEST_WORD = 20  # letters
NUMBER = "§number"
BEGIN = "§begin"


@dataclass(frozen=True, slots=True)
class Features:
    """Of one sentence. A word stands for itself and for its pieces: they are counted with it."""

    words: frozenset[str]
    others: frozenset[str]  # pairs of words that follow each other, and "cue <topic> <weight>"

    def counted(self) -> Counter[str]:
        """Every feature, and how often: what the classifier is trained on."""
        found = Counter(self.others)
        for word in self.words:
            found.update((word, *pieces(word)))
        return found


def features(words: str, hits: Iterable[Hit]) -> Features:
    """The features of a sentence in `plain` words, and of the cues found in it."""
    listed = [NUMBER if word.isdigit() else word for word in words.split()[:LONGEST]]
    pairs = (f"{one} {other}" for one, other in pairwise((BEGIN, *listed)))
    cues = (f"cue {hit.cue.topic} {hit.cue.weight}" for hit in hits)
    return Features(frozenset(listed), frozenset((*pairs, *cues)))


def pieces(word: str) -> Iterator[str]:
    """The runs of four letters in a word, its ends marked: "+<inv", "+invi", "+nvit" …"""
    if len(word) > 2 and word[0] != "§":
        framed = f"<{word[:LONGEST_WORD]}>"
        yield from (f"+{framed[at : at + PIECE]}" for at in range(len(framed) - PIECE + 1))
