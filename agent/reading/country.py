"""Which country the employer is in, as far as a mail tells it (DESIGN §6, "Counting")."""

import re
from collections.abc import Iterable
from functools import cache

from agent.reading.lexicon import lexicon

_PHONE = re.compile(r"(?<![\w+])(?:\+|00)\s?\(?([1-9][\d\s().-]{7,20})")


def country_of(signature: str, domains: Iterable[str]) -> tuple[str, str] | None:
    """ISO 3166-1 alpha-2 and the words that say so: a phone's country code first, then a domain.

    +1 tells no country; then a postal address that names its country plainly may.
    """
    for match in _PHONE.finditer(signature[-6000:]):
        country = _by_calling_code(re.sub(r"\D", "", match.group(1)))
        if country:
            return country, match.group().strip()
    for domain in domains:
        country = _table("domains").get(domain.rpartition(".")[2])
        if country:
            return country, domain
    return _named(signature)


def _by_calling_code(digits: str) -> str | None:
    if digits.startswith("1"):
        return None
    codes = _table("calling_codes")
    return next((codes[digits[:n]] for n in (3, 2) if digits[:n] in codes), None)


def _named(signature: str) -> tuple[str, str] | None:
    for line in signature.split("\n")[-25:]:
        match = _countries().search(line) if re.search(r"\d{3,}|,", line) else None
        if match:
            return _table("names")[match.group(1).lower()], line.strip()[:120]
    return None


@cache
def _table(key: str) -> dict[str, str]:
    return {str(name): str(code) for name, code in lexicon("countries")[key].items()}


@cache
def _countries() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _table("names")), key=len, reverse=True))
    return re.compile(rf"(?:^|[,·|–-]\s*)({names})\s*$", re.IGNORECASE)
