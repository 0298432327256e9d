"""What one message claims: the records that `read` returns (contract: DESIGN §3).

Reading is opinion about one mail, without clock and without memory of other mails; what it means
for an opportunity is decided in `agent.cases`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from agent.reading.message import Address, DeliveryReport, Envelope


class Direction(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Kind(StrEnum):
    """DESIGN §3. The verb of the mail decides."""

    INVITATION = "invitation"
    CONFIRMATION = "confirmation"
    RESCHEDULE = "reschedule"
    CANCELLATION = "cancellation"
    ASSESSMENT = "assessment"
    REJECTION = "rejection"
    OFFER = "offer"
    HOLDING = "holding"
    REQUEST = "request"
    ACKNOWLEDGEMENT = "acknowledgement"
    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    BULK = "bulk"
    OTHER = "other"
    ACCEPTANCE = "acceptance"
    WITHDRAWAL = "withdrawal"
    THANK_YOU = "thank_you"
    FOLLOW_UP = "follow_up"
    OWN_OTHER = "own_other"


NOISE = frozenset({Kind.BULK, Kind.OTHER})
AUTOMATIC = frozenset({Kind.AUTO_REPLY, Kind.BOUNCE})


class Status(StrEnum):
    SCHEDULED = "scheduled"
    PROPOSED = "proposed"
    CANCELLED = "cancelled"


class Source(StrEnum):
    CALENDAR = "calendar"
    TEXT = "text"
    SUBJECT = "subject"
    STRUCTURED = "structured"
    OWNER = "owner"  # told by the owner; no mail is read so


class Sign(StrEnum):
    """Smaller things a mail says that change what may be done; each has its Evidence."""

    BY_PERSON = "by_person"  # a human wrote it, also through a system's relay
    COURTESY = "courtesy"  # thanks or kind words only, no decision, no next step (F-21)
    NEXT_ROUND = "next_round"  # invites to a further round after one was held
    TALK_HELD = "talk_held"  # the text shows that an interview or call has already taken place
    FINAL_ROUND = "final_round"
    POSITION_CLOSED = "position_closed"  # filled, closed, cancelled vacancy
    ON_HOLD = "on_hold"  # frozen, paused, may come back
    NO_FEEDBACK = "no_feedback"  # no individual feedback is given
    HALF_HEARD = "half_heard"  # a refusal that may be none: it stops, and asks for no feedback
    NO_CALLS = "no_calls"
    NO_CONTACT = "no_contact"  # "please do not contact us"
    NO_SHOW = "no_show"  # the owner missed the interview
    DECLINED = "declined"  # the owner declines an interview or a slot
    SCAM = "scam"  # fee, bank data, chat-only interview: opens no case (K42)
    AGENCY = "agency"  # written by a recruitment agency, not by the employer
    NAMES_CONTACT = "names_contact"  # the sender names themself as contact for what follows
    ABOUT_PROCESS = "about_process"  # about the process, not merely where and how to arrive
    SURVEY = "survey"  # asks how the candidate found it (K41)
    UNDISCLOSED = "undisclosed"  # "there is an update, log in": content unknown (K32)
    FAMILIAR = "familiar"  # says du, tú, tu or je to the owner
    POLITE = "polite"  # says Sie, usted, Lei, u or vous
    UNCLEAR = "unclear"  # a language that has no rules here, or no text at all (F-104)
    LEFT_COMPANY = "left_company"  # an automatic reply of somebody who is gone for good
    PURPORTS_ANSWER = "purports_answer"  # sounds like an answer, whether or not it binds
    # Of what the owner has said, which counts before all mail; no mail ever bears these.
    TOLD = "told"
    STOPPED = "stopped"
    REOPENED = "reopened"
    OFFER_ACCEPTED = "offer_accepted"


class Seniority(StrEnum):
    """Inferred from the role, where it only lengthens a wait; the first two only by the owner."""

    ENTRY = "entry"
    USUAL = "usual"
    DIRECTOR = "director"
    EXECUTIVE = "executive"


class Culture(StrEnum):
    """Inferred from the employer, where it only lengthens a wait; the first three only by the
    owner.
    """

    STARTUP = "startup"
    USUAL = "usual"
    FINANCE = "finance"
    GOVERNMENT = "government"
    ACADEMIA = "academia"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the mail that decided, and the rule that saw them."""

    fact: str  # the key of the contract: "kind", "company", …; or a Sign's value
    words: str  # a short excerpt, one line
    rule: str  # "calendar.request", "phrases.en.rejection"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Interview:
    """One time at which a job interview is said to take place, or to take place no more."""

    start: datetime  # aware, in its own zone
    end: datetime | None
    status: Status
    zone: str  # IANA, or "UTC+02:00" where only an offset is known
    zone_assumed: bool
    source: Source
    evidence: str  # the words
    uid: str | None = None  # of the calendar event
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str
    address: str  # lower case
    resource: bool = False  # a room, a bot, a note-taker


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One VEVENT (RFC 5545), times converted by code. What binding and rescheduling need."""

    uid: str
    method: str  # REQUEST, CANCEL, REPLY, COUNTER, PUBLISH, …
    cancelled: bool  # METHOD:CANCEL or STATUS:CANCELLED (D22)
    sequence: int
    stamp_at: datetime | None  # DTSTAMP
    start: datetime | None  # aware; None for all-day and unreadable
    end: datetime | None
    on: date | None  # the day of an all-day event
    zone: str | None
    zone_assumed: bool
    summary: str
    description: str
    location: str
    organizer: Attendee | None
    attendees: tuple[Attendee, ...]
    zone_is_iana: bool = False  # the calendar names it so itself; a Windows name tells no country
    written_in_utc: bool = False  # the instant is sure, whatever zone it is put in


@dataclass(frozen=True, slots=True)
class Held:
    """An interview that the text says took place."""

    on: date
    at: datetime | None  # if its clock is known


@dataclass(frozen=True, slots=True)
class Absence:
    """What an out-of-office says: the first day on which the person is there again, if told."""

    back_on: date | None
    deputy: Address | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one message says. Keys down to `evidence` are the contract of `afterword read
    --json`.
    """

    envelope: Envelope
    direction: Direction
    kind: Kind
    language: str  # ISO 639-1
    new_text: str  # not stored: "" in a reading that comes from the database
    confidence: float
    answers: bool = False
    interviews: tuple[Interview, ...] = ()
    decision_by: date | None = None
    company: str | None = None
    role: str | None = None
    interviewers: tuple[str, ...] = ()
    contact: Address | None = None
    held: Held | None = None
    evidence: tuple[Evidence, ...] = ()
    # What only the cases need.
    signs: frozenset[Sign] = frozenset()
    events: tuple[CalendarEvent, ...] = ()
    agency: str | None = None  # its name, where an agency writes
    requisition: str | None = None  # "R-055501"
    silence_means_no_by: date | None = None  # "if you do not hear from us by …"
    closing_on: date | None = None  # "we interview until …": a closing date named by the employer
    absence: Absence | None = None  # of an auto_reply
    reports: tuple[DeliveryReport, ...] = ()  # of a bounce
    returned_message_id: str | None = None
    country: str | None = None  # told by a phone number in the signature or the sender's domain
    seniority: Seniority | None = None
    culture: Culture | None = None
    system: str | None = None  # the applicant-tracking or scheduling system that sent it
    mentioned: tuple[Address, ...] = field(default=())  # addresses in the text: never written to
    late_at: datetime | None = None  # when it was read at last, if it had been set aside before
