"""Third persons whom a mail about a coming talk names in full: nearly all of them take part.

So nobody's wording needs to be known for them; what must be known is who does not take part: whom
to ask, who has written or arranged, who took part before, other candidates, places that bear names.
"""

import re
from collections.abc import Iterator
from functools import cache

from agent.reading.jobs import is_job
from agent.reading.lexicon import lexicon
from agent.reading.names import Named, is_given, is_team, is_title, names_in

_BULLET = re.compile(
    r"^[ \t]*(?:[-–•*·‣▪>]|\d{1,2}[.)]|[^\w\s(\"'„“«<@+/|]{1,2})[ \t]*(?=[^\W\d_])"
)
_CLOCK = re.compile(r"\d{1,2} ?(?:[:.hu] ?\d{2}|h|[ap]\.?m)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.!?](?=\s+[^\Wa-zß-ÿ])")
_BEHIND = re.compile(
    r"\s*(?:\([^()\n]{0,60}\)|, [^\W\d_][^,.;\n]{0,40})?\s*[,:(<–-]{0,2}\s*"
    r"(?:[\w.+-]{1,60}@|(?:tel|t|mobil\w*|ph|phone)\b\.?:?\s*\+?\d|\+?\d[\d ()/-]{7})",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\b(?:HR[AB] ?\d|Amtsgericht|Registergericht|Handelsregister|USt|RCS|SIRET|KvK|BTW|P\. ?IVA"
    r"|Partita|C\.?F\.|CIF|NIF|NIPC|CNPJ|RUT|CUIT"
    r"|Registered (?:in|office|number)|Company (?:no|number)|VAT)\b"
)
# A sentence, not somebody's function.
_SAYS = re.compile(r"[.!?:]$|\b[a-zà-ÿ]{4,20} [a-zà-ÿ]{2,20} [a-zà-ÿ]{2}")
_WITH = re.compile(
    r"(?<!\w)(?:with|mit|avec|con|com|met|meet|triffst du|treffen sie|sprichst du mit) $",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?: ?\([^()\n]{0,60}\))?,? (?:(?:and|und|et|y|e|en|&|plus) )?")
_REACH = 90  # characters before a name that may tell what the person is for


def mentioned(text: str, mine: tuple[str, ...], language: str) -> Iterator[tuple[str, str]]:
    """Full names of third persons with their lines; `mine` are the owner's names, folded."""
    below = False  # the line above has named somebody, or heads a list
    crowd = _is_crowd(text, mine)
    for line in text.split("\n"):
        if not line.strip() or _LEGAL.search(line):
            continue
        found = [] if crowd and _CLOCK.search(line) else list(_of_line(line, below, language))
        for name in found:
            yield name, line.strip()
        below = bool(found) or (below and not line.strip())


def _is_crowd(text: str, mine: tuple[str, ...]) -> bool:
    """A table of all candidates' hours, the owner's among them."""
    full = [name for name in mine if " " in name]
    hours = [line.casefold() for line in text.split("\n") if _CLOCK.search(line)]
    return any(len(line) < 80 and name in line for line in hours for name in full)


def _of_line(line: str, below: bool, language: str) -> Iterator[str]:
    found: list[Named] = []
    for named in names_in(line, single=True):
        if _is_person(named, line, found[-1].end if found else None):
            found.append(named)
    if not found:
        return
    ends = [m.end() for m in _SENTENCE_END.finditer(line) if not is_title(_last_word(line, m))]
    first = below or bool(_BULLET.match(line))
    begin = 0
    for end in (*ends, len(line)):
        names = [named for named in found if begin <= named.start < end]
        if names and (first or not _alone(names[0], line, begin, end)):
            yield from _taking_part(names, line[:end], begin, language)
        begin, first = end, False


def _last_word(line: str, end: re.Match[str]) -> str:
    return re.split(r"[ '’]", line[: end.start()])[-1]


def _taking_part(names: list[Named], sentence: str, begin: int, language: str) -> Iterator[str]:
    before = begin
    barred = False
    for named in names:
        lead = sentence[max(named.start - _REACH, before) : named.start]
        joined = before > begin and len(lead.strip(" ,")) <= 4  # "and", "und", "&"
        if not joined:
            barred = bool(_apart(language).search(lead))
        if not (
            barred or _BEHIND.match(sentence, named.end) or _off().match(sentence[named.end :])
        ):
            yield named.name
        before = named.end


def _is_person(named: Named, sentence: str, after: int | None) -> bool:
    """`after` is where the person before ends; a first name alone needs one, or "with"."""
    if " " not in named.name and not named.addressed:
        joined = after is not None and _LINK.fullmatch(sentence, after, named.start)
        beside = _WITH.search(sentence, max(named.start - 16, 0), named.start)
        return is_given(named.name) and bool(joined or beside)
    lead = sentence[max(named.start - 40, 0) : named.start]
    known = named.addressed or is_given(named.name) or _has_function(named, lead, sentence)
    return known and not _place().search(lead)


def _has_function(named: Named, lead: str, sentence: str) -> bool:
    """ "our plant manager, Curro Benítez", "Curro Benítez (Head of Production)"."""
    if " " not in named.name or is_job(named.name) or is_team(named.name):
        return False
    before = re.search(r"[^\W\d_][\w -]{1,36},? $", lead)
    behind = re.match(r"(?:, | ?\()([^,.;()\n]{2,40})(?:[,.;()]|$)", sentence[named.end :])
    return bool(
        (before and before.group()[0].islower() and lead.endswith(", ") and is_job(before.group()))
        or (behind and is_job(behind.group(1)))
    )


def _alone(named: Named, line: str, begin: int, end: int) -> bool:
    """A line of its own, as under a letter: a name and at most what the person is."""
    rest = line[named.end : end].strip(" ,|·•–-/")
    return not line[begin : named.start].strip() and len(rest) <= 60 and not _SAYS.search(rest)


@cache
def _apart(language: str) -> re.Pattern[str]:
    """What stands before somebody who does not take part."""
    return re.compile(
        rf"(?<!\w)(?:{_either('apart', 'any', language)})[^.!?]{{0,45}}$", re.IGNORECASE
    )


@cache
def _off() -> re.Pattern[str]:
    """What stands behind somebody who does not take part."""
    return re.compile(rf"[^.!?;:\n]{{0,50}}?(?<!\w)(?:{_either('apart_behind')})", re.IGNORECASE)


@cache
def _place() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{_either('places')})[ .]+$|(?<![:.\d])\d{{1,3}}[a-z]? $|[@/&]$", re.IGNORECASE
    )


def _either(key: str, *languages: str) -> str:
    table = lexicon("people")[key]
    entries = [table.get(code, []) for code in languages or table]
    return "|".join(entry for one in entries for entry in ([one] if isinstance(one, str) else one))
