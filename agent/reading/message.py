"""What one mail says about itself: the records that `parse` fills from bytes.

Everything here is untrusted: bounded, decoded, free of control characters, and nothing more.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """One addr-spec of a header, checked by a strict grammar of ours (failures.md H4)."""

    name: str  # display name, decoded, one line; "" if none
    address: str  # lower case, local@domain; never empty

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


class Trust(StrEnum):
    """What our own server says of the sender (RFC 8601), by its topmost Authentication-Results."""

    PASSED = "pass"
    FAILED = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Envelope:
    """The header fields that identify a message and bind it to others."""

    key: str  # our identity of it: hash of ids, addresses, subject and text; same in every folder
    message_id: str | None  # "<…@…>", byte for byte as given; a hint only, it may be forged
    in_reply_to: tuple[str, ...]  # "<…>" each
    references: tuple[str, ...]  # "<…>" each, in order
    subject: str  # decoded, one line
    date: datetime | None  # the Date header, aware, in the offset that the sender wrote
    received_at: datetime  # aware UTC: topmost Received, else Date, else what the caller handed in
    from_: tuple[Address, ...]
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    trust: Trust = Trust.UNKNOWN

    @property
    def author(self) -> Address | None:
        """The first From, or None where there is none that can be read."""
        return self.from_[0] if self.from_ else None


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """One iCalendar object inside a mail, undecoded beyond its charset."""

    text: str
    method: str | None  # of the Content-Type, upper case; the object's own METHOD is in the text


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a multipart/report, or a bounce in prose, says about one recipient (RFC 3464)."""

    recipient: str | None  # lower case
    action: str  # failed, delayed, delivered, relayed, expanded
    status: str | None  # "5.1.1"


@dataclass(frozen=True, slots=True)
class Message:
    """One RFC 5322 message, decoded: input of `read`."""

    envelope: Envelope
    headers: tuple[tuple[str, str], ...]  # lower-case name, decoded one-line value; in order
    text: str  # what a person sees: text/plain, or text/html as text; "\n" line ends
    html: str  # the first text/html part, raw; "" if none
    html_text: str  # that part as text; "" if none. `text` falls back to it
    links: tuple[str, ...]  # http(s) targets in the HTML, in order; never fetched
    calendars: tuple[CalendarPart, ...]
    forwarded: tuple["Message", ...]  # message/rfc822 parts, one level deep
    reports: tuple[DeliveryReport, ...]
    returned_message_id: str | None  # of the original that a bounce gives back
    attachments: tuple[str, ...]  # safe file names, for the record only
    defects: tuple[str, ...]  # what was wrong with it, in words: "two From fields"

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)
