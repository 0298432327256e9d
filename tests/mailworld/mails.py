"""Mail as readings that are ready made, each under bytes of its own: nothing is parsed."""

from dataclasses import dataclass, replace
from datetime import datetime

from agent.ports import Arrival, DeadLetter, Outgoing
from agent.reading.facts import Kind, Reading, Sign, Source
from agent.reading.message import Address, Trust
from agent.reading.mime import parse
from tests.cases.builders import (
    ANNA,
    ME,
    PERSON,
    TOM,
    a_reading,
    an_event,
    an_interview,
    an_invitation,
)
from tests.mailworld.scheme import Act

EVE = Address("Anna Berg", "anna.berg@nordlicht-careers.example")
UNREADABLE = b"unreadable"


@dataclass(frozen=True, slots=True)
class Mail:
    """What is delivered, and what it says; None: it cannot be read."""

    raw: bytes
    says: Reading | None

    @property
    def decides(self) -> bool:
        """It ends the case."""
        return self.says is not None and self.says.kind is Kind.REJECTION and not self.is_forged

    @property
    def answers(self) -> bool:
        """Nobody asks any more after it."""
        kinds = (Kind.REJECTION, Kind.HOLDING, Kind.INVITATION)
        return self.says is not None and self.says.answers and self.says.kind in kinds

    @property
    def is_forged(self) -> bool:
        return self.says is not None and self.says.envelope.trust is Trust.FAILED


class Letters:
    """Every mail of one world, by its bytes: the parser of this world."""

    def __init__(self) -> None:
        self._known: dict[bytes, Mail] = {}

    def known(self, raw: bytes) -> Mail:
        return self._known[raw]

    def read(self, arrival: Arrival) -> Reading | DeadLetter:
        """`ports.Read`."""
        says = self._known[arrival.raw].says
        if says is None:
            name = arrival.folder.name
            return DeadLetter(name, arrival.uid, 0, arrival.received_at, "it takes too long")
        return says

    def of(self, reading: Reading | None, raw: bytes = b"") -> Mail:
        raw = raw or f"mail {len(self._known)}".encode()
        return self._known.setdefault(raw, Mail(raw, reading))

    def invitation(self, received: datetime, talk: datetime, *, both: bool) -> Mail:
        guests = (TOM, ANNA) if both else (TOM,)
        return self.of(
            an_invitation(
                received,
                interviews=(an_interview(talk, source=Source.CALENDAR, uid="uid-1"),),
                events=(an_event(start=talk, guests=guests),),
                interviewers=("Tom Falk", "Anna Berg") if both else ("Tom Falk",),
            )
        )

    def by_employer(self, act: Act, received: datetime) -> Mail:
        name = f"{act.name}-{len(self._known)}"
        match act:
            case Act.REJECTS:
                return self.of(a_reading(Kind.REJECTION, received, name=name, answers=True))
            case Act.HOLDS:
                return self.of(a_reading(Kind.HOLDING, received, name=name, answers=True))
            case Act.INVITES:
                signs = PERSON | {Sign.NEXT_ROUND}
                more = {"answers": True, "signs": signs}
                return self.of(a_reading(Kind.INVITATION, received, name=name, **more))  # type: ignore[arg-type]
            case Act.FORGES:
                trust = Trust.FAILED
                forged = a_reading(Kind.REJECTION, received, name=name, answers=True, trust=trust)
                return self.of(forged)
            case Act.DIVERTS:
                return self.of(_diverting(received, name))
        return self.of(None, b"%s %d" % (UNREADABLE, len(self._known)))

    def by_owner(self, kind: Kind, to: Address, sent_at: datetime) -> Mail:
        """A letter that the owner has written without us."""
        name = f"own-{len(self._known)}"
        return self.of(a_reading(kind, sent_at, name=name, to=to, subject="Thank you and more"))

    def copy(self, raw: bytes, sent_at: datetime, *, message_id: str | None = None) -> Mail:
        """A letter as it lies in Sent, perhaps under another Message-ID."""
        envelope = parse(raw, received_at=sent_at).envelope
        message_id = message_id or envelope.message_id
        kind = Kind.THANK_YOU if _thanks(envelope.subject, raw) else Kind.FOLLOW_UP
        own = a_reading(kind, sent_at, to=envelope.to[0])
        envelope = replace(envelope, message_id=message_id, key=message_id or "")
        return self.of(replace(own, envelope=envelope), raw + (message_id or "").encode())


def _thanks(subject: str, raw: bytes) -> bool:
    return TOM.address in str(parse(raw).header("to")) or "thank" in subject.casefold()


def _diverting(received: datetime, name: str) -> Reading:
    """From nearly the right domain, with an address to answer to."""
    reading = a_reading(Kind.REPLY, received, name=name, sender=EVE, trust=Trust.FAILED)
    return replace(reading, contact=EVE, envelope=replace(reading.envelope, reply_to=(EVE,)))


def recipients(letter: Outgoing) -> tuple[str, ...]:
    """Everybody whom its header names."""
    message = parse(letter.raw)
    named = (*message.envelope.to, *message.envelope.cc)
    return (
        *(one.address for one in named),
        *([message.header("bcc") or ""] * bool(message.header("bcc"))),
    )


def body(raw: bytes) -> bytes:
    return raw.partition(b"\r\n\r\n")[2]


__all__ = ["ANNA", "ME", "TOM", "Letters", "Mail", "body", "recipients"]
