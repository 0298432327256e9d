"""What the owner has noted about a talk, and of which talk it was. Pure."""

from datetime import datetime

from agent.cases.case import Case, Entry, EntryStatus, Note, Round, Step
from agent.cases.leaving import is_approved


def notes_of(case: Case, round_id: str) -> tuple[Note, ...]:
    """The notes on this round: made for its day, or said once it had begun and before the next
    had; what was said before any belongs to the first."""
    rounds = [r for r in case.rounds if not r.cancelled]
    return tuple(note for note in case.notes if _round_of(note, rounds) == round_id)


def _round_of(note: Note, rounds: list[Round]) -> str | None:
    if not rounds:
        return None
    meant = next((r for r in rounds if note.on and r.on == note.on), None)
    begun = [r for r in rounds if _begins_at(r) <= note.at]
    return (meant or (begun[-1] if begun else rounds[0])).id


def _begins_at(round_: Round) -> datetime:
    """The start; the morning of the day where only that is known."""
    morning = round_.end.replace(hour=0, minute=0) if round_.end else round_.known_at
    return round_.start or morning


def lacks_notes(entry: Entry, case: Case) -> bool:
    """True for a thank-you that still lies there as we wrote it, before the last note on its
    round; what the owner has approved stays as it is."""
    made = entry.made_at
    if made is None or entry.key.step is not Step.THANK_YOU:
        return False
    if entry.status is not EntryStatus.DRAFTED or entry.missed_at or is_approved(case, entry):
        return False
    known = (r.id for r in case.rounds if entry.key.round in (r.id, *r.names))
    return any(note.at > made for note in notes_of(case, next(known, "")))
