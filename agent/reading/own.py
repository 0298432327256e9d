"""What the owner's own mail does: a step done by hand is a step done, so its kind must be right.

Every letter after an interview thanks and says that the writer is interested. What tells them
apart is what else they say: a question how the process stands makes it a follow-up.
"""

from agent.reading.choice import Choice, found
from agent.reading.facts import Kind
from agent.reading.material import Material
from agent.reading.weighing import Finding, Place, Scales

SURE, LIKELY = 0.8, 0.5
# The topics in which own mail speaks, in the order in which they win, and how sure it must be.
_ORDER = (
    ("outgoing.withdrawal", LIKELY, Kind.WITHDRAWAL),
    ("outgoing.feedback", SURE, Kind.OWN_OTHER),
    ("outgoing.acceptance", LIKELY, Kind.ACCEPTANCE),
    ("outgoing.follow_up", SURE, Kind.FOLLOW_UP),
    ("outgoing.thank_you", SURE, Kind.THANK_YOU),
    ("outgoing.follow_up", LIKELY, Kind.FOLLOW_UP),
    ("outgoing.thank_you", LIKELY, Kind.THANK_YOU),
)


def own_kind(material: Material, scales: Scales) -> Choice:
    """The kind of a mail that the owner wrote (DESIGN §3, outgoing)."""
    standing = _without_past_times(material, scales)
    for topic, enough, kind in _ORDER:
        if standing.strength(topic) >= enough:
            return found(kind, standing.best(topic), 0.95)
    return Choice(Kind.OWN_OTHER, 0.9)


def _without_past_times(material: Material, scales: Scales) -> Scales:
    """The scales without acceptances of a day that is over: that one is spoken of, not picked."""
    kept = (
        finding
        for finding in scales.findings
        if finding.topic != "outgoing.acceptance" or not _names_only_the_past(material, finding)
    )
    return Scales(tuple(kept))


def _names_only_the_past(material: Material, finding: Finding) -> bool:
    if finding.place is not Place.TEXT:
        return False
    sentence = material.sentences[finding.order]
    inside = (
        moment for moment in material.moments if sentence.start <= moment.start < sentence.end
    )
    days = [moment.on for moment in inside if moment.on]
    return bool(days) and max(days) < material.base.date()
