"""Who speaks in a mail: the person on the other side, and the names that mean the owner."""

import re

from agent.reading.facts import Direction
from agent.reading.folding import folded
from agent.reading.material import Material
from agent.reading.message import Address
from agent.reading.names import is_given, is_mailbox, names_in, person_name, person_of
from agent.reading.systems import SystemKind, system_of, takes_replies

_LAST_LINES = 9  # in which a signature is looked for


def other_side(material: Material) -> str | None:
    """The person who writes to the owner, or to whom the owner writes."""
    envelope = material.message.envelope
    outgoing = material.direction is Direction.OUTGOING
    headers = (*envelope.to, *envelope.cc) if outgoing else (*envelope.from_, *envelope.reply_to)
    for address in headers:
        relayed = address in envelope.reply_to or system_of(address) is None
        if (relayed or is_persons_relay(address)) and not material.owner.is_me(address):
            name = person_of(address.name, address.address)
            if name:
                return name
    return greeted(material) if outgoing else None


def is_persons_relay(address: Address) -> bool:
    """True for one person's address at a hiring system: Jo Field <jo.field@relay.example>."""
    system = system_of(address)
    if system is None or system.kind is not SystemKind.ATS or not takes_replies(address):
        return False
    name = person_name(address.name)
    if name is None or is_mailbox(address.address):
        return False
    spelt = re.split(r"[._+-]", folded(address.address.partition("@")[0]))
    words = folded(name).split()
    told = [word for word in words if len(word) > 1 and word in spelt]
    by_initial = spelt[0] == words[0][:1] and words[-1] in spelt  # j.field@
    return len(told) > 1 or (bool(told) and (by_initial or is_given(name)))


def has_signed(name: str, material: Material) -> bool:
    """Whether the person of that name stands below the mail, in full or by first name."""
    lines = f"{material.body.new_text.rstrip()}\n{material.body.signature[:200]}".split("\n")
    last = [folded(line).strip(" ,-–—") for line in lines if line.strip()][-_LAST_LINES:]
    whole = folded(person_name(name) or name)
    return any(line == whole.partition(" ")[0] or line.startswith(whole) for line in last)


def signer(material: Material) -> str | None:
    """Who has signed with full name, where the sender's address names a firm or a function."""
    lines = f"{material.body.new_text.rstrip()}\n{material.body.signature[:200]}".split("\n")
    for line in [line.strip() for line in lines if line.strip()][-_LAST_LINES:]:
        if len(line) <= 40 and line[-1:] not in ".!?:," and not any(map(str.isdigit, line)):
            name = person_name(line)
            if name and " " in name:
                return name
    return None


def greeted(material: Material) -> str | None:
    """Whom the first line addresses: "Hi Juniper,"."""
    first = material.body.new_text.strip().partition("\n")[0].strip()
    if len(first) > 45 or len(first.split()) > 5:
        return None
    match = re.match(r"[^\W\d_]+\s(.{2,40}?)[,:!]?$", first)
    named = next(names_in(match.group(1), single=True), None) if match else None
    return named.name if named else None


def owner_names(material: Material) -> tuple[str, ...]:
    """Every name that means the owner, folded."""
    envelope, owner = material.message.envelope, material.owner
    headers = [a.name for a in (*envelope.to, *envelope.from_) if owner.is_me(a)]
    invited = [a.name for e in material.events for a in e.attendees if owner.is_me(a.address)]
    locals_ = [re.sub(r"[._-]+", " ", address.partition("@")[0]) for address in owner.addresses]
    addressed = greeted(material) if material.direction is Direction.INCOMING else None
    names = (owner.name, *headers, *invited, *locals_, addressed or "")
    return tuple(folded(name) for name in names if name and "@" not in name)


def is_owner(name: str, mine: str) -> bool:
    """True where `name` may be the owner's, who is called `mine` (folded) somewhere."""
    words, own = folded(name).split(), mine.split()
    if set(words) == set(own) or (len(words) == 1 and words[0] in own):
        return True
    if len(own) > 1 and (set(own) <= set(words) or sorted(words, key=mine.find) == own):
        return True
    both = len(words) > 1 and len(own) > 1
    return both and words[0][0] == own[0][0] and words[-1] == own[-1]
