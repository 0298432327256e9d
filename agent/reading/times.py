"""Days and clock times in free text."""

from datetime import datetime

from agent.reading.material import Moment
from agent.reading.owner import Owner


def moments(text: str, *, base: datetime, language: str, owner: Owner) -> tuple[Moment, ...]:
    """Every day and clock time that `text` names, counted from `base` where they are relative."""
    return ()
