"""Who takes part in a search: the owner, employers, their people, agencies. Drawn from a seed."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml

HERE = Path(__file__).parent


class Channel(StrEnum):
    """How the employer's side writes."""

    OWN = "own"  # people, from the employer's domain
    SYSTEM = "system"  # people for appointments; receipts and decisions by a system
    SILENT = "silent"  # a system's no-reply address for everything
    RELAY = "relay"  # people, each behind an address of a system
    AGENCY = "agency"  # an agency's recruiter, for everything


@dataclass(frozen=True, slots=True)
class Person:
    first: str
    last: str
    woman: bool
    address: str
    title: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


@dataclass(frozen=True, slots=True)
class Owner:
    person: Person
    writes_as: str  # the address in From and To: some use a plus-tag
    zone: ZoneInfo
    country: str
    language: str


@dataclass(frozen=True, slots=True)
class Employer:
    name: str
    domain: str
    zone: ZoneInfo
    country: str
    language: str
    channel: Channel
    system: str | None  # domain of its tracking system
    agency: str | None
    agency_domain: str | None
    recruiter: Person
    others: tuple[Person, ...]  # who may interview
    phone: str | None  # of the recruiter, in their signature
    by_reply_to: bool  # a relay that writes from no-reply and takes answers at Reply-To


def draw_owner(rng: Random) -> Owner:
    home = rng.choice(cast()["owners"])
    provider = rng.choice(cast()["mail_providers"])
    person = draw_person(rng, home["language"], provider)
    tagged = person.address.replace("@", "+jobs@")
    return Owner(
        person=person,
        writes_as=tagged if rng.random() < 0.15 else person.address,
        zone=ZoneInfo(home["zone"]),
        country=home["country"],
        language=home["language"],
    )


def draw_person(rng: Random, language: str, domain: str, title: str = "") -> Person:
    names = cast()["people"][language]
    woman = rng.random() < 0.5
    first, last = rng.choice(names["f" if woman else "m"]), rng.choice(names["last"])
    local = rng.choice(["{f}.{l}", "{f}.{l}", "{i}.{l}", "{f}"]).format(
        f=plain(first), l=plain(last), i=plain(first)[:1]
    )
    return Person(first, last, woman, f"{local}@{domain}", title)


def draw_employer(rng: Random, owner: Owner, taken: set[str]) -> Employer:
    """An employer at the owner's place, now and then in another country, in its own language."""
    abroad = rng.random() < 0.12
    homes = [home for home in cast()["owners"] if home["language"] in (owner.language, "en")]
    home = rng.choice(homes) if abroad else None
    language = home["language"] if home else owner.language
    if not abroad and language != "en" and rng.random() < 0.12:
        language = "en"
    firm = rng.choice([name for name in cast()["firms"] if name not in taken])
    taken.add(firm)
    trade = rng.choice(cast()["trades"][language])
    name = rng.choice([firm, f"{firm} {trade}", f"{firm} {trade}"])
    label = plain(rng.choice([firm, name])).replace(" ", "")
    channel = rng.choices(list(Channel), [45, 18, 12, 10, 15])[0]
    agency = rng.choice(cast()["agency_language"][language])
    return _with_people(rng, owner, name, f"{label}.example", home, language, channel, agency)


def _with_people(
    rng: Random,
    owner: Owner,
    name: str,
    domain: str,
    home: dict[str, str] | None,
    language: str,
    channel: Channel,
    agency: str,
) -> Employer:
    systems = cast()["systems"]
    system = rng.choice(systems["relay" if channel is Channel.RELAY else "silent"])
    agency_domain = plain(agency).replace(" ", "-") + ".example"
    at = {Channel.RELAY: system, Channel.AGENCY: agency_domain}.get(channel, domain)
    titles = cast()["titles"][language]
    recruiter = draw_person(rng, language, at, titles[0])
    own = domain if channel is Channel.AGENCY else at
    others = _others(rng, language, own, titles, recruiter)
    country = home["country"] if home else owner.country
    by_system = channel in (Channel.SYSTEM, Channel.SILENT, Channel.RELAY)
    return Employer(
        name=name,
        domain=domain,
        zone=ZoneInfo(home["zone"]) if home else owner.zone,
        country=country,
        language=language,
        channel=channel,
        system=system if by_system else None,
        agency=agency if channel is Channel.AGENCY else None,
        agency_domain=agency_domain if channel is Channel.AGENCY else None,
        recruiter=recruiter,
        others=others,
        phone=_phone(rng, country),
        by_reply_to=rng.random() < 0.5,
    )


def _others(
    rng: Random, language: str, domain: str, titles: list[str], first: Person
) -> tuple[Person, ...]:
    """Three colleagues; nobody shares a name or an address with anybody."""
    found = [first]
    while len(found) < 4:
        person = draw_person(rng, language, domain, rng.choice(titles[1:]))
        if all(p.address != person.address and p.last != person.last for p in found):
            found.append(person)
    return tuple(found[1:])


def _phone(rng: Random, country: str) -> str | None:
    """Numbers set aside for drama. None: a signature without one."""
    number = {
        "GB": "+44 20 7946 0{:03}",
        "DE": "+49 30 23125 {:03}",
        "FR": "+33 1 99 00 12 {:02}",
        "US": "+1 212 555 0{:03}",
        "IE": "+353 20 911 {:04}",
        "AU": "+61 2 5550 {:04}",
    }.get(country)
    digits = rng.randrange(10, 99)
    return number.format(digits) if number and rng.random() < 0.5 else None


def plain(name: str) -> str:
    """Lower case, without accents: as it stands in an address."""
    spelt = name.lower().replace("ö", "oe").replace("ü", "ue").replace("ä", "ae")
    return unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()


@cache
def cast() -> dict[str, Any]:
    """What may be drawn, from cast.yaml."""
    table = yaml.safe_load((HERE / "cast.yaml").read_text(encoding="utf-8"))
    assert isinstance(table, dict)
    return table
