"""What looks like a person's name, in many cultures, and what only does: teams, roles, places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.reading.folding import folded, spellings
from agent.reading.jobs import is_job
from agent.reading.lexicon import lexicon as data
from agent.reading.lexicon import words_of

_MOST_WORDS = 5
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]{0,38}[^\W_])?\.?")
_CAPITAL = r"(?:[dl]['’])?[^\W\d_a-zß-ÿ][\w'’-]{0,40}\.?"
_RUN = re.compile(
    rf"(?<![\w'’-]){_CAPITAL}"
    rf"(?:[ \u00a0]{{1,2}}(?:[a-zß-ÿ'’]{{1,4}}[ \u00a0]{{1,2}}){{0,2}}{_CAPITAL}){{0,12}}"
)
_COMPOUND = re.compile(r"\w-[a-zß-ÿ]{2}")  # "Wrap-up", "Follow-up"
_PAIRED = re.compile(r" (?:and|und|et|y|e|en|&|plus) ")
_LAST_WORD = re.compile(r"(?<![\w.-])([^\W\d_][\w.]{0,12})[ \u00a0]{1,2}$")
_GAP = re.compile(r"[ \u00a0]{1,2}")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]\s*")
_ADDRESS = re.compile(r"\S+@\S+")
_SEAMS = re.compile(
    r"\s[-–—/@·]\s|\s?[|<]\s?|\s(?:via|from|at|von|bei|chez|de chez|presso|bij)\s(?=[^\W\d_])"
)
_CONTRACTED = re.compile(r"['’](?:ll|m|ve|d|re|t|s)$")
_NO_TITLES = frozenset({"HR", "di", "me", "ra", "do", "col", "dom", "m"})  # "Hr.", "DI", "Me", …
_ORDINAL = re.compile(r"\.[ªº]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?){1,2}")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """persons.yaml, as sets of folded words."""

    particles: frozenset[str]
    salutations: frozenset[str]
    titles: frozenset[str]
    suffixes: frozenset[str]
    never: frozenset[str]
    seldom: frozenset[str]
    mailboxes: frozenset[str]
    off_limits: frozenset[str]
    robots: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name found in a text, without titles."""

    name: str
    start: int  # of the name, titles included
    end: int
    addressed: bool  # stood behind Mr, Frau, Mme …


@lru_cache(maxsize=1024)
def person_name(text: str) -> str | None:
    """The person that a display name or a line names, without titles, role and firm; else None.

    Understands "Last, First", "First Last (HR)", "First Last | Firm", "First Last via System",
    capitals, initials and particles.
    """
    line = _BRACKETS.sub(" ", _ADDRESS.sub(" ", text[:120])).strip(" \"'\t-–|·*_>")
    for part in _SEAMS.split(line):
        name = _only_name(_unturned(part.strip()))
        if name is not None:
            return name
    return None


def names_in(text: str, *, single: bool = False) -> Iterator[Named]:
    """Every person's name of two words or more; one counts if titled or `single`."""
    if "ª" in text or "º" in text:
        text = _ORDINAL.sub(". ", text)  # "Prof.ª Graça", "Eng.º Rui"; as long as before
    for run in _RUN.finditer(text):
        begin = _with_titles(text, run.start())
        if begin == run.start() and _is_plain(run.group(), single):
            continue
        for found in _of_run(text[begin : run.end()], single):
            yield Named(found.name, found.start + begin, found.end + begin, found.addressed)


@lru_cache(maxsize=256)  # the same words are looked at in several texts of one mail
def _of_run(text: str, single: bool) -> tuple[Named, ...]:
    """The names in words that follow each other, all but particles with capitals."""
    words = [(word.group(), word.start(), word.end()) for word in _WORD.finditer(text)]
    names = []
    index = 0
    while index < len(words):
        taken, found = _name_from(text, words, index, single)
        if found is not None:
            names.append(found)
        index += max(taken, 1)
    return tuple(names)


def _is_plain(run: str, single: bool) -> bool:
    """A quick look: one capitalised word that is no name by itself."""
    if " " in run or "\u00a0" in run:
        return False
    return not single or folded(run).rstrip(".") in lexicon().never


def _with_titles(text: str, begin: int) -> int:
    """Where the titles begin that stand before a capital in small letters: "prof. dr. "."""
    while begin > 1 and text[begin - 1] in " \u00a0":
        word = _LAST_WORD.search(text, max(begin - 16, 0), begin)
        if word is None or not word.group(1)[0].islower() or not is_title(word.group(1)):
            return begin
        begin = word.start(1)
    return begin


def may_be_names(text: str, language: str) -> list[tuple[int, int]]:
    """Spans in which names may stand: no German nouns, no first words of sentences."""
    return [run.span() for run in _RUN.finditer(text) if _may_be_name(text, run, language == "de")]


