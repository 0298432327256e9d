"""Every place of a mail that may name the firm, each mention with what the place is worth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agent.reading.domains import anchor_strength, resembles
from agent.reading.facts import Direction
from agent.reading.firm import firm_name, is_institution, signs_formally, words_from_label
from agent.reading.folding import folded
from agent.reading.introductions import FIRM, Introduced, labelled, labelled_rows
from agent.reading.jobs import is_job
from agent.reading.lexicon import words_of
from agent.reading.material import Material
from agent.reading.message import Address
from agent.reading.names import is_given, is_mailbox, is_team, names_in, person_name, same_person
from agent.reading.places import Place
from agent.reading.speaker import is_persons_relay
from agent.reading.systems import (
    System,
    SystemKind,
    is_no_reply,
    system_names,
    system_of,
    tenant_of,
    tenants_in,
)
from agent.reading.texts import Texts

# How much a place is worth. Only the order matters; agreement between places adds to it.
CLIENT, LABEL, SPOKEN_OF, PHRASE, DISPLAY, SIGNED, SUBJECT = 110, 92, 86, 80, 78, 66, 62
TENANT, INSTITUTION = 55, 46
OF_NO_AGENCY = 26  # less, for what is said of third parties, where no agency writes
LAST_SIGNED_LINES = 40

_SEQUENCE = re.compile(FIRM)
_SEAM = re.compile(
    r"\s+[-–—|/@·:]+\s+|\s*\|\|?\s*|: |, |\s*[()\[\]\"“”„«»!?]\s*"
    r"|\s+(?:w/|with|at|@|bei|chez|presso|bij|from|von)\s+"
)
_PIECES = re.compile(r"\s*[|·]\s*|\s[-–—@]\s|, (?=[A-ZÀ-Þ])|,$")
_DASH = re.compile(r"\s[-|–—·/]\s|, ")
_BRACKET = re.compile(r"\(([^()]{3,60})\)\s*$")
_WHEREABOUTS = re.compile(
    r"\s(?:in (?=[A-ZÀ-Þ])|für (?:die|den|das|der) |for the |para (?:el|la) )"
)
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"\w@\w")
_INNER_START = re.compile(r" (?=[A-ZÀ-Þ0-9])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm's name, how much speaks for it, and the words that do."""

    name: str
    weight: float
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class Mail:
    """What the search for firms looks at."""

    material: Material
    texts: Texts
    places: tuple[Place, ...]
    labels: tuple[str, ...]  # of the employer's own domains, as far as they are known
    by_agency: bool


def mentions(mail: Mail) -> Iterator[Candidate]:
    """All that may be the firm, in no order."""
    yield from _phrased(mail)
    yield from _labelled(mail)
    yield from _in_subject(mail)
    if not mail.by_agency:
        yield from _displayed(mail.material)
        yield from _tenants(mail)
        yield from _signed(mail)
    yield from _anchored(mail)
    yield from _institutions(mail)


def _phrased(mail: Mail) -> Iterator[Candidate]:
    for place in mail.places:
        for hit in place.scan.of("company"):
            if not hit.leads or _is_telling(hit.value, mail):
                yield from _candidate(hit, PHRASE - place.less)
        for hit in place.scan.of("client"):
            yield from _spoken_of(hit, place, mail)


def _spoken_of(hit: Introduced, place: Place, mail: Mail) -> Iterator[Candidate]:
    """A firm that the sender calls a client, or speaks of as of a third party."""
    called = "client" in folded(hit.words) or any(
        word in folded(hit.words) for word in ("mandant", "kunde", "klant", "opdrachtgever")
    )
    if called:
        yield from _candidate(hit, CLIENT - place.less)
        return
    name = firm_name(hit.value)
    if name is None or hit.start >= place.signed_at or is_team(name):
        return
    if _is_telling(name, mail) and (_is_plural(hit, name) or not like_person(name)):
        less = 0 if mail.by_agency else OF_NO_AGENCY
        yield Candidate(name, SPOKEN_OF - place.less - less, hit.words, hit.rule)


def _is_telling(name: str, mail: Mail) -> bool:
    """A single word that begins a sentence is seldom a name, unless the subject holds it too."""
    return " " in name or name in mail.texts.subject or anchor_strength(name, mail.labels) > 0.6


def _is_plural(hit: Introduced, name: str) -> bool:
    """ "Halcyon Rail have come back": of one person nobody speaks so."""
    verb = folded(hit.words).rpartition(" ")[2]
    return hit.leads and " and " not in name and verb in words_of("names", "plural_verbs")


def _labelled(mail: Mail) -> Iterator[Candidate]:
    for place in mail.places:
        if place.name != "subject":
            for hit in labelled("company", place.text):
                yield from _candidate(hit, LABEL - place.less)
    for hit in labelled_rows("company", mail.texts.rows):
        yield from _candidate(hit, LABEL - 10)


