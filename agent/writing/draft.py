"""A message we would write, before it has bytes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agent.cases.case import Step
from agent.reading.message import Address
from agent.writing.template_files import BUILT_IN, Templates


class Tone(StrEnum):
    """How to speak to an employer, whatever way they write themselves."""

    FORMAL = "formal"  # Sie, usted, Lei, u; by the whole name
    NEUTRAL = "neutral"  # Sie; by the first name where the language has that
    INFORMAL = "informal"  # du, tú, tu, je; by the first name


@dataclass(frozen=True, slots=True)
class Strength:
    """What the owner is good at, in their own words, and which roles ask for it."""

    text: str  # "ten years of warehouse planning", or a sentence with its full stop
    language: str  # it stands only in letters of this one, ISO 639-1
    need: str = ""  # words of a role's name that ask for it; "": those of the text

    @property
    def is_sentence(self) -> bool:
        return self.text.endswith(".")


@dataclass(frozen=True, slots=True)
class Profile:
    """The owner as writer, from the YAML."""

    name: str
    addresses: tuple[str, ...]
    signature: str  # lines below the greeting: name, phone, links
    languages: tuple[str, ...] = ()  # those the owner writes, the usual one first; (): any
    tone: Tone | None = None  # None: the employer's own
    strengths: tuple[Strength, ...] = ()  # the first that fits is used
    templates: Templates = BUILT_IN
    quote_original: bool = False  # put the message answered below

    def language(self, employers: str) -> str:
        """The language to write in to somebody who writes in `employers`."""
        known = not self.languages or employers in self.languages
        return employers if known else self.languages[0]

    def familiar(self, employers: bool) -> bool:
        """Whether to say du, where the employer's own way is `employers`."""
        return employers if self.tone is None else self.tone is Tone.INFORMAL


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


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The mail that asks the owner how an interview went: from their address, and to it."""

    sender: Address
    to: Address
    subject: str
    text: str
    in_reply_to: None = None
    references: tuple[str, ...] = ()
    quoted: str = ""
