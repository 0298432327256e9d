"""Whether the employer has answered: yes, no, or nobody here can tell; then it is asked."""

from datetime import datetime
from enum import StrEnum

from agent.cases.case import Case, Wait
from agent.cases.questions import open_doubts


class Hearing(StrEnum):
    """Silence is only what is known to be silence (DESIGN §1.6)."""

    ANSWERED = "answered"
    SILENT = "silent"
    CANNOT_TELL = "cannot_tell"


def hearing(case: Case, wait: Wait, now: datetime) -> Hearing:
    """Of this wait: answered by a decision or by what began a later one."""
    decided = case.decision is not None and wait.opened_at <= case.decision.at <= now
    if decided or any(wait.opened_at < later.opened_at <= now for later in case.waits):
        return Hearing.ANSWERED
    if any(doubt.purports_answer for doubt in open_doubts(case)):
        return Hearing.CANNOT_TELL
    return Hearing.SILENT
