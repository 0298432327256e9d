"""Systems between employer and candidate, by sender. Their domain is never the employer (D)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from agent.reading.lexicon import words_of
from agent.reading.message import Address

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same language, ten times as fast


class SystemKind(StrEnum):
    ATS = "ats"
    SCHEDULER = "scheduler"
    ASSESSMENT = "assessment"
    BOARD = "board"
    CALENDAR = "calendar"
    AGENCY = "agency"
    MAIL = "mail"  # a free mail provider: tells nothing about the employer


@dataclass(frozen=True, slots=True)
class System:
    """One entry of systems.yaml."""

    name: str
    kind: SystemKind
    domain: str
    tenant: str | None
    replies: bool


# A person, or a mailbox that people read, never has one of these local parts (failures.md J4).
_NO_REPLY = re.compile(
    r"(?:^|[._+-])(?:no|not|non|do-?not|dont|never|nao|não|nicht|geen|ne-?pas|keine?|niet)"
    r"[._-]?(?:reply|replies|respond|response|repondre|répondre|rispondere|responda|responder"
    r"|antworten|antwort|beantwoorden|antwoorden|responder)"
    r"|^(?:mailer-daemon|postmaster|bounces?|notifications?|notificaciones|notificacoes|auto-?mail"
    r"|benachrichtigung(?:en)?|automat|system|calendar-notification|alerts?|jobalerts?)(?:[._+-]|$)"
    r"|noreply|autoreply|donotreply|nepasrepondre|unattended|unmonitored"
)


def system_of(address: Address | str) -> System | None:
    """The known system that owns this address's domain, matched on whole labels."""
    whole = address if isinstance(address, str) else address.address
    return _owner_of(whole.rpartition("@")[2].lower())


@lru_cache(maxsize=4096)
def _owner_of(domain: str) -> System | None:
    known = _by_domain()
    while "." in domain:
        if domain in known:
            return known[domain]
        domain = domain.partition(".")[2]
    return None


def takes_replies(address: Address) -> bool:
    """False for senders behind which nobody reads: by local part or by system (C4, J4)."""
    local = address.address.rpartition("@")[0]
    if _NO_REPLY.search(local):
        return False
    system = system_of(address)
    return system is None or system.replies


def is_no_reply(address: Address) -> bool:
    """True where the local part itself says that nobody reads."""
    return bool(_NO_REPLY.search(address.address.rpartition("@")[0]))


def tenant_of(address: Address) -> str | None:
    """The employer's short name that some systems write into their address; None if generic."""
    system = system_of(address)
    if system is None or system.tenant is None:
        return None
    local, _, host = address.address.rpartition("@")
    name = _tenant(local, host.removesuffix(system.domain).rstrip("."), system.tenant)
    if len(name) <= 2 or name in words_of("firms", "generic_tenants") or _NO_REPLY.search(name):
        return None
    return name


_LINK = re.compile(
    r"https?://((?:[\w-]{1,63}\.){1,5}[a-z]{2,24})(?:/([\w-]{2,40}))?", re.IGNORECASE
)
_TENANT_IN_PATH = frozenset(
    {"greenhouse.io", "lever.co", "ashbyhq.com", "workable.com", "smartrecruiters.com", "breezy.hr"}
)


def tenants_in(text: str) -> tuple[str, ...]:
    """The employers' short names in links to applicant-tracking systems: acme.teamtailor.com."""
    found: list[str] = []
    for match in _LINK.finditer(text[:20_000]) if "http" in text else ():
        system = system_of(match.group(1).lower())
        if system is None or system.kind is not SystemKind.ATS:
            continue
        host = match.group(1).lower().removesuffix(system.domain).rstrip(".")
        label = host.partition(".")[0]
        name = match.group(2) or "" if system.domain in _TENANT_IN_PATH else label
        if len(name) > 2 and name.lower() not in words_of("firms", "generic_tenants"):
            found.append(name.lower())
    return tuple(dict.fromkeys(found))


def _tenant(local: str, subdomain: str, where: str) -> str:
    label = subdomain.rpartition(".")[2]
    match where:
        case "plus":
            return local.partition("+")[0] if "+" in local else ""
        case "jobs":
            return local.removesuffix("-jobs") if local.endswith("-jobs") else ""
        case "dot":
            return local.rpartition(".")[2] if "." in local else ""
        case "subdomain":
            return label
        case "dash":
            return label.rpartition("-")[0]
        case _:
            return local


@cache
def _by_domain() -> Mapping[str, System]:
    text = files("agent.reading").joinpath("systems.yaml").read_text("utf-8")
    return {
        domain: System(
            name=entry["name"],
            kind=SystemKind(entry["kind"]),
            domain=domain,
            tenant=entry.get("tenant"),
            replies=entry.get("replies", True),
        )
        for entry in yaml.load(text, Loader=_Loader)
        for domain in entry["domains"]
    }


@cache
def system_names() -> frozenset[str]:
    """Names of all systems, lower case: none of them is an employer in mail that it sends."""
    return frozenset(
        system.name.lower() for system in _by_domain().values() if system.kind != SystemKind.AGENCY
    )
