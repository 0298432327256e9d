"""What words jobs' names are made of: known stems, and the endings by which languages form them."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from agent.reading.folding import folded
from agent.reading.lexicon import words_of

_HEADS = 6  # words of a job's name among which its head stands
_LONG = 5  # letters of a stem that counts within longer words too
_WORD = re.compile(r"[a-z]+")


@lru_cache(maxsize=4096)
def is_job(text: str) -> bool:
    """True if a word in it is one that jobs' names are made of."""
    return any(_is_known(word) for word in folded(text).split())


@lru_cache(maxsize=4096)
def may_be_job(text: str) -> bool:
    """True if a word in it is formed as jobs' names are: "hydroloog", "métreur", "fundraiser".

    For places where a job is expected; elsewhere too much looks like one.
    """
    words = folded(text).split()[:_HEADS]
    return any(_is_known(word) or _is_formed(word) for word in words)


@lru_cache(maxsize=8192)
def _is_known(word: str) -> bool:
    """True for a stem of five letters and more anywhere in it, and for a shorter one as a word."""
    index = _long_stems()
    for start in range(len(word) - _LONG + 1):
        for stem in index.get(word[start : start + _LONG], ()):
            if word.startswith(stem, start):
                return True
    short = _short_stems()
    return any(part in short or part.removesuffix("s") in short for part in _WORD.findall(word))


@lru_cache(maxsize=8192)
def _is_formed(word: str) -> bool:
    parts = _WORD.findall(word.replace("/", " "))
    return any(
        len(part) > 4 and part.endswith(_endings()) and part not in words_of("jobs", "no_jobs")
        for part in parts
    )


@cache
def _endings() -> tuple[str, ...]:
    return tuple(words_of("jobs", "endings"))


@cache
def _long_stems() -> Mapping[str, tuple[str, ...]]:
    """By their first letters."""
    found: dict[str, list[str]] = {}
    for stem in words_of("jobs", "stems"):
        if len(stem) >= _LONG:
            found.setdefault(stem[:_LONG], []).append(stem)
    return {begin: tuple(stems) for begin, stems in found.items()}


@cache
def _short_stems() -> frozenset[str]:
    return frozenset(stem for stem in words_of("jobs", "stems") if len(stem) < _LONG)
