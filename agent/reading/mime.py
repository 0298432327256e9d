"""Bytes → Message: MIME, charsets, HTML, broken mail."""

from datetime import datetime

from agent.reading.message import Message


def parse(raw: bytes, *, received_at: datetime | None = None) -> Message:
    """Decode one RFC 5322 message. `received_at` stands in where the mail itself tells no time.

    Never raises for bad mail: what cannot be read is left out and named in `defects`.
    """
    raise NotImplementedError
