"""What the owner has said about a case: it counts before anything that a mail says."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from agent.reading.message import Address


class Says(StrEnum):
    """What `afterword tell`, `add` and `answer` can say."""

    # Where it stands.
    ADDED = "added"  # an opportunity that no mail shows
    ANSWERED = "answered"  # they answered, by phone or in a portal, without a decision
    REJECTED = "rejected"
    OFFERED = "offered"
    ACCEPTED = "accepted"  # the owner has accepted their offer
    CLOSED = "closed"  # the position is filled or closed
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"  # nothing more is to be written
    REOPENED = "reopened"  # whatever ended it, it goes on
    # What is to be done.
    HOLD = "hold"  # nothing is to be written until `resume`
    RESUME = "resume"
    SKIP = "skip"  # the step `value` that comes next is not to be done
    APPROVE = "approve"  # the draft with the Message-ID `value` may leave
    CONFIRM = "confirm"  # what is known about the case is right: `company`, `role`
    MODE = "mode"  # at most `value` in this case
    ARRIVED = "arrived"  # the letter with the Message-ID `value` has left
    NOT_ARRIVED = "not_arrived"
    LETTER = "letter"  # the letter by wish `value` is to be drafted
    # The interview.
    INTERVIEW = "interview"
    CALLED_OFF = "called_off"
    HELD = "held"
    NOT_HELD = "not_held"
    # What was said or done where no mail shows it.
    DECISION_BY = "decision_by"
    THANKED = "thanked"
    ASKED = "asked"
    # Facts.
    COMPANY = "company"
    ROLE = "role"
    COUNTRY = "country"
    SENIORITY = "seniority"
    CULTURE = "culture"
    URGENCY = "urgency"
    CONTACT = "contact"  # whom to write to
    INTERVIEWER = "interviewer"
    NOTE = "note"  # what was talked about
    # Which mail belongs where, and what it is.
    MERGE = "merge"  # `value` is the other case
    SPLIT = "split"  # `message` belongs to nothing before it
    BELONGS = "belongs"  # `message` belongs to this case
    FOREIGN = "foreign"  # `message` does not concern this case
    KIND = "kind"  # `message` is of the kind `value`
    LEAVE = "leave"  # the question `value` needs no answer any more


# What lies over the case as it is folded; the other words take their place among its mails.
FACTS = frozenset(
    {
        Says.COMPANY,
        Says.ROLE,
        Says.COUNTRY,
        Says.SENIORITY,
        Says.CULTURE,
        Says.URGENCY,
        Says.NOTE,
        Says.LEAVE,
        Says.HOLD,
        Says.RESUME,
        Says.SKIP,
        Says.APPROVE,
        Says.CONFIRM,
        Says.MODE,
        Says.ARRIVED,
        Says.NOT_ARRIVED,
        Says.LETTER,
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that the owner said."""

    id: str
    case: str  # id of the case; of an added one the id that it has from then on
    at: datetime  # aware UTC
    says: Says
    value: str = ""
    on: date | None = None
    starts_at: datetime | None = None  # of an interview; aware, in the zone it was told in
    ends_at: datetime | None = None
    message: str | None = None  # Envelope.key
    person: Address | None = None
    company: str | None = None
    role: str | None = None
