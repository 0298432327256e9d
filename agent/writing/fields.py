"""Values out of other people's mail, made fit to stand in a text or a header of ours.

A value is data: one line, bounded, without characters that act on what surrounds them. What cannot
be a name at all becomes "", and the wording has a place for that too.
"""

import re
import unicodedata

LONGEST = 200  # of any value in a header (failures.md H2)
LONGEST_NAME = 100  # of a company, a role or a person; longer ones are prose
FORGEABLE = str.maketrans("", "", "⟦⟧")  # our own marks: only we set them
NO_NAME = ("://", "www.", "{{", "}}", "{%", "${", "<", ">")  # links, unfilled templates
ADDRESS = re.compile(r"\S@\S")  # "Cook @ Home" is a role


def clean(value: str) -> str:
    """`value` on one line, at most 200 characters, without control or bidi characters and without
    "=?".

    An encoded word in a value would be decoded a second time by whoever reads the header
    (CVE-2024-6923).
    """
    visible = "".join(_visible(character) for character in value[: 20 * LONGEST])
    line = " ".join(visible.translate(FORGEABLE).split())
    while "=?" in line:
        line = line.replace("=?", "")
    return line[:LONGEST].strip()


def _visible(character: str) -> str:
    """White space as a space; nothing for controls, bidi marks, surrogates and unassigned ones."""
    if character.isspace():
        return " "
    return "" if unicodedata.category(character).startswith("C") else character


def clean_lines(text: str) -> tuple[str, ...]:
    """Each line of `text` without control or bidi characters and without our own marks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    visible = ("".join(map(_visible, line)).translate(FORGEABLE) for line in lines)
    return tuple(line.rstrip() for line in visible)


def as_name(value: str | None) -> str:
    """A company, a role or a person as our text may name it, or "" if it cannot be a name."""
    name = clean(value or "")
    fit = name if len(name) <= LONGEST_NAME and any(map(str.isalpha, name)) else ""
    return "" if ADDRESS.search(fit) or any(sign in fit.lower() for sign in NO_NAME) else fit


def is_clean(value: str) -> bool:
    """True for a value that may stand in a header as it is: `clean` leaves nothing to do."""
    return value == clean(value)
