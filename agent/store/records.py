"""Values as text: JSON of the frozen records, instants as UTC of one width."""

from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from agent.reading.facts import NOISE, Reading

T = TypeVar("T", bound=Hashable)

EXCERPT = 300  # characters of a mail that the evidence for one fact may keep
DESCRIPTION = 500  # of a calendar event


def encode(record: Hashable) -> str:
    """`record`, a frozen dataclass, as JSON."""
    return str(_adapter(type(record)).dump_json(record), "utf-8")


def decode(kind: type[T], text: str) -> T:
    """The record again, equal to what was encoded."""
    record: T = _adapter(kind).validate_json(text)
    return record


@lru_cache(maxsize=4096)
def recall(kind: type[T], text: str) -> T:
    """As `decode`, for what is asked for again and again; shared, for it is frozen."""
    return decode(kind, text)


@lru_cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def instant(at: datetime) -> str:
    """`at`, which is aware, as UTC text that sorts as it counts."""
    if at.tzinfo is None:
        raise ValueError("an instant without its offset")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def instant_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def bounded(reading: Reading) -> Reading:
    """What is kept of a reading: of its text only excerpts, of unrelated mail none (M10)."""
    if reading.kind in NOISE:
        return replace(reading, new_text="", evidence=())
    return replace(
        reading,
        new_text="",
        evidence=tuple(replace(e, words=e.words[:EXCERPT]) for e in reading.evidence),
        interviews=tuple(replace(i, evidence=i.evidence[:EXCERPT]) for i in reading.interviews),
        events=tuple(replace(e, description=e.description[:DESCRIPTION]) for e in reading.events),
    )
