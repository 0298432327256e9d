"""Which country the employer is in, as far as a mail tells it (DESIGN §6, "Counting")."""

import re
from collections.abc import Iterable
from functools import cache

from agent.reading.lexicon import lexicon

_LONGEST_LINE = 300
_PHONE = re.compile(r"(?<![\w+])(?:\+|00)\s?\(?([1-9][\d\s().-]{7,20})")


def country_of(end: str, signature: str, domains: Iterable[str]) -> tuple[str, str] | None:
    """ISO 3166-1 alpha-2 and the words that say so: a phone's country code first, then a domain.

    +1 tells no country; then a postal address may, at the text's end or in the signature, that
    names its country plainly, or one in the signature that has a code of its own.
    """
    whole = f"{end}\n{signature}"
    for match in _PHONE.finditer(whole[-6000:]):
        country = _by_calling_code(re.sub(r"\D", "", match.group(1)))
        if country:
            return country, match.group().strip()
    for domain in domains:
        country = _table("domains").get(domain.rpartition(".")[2])
        if country:
            return country, domain
    return _named(whole) or _by_postal_code(signature)


def _by_calling_code(digits: str) -> str | None:
    if digits.startswith("1"):
        return None
    codes = _table("calling_codes")
    return next((codes[digits[:n]] for n in (3, 2) if digits[:n] in codes), None)


def _named(text: str) -> tuple[str, str] | None:
    for line in text.split("\n")[-25:]:
        match = _countries().search(line) if re.search(r"\d{3,}|,", line) else None
        if match:
            return _table("names")[match.group(1).lower()], line.strip()[:120]
    return None


def _by_postal_code(signature: str) -> tuple[str, str] | None:
    for line in signature.split("\n")[-25:]:
        for country, pattern in _postal_codes():
            if pattern.search(line[:_LONGEST_LINE]):
                return country, line.strip()[:120]
    return None


@cache
def _postal_codes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How an address line ends in the three countries whose codes are unlike all others."""
    states, provinces, areas = (
        "|".join(str(lexicon("countries")[key]).split())
        for key in ("states", "provinces", "postcode_areas")
    )
    town, end = r"[^\W\d_][^\d,|·\n]{1,30}", r"(?=\s*(?:$|[|·,;]))"
    letter = "[ABCEGHJ-NPRSTV-Z]"
    return (
        ("US", re.compile(rf"(?:^|[,|·]\s?|\s){town}, (?:{states}),? \d{{5}}(?:-\d{{4}})?{end}")),
        (
            "CA",
            re.compile(
                rf"[^\W\d_],? \(?(?:{provinces})\)?,? {letter}\d{letter} ?\d{letter}\d{end}"
            ),
        ),
        (
            "GB",
            re.compile(rf"(?<![^\s,|·])(?:{areas})\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{{2}}{end}"),
        ),
    )


@cache
def _table(key: str) -> dict[str, str]:
    return {str(name): str(code) for name, code in lexicon("countries")[key].items()}


@cache
def _countries() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _table("names")), key=len, reverse=True))
    return re.compile(rf"(?:^|[,·|–-]\s*)({names})\s*$", re.IGNORECASE)
