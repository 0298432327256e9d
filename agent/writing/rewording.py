"""A letter in the words of a language model: what it is shown, and what of its answer may stand.

No fact without a ground (domain.md E5, failures.md O2) holds by construction. Whatever a letter
states, and whatever the owner says or is to say, is a numbered place, ⟦1⟧, that must come back byte
for byte. Between the places there may stand only words that the letter itself, or another phrasing
of the same kind in the same register, uses, and a few that carry no fact
(`templates/<language>/rewording.yaml`). A figure, a name, a day, an address, a word of another
language is none of these.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from agent.cases.case import Case, Step
from agent.writing.checks import LIMITS, Level, Limits, check
from agent.writing.draft import Draft
from agent.writing.letter import BETWEEN_PARAGRAPHS, parts, tidy
from agent.writing.similarity import MARK, similarity
from agent.writing.template_files import BUILT_IN, Templates, built_in
from agent.writing.wording import Letter, language_of, parsed

DAYS = frozenset({"interview", "promise", "outbox"})  # sources of statements that are days
CASES_OWN = DAYS | {"case", "round"}  # what the case states; the rest are the owner's own words
LEAST_ALIKE = 0.3  # below it is another letter
LONGEST_ANSWER = 8_000  # characters; ours have at most a quarter of it

PLACE = re.compile(r"⟦\d+⟧")
TAGS = re.compile(r"\{[{%#].*?[}%#]\}|⟦[^⟧]*⟧", re.DOTALL)  # what in a template is no word of it
WORD = re.compile(r"[^\W_]+")
BEGINS = re.compile(r"(?:^|[.?!]\s+)[\s\"'«“„(¿¡]*([^\W_]+)", re.MULTILINE)
STRANGE = re.compile("[^\\w .,;:!?¿¡'’\"“”„«»()\n\u2013\u00a0\u202f-]|_")
JOINED = re.compile(r"[.,;:!?](?=\w)")  # as in an address: "acme.example"


@dataclass(frozen=True, slots=True)
class Place:
    """A numbered place, and what stands there."""

    name: str  # "⟦1⟧"
    text: str
    shown: bool  # False: the owner's own words, or theirs to fill; nobody else reads it


@dataclass(frozen=True, slots=True)
class Request:
    """All that a language model is told: no greeting, signature, address or mail."""

    step: Step
    body: str  # with its places
    language: str  # ISO 639-1
    familiar: bool  # says du, tú, tu or je
    places: tuple[Place, ...]
    limits: Limits

    def filled(self, body: str) -> str:
        """`body` with what stands at its places."""
        texts = {place.name: place.text for place in self.places}
        return PLACE.sub(lambda place: texts.get(place.group(), ""), body)

    def emptied(self, body: str) -> str:
        """The other way round; "" where it does not hold every place, in this order."""
        at = 0
        for place in self.places:
            found = body.find(place.text, at)
            if found < 0:
                return ""
            body = body[:found] + place.name + body[found + len(place.text) :]
            at = found + len(place.name)
        return body


def request_for(draft: Draft, *, familiar: bool, templates: Templates = BUILT_IN) -> Request | None:
    """What to ask for this draft; None where its own words are to stand: no data of its language,
    or two days in it, which could be taken for each other.
    """
    limits = LIMITS.get(draft.step)
    if limits is None or not built_in(draft.language, "rewording.yaml"):
        return None
    if sum(_kind(source) in DAYS for _, source in draft.grounds) > 1:
        return None
    body, places = _with_places(body_of(draft.text, draft, templates), draft.grounds)
    return Request(draft.step, body, draft.language, familiar, places, limits)


def body_of(text: str, draft: Draft, templates: Templates = BUILT_IN) -> str:
    """What stands between greeting and closing of a letter in the draft's language."""
    return parts(text, language_of(draft.language, templates=templates).words.every_closing).body


def with_answer(draft: Draft, request: Request, answer: str) -> Draft:
    """The draft with the answer as its body; greeting, closing and signature as they were."""
    ours, theirs = request.filled(request.body), request.filled(tidy(answer))
    return replace(draft, text=draft.text.replace(ours, theirs, 1))


def faults(
    draft: Draft, request: Request, answer: str, case: Case, templates: Templates = BUILT_IN
) -> tuple[str, ...]:
    """Why the answer may not take the place of the draft's body, in words of ours; () if it may."""
    if len(answer) > LONGEST_ANSWER:
        return ("too long",)
    found = (*_of_form(answer), *_of_words(request, tidy(answer)))
    return found or tuple(_of_letter(draft, request, answer, case, templates))


