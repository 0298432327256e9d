"""How mail introduces the firm and the job: the phrases and labels of names.yaml as patterns.

Every pattern is bounded and free of nested quantifiers over the same characters, so that hostile
text costs linear time (failures.md G4).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.reading.lexicon import lexicon

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
LONGEST_TEXT = 20_000
_MOST_MATCHES = 40

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


@dataclass(frozen=True, slots=True)
class Introduced:
    """Something that a phrase introduces, with the words around it."""

    value: str
    words: str
    rule: str
    start: int


def introduced(fact: str, text: str, language: str) -> Iterator[Introduced]:
    """What the phrases of `fact` ("company", "client", "role") introduce in a `flowed` text."""
    if not text:
        return
    lowered = text.casefold()
    for code in dict.fromkeys((language, "en")):
        for phrase in _phrases(fact, code):
            if phrase.anchors and not any(anchor in lowered for anchor in phrase.anchors):
                continue
            for match in _overlapping(phrase.pattern, text):
                yield Introduced(
                    value=match.group("value"),
                    words=match.group().replace("\n", " "),
                    rule=f"names.{code}.{fact}",
                    start=match.start("value"),
                )


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that may begin inside the value of the one before: values run on to be cut later."""
    match = pattern.search(text)
    for _ in range(_MOST_MATCHES):
        if match is None:
            return
        yield match
        match = pattern.search(text, max(match.start("value"), match.start() + 1))


def labelled(fact: str, text: str) -> Iterator[Introduced]:
    """Values of "Label: value" lines, and of labels that stand on a line of their own."""
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
    lines = [
        re.sub(r"[ \u00a0\u202f]+", " ", line).strip() for line in text[:LONGEST_TEXT].split("\n")
    ]
    joined: list[str] = []
    wrapped = False
    for line in lines:
        if (
            wrapped
            and line
            and "\t" not in line
            and not re.match(r"[-*•>\d]|\([a-z\d]{1,2}\)|[^:\n]{1,30}: ", line)
        ):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
        wrapped = len(line) > 48 and line[-1:] not in ".:!?" and "\t" not in line
    return "\n".join(joined)


@dataclass(frozen=True, slots=True)
class _Phrase:
    pattern: re.Pattern[str]
    anchors: tuple[str, ...]  # one of these stands in every match: a cheap look before the search


@cache
def _phrases(fact: str, language: str) -> tuple[_Phrase, ...]:
    entries = lexicon("names").get(fact, {}).get(language, [])
    return tuple(_Phrase(_compiled(entry), _anchors(entry)) for entry in entries)


def _compiled(entry: str) -> re.Pattern[str]:
    before, what, after = _PLACE.split(entry)
    job = JOB if after else JOB_TO_THE_END
    value = FIRM if what == "company" else job
    left = rf"(?<!\w)(?i:{before})" if before else rf"(?<![\w{_UPPER}])"
    return re.compile(rf"{left}(?P<value>{value})(?i:{after})")


def _anchors(entry: str) -> tuple[str, ...]:
    """How a match must begin: one of these literals; empty where the entry does not tell."""
    entry = re.sub(r"^\{\w+\}\s?", "", entry)
    alternatives = _first_group(entry) if entry.startswith("(?:") else [entry]
    literals = [_literal(alternative) for alternative in alternatives]
    return (
        tuple(dict.fromkeys(literals))
        if literals and all(len(text) > 1 for text in literals)
        else ()
    )


def _first_group(entry: str) -> list[str]:
    """The alternatives of the group that opens the entry; none if it may be left out."""
    depth, begin, found = 0, 3, []
    for index, char in enumerate(entry):
        depth += (char == "(") - (char == ")")
        if depth == 0 or (depth == 1 and char == "|"):
            found.append(entry[begin:index])
            begin = index + 1
        if depth == 0:
            return [] if entry[index + 1 : index + 2] == "?" else found
    return []


def _literal(alternative: str) -> str:
    match = re.match(r"[\w' -]*", alternative)
    text = match.group() if match else ""
    optional = alternative[len(text) : len(text) + 1] in ("?", "*")
    return (text[:-1] if optional else text).casefold().strip()


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
