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


@dataclass(frozen=True, slots=True)
class Parent:
    """The message that a draft answers, fetched by the job; left out if gone."""

    message_id: str  # "<…>", byte for byte
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    date: datetime | None
    addressed_to: str | None  # which of the owner's addresses it was written to
    text: str = ""


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
