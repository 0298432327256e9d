"""What the oracles return: each thing that went wrong in a search, by class."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Class(StrEnum):
    # Never: a wrong mail could reach an employer.
    AFTER_ANSWER = "drafted after an answer"
    AFTER_END = "drafted after the end"
    TOO_EARLY = "drafted too early"
    TWICE = "drafted twice"
    TOO_MANY = "asked too often"
    WRONG_ADDRESS = "to an address outside the opportunity"
    NO_INTERVIEW = "drafted without an interview held"
    NO_REFUSAL = "asks for the reasons of a no that was none"
    OUT_OF_STEP = "drafted before the step before it"
    CLOSED_CASE = "drafted in a closed case"
    LIES_ON = "lies in Drafts after an answer"
    ORDER = "depends on the order of mails"
    NEVER_ENDS = "never ends"
    BREAKS_RULE = "breaks a rule of letters"
    # Not as it should be, but no harm to anybody.
    UNNEEDED = "not due"
    EARLY = "sooner than due, after the interview"
    OTHER_PERSON = "to another person of theirs"
    LATE = "late"
    MISSED = "missed"
    MIXED = "mails of two opportunities in one case"
    SPLIT = "one opportunity in several cases"
    MISREAD = "misread"


UNSAFE = frozenset(
    {
        Class.AFTER_ANSWER,
        Class.AFTER_END,
        Class.TOO_EARLY,
        Class.TWICE,
        Class.TOO_MANY,
        Class.WRONG_ADDRESS,
        Class.NO_INTERVIEW,
        Class.NO_REFUSAL,
        Class.OUT_OF_STEP,
        Class.CLOSED_CASE,
        Class.LIES_ON,
        Class.ORDER,
        Class.NEVER_ENDS,
        Class.BREAKS_RULE,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    what: Class
    seed: int
    at: datetime
    words: str
    group: str = ""  # a finer class: the step, or the act that was misread

    @property
    def unsafe(self) -> bool:
        return self.what in UNSAFE

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.at:%Y-%m-%d %H:%M}: {self.what}: {self.words}"