def _may_be_name(text: str, run: re.Match[str], nouns: bool) -> bool:
    words = folded(run.group()).replace(".", "").split()
    never = lexicon().never
    if len(words) > 1:
        known = sum(word not in never for word in words)
        return known > 1 or (known > 0 and (not nouns or is_title(words[0]) or is_given(words[0])))
    if words[0] in never or len(words[0]) < 3:
        return False
    before = text[max(run.start() - 2, 0) : run.start()]
    inside = not nouns and before[:1].isalpha() and before[1:] == " "
    return (
        inside
        or is_given(words[0])
        or _with_titles(text, run.start()) < run.start()
        or bool(_PAIRED.match(text, run.end()))
    )


def is_given(name: str) -> bool:
    """True where the first word is a common given name: "Karl-Heinz Brenneke", "Nuria"."""
    first = folded(name).partition(" ")[0].rstrip(".")
    return first in words_of("given", "given") or first.partition("-")[0] in words_of(
        "given", "given"
    )


def is_team(text: str) -> bool:
    """True for a name that holds words of functions, not of people: "Talent Team", "HR Service"."""
    return any(word in lexicon().never for word in re.findall(r"\w+", folded(text)))


def is_mailbox(address: str) -> bool:
    """True for the address of a function: jobs@, karriere@, people-helpdesk@."""
    local = folded(address.rpartition("@")[0].partition("+")[0])
    return local in lexicon().mailboxes or any(
        part in lexicon().mailboxes for part in re.split(r"[._-]", local)
    )


def is_off_limits(address: str) -> bool:
    """True for addresses that serve technical help, adjustments, data protection, expenses."""
    local = folded(address.rpartition("@")[0])
    return any(part in lexicon().off_limits for part in (local, *re.split(r"[._+-]", local)))


def is_robot(address: str) -> bool:
    """True for the address of a machine by its local part: reminders@, benachrichtigung@."""
    local = folded(address.rpartition("@")[0])
    return any(part in lexicon().robots for part in re.split(r"[._+-]", local))


def same_person(one: str, other: str) -> bool:
    """True where one name may stand for the other: equal, or first name or surname of it alone.

    Whichever comes first, and however the letters are spelt that not every keyboard has:
    "Matthes Joerg" is Jörg Matthes.
    """
    short, long = sorted((_words_of(one), _words_of(other)), key=len)
    if not short:
        return False
    if len(short) == 1:
        return _alike(short[0], long[0]) or _alike(short[0], long[-1])
    straight = _alike(short[0], long[0]) and _alike(short[-1], long[-1])
    turned = _alike(short[0], long[-1]) and _alike(short[-1], long[0])
    return straight or turned or _rotated(short, long)


def straight(one: str, other: str) -> str:
    """Of two names of one person, `one`, but "Jörg Matthes" where that is "Matthes Joerg"."""
    turned = is_given(other) and not is_given(one) and len(one.split()) == len(other.split())
    return other if turned and " " in other else one


def _rotated(one: tuple[frozenset[str], ...], other: tuple[frozenset[str], ...]) -> bool:
    """ "van der Meer Jan" and "Jan van der Meer"."""
    return len(one) == len(other) and any(
        all(map(_alike, (*one[place:], *one[:place]), other)) for place in range(1, len(one))
    )


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


@lru_cache(maxsize=1024)
def _words_of(name: str) -> tuple[frozenset[str], ...]:
    """The words of a name, given names first, each in all its spellings."""
    words = (word.strip(".,") for word in _unturned(name).split())
    return tuple(spellings(word) for word in words if word)


def person_of(name: str, address: str) -> str | None:
    """The person behind a display name, in the order that the address tells: "Ranta Pekka" of
    pekka.ranta@ is Pekka Ranta."""
    person = person_name(name)
    parts = re.split(r"[._-]", folded(address.partition("@")[0]))
    words = person.split() if person else []
    if len(words) == 2 and [folded(word) for word in reversed(words)] == parts:
        return f"{words[1]} {words[0]}"
    shouted = re.match(r"([A-ZÀ-Þ-]{3,}) (\w*[a-zß-ÿ]\w*)$", name.strip())
    if shouted and person and folded(shouted.group(1)) in folded(person):
        return f"{shouted.group(2)} {_shown(shouted.group(1))}"
    return person


@cache
def lexicon() -> Lexicon:
    words = {key: frozenset(folded(str(listed)).split()) for key, listed in data("persons").items()}
    small = {
        word for listed in data("small_words").values() for word in folded(str(listed)).split()
    }
    unnamed = words["never"] | {word for word in small if len(word) > 1} - words["particles"]
    return Lexicon(**{**words, "never": frozenset(unnamed - words["seldom"])})


def _only_name(line: str) -> str | None:
    found = next(names_in(line), None)
    if found is None or found.start > 0:
        return None
    rest = line[found.end :].lstrip()
    complete = not rest.strip(" .") or rest.startswith(",")
    return found.name if complete and (" " in found.name or found.addressed) else None


