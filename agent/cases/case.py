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
    # Letters by wish: never due by a day, but for the second where the owner has switched it on.
    GRACIOUS_REPLY = "gracious_reply"  # to a no, where no feedback is asked
    DELAY_ACKNOWLEDGED = "delay_acknowledged"
    WITHDRAWAL = "withdrawal"


BY_WISH = (Step.GRACIOUS_REPLY, Step.DELAY_ACKNOWLEDGED, Step.WITHDRAWAL)
CADENCE = tuple(step for step in Step if step not in BY_WISH)
MAY_LEAVE = (Step.THANK_YOU, Step.FOLLOW_UP, Step.FINAL_ATTEMPT)  # the others are drafts only


class Ending(StrEnum):
    """Why a case is closed (DESIGN §4)."""

    REJECTED = "rejected"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"
    POSITION_CLOSED = "position_closed"
    STOPPED = "stopped"
    STALE = "stale"


class Urgency(StrEnum):
    """How soon the job is to be filled; only the owner says so."""

    URGENT = "urgent"
    USUAL = "usual"
    EVERGREEN = "evergreen"


class EntryStatus(StrEnum):
    """Where one outbox row stands. `intended` is written before APPEND: a lost answer is found."""

    INTENDED = "intended"
    DRAFTED = "drafted"
    EDITED = "edited"  # the owner changed it: theirs, never touched again
    SENT = "sent"  # left the mailbox; `sent_at` is its real time
    DECLINED = "declined"  # the owner deleted it: a veto, never made again
    WITHDRAWN = "withdrawn"  # our own unmodified draft, removed by us
    SKIPPED = "skipped"  # will not happen
    REMINDED = "reminded"  # a phone call was proposed
    APPROVED = "approved"  # its bytes are fixed; it leaves when a last look finds it right
    LEAVING = "leaving"  # its text may be on the way; written before it is (S4)
    UNCERTAIN = "uncertain"  # no reply came: only the mailbox or the owner resolves it (S5)
    REFUSED = "refused"  # by a mail server, for good


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
    sent_as: str | None = None  # Message-ID under which it left; clients may change it
    message_id: str | None = None  # our own random one, "<…>"
    uid: int | None = None  # in the Drafts folder
    uidvalidity: int | None = None
    sha256: str | None = None  # its fingerprint, to see whether it was edited
    subject: str = ""
    text: str = ""  # our own words only
    reason: str = ""  # a Reason's code
    because: str = ""  # its sentence
    evidence: str | None = None  # Message-ID of the message that decided
    told_at: datetime | None = None  # when the owner was reminded that it lies unsent
    missed_at: datetime | None = None  # the first look at which it lay in Drafts no more
    lay_sha256: str | None = None  # of what lay in Drafts when it was approved; None: nothing did
    letter_sha256: str | None = None  # of the bytes that are to leave (S7)
    approved_at: datetime | None = None
    tries: int = 0  # how often it was to leave, and did not
    not_before: datetime | None = None  # when it may leave, or be tried again
    sent_by_us: bool = False


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
    dead: bool = False  # the address bounced, or its owner is gone for good
    contact_at: datetime | None = None  # last named themself as contact for what follows
    last_message: str | None = None  # Message-ID of the last mail of theirs, to answer to
    chosen: bool = False  # by the owner, as the one to write to


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
    names: tuple[str, ...] = ()  # every id that an outbox row may name it by, `id` included
    set_at: datetime | None = None  # when the mail that fixed the present time was received
    cancelled_at: datetime | None = None
    moved_from: tuple[datetime, ...] = ()  # former starts
    final: bool = False  # the last round before a decision, as a mail says


@dataclass(frozen=True, slots=True)
class Wait:
    """A silence that may become too long; it begins with the end of a round or an answer."""

    id: str  # "" for the first of a round, else the Message-ID of the answer that began it
    round: str
    opened_at: datetime  # the end of the round, or the answer's receipt
    began_at: datetime | None  # None while the owner has to move first
    on: date | None  # day 0, in the zone of the round's interview
    evidence: str | None
    renewed: bool = False  # by the owner, after the case had ended


@dataclass(frozen=True, slots=True)
class Notice:
    """Something an employer's mail said, and when."""

    at: datetime  # received
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A day named by the employer's side: of a decision, the end of silence, a closing date."""

    on: date
    made_at: datetime
    evidence: str | None
    round: str = ""  # for which it was made


@dataclass(frozen=True, slots=True)
class Away:
    """An out-of-office of one of the people."""

    address: str
    back_on: date | None  # first day on which they are there again
    at: datetime
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """What the owner has said was talked about."""

    text: str
    at: datetime
    on: date | None = None  # the day of the talk that it is about, where that was asked


