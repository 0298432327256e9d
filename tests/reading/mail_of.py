"""Invented mail for the tests of reading: says only what matters, the rest is dull."""

from dataclasses import dataclass
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from agent.reading.automatic import automatic
from agent.reading.kinds import Verdict, classify
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import prepare

OWNER = Owner(("jo@home.example",), ZoneInfo("Europe/Berlin"), "Jo Field")


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    sender: str = "Kim Lee <kim@employer.example>"
    headers: tuple[tuple[str, str], ...] = ()


def verdict_of(mail: Mail) -> Verdict:
    """What kinds says of this mail."""
    material = prepare(parse(raw_of(mail)), OWNER)
    return classify(material, automatic(material))


def raw_of(mail: Mail) -> bytes:
    """The mail as it is received on Monday 2 February 2026."""
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = "jo@home.example"
    message["Date"] = "Mon, 02 Feb 2026 09:00:00 +0100"
    message["Subject"] = mail.subject
    message["Message-ID"] = "<1@employer.example>"
    for name, value in mail.headers:
        message[name] = value
    message.set_content(mail.text)
    return message.as_bytes()
