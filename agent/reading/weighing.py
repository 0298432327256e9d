"""Evidence per sentence, weighed: which cues stand, and what a condition or a negation takes away.

A sentence that says what may happen decides nothing, and one decision without condition outweighs
the warm words around it (domain.md C, lessons 1 to 3).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import zip_longest

from agent.reading.cues import DAY, TIME, Hit, Phrasebook, phrasebook, plain
from agent.reading.material import Body, Material, Moment, Sentence

MOST_SENTENCES = 250
EXCERPT = 160  # characters of a sentence shown as evidence
NEGATED_WITHIN = 4  # words between a "not" and what it denies

_REPLY_SUBJECT = re.compile(
    r"\s*(?:re|aw|antw|sv|vs|ref|r|rif|rv|res|enc|tr|wg|fw|fwd|i|doorst|odp)\s*(?:\[\d+\])?\s*:",
    re.I,
)

_CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d{2})?(?:\s*[ap]\.?m\b\.?)?", re.I)

# A sentence of the first kind says nothing of the second: "we cannot invite you to an interview".
_OVERRULES = {
    "incoming.rejection": ("offer", "invitation", "confirmation", "assessment", "request", "reply"),
    "incoming.cancellation": ("invitation", "confirmation", "reply"),
    "incoming.reschedule": ("invitation", "confirmation", "holding", "request"),
    "incoming.assessment": ("invitation", "request", "confirmation"),
    "incoming.holding": ("confirmation",),
    "incoming.confirmation": ("invitation",),
    "incoming.acknowledgement": ("confirmation", "reply"),
    "incoming.request": ("assessment", "invitation"),
}
_SPARED: dict[str, tuple[str, ...]] = {
    "process": ("incoming.rejection", "incoming.offer", "incoming.acknowledgement"),
    "negation": ("incoming.rejection", "incoming.holding", "incoming.cancellation"),
}
_SPARED["conditional"] = ("incoming.invitation", "incoming.assessment", "incoming.acknowledgement")
_SPARED["conditional"] += ("outgoing.follow_up",)  # "when you have a moment, could you tell me …"
_SPARED["negation"] += ("incoming.reschedule", "incoming.reply", "incoming.acknowledgement")

# What the owner says along the way: "thank you for our talk on Tuesday" picks no Tuesday.
_EXCUSED = {
    "outgoing.acceptance": "held",
    "outgoing.follow_up": "courtesy",
    "outgoing.thank_you": "invited",
}

# Single words, which may mean something else in another language: French "reporter", to postpone.
_OWN_LANGUAGE_ONLY = frozenset({"noise.other", "context.job", "markers.future", "markers.negation"})


class Place(Enum):
    """Where a sentence stands: what the sender writes now wins over what they forward."""

    TEXT = 1.0
    FORWARDED = 0.99
    SUBJECT = 0.85
    EVENT = 0.8  # summary and description of a calendar event
    OLD_SUBJECT = 0.25  # "Re: …": the subject of an earlier mail


@dataclass(frozen=True, slots=True)
class Finding:
    """A cue that stands, and the sentence it stands in."""

    topic: str
    weight: float
    words: str
    rule: str
    place: Place
    order: int  # of the sentence in the mail


@dataclass(frozen=True)
class Scales:
    """All findings of one mail, to be asked by topic."""

    findings: tuple[Finding, ...]

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

    def in_place(self, *places: Place) -> "Scales":
        """The same scales with nothing but what stands in these places."""
        return Scales(tuple(found for found in self.findings if found.place in places))

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
    books = [phrasebook(language) for language in dict.fromkeys((material.language, "en"))]
    findings: list[Finding] = []
    echoed = False
    for order, (words, shown, place) in enumerate(_passages(material)):
        hits = list(_hits(books, words))
        if echoed and place is Place.TEXT:
            continue
        echoed = echoed or any(hit.cue.topic == "markers.echo" for hit in hits)
        findings.extend(
            Finding(hit.cue.topic, hit.cue.weight * place.value, shown, hit.cue.rule, place, order)
            for hit in standing(hits, words)
        )
    return Scales(tuple(findings))


def _hits(books: list[Phrasebook], words: str) -> Iterator[Hit]:
    """Of the mail's own language all cues; of English, which many mix in, not the loose ones."""
    for book in books:
        for hit in book.find(words):
            if book is books[0] or hit.cue.topic not in _OWN_LANGUAGE_ONLY:
                yield hit


def heard(text: str, language: str) -> frozenset[str]:
    """The topics that sure cues of a history speak for, whatever its conditions."""
    words = plain(text[:4_000])
    books = map(phrasebook, dict.fromkeys((language, "en")))
    hits = (hit for book in books for hit in book.find(words))
    return frozenset(hit.cue.topic for hit in hits if hit.cue.weight == 1.0)


