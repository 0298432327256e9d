"""Which cues of a sentence stand, and what a condition, a description or a negation takes away.

A sentence that says what may happen decides nothing (domain.md C, lessons 1 to 3): least of all one
that says what it will mean if no answer comes.
"""

from agent.reading.cues import Hit

NEGATED_WITHIN = 4  # words between a "not" and what it denies

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
    if "silence" in markers and topic.startswith("incoming."):
        return True
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
