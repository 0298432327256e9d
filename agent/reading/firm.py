"""A firm's name as a person would say it: without legal form, department and decoration."""

import re
from functools import cache, lru_cache

from agent.reading.folding import folded
from agent.reading.lexicon import lexicon, words_of

_EDGES = " \t\r\n\"'“”„«»*_|,;:·•<>()[]–—-"


@lru_cache(maxsize=4096)
def firm_name(text: str) -> str | None:
    """The firm that `text` names, or None if nothing is left that could be one."""
    name = _SPACE.sub(" ", text).strip(_EDGES)
    if "(" in name:
        name = _BRACKET.sub("", name)
    if "," in name:
        name = _STUMP.sub("", name)
    for _ in range(3):
        shorter = _without_dressing(_without_legal_form(name))
        if shorter == name:
            break
        name = shorter
    words = name.split()
    while words and folded(words[-1]) in words_of("firms", "links"):
        words.pop()
    while words and folded(words[0]) in words_of("firms", "articles") and len(words) > 1:
        words.pop(0)
    if not words or folded(words[0]) in words_of("firms", "never_first"):
        return None
    name = _POSSESSIVE.sub("", " ".join(words))
    return name if _possible(name) else None


@lru_cache(maxsize=4096)
def is_institution(text: str) -> bool:
    """True if a word of it says what kind of house it is: "Stadtwerke", "Bodegas", "Logistics"."""
    words = _LATIN.findall(folded(text))
    return any(_is_house(word) for word in words)


@lru_cache(maxsize=8192)
def _is_house(word: str) -> bool:
    known = words_of("firms", "houses")
    return word in known or (len(word) > 6 and word.endswith(_house_endings()))


@cache
def _house_endings() -> tuple[str, ...]:
    return tuple(words_of("firms", "house_endings"))


_SPACE = re.compile(r"\s+")
_BRACKET = re.compile(r"\s*\((?:HR|TA|via [^)]*|she[^)]*|he[^)]*|they[^)]*)\)$")
_STUMP = re.compile(r",\s?[A-Z]\.?$")  # of a legal form: "…, S." of "…, S.L."
_POSSESSIVE = re.compile(r"(?<=\w\w\w)['’]s?$")
_LATIN = re.compile(r"[a-z]+")
_LATIN_WORD = re.compile(r"[a-z0-9&]+")
_NO_LETTER = re.compile(r"[^a-z0-9 ]")
_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|h|uhr)?")


def registered_name(text: str) -> str:
    """The name without its legal form, everything else kept: "Harbour Recruitment"."""
    return _without_legal_form(_SPACE.sub(" ", text).strip(_EDGES))


@lru_cache(maxsize=4096)
def compact(text: str) -> str:
    """Letters and digits alone, folded, "and" in all its forms left out: to compare with."""
    plain = _NO_LETTER.sub("", folded(text).replace("&", " and ").replace("-", " "))
    return "".join(word for word in plain.split() if word not in words_of("firms", "conjunctions"))


def signs_formally(text: str, *, whole: bool) -> bool:
    """True for "Larkspur GmbH" and, as a `whole` line, for "Larkspur Recruiting Team"."""
    return _without_legal_form(text) != text or (whole and _without_dressing(text) != text)


@lru_cache(maxsize=1024)
def words_from_label(label: str) -> str:
    """A domain's label as words: "fitchhaulage" → "Fitch Haulage"."""
    parts = [piece for chunk in re.split(r"[-_]", label) for piece in _split(chunk)]
    return " ".join(
        part if part in words_of("firms", "small") else part.capitalize() for part in parts
    )


def _split(chunk: str) -> list[str]:
    for word in _domain_words():
        if chunk.endswith(word) and len(chunk) - len(word) >= 3:
            head = chunk.removesuffix(word)
            if head.endswith("and") and len(head) > 6:
                return [*_split(head.removesuffix("and")), "and", word]
            return [*_split(head), word]
    return [chunk]


def _without_legal_form(name: str) -> str:
    if " " not in name:
        return name
    plain = folded(name) if len(folded(name)) == len(name) else name.lower()
    for match in _legal_forms().finditer(plain):
        written = name[match.start() : match.end()].strip(" ,")
        if match.start() > 1 and not _ordinary(written):
            return name[: match.start()].strip(_EDGES)
    return name


def _ordinary(written: str) -> bool:
    """ "se" and "às" are words of a sentence; "SE" and "s.a." are legal forms."""
    return written.islower() and len(written) <= 3 and "." not in written


def _without_dressing(name: str) -> str:
    plain = folded(name)
    if " " not in name or len(plain) != len(name):
        return name
    for pattern in _dressings():
        match = pattern.search(plain)
        if match and match.end() - match.start() < len(name):
            rest = name[match.end() :] if match.start() == 0 else name[: match.start()]
            if len(rest.strip(_EDGES)) > 1:
                return rest.strip(_EDGES)
    return name


def _possible(name: str) -> bool:
    plain = folded(name)
    words = _LATIN_WORD.findall(plain)
    if _CLOCK.fullmatch(plain):
        return False
    if not words or len(plain) < 2 or len(plain) > 70 or not any(char.isalpha() for char in name):
        return False
    if _only_dressing().fullmatch(plain):
        return False
    return not all(word in _unnamed() or word.isdigit() for word in words)


@cache
def _unnamed() -> frozenset[str]:
    """Words that name no firm, alone or together: small words, and those of such mail."""
    listed = lexicon("small_words").values()
    small = {word for words in listed for word in folded(str(words)).split()}
    return words_of("firms", "never") | words_of("firms", "links") | frozenset(small)


@cache
def _domain_words() -> tuple[str, ...]:
    return tuple(sorted(set(str(lexicon("firms")["domain_words"]).split()), key=len, reverse=True))


@cache
def _legal_forms() -> re.Pattern[str]:
    forms = _alternatives("legal_forms")
    return re.compile(rf"(?:,\s*|\s+|(?<=[a-z])\s)(?:{forms})(?=$|[\s,.;:|·–—(-])")


@cache
def _dressings() -> tuple[re.Pattern[str], ...]:
    forms = _alternatives("dressing")
    return (
        re.compile(rf"(?:\s*[|@·:–—/-]\s*|\s+)(?:{forms})$"),
        re.compile(
            rf"^(?:{forms})(?:\s*[|@·:–—/-]\s*|\s+(?:(?:at|of|der|de|di|da|bei|chez|von|@)\s+)?)"
        ),
    )


@cache
def _only_dressing() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_alternatives('dressing')})[\s|&-]*){{1,3}}")


def _alternatives(key: str) -> str:
    entries = [entry.strip() for entry in str(lexicon("firms")[key]).split(" | ")]
    return "|".join(sorted((entry for entry in entries if entry), key=len, reverse=True))
