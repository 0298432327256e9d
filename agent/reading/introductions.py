"""How mail introduces the firm and the job: the phrases and labels of names.yaml as patterns.

Every pattern is bounded and free of nested quantifiers over the same characters, so that hostile
text costs linear time (failures.md G4).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.reading.lexicon import lexicon

FACTS = ("company", "client", "role", "role_maybe")
LONGEST_TEXT = 20_000
_MOST_HITS = 400

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁĽŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_FIRM_WORD = (
    r"(?!(?:I|We|You)['’]|(?:Who|When|Where|What|Date|Time|Wer|Wann|Wo|Qui|Quand|Où)\b)"
    rf"(?:[{_UPPER}0-9]|[a-z](?=[{_UPPER}]))(?:[\w'’-]|\.(?=\w)){{0,40}}"
)
_ABBREVIATED = r"(?:St|Ste|Dr|Mt|Co|Bros|Jr)\."
_LINK = (
    r"(?:&|\+|and|und|et|y|e|en|of|the|for|de la|de los|de las|de|del|du|des|della|delle|dei|di"
    r"|da|do|das|dos|d['’]|la|le|les|der|die|das|für|am|im|van|von|vom|zu|zur|zum|voor|op"
    r"|a|sur|i|in|aan)"
)
FIRM = (
    rf"(?:{_ABBREVIATED}|{_FIRM_WORD})"
    rf"(?:,(?= [{_UPPER}][\w'’-]{{1,30}} (?:&|and)))?"
    rf"(?:(?: ?[&+] ?| {_LINK} {_LINK} | {_LINK} | d['’]| )"
    rf"(?:{_ABBREVIATED}|{_FIRM_WORD})){{0,7}}"
    r"(?:, (?:Inc|LLC|Ltd|S\.))?"
)
JOB = r"[^\W_][^\n;!?\"“”„«»<>|]{1,80}?"
JOB_TO_THE_END = r"[^\W_][^\n;!?\"“”„«»<>|]{1,80}"

_PLACE = re.compile(r"\{(company|role)\}")
_LABEL_GAP = r"[ \t]*(?::|\t|[ ]{2,}|[ ]\|)[ \t]*"
_TOKEN = re.compile(r"[^\W_]+")
_LONGEST_JOB = 80
_CLAUSE_END = re.compile(r"[.;:!?]\s")
_KEY = 3  # letters of a word by which the phrases that may begin with it are found
_QUOTE = r"(?:[\"“”„«»‘’'*]{1,2}\s?)?"
_RUN = re.compile(FIRM)
_SPACES = re.compile(r" {2,}|[\u00a0\u202f][ \u00a0\u202f]*| +[\u00a0\u202f]+")
_NEW_ITEM = re.compile(r"[-*•>\d]|\([a-z\d]{1,2}\)|[^:\n]{1,30}: ")


@dataclass(frozen=True, slots=True)
class Introduced:
    """Something that a phrase introduces, with the words around it."""

    value: str
    words: str
    rule: str
    start: int
    fact: str = ""
    leads: bool = False  # it stands at the phrase's beginning: "… would like to meet you"


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that follow each other: a firm perhaps."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass over a text finds: what its phrases introduce, and its runs of capitals."""

    hits: tuple[Introduced, ...] = ()
    runs: tuple[Run, ...] = ()

    def of(self, *facts: str) -> Iterator[Introduced]:
        return (hit for hit in self.hits if hit.fact in facts)


def scan(text: str, language: str) -> Scan:
    """The phrases of names.yaml in a `flowed` text, all facts in one pass over its words."""
    if not text:
        return Scan()
    heads, tails, nouns = _heads(language), _tails(language), _nouns()
    hits: list[Introduced] = []
    runs: list[Run] = []
    free = 0
    for token in _TOKEN.finditer(text, 0, LONGEST_TEXT):
        start, word = token.start(), token.group()
        lower = word.lower()
        for phrase in heads.get(lower[:_KEY], ()):
            match = phrase.pattern.match(text, start)
            if match:
                hits.append(_hit(phrase, match, match.group("value"), match.start("value")))
        if lower in nouns:
            hits += _before(text, start, word)
        if start >= free and not word[0].islower():
            run = _RUN.match(text, start)
            if run:
                free = run.end()
                runs.append(Run(run.group(), start, free))
                hits += _behind(runs[-1], text, tails)
        elif start >= free and word != lower and not word[1:2].islower():
            runs += [
                Run(run.group(), start, run.end()) for run in (_RUN.match(text, start),) if run
            ]
        if len(hits) > _MOST_HITS:
            break
    return Scan(tuple(hits), tuple(runs))


