"""Every reason for which something is done or left, as a code with its sentence."""

from enum import StrEnum


class Reason(StrEnum):
    """The code stands in the ledger and in `--json`; the sentence is in `because`, with its particulars."""

    INTERVIEW_OVER = "interview_over"
    NO_ANSWER_YET = "no_answer_yet"
    PROMISE_PASSED = "promise_passed"
    WAITING = "waiting"
    ANSWERED = "answered"
    REJECTED = "rejected"
    DONE_BY_OWNER = "done_by_owner"
    NOT_SENT = "not_sent"
    DECLINED_BY_OWNER = "declined_by_owner"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"
    MOVED = "moved"
