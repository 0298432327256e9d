"""What a text of ours must and must not say: the rules of domain.md E that can be checked on a
draft.

A `block` means never to be written or sent; a `warn` is shown above the draft. The phrases stand
in `templates/<language>/rules.yaml`. E5, E7, E13, E16, E18 and E19 hold by construction: the
letters are ours, and what they name comes from the case (`compose`); E20 and spelling need what no
check here knows.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from agent.cases.case import Case, Step
from agent.writing.draft import Draft
from agent.writing.fields import as_name, clean
from agent.writing.greeting import greeting
from agent.writing.letter import Parts, earlier_letters, parts
from agent.writing.particulars import known_people
from agent.writing.rfc5322 import is_writable
from agent.writing.similarity import MARK, similarity
from agent.writing.template_files import BUILT_IN, Templates
from agent.writing.wording import Language, Words, language_of

MOST_SENTENCE_WORDS, MOST_SENTENCES = 30, 3  # of a sentence; of a paragraph
SHORTEST_SUBJECT, LONGEST_SUBJECT = 15, 60
NOBODY = re.compile(
    r"(?:no|not|non|do[-_.]?not)[-_.]?repl(?:y|ies)|mailer-daemon|postmaster|bounces?|notifications?",
)
BRACKETS = re.compile(r"\[[^\]\n]{0,80}\]|\{[^}\n]{0,80}\}|<[^>\n]{0,80}>")
SENTENCE_END = re.compile(r"(?<=[.?!])(?<!\d\.)\s+")  # "am 3. März" goes on
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
ELLIPSIS = re.compile(r"\.{3}|…")
WORD = re.compile(r"\w+(?:['’-]\w+)*")


class Level(StrEnum):
    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a draft breaks."""

    rule: str  # "E11"
    level: Level
    words: str  # what breaks it


@dataclass(frozen=True, slots=True)
class Limits:
    """What one step's text may be like: fewest and most (domain.md E.2)."""

    words: tuple[int, int]
    sentences: tuple[int, int]
    questions: tuple[int, int]