def _candidate(hit: Introduced, weight: float) -> Iterator[Candidate]:
    name = firm_name(_WHEREABOUTS.split(hit.value)[0])
    if name and name.count(" ") < 8:
        yield Candidate(name, weight, hit.words, hit.rule)


def _in_subject(mail: Mail) -> Iterator[Candidate]:
    """Parts of the subject and of a summary that the domain, the text or a job confirms."""
    topics = [hit.value for hit in labelled("topic", mail.texts.written)]
    summaries = [event.summary for event in mail.material.events]
    by_system = any(system_of(address) for address in mail.material.message.envelope.from_)
    for line in (mail.texts.subject, *topics, *summaries):
        parts = [part.strip() for part in _SEAM.split(line[:300])]
        beside_job = (by_system or mail.by_agency) and any(is_job(part) for part in parts)
        for part in parts:
            part = _without_common_start(part)
            name = firm_name(part) if _SEQUENCE.fullmatch(part) else None
            if name is None or is_job(name):
                continue
            if mail.by_agency and _repeated(name, mail.texts) and not _MET.search(line):
                yield Candidate(name, SUBJECT + 10, line, "firm.subject")
            elif anchor_strength(name, mail.labels) >= 0.8 or _repeated(name, mail.texts):
                yield Candidate(name, SUBJECT, line, "subject")
            elif (beside_job or is_institution(name)) and " " in name and not is_team(name):
                yield Candidate(name, SUBJECT - 10, line, "subject.beside_job")
            elif beside_job and by_system and part == parts[0] and _is_proper(name):
                yield Candidate(name, SUBJECT - 20, line, "subject.word")


def _is_proper(word: str) -> bool:
    """A single capitalised word that is neither a person's nor common in subjects."""
    common = words_of("names", "subject_words") | words_of("names", "subject_tails")
    return (
        word.isalpha()
        and word[0].isupper()
        and folded(word) not in common
        and not (is_given(word) or is_team(word))
    )


_MET = re.compile(r"\s(?:with|mit|avec|con|com|met|w/)\s", re.IGNORECASE)


def _without_common_start(part: str) -> str:
    first, space, rest = part.partition(" ")
    return rest if space and folded(first) in words_of("names", "subject_words") else part


def _repeated(name: str, texts: Texts) -> bool:
    return " " in name and name in texts.written


def _displayed(material: Material) -> Iterator[Candidate]:
    """The display name of a system or of a function's mailbox, without "Careers" and the like."""
    if material.direction is Direction.OUTGOING:
        return
    for address in (*material.message.envelope.from_, *material.message.envelope.reply_to):
        system = hiring_system(address)
        bracket = _BRACKET.search(address.name)
        if bracket and not is_team(bracket.group(1)):
            yield from _named(bracket.group(1), DISPLAY, address.name, "display.bracket")
        if _is_writers(address, material) or (system is None and shows_person(address)):
            continue
        for part in _DASH.split(address.name):
            part = _without_system(part, system)
            if folded(part.strip()) not in system_names() and not _is_human(part, system):
                doubt = 40 if system is None and _is_department(part) else 0
                rule = "dressed" if firm_name(part) != part.strip() and system else "display"
                yield from _named(part, DISPLAY - doubt, address.name, rule)


def _is_writers(address: Address, material: Material) -> bool:
    """True where a system shows the person whose relay takes the answers."""
    relays = (address, *material.message.envelope.reply_to)
    return any(is_persons_relay(Address(address.name, relay.address)) for relay in relays)


def shows_person(address: Address) -> bool:
    """True where the display name is a person's, and not a firm's or a mailbox's."""
    name, local = address.name, folded(address.address.partition("@")[0])
    if is_mailbox(address.address) or is_no_reply(address):
        return False
    if folded(name) == local or not name:
        return True
    first = name.partition(" ")[0]
    if is_institution(first) or (is_institution(name) and folded(first) not in local):
        return False
    return person_name(name) is not None or any(
        len(word) > 2 and word in local for word in folded(name).replace("-", " ").split()
    )


def _is_department(part: str) -> bool:
    """ "Amministrazione del personale", "Candidate Care" are no firms."""
    name = firm_name(part)
    return name is not None and is_team(name) and not is_institution(name)


def _without_system(part: str, system: System | None) -> str:
    """ "Larkspur Recruitee" → "Larkspur", where Recruitee is the system that sent the mail."""
    if system and folded(part).endswith(f" {folded(system.name)}"):
        return part[: len(part) - len(system.name)].rstrip(" @|-")
    return part


def hiring_system(address: Address) -> System | None:
    system = system_of(address)
    return system if system and system.kind is not SystemKind.MAIL else None


def _is_human(part: str, system: System | None) -> bool:
    """True where a display name is a person's; a system shows a firm's name in the same place."""
    return bool(_ADDRESS.search(part)) or bool(system and part.count(" ") == 1 and "," in part)


