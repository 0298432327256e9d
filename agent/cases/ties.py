"""What two sets of mails share, and what keeps them apart."""

from enum import IntFlag

from agent.cases.clues import Clues, stops
from agent.cases.likeness import names_company, same_company, same_role, shorter_form


class Tie(IntFlag):
    """What two sets of mails share, the weightier the higher."""

    NONE = 0
    DOMAIN = 1
    COMPANY = 2
    PERSON = 4
    ROLE = 8


def tie(one: Clues, other: Clues) -> Tie:
    """What links them; nothing where they contradict each other."""
    if _contradict(one, other):
        return Tie.NONE
    link = Tie.NONE
    if one.addresses & other.addresses:
        link |= Tie.PERSON
    if one.domains & other.domains:
        link |= Tie.DOMAIN
    if _any(same_company, one.companies, other.companies) or _own_domain(one, other):
        link |= Tie.COMPANY
    elif _any(same_company, one.agencies, other.agencies):
        link |= Tie.DOMAIN
    if _any(same_role, one.roles | one.titles, other.roles | other.titles):
        link |= _by_role(one, other, link)
    return link


def _by_role(one: Clues, other: Clues, link: Tie) -> Tie:
    """The same job makes a tie stronger, and the name in short enough where a system writes."""
    if link:
        return Tie.ROLE
    by_system = any(reading.system for reading in (*one.readings, *other.readings))
    if by_system and _any(shorter_form, one.companies, other.companies):
        return Tie.ROLE | Tie.COMPANY
    unnamed = not (one.companies and other.companies)
    return Tie.ROLE if unnamed and any(map(stops, one.readings)) else Tie.NONE


def _contradict(one: Clues, other: Clues) -> bool:
    """Two jobs at one employer stay two, and two clients of one agency (F-41, F-44)."""
    if one.requisitions and other.requisitions and not one.requisitions & other.requisitions:
        return True
    if _different_jobs(one, other):
        return True
    agencies = one.agencies | other.agencies
    mine, theirs = _hiring(one.employers, agencies), _hiring(other.employers, agencies)
    if not (mine and theirs):
        return False
    linked = bool(one.domains & other.domains or one.addresses & other.addresses)
    if linked and not agencies:
        return False  # one employer under several names (F-43)
    by_system = any(reading.system for reading in (*one.readings, *other.readings))
    alike = shorter_form if linked or by_system else same_company
    return not _any(alike, mine, theirs)


def _hiring(employers: frozenset[str], agencies: frozenset[str]) -> frozenset[str]:
    """Those that are no agency's name: mail to an agency may take it for the employer."""
    return frozenset(
        name for name in employers if not any(shorter_form(name, agency) for agency in agencies)
    )


def _different_jobs(one: Clues, other: Clues) -> bool:
    """The title of a calendar entry tells jobs apart only where no person links them."""
    if one.addresses & other.addresses and not (one.roles and other.roles):
        return False
    mine, theirs = one.roles or one.titles, other.roles or other.titles
    return bool(mine and theirs) and not _any(same_role, mine, theirs)


def _own_domain(one: Clues, other: Clues) -> bool:
    """The domain of one spells the employer that the other names."""
    return any(
        names_company(domain, company)
        for domains, companies in ((one.domains, other.companies), (other.domains, one.companies))
        for domain in domains
        for company in companies
    )


def _any(alike: object, ones: frozenset[str], others: frozenset[str]) -> bool:
    return callable(alike) and any(alike(one, other) for one in ones for other in others)
