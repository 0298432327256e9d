"""Invented mail, prepared for the rooms that look for facts once its kind is known."""

from email.message import EmailMessage
from zoneinfo import ZoneInfo

from agent.reading.facts import Kind
from agent.reading.kinds import Verdict
from agent.reading.material import Material
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import prepare

OWNER = Owner(("jo@home.example",), ZoneInfo("Europe/London"), "Jo Field")


def material_of(
    text: str,
    *,
    subject: str = "Your interview",
    written: str = "Mon, 02 Mar 2026 09:00:00 +0000",
    own: bool = False,
    calendar: str = "",
    owner: Owner = OWNER,
) -> Material:
    """A mail from Kim at an employer to the owner, or from the owner, of Monday 2 March 2026."""
    people = ["Kim Lee <kim@employer.example>", "jo@home.example"]
    message = EmailMessage()
    message["From"], message["To"] = reversed(people) if own else people
    message["Date"] = written
    message["Subject"] = subject
    message["Message-ID"] = "<1@employer.example>"
    message.set_content(text)
    if calendar:
        message.add_attachment(calendar.encode(), maintype="text", subtype="calendar")
    return prepare(parse(message.as_bytes()), owner)


def verdict(kind: Kind) -> Verdict:
    """What `classify` says of a mail whose kind is beyond doubt."""
    return Verdict(kind, answers=False, confidence=0.97, signs=frozenset(), evidence=())
