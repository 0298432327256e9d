"""What our own server says of the sender: the topmost Authentication-Results (RFC 8601).

A sender can write the field too, but ours stands above it (failures.md I3). A pass is not trust, it
only says that the From domain is not forged.
"""

import re

from agent.reading.message import Trust

_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'"[^"]*"')
_DMARC = re.compile(r"(?:^|;)\s*dmarc\s*=\s*([a-z]+)", re.IGNORECASE)
_LIMIT = 8_000


def trust(fields: list[str]) -> Trust:
    """The DMARC verdict of the first of `fields` (in header order); unknown without one.

    Microsoft writes no server name before the first result; both forms are read.
    """
    if not fields:
        return Trust.UNKNOWN
    text = _QUOTED.sub(" ", fields[0][:_LIMIT])
    for _ in range(3):  # comments nest, never deep in a field that a server wrote
        text = _COMMENT.sub(" ", text)
    verdicts = {match.lower() for match in _DMARC.findall(text)}
    if verdicts & {"fail", "reject", "quarantine"}:
        return Trust.FAILED
    return Trust.PASSED if verdicts & {"pass", "bestguesspass"} else Trust.UNKNOWN