def _passages(material: Material) -> Iterator[tuple[str, str, Place]]:
    """(plain words, words to show, place) of each sentence, the text's own first."""
    text = material.body.new_text
    forwarded_at = _forwarded_at(material.body)
    starts = [moment.start for moment in material.moments]
    for sentence in material.sentences[:MOST_SENTENCES]:
        moments = _within(material.moments, starts, sentence)
        place = Place.FORWARDED if sentence.start >= forwarded_at else Place.TEXT
        yield plain(_masked(text, sentence, moments)), sentence.text[:EXCERPT], place
    subject = material.message.envelope.subject
    if subject:
        place = Place.OLD_SUBJECT if is_reply(subject) else Place.SUBJECT
        yield plain(subject), subject[:EXCERPT], place
    for event in material.events:
        for line in (event.summary, *event.description[:2_000].splitlines()[:30]):
            if line.strip():
                yield plain(line[:600]), line.strip()[:EXCERPT], Place.EVENT


def is_reply(subject: str) -> bool:
    """Whether a subject is that of an earlier mail: "Re:", "AW:", "Fwd:" and their like."""
    return _REPLY_SUBJECT.match(subject) is not None


def _forwarded_at(body: Body) -> int:
    """Where in the new text the forwarded part begins; past the end where nothing is above it."""
    at = body.new_text.find(body.forwarded[:200]) if body.forwarded.strip() else -1
    return at if at > 0 else len(body.new_text) + 1


def _within(
    moments: tuple[Moment, ...], starts: list[int], sentence: Sentence
) -> tuple[Moment, ...]:
    return moments[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]


def _masked(text: str, sentence: Sentence, moments: tuple[Moment, ...]) -> str:
    """The sentence with each day and clock time replaced by the token that cues call <moment>."""
    pieces, place = [], sentence.start
    for moment, following in zip_longest(moments, moments[1:]):
        if moment.start >= place:
            token = DAY if moment.clock is None else TIME
            pieces += [text[place : moment.start], f" {token} "]
            place = min(moment.end, sentence.end)
            if following and following.start < place and (clock := _CLOCK.match(moment.words)):
                place = moment.start + clock.end()  # "2:00 interview to Friday": words between
    return "".join((*pieces, text[place : sentence.end]))


def standing(hits: list[Hit], words: str) -> list[Hit]:
    """The hits of one sentence that a condition, a description or a negation leaves standing."""
    markers: dict[str, list[Hit]] = {}
    for hit in hits:
        room, _, name = hit.cue.topic.partition(".")
        if room == "markers":
            markers.setdefault(name, []).append(hit)
    left = [hit for hit in hits if not _damped(hit, markers, words)]
    overruled = {
        f"incoming.{kind}"
        for hit in left
        if hit.cue.weight == 1.0
        for kind in _OVERRULES.get(hit.cue.topic, ())
    }
    return [hit for hit in left if hit.cue.topic not in overruled]


def _damped(hit: Hit, markers: dict[str, list[Hit]], words: str) -> bool:
    topic = hit.cue.topic
    if topic == "signs.talk_held":
        return _yet_to_come(hit, markers)
    if not topic.startswith(("incoming.", "outgoing.")):
        return False
    if _EXCUSED.get(topic) in markers and not ("held" in markers and topic.endswith("thank_you")):
        return True
    conditional = _before(hit, markers.get("conditional", []), markers.get("contrast", []))
    if conditional and (topic not in _SPARED["conditional"] or "selection" in markers):
        return True
    if "process" in markers and topic not in _SPARED["process"]:
        return True
    return topic not in _SPARED["negation"] and _negated(hit, markers, words)


def _yet_to_come(hit: Hit, markers: dict[str, list[Hit]]) -> bool:
    """Whether the talk named here still lies ahead ("we would love to meet you"), or is only
    described.
    """
    conditions, contrasts = markers.get("conditional", []), markers.get("contrast", [])
    if "process" in markers or _before(hit, conditions, contrasts):
        return True
    past = [marker.start for marker in markers.get("past", [])]
    return any(
        not any(abs(start - marker.start) < 12 for start in past) and marker.start <= hit.start
        for marker in markers.get("future", [])
    )


def _before(hit: Hit, conditions: list[Hit], contrasts: list[Hit]) -> bool:
    """Whether a condition governs the hit: it comes first, and no "but" in between ends it."""
    return any(
        condition.start <= hit.start
        and not any(condition.start < contrast.start <= hit.start for contrast in contrasts)
        for condition in conditions
    )


def _negated(hit: Hit, markers: dict[str, list[Hit]], words: str) -> bool:
    spared = {exception.start for exception in markers.get("exceptions", [])}
    return any(
        negation.start not in spared
        and negation.end <= hit.start
        and words.count(" ", negation.end, hit.start) < NEGATED_WITHIN
        for negation in markers.get("negation", [])
    )
