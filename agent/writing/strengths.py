"""One sentence on what the owner is good at, where the role's name asks for it: out of the YAML,
and never made up (domain.md E5, R28, R45).

It is said once in a case, and never twice to the same person. What asks for it is told by words: a
word of the need (without one, of the strength itself) that also stands in the role.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from zlib import crc32

from agent.cases.case import Case
from agent.cases.plan import Write
from agent.writing.draft import Profile, Strength
from agent.writing.fields import as_name, clean
from agent.writing.template_files import Templates
from agent.writing.wording import Language, Letter, Words, language_of

FITTING = frozenset({Letter.THANK_YOU, Letter.THANK_YOU_LATE, Letter.FOLLOW_UP})  # domain.md E.2
WORD = re.compile(r"[^\W_]+(?:[+#]+)?")  # also C++ and C#
LONGEST_PHRASE, LONGEST_SENTENCE = 14, 28  # words; with its frame, a sentence has at most 30 (E12)
UNFIT = re.compile(r"[\[\]{}<>⟦⟧]|://|www\.|\S@\S")
MARKS = re.compile(r"[?!…]|\.\.|[.;:](?:\s|$)")
SHORTEST_STEM = 4  # letters; a shorter word must be the whole word, in capitals: SQL, QA


def strength(case: Case, write: Write, profile: Profile, kind: Letter, language: Language) -> str:
    """The sentence that fits the role in this letter; "" where none does, or one was said already.

    The case chooses its frame, apart from the phrasing of the letter: cases do not read alike.
    """
    others = [entry.text for entry in case.entries if entry.key != write.key]
    if kind not in FITTING or new_to(profile, others) != profile:
        return ""
    role = as_name(case.role)
    for one in profile.strengths:
        if one.language == language.code and _fits(one, role, language.words):
            said = _sentences(one, profile.templates)
            return said[crc32(f"{case.id} strength".encode()) % len(said)] if said else ""
    return ""


def new_to(profile: Profile, letters: Iterable[str]) -> Profile:
    """The profile without the strengths that stand in these letters."""
    texts = [text for text in letters if text]
    unsaid = tuple(
        one
        for one in profile.strengths
        if not any(said in text for said in _sentences(one, profile.templates) for text in texts)
    )
    return replace(profile, strengths=unsaid)


def _sentences(one: Strength, templates: Templates) -> list[str]:
    """The ways of saying it. A phrase is put after a colon: no language's grammar can object."""
    text, frames = clean(one.text), language_of(one.language, templates=templates).words.strength
    return [text] if one.is_sentence else [frame.render(strength=text) for frame in frames]


def _fits(one: Strength, role: str, words: Words) -> bool:
    empty = words.role_nouns | words.ranks
    asked = [word for word in WORD.findall(role) if word.lower() not in empty]
    offered = [word for word in WORD.findall(one.need or one.text) if word.lower() not in empty]
    return any(_same(word, other) for word in asked for other in offered)


def _same(word: str, other: str) -> bool:
    """The same word but for its ending, or the beginning of a compound."""
    if min(len(word), len(other)) < SHORTEST_STEM:
        return word == other and (word.isupper() or not word.isalpha())
    shorter, longer = sorted((word.lower(), other.lower()), key=len)
    return longer.startswith(shorter)


def unfit(one: Strength) -> str:
    """Why it cannot stand in a letter as it is; "" if it can."""
    text, longest = one.text, LONGEST_SENTENCE if one.is_sentence else LONGEST_PHRASE
    if not text or clean(text) != text or UNFIT.search(text):
        return "should be one line of plain text, without brackets and links"
    if MARKS.search(text[:-1] if one.is_sentence else text):
        return "should be one sentence with a full stop, or a phrase without one"
    if len(text.split()) > longest:
        return f"should hold at most {longest} words"
    return ""