def _kind(source: str) -> str:
    """Of "interview 2026-03-03" the first word: ids of cases and mails are nobody's business."""
    return source.partition(" ")[0]


def _with_places(body: str, grounds: tuple[tuple[str, str], ...]) -> tuple[str, tuple[Place, ...]]:
    shown = {statement: _kind(source) in CASES_OWN for statement, source in grounds}
    stated = (rf"(?<!\w){re.escape(one)}(?!\w)" for one in sorted(shown, key=len, reverse=True))
    pattern = re.compile("|".join((MARK.pattern, *stated)))
    places = tuple(
        Place(f"⟦{number}⟧", match.group(), shown.get(match.group(), False))
        for number, match in enumerate(pattern.finditer(body), 1)
    )
    names = iter(places)
    return pattern.sub(lambda _: next(names).name, body), places


def _of_form(answer: str) -> Iterator[str]:
    """Plain text in usual signs, nothing hidden, nothing that a mail program makes a link of."""
    text = PLACE.sub("", answer)
    if STRANGE.search(text) or JOINED.search(text):
        yield "signs that no letter needs"


def _of_words(request: Request, answer: str) -> Iterator[str]:
    ours, theirs = PLACE.sub("", request.body), PLACE.sub("", answer)
    if _outline(answer) != _outline(request.body):
        yield "places or paragraphs are not where they were"
    if answer[:1].isupper() != request.body[:1].isupper():
        yield "the first letter is of another case"
    if theirs.count("?") != ours.count("?") or theirs.count("!") > ours.count("!"):
        yield "other questions or exclamations"
    if _negations(theirs, request.language) != _negations(ours, request.language):
        yield "another number of negations"
    if not _all_known(theirs, _words(ours) | words_without_ground(request)):
        yield "words without a ground"
    if similarity(ours, theirs) < LEAST_ALIKE:
        yield "another letter"


def _outline(body: str) -> list[tuple[list[str], bool]]:
    """Of each paragraph its places, and whether it is nothing else."""
    paragraphs = BETWEEN_PARAGRAPHS.split(body)
    return [(PLACE.findall(one), bool(PLACE.fullmatch(one))) for one in paragraphs]


def _of_letter(
    draft: Draft, request: Request, answer: str, case: Case, templates: Templates
) -> Iterator[str]:
    """The rules for every letter, of which it may break none that ours does not."""
    new = with_answer(draft, request, answer)
    if body_of(new.text, new, templates) != request.filled(tidy(answer)):
        yield "a closing formula within"
    taste = {finding.rule for finding in check(draft, case, templates)}
    for finding in check(new, case, templates):
        if finding.level is Level.BLOCK or finding.rule not in taste:
            yield f"rule {finding.rule}"


def words_without_ground(request: Request) -> frozenset[str]:
    """What may stand in any letter of this kind, language and register, for it states nothing."""
    return _vocabulary(request.step, request.language, request.familiar)


@cache
def _vocabulary(step: Step, language: str, familiar: bool) -> frozenset[str]:
    kinds = (letter for letter in Letter if letter.value.startswith(step.value))
    texts = (_template(language, letter, familiar=familiar) for letter in kinds)
    ours = _words("\n\n".join(TAGS.sub(" ", text) for text in texts))
    return ours | _data(language)["free"]


def _template(language: str, letter: Letter, *, familiar: bool) -> str:
    own = built_in(language, f"{letter}.familiar.txt") if familiar else ""
    return own or built_in(language, f"{letter}.txt")


def _words(text: str) -> frozenset[str]:
    """As they are spelt there; the first one of a sentence in small letters, too."""
    return frozenset(WORD.findall(text)) | {_small(match[1]) for match in BEGINS.finditer(text)}


def _all_known(text: str, known: frozenset[str]) -> bool:
    """Whether each word is spelt as a known one; a sentence may begin with any of them."""
    begins = {match.start(1) for match in BEGINS.finditer(text)}
    return all(
        word.group() in known or (word.start() in begins and _small(word.group()) in known)
        for word in WORD.finditer(text)
    )


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]


def _negations(text: str, language: str) -> int:
    known = _data(language)["negations"]
    return sum(word.lower() in known for word in WORD.findall(text))


@cache
def _data(language: str) -> Mapping[str, frozenset[str]]:
    said = parsed(built_in(language, "rewording.yaml"))
    return {key: frozenset(str(words).split()) for key, words in said.items()}
