"""The passages of a mail that are weighed: sentences, the subject, the lines of calendar events."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import zip_longest

from agent.reading.cues import DAY, TIME, Hit, phrasebook, plain
from agent.reading.facts import Direction
from agent.reading.features import Features, features
from agent.reading.material import Body, Material, Moment, Sentence
from agent.reading.standing import standing
from agent.reading.times.vocabulary import other_matters

MOST_SENTENCES = 250
EXCERPT = 160  # characters of a sentence shown as evidence

_REPLY_SUBJECT = re.compile(
    r"\s*(?:re|aw|antw|sv|vs|ref|r|rif|rv|res|enc|tr|wg|fw|fwd|i|doorst|odp)\s*(?:\[\d+\])?\s*:",
    re.I,
)

_CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d{2})?(?:\s*[ap]\.?m\b\.?)?", re.I)

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
class Passage:
    """One sentence, subject or line of an event, and what is seen in it."""

    shown: str
    place: Place
    hits: tuple[Hit, ...]  # those that stand
    features: Features
    of_silence: bool = False  # it says what it will mean if the other side does not write


def passages(material: Material) -> Iterator[Passage]:
    """What is weighed of a mail, the text's own sentences first; without what the owner wrote."""
    echoed = False
    for words, shown, place in _passages(material):
        hits = hits_in(words, material.language)
        if echoed and place is Place.TEXT:
            continue
        echoed = echoed or any(hit.cue.topic == "markers.echo" for hit in hits)
        stand = standing(hits, words)
        of_silence = any(hit.cue.topic == "markers.silence" for hit in hits)
        yield Passage(shown, place, tuple(stand), _features(words, stand, hits), of_silence)


def sentence_features(text: str, moments: tuple[Moment, ...], language: str) -> Features:
    """The features of a sentence that stands alone, as the classifier is trained on."""
    words = plain(_masked(text, Sentence(text, 0, len(text)), moments))
    hits = hits_in(words, language)
    return _features(words, standing(hits, words), hits)


def _features(words: str, stand: list[Hit], hits: list[Hit]) -> Features:
    marks = (hit for hit in hits if hit.cue.topic.startswith("markers."))
    return features(words, (*stand, *marks))


def hits_in(words: str, language: str) -> list[Hit]:
    """Of the mail's own language all cues; of English, which many mix in, not the loose ones."""
    own = list(phrasebook(language).find(words))
    if language == "en":
        return own
    mixed = phrasebook("en").find(words)
    return own + [hit for hit in mixed if hit.cue.topic not in _OWN_LANGUAGE_ONLY]


def _passages(material: Material) -> Iterator[tuple[str, str, Place]]:
    """(plain words, words to show, place) of each sentence, the text's own first."""
    text = material.body.new_text
    forwarded_at = _forwarded_at(material.body)
    known = _apart(material) if material.direction is Direction.OUTGOING else material.moments
    starts = [moment.start for moment in known]
    for sentence in material.sentences[:MOST_SENTENCES]:
        moments = _within(known, starts, sentence)
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


def _apart(material: Material) -> tuple[Moment, ...]:
    """The moments, a day and its clock time as two where words of other matters part them.

    "Tuesday suits me best, so I am there at two": what the owner says of the day stands between.
    """
    text, language = material.body.new_text, material.language
    return tuple(part for moment in material.moments for part in _parts(moment, text, language))


def _parts(moment: Moment, text: str, language: str) -> tuple[Moment, ...]:
    clock = moment.clock_start or 0
    begin = other_matters(text[moment.start : clock], language) if moment.on else None
    if begin is None:
        return (moment,)
    day = replace(moment, end=moment.start + begin, clock=None)
    return day, replace(moment, start=clock)


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
