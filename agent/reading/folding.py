"""Text made comparable: without case and accents. For comparing, never for showing."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case without accents, "ß" as "ss"."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize(
        "NFKD", text.replace("ß", "ss").replace("ı", "i").replace("’", "'")
    )
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()
