"""What the owner's own mail does: a step done by hand is a step done, so its kind must be right.

Every letter after an interview thanks and says that the writer is interested. What tells them
apart is what else they say: a question how the process stands makes it a follow-up.
"""

from dataclasses import replace
from datetime import date

from agent.reading.material import Material
from agent.reading.passages import Place
from agent.reading.weighing import Finding, Scales

SURE, LIKELY = 0.8, 0.5
# The topics in which own mail speaks, in the order in which they win, and how sure it must be.
_ORDER = (
    ("outgoing.withdrawal", LIKELY),
    ("outgoing.feedback", SURE),
    ("outgoing.acceptance", LIKELY),
    ("outgoing.follow_up", SURE),
    ("outgoing.thank_you", SURE),
    ("outgoing.own_other", SURE),
    ("outgoing.follow_up", LIKELY),
    ("outgoing.thank_you", LIKELY),
)


def own_kind(material: Material, scales: Scales) -> Finding | None:
    """What a cue says of a mail that the owner wrote (DESIGN §3, outgoing); None where none does.

    The topic of the finding is "outgoing." and the kind.
    """
    standing = _without_past_times(material, _without_thanks_for_news(scales))
    standing = _without_declined_times(material, standing)
    for topic, enough in _ORDER:
        if standing.strength(topic) >= enough:
            return standing.best(topic)
    return None


def _without_thanks_for_news(scales: Scales) -> Scales:
    """The scales without questions where the sentence asks none: "thank you for the update"."""
    told = {finding.order for finding in scales.sentences("outgoing.own_other")}
    kept = (
        finding
        for finding in scales.findings
        if finding.topic != "outgoing.follow_up" or finding.order not in told or _asks(finding)
    )
    return replace(scales, findings=tuple(kept))


def _asks(finding: Finding) -> bool:
    return "?" in finding.words


def _without_past_times(material: Material, scales: Scales) -> Scales:
    """The scales without acceptances of a day that is over, or in a sentence that looks back: that
    day is spoken of, not picked.
    """
    recalled = {finding.order for finding in scales.sentences("outgoing.recalled")}
    kept = (
        finding
        for finding in scales.findings
        if finding.topic != "outgoing.acceptance"
        or not (finding.order in recalled or _names_only_the_past(material, finding))
    )
    return Scales(tuple(kept))


def _names_only_the_past(material: Material, finding: Finding) -> bool:
    days = _days(material, finding)
    return bool(days) and max(days) < material.base.date()


def declines_a_time(material: Material, scales: Scales) -> bool:
    """Whether a sentence says that the one day it names does not suit."""
    return bool(_declined(material, scales))


def _without_declined_times(material: Material, scales: Scales) -> Scales:
    """The scales without acceptances of a day that, so the same sentence, does not suit."""
    declined = _declined(material, scales)
    kept = (
        finding
        for finding in scales.findings
        if finding.topic != "outgoing.acceptance" or finding.order not in declined
    )
    return Scales(tuple(kept))


def _declined(material: Material, scales: Scales) -> frozenset[int]:
    """The sentences that decline the only day they name."""
    return frozenset(
        finding.order
        for finding in scales.sentences("signs.declined")
        if len(_days(material, finding)) == 1
    )


def _days(material: Material, finding: Finding) -> frozenset[date]:
    """The days that the sentence of a finding names; none of a subject or a calendar event."""
    if finding.place is not Place.TEXT:
        return frozenset()
    sentence = material.sentences[finding.order]
    inside = (
        moment for moment in material.moments if sentence.start <= moment.start < sentence.end
    )
    return frozenset(moment.on for moment in inside if moment.on)
