"""Evidence per sentence, weighed: which cues stand in it, and what it says as a whole.

A sentence that says what may happen decides nothing, and one decision without condition outweighs
the warm words around it (domain.md C, lessons 1 to 3).
"""

from dataclasses import dataclass
from functools import cached_property

from agent.reading.classifier import INCOMING, OUTGOING, Shares, classifier
from agent.reading.cues import phrasebook, plain
from agent.reading.facts import Direction
from agent.reading.material import Material
from agent.reading.passages import Passage, Place, passages

NOTHING = Shares(tuple(float(name == "none") for name in INCOMING), 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Finding:
    """A cue that stands, and the sentence it stands in."""

    topic: str
    weight: float
    words: str
    rule: str
    place: Place
    order: int  # of the sentence in the mail


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says, all its words taken together."""

    shares: Shares
    words: str
    place: Place
    order: int


@dataclass(frozen=True)
class Scales:
    """All findings of one mail, to be asked by topic, and what its sentences say as a whole."""

    findings: tuple[Finding, ...]
    statements: tuple[Statement, ...] = ()

    def strength(self, topic: str) -> float:
        """How sure the mail is of a topic, 0 to 1: sentences add up, cues within one do not."""
        doubt = 1.0
        for finding in self._best_by_sentence.get(topic, {}).values():
            doubt *= 1.0 - finding.weight
        return 1.0 - doubt

    def best(self, topic: str) -> Finding | None:
        """The weightiest finding of a topic, the earliest of several."""
        found = self._best_by_sentence.get(topic, {}).values()
        return max(found, key=lambda finding: (finding.weight, -finding.order), default=None)

    def has(self, topic: str) -> bool:
        return topic in self._best_by_sentence

    def sentences(self, topic: str) -> tuple[Finding, ...]:
        """The best finding of every sentence that speaks for a topic."""
        return tuple(self._best_by_sentence.get(topic, {}).values())

    def loudest(self, name: str, direction: Direction) -> Statement | None:
        """The sentence that most says this, a class of the classifier; the earliest of several."""
        column = (OUTGOING if direction is Direction.OUTGOING else INCOMING).index(name)
        return max(
            self.statements,
            key=lambda said: (said.shares.said[column] * said.place.value, -said.order),
            default=None,
        )

    def in_place(self, *places: Place) -> "Scales":
        """The same scales with nothing but what stands in these places."""
        return Scales(
            tuple(found for found in self.findings if found.place in places),
            tuple(said for said in self.statements if said.place in places),
        )

    @cached_property
    def _best_by_sentence(self) -> dict[str, dict[int, Finding]]:
        best: dict[str, dict[int, Finding]] = {}
        for finding in self.findings:
            sentences = best.setdefault(finding.topic, {})
            known = sentences.get(finding.order)
            if known is None or known.weight < finding.weight:
                sentences[finding.order] = finding
        return best


def weigh(material: Material) -> Scales:
    """What the new text, the subject and the calendar events of a mail speak for."""
    findings: list[Finding] = []
    statements: list[Statement] = []
    for order, passage in enumerate(passages(material)):
        place = passage.place
        findings.extend(
            Finding(
                hit.cue.topic,
                hit.cue.weight * place.value,
                passage.shown,
                hit.cue.rule,
                place,
                order,
            )
            for hit in passage.hits
        )
        shares = _shares(passage, material.direction)
        statements.append(Statement(shares, passage.shown, place, order))
    return Scales(tuple(findings), tuple(statements))


def _shares(passage: Passage, direction: Direction) -> Shares:
    """What a passage says: of mail to the owner, nothing yet where it is about silence to come."""
    if passage.of_silence and direction is Direction.INCOMING:
        return NOTHING
    return classifier().shares(passage.features, direction)


def heard(text: str, language: str) -> frozenset[str]:
    """The topics that sure cues of a history speak for, whatever its conditions."""
    words = plain(text[:4_000])
    books = map(phrasebook, dict.fromkeys((language, "en")))
    hits = (hit for book in books for hit in book.find(words))
    return frozenset(hit.cue.topic for hit in hits if hit.cue.weight == 1.0)
