"""A draft as it lies there → the bytes that leave: a header of ours over the owner's text.

The text and whatever is enclosed are the owner's, byte for byte. Of the header only what says how
the text is encoded is taken over; what mail programs add (Bcc, priorities, their names) stays
behind, and no second recipient can come with it (failures.md S6, S7).
"""

from datetime import datetime

from agent.cases.case import Entry, Step
from agent.reading.message import Address
from agent.reading.mime import parse
from agent.writing.draft import Draft, Profile
from agent.writing.fields import clean
from agent.writing.reread import Field, unfolded
from agent.writing.rfc5322 import is_message_id, message_around

CONTENT = ("content-type", "content-transfer-encoding")


def outgoing_bytes(raw: bytes, entry: Entry, profile: Profile, date: datetime) -> bytes:
    """What leaves for the draft of `entry` that lies there as `raw`; `date` is aware.

    Raises ValueError where it cannot be said what would leave: a broken header, bare line ends.
    """
    header, separator, body = raw.partition(b"\r\n\r\n")
    if not separator:
        raise ValueError("no end of the header")
    content = _content(header)
    draft = _addressed(raw, entry, profile)
    return message_around(body, content, draft, message_id=entry.message_id or "", date=date)


def _content(header: bytes) -> tuple[Field, ...]:
    """How the text is encoded; each field at most once."""
    named = [line.partition(":") for line in unfolded(header.decode("ascii", "replace"))]
    found = [Field(_title(name), " ".join(v.split())) for name, _, v in named if _is_content(name)]
    if len({field.name for field in found}) != len(found):
        raise ValueError("a header field says twice how the text is encoded")
    return tuple(sorted(found, key=lambda field: field.name, reverse=True))


def _is_content(name: str) -> bool:
    return name.strip().lower() in CONTENT


def _title(name: str) -> str:
    return "-".join(part.capitalize() for part in name.strip().split("-"))


def _addressed(raw: bytes, entry: Entry, profile: Profile) -> Draft:
    """The header's values, none of which but the subject comes from a mail program."""
    envelope = parse(raw).envelope
    senders = [one.address for one in envelope.from_ if one.address in profile.addresses]
    names = [one.name for one in envelope.to if one.address == entry.key.recipient]
    if not (senders and names):
        raise ValueError("it is from somebody else, or to somebody else")
    answered = [one for one in envelope.in_reply_to if is_message_id(one)]
    return Draft(
        step=Step(entry.key.step),
        sender=Address(clean(profile.name), senders[0]),
        to=Address(clean(names[0]), entry.key.recipient),
        subject=clean(envelope.subject),
        text="",
        in_reply_to=answered[0] if answered else None,
        references=tuple(filter(is_message_id, envelope.references)),
        language="",
        marked=False,
        round_id=entry.key.round,
    )
