"""What the domains of the other side tell: which names in the text they agree with."""

import re
from collections.abc import Iterable
from functools import lru_cache

from agent.reading.facts import Direction
from agent.reading.firm import compact
from agent.reading.folding import folded
from agent.reading.lexicon import words_of
from agent.reading.material import Material
from agent.reading.message import Address
from agent.reading.systems import system_of, tenant_of


def domain_labels(material: Material) -> tuple[str, ...]:
    """The telling labels of the other side's domains: of systems their tenants, no free mail."""
    envelope = material.message.envelope
    others: Iterable[Address]
    if material.direction is Direction.OUTGOING:
        others = (*envelope.to, *envelope.cc)
    else:
        organizers = (
            Address(event.organizer.name, event.organizer.address)
            for event in material.events
            if event.organizer and "@" in event.organizer.address
        )
        others = (*envelope.from_, *envelope.reply_to, *organizers, *envelope.cc)
    theirs = [address for address in others if not material.owner.is_me(address)]
    found = (label_of(address) or tenant_of(address) for address in theirs)
    return tuple(dict.fromkeys(label for label in found if label))


def mentioned_labels(material: Material) -> tuple[str, ...]:
    """Of an agency's mail: the domains of others that it quotes, its client's perhaps."""
    own = {address.domain for address in material.message.envelope.from_}
    text = f"{material.body.new_text}\n{material.body.quoted}\n{material.message.html_text}"[
        :20_000
    ]
    found = (Address("", match.group().lower()) for match in _MAIL.finditer(text))
    others = (a for a in found if a.domain not in own and not material.owner.is_me(a))
    return tuple(dict.fromkeys(label for label in map(label_of, others) if label))


_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}")


def label_of(address: Address) -> str | None:
    """ "careers.straitsview-bank.co.uk" → "straitsview-bank"; None for systems and free mail."""
    if system_of(address) is not None:
        return None
    labels = address.domain.split(".")
    while len(labels) > 2 and (
        len(labels[-2]) <= 3 and labels[-2] in words_of("firms", "second_levels")
    ):
        labels = [*labels[:-2], labels[-1]]
    return labels[-2] if len(labels) >= 2 else None


def anchor_strength(name: str, labels: Iterable[str]) -> float:
    """How well a firm's name fits one of the domains: 1 equal, 0 not at all."""
    return max((_fit(name, label) for label in labels), default=0.0)


@lru_cache(maxsize=4096)
def _fit(name: str, label: str) -> float:
    joined = label.replace("-", "").replace("_", "")
    best = _abbreviated(name, joined)
    for variant in _variants(name):
        if variant in (joined, joined.replace("and", "")) or _with_article(joined, variant):
            return 1.0
        if len(joined) >= 4 and joined in variant:
            best = max(best, 0.95 if variant.startswith(joined) else 0.9)
        elif len(variant) >= 4 and joined.startswith(variant):
            best = max(best, 0.8)
        elif (
            len(joined) >= 8
            and variant[: max(8, len(joined) * 2 // 3)] == joined[: max(8, len(joined) * 2 // 3)]
        ):
            best = max(best, 0.85)
    parts = [part for part in _DASH.split(label) if len(part) >= 3]
    words = [word for variant in {folded(name), _umlauts(name)} for word in _WORD.findall(variant)]
    hits = [
        part
        for part in parts
        if any(w.startswith(part[:6]) or (len(w) > 4 and part.startswith(w)) for w in words)
    ]
    if len(parts) > 1 and len(hits) == len(parts):
        best = max(best, 0.9)
    elif any(len(part) >= 5 for part in hits):
        best = max(best, 0.65)
    return best


def _with_article(joined: str, variant: str) -> bool:
    """ "desluiswachter" is "Sluiswachter"."""
    return joined.endswith(variant) and joined[: -len(variant)] in words_of("firms", "articles")


def _abbreviated(name: str, joined: str) -> float:
    """Of a long name the domain often bears initials, or its last words: "Wells Water Board" →
    wwb, wwboard, waterboard."""
    words = [w for w in _WORD.findall(folded(name)) if w not in words_of("firms", "links")]
    if len(words) < 2 or len(joined) < 3:
        return 0.0
    initials = "".join(word[0] for word in words)
    if len(words) > 2 and joined == initials:
        return 0.85
    for index in range(1, len(words)):
        tail, head = "".join(words[index:]), "".join(words[:index])
        if joined in (initials[:index] + tail, initials[index:] + head, head + initials[index:]):
            return 0.9
        if len(tail) >= 7 and joined.endswith(tail):
            return 0.8
    return 0.0


def _variants(name: str) -> tuple[str, ...]:
    plain = _NO_LETTER.sub("", folded(name).replace("&", "and"))
    if "&" in name:
        spelt = (
            folded(name).replace("&", word) for word in ("and", "und", "et", "en", "y", "e", "")
        )
        return tuple({compact(name), *(_NO_LETTER.sub("", one) for one in spelt)})
    if name.isascii():
        return (plain,) if plain == compact(name) else (compact(name), plain)
    return tuple({compact(name), plain, _NO_LETTER.sub("", _umlauts(name))})


def _umlauts(name: str) -> str:
    if name.isascii():
        return name.lower()
    return folded(name.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))


def resembles(words: str, labels: tuple[str, ...]) -> bool:
    """A cheap look before the dear one: some part of a domain begins like one of the words."""
    plain = folded(words)
    joined = plain.replace(" ", "").replace("-", "").replace("'", "")
    turned = _umlauts(words).replace(" ", "").replace("-", "") if not words.isascii() else joined
    for label in labels:
        for part in _beginnings(label):
            if part in joined or part in turned:
                return True
        if any(len(word) > 3 and word in label for word in plain.split()):
            return True
        if plain.count(" ") > 1 and _abbreviated(words, label.replace("-", "")):
            return True
    return False


@lru_cache(maxsize=1024)
def _beginnings(label: str) -> tuple[str, ...]:
    return tuple(part[:4] for part in _DASH.split(label) if len(part) >= 2)


_DASH = re.compile(r"[-_]")
_WORD = re.compile(r"\w+")
_NO_LETTER = re.compile(r"[^a-z0-9]")
