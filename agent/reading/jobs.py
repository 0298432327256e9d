"""What words jobs' names are made of."""

import re
from functools import cache, lru_cache

from agent.reading.folding import folded
from agent.reading.lexicon import words_of


@lru_cache(maxsize=4096)
def is_job(text: str) -> bool:
    """True if a word in it is one that jobs' names are made of."""
    return bool(_stems().search(folded(text)))


@cache
def _stems() -> re.Pattern[str]:
    stems = sorted(words_of("jobs", "stems"), key=len, reverse=True)
    long, short = [s for s in stems if len(s) > 4], [s for s in stems if len(s) <= 4]
    return re.compile(
        rf"{'|'.join(map(re.escape, long))}|\b(?:{'|'.join(map(re.escape, short))})s?\b"
    )
