"""The owner's templates, proofread before anything is written with them.

A letter that is not right must not show on the day it is due: so each file is looked through when
it is loaded, for its syntax, its variables and what it must hold, and each phrasing is tried on
invented cases, on which it may break no rule of `checks` (domain.md R31, R50; peers.md D29).
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from jinja2 import TemplateError

from agent.cases.case import Case
from agent.cases.plan import Write
from agent.writing.call import call_script
from agent.writing.checks import Finding, Level, check, gives_thanks, phrases_refused
from agent.writing.compose import compose
from agent.writing.draft import Draft, Profile
from agent.writing.grammar import misuses, variables_in
from agent.writing.letter import parts
from agent.writing.samples import NOW, sample_profile, samples
from agent.writing.similarity import MARK
from agent.writing.template_files import TemplateFile, Templates, built_in
from agent.writing.variables import NEEDED, VARIABLES, WITH_PLACE
from agent.writing.word_files import wrongs
from agent.writing.wording import BETWEEN_PHRASINGS, Letter, bodies, language_of

LONGEST_FILE = 64_000  # characters
FAMILIAR = ".familiar"
WORD_FILES = ("words.yaml", "rules.yaml")
LANGUAGE = re.compile(r"[a-z]{2}")
LEFT_OVER = re.compile(r"\S* [.,](?:\s|$)|\(\)")  # where a value was not known
AGAIN = frozenset({Letter.THANK_YOU, Letter.FOLLOW_UP, Letter.FOLLOW_UP_PROMISED})  # per round
PHRASES = frozenset({"E11", "E14", "E15"})  # the rules that name phrases
CALL_PARTS = 2  # the script, and what to say to a voicemail


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong in a file of the owner's. With one that blocks, nothing is
    written."""

    language: str
    name: str
    line: int
    level: Level
    what: str


def flaws(templates: Templates) -> tuple[Flaw, ...]:
    """All of them, in the order of files and lines; () where nothing is wrong."""
    by_sight = [flaw for file in templates.own for flaw in _by_sight(file)]
    languages = sorted({file.language for file in templates.own if _is_letter_or_words(file)})
    tried = [flaw for one in languages for flaw in _tried(one, templates)]
    found = dict.fromkeys([*by_sight, *_without_words(templates), *tried])
    return tuple(sorted(found, key=lambda flaw: (flaw.language, flaw.name, flaw.line)))


def letter_of_file(name: str) -> Letter | None:
    """Which letter a file holds, in either register; None for no name of a letter."""
    stem = name.removesuffix(".txt").removesuffix(FAMILIAR)
    known = name in (f"{stem}.txt", f"{stem}{FAMILIAR}.txt") and stem in set(Letter)
    return Letter(stem) if known else None


def _is_letter_or_words(file: TemplateFile) -> bool:
    named = letter_of_file(file.name) is not None or file.name in WORD_FILES
    return named and LANGUAGE.fullmatch(file.language) is not None


def _by_sight(file: TemplateFile) -> Iterator[Flaw]:
    """What can be said of one file without trying it."""
    letter = letter_of_file(file.name)
    if not LANGUAGE.fullmatch(file.language):
        yield _flaw(file, 1, "lies in no folder of a language, such as en or de")
    elif not _is_letter_or_words(file):
        yield _flaw(file, 1, f"is not a file we know{_guess(file.name)}")
    elif len(file.text) > LONGEST_FILE:
        yield _flaw(file, 1, f"is longer than {LONGEST_FILE} characters")
    elif letter is None:
        yield from (_flaw(file, wrong.line, wrong.what) for wrong in wrongs(file))
    else:
        yield from _letter_by_sight(file, letter)


def _guess(name: str) -> str:
    known = [f"{letter}{ending}.txt" for letter in Letter for ending in ("", FAMILIAR)]
    close = difflib.get_close_matches(name, [*known, *WORD_FILES], n=1)
    return f"; did you mean {close[0]}?" if close else "; afterword templates list names them all"


def _letter_by_sight(file: TemplateFile, letter: Letter) -> Iterator[Flaw]:
    phrasings = bodies(file.text)
    if letter is Letter.PHONE_CALL and len(phrasings) != CALL_PARTS:
        yield _flaw(file, 1, "should hold the script and, after a line ---, what to say to a"
                             " voicemail")  # fmt: skip
    if letter in AGAIN and len(phrasings) == 1:
        what = "the only phrasing: a second such letter to the same person is not written (E17)"
        yield _flaw(file, phrasings[0][0], what, Level.WARN)
    for first, body in phrasings:
        yield from (_flaw(file, first + line, what) for line, what in _of_body(body, letter))


def _of_body(body: str, letter: Letter) -> Iterator[tuple[int, str]]:
    """What is wrong with one phrasing by sight, each with its line in it, counted from 0."""
    if not _without_comments(body).strip():
        yield 0, f"an empty phrasing; is there a {BETWEEN_PHRASINGS} too many?"
        return
    for misuse in misuses(body, VARIABLES[letter], letter=True):
        yield misuse.line - 1, misuse.what
    yield from ((0, what) for what in _missing(body, letter))


def _without_comments(body: str) -> str:
    return re.sub(r"\{#.*?#\}", "", body, flags=re.DOTALL)


