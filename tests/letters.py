"""Invented mail between Robin Ashby and Larkspur Analytics, as bytes."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ROBIN = "Robin Ashby <robin@ashby.example>"
NADIA = "Nadia Brandt <nadia.brandt@larkspur.example>"

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Calendar//EN
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}
DTSTART;TZID=Europe/London:{start:%Y%m%dT%H%M%S}
DTEND;TZID=Europe/London:{end:%Y%m%dT%H%M%S}
SUMMARY:Interview Data Engineer - Larkspur Analytics
STATUS:{status}
ORGANIZER;CN=Nadia Brandt:mailto:nadia.brandt@larkspur.example
ATTENDEE;CN=Robin Ashby:mailto:robin@ashby.example
END:VEVENT
END:VCALENDAR
"""


def london(text: str) -> datetime:
    """ "2026-03-05 14:00" on London's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def mail(
    text: str,
    *,
    at: datetime,
    message_id: str,
    subject: str = "Interview Data Engineer - Larkspur Analytics",
    sender: str = NADIA,
    to: str = ROBIN,
    reply_to: str = "",
    calendar: str = "",
    method: str = "REQUEST",
) -> bytes:
    """One mail; `reply_to` is the Message-ID that it answers."""
    message = EmailMessage()
    if sender != ROBIN:
        message["Received"] = f"from mx.example by mail.ashby.example; {format_datetime(at)}"
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = format_datetime(at), message_id
    if reply_to:
        message["In-Reply-To"] = message["References"] = reply_to
    message.set_content(text)
    if calendar:
        message.add_alternative(calendar, subtype="calendar", params={"method": method})
    return message.as_bytes()


def invitation(
    *,
    at: datetime,
    start: datetime,
    end: datetime,
    sequence: int = 0,
    method: str = "REQUEST",
    status: str = "CONFIRMED",
) -> bytes:
    """A calendar invitation to an interview at Larkspur Analytics, or its update."""
    calendar = CALENDAR.format(
        method=method,
        uid="7d1c@larkspur.example",
        sequence=sequence,
        stamp=at,
        start=start,
        end=end,
        status=status,
    )
    return mail(
        "Dear Robin,\n\nwe would like to invite you to an interview for the Data Engineer role at\n"
        "Larkspur Analytics. The calendar entry gives the time; you will speak with me.\n\n"
        "Kind regards,\nNadia Brandt\nLarkspur Analytics\n",
        at=at,
        message_id=f"<invitation-{sequence}-{method.lower()}@larkspur.example>",
        calendar=calendar,
        method=method,
    )


def rejection(*, at: datetime, reply_to: str = "", sender: str = NADIA) -> bytes:
    return mail(
        "Dear Robin,\n\nthank you for your time. After careful consideration we have decided to\n"
        "move forward with another candidate for the Data Engineer role at Larkspur Analytics.\n\n"
        "Kind regards,\nNadia Brandt\n",
        at=at,
        message_id="<rejection@larkspur.example>",
        subject="Your application as Data Engineer at Larkspur Analytics",
        sender=sender,
        reply_to=reply_to,
    )
