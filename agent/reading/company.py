"""Which firm's mail it is: candidates from every place that may name it, weighed (domain.md D)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.reading.domains import anchor_strength, domain_labels, mentioned_labels, resembles
from agent.reading.facts import Direction, Evidence
from agent.reading.firm import compact, firm_name, signs_formally, words_from_label
from agent.reading.folding import folded
from agent.reading.introductions import FIRM, Introduced, introduced, labelled, labelled_rows
from agent.reading.jobs import is_job
from agent.reading.lexicon import lexicon
from agent.reading.material import Material
from agent.reading.message import Address
from agent.reading.names import is_mailbox, is_team, names_in, person_name, same_person
from agent.reading.systems import System, SystemKind, system_names, system_of, tenant_of
from agent.reading.texts import Texts

_SEQUENCE = re.compile(FIRM)
_SEAM = re.compile(
    r"\s+[-–—|/@·:]+\s+|\s*\|\|?\s*|: |, |\s*[()\[\]\"“”„]\s*"
    r"|\s+(?:w/|with|at|@|bei|chez|presso)\s+"
)

# How much a place is worth. Only the order matters; agreement between places adds to it.
CLIENT, LABEL, PHRASE, DISPLAY, SUBJECT, SIGNED, TENANT = 110, 92, 80, 78, 62, 66, 55
QUOTED = 15  # less, for what only the history says
ANCHORED = 24  # more, if the sender's domain agrees
AGREED = 7  # more, for each further place
PERSONAL = 30  # less, if it looks like a person's name


@dataclass(frozen=True, slots=True)
class Candidate:
    name: str
    weight: float
    words: str
    rule: str


def company_of(
    material: Material, texts: Texts, *, agency: str | None, by_agency: bool
) -> Candidate | None:
    """The firm that hires: the client of an agency, never the agency; None if nothing names it."""
    labels = mentioned_labels(material) if by_agency else domain_labels(material)
    found = _gathered(material, texts, labels, by_agency)
    fair = [
        candidate
        for candidate in found
        if not _is_self(material, candidate.name)
        and not _is_system(candidate.name, material)
        and not (agency and _akin(candidate.name, agency))
        and not (by_agency and _akin_to_sender(candidate.name, material))
    ]
    best = _best(fair)
    if best is None and not by_agency and material.direction is Direction.INCOMING:
        return _from_domain(labels)
    return best


def _gathered(
    material: Material, texts: Texts, labels: tuple[str, ...], by_agency: bool
) -> list[Candidate]:
    found = [
        *_phrased(texts, material.language, by_agency),
        *_labelled(texts),
        *_in_subject(texts, material, labels),
    ]
    if not by_agency:
        found += [*_displayed(material), *_tenants(material), *_signed(texts, material)]
    found += _anchored(texts, labels)
    persons = known_persons(material)
    return [_weighed(candidate, labels, persons) for candidate in found]


def _phrased(texts: Texts, language: str, by_agency: bool) -> Iterator[Candidate]:
    places = (
        (texts.subject, 2),
        (texts.written, 0),
        (texts.page, 3),
        (texts.calendar, 1),
        (texts.quoted, QUOTED),
    )
    for text, less in places:
        for hit in introduced("company", text, language):
            yield from _candidate(hit, PHRASE - less)
        if by_agency:
            for hit in introduced("client", text, language):
                yield from _candidate(hit, CLIENT - less)


def _labelled(texts: Texts) -> Iterator[Candidate]:
    for text, less in (
        (texts.written, 0),
        (texts.page, 3),
        (texts.calendar, 3),
        (texts.quoted, QUOTED),
    ):
        for hit in labelled("company", text):
            yield from _candidate(hit, LABEL - less)
    for hit in labelled_rows("company", texts.rows):
        yield from _candidate(hit, LABEL - 10)


def _candidate(hit: Introduced, weight: float) -> Iterator[Candidate]:
    name = firm_name(hit.value)
    if name and len(name.split()) <= 8:
        yield Candidate(name, weight, hit.words, hit.rule)


def _in_subject(texts: Texts, material: Material, labels: tuple[str, ...]) -> Iterator[Candidate]:
    """Parts of the subject and of a summary that the domain, the text or a job confirms."""
    topics = [hit.value for hit in labelled("topic", texts.written)]
    summaries = [event.summary for event in material.events]
    by_system = any(system_of(address) for address in material.message.envelope.from_)
    for line in (texts.subject, *topics, *summaries):
        parts = [part.strip() for part in _SEAM.split(line)]
        beside_job = by_system and any(is_job(part) for part in parts)
        for part in parts:
            match = _SEQUENCE.fullmatch(part)
            name = firm_name(part) if match else None
            if name is None:
                continue
            if anchor_strength(name, labels) >= 0.8 or _repeated(name, texts):
                yield Candidate(name, SUBJECT, line, "subject")
            elif beside_job and " " in name and not is_job(name) and not is_team(name):
                yield Candidate(name, SUBJECT - 10, line, "subject.beside_job")


def _repeated(name: str, texts: Texts) -> bool:
    return not is_job(name) and " " in name and name in texts.written


def _displayed(material: Material) -> Iterator[Candidate]:
    """The display name of a system or of a function's mailbox, without "Careers" and the like."""
    if material.direction is Direction.OUTGOING:
        return
    for address in (*material.message.envelope.from_, *material.message.envelope.reply_to):
        system = _hiring_system(address)
        bracket = re.search(r"\(([^()]{3,60})\)\s*$", address.name)
        if bracket and not is_team(bracket.group(1)):
            yield from _named(bracket.group(1), DISPLAY, address.name, "display.bracket")
        local = folded(address.address.partition("@")[0])
        person = person_name(address.name) or (folded(address.name) == local)
        if system is None and not is_mailbox(address.address) and person:
            continue
        for part in re.split(r"\s[-|–·/]\s", address.name):
            if folded(part.strip()) not in system_names() and not _is_human(
                part, system is not None
            ):
                yield from _named(part, DISPLAY, address.name, "display")


