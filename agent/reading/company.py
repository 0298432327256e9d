"""Which firm's mail it is: every mention weighed, the heaviest taken (domain.md D)."""

import re
from collections.abc import Iterable

from agent.reading.agency import Agency
from agent.reading.domains import anchor_strength, domain_labels, mentioned_labels
from agent.reading.facts import Direction, Evidence
from agent.reading.firm import compact, firm_name, is_institution, words_from_label
from agent.reading.folding import folded
from agent.reading.jobs import is_job
from agent.reading.material import Material
from agent.reading.mentions import (
    LABEL,
    PHRASE,
    Candidate,
    Mail,
    hiring_system,
    like_person,
    mentions,
    names_agency,
    shows_person,
)
from agent.reading.message import Address
from agent.reading.names import is_mailbox, is_team, person_name, same_person
from agent.reading.places import Place
from agent.reading.systems import system_names, system_of
from agent.reading.texts import Texts

ANCHORED = 24  # more, if the sender's domain agrees
AGREED = 7  # more, for each further place
PERSONAL = 30  # less, if it looks like a person's name
ENOUGH = 40  # what a name must weigh
UNSURE = 0.45  # the confidence of a name that links cases and keeps none apart

_DOUBTFUL = ("names.", "display", "subject", "signature")


def company_of(
    material: Material,
    texts: Texts,
    places: tuple[Place, ...],
    agency: Agency | None,
    *,
    persons: tuple[str, ...] = (),
    automatic: bool = False,
) -> Candidate | None:
    """The firm that hires: the client of an agency, never the agency; None if nothing names it."""
    author = material.message.envelope.author
    absent = automatic and author is not None and shows_person(author)
    may_guess = material.direction is Direction.INCOMING and not absent
    own = Mail(material, texts, places, _own_labels(material, texts), by_agency=False)
    if agency:
        labels = mentioned_labels(material)
        client = _best_of(Mail(material, texts, places, labels, by_agency=True), persons, agency)
        if agency.sure or (client and _is_client(client)):
            return client
    best = _best_of(own, persons, None)
    return best or (_from_domain(domain_labels(material)) if may_guess else None)


def _is_client(client: Candidate) -> bool:
    """Whether a firm is spoken of so that the sender, who may be one, must be its agency."""
    told = client.rule.endswith(".client") or client.rule.startswith("subject")
    firmly = is_institution(client.name) and client.rule.startswith("names.")
    elsewhere = client.rule == "domain.text" and client.weight >= ANCHORED + 50
    return (
        (told or firmly or elsewhere) and not like_person(client.name)
    ) or client.rule == "firm.subject"


def _own_labels(material: Material, texts: Texts) -> tuple[str, ...]:
    """Of the sender's domains; not of an unknown system's, whose display name is another firm's."""
    labels = domain_labels(material) or _named_by_system(material)
    if material.direction is Direction.OUTGOING or not labels:
        return labels
    for address in material.message.envelope.from_:
        shown = None if shows_person(address) else firm_name(address.name)
        if shown and _is_anothers(shown, labels, texts):
            return labels[1:]
    return labels


def _named_by_system(material: Material) -> tuple[str, ...]:
    """What a system's mail says of others: the host's address, of which it is no sender."""
    by_system = any(hiring_system(address) for address in material.message.envelope.from_)
    return mentioned_labels(material) if by_system else ()


def _is_anothers(shown: str, labels: tuple[str, ...], texts: Texts) -> bool:
    if like_person(shown) or anchor_strength(shown, labels[:1]):
        return False
    return is_institution(shown) or (" " in shown and not is_team(shown) and shown in texts.written)


def _best_of(mail: Mail, persons: tuple[str, ...], agency: Agency | None) -> Candidate | None:
    weighed = (_weighed(one, mail.labels, persons) for one in mentions(mail))
    fair = [one for one in weighed if one.weight > 0 and _is_fair(one, mail, agency)]
    return _best(fair)


def _is_fair(candidate: Candidate, mail: Mail, agency: Agency | None) -> bool:
    """False for ourselves, a system, the agency and its own domain."""
    name = candidate.name
    if _is_self(mail.material, name) or _is_system(name, mail.material):
        return False
    if agency is None:
        return True
    if (agency.name and same_firm(name, agency.name)) or names_agency(name):
        return False
    return anchor_strength(name, domain_labels(mail.material)) < 0.8