# Each range takes in the variants of its step: late, through somebody, after a promise.
LIMITS = {
    Step.THANK_YOU: Limits((40, 130), (3, 7), (0, 0)),
    Step.FOLLOW_UP: Limits((40, 120), (3, 6), (1, 1)),
    Step.FINAL_ATTEMPT: Limits((40, 90), (3, 5), (0, 1)),
    Step.FEEDBACK_REQUEST: Limits((50, 110), (4, 6), (1, 1)),
    Step.GRACIOUS_REPLY: Limits((25, 70), (2, 4), (0, 0)),
    Step.DELAY_ACKNOWLEDGED: Limits((15, 45), (1, 3), (0, 0)),
    Step.WITHDRAWAL: Limits((30, 80), (2, 4), (0, 0)),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A draft as the rules look at it."""

    draft: Draft
    case: Case
    language: Language
    registers: tuple[Words, Words]
    parts: Parts
    own: str  # the body in lower case, with straight apostrophes, without marks and names


def check(draft: Draft, case: Case, templates: Templates = BUILT_IN) -> tuple[Finding, ...]:
    """Every rule that `draft`, written with these templates, breaks, seen with all that its case
    holds; () for a good one."""
    closings = language_of(draft.language, templates=templates).words.every_closing
    return judged(page_of(draft, case, parts(draft.text, closings), templates))


def page_of(draft: Draft, case: Case, cut: Parts, templates: Templates = BUILT_IN) -> Page:
    """A draft made ready for the rules; `cut` are the parts of its text."""
    own = _without_names(MARK.sub("", cut.body), draft, case)
    polite, familiar = (
        language_of(draft.language, familiar=yes, templates=templates) for yes in (False, True)
    )
    return Page(draft, case, polite, (polite.words, familiar.words), cut, own)


def judged(page: Page) -> tuple[Finding, ...]:
    """Every rule that it breaks."""
    return tuple(finding for rule in RULES for finding in rule(page))


def _without_names(text: str, draft: Draft, case: Case) -> str:
    """Names may hold any word: a nurse may apply to the Urgent Care Centre, for a role in
    Compensation."""
    people = (person.name for person in case.people)
    of_rounds = (person.name for round_ in case.rounds for person in round_.interviewers)
    names = {
        as_name(name) for name in (case.company, case.role, draft.to.name, *people, *of_rounds)
    }
    for name in sorted(names - {""}, key=len, reverse=True):
        text = text.replace(name, "·")
    return text.lower().replace("’", "'")


def _placeholders(page: Page) -> Iterator[Finding]:
    """E1. Our own marked places are for the owner to fill, and only a warning."""
    for found in (*BRACKETS.findall(page.own), *_held(page.language.rules.placeholders, page.own)):
        yield Finding("E1", Level.BLOCK, found)
    for mark in MARK.findall(page.draft.text):
        yield Finding("E1", Level.WARN, mark)


def _recipient(page: Page) -> Iterator[Finding]:
    """E2. Somebody of the case, who reads mail, and is not the owner."""
    to = page.draft.to.address
    if to not in known_people(page.case):
        yield Finding("E2", Level.BLOCK, f"{to} is nobody of this case")
    if NOBODY.search(to.partition("@")[0]):
        yield Finding("E2", Level.BLOCK, f"{to} is read by nobody")
    if to == page.draft.sender.address:
        yield Finding("E2", Level.BLOCK, f"{to} is the owner")
    if not is_writable(page.draft.to):
        yield Finding("E2", Level.BLOCK, f"{to} is no plain ASCII address")


def _greeting(page: Page) -> Iterator[Finding]:
    """E3. The name in it is the recipient's, accents kept; in either register."""
    name, first = page.draft.to.name, page.parts.greeting
    right = {greeting(name, words, formal=yes) for words in page.registers for yes in (True, False)}
    if first not in right:
        yield Finding("E3", Level.BLOCK, first)
    elif first in {words.greeting_without_name for words in page.registers}:
        yield Finding("E3", Level.WARN, first)


def _spelling(page: Page) -> Iterator[Finding]:
    """E4. Company and role stand there as the employer writes them."""
    for name in (as_name(page.case.company), as_name(page.case.role)):
        if name and name not in page.draft.text and name.rstrip(".") not in page.draft.text:
            yield Finding("E4", Level.BLOCK, f"{name} is not named")


def _subject(page: Page) -> Iterator[Finding]:
    """E6. A thread keeps the subject it has, whatever it shouts."""
    subject = page.draft.subject
    if page.draft.in_reply_to:
        return
    if subject.lower().startswith("re:"):
        yield Finding("E6", Level.BLOCK, "Re: without a message that is answered")
    own = _without_names(subject, page.draft, page.case)
    if subject.isupper() or EMOJI.search(own) or "urgent" in own:
        yield Finding("E6", Level.BLOCK, subject)
    if not SHORTEST_SUBJECT <= len(subject) <= LONGEST_SUBJECT:
        yield Finding("E6", Level.WARN, f"{len(subject)} characters")


def _signature(page: Page) -> Iterator[Finding]:
    """E8. The owner's name stands under it."""
    sender = page.draft.sender
    if (sender.name or sender.address) not in clean(page.parts.signature):
        yield Finding("E8", Level.BLOCK, "the signature lacks your name")


def _thanks(page: Page) -> Iterator[Finding]:
    if not gives_thanks(page.own, page.language):
        yield Finding("E9", Level.BLOCK, "no word of thanks")


def gives_thanks(text: str, language: Language) -> bool:
    """Whether a word of thanks stands in it."""
    return bool(_held(language.rules.thanks, text.lower().replace("’", "'")))


def _exclamations(page: Page) -> Iterator[Finding]:
    if page.own.count("!") > 1:
        yield Finding("E10", Level.WARN, "more than one exclamation mark")
    for found in (*EMOJI.findall(page.own), *ELLIPSIS.findall(page.own)):
        yield Finding("E10", Level.WARN, found)


def _phrases(page: Page) -> Iterator[Finding]:
    """E11, E14, E15: pushy words, personal matters, reproach."""
    for rule, phrase in phrases_refused(page.own, page.language):
        yield Finding(rule, Level.BLOCK, phrase)
    for phrase in _held(page.language.rules.discouraged, page.own):
        yield Finding("E11", Level.WARN, phrase)


def phrases_refused(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """The phrases in `text` that no letter may hold, each with its rule."""
    own, rules = text.lower().replace("’", "'"), language.rules
    of_rules = (("E11", rules.pushy), ("E14", rules.personal), ("E15", rules.reproach))
    for rule, phrases in of_rules:
        yield from ((rule, phrase) for phrase in _held(phrases, own))


def _sentences(page: Page) -> Iterator[Finding]:
    """E12."""
    for paragraph in page.own.split("\n\n"):
        sentences = _split(paragraph)
        if len(sentences) > MOST_SENTENCES:
            yield Finding("E12", Level.WARN, f"a paragraph of {len(sentences)} sentences")
        for sentence in sentences:
            if len(WORD.findall(sentence)) > MOST_SENTENCE_WORDS:
                yield Finding("E12", Level.WARN, sentence)


def _limits(page: Page) -> Iterator[Finding]:
    """E.2: length is a matter of taste, a question too many is not."""
    limits = LIMITS.get(page.draft.step)
    if limits is None:
        return
    words, sentences = len(WORD.findall(page.own)), len(_split(page.own))
    questions = page.own.count("?")
    if not _within(words, limits.words):
        yield Finding("E.2", Level.WARN, f"{words} words; usual are {_range(limits.words)}")
    if not _within(sentences, limits.sentences):
        yield Finding(
            "E.2", Level.WARN, f"{sentences} sentences; usual are {_range(limits.sentences)}"
        )
    if not _within(questions, limits.questions):
        yield Finding("E.2", Level.BLOCK, f"{questions} questions")


def _repetition(page: Page) -> Iterator[Finding]:
    """E17. Never the same letter twice to one person; in a panel larger than our phrasings it can
    happen, and the owner is warned: a thank-you that is like another's is still better than
    none."""
    draft, closings = page.draft, page.language.words.every_closing
    written = earlier_letters(page.case, draft.to.address, draft.step, draft.round_id)
    for earlier in written:
        likeness = similarity(page.parts.body, parts(earlier.text, closings).body)
        if likeness > earlier.limit:
            level = Level.BLOCK if earlier.same_person else Level.WARN
            yield Finding("E17", level, f"{likeness:.0%} the same as an earlier letter")


def _split(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE_END.split(text.strip()) if sentence]


def _range(limits: tuple[int, int]) -> str:
    return f"{limits[0]} to {limits[1]}"


def _within(number: int, limits: tuple[int, int]) -> bool:
    return limits[0] <= number <= limits[1]


def _held(phrases: tuple[str, ...], text: str) -> list[str]:
    """Those of `phrases` that stand in `text` as whole words."""
    return _any_of(phrases).findall(text)


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


RULES: tuple[Callable[[Page], Iterator[Finding]], ...] = (
    _placeholders,
    _recipient,
    _greeting,
    _spelling,
    _subject,
    _signature,
    _thanks,
    _exclamations,
    _phrases,
    _sentences,
    _limits,
    _repetition,
)
