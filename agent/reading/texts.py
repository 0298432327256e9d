"""The texts of one mail in which names are looked for: wrapped lines joined, prepared once."""

import re
from dataclasses import dataclass
from functools import lru_cache

from agent.reading.introductions import flowed
from agent.reading.material import Material

_MARKS = re.compile(r"^[> ]+", re.MULTILINE)
_LONG_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one mail in which names are looked for, prepared once."""

    subject: str
    written: str  # what the sender wrote, signature included
    page: str  # the HTML part, where it says something else
    calendar: str
    quoted: str
    rows: str = ""  # the HTML part, whatever it says: its table rows
    said: str = ""  # what `written` begins with: all but the signature


class _Same:
    """A mail as a key: the very same one, for to compare two by their content is dear."""

    __slots__ = ("material",)

    def __init__(self, material: Material) -> None:
        self.material = material

    def __hash__(self) -> int:
        return id(self.material)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.material is self.material


def texts_of(material: Material) -> Texts:
    """The texts of `material` with wrapped lines joined."""
    return _texts_of(_Same(material))


@lru_cache(maxsize=2)  # company, role and people look at the same mail
def _texts_of(same: _Same) -> Texts:
    body, message = same.material.body, same.material.message
    said = flowed(body.new_text)
    written = f"{said}\n{flowed(body.signature)}" if body.signature else said
    page = message.html_text
    events = (f"{e.summary}\n\n{e.description}\n\n{e.location}" for e in same.material.events)
    return Texts(
        subject=message.envelope.subject,
        written=written,
        page=flowed(page) if _says_more(page, written) else "",
        calendar=flowed("\n\n".join(events)),
        quoted=flowed(_MARKS.sub("", body.quoted)),
        rows=page,
        said=said,
    )


def _says_more(page: str, written: str) -> bool:
    """True if the HTML part holds words that the plain part lacks."""
    if not page:
        return False
    words = set(_LONG_WORD.findall(page.lower()))
    return len(words - set(_LONG_WORD.findall(written.lower()))) > 2
