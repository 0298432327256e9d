"""The message answered, below our own text: only where the owner wants it (`quote_original`).

What stands there is theirs, under our signature (failures.md I13): it goes only to somebody who
has it already, short, every line marked, never read for anything (peers.md D27). No check of
ours looks at it, and none of our text comes from it.
"""

from collections.abc import Sequence
from datetime import datetime

from agent.reading.message import Address
from agent.writing.draft import Parent
from agent.writing.fields import as_name, clean_lines
from agent.writing.wording import Words

MOST_LINES, MOST_CHARACTERS = 40, 2_000
CUT = "[…]"


def quoted(parent: Parent, recipient: str, words: Words) -> str:
    """Attribution and quote for `recipient`, an address; "" if they were no party of it."""
    sender, on = parent.sender, parent.date
    if recipient not in parent.parties or not parent.text.strip() or not (sender and on):
        return ""
    lines = _bounded(clean_lines(parent.text[: 10 * MOST_CHARACTERS]))
    return "\n".join([_attribution(sender, on, words), *map(_marked, lines)])


def _attribution(sender: Address, on: datetime, words: Words) -> str:
    """The day is that of the sender's own clock."""
    date = words.date.render(day=on.day, month=words.months[on.month - 1])
    name = as_name(sender.name) or sender.address
    return words.attribution.render(date=date, year=on.year, name=name)


def _bounded(lines: Sequence[str]) -> list[str]:
    """The beginning, up to the end of a word; a line says where something is missing."""
    text = "\n".join(lines).strip("\n")
    kept = "\n".join(text.split("\n")[: MOST_LINES - 1])
    if len(kept) > MOST_CHARACTERS:
        kept = kept[:MOST_CHARACTERS].rpartition(" ")[0] or kept[:MOST_CHARACTERS]
    return text.split("\n") if kept == text else [*kept.split("\n"), CUT]


def _marked(line: str) -> str:
    return f"> {line}" if line else ">"
