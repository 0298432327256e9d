"""What the classifier sees of a sentence: words, pairs, pieces of words, and the cues in it."""

from collections.abc import Iterable, Iterator

from agent.reading.cues import Hit

PIECE = 4  # letters: what inflections of a word, and related languages, have in common
LONGEST = 60  # words of a sentence that are looked at
NUMBER = "§number"
BEGIN = "§begin"


def features(words: str, hits: Iterable[Hit]) -> set[str]:
    """The features of a sentence in `plain` words; of the cues found in it their topics."""
    found = {f"cue {hit.cue.topic} {hit.cue.weight}" for hit in hits}
    found.update(_of_words(words))
    return found


def _of_words(words: str) -> Iterator[str]:
    before = BEGIN
    for word in words.split()[:LONGEST]:
        if word.isdigit():
            word = NUMBER
        yield word
        yield f"{before} {word}"
        if len(word) > 2 and word[0] != "§":
            framed = f"<{word[:20]}>"
            yield from (f"+{framed[at : at + PIECE]}" for at in range(len(framed) - PIECE + 1))
        before = word