def _hiring_system(address: Address) -> System | None:
    system = system_of(address)
    return system if system and system.kind is not SystemKind.MAIL else None


def _is_human(part: str, by_system: bool) -> bool:
    """True where a display name is a person's; a system shows a firm's name in the same place."""
    return bool(re.search(r"\w@\w", part)) or bool(
        by_system and part.count(" ") == 1 and "," in part
    )


def _tenants(material: Material) -> Iterator[Candidate]:
    for address in (*material.message.envelope.from_, *material.message.envelope.reply_to):
        tenant = tenant_of(address)
        if tenant and material.direction is Direction.INCOMING:
            yield Candidate(words_from_label(tenant), TENANT, address.address, "tenant")


def _signed(texts: Texts, material: Material) -> Iterator[Candidate]:
    """Lines that sign for a firm: with a legal form, as a team, or behind a person's function."""
    if material.direction is Direction.OUTGOING:
        return
    lines = [line.strip() for text in (texts.written, texts.page) for line in text.split("\n")]
    author = material.message.envelope.author
    personal = author is not None and _hiring_system(author) is None
    signer = person_name(author.name) if author and personal else None
    for index, line in enumerate(lines[-60:], start=max(0, len(lines) - 60)):
        if not 2 < len(line) <= 160:
            continue
        after_name = signer is not None and _follows(signer, lines[max(0, index - 2) : index + 1])
        for piece in _PIECES.split(line)[:4]:
            match = _SEQUENCE.match(piece)
            name = firm_name(match.group()) if match else None
            if name is None or match is None or same_person(signer or "", name):
                continue
            if signs_formally(_a_little_more(piece, match.end()), whole=piece == match.group()):
                yield Candidate(name, SIGNED, line, "signature")
            elif after_name and piece == match.group():
                yield Candidate(name, SIGNED - 12, line, "signature")


_PIECES = re.compile(r"\s*[|·]\s*|\s[-–—@]\s|, (?=[A-ZÀ-Þ])|,$")


def _a_little_more(piece: str, end: int) -> str:
    """The run of capitals and the next few words, among which a legal form may stand."""
    return piece[:end] + " ".join(piece[end:].split(" ")[:5])


def _follows(signer: str, lines: list[str]) -> bool:
    """True if one of these lines begins with the signer's name."""
    return any(same_person(signer, re.split(r"[,|]", line)[0].strip()) for line in lines)


def _anchored(texts: Texts, labels: tuple[str, ...]) -> Iterator[Candidate]:
    """Any capitalised words anywhere that the other side's domain agrees with."""
    places = (
        (texts.written, 0),
        (texts.page, 3),
        (texts.subject, 3),
        (texts.calendar, 3),
        (texts.quoted, QUOTED),
    )
    for text, less in places if labels else ():
        for match in _SEQUENCE.finditer(text):
            if not resembles(match.group(), labels):
                continue
            for begin in _starts(match.group()):
                name = firm_name(match.group()[begin:])
                strength = anchor_strength(name, labels) if name else 0.0
                if name and strength >= 0.65:
                    weight = 70 * strength - less - (2 if begin else 0)
                    yield Candidate(name, weight, match.group(), "domain.text")
                    break


