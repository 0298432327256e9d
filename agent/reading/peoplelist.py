"""Lists of people in sentences: "you will meet Ana Ruiz, our CTO, and me"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.reading.facts import Kind
from agent.reading.folding import folded
from agent.reading.jobs import is_job
from agent.reading.lexicon import lexicon, words_of
from agent.reading.names import Named, names_in

_REACH = 220  # characters that a list of people may run on
_BACK = 160
_COMING = frozenset({Kind.INVITATION, Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.CANCELLATION})
_CALLED_OFF = frozenset({Kind.CANCELLATION, Kind.RESCHEDULE})

_AND = (
    r"(?:and|und|et|y|e|ed|en|plus|sowie|&|then|puis|or|oder|o|avec|con|com"
    r"|met|mit|with|by|par)"
)
_AND_I = re.compile(
    r"(?<!,) (?:and|und|et|y|e|ed|en|plus|sowie) "
    r"(?i:I|me|myself|ich|mich|mir|moi(?:-même)?|yo|un servidor|su servidora?"
    r"|eu(?: pr[óo]pri[ao])?|mim|comigo|io|ik|mij|mezelf|mijzelf|ondergetekende|la sottoscritta"
    r"|il sottoscritto)(?![\w'’])"
)
_I_AND = re.compile(
    r"(?<![\w'’])(?P<who>me|I|myself|ich|mir|mich|moi|yo|eu|io|ik|mij|you|Sie|Ihnen|vous"
    r"|usted|u|jou|te|Lei|ti) "
    r"(?:and|und|plus|et|y|e|en|&) (?=[^\W\d_])"
)
_AND_YOU = re.compile(
    r"(?:and|und|et|y|e|en|a|à|&)(?: à| a)? (?:you|Sie|Ihnen|vous|usted|te|Lei|u|jou|ti)(?![\w'’])"
)
_JOINED = re.compile(rf"(?:^|[\s,]){_AND}\s$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"^[\s,:(]*(?:(?:and|und|et|y|e|ed|en|plus|then|with|also|both|first|met|sowie|auch|puis|or|oder|&|our|mit|par"
    r"|con|avec|com|as|you|me|myself|mir|mich|moi|su|my|colleague|colleagues|by|o|por|à|a"
    r"|onze|unser|unsere|unserem|unserer|notre|nuestro|nuestra)"
    r"(?:[\s,]+|(?<=')))*$",
    re.IGNORECASE,
)
_FUNCTION = re.compile(
    r"^\s(?:our|my|notre|nuestr[ao]|noss[ao]|nostr[ao]|onze|mon|mi) (?:[a-zà-ÿ][\w-]* ){1,3}$"
)
_TITLE = re.compile(
    r"(?:(?<=\s)|^)(?:Head|Lead|Director|VP|Vice President|Chief|Manager|Leiter(?:in)?"
    r"|Team ?[Ll]ead|Director[ao]?|Direttore|Direttrice|Directeur|Directrice|Responsable|Hoofd)"
    r" (?:of|für|de|del|di|der|van) (?:[A-ZÀ-Þ&][\w&-]*[ ,]*){1,3}?$"
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:from|at|in|of|near|to|des|aus|bei|chez|di|da|do|del|della|dell'"
    r"|van de|à|au|sur|en|im|am|for|naar|te|within|across|behind|around|into|through|nach"
    r"|de)|['’]s|@|\d)\s*$"
)
_SELF = re.compile(
    r"(?<![\w'’])(?:me|myself|mir|mich|moi(?:-même)?|m[íi]|comigo|conmigo|su servidora?"
    r"|un servidor|eu pr[óo]pri[ao]|io|ich|ik|mij|mezelf|mijzelf|ondergetekende|la sottoscritta"
    r"|il sottoscritto|der Unterzeichnende|die Unterzeichnende|yo|eu)(?![\w'’])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voices:
    """Whom "me" and "you" mean in a text; None where it is the owner."""

    me: str | None
    you: str | None


def named_in_sentence(sentence: str, voices: Voices, language: str, kind: Kind) -> Iterator[str]:
    """The people whom a sentence says to interview, by the cues of people.yaml."""
    for cue in _cue("before", language).finditer(sentence):
        yield from people_in(sentence[cue.end() : cue.end() + _REACH], voices)
    for cue in _cue("after", language).finditer(sentence):
        yield from _people_before(sentence[: cue.start()], language)
    if kind in _COMING:
        for cue in _cue("beside", language).finditer(sentence):
            yield from _listed_people(sentence[cue.end() : cue.end() + 120])
    if kind in _CALLED_OFF:
        for cue in _cue("absent", language).finditer(sentence):
            yield from _people_before(sentence[: cue.start()], language, near=2)
    if kind is not Kind.OFFER:
        yield from _pairs(sentence, voices)


def people_in(text: str, voices: Voices) -> Iterator[str]:
    """The people of a list that begins here: full names anywhere, single ones where it says so."""
    plain = _opened(text)
    yield from _you_first(plain, voices)
    at = 0
    for named, word in _elements(plain):
        gap = plain[at : word.start]
        if len(gap) > 100 or ";" in gap:
            return
        listed = bool(_BETWEEN.match(gap) or _FUNCTION.match(gap))
        if named is None:
            if (listed or _JOINED.search(gap)) and voices.me:
                yield voices.me
                at = word.end
        elif (listed or _stands_out(named, gap)) and _likely(named, listed):
            yield named.name
            at = named.end


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


def _elements(text: str) -> list[tuple[Named | None, _Span]]:
    """Names, and words for oneself (None), in order."""
    names: list[tuple[Named | None, _Span]] = [
        (named, _Span(named.start, named.end)) for named in names_in(text, single=True)
    ]
    selves: list[tuple[Named | None, _Span]] = [
        (None, _Span(match.start(), match.end())) for match in _SELF.finditer(text)
    ]
    return sorted((*names, *selves), key=lambda element: element[1].start)


def _you_first(text: str, voices: Voices) -> Iterator[str]:
    if voices.you and re.match(
        r"\s*(?:to |à |a )?(?:you|vous|Sie|Ihnen|usted|Lei|u)(?:,| and| et| und| y| e| en)", text
    ):
        yield voices.you


def _stands_out(named: Named, gap: str) -> bool:
    """A full or titled name is a person's wherever it stands, unless it names a place or a team."""
    return named.addressed or (" " in named.name and not _PLACE_BEFORE.search(gap))


