"""Calendar parts (RFC 5545, 5546, 6047) as events with instants."""

from zoneinfo import ZoneInfo

from agent.reading.facts import CalendarEvent
from agent.reading.message import Message


def calendar_events(message: Message, zone: ZoneInfo) -> tuple[CalendarEvent, ...]:
    """Every VEVENT of every calendar part; `zone` is assumed for floating times."""
    return ()
