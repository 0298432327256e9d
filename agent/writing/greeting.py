"""How to address somebody: by the name of a real person, or neutrally. Nothing is guessed
(domain.md E3)."""

import re
import unicodedata

from agent.writing.fields import as_name
from agent.writing.wording import Words

ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\s[|/–—-]\s.*$")  # "Ann Lee (Acme)", "Ann Lee | Acme"
PARTICLE = re.compile(r"[^\W\d_]")  # what a part of a name begins with
MOST_PARTS = 5


def greeting(name: str, words: Words, *, formal: bool) -> str:
    """The first line of a letter to somebody shown as `name`; neutral if that is no person.

    `formal`: the whole name. Otherwise the first name, where it is plain which part that is.
    """
    person = person_name(name, words)
    if not person:
        return words.greeting_without_name
    return words.greeting.render(name=person if formal else first_name(person))


def person_name(shown: str, words: Words) -> str:
    """A display name as one would write it in a letter, without titles; "" if it names no
    person.

    Where whole names are written, one word is none: "Guten Tag Keller" lacks the Frau or Herr.
    """
    name = ASIDE.sub("", as_name(shown)).strip(" '\"")
    if name.count(",") == 1:
        name = _in_order(*name.split(","))
    parts = [part for part in name.split() if part.lower().strip(".") not in words.titles]
    cut = next((i for i, part in enumerate(parts) if part.lower() in words.after_name), len(parts))
    parts = parts[:cut]
    fewest = 2 if words.whole_name else 1
    if not fewest <= len(parts) <= MOST_PARTS or not all(map(_may_be_part, parts)):
        return ""
    if any(part.lower().strip(".") in words.no_person for part in parts):
        return ""
    return " ".join(parts)


def _in_order(before: str, after: str) -> str:
    """ "Lee, Ann" is Ann Lee; "Ann Lee, PhD" is so already."""
    is_degree = len(before.split()) > 1 and not after.strip().istitle()
    return before if is_degree else f"{after.strip()} {before.strip()}"


def _may_be_part(part: str) -> bool:
    return bool(PARTICLE.match(part)) and all(c.isalpha() or c in "'’.-·" for c in part)


def first_name(person: str) -> str:
    """The first name of "Ann Lee"; the whole where order or script leave it open ("LEE Ann", "A.
    Lee")."""
    parts = person.split()
    first = parts[0]
    plain = len(parts) > 1 and first.istitle() and "." not in first and _is_latin(first)
    capitals = any(part.isupper() and len(part) > 1 for part in parts)
    return first if plain and len(first) > 1 and not capitals else person


def _is_latin(part: str) -> bool:
    return all(unicodedata.name(c, "").startswith("LATIN") for c in part if c.isalpha())