def _tenants(mail: Mail) -> Iterator[Candidate]:
    """The short name that a system knows the employer by: in its address, in a link of its own."""
    envelope = mail.material.message.envelope
    if mail.material.direction is not Direction.INCOMING:
        return
    for address in (*envelope.from_, *envelope.reply_to):
        tenant = tenant_of(address)
        if tenant:
            yield Candidate(words_from_label(tenant), TENANT, address.address, "tenant")
    for tenant in tenants_in(mail.texts.written):
        yield Candidate(words_from_label(tenant), TENANT - 5, tenant, "tenant.link")


def _signed(mail: Mail) -> Iterator[Candidate]:
    """Lines that sign for a firm: with a legal form, as a team, or behind a person's function."""
    if mail.material.direction is Direction.OUTGOING:
        return
    author = mail.material.message.envelope.author
    personal = author is not None and hiring_system(author) is None
    signer = person_name(author.name) if author and personal else None
    texts = (mail.texts.written, mail.texts.page)
    lines = [line.strip() for text in texts if text for line in text.split("\n") if line.strip()]
    last = len(lines) - 1
    for index in range(max(0, last - LAST_SIGNED_LINES), last + 1):
        line = lines[index]
        if 2 < len(line) <= 160 and not line[0].islower():
            behind = signer is not None and _follows(signer, lines[max(0, index - 2) : index + 1])
            yield from _signing(line, signer, behind=behind, last=index == last)


def _signing(line: str, signer: str | None, *, behind: bool, last: bool) -> Iterator[Candidate]:
    pieces = _PIECES.split(line)[:4]
    for piece in pieces:
        match = _SEQUENCE.match(piece)
        name = firm_name(match.group()) if match else None
        if name is None or match is None or same_person(signer or "", name):
            continue
        whole = piece == match.group()
        if signs_formally(_a_little_more(piece, match.end()), whole=whole):
            yield Candidate(name, SIGNED, line, "signature")
        elif whole and is_institution(name):
            yield Candidate(name, SIGNED - 6, line, "signature")
        elif whole and behind:
            yield Candidate(name, SIGNED - 12, line, "signature")
        elif whole and last and len(pieces) == 1 and " " in name and not like_person(name):
            yield Candidate(name, SIGNED - 20, line, "signature.last")


def _a_little_more(piece: str, end: int) -> str:
    """The run of capitals and the next few words, among which a legal form may stand."""
    return piece[:end] + " ".join(piece[end:].split(" ")[:5])


def _follows(signer: str, lines: list[str]) -> bool:
    """True if one of these lines begins with the signer's name."""
    return any(same_person(signer, _FIRST_PIECE.split(line)[0].strip()) for line in lines)


_FIRST_PIECE = re.compile(r"[,|(]|\s[-–]\s")


def _anchored(mail: Mail) -> Iterator[Candidate]:
    """Any capitalised words anywhere that the other side's domain agrees with."""
    done: set[str] = set()
    for place in mail.places if mail.labels else ():
        for run in place.scan.runs:
            if run.text in done or not resembles(run.text, mail.labels):
                continue
            done.add(run.text)
            for begin in _starts(run.text):
                name = firm_name(run.text[begin:])
                strength = anchor_strength(name, mail.labels) if name else 0.0
                if name and strength >= 0.65:
                    weight = 70 * strength - place.less - (2 if begin else 0)
                    yield Candidate(name, weight, run.text, "domain.text")
                    break


def _starts(words: str) -> tuple[int, ...]:
    """Where a firm's name may begin inside a run of capitals: at its start or later."""
    if " " not in words:
        return (0,)
    inner = [match.end() for match in _INNER_START.finditer(words)]
    if is_job(words.partition(" ")[0]):  # "Técnico Superior da Universidade da Beira"
        houses = [place for place in inner if is_institution(words[place:].partition(" ")[0])]
        return (*houses[:2], 0, *inner[:3])
    return (0, *inner[:3])


def _institutions(mail: Mail) -> Iterator[Candidate]:
    """Words that say themselves what they are: "Stadtwerke Holm", "Bodegas Cerro Pelado"."""
    for place in mail.places:
        for run in place.scan.runs:
            if " " in run.text and run.end < place.signed_at and is_institution(run.text):
                words = _without_common_start(run.text[_starts(run.text)[0] :])
                name = firm_name(words)
                if name and " " in name and not is_job(name) and not _DIGIT.search(name):
                    yield Candidate(name, INSTITUTION - place.less, run.text, "institution")


def _named(text: str, weight: float, words: str, rule: str) -> Iterator[Candidate]:
    name = firm_name(text)
    if name and "@" not in name:
        yield Candidate(name, weight, words, rule)


@lru_cache(maxsize=4096)
def like_person(name: str) -> bool:
    """True for a name that is formed as a person's, and holds no word of firms."""
    found = next(names_in(name), None)
    return found is not None and found.name == name and not is_institution(name)


def names_agency(text: str) -> bool:
    """True if a word of it is one that agencies call themselves by."""
    return not words_of("names", "agency_names").isdisjoint(_WORD.findall(folded(text)))


_WORD = re.compile(r"[a-z]+")
