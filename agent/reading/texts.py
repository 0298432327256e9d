"""The texts of one mail in which names are looked for: wrapped lines joined, prepared once."""

import re
from dataclasses import dataclass
from functools import lru_cache

from agent.reading.introductions import flowed
from agent.reading.material import Material


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one mail in which names are looked for, prepared once."""

    subject: str
    written: str  # what the sender wrote, signature included
    page: str  # the HTML part, where it says something else
    calendar: str
    quoted: str
    rows: str = ""  # the HTML part, whatever it says: its table rows


@lru_cache(maxsize=2)  # company, role and people look at the same mail
def texts_of(material: Material) -> Texts:
    """The texts of `material` with wrapped lines joined."""
    body, message = material.body, material.message
    written = flowed(f"{body.new_text}\n{body.signature}")
    page = message.html_text
    events = (f"{e.summary}\n\n{e.description}\n\n{e.location}" for e in material.events)
    return Texts(
        subject=message.envelope.subject,
        written=written,
        page=flowed(page) if _says_more(page, written) else "",
        calendar=flowed("\n\n".join(events)),
        quoted=flowed(re.sub(r"^[> ]+", "", body.quoted, flags=re.MULTILINE)),
        rows=page,
    )


def _says_more(page: str, written: str) -> bool:
    """True if the HTML part holds words that the plain part lacks."""
    words = set(re.findall(r"\w{4,}", page.lower()))
    return len(words - set(re.findall(r"\w{4,}", written.lower()))) > 2
