"""Which way a mail addresses its reader, in the languages that have two: du or Sie, tú or usted."""

import re
from functools import cache

from agent.reading.facts import Sign
from agent.reading.lexicon import lexicon

LONGEST_TEXT = 6_000  # characters looked at
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n])\s*\w+", re.MULTILINE)


def register_of(text: str, language: str) -> Sign | None:
    """`FAMILIAR` or `POLITE`, whichever is heard more; None where neither is, or the language has
    one way only.
    """
    forms = _forms().get(language)
    if forms is None:
        return None
    inside = _SENTENCE_BEGINS.sub(" ", text[:LONGEST_TEXT])
    familiar, polite = (len(form.findall(inside)) for form in forms)
    if familiar == polite:
        return None
    return Sign.FAMILIAR if familiar > polite else Sign.POLITE


@cache
def _forms() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {
        language: (_words(forms["familiar"]), _words(forms["polite"]))
        for language, forms in lexicon("register").items()
    }


def _words(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
