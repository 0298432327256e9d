"""The owner's word as a reading, so that it takes its place among the mails of the case."""

from dataclasses import replace

from agent.cases.word import Says, Word
from agent.reading.facts import (
    Direction,
    Evidence,
    Held,
    Interview,
    Kind,
    Reading,
    Sign,
    Source,
    Status,
)
from agent.reading.message import Envelope, Trust

_KINDS = {
    Says.ADDED: Kind.INVITATION,
    Says.ANSWERED: Kind.REPLY,
    Says.REJECTED: Kind.REJECTION,
    Says.OFFERED: Kind.OFFER,
    Says.ACCEPTED: Kind.OFFER,
    Says.CLOSED: Kind.REJECTION,
    Says.WITHDRAWN: Kind.WITHDRAWAL,
    Says.STOPPED: Kind.OWN_OTHER,
    Says.REOPENED: Kind.REPLY,
    Says.INTERVIEW: Kind.CONFIRMATION,
    Says.CALLED_OFF: Kind.CANCELLATION,
    Says.THANKED: Kind.THANK_YOU,
    Says.ASKED: Kind.FOLLOW_UP,
}
_OWN = frozenset({Says.WITHDRAWN, Says.STOPPED, Says.THANKED, Says.ASKED})
_ANSWERS = frozenset({Says.ANSWERED, Says.REJECTED, Says.OFFERED, Says.ACCEPTED, Says.CLOSED})
_SIGNS = {
    Says.ACCEPTED: Sign.OFFER_ACCEPTED,
    Says.CLOSED: Sign.POSITION_CLOSED,
    Says.STOPPED: Sign.STOPPED,
    Says.REOPENED: Sign.REOPENED,
    Says.HELD: Sign.TALK_HELD,
    Says.NOT_HELD: Sign.NO_SHOW,
}
# What a mail keeps when the owner says what kind of mail it is.
_KEPT = frozenset({Sign.BY_PERSON, Sign.AGENCY, Sign.ABOUT_PROCESS, Sign.NAMES_CONTACT})
_COUNTS_AS_ANSWER = frozenset({Kind.REJECTION, Kind.OFFER, Kind.HOLDING, Kind.REPLY})
_WITH_TIMES = frozenset(
    {Kind.INVITATION, Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.CANCELLATION, Kind.ACCEPTANCE}
)


def as_reading(word: Word) -> Reading:
    """What was said, received when it was said. What has no kind of its own reads like a receipt,
    which changes nothing by itself.
    """
    person = word.person if word.person and word.person.address else None
    says = word.says
    return Reading(
        envelope=_envelope(word),
        direction=Direction.OUTGOING if says in _OWN else Direction.INCOMING,
        kind=_KINDS.get(says, Kind.ACKNOWLEDGEMENT),
        language="",
        new_text="",
        confidence=1.0,
        answers=says in _ANSWERS,
        interviews=(_interview(word),) if word.starts_at else (),
        held=Held(word.on, None) if says in (Says.HELD, Says.NOT_HELD) and word.on else None,
        decision_by=word.on if says is Says.DECISION_BY else None,
        interviewers=(word.person.name,) if says is Says.INTERVIEWER and word.person else (),
        contact=person if says is not Says.INTERVIEWER else None,
        mentioned=(person,) if person else (),
        evidence=(Evidence("kind", in_words(word), "owner"),),
        signs=frozenset({Sign.TOLD, Sign.ABOUT_PROCESS}) | {_SIGNS.get(says, Sign.TOLD)},
        company=word.company,
        role=word.role,
    )


def _envelope(word: Word) -> Envelope:
    return Envelope(
        key=key_of(word),
        message_id=None,
        in_reply_to=(),
        references=(),
        subject="",
        date=word.at,
        received_at=word.at,
        from_=(),
        sender=None,
        reply_to=(),
        to=(word.person,) if word.person and word.says in _OWN else (),
        cc=(),
    )


def key_of(word: Word) -> str:
    """Its identity among those of mails."""
    return f"word {word.id}"


def _interview(word: Word) -> Interview:
    if word.starts_at is None:
        raise ValueError("no time was told")
    return Interview(
        start=word.starts_at,
        end=word.ends_at,
        status=Status.SCHEDULED,
        zone=str(word.starts_at.tzinfo),
        zone_assumed=False,
        source=Source.OWNER,
        evidence=in_words(word),
    )


def in_words(word: Word) -> str:
    """ "You said: interview, 2026-03-03 14:00."."""
    what = word.says.replace("_", " ")
    when = f"{word.starts_at:%Y-%m-%d %H:%M}" if word.starts_at else ""
    who = word.person.name or word.person.address if word.person else ""
    facts = (word.company, word.role, word.value, who, when, word.on and word.on.isoformat())
    return f"You said: {', '.join([what, *(str(fact) for fact in facts if fact)])}."


def as_told(reading: Reading, kind: Kind) -> Reading:
    """A mail of which the owner has said what it is."""
    timed = kind in _WITH_TIMES
    signs = (reading.signs & _KEPT) | {Sign.TOLD}
    return replace(
        reading,
        envelope=replace(reading.envelope, trust=Trust.UNKNOWN),
        kind=kind,
        confidence=1.0,
        answers=kind in _COUNTS_AS_ANSWER,
        interviews=reading.interviews if timed else (),
        events=reading.events if timed else (),
        signs=signs | ({Sign.BY_PERSON} if kind is Kind.REPLY else frozenset()),
        evidence=(Evidence("kind", f"You said: {kind.replace('_', ' ')}.", "owner"),),
    )
