"""The story's mails as RFC 5322 bytes, the way employers' servers would deliver them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from icalendar import Alarm, Calendar, Event, vCalAddress

Entry = dict[str, Any]  # one mail of story.yaml, as a person wrote it


@dataclass(frozen=True, slots=True)
class Trigger:
    """Arrives this long after the owner has written to somebody for the nth time."""

    who: str
    nth: int
    after: timedelta


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail of the story, not yet dated."""

    id: str
    at: datetime | None
    trigger: Trigger | None
    outgoing: bool
    entry: Entry


@cache
def story() -> Entry:
    text = files("agent.demo").joinpath("story.yaml").read_text(encoding="utf-8")
    loaded: Entry = yaml.safe_load(text)
    return loaded


def zone() -> ZoneInfo:
    return ZoneInfo(story()["owner"]["zone"])


def local(text: str | datetime) -> datetime:
    """A time of the story, in the owner's zone."""
    return datetime.fromisoformat(str(text)).replace(tzinfo=zone())


def letters() -> tuple[Letter, ...]:
    """Every mail of the story, in the order it is written down."""
    return tuple(_letter(entry) for entry in story()["mails"])


def _letter(entry: Entry) -> Letter:
    after = entry.get("after_mail_to")
    trigger = (
        Trigger(after["who"], after["nth"], timedelta(hours=after["hours"])) if after else None
    )
    return Letter(
        id=entry["id"],
        at=local(entry["at"]) if "at" in entry else None,
        trigger=trigger,
        outgoing=bool(entry.get("outgoing")),
        entry=entry,
    )


def message_id(letter_id: str) -> str:
    return f"<{letter_id}.2026@mail.example>"


def as_bytes(letter: Letter, at: datetime) -> bytes:
    """The mail as it lies in the mailbox when it has arrived at `at`."""
    entry, owner = letter.entry, story()["owner"]
    me = f"{owner['name']} <{owner['address']}>"
    message = EmailMessage()
    if not letter.outgoing:
        message["Received"] = f"from mx.example by mail.ashby.example; {format_datetime(at)}"
    message["From"] = me if letter.outgoing else entry["from"]
    message["To"] = entry.get("to", me)
    message["Subject"] = entry["subject"]
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id(letter.id)
    if "reply_to" in entry:
        message["In-Reply-To"] = message["References"] = message_id(entry["reply_to"])
    if "auto" in entry:
        message["Auto-Submitted"] = entry["auto"]
    if entry.get("bulk"):
        message["Precedence"] = "bulk"
        message["List-Unsubscribe"] = "<https://unsubscribe.example/1>"
    message.set_content(entry["text"])
    if "event" in entry:
        method = entry["event"].get("method", "REQUEST")
        message.add_alternative(
            _calendar(entry["event"], at), subtype="calendar", params={"method": method}
        )
    return message.as_bytes()


def _calendar(event: Entry, at: datetime) -> str:
    owner = story()["owner"]
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", event.get("method", "REQUEST"))
    entry = Event()
    entry.add("uid", event["uid"])
    entry.add("sequence", event["sequence"])
    entry.add("summary", event["summary"])
    entry.add("dtstamp", at)
    for name in ("start", "end"):
        value = datetime.fromisoformat(str(event[name]))
        entry.add(f"dt{name}", value, parameters={"TZID": event["zone"]})
    entry.add("organizer", _person(event["organizer"]))
    for person in (f"{owner['name']} <{owner['address']}>", *event.get("attendees", ())):
        entry.add("attendee", _person(person))
    if event.get("method") == "CANCEL":
        entry.add("status", "CANCELLED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Reminder")
    alarm.add("trigger", timedelta(minutes=-15))
    entry.add_component(alarm)
    calendar.add_component(entry)
    return str(calendar.to_ical().decode())


def _person(text: str) -> vCalAddress:
    name, address = parseaddr(text)
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = name
    return person
