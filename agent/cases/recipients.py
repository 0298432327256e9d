"""To whom a step may go: people of the case whose address was seen in a header or calendar part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from agent.cases.case import Case, Person, Round, Step
from agent.reading.message import Address

NEVER = datetime.min.replace(tzinfo=UTC)
FRESH_THREAD_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Thanks:
    """One thank-you of a round."""

    to: Person
    names: tuple[str, ...] = ()  # others thanked in the same note
    through: bool = False  # who gets it passes it on


def address_of(person: Person) -> Address:
    return Address(person.name, person.address or "")


def correspondent(case: Case) -> Person | None:
    """The one person to ask: whom the owner chose, the agency's recruiter, who named themself as
    contact, who wrote about the process last, where nobody has written an interviewer. None: nobody
    can be reached.
    """
    living = [p for p in case.people if p.address and not p.dead]
    wrote = [p for p in living if p.wrote_at]
    return (
        next((p for p in living if p.chosen), None)
        or _latest([p for p in wrote if p.agency])
        or max(
            (p for p in wrote if p.contact_at), key=lambda p: p.contact_at or NEVER, default=None
        )
        or _latest(wrote)
        or next((p for p in living if p.interviewed), None)
    )


def _latest(people: Sequence[Person]) -> Person | None:
    return max(
        people,
        key=lambda p: (p.about_process_at or NEVER, p.wrote_at or NEVER),
        default=None,
    )


def to_answer(person: Person, now: datetime) -> str | None:
    """The Message-ID of their last mail; None, for a new thread, where it is a month old."""
    answerable = person.wrote_at and now - person.wrote_at < FRESH_THREAD_AFTER
    return person.last_message if answerable else None


def thanks(case: Case, round_: Round) -> tuple[Thanks, ...]:
    """A note to each interviewer with an address; one through the coordinator for the others."""
    reached = {
        address
        for attempt in case.attempts
        if attempt.step is Step.THANK_YOU and not attempt.bounced
        for address in attempt.to
    }
    dead = {person.address for person in case.people if person.dead} - reached
    direct = [p for p in round_.interviewers if p.address and p.address not in dead]
    others = tuple(
        p.name for p in round_.interviewers if p.address not in {d.address for d in direct}
    )
    coordinator = correspondent(case)
    if direct and not others:
        return tuple(Thanks(person) for person in direct)
    if coordinator is None:
        return tuple(Thanks(person) for person in direct)
    notes = [Thanks(p) for p in direct if p.address != coordinator.address]
    return (*notes, Thanks(coordinator, tuple(n for n in others if n), through=True))


def back_on(case: Case, person: Person) -> date | None:
    """The day of that person's return, by their last out-of-office; None if they wrote since."""
    notes = [a for a in case.absences if a.address == person.address and a.back_on]
    last = max(notes, key=lambda a: a.at, default=None)
    if last is None or (person.wrote_at and person.wrote_at > last.at):
        return None
    return last.back_on
