"""The question mail after an interview, and what the owner's reply to it says.

It is in the language of the thank-you to come, for a few words of the reply will stand in that. A
reply counts by its new text alone: not what it quotes, and not how it is signed.
`prompts/<language>.txt` holds its subject, its text, and the words for "nothing".
"""

import re
from datetime import datetime
from functools import cache
from importlib.resources import files

from agent.cases.case import Case, Round
from agent.writing.compose import sender_of
from agent.writing.draft import Inquiry, Profile
from agent.writing.fields import as_name, clean
from agent.writing.greeting import person_name
from agent.writing.particulars import in_a_row, on_day, with_space
from agent.writing.template_files import built_in_languages
from agent.writing.wording import ENVIRONMENT, FALLBACK, bodies, language_of

MOST_NOTES, LONGEST_NOTE = 10, 1000  # of one reply; characters
TELLING = 20  # characters of a line that is recognised as ours
BULLET = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+")
EDGES = " \t.,;:!?…\"'“”„«»‹›()[]-–—"


def inquiry(case: Case, round_: Round, profile: Profile, now: datetime) -> Inquiry:
    """How did it go? From the owner's usual address to itself."""
    wished = profile.language(case.language)
    code = wished if wished in built_in_languages() else FALLBACK
    words = language_of(code, templates=profile.templates).words
    people = [person_name(person.name, words) for person in round_.interviewers]
    opening = (as_name(case.company or case.agency), as_name(case.role))
    stated = {
        "about": ", ".join(filter(None, opening)),
        "on_day": with_space(on_day(round_.on, words, now)),
        "names": in_a_row(people, words),
    }
    subject, body = (ENVIRONMENT.from_string(part).render(stated) for part in _parts(code)[:2])
    me = sender_of(profile, None)
    return Inquiry(me, me, clean(subject), _without_gaps(body))


@cache
def _parts(code: str) -> tuple[str, str, str]:
    """Subject, text, and with which words, one a line, the owner says that there is nothing."""
    file = files("agent.writing") / "prompts" / f"{code}.txt"
    subject, text, nothing = (part for _, part in bodies(file.read_text(encoding="utf-8")))
    return subject, text, nothing


def _without_gaps(body: str) -> str:
    """Where neither company nor role nor people are known, their line is left out."""
    return re.sub(r"\n{3,}", "\n\n", body)


def notes_in(reply: str, asked: str, profile: Profile) -> tuple[str, ...]:
    """What there is to note in the new text of a reply to `asked`: a paragraph, or a point of a
    list, each. None where the owner declines."""
    if declines(reply, asked, profile):
        return ()
    paragraphs = _paragraphs(_said(reply, asked, profile))
    return tuple(p[:LONGEST_NOTE] for p in paragraphs if p.strip(EDGES))[:MOST_NOTES]


def declines(reply: str, asked: str, profile: Profile) -> bool:
    """True if all it says is that there is nothing to mention."""
    said = " ".join(_said(reply, asked, profile))
    return " ".join(said.strip(EDGES).casefold().split()) in _nothing()


def _said(reply: str, asked: str, profile: Profile) -> list[str]:
    return _without_signature(_above_ours(reply.split("\n"), asked), profile)


@cache
def _nothing() -> frozenset[str]:
    """In any language."""
    every = (_parts(code)[2].splitlines() for code in built_in_languages())
    return frozenset(words.strip() for lines in every for words in lines)


def _above_ours(lines: list[str], asked: str) -> list[str]:
    """What stands above the first line of our own mail, where a program marks no quotation; and
    above the line that says who wrote it."""
    ours = {line.strip() for line in asked.split("\n") if len(line.strip()) >= TELLING}
    cut = next((at for at, line in enumerate(lines) if line.strip("> \t") in ours), None)
    if cut is None:
        return lines
    above = [line for line in lines[:cut] if line.strip()]
    return above[:-1] if above and above[-1].rstrip().endswith(":") else above


def _without_signature(lines: list[str], profile: Profile) -> list[str]:
    """Without the owner's own name and lines at the end."""
    signed = {line.strip() for line in (profile.name, *profile.signature.split("\n"))}
    kept = list(lines)
    while kept and (not kept[-1].strip() or kept[-1].strip() in signed):
        kept.pop()
    return kept


def _paragraphs(lines: list[str]) -> list[str]:
    found: list[str] = [""]
    for line in lines:
        point = BULLET.match(line)
        if point or not line.strip():
            found.append("")
        text = line[point.end() :] if point else line
        found[-1] = f"{found[-1]} {text.strip()}".strip()
    return found
