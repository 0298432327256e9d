"""Where quoted history and forwarded originals begin: attribution lines, separators, header blocks.

Each finder looks at one line and a few below it, so a text costs time in proportion to its length.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from agent.reading.lexicon import lexicon

_WINDOW = 4  # lines over which mail programs wrap an attribution
_LONGEST = 500  # characters of an attribution, or of a line that is looked at
_BLOCK = 14  # lines of a header block, long recipient lists included
_DATE = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}|\b(?:19|20)\d\d\b)"
_GROUPWISE = re.compile(r">>> [^>].*[@\d].* >>>")


class Seam(StrEnum):
    ATTRIBUTION = "attribution"  # "On …, … wrote:"
    REPLY = "reply"  # header block or separator of an answered message
    FORWARD = "forward"  # a separator that says so


@dataclass(frozen=True, slots=True)
class Found:
    seam: Seam
    start: int  # first line of the seam
    end: int  # first line below it


def words(items: Iterable[str]) -> str:
    """A pattern for any of `items`, longest first."""
    return "|".join(re.escape(item) for item in sorted(set(items), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Patterns:
    opener: re.Pattern[str]
    dated: re.Pattern[str]
    wrote: re.Pattern[str]
    original: re.Pattern[str]
    forwarded: re.Pattern[str]
    label: re.Pattern[str]
    inner_label: re.Pattern[str]
    fields: dict[str, str]  # label → field


@cache
def patterns() -> Patterns:
    book = lexicon("quotation")
    fields = {label: name for name, labels in book["labels"].items() for label in labels}
    frame = r"[-_=*–— >|]*"
    return Patterns(
        opener=re.compile(rf"[-–—]* ?(?:{words(book['openers'])})\b", re.I),
        dated=re.compile(rf"(?:\d|(?:{words(book['weekdays'])})\b\.?,?\s)", re.I),
        wrote=re.compile(rf"(?<!\w)(?:{words(book['wrote'])})(?!\w)", re.I),
        original=re.compile(rf"{frame}(?:{words(book['original'])}){frame}:?", re.I),
        forwarded=re.compile(rf"{frame}(?:{words(book['forwarded'])})[-_=*–— :]*", re.I),
        label=re.compile(rf"[\s>*_|]*({words(fields)})[\s*_]*[:：][\s*_]*(\S?)", re.I),
        inner_label=re.compile(rf"(?<![\w-])({words(fields)})\s?[:：]", re.I),
        fields=fields,
    )


def seam_at(lines: Sequence[str], at: int) -> Found | None:
    """The seam that begins at line `at`, if one does."""
    line = lines[at][:_LONGEST]
    if not line.strip():
        return None
    return _separator(lines, at, line) or _header_block(lines, at) or _attribution(lines, at)


def _separator(lines: Sequence[str], at: int, line: str) -> Found | None:
    """A line that says what follows; the header block below belongs to it."""
    if len(line) > 160:
        return None
    stripped = line.strip()
    if _GROUPWISE.fullmatch(stripped):
        return Found(Seam.REPLY, at, at + 1)
    if patterns().forwarded.fullmatch(stripped):
        seam = Seam.FORWARD
    elif patterns().original.fullmatch(stripped) and stripped[0] in "-_=*–—>|":
        seam = Seam.REPLY
    elif re.fullmatch(r"[_=-]{4,}", stripped):
        below = _header_block(lines, _next(lines, at + 1), few=True)
        return Found(Seam.REPLY, at, below.end) if below else None
    else:
        return None
    below = _header_block(lines, _next(lines, at + 1), few=True)
    return Found(seam, at, below.end if below else at + 1)


def _next(lines: Sequence[str], at: int) -> int:
    """The next line with content, at most three down."""
    for place in range(at, min(at + 3, len(lines))):
        if lines[place].strip(" >"):
            return place
    return at


def _header_block(lines: Sequence[str], at: int, *, few: bool = False) -> Found | None:
    """From, date, recipient and subject on neighbouring lines, in any order and language."""
    if at >= len(lines) or not (":" in lines[at] or "：" in lines[at]):
        return None
    seen: set[str] = set()
    end = at
    for place in range(at, min(at + _BLOCK, len(lines))):
        line = lines[place][:_LONGEST]
        match = patterns().label.match(line)
        if match:
            seen.add(patterns().fields[match[1].lower()])
            seen.update(_labels_within(line[match.end() :]))
            end = place + 1
        elif not line.strip(" >*"):
            if {"from", "subject"} <= seen or place == at:
                break
        elif not seen or not (line[:1] in " \t" or "@" in line or line.rstrip().endswith(";")):
            break
    seen.discard("other")
    enough = "from" in seen and len(seen) >= (2 if few else 3)
    return Found(Seam.REPLY, at, end) if enough else None


def _labels_within(line: str) -> set[str]:
    """Labels of a block that was flattened onto one line."""
    return {patterns().fields[label.lower()] for label in patterns().inner_label.findall(line)}


def _attribution(lines: Sequence[str], at: int) -> Found | None:
    first = lines[at][:_LONGEST].lstrip(" \t*_")
    opened = bool(patterns().opener.match(first))
    dated = bool(patterns().dated.match(first))
    if not (opened or dated or "<" in first or "@" in first):
        return None
    text = ""
    for place in range(at, min(at + _WINDOW, len(lines))):
        line = lines[place].strip()
        text = f"{text} {line}".strip()
        if not line or len(text) > _LONGEST:
            return None
        if _is_attribution(text, opened=opened, dated=dated):
            return Found(Seam.ATTRIBUTION, at, place + 1)
        if dated and "@" in text and line.endswith(">") and quote_mark(lines, place + 1):
            return Found(Seam.ATTRIBUTION, at, place + 1)  # "2013/7/20 Name <a@b>" without a colon
        if line.endswith((".", "!", "?")) and not re.search(r"\b\w{1,4}\.$", line):
            return None
    return None


def quote_mark(lines: Sequence[str], at: int) -> str:
    """The mark of the quote that begins at line `at` or shortly below, "" if none does."""
    for line in lines[at : at + 3]:
        if line.strip():
            first = line.lstrip()[0]
            return first if first in ">|" else ""
    return ""


def _is_attribution(text: str, *, opened: bool, dated: bool) -> bool:
    text = text.rstrip(" *_-–—>")
    colon = text.endswith((":", "："))
    wrote = bool(patterns().wrote.search(text))
    address = "@" in text and bool(re.search(r"[<(\[]", text))
    when = bool(re.search(_DATE, text)) or bool(re.search(r"\d", text))
    if wrote and opened and when:
        return colon or bool(re.search(rf"(?:{patterns().wrote.pattern})$", text, re.I))
    if wrote and colon:
        return address or (dated and when)
    return colon and dated and address and bool(re.search(_DATE, text))
