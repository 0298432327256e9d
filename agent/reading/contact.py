"""To whom one would write on the strength of one mail (DESIGN §3 `contact`, domain.md C4).

No address is ever built: each one stands in a header, a calendar part, or the text. That one stands
only in the text is told by `addresses_in`, so that nothing is ever sent there (DESIGN §6).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from agent.reading.facts import AUTOMATIC, NOISE, Direction, Evidence, Kind, Sign
from agent.reading.folding import folded
from agent.reading.kinds import Verdict
from agent.reading.lexicon import lexicon
from agent.reading.material import Material
from agent.reading.message import Address
from agent.reading.names import (
    is_given,
    is_mailbox,
    is_off_limits,
    is_robot,
    is_team,
    names_in,
    person_name,
)
from agent.reading.systems import is_no_reply, system_of, takes_replies

_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?![\w@])")
_MOST = 40


@dataclass(frozen=True, slots=True)
class Contact:
    address: Address
    evidence: Evidence


def contact_of(material: Material, verdict: Verdict) -> Contact | None:
    """The person or mailbox to write to; None for noise, bounces, and where only machines write."""
    if verdict.kind in NOISE or verdict.kind is Kind.BOUNCE:
        return None
    if material.direction is Direction.OUTGOING:
        return _recipient(material)
    if verdict.kind in AUTOMATIC:
        return _of_absence(material, verdict) or _writable_header(material)
    header = _writable_header(material)
    if header and not is_robot(header.address.address):
        return header
    return _in_text(material) or header or _organizer(material)


def addresses_in(material: Material) -> tuple[Address, ...]:
    """Addresses that stand in the new text and in no header: known, never written to."""
    envelope = material.message.envelope
    headers = (*envelope.from_, *envelope.reply_to, *envelope.to, *envelope.cc)
    known = {address.address for address in headers}
    found = (place.address for place in _places(material.body.new_text))
    return tuple(
        {
            address.address: address
            for address in found
            if address.address not in known and not material.owner.is_me(address)
        }.values()
    )


def _recipient(material: Material) -> Contact | None:
    envelope = material.message.envelope
    others = (a for a in (*envelope.to, *envelope.cc) if not material.owner.is_me(a))
    address = next(others, None)
    return _told(_clean(address), address.address, "contact.recipient") if address else None


def _writable_header(material: Material) -> Contact | None:
    """Reply-To, relays included; else a From that takes replies and whose text does not deny it."""
    envelope = material.message.envelope
    for address in envelope.reply_to:
        if not is_no_reply(address) and not material.owner.is_me(address):
            return _told(
                _named_by_from(_clean(address), envelope.from_), address.address, "contact.reply_to"
            )
    author = envelope.author
    if author is None or not takes_replies(author) or material.owner.is_me(author):
        return None
    name = person_name(author.name)
    if not (name and is_given(name)) and _unread().search(_all_text(material)):
        return None
    return _told(_clean(author), author.address, "contact.from")


def _of_absence(material: Material, verdict: Verdict) -> Contact | None:
    """The named deputy, where the absent person has gone for good or for months."""
    text = material.body.new_text
    gone = Sign.LEFT_COMPANY in verdict.signs or _pattern("gone").search(text)
    if not gone:
        return None
    for place in _places(text):
        if not _is_sender(material, place.address) and not is_off_limits(place.address.address):
            return _told(place.address, place.words, "contact.deputy")
    return None


def _in_text(material: Material) -> Contact | None:
    """The address that the text gives for questions or for calling off, a person's first."""
    best: tuple[int, Contact] | None = None
    for place in (
        *_places(material.body.new_text),
        *_places(material.body.signature),
        *_pages(material),
    ):
        worth = _worth(material, place)
        if worth > 0 and (best is None or worth > best[0]):
            best = (worth, _told(place.address, place.words, "contact.text"))
    return best[1] if best else None


def _worth(material: Material, place: "_Place") -> int:
    address = place.address
    if material.owner.is_me(address) or is_no_reply(address) or system_of(address) is not None:
        return 0
    if is_off_limits(address.address) or _pattern("never_ask").search(place.words):
        return 0
    asked = bool(_pattern("ask").search(place.words))
    human = bool(address.name) and not is_mailbox(address.address)
    if not (asked or human or is_mailbox(address.address)):
        return 0
    return 1 + 2 * asked + human