def _missing(body: str, letter: Letter) -> Iterator[str]:
    used = variables_in(body)
    for name, meaning in NEEDED.items():
        if name in VARIABLES[letter] - used:
            yield f"does not name {meaning}: use {{{{ {name} }}}}"
    text = _without_comments(body)
    places = len(MARK.findall(text))
    if text.count("⟦") != places or text.count("⟧") != places:
        yield "a marked place ⟦…⟧ is not closed, or not opened"
    elif letter in WITH_PLACE and places != 1:
        yield "should have one place for what was talked about: ⟦what to write there⟧"
    elif letter not in WITH_PLACE and places > 1:
        yield "has more than one marked place ⟦…⟧"


def _without_words(templates: Templates) -> Iterator[Flaw]:
    """A language of the owner's own needs more than letters."""
    for file in templates.own:
        lacking = [name for name in WORD_FILES if not templates.text(file.language, name)]
        if lacking and LANGUAGE.fullmatch(file.language):
            names = " and ".join(lacking)
            yield _flaw(file, 1, f"nothing is built in for {file.language}; it needs {names}, too")


def _tried(language: str, templates: Templates) -> Iterator[Flaw]:
    """Every phrasing that the owner's files have a part in, tried on the samples."""
    around = tuple(
        file
        for file in templates.own
        if file.language == language and file.name in WORD_FILES and not wrongs(file)
    )
    if not all(Templates(around).text(language, name) for name in WORD_FILES):
        return
    for letter, ending in product(Letter, ("", FAMILIAR)):
        name = f"{letter}{ending}.txt"
        own = templates.own_text(language, name)
        file = TemplateFile(language, name, own or built_in(language, name))
        if file.text and (own or around):
            yield from _file_tried(file, file if own else around[-1], letter, around)


def _file_tried(
    file: TemplateFile, blamed: TemplateFile, letter: Letter, around: tuple[TemplateFile, ...]
) -> Iterator[Flaw]:
    """Each phrasing alone, with the words around it, but those that are wrong by sight."""
    if letter is Letter.PHONE_CALL:
        if not any(_letter_by_sight(file, letter)):
            said = _call_tried(file, Templates((*around, file)))
            yield from (_flaw(blamed, 1, what) for what in dict.fromkeys(said))
        return
    for first, body in bodies(file.text):
        if any(_of_body(body, letter)):
            continue
        alone = Templates((*around, replace(file, text=body)))
        for finding in _each_once(_letter_tried(file, letter, alone)):
            begin, text = (first, body) if blamed == file else (1, blamed.text)
            line = begin + _line_of(finding.words, text)
            yield _flaw(blamed, line, _said(finding), finding.level)


def _each_once(findings: Iterator[Finding]) -> Iterable[Finding]:
    """As the samples differ, one matter of taste may be told in several figures."""
    first = {(f.rule, "" if f.level is Level.WARN else f.words): f for f in reversed([*findings])}
    return reversed(first.values())


def _letter_tried(file: TemplateFile, letter: Letter, alone: Templates) -> Iterator[Finding]:
    """What the rules find where this phrasing is the only one."""
    profile = sample_profile(file.language, alone, familiar=FAMILIAR in file.name)
    closings = language_of(file.language, templates=alone).words.every_closing
    for case, write in samples(file.language, letter):
        draft = _composed(case, write, profile)
        if isinstance(draft, Finding):
            yield draft
            continue
        for finding in check(draft, case, alone):
            if finding.rule != "E1" or finding.level is Level.BLOCK:
                yield finding
        for gap in LEFT_OVER.findall(parts(draft.text, closings).body):
            yield Finding("E1", Level.BLOCK, f"reads “{gap.strip()}” where a value is not known")


def _composed(case: Case, write: Write, profile: Profile) -> Draft | Finding:
    """The sample letter, or why it could not be written."""
    try:
        return compose(case, write, profile, None, NOW)
    except (TemplateError, TypeError, ValueError) as error:  # an expression of words.yaml
        return Finding("R31", Level.BLOCK, f"a sample letter could not be written: {error}")


def _call_tried(file: TemplateFile, templates: Templates) -> Iterator[str]:
    profile = sample_profile(file.language, templates, familiar=FAMILIAR in file.name)
    language = language_of(file.language, templates=templates)
    for case, _ in samples(file.language, Letter.FOLLOW_UP):
        said = call_script(case, profile)
        for rule, phrase in phrases_refused(said, language):
            yield _said(Finding(rule, Level.BLOCK, phrase))
        if not gives_thanks(said, language):
            yield "R35: no word of thanks"


def _said(finding: Finding) -> str:
    refused = finding.rule in PHRASES and finding.level is Level.BLOCK
    words = f"no letter may say “{finding.words}”" if refused else finding.words
    return f"{finding.rule}: {words}"


def _line_of(words: str, body: str) -> int:
    """In which line of the phrasing these words stand; 0, the first, where they do not."""
    lines = body.lower().split("\n")
    return next((n for n, line in enumerate(lines) if words.lower() in line), 0)


def _flaw(file: TemplateFile, line: int, what: str, level: Level = Level.BLOCK) -> Flaw:
    return Flaw(file.language, file.name, line, level, what)
