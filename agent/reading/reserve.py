"""The second choice: somebody else has the offer, and whether they take it is still open.

"We have made an offer to another candidate" alone is a refusal; where the mail says that the
reader comes next and when more will be known, nothing is decided.
"""

from agent.reading.weighing import Finding, Scales

REFUSED = 0.5  # weight from which a sentence refuses


def in_reserve(scales: Scales) -> Finding | None:
    """The sentence that makes the reader the second choice, if nothing else in the mail refuses."""
    choice = scales.best("reserve.choice")
    if choice is None or not scales.has("reserve.open"):
        return None
    spared = {
        finding.order
        for topic in ("reserve.choice", "reserve.other")
        for finding in scales.sentences(topic)
    }
    refused = (f for f in scales.sentences("incoming.rejection") if f.weight >= REFUSED)
    return None if any(finding.order not in spared for finding in refused) else choice