def _behind(run: Run, text: str, tails: "Phrases") -> Iterator[Introduced]:
    """What phrases that begin with the firm itself say of this run: "… would like to meet you"."""
    following = _TOKEN.search(text, run.end, run.end + 6)
    for phrase in tails.get(following.group()[:_KEY].lower(), ()) if following else ():
        match = phrase.pattern.match(text, run.end)
        if match:
            words = f"{run.text}{match.group()}"
            yield Introduced(run.text, words, phrase.rule, run.start, phrase.fact, leads=True)


def _before(text: str, end: int, noun: str) -> Iterator[Introduced]:
    """The job that stands before a noun: "the Data Engineer role"."""
    line = text[max(0, end - _LONGEST_JOB) : end].rpartition("\n")[2]
    if not line.endswith(" "):
        return
    openers = list(_openers().finditer(line))
    value = line[openers[-1].end() :].strip() if openers else ""
    if value and not _CLAUSE_END.search(value):
        yield Introduced(value, f"{value} {noun}", "names.en.role_before", end, "role_maybe")


def _hit(phrase: "_Phrase", match: re.Match[str], value: str, start: int) -> Introduced:
    return Introduced(value, match.group().replace("\n", " "), phrase.rule, start, phrase.fact)


def labelled(fact: str, text: str) -> Iterator[Introduced]:
    """Values of "Label: value" lines, and of labels that stand on a line of their own."""
    return iter(_labelled(fact, text))


@lru_cache(maxsize=32)  # company, role and people ask for the same labels of the same mail
def _labelled(fact: str, text: str) -> tuple[Introduced, ...]:
    return tuple(_find_labelled(fact, text))


def _find_labelled(fact: str, text: str) -> Iterator[Introduced]:
    for match in _label_pattern(fact).finditer(text[:LONGEST_TEXT]):
        value = (match.group("beside") or match.group("below") or "").strip(" \t*_|")
        if value:
            words = match.group().strip().replace("\n", " ")
            yield Introduced(value, words, f"names.labels.{fact}", match.start())


def labelled_rows(fact: str, text: str) -> Iterator[Introduced]:
    """Table rows of a page whose cells have run together: "Position Bicycle Supervisor"."""
    for match in _row_pattern(fact).finditer(text[:LONGEST_TEXT]):
        yield Introduced(
            match.group("value"), match.group().strip(), f"names.rows.{fact}", match.start()
        )


def flowed(text: str) -> str:
    """A text with wrapped lines joined, so that phrases may run over a line's end.

    A line that is long goes on in the next, unless that begins a list, a label or a paragraph.
    """
    lines = [line.strip() for line in _SPACES.sub(" ", text[:LONGEST_TEXT]).split("\n")]
    joined: list[str] = []
    wrapped = False
    for line in lines:
        if wrapped and line and "\t" not in line and not _NEW_ITEM.match(line):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
        wrapped = len(line) > 48 and line[-1:] not in ".:!?" and "\t" not in line
    return "\n".join(joined)


@dataclass(frozen=True, slots=True)
class _Phrase:
    pattern: re.Pattern[str]
    fact: str
    rule: str


Phrases = Mapping[str, tuple[_Phrase, ...]]  # by the first letters of the word they begin with


@cache
def _heads(language: str) -> Phrases:
    """The phrases that begin with words of their own."""
    return _indexed(language, lambda before: bool(before), _compiled)


@cache
def _tails(language: str) -> Phrases:
    """The phrases that begin with the firm."""
    return _indexed(language, lambda before: not before, _compiled_tail)


@cache
def _nouns() -> frozenset[str]:
    return frozenset(str(lexicon("names")["role_before"]["nouns"]).split())


@cache
def _openers() -> re.Pattern[str]:
    words = "|".join(str(lexicon("names")["role_before"]["openers"]).split())
    return re.compile(rf"\b(?:{words})\s", re.IGNORECASE)


