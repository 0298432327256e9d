"""One opportunity with one employer: the records that `fold` builds and `decide` looks at."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from agent.reading.facts import Culture, Interview, Kind, Seniority, Sign


class Step(StrEnum):
    THANK_YOU = "thank_you"
    FOLLOW_UP = "follow_up"
    FINAL_ATTEMPT = "final_attempt"
    PHONE_CALL = "phone_call"
    FEEDBACK_REQUEST = "feedback_request"


class Ending(StrEnum):
    """Why a case is closed (DESIGN §4)."""

    REJECTED = "rejected"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"
    POSITION_CLOSED = "position_closed"
    STOPPED = "stopped"
    STALE = "stale"


class EntryStatus(StrEnum):
    """Where one outbox row stands. `intended` is written before APPEND, so a lost answer is found again."""

    INTENDED = "intended"
    DRAFTED = "drafted"
    EDITED = "edited"  # the owner changed it: theirs, never touched again
    SENT = "sent"  # left the mailbox; `sent_at` is its real time
    DECLINED = "declined"  # the owner deleted it: a veto, never made again
    WITHDRAWN = "withdrawn"  # our own unmodified draft, removed by us
    SKIPPED = "skipped"  # will not happen
    REMINDED = "reminded"  # a phone call was proposed
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What may happen at most once (DESIGN §1.5). Round and wait are named by what opened them."""

    case: str
    round: str  # calendar UID or Message-ID of the interview's first mention; "" before any
    wait: str  # Message-ID of the answer that began the wait; "" for the round's first wait
    step: Step
    recipient: str  # lower-case address; "" for a phone call or where nobody is known


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the outbox."""

    key: Key
    status: EntryStatus
    at: datetime  # when it took this status, aware UTC
    made_at: datetime | None = None  # when the draft was made
    sent_at: datetime | None = None
    message_id: str | None = None  # our own random one, "<…>"
    uid: int | None = None  # in the Drafts folder
    uidvalidity: int | None = None
    sha256: str | None = None  # of the exact bytes, to see whether it was edited
    subject: str = ""
    text: str = ""  # our own words only
    reason: str = ""  # a Reason's code
    because: str = ""  # its sentence
    evidence: str | None = None  # Message-ID of the message that decided
    told_at: datetime | None = None  # when the owner was reminded that it lies unsent
    missed_at: datetime | None = None  # the first look at which it lay in Drafts no more


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the employer's or the agency's side."""

    name: str  # "" if only an address is known
    address: (
        str | None
    )  # seen in a header or calendar part of mail to the owner; None if only named
    interviewed: bool  # interviews, as opposed to coordinating
    agency: bool
    wrote_at: datetime | None  # last mail of theirs, as a human
    about_process_at: datetime | None  # last mail of theirs about the process, not only logistics
    dead: bool = False  # the address bounced


@dataclass(frozen=True, slots=True)
class Round:
    """One interview, or several on one day."""

    id: str  # calendar UID, or Message-ID of its first mention
    interviews: tuple[Interview, ...]  # those that stand; the last end starts the clock
    start: datetime | None  # None: only the day is known
    end: datetime | None  # start + length; an interview known by its day ended at 18:00 of it
    on: date | None  # day 0, in the interview's own zone
    zone: str | None
    cancelled: bool
    held: (
        bool | None
    )  # True if a mail says so, False if missed or called off, None if only the clock tells
    interviewers: tuple[Person, ...]
    evidence: str | None  # Message-ID that decided
    known_at: datetime  # when the first mail about it was received


@dataclass(frozen=True, slots=True)
class Mention:
    """One message of the case, as the timeline shows it."""

    message_id: str | None
    key: str
    at: datetime  # received, aware UTC
    outgoing: bool
    kind: Kind
    subject: str
    words: str  # the words that decided its kind
    answers: bool
    signs: frozenset[Sign]


@dataclass(frozen=True, slots=True)
class Decision:
    """What ended the opportunity, or would have."""

    ending: Ending
    at: datetime
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the owner can say; it holds steps until it is answered."""

    id: str  # stable: the same doubt has the same id
    case: str
    text: str
    choices: tuple[str, ...]
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known about one opportunity. A value: independent of the clock and of arrival order."""

    id: str
    aliases: tuple[str, ...]  # every id under which an outbox row may name it, `id` included
    company: str | None
    role: str | None
    agency: str | None
    requisition: str | None
    country: str | None  # of the employer, if told
    language: str  # of the employer's last human mail
    opened_at: datetime
    people: tuple[Person, ...]
    rounds: tuple[Round, ...]  # in order of their start
    mentions: tuple[Mention, ...]  # in order of receipt
    entries: tuple[Entry, ...]  # the outbox rows of this case, owner's sends applied
    decision: Decision | None
    seniority: Seniority | None = None
    culture: Culture | None = None

    @property
    def name(self) -> str:
        """How to speak of it to the owner."""
        if self.company and self.role:
            return f"{self.company}, {self.role}"
        return self.company or self.agency or self.role or "unknown employer"

    @property
    def last(self) -> Mention:
        return self.mentions[-1]
