"""Lists of people in sentences: "you will meet Ana Ruiz, our CTO, and me"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.reading.facts import Kind
from agent.reading.folding import folded
from agent.reading.jobs import is_job
from agent.reading.lexicon import lexicon, words_of
from agent.reading.names import Named, is_given, names_in

_REACH = 220  # characters that a list of people may run on
_BACK = 160
_COMING = frozenset({Kind.INVITATION, Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.CANCELLATION})
_AFTER = frozenset({Kind.REJECTION, Kind.HOLDING, Kind.REQUEST, Kind.ASSESSMENT})
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
    r"(?<![\w'’])(?:and|und|et|y|e|en|a|à|&)(?: à| a)? "
    r"(?:you|Sie|Ihnen|vous|usted|te|Lei|u|jou|ti)(?![\w'’])"
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
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:from|at|in|of|near|to|des|aus|bei|chez|di|da|do|del|della|dell'"
    r"|van de|à|au|sur|en|im|am|for|naar|te|within|across|behind|around|into|through|nach"
    r"|de)|['’]s|@|\d)\s*$"
)
_STOP = re.compile(r"[.!?](?:\s|$)")
_AND_SELF = re.compile(
    r"(?<!\w)(?:both (?:I|me)|tanto (?:eu|yo)|sowohl ich|como (?:eu|yo)|wie auch ich"
    r"|(?:tant|aussi bien) moi|sia io|zowel ik)(?!\w)",
    re.IGNORECASE,
)
_GREETED = re.compile(
    r"(?:^|[\s>])(?:dear|hi|hello|hey|sehr geehrte[rs]?|liebe[r]?|hallo|guten tag|bonjour|chère?"
    r"|cher|hola|estimad[oa]|querid[oa]|olá|car[oa]|prezad[oa]|buongiorno|gentile|ciao|beste|geachte|hoi)\s*$",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"(?<![\w'’])(?:me|myself|mir|mich|moi(?:-même)?|m[íi]|comigo|conmigo|su servidora?"
    r"|un servidor|eu pr[óo]pri[ao]|io|ich|ik|mij|mezelf|mijzelf|ondergetekende|la sottoscritta"
    r"|il sottoscritto|der Unterzeichnende|die Unterzeichnende|yo|eu)(?![\w'’])",
    re.IGNORECASE,
)


_FORMAL = frozenset({"Sie", "Ihnen", "Lei", "Usted"})  # capitals that name nobody


@dataclass(frozen=True, slots=True)
class Voices:
    """Whom "me" and "you" mean in a text; None where it is the owner."""

    me: str | None
    you: str | None


def named_in_sentence(sentence: str, voices: Voices, language: str, kind: Kind) -> Iterator[str]:
    """The people whom a sentence says to interview, by the cues of people.yaml."""
    for cue in _cue("before", language).finditer(sentence):
        listed = sentence[cue.end() : cue.end() + _REACH]
        if not _is_proper(cue.group(), cue.start(), listed):
            yield from people_in(listed, voices)
    for cue in _cue("after", language).finditer(sentence):
        yield from _people_before(sentence[: cue.start()], language)
    if kind in _CALLED_OFF:
        for cue in _cue("absent", language).finditer(sentence):
            yield from _people_before(_without_apposition(sentence[: cue.start()]), language, 2)
    if kind not in _COMING:
        yield from _impressed(sentence, voices, language)
    if kind is Kind.OFFER:
        return
    if kind not in _AFTER or _cue("talk", language).search(sentence):
        yield from _pairs(sentence, voices)


def _is_proper(cue: str, start: int, rest: str) -> bool:
    """The cue is part of a board's own name: "Servicio de Personal – Tribunal Calificador"."""
    last = cue.rpartition(" ")[2]
    return (
        start > 0
        and last[:1].isupper()
        and last not in _FORMAL
        and bool(re.match(r" [^\W\da-zß-ÿ]\w+(?! [^\W\da-z])", rest))
    )


def _impressed(sentence: str, voices: Voices, language: str) -> Iterator[str]:
    """ "They both liked you, Ana and Udo": whoever is named where somebody has met the owner."""
    if not _cue("impressed", language).search(sentence):
        return
    found = [named.name for named in names_in(sentence, single=True) if is_given(named.name)]
    yield from found
    if found and voices.me and _AND_SELF.search(sentence):
        yield voices.me


def people_in(text: str, voices: Voices) -> Iterator[str]:
    """The people of a list that begins here: full names anywhere, single ones where it says so."""
    plain = _opened(text)
    yield from _you_first(plain, voices)
    at = 0
    for named, word in _elements(plain):
        gap = plain[at : word.start]
        if len(gap) > 100 or ";" in gap or _STOP.search(plain[max(at - 1, 0) : word.start]):
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
    if named.addressed:
        return True
    part = not is_given(named.name) and re.search(r"[^\W\d_a-zß-ÿ][\w'’-]* $", gap)
    return " " in named.name and not part and not _PLACE_BEFORE.search(gap)


def _likely(named: Named, listed: bool) -> bool:
    if " " in named.name:
        first = named.name.partition(" ")[0] if listed else named.name
        return named.addressed or is_given(named.name) or not is_job(first)
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
        if single and language == "de" and not is_given(named.name):
            return  # every noun has a capital there
        if single and (
            (gap.strip(" ,") and not _BETWEEN.match(gap)) or not _inside(before, text, plain)
        ):
            return
        if (not named.addressed and _PLACE_BEFORE.search(before)) or _GREETED.search(before):
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


def _opened(text: str) -> str:
    """Brackets blanked, but for one that itself holds the list: "the panel (A, B)"."""
    match = re.match(r"\s*\(([^()\n]{3,160})\)", text)
    return match.group(1) if match else _without_brackets(text)


def _without_brackets(text: str) -> str:
    if "(" not in text:
        return text
    return re.sub(r"\([^()\n]{0,80}\)", lambda match: "," + " " * (len(match.group()) - 1), text)


def _without_apposition(text: str) -> str:
    """ "Harm Bakx, the doctor whom you were to see, " → "Harm Bakx"."""
    return re.sub(r", [a-zà-ÿ][^,;.()\n]{2,60},?\s*$", " ", text)


def _words(key: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words_of("people", key))


@cache
def _cue(key: str, language: str) -> re.Pattern[str]:
    """All cues of a kind in the mail's language, else in English, as one pattern."""
    table = lexicon("people")[key]
    found: list[str] | str = table.get(language) or table["en"]
    entries = [found] if isinstance(found, str) else found
    either = "|".join(f"(?:{entry.strip()})" for entry in entries) or r"(?!)"
    if key == "before":
        return re.compile(rf"(?<!\w)(?i:{either})(?=[\s,:(])")
    if key in ("impressed", "talk"):
        return re.compile(rf"(?<!\w)(?i:{either})(?!\w)")
    return re.compile(rf"(?<=[\w)]),? (?i:{either})(?!\w)")