def _organizer(material: Material) -> Contact | None:
    """A calendar invitation's organiser: a person who has written (DESIGN §6)."""
    for event in material.events:
        organizer = event.organizer
        if organizer is None or "@" not in organizer.address:
            continue
        address = Address(person_name(organizer.name) or "", organizer.address)
        if (
            takes_replies(address)
            and system_of(address) is None
            and not material.owner.is_me(address)
        ):
            return _told(address, organizer.address, "contact.organizer")
    return None


@dataclass(frozen=True, slots=True)
class _Place:
    address: Address
    words: str  # the sentence around it


def _places(text: str) -> Iterator[_Place]:
    for count, match in enumerate(_ADDRESS.finditer(text[:20_000])):
        if count >= _MOST:
            return
        begin = max(text.rfind("\n\n", 0, match.start()), match.start() - 220, 0)
        around = text[begin : min(match.end() + 80, len(text))]
        sentence = _sentence_at(around, match.start() - begin)
        yield _Place(
            Address(_name_beside(sentence, match.group()), match.group().lower()), sentence
        )


def _pages(material: Material) -> Iterator[_Place]:
    message = material.message
    return _places(message.html_text if message.html_text != message.text else "")


def _sentence_at(text: str, at: int) -> str:
    starts = [
        match.end()
        for match in re.finditer(r"[.!?]\s+(?=[^a-z\s])|\n\s*\n", text)
        if match.end() <= at
    ]
    begin = starts[-1] if starts else 0
    end = re.search(r"[.!?](?=\s|$)|\n\s*\n|\n(?=[^\W\d_a-zß-ÿ])", text[at:])
    return re.sub(r"\s+", " ", text[begin : at + end.start() if end else len(text)]).strip()


def _name_beside(sentence: str, address: str) -> str:
    """The last name before the address, if its local part agrees or nothing stands between."""
    before = sentence.partition(address)[0]
    names = [found for found in names_in(before) if found.name]
    if not names:
        return ""
    last = names[-1]
    local = folded(address.partition("@")[0])
    agrees = any(len(w) > 2 and w in local for w in re.split(r"[\s-]", folded(last.name)))
    near = len(before) - last.end <= 4 and not is_mailbox(address)
    return last.name if agrees or near else ""


def _clean(address: Address) -> Address:
    name = "" if is_team(address.name) and not person_name(address.name) else address.name
    shown = person_name(address.name) or ("" if "@" in name else name)
    return Address(shown, address.address)


def _named_by_from(address: Address, authors: Iterable[Address]) -> Address:
    if address.name:
        return address
    local = folded(address.address.partition("@")[0])
    for author in authors:
        name = person_name(author.name)
        if name and any(len(w) > 2 and w in local for w in folded(name).split()):
            return Address(name, address.address)
    return address


def _is_sender(material: Material, address: Address) -> bool:
    envelope = material.message.envelope
    known = {a.address for a in (*envelope.from_, *envelope.reply_to)}
    return address.address in known or material.owner.is_me(address)


def _all_text(material: Material) -> str:
    return f"{material.body.new_text}\n{material.body.signature}"


def _told(address: Address, words: str, rule: str) -> Contact:
    confidence = 0.8 if rule in ("contact.text", "contact.deputy") else 0.97
    return Contact(address, Evidence("contact", words[:160], rule, confidence))


def _unread() -> re.Pattern[str]:
    return _pattern("unread")


@cache
def _pattern(key: str) -> re.Pattern[str]:
    entries = [entry.strip() for entry in str(lexicon("people")[key]).split("|")]
    return re.compile("|".join(_grouped(entries)), re.IGNORECASE)


def _grouped(entries: list[str]) -> list[str]:
    """Entries again as written: a bar inside brackets belongs to one entry."""
    whole: list[str] = []
    for entry in entries:
        if whole and whole[-1].count("(") > whole[-1].count(")"):
            whole[-1] = f"{whole[-1]}|{entry}"
        elif entry:
            whole.append(entry)
    return whole
