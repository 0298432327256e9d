"""Whether an agency writes for a client, and what the agency is called."""

import re
from dataclasses import dataclass
from functools import cache

from agent.reading.domains import anchor_strength, domain_labels
from agent.reading.facts import Direction, Sign
from agent.reading.firm import firm_name, registered_name, words_from_label
from agent.reading.folding import folded
from agent.reading.introductions import labelled
from agent.reading.jobs import is_job
from agent.reading.kinds import Verdict
from agent.reading.lexicon import lexicon, words_of
from agent.reading.material import Material
from agent.reading.mentions import names_agency
from agent.reading.names import is_team
from agent.reading.places import Place
from agent.reading.systems import SystemKind, system_of
from agent.reading.texts import Texts

_CLIENTS = ("client", "mandant", "kunde", "cliente", "opdrachtgever", "auftraggeber")
_LONG_ENOUGH = 8  # letters of a word that tells an agency at the beginning of a domain
_LAST = ("search", "people", "talent")  # tell one only at its end


@dataclass(frozen=True, slots=True)
class Agency:
    """Who writes for somebody else."""

    name: str | None
    sure: bool  # False: it calls itself so, as an employer's own recruiters do too


def agency_of(
    material: Material, texts: Texts, places: tuple[Place, ...], verdict: Verdict
) -> Agency | None:
    """The agency that wrote the mail; None if the employer, or we ourselves, did."""
    if material.direction is Direction.OUTGOING:
        return None
    if _surely(material, texts, verdict):
        return Agency(_name(material, places), sure=True)
    if any(system_of(address) for address in material.message.envelope.from_):
        return None
    signing = _signing(texts, places)
    return Agency(registered_name(signing), sure=False) if signing else None


def _surely(material: Material, texts: Texts, verdict: Verdict) -> bool:
    """By its words ("our client"), by a "Client:" line, or by the name that the sender bears."""
    known = (system_of(address) for address in material.message.envelope.from_)
    if Sign.AGENCY in verdict.signs or any(s and s.kind is SystemKind.AGENCY for s in known):
        return True
    plain = f"{texts.subject}\n{texts.written}".lower()
    if any(word in plain for word in _says_words()) and _says_agency().search(plain):
        return True
    if any(hit.words.lower().startswith(_CLIENTS) for hit in labelled("company", texts.written)):
        return True
    return any(_is_agencys(label) for label in domain_labels(material)[:1])


def _is_agencys(label: str) -> bool:
    if re.search(r"(?:rec|recruit|recruiters?)$", label):
        return True
    words = folded(words_from_label(label)).split()
    if any(word in words_of("names", "agency_names") for word in words) or words[-1:][0] in _LAST:
        return True
    return label.startswith(_long_names())


def _signing(texts: Texts, places: tuple[Place, ...]) -> str | None:
    """The name below the mail that calls itself an agency: "Holm Personalvermittlung GmbH"."""
    place = next((place for place in places if place.name == "written"), None)
    if place is None:
        return None
    begin = min(len(texts.said), _last_lines(texts.written))
    for run in place.scan.runs:
        if run.start >= begin and names_agency(run.text) and not is_job(run.text):
            name = firm_name(run.text)
            if name and name != run.text and not is_team(name):
                return run.text
            if name and len(run.text.split()) > 1 and not _is_department(run.text):
                return run.text
    return None


def _is_department(text: str) -> bool:
    return not any(word not in words_of("firms", "never") for word in folded(text).split())


def _last_lines(text: str) -> int:
    """Where the last six lines begin."""
    place = len(text)
    for _ in range(6):
        place = text.rfind("\n", 0, place)
        if place < 0:
            return 0
    return place


def _name(material: Material, places: tuple[Place, ...]) -> str | None:
    """The agency's own name: what its domain agrees with, else its domain as words."""
    labels = domain_labels(material)
    if not labels:
        system = next((system_of(a) for a in material.message.envelope.from_), None)
        return system.name if system and system.kind is SystemKind.AGENCY else None
    written = (run for place in places if place.name == "written" for run in place.scan.runs)
    names = (registered_name(run.text) for run in written)
    fitting = [(anchor_strength(name, labels[:1]), len(name), name) for name in names if name]
    best = max((entry for entry in fitting if entry[0] >= 0.65), default=None)
    return best[2] if best else words_from_label(labels[0])


@cache
def _says_agency() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("names")["agency"]))


@cache
def _says_words() -> tuple[str, ...]:
    """One of these stands in every phrase of an agency: a cheap look before the dear one."""
    return tuple(words_of("names", "agency_words"))


@cache
def _long_names() -> tuple[str, ...]:
    names = words_of("names", "agency_names")
    return tuple(name for name in names if len(name) >= _LONG_ENOUGH)
