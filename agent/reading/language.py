"""Which language a mail is written in."""

from agent.reading.material import Body
from agent.reading.message import Message


def language_of(message: Message, body: Body) -> str:
    """ISO 639-1 code; "en" where nothing tells."""
    return "en"