class Mode(StrEnum):
    """What may be done with a step that is due, the more careful first."""

    DRAFT = "draft"  # it is put into Drafts, and that is all
    APPROVE = "approve"  # it leaves once the owner has approved the draft
    SEND = "send"  # it leaves by itself, in a case that the owner has confirmed


@dataclass(frozen=True, slots=True)
class Approval:
    """The owner approves of the draft with this Message-ID, as it lay there then."""

    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The owner has said that what is known about the case is right."""

    at: datetime
    company: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that the owner does not want: the first of its kind after `at`."""

    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """A letter that the owner has asked for."""

    step: Step  # one of BY_WISH
    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """A thank-you, follow-up or final attempt that left, ours or the owner's own."""

    step: Step
    at: datetime
    to: tuple[str, ...]  # lower case
    message_id: str | None
    by_owner: bool  # written without us
    bounced: bool = False
    wait: str | None = None  # the wait for which we made it; None for the owner's own


class Asks(StrEnum):
    """What is asked of the owner; each has its choices (`questions`)."""

    BELONGS = "belongs"  # whether a mail concerns this case
    GENUINE = "genuine"  # whether a mail that fails its sender's checks is real
    SAYS = "says"  # what a mail says that cannot be read, or only tells of a portal
    RECIPIENT = "recipient"  # to whom to write
    NEW_DATE = "new_date"  # whether a called off interview has a new date
    ARRIVED = "arrived"  # whether a letter has left of which nobody knows it


@dataclass(frozen=True, slots=True)
class Doubt:
    """A message that may belong here, or may not be what it seems; only the owner can say."""

    key: str  # of the message
    message_id: str | None
    at: datetime
    sender: str
    subject: str
    purports_answer: bool  # then it holds the next step
    asks: Asks = Asks.BELONGS


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
    asks: Asks = Asks.BELONGS
    message: str | None = None  # Envelope.key of the mail in question


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known about one opportunity; independent of the clock and of arrival order."""

    id: str
    aliases: tuple[str, ...]  # every id under which an outbox row may name it, `id` included
    company: str | None
    role: str | None
    agency: str | None
    requisition: str | None
    country: str | None  # of the employer, if told
    language: str  # of the employer's last human mail
    opened_at: datetime  # when the first mail came that makes it a case
    people: tuple[Person, ...]
    rounds: tuple[Round, ...]  # in order of their start
    mentions: tuple[Mention, ...]  # in order of receipt
    entries: tuple[Entry, ...]  # the outbox rows of this case, owner's sends applied
    decision: Decision | None
    subdivision: str | None = None  # of the country, if the owner told
    seniority: Seniority | None = None
    culture: Culture | None = None
    urgency: Urgency | None = None
    waits: tuple[Wait, ...] = ()  # in order of their beginning
    promises: tuple[Promise, ...] = ()  # in order of receipt
    silence: Promise | None = None  # "if you do not hear from us by …", and nothing was heard since
    closing_on: Promise | None = None  # a closing date named by the employer
    courtesies: tuple[Notice, ...] = ()
    absences: tuple[Away, ...] = ()
    on_hold: Notice | None = None
    no_calls: Notice | None = None
    no_contact: Notice | None = None
    no_feedback: Notice | None = None
    pace: tuple[tuple[datetime, datetime], ...] = ()  # the owner asked, a person answered
    attempts: tuple[Attempt, ...] = ()  # in order
    doubts: tuple[Doubt, ...] = ()
    slots: tuple[Interview, ...] = ()  # offered, none taken yet
    read_late_at: datetime | None = None  # when mail of it was read that had been set aside
    left: frozenset[str] = frozenset()  # questions that the owner leaves unanswered
    familiar: bool = False  # they say du, tú, tu or je to the owner
    notes: tuple[Note, ...] = ()  # in order
    held_since: datetime | None = None  # the owner wants nothing written now
    skips: tuple[Skipped, ...] = ()  # in order
    approvals: tuple[Approval, ...] = ()  # in order
    confirmed: Confirmed | None = None
    mode: Mode | None = None  # the owner's for this case
    wishes: tuple[Wish, ...] = ()  # in order

    @property
    def name(self) -> str:
        """How to speak of it to the owner."""
        if self.company and self.role:
            return f"{self.company}, {self.role}"
        return self.company or self.agency or self.role or "unknown employer"

    @property
    def last(self) -> Mention:
        return self.mentions[-1]