def _weighed(candidate: Candidate, labels: tuple[str, ...], persons: tuple[str, ...]) -> Candidate:
    name, rule, weight = candidate.name, candidate.rule, candidate.weight
    weight += ANCHORED * (anchor_strength(name, labels) >= 0.8)
    if any(same_person(name, person) for person in persons) or _are_two(name, labels):
        weight = 0.0
    elif is_job(name) and weight < PHRASE + 10:
        weight -= PERSONAL * (1.5 if rule.startswith("names.") and _ends_as_job(name) else 1)
    elif rule.startswith("names.") and " " not in name and weight < PHRASE + 10:
        weight -= PERSONAL / 2
    elif rule.startswith(_DOUBTFUL) and weight < LABEL and like_person(name):
        weight -= PERSONAL * (1.5 if " with " in candidate.words else 1)
    return Candidate(name, weight, candidate.words, rule)


def _are_two(name: str, labels: tuple[str, ...]) -> bool:
    """ "Ingo Oltmann und Lena Neuhaus" are persons, unless their domain bears both names."""
    parts = _JOINED.split(name)
    both = len(parts) == 2 and all(" " in part and like_person(part) for part in parts)
    return both and anchor_strength(name, labels) < 0.8


_JOINED = re.compile(r"\s(?:and|und|et|y|e|en|&|\+)\s")


def _ends_as_job(name: str) -> bool:
    last = name.rpartition(" ")[2]
    return is_job(last) and not is_institution(last)


def _best(found: list[Candidate]) -> Candidate | None:
    """The heaviest, where places that name the same firm add up; the fuller form of two wins."""
    best: Candidate | None = None
    keys = [(compact(one.name), one.rule) for one in found]
    for candidate, (key, _) in zip(found, keys, strict=True):
        if candidate.weight < ENOUGH:
            continue
        places = {rule for other, rule in keys if _same(other, key)}
        weight = candidate.weight + AGREED * (len(places) - 1) + min(len(candidate.name), 30) / 20
        if best is None or weight > best.weight:
            best = Candidate(candidate.name, weight, candidate.words, candidate.rule)
    return best


def same_firm(one: str, other: str) -> bool:
    return _same(compact(one), compact(other))


def _same(first: str, second: str) -> bool:
    return first == second or (
        min(len(first), len(second)) >= 5 and (first in second or second in first)
    )


def known_persons(material: Material) -> tuple[str, ...]:
    envelope = material.message.envelope
    headers = (*envelope.from_, *envelope.reply_to, *envelope.to, *envelope.cc)
    attendees = (attendee.name for event in material.events for attendee in event.attendees)
    named = (address.name for address in headers if _may_be_person(address))
    found = (person_name(name) for name in (*named, *attendees, material.owner.name))
    return tuple(dict.fromkeys(name for name in found if name))


def _may_be_person(address: Address) -> bool:
    if " " not in address.name or system_of(address) is not None or is_mailbox(address.address):
        return False
    return shows_person(address)


def _is_self(material: Material, name: str) -> bool:
    locals_ = (address.partition("@")[0] for address in material.owner.addresses)
    plain = folded(name).replace(" ", "")
    return any(plain == local.translate(_NO_SEAMS) for local in locals_)


_NO_SEAMS = str.maketrans("", "", "._-")


def _is_system(name: str, material: Material) -> bool:
    """True for a known system's name, and for any short form of the one that sent this mail."""
    if folded(name) in system_names():
        return True
    senders = (system_of(address) for address in material.message.envelope.from_)
    names: Iterable[str] = (compact(system.name) for system in senders if system)
    return any(n.startswith(compact(name)) or compact(name).startswith(n) for n in names)


def _from_domain(labels: tuple[str, ...]) -> Candidate | None:
    if not labels:
        return None
    return Candidate(words_from_label(labels[0]), 30, labels[0], "domain")


def company_evidence(candidate: Candidate, direction: Direction) -> Evidence:
    """The domain to which we write may be an agency's: by it alone nobody is sure to hire."""
    by_recipient = direction is Direction.OUTGOING and candidate.rule.startswith("domain")
    return Evidence(
        fact="company",
        words=candidate.words.strip()[:160],
        rule=f"company.{candidate.rule}",
        confidence=round(
            min(UNSURE if by_recipient else 0.99, max(0.3, candidate.weight / 115)), 2
        ),
    )
