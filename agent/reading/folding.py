"""Text made comparable: without case and accents. For comparing, never for showing."""

import re
import unicodedata
from functools import lru_cache

_TWO_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"}
)
_ONE_LETTER = str.maketrans({"ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d"})
_ACCENTS = re.compile("[\u0300-\u036f]+")  # what NFKD takes off the letters of our languages


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case without accents, "ß" as "ss"."""
    if text.isascii():
        return text.lower()
    return without_accents(text.replace("ß", "ss").replace("ı", "i").replace("’", "'")).lower()


def without_accents(text: str) -> str:
    """`text` in the compatibility form of Unicode (NFKD), its accents left out."""
    if text.isascii():
        return text
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def spellings(word: str) -> frozenset[str]:
    """How a name is written where letters are missing: "jorg" and "joerg" for "Jörg"."""
    if word.isascii():
        return frozenset({word.lower()})
    plain = unicodedata.normalize("NFC", word.lower())
    return frozenset(folded(plain.translate(table)) for table in ({}, _TWO_LETTERS, _ONE_LETTER))
