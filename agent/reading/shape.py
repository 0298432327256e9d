"""What the outside of a mail tells: sent to many, or written by one person."""

import re

from agent.reading.cues import plain
from agent.reading.facts import Direction
from agent.reading.material import Material
from agent.reading.message import Message
from agent.reading.passages import is_reply
from agent.reading.speaker import has_signed, is_persons_relay
from agent.reading.systems import SystemKind, is_no_reply, system_of, takes_replies

_MASS_SENDER = re.compile(
    r"job-?alerts?|newsletter|^news$|marketing|promo|digest|deals|campaign|jobs-listings"
    r"|recommendations|matches|^match$|updates?$|events?$|webinar|offers?$|vacatures|ofertas|novedades"
)
_MASS_DOMAIN = re.compile(
    r"^(?:news|mailing|newsletter|jobalert|jobalerts|match|e?mailer|campaign|promo)\."
)
GREETING = 120  # characters in which a mail greets
_LISTED = ("list-unsubscribe", "list-id", "feedback-id", "list-post")


def mass_mail(message: Message) -> float:
    """How much the headers look like mail to many, 0 to 1. Never decisive alone: some decisions of
    applicant-tracking systems carry them too (domain.md D2, peers.md D13).
    """
    doubt = 1.0
    if any(message.header(name) for name in _LISTED):
        doubt *= 0.65
    if (message.header("precedence") or "").lower() in ("bulk", "list", "junk"):
        doubt *= 0.8
    author = message.envelope.author
    if author:
        local = author.address.rpartition("@")[0]
        doubt *= 0.35 if _MASS_SENDER.search(local) else 1.0
        doubt *= 0.5 if _MASS_DOMAIN.match(author.domain) else 1.0
    return 1.0 - doubt


def by_person(material: Material) -> bool:
    """Whether a human wrote it, also through a system's relay that brings answers back to them."""
    envelope = material.message.envelope
    author = envelope.author
    if author is None or material.direction is Direction.OUTGOING:
        return False
    system = system_of(author)
    if takes_replies(author) and (system is None or system.kind is SystemKind.MAIL):
        return True
    if is_persons_relay(author) and has_signed(author.name, material):
        return True
    relay = next(iter(envelope.reply_to), None)
    return relay is not None and takes_replies(relay) and not is_no_reply(relay)


def from_system(material: Material, *kinds: SystemKind) -> bool:
    """Whether a known system of one of these kinds sent it."""
    envelope = material.message.envelope
    senders = [address for address in (envelope.author, envelope.sender) if address]
    found = (system_of(sender) for sender in senders)
    return any(system is not None and system.kind in kinds for system in found)


def in_thread(material: Material) -> bool:
    """Whether it answers an earlier mail."""
    envelope = material.message.envelope
    threaded = bool(envelope.in_reply_to or envelope.references or material.body.quoted.strip())
    return threaded or is_reply(envelope.subject)


def greets_owner(material: Material) -> bool:
    """Whether its first words hold a name of the owner's."""
    envelope, owner = material.message.envelope, material.owner
    mine = [address for address in (*envelope.to, *envelope.cc) if owner.is_me(address)]
    called = " ".join((owner.name, *(f"{a.name} {a.address.split('@')[0]}" for a in mine)))
    names = {name for name in plain(called).split() if len(name) > 1}
    return bool(names & set(plain(material.body.new_text[:GREETING]).split()))
