"""Whose mail it is: company, role, agency, system. The system's domain is never the employer."""

import re
from dataclasses import dataclass
from functools import cache

from agent.reading.company import (
    Candidate,
    company_evidence,
    company_of,
    known_persons,
    words_of_agencies,
)
from agent.reading.country import country_of
from agent.reading.domains import anchor_strength, domain_labels
from agent.reading.facts import (
    NOISE,
    Culture,
    Direction,
    Evidence,
    Kind,
    Seniority,
    Sign,
)
from agent.reading.firm import registered_name, words_from_label
from agent.reading.folding import folded
from agent.reading.introductions import FIRM, labelled
from agent.reading.kinds import Verdict
from agent.reading.lexicon import lexicon
from agent.reading.material import Material
from agent.reading.role import Job, requisition_of, role_evidence, role_of, seniority_of
from agent.reading.systems import SystemKind, system_of
from agent.reading.texts import Texts, texts_of


@dataclass(frozen=True, slots=True)
class Employer:
    company: str | None = None
    role: str | None = None
    agency: str | None = None
    requisition: str | None = None
    system: str | None = None
    country: str | None = None
    seniority: Seniority | None = None
    culture: Culture | None = None
    evidence: tuple[Evidence, ...] = ()


def employer(material: Material, verdict: Verdict) -> Employer:
    """Names as a person would say them; None rather than a guess.

    Bulk, unrelated mail and bounces have none (DESIGN §3). Evidence has each fact's confidence.
    """
    system = _system(material)
    if verdict.kind in NOISE or verdict.kind is Kind.BOUNCE:
        return Employer(system=system)
    texts = texts_of(material)
    by_agency = _written_by_agency(material, texts, verdict)
    agency = _agency_name(material, texts) if by_agency else None
    company = company_of(material, texts, agency=agency, by_agency=by_agency)
    job = role_of(
        texts,
        material.language,
        company=company.name if company else None,
        persons=known_persons(material),
    )
    country = _country(material, by_agency)
    return Employer(
        company=company.name if company else None,
        role=job.name if job else None,
        agency=agency,
        requisition=requisition_of(texts),
        system=system,
        country=country[0] if country else None,
        seniority=seniority_of(job.name if job else None),
        culture=_culture(material, company),
        evidence=_evidence(company, job, country),
    )


def _evidence(
    company: Candidate | None, job: Job | None, country: tuple[str, str] | None
) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    if company:
        found.append(company_evidence(company))
    if job:
        found.append(role_evidence(job))
    if country:
        found.append(Evidence("country", country[1], "country", 0.9))
    return tuple(found)


def _system(material: Material) -> str | None:
    envelope = material.message.envelope
    senders = (
        *envelope.from_,
        *((envelope.sender,) if envelope.sender else ()),
        *envelope.reply_to,
    )
    known = (system_of(address) for address in senders)
    telling = (s for s in known if s and s.kind not in (SystemKind.MAIL, SystemKind.AGENCY))
    return next((system.name for system in telling), None)


def _written_by_agency(material: Material, texts: Texts, verdict: Verdict) -> bool:
    """By its words ("our client"), by a "Client:" line, or by the name that the sender bears."""
    if material.direction is Direction.OUTGOING:
        return False
    known = (system_of(address) for address in material.message.envelope.from_)
    if Sign.AGENCY in verdict.signs or any(s and s.kind is SystemKind.AGENCY for s in known):
        return True
    if _says_agency().search(f"{texts.subject}\n{texts.written}"):
        return True
    if any(hit.words.lower().startswith(_CLIENTS) for hit in labelled("company", texts.written)):
        return True
    if any(
        re.search(r"(?:rec|recruit|recruiters?)$", label) for label in domain_labels(material)[:1]
    ):
        return True
    label_words = [folded(words_from_label(label)).split() for label in domain_labels(material)[:1]]
    return any(word in words_of_agencies() for words in label_words for word in words) or any(
        words and words[-1] in ("search", "people", "talent") for words in label_words
    )


_CLIENTS = ("client", "mandant", "kunde", "cliente", "opdrachtgever", "auftraggeber")


def _agency_name(material: Material, texts: Texts) -> str | None:
    """The agency's own name: what its domain agrees with, else its domain as words."""
    labels = domain_labels(material)
    if not labels:
        system = next((system_of(a) for a in material.message.envelope.from_), None)
        return system.name if system and system.kind is SystemKind.AGENCY else None
    names = (registered_name(match.group()) for match in re.finditer(FIRM, texts.written))
    fitting = [(anchor_strength(name, labels[:1]), len(name), name) for name in names if name]
    best = max((entry for entry in fitting if entry[0] >= 0.65), default=None)
    return best[2] if best else words_from_label(labels[0])


def _country(material: Material, by_agency: bool) -> tuple[str, str] | None:
    """Of the employer's side only: not from the owner's own mail, not from an agency's domain."""
    if material.direction is Direction.OUTGOING:
        return None
    senders = (*material.message.envelope.from_, *material.message.envelope.reply_to)
    domains = () if by_agency else tuple(a.domain for a in senders if system_of(a) is None)
    tail = material.body.new_text[-1500:]
    return country_of(f"{tail}\n{material.body.signature}", domains)


def _culture(material: Material, company: Candidate | None) -> Culture | None:
    """Government and academia, by the employer's name or domain."""
    domains = [address.domain for address in material.message.envelope.from_]
    if any(re.search(r"\.(?:edu|ac)(?:\.[a-z]{2})?$", domain) for domain in domains):
        return Culture.ACADEMIA
    if any(
        re.search(r"(?:^|\.)(?:gov|gouv|gob|mil|bund)(?:\.[a-z]{2})?$", domain)
        for domain in domains
    ):
        return Culture.GOVERNMENT
    words = set(re.findall(r"[a-z]+", folded(company.name))) if company else set()
    if words & _culture_words("academia"):
        return Culture.ACADEMIA
    return Culture.GOVERNMENT if words & _culture_words("government") else None


@cache
def _culture_words(which: str) -> frozenset[str]:
    return frozenset(str(lexicon("firms")[which]).split())


@cache
def _says_agency() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("names")["agency"]), re.IGNORECASE)