def _likely(named: Named, listed: bool) -> bool:
    if " " in named.name:
        return listed or not is_job(named.name)
    return named.addressed or (
        len(named.name) > 2 and not is_job(named.name) and not named.name.isupper()
    )


def _people_before(text: str, language: str, near: int = 60) -> Iterator[str]:
    """The people that stand directly before a cue, a function of theirs between allowed."""
    plain = _without_brackets(text)[-_BACK:]
    end, gap_allowed = len(plain), near
    for named in reversed(list(names_in(plain, single=True))):
        gap = plain[named.end : end]
        before = plain[: named.start]
        single = " " not in named.name and not named.addressed
        if len(gap.strip()) > gap_allowed or re.search(r"[.!?;:]", gap):
            return
        if single and language == "de":
            return  # every noun has a capital there
        if single and (
            (gap.strip(" ,") and not _BETWEEN.match(gap)) or not _inside(before, text, plain)
        ):
            return
        if not named.addressed and _PLACE_BEFORE.search(before):
            return
        if _likely(named, True):
            yield named.name
            end, gap_allowed = named.start, 8


def _inside(before: str, text: str, plain: str) -> bool:
    """A single word at the very start of a sentence has its capital from there."""
    return bool(before.strip(" \"'*-•")) or len(text) > len(plain)


def _pairs(sentence: str, voices: Voices) -> Iterator[str]:
    """ "Joost and me", "Frau Pichler und mir", "you and Brendan": both took part."""
    for match in _AND_I.finditer(sentence):
        names = list(_pair_before(sentence[: match.start()]))
        if names and voices.me:
            yield from names
            yield voices.me
    for match in _I_AND.finditer(sentence):
        named = next(names_in(sentence[match.end() : match.end() + 60], single=True), None)
        speaker = voices.you if folded(match.group("who")) in _words("you") else voices.me
        if named and named.start <= 12 and speaker and _likely(named, True):
            yield named.name
            yield speaker
    for match in _AND_YOU.finditer(sentence) if voices.you else ():
        names = list(_pair_before(sentence[: match.start()]))
        if names:
            yield from (*names, voices.you or "")


def _pair_before(text: str) -> Iterator[str]:
    """The names of a list that ends here; a single first name may begin the sentence."""
    plain = _without_brackets(text)[-_BACK:]
    end = len(plain)
    for named in reversed(list(names_in(plain, single=True))):
        gap, before = plain[named.end : end], plain[: named.start]
        if gap.strip(" ,&") and folded(gap.strip(" ,")) not in ("and", "und", "et", "y", "e", "en"):
            return
        if not _likely(named, True) or (not named.addressed and _PREPOSITION.search(before)):
            return
        yield named.name
        end = named.start


_PREPOSITION = re.compile(r"\b(?:from|at|in|near|des|aus|bei|chez|au|sur|im|am|naar|nach)\s*$")


def _listed_people(text: str) -> Iterator[str]:
    """Full names that stand right here, and those that are joined to them."""
    plain, at = _opened(text), 0
    for named in names_in(plain):
        if not _BETWEEN.match(_TITLE.sub("", plain[at : named.start])):
            return
        yield named.name
        at = named.end


def _opened(text: str) -> str:
    """Brackets blanked, but for one that itself holds the list: "the panel (A, B)"."""
    match = re.match(r"\s*\(([^()\n]{3,160})\)", text)
    return match.group(1) if match else _without_brackets(text)


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^()\n]{0,80}\)", lambda match: "," + " " * (len(match.group()) - 1), text)


def _words(key: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words_of("people", key))


@cache
def _cue(key: str, language: str) -> re.Pattern[str]:
    """All cues of a kind in the mail's language and in English, as one pattern."""
    table = lexicon("people")[key]
    entries: list[str] = []
    for code in dict.fromkeys((language, "en")):
        found = table.get(code, [])
        entries += [found] if isinstance(found, str) else found
    either = "|".join(f"(?:{entry.strip()})" for entry in entries) or r"(?!)"
    if key in ("before", "beside"):
        return re.compile(rf"(?<!\w)(?i:{either})(?=[\s,:(])")
    return re.compile(rf"(?<=[\w)]),? (?i:{either})(?!\w)")
