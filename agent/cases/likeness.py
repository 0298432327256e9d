"""When two names mean the same employer or the same job, and which domain belongs to whom."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from publicsuffixlist import PublicSuffixList

from agent.reading.folding import folded

_WORD = re.compile(r"\w+")

# Words that tell one job from another only by accident: "Senior Engineer (m/f/d), full time".
_IDLE = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "der",
        "des",
        "die",
        "for",
        "fur",
        "full",
        "hybrid",
        "i",
        "ii",
        "iii",
        "im",
        "in",
        "intern",
        "job",
        "jr",
        "junior",
        "la",
        "le",
        "of",
        "on",
        "part",
        "permanent",
        "position",
        "post",
        "remote",
        "role",
        "senior",
        "sr",
        "stelle",
        "the",
        "time",
        "und",
        "vacancy",
    ]
)


@lru_cache(maxsize=4096)
def words(name: str) -> frozenset[str]:
    """The words of a name, folded."""
    return frozenset(_WORD.findall(folded(name[:200])))


def same_company(one: str, other: str) -> bool:
    """True if all distinguishing words match: look-alike names stay two (F-42)."""
    return bool(words(one)) and words(one) == words(other)


def shorter_form(one: str, other: str) -> bool:
    """True if one name is the other with words left out: says something only beside an address."""
    first, second = words(one), words(other)
    return bool(first and second) and (first <= second or second <= first)


@lru_cache(maxsize=4096)
def same_role(one: str, other: str) -> bool:
    """True if both may name the same job: the telling words of one are among those of the other."""
    first, second = telling_words(one), telling_words(other)
    if not first or not second:
        return True
    return first <= second or second <= first


def telling_words(role: str) -> frozenset[str]:
    """Those of a job's name that tell it from another."""
    return words(role) - _IDLE


@lru_cache(maxsize=4096)
def registrable(domain: str) -> str:
    """What one organisation registers: "example.co.uk" of "mail.example.co.uk"."""
    return _suffixes().privatesuffix(domain.lower()) or domain.lower()


def names_company(domain: str, company: str) -> bool:
    """True if the domain spells the company's name: fjordlysaudio.example for Fjordlys Audio."""
    label, spelt = registrable_label(domain), joined_words(company)
    return label == spelt or (len(label) > 3 and spelt.startswith(label))


@lru_cache(maxsize=4096)
def registrable_label(domain: str) -> str:
    """ "nordlicht" of "mail.nordlicht.example", folded."""
    return joined_words(registrable(domain).partition(".")[0])


@lru_cache(maxsize=4096)
def joined_words(name: str) -> str:
    """The words of a name as a domain spells them, folded."""
    return "".join(_WORD.findall(folded(name)))


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def free_mail() -> frozenset[str]:
    """Domains where anybody can have an address: they say nothing about an employer."""
    return frozenset((files("agent.cases") / "free_mail.txt").read_text("utf-8").split())
