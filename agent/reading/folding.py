"""Text made comparable: without case and accents. For comparing, never for showing."""

import re
import unicodedata
from functools import lru_cache

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
