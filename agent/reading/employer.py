"""Whose mail it is: company, role, agency, system. The system's domain is never the employer."""

import re
from dataclasses import dataclass

from agent.reading.agency import Agency, agency_of
from agent.reading.company import company_evidence, company_of, known_persons, same_firm
from agent.reading.country import country_of
from agent.reading.facts import (
    NOISE,
    Culture,
    Direction,
    Evidence,
    Kind,
    Seniority,
)
from agent.reading.folding import folded
from agent.reading.kinds import Verdict
from agent.reading.lexicon import words_of
from agent.reading.material import Material
from agent.reading.mentions import Candidate
from agent.reading.places import places_of
from agent.reading.role import Job, requisition_of, role_evidence, role_of, seniority_of
from agent.reading.systems import SystemKind, system_of
from agent.reading.texts import texts_of


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
    places = places_of(texts, material.language)
    persons = known_persons(material)
    automatic = verdict.kind is Kind.AUTO_REPLY
    writer = agency_of(material, texts, places, verdict)
    company = company_of(material, texts, places, writer, persons=persons, automatic=automatic)
    agency = _acting(writer, company)
    job = role_of(
        texts,
        places,
        material.language,
        company=company.name if company else None,
        persons=persons,
        automatic=automatic,
    )
    country = _country(material, by_agency=agency is not None)
    return Employer(
        company=company.name if company else None,
        role=job.name if job else None,
        agency=agency.name if agency else None,
        requisition=requisition_of(texts),
        system=system,
        country=country[0] if country else None,
        seniority=seniority_of(job.name if job else None),
        culture=_culture(material, company),
        evidence=_evidence(company, job, country, material.direction),
    )


def _evidence(
    company: Candidate | None,
    job: Job | None,
    country: tuple[str, str] | None,
    direction: Direction,
) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    if company:
        found.append(company_evidence(company, direction))
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


def _acting(writer: Agency | None, company: Candidate | None) -> Agency | None:
    """The writer, unless it was the employer itself that called itself so."""
    if writer is None or writer.sure:
        return writer
    own = company is None or (writer.name and same_firm(company.name, writer.name))
    return None if own else writer


def _country(material: Material, *, by_agency: bool) -> tuple[str, str] | None:
    """Of the employer's side only: not from the owner's own mail, not from an agency's domain."""
    if material.direction is Direction.OUTGOING:
        return None
    senders = (*material.message.envelope.from_, *material.message.envelope.reply_to)
    domains = () if by_agency else tuple(a.domain for a in senders if system_of(a) is None)
    return country_of(material.body.new_text[-1500:], material.body.signature, domains)


def _culture(material: Material, company: Candidate | None) -> Culture | None:
    """Government and academia, by the employer's name or domain."""
    domains = [address.domain for address in material.message.envelope.from_]
    if any(_ACADEMIA.search(domain) for domain in domains):
        return Culture.ACADEMIA
    if any(_GOVERNMENT.search(domain) for domain in domains):
        return Culture.GOVERNMENT
    words = set(_LATIN_WORD.findall(folded(company.name))) if company else set()
    if words & words_of("firms", "academia"):
        return Culture.ACADEMIA
    return Culture.GOVERNMENT if words & words_of("firms", "government") else None


_ACADEMIA = re.compile(r"\.(?:edu|ac)(?:\.[a-z]{2})?$")
_GOVERNMENT = re.compile(r"(?:^|\.)(?:gov|gouv|gob|mil|bund)(?:\.[a-z]{2})?$")
_LATIN_WORD = re.compile(r"[a-z]+")
