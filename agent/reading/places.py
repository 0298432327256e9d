"""The places of one mail that may name firm and job, each read through once."""

from dataclasses import dataclass

from agent.reading.introductions import Scan, scan
from agent.reading.texts import Texts

NOWHERE = 1 << 40  # behind the end of every text
QUOTED = 15  # less, for what only the history says


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the mail, what was found in it, and how much less its words weigh."""

    name: str
    text: str
    less: int
    scan: Scan
    signed_at: int = NOWHERE  # where its signature begins


def places_of(texts: Texts, language: str) -> tuple[Place, ...]:
    """The texts that are not empty, the weightiest first."""
    kinds = (
        ("subject", texts.subject, 2),
        ("written", texts.written, 0),
        ("page", texts.page, 3),
        ("calendar", texts.calendar, 2),
        ("quoted", texts.quoted, QUOTED),
    )
    return tuple(
        Place(
            name,
            text,
            less,
            scan(text, language),
            len(texts.said) if name == "written" else NOWHERE,
        )
        for name, text, less in kinds
        if text
    )