def _starts(words: str) -> tuple[int, ...]:
    """Where a firm's name may begin inside a run of capitals: at its start or later."""
    spaces = [match.end() for match in re.finditer(r" (?=[A-ZÀ-Þ0-9])", words)]
    return (0, *spaces[:3])


def _named(text: str, weight: float, words: str, rule: str) -> Iterator[Candidate]:
    name = firm_name(text)
    if name and not is_address(name):
        yield Candidate(name, weight, words, rule)


def is_address(text: str) -> bool:
    return "@" in text


def _weighed(candidate: Candidate, labels: tuple[str, ...], persons: tuple[str, ...]) -> Candidate:
    weight = candidate.weight + ANCHORED * (anchor_strength(candidate.name, labels) >= 0.8)
    if any(same_person(candidate.name, person) for person in persons):
        weight = 0.0
    elif is_job(candidate.name) and weight < PHRASE + 10:
        weight -= PERSONAL
    elif candidate.rule.startswith("names.") and " " not in candidate.name and weight < PHRASE + 10:
        weight -= PERSONAL / 2
    elif candidate.rule.startswith(_DOUBTFUL) and weight < LABEL and _like_person(candidate.name):
        weight -= PERSONAL * (1.5 if " with " in candidate.words else 1)
    return Candidate(candidate.name, weight, candidate.words, candidate.rule)


_DOUBTFUL = ("names.", "display", "subject")


def _like_person(name: str) -> bool:
    found = next(names_in(name), None)
    return found is not None and found.name == name


def _best(found: list[Candidate]) -> Candidate | None:
    """The heaviest, where places that name the same firm add up; the fuller form of two wins."""
    best: Candidate | None = None
    for candidate in found:
        if candidate.weight < 40:
            continue
        places = {other.rule for other in found if _same_firm(other.name, candidate.name)}
        weight = candidate.weight + AGREED * (len(places) - 1) + min(len(candidate.name), 30) / 20
        if best is None or weight > best.weight:
            best = Candidate(candidate.name, weight, candidate.words, candidate.rule)
    return best


def _same_firm(one: str, other: str) -> bool:
    first, second = compact(one), compact(other)
    return first == second or (
        min(len(first), len(second)) >= 5 and (first in second or second in first)
    )


def _akin(name: str, other: str) -> bool:
    return _same_firm(name, other)


def _akin_to_sender(name: str, material: Material) -> bool:
    return anchor_strength(name, domain_labels(material)) >= 0.8


def known_persons(material: Material) -> tuple[str, ...]:
    envelope = material.message.envelope
    headers = (*envelope.from_, *envelope.reply_to, *envelope.to, *envelope.cc)
    attendees = (attendee.name for event in material.events for attendee in event.attendees)
    named = (
        address.name
        for address in headers
        if " " in address.name and system_of(address) is None and not is_mailbox(address.address)
    )
    found = (person_name(name) for name in (*named, *attendees, material.owner.name))
    return tuple(dict.fromkeys(name for name in found if name))


def _is_self(material: Material, name: str) -> bool:
    locals_ = {address.partition("@")[0] for address in material.owner.addresses}
    return folded(name).replace(" ", "") in {re.sub(r"[._-]", "", local) for local in locals_}


def _is_system(name: str, material: Material) -> bool:
    """True for a known system's name, and for any short form of the one that sent this mail."""
    if folded(name) in system_names():
        return True
    senders = (system_of(address) for address in material.message.envelope.from_)
    names = [compact(system.name) for system in senders if system]
    return any(n.startswith(compact(name)) or compact(name).startswith(n) for n in names)


def _from_domain(labels: tuple[str, ...]) -> Candidate | None:
    if not labels:
        return None
    return Candidate(words_from_label(labels[0]), 30, labels[0], "domain")


def words_of_agencies() -> frozenset[str]:
    return frozenset(str(lexicon("names")["agency_names"]).split())


def company_evidence(candidate: Candidate) -> Evidence:
    return Evidence(
        fact="company",
        words=candidate.words.strip()[:160],
        rule=f"company.{candidate.rule}",
        confidence=round(min(0.99, max(0.3, candidate.weight / 115)), 2),
    )
