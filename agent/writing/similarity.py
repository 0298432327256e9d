"""How much two letters read like copies of each other (domain.md E17)."""

import re
from difflib import SequenceMatcher

SAME_PERSON = 0.6  # against the last message to the same person
SAME_PANEL = 0.75  # against the notes to the others of one round

WORD = re.compile(r"\w+")
MARK = re.compile(r"⟦[^⟧]*⟧")


def similarity(one: str, other: str) -> float:
    """0 for nothing in common, 1 for the same words in the same order; marked places do not
    count."""
    return SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return WORD.findall(MARK.sub("", text).lower())