def _indexed(
    language: str,
    wanted: Callable[[str], bool],
    compiled: Callable[[str], re.Pattern[str]],
) -> Phrases:
    index: dict[str, list[_Phrase]] = {}
    for fact in FACTS:
        for code in dict.fromkeys((language, "en")):
            for entry in lexicon("names").get(fact, {}).get(code, []):
                before, _, after = _PLACE.split(entry)
                if wanted(before):
                    phrase = _Phrase(compiled(entry), fact, f"names.{code}.{fact}")
                    for key in _keys(before or after):
                        index.setdefault(key, []).append(phrase)
    return {key: tuple(phrases) for key, phrases in index.items()}


def _compiled(entry: str) -> re.Pattern[str]:
    before, what, after = _PLACE.split(entry)
    job = JOB if after else JOB_TO_THE_END
    value = FIRM if what == "company" else job
    return re.compile(rf"(?<!\w)(?i:{before}){_QUOTE}(?P<value>{value})(?i:{after})")


def _compiled_tail(entry: str) -> re.Pattern[str]:
    return re.compile(rf"(?i:{_PLACE.split(entry)[2].rstrip()})(?!\w)")


def _keys(entry: str) -> frozenset[str]:
    """The first letters with which a match may begin."""
    entry = entry.lstrip()
    alternatives = _first_group(entry) if entry.startswith("(?:") else [entry]
    return frozenset(key for alternative in alternatives for key in _key(alternative.strip()))


def _key(alternative: str) -> frozenset[str]:
    if alternative.startswith("(?:"):
        return _keys(alternative)
    match = re.match(r"[^\W_]+", alternative)
    if match is None:
        raise ValueError(f"a phrase must begin with a word: {alternative!r}")
    text, rest = match.group().lower(), alternative[match.end() : match.end() + 1]
    if rest in ("?", "*"):
        text = text[:-1]
    if len(text) < _KEY and rest not in ("", " ", "'", "’", "-", ":", ",", "|", "&", "/", ")"):
        raise ValueError(f"the first word of a phrase is too short to find it: {alternative!r}")
    return frozenset({text[:_KEY]})


def _first_group(entry: str) -> list[str]:
    """The alternatives of the group that opens the entry, which may not be left out."""
    depth, begin, found = 0, 3, []
    for index, char in enumerate(entry):
        depth += (char == "(") - (char == ")")
        if depth == 0 or (depth == 1 and char == "|"):
            found.append(entry[begin:index])
            begin = index + 1
        if depth == 0:
            if entry[index + 1 : index + 2] == "?":
                raise ValueError(f"the group that opens a phrase may not be optional: {entry!r}")
            return found
    raise ValueError(f"unbalanced: {entry!r}")


@cache
def _label_pattern(fact: str) -> re.Pattern[str]:
    labels = [label.strip() for label in str(lexicon("names")["labels"][fact]).split("|")]
    longest_first = sorted(set(labels), key=len, reverse=True)
    words = "|".join(re.escape(label) for label in longest_first)
    return re.compile(
        rf"^[ \t]*(?:[-*•][ \t]*)?\**(?i:{words})\**"
        rf"(?:{_LABEL_GAP}(?P<beside>[^\n]{{2,200}})|[ \t]*:?[ \t]*\n[ \t]*"
        r"(?P<below>[^\n:]{2,120}))$",
        re.MULTILINE,
    )


@cache
def _row_pattern(fact: str) -> re.Pattern[str]:
    labels = [label.strip() for label in str(lexicon("names")["labels"][fact]).split("|")]
    capital = sorted({label[:1].upper() + label[1:] for label in labels}, key=len, reverse=True)
    words = "|".join(re.escape(label) for label in capital if len(label) > 2)
    return re.compile(rf"^(?:{words}) (?P<value>[{_UPPER}][^\n:]{{2,100}})$", re.MULTILINE)


@cache
def role_end(language: str) -> re.Pattern[str]:
    """What ends a job's name where nothing else does: " at …", " bei …", a full stop, a bracket."""
    ends = lexicon("names")["role_ends"]
    words = {word.strip() for code in ("en", language) for word in ends.get(code, "").split("|")}
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word)
    return re.compile(
        rf"\s(?:{either})(?=[\s.]|$)|(?<!\bSr)(?<!\bJr)(?<!\bDr)\.(?:\s|$)|:|\s[–—-]\s|\s?/\s|,\s(?=(?:{either}|ref|req|which|and)\b)"
        r"|\s\((?=[^)]{0,60}(?:\d|ref|posted|expir))|\)\s",
    )
