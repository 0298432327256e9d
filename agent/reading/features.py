"""What the classifier sees of a sentence: its words, pairs of words, stems, and the cues in it."""

from collections.abc import Iterable, Iterator

from agent.reading.cues import Hit

STEM = 5  # letters of a longer word that stand for all its endings
LONGEST = 60  # words of a sentence that are looked at
NUMBER = "§number"
BEGIN = "§begin"


def features(words: str, hits: Iterable[Hit]) -> frozenset[str]:
    """The features of a sentence in `plain` words; of the cues found in it their topics."""
    cues = (f"cue {hit.cue.topic} {hit.cue.weight}" for hit in hits)
    return frozenset((*_of_words(words), *cues))


def _of_words(words: str) -> Iterator[str]:
    before = BEGIN
    for word in words.split()[:LONGEST]:
        if word.isdigit():
            word = NUMBER
        yield word
        yield f"{before} {word}"
        if len(word) > STEM:
            yield f"{word[:STEM]}*"
        before = word
