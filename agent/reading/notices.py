"""Whether a text is a notice that a machine sends to everybody: an absence, a dead mailbox.

A person's own note that they travel says the same words, but it greets its reader by name, or goes
on about the application. So nothing is decided by one phrase: the signs are counted.
"""

import re
from collections.abc import Iterator
from functools import cache

from agent.reading.absence import absence
from agent.reading.bounces import pattern
from agent.reading.lexicon import lexicon, words_of
from agent.reading.material import Material
from agent.reading.times.vocabulary import LANGUAGES

LOOKED_AT = 4_000  # characters of the text
_SHORT = 150  # words of a notice
_SIGNS, _MANY = 3, 4  # so many signs make a notice; so many do even if the process is mentioned
_ADDRESSED = re.compile(r"@|\+?\d[\d ()/-]{6,}\d|https?:")
_ANSWER = re.compile(r"\s*(?:re|aw|sv|antw|rv|r|ref|tr)\s?(?:\[\d+\])?:", re.IGNORECASE)
# "Bin weg :-) Re: …": people's programs write "Re:" first; only machines write before it.
_BEFORE_ANSWER = re.compile(
    r"\s*(?![\[(#])(?P<words>[^:\n]{2,60}?(?::-?\))?[^:\n]{0,30}?)[\s:–—-]{1,3}(?:re|aw|sv|antw|rv)\s?:",
    re.IGNORECASE,
)


def is_short(text: str) -> bool:
    return (
        len(text) <= 12 * _SHORT and text.count(" ") <= 2 * _SHORT and len(text.split()) <= _SHORT
    )


def answers_something(material: Material) -> bool:
    envelope = material.message.envelope
    return bool(envelope.in_reply_to or envelope.references) or _is_answer(envelope.subject)


def _is_answer(subject: str) -> bool:
    return _ANSWER.match(subject) is not None


def written_before_answer(subject: str) -> str:
    """What stands before the "Re:" of the subject that is answered; "" if nothing does."""
    if ":" not in subject or _ANSWER.match(subject):
        return ""
    match = _BEFORE_ANSWER.match(subject[:200])
    words = match["words"].strip() if match else ""
    return "" if re.fullmatch(r"(?:fwd?|wg|tr|i|fs|rv|enc|doorst)\W*", words, re.I) else words


def away_words(text: str, language: str | None) -> re.Match[str] | None:
    """Where the text says that somebody is away, or that an office is closed; None: any language.

    A cheap look for the stems of its words comes before the dear one.
    """
    stems, away = _away(language if language in LANGUAGES else None)
    low = text.lower()
    return away.search(text) if any(map(low.__contains__, stems)) else None


@cache
def _away(language: str | None) -> tuple[tuple[str, ...], re.Pattern[str]]:
    stems, forms = lexicon("automatic")["away_stems"], lexicon("automatic")["absences"]
    spoken = [language] if language else list(forms)
    return (
        tuple(stem for one in spoken for stem in stems[one].split()),
        re.compile("|".join(f"(?:{form})" for one in spoken for form in forms[one]), re.I | re.M),
    )


def left_words(text: str) -> re.Match[str] | None:
    return pattern("departures").search(text)


def unread_words(text: str) -> re.Match[str] | None:
    """Where the text says that nobody reads what is sent to this address."""
    low = text.lower()
    stems = words_of("automatic", "unread_stems")
    return pattern("unread").search(text) if any(map(low.__contains__, stems)) else None


def is_absence_notice(material: Material, *, hinted: bool) -> bool:
    """Whether a short text that speaks of an absence is a notice; `hinted`: its subject says so."""
    text = material.body.new_text[:LOOKED_AT].strip()
    if not is_short(text) or (_greets_owner(material, text) and not hinted):
        return False
    count = sum(_signs(material, text)) + hinted
    return count >= _MANY or (count >= _SIGNS and not _mentions_process(text))


def _signs(material: Material, text: str) -> Iterator[bool]:
    found = absence(material)
    first = text.partition("\n")[0]
    yield bool(found.back_on) or any(pattern(key).search(text) for key in ("back", "long_absences"))
    yield bool(found.deputy) or pattern("urgent").search(text) is not None
    yield pattern("thanks").search(text) is not None
    yield pattern("unread").search(text) is not None or pattern("later").search(text) is not None
    yield pattern("automated").search(text) is not None
    yield len(first.split()) <= 3 or pattern("anybody").search(first) is not None


def may_be_dead_end(material: Material) -> bool:
    """A short answer that greets nobody by name."""
    text = material.body.new_text[:LOOKED_AT].strip()
    return is_short(text) and answers_something(material) and not _greets_owner(material, text)


def is_dead_end(material: Material) -> bool:
    """Whether an answer only says where else to write: the sender left, nobody reads here."""
    text = material.body.new_text[:LOOKED_AT].strip()
    signs = (
        pattern("thanks").search(text),
        absence(material).deputy or pattern("redirects").search(text),
        pattern("automated").search(text),
        unread_words(text),
        left_words(text),
    )
    return sum(bool(sign) for sign in signs) >= 2 and not _mentions_process(text)


def _greets_owner(material: Material, text: str) -> bool:
    """A machine does not know whom it answers."""
    line = text.partition("\n")[0].lower()
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line) for name in _names(material))


def _names(material: Material) -> set[str]:
    """What the owner may be called: by their name, as the mail addresses them, by their address."""
    envelope = material.message.envelope
    told = [material.owner.name, *(to.name for to in envelope.to[:3])]
    told += [to.address.partition("@")[0].replace(".", " ") for to in envelope.to[:3]]
    words = {word.strip("\"',").lower() for name in told for word in (name or "").split()}
    return {word for word in words if len(word) >= 3 and word.isalpha()}


@cache
def _process() -> re.Pattern[str]:
    return pattern("process")


def _mentions_process(text: str) -> bool:
    """Whether it speaks of the application, other than to say whom to ask about it."""
    return any(
        _process().search(line)
        for line in re.split(r"(?<=[.!?])\s|\n", text)
        if not _ADDRESSED.search(line)
    )