def _unturned(line: str) -> str:
    """ "Stadler, Verena" → "Verena Stadler"; a comma before a title or a role stays."""
    last, comma, first = line.partition(",")
    words = (*last.split(), *first.split())
    if not comma or not first.strip() or "," in first or len(words) > _MOST_WORDS:
        return line
    tail = folded(first.strip()).rstrip(".")
    if tail in lexicon().suffixes or is_team(line) or not all(_capital(w) for w in first.split()):
        return line
    return f"{first.strip()} {last.strip()}"


def _name_from(
    text: str, words: list[tuple[str, int, int]], index: int, single: bool
) -> tuple[int, Named | None]:
    """How many words were used, and the name that begins at `index`, if one does."""
    begin, addressed = index, False
    while index < len(words) and is_title(words[index][0]) and _near(text, words, index):
        addressed = True
        index += 1
    first = index
    index = _end_of_name(text, words, index)
    first = _behind_titles(words, first, index)
    while index > first and not _is_part(words[index - 1][0]):
        index -= 1  # a trailing particle belongs to the sentence
    parts = [word for word, _, _ in words[first:index]]
    if not parts:
        return max(index - begin, 1), None
    whole = [part for part in parts if _is_part(part) and not _INITIALS.fullmatch(part)]
    if parts and (_begins_no_name(parts) or all(map(is_title, parts))):
        return max(first - begin, 1), None
    enough = len(parts) >= 2 and whole
    if not (enough or (whole and (addressed or single))):
        return max(first - begin, 1), None
    end = words[index - 1][2]
    name = _shown(text[words[first][1] : end].rstrip("."))
    return index - begin, Named(name, words[begin][1], end, addressed)


def _begins_no_name(parts: list[str]) -> bool:
    """ "West Hall", "May"; but "April Thompson"."""
    return folded(parts[0]) in lexicon().seldom and not (len(parts) > 1 and is_given(parts[0]))


def _behind_titles(words: list[tuple[str, int, int]], first: int, end: int) -> int:
    """Where the name itself begins: "Prokurist Georg Trnka", "Vorstand DI Bernhard Stadlmayr"."""
    for index in range(end - 3, first, -1):
        if is_title(words[index][0]):
            return index + 1
    behind = first
    while end - behind >= 3 and is_job(words[behind][0]):
        behind += 1
    if words[behind][0].islower():
        return end  # "Analista de PCP" is no person
    if is_given(words[behind][0]):
        first = behind
    return _behind_article(words, first, end)


def _behind_article(words: list[tuple[str, int, int]], first: int, end: int) -> int:
    """ "A Leonor Bettencourt", "Il Paolo", "D. Eusebio Cordón Pla", "Der Teams-Link"."""
    word = words[first][0] if end - first >= 2 else ""
    if word in ("Der", "Die", "Das", "Den", "Dem") or (word == "D." and end - first >= 3):
        return first + 1
    if word in ("A", "O", "El", "La", "Il", "Le", "L") and is_given(words[first + 1][0]):
        return first + 1
    return first


def _end_of_name(text: str, words: list[tuple[str, int, int]], index: int) -> int:
    first = index
    while index < len(words) and index - first < _MOST_WORDS:
        word = words[index][0]
        joined = index == first or _GAP.fullmatch(text[words[index - 1][2] : words[index][1]])
        ends = (
            index > first
            and words[index - 1][0].endswith(".")
            and not _initial(words[index - 1][0])
        )
        if not joined or ends or not (_is_part(word) or _is_particle(word, index > first)):
            break
        index += 1
    return index


def _is_part(word: str) -> bool:
    plain = folded(word).rstrip(".").removesuffix("'s")
    if (
        not _capital(word)
        or _CONTRACTED.search(plain)
        or (plain in lexicon().never and len(plain) > 1)
    ):
        return False
    if _COMPOUND.search(word):
        return False
    return len(plain) > 1 or _initial(word)


def _is_particle(word: str, inside: bool) -> bool:
    return inside and word[0].islower() and folded(word) in lexicon().particles


def is_title(word: str) -> bool:
    plain = folded(word).rstrip(".")
    if word.rstrip(".") in _NO_TITLES:
        return False
    return plain in lexicon().salutations or plain in lexicon().titles


def _near(text: str, words: list[tuple[str, int, int]], index: int) -> bool:
    """True if the next word follows directly, so that a title is one and not a stray word."""
    if index + 1 >= len(words):
        return False
    return bool(_GAP.fullmatch(text[words[index][2] : words[index + 1][1]].replace(".", "") or " "))


def _capital(word: str) -> bool:
    return word[0].isupper() or (word[:2].lower() in ("d'", "d’") and word[2:3].isupper())


def _initial(word: str) -> bool:
    return bool(_INITIALS.fullmatch(word)) and word[0].isupper()


def _shown(name: str) -> str:
    """As a person would write it: "Corinne MALAVAL" → "Corinne Malaval", possessive cut."""
    words = (name[:-2] if name.endswith(("'s", "’s")) else name).split()
    return " ".join(
        "-".join(part.capitalize() for part in word.split("-"))
        if len(word) > 3 and word.isupper()
        else word
        for word in words
    )
