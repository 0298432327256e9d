"""A message we would write, before it has bytes."""

from dataclasses import dataclass
from datetime import datetime

from agent.cases.case import Step
from agent.reading.message import Address


@dataclass(frozen=True, slots=True)
class Profile:
    """The owner as writer, from the YAML."""

    name: str
    addresses: tuple[str, ...]
    signature: str  # lines below the greeting: name, phone, links
    language: str | None = None  # always write in this language; None: the employer's
    quote_original: bool = False  # put the message answered below


@dataclass(frozen=True, slots=True)
class Parent:
    """The message that a draft answers, fetched by the job; left out if gone."""

    message_id: str  # "<…>", byte for byte
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    date: datetime | None
    addressed_to: str | None  # which of the owner's addresses it was written to
    in_reply_to: tuple[str, ...] = ()
    parties: frozenset[str] = frozenset()  # addresses of those who wrote it or got it
    text: str = ""  # what its sender wrote, fetched only where it is to be quoted

    @property
    def thread(self) -> tuple[str, ...]:
        """What came before it (RFC 5322 §3.6.4): In-Reply-To stands in where it names one."""
        return self.references or (self.in_reply_to if len(self.in_reply_to) == 1 else ())


@dataclass(frozen=True, slots=True)
class Draft:
    step: Step
    sender: Address
    to: Address
    subject: str  # one clean line
    text: str
    in_reply_to: str | None
    references: tuple[str, ...]
    language: str
    marked: bool  # holds a place that the owner must fill (⟦…⟧)
    grounds: tuple[tuple[str, str], ...] = ()  # statement, where it comes from
    round_id: str = ""  # the round it speaks of: notes of one round must differ
    quoted: str = ""  # the message answered, below the signature; no words of ours
