"""The parts of a letter's text, and those a case holds already."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from agent.cases.case import Case, EntryStatus, Step
from agent.writing.similarity import SAME_PANEL, SAME_PERSON

BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
BLANKS = re.compile(r"[ \t\n]+")  # not the narrow or hard ones of French
TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")  # after "Acme Inc."


@dataclass(frozen=True, slots=True)
class Parts:
    greeting: str
    body: str
    signature: str  # with the closing formula on top; "" if there is none


def letter(greeting: str, body: str, closing: str, signature: str) -> str:
    """The whole text of a letter; `parts` takes it apart again."""
    return f"{greeting}\n\n{body}\n\n{closing}\n{signature}"


def tidy(rendered: str) -> str:
    """A body as its template gave it, each paragraph on one line, without what conditions and
    comments leave, and with one full stop where two meet."""
    paragraphs = (BLANKS.sub(" ", one).strip() for one in BETWEEN_PARAGRAPHS.split(rendered))
    return TWO_STOPS.sub(".", "\n\n".join(filter(None, paragraphs)))


def parts(text: str, closings: Collection[str]) -> Parts:
    """Greeting, body and signature of a text of ours, cut at the first closing formula."""
    greeting, _, rest = text.partition("\n")
    lines = rest.split("\n")
    cut = next((index for index, line in enumerate(lines) if line in closings), len(lines))
    return Parts(greeting, "\n".join(lines[:cut]).strip(), "\n".join(lines[cut:]).strip())


@dataclass(frozen=True, slots=True)
class Earlier:
    """A letter that a new one must not repeat (domain.md E17)."""

    text: str
    same_person: bool

    @property
    def limit(self) -> float:
        """How similar the new one may be."""
        return SAME_PERSON if self.same_person else SAME_PANEL


def earlier_letters(case: Case, recipient: str, step: Step, round_id: str) -> tuple[Earlier, ...]:
    """The last letter to the same person, and those to the others of the round for the same step.

    Rows still `intended` do not count: nobody has them, and one of them may be this very letter.
    """
    written = sorted(
        (
            entry
            for entry in case.entries
            if entry.text and entry.status is not EntryStatus.INTENDED
        ),
        key=lambda entry: entry.made_at or entry.at,
    )
    to_them = [entry.text for entry in written if entry.key.recipient == recipient]
    panel = [
        entry.text
        for entry in written
        if entry.key.recipient != recipient
        and (entry.key.step, entry.key.round) == (step, round_id)
    ]
    return (
        *(Earlier(text, same_person=True) for text in to_them),
        *(Earlier(text, same_person=False) for text in panel),
    )
