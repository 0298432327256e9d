"""The silences of one opportunity, as they really were (DESIGN §6, Rounds and waits)."""

from dataclasses import dataclass
from datetime import date, datetime

from tests.simulation.scheme import Talk
from tests.simulation.truth import Chronicle, Meaning, Said, Wrote


@dataclass(frozen=True, slots=True)
class Round:
    """All sessions of one day; it ends with the last."""

    number: int
    talks: tuple[Talk, ...]

    @property
    def end(self) -> datetime:
        return self.talks[-1].end


@dataclass(frozen=True, slots=True)
class Silence:
    """From the end of a round, or from an answer that is no decision, to the next thing said."""

    round: Round
    by: Said | None  # the answer that began it; None: the round's end
    opened_at: datetime
    began_on: date | None  # day 0; None while the owner has to move
    closes_at: datetime | None  # the next answer, decision or round; None: never
    closed_by: str  # what that was

    def holds(self, at: datetime) -> bool:
        return self.opened_at <= at and (self.closes_at is None or at < self.closes_at)


def rounds(chronicle: Chronicle) -> tuple[Round, ...]:
    """Those held, in order."""
    numbers = dict.fromkeys(talk.round for talk in chronicle.talks)
    return tuple(
        Round(number, tuple(talk for talk in chronicle.talks if talk.round == number))
        for number in numbers
    )


def silences(chronicle: Chronicle) -> tuple[Silence, ...]:
    """All of them, in order."""
    held = rounds(chronicle)
    openings: list[tuple[datetime, Round, Said | None]] = [(r.end, r, None) for r in held]
    for said in chronicle.said:
        before = [r for r in held if r.end <= said.at]
        if before and said.meaning in (Meaning.HOLDING, Meaning.REQUEST):
            openings.append((said.at, before[-1], said))
    openings.sort(key=lambda opening: opening[0])
    return tuple(_silence(chronicle, *opening) for opening in openings)


def _silence(chronicle: Chronicle, at: datetime, round_: Round, by: Said | None) -> Silence:
    closes_at, closed_by = _closing(chronicle, at)
    began = at if by is None or by.meaning is Meaning.HOLDING else _reply(chronicle, at)
    zone = chronicle.opportunity.employer.zone
    began_on = began.astimezone(zone).date() if began else None
    return Silence(round_, by, at, began_on, closes_at, closed_by)


def _reply(chronicle: Chronicle, at: datetime) -> datetime | None:
    """When the owner first wrote after that."""
    return next((wrote.at for wrote in chronicle.wrote if wrote.at > at), None)


def _closing(chronicle: Chronicle, at: datetime) -> tuple[datetime | None, str]:
    """The first thing after `at` that ends a silence."""
    ends = [(said.at, str(said.meaning)) for said in chronicle.said if said.answers]
    ends += [(talk.start, "interview") for talk in chronicle.talks]
    if chronicle.withdrawn_at:
        ends.append((chronicle.withdrawn_at, "withdrawn"))
    return min((end for end in ends if end[0] > at), default=(None, ""))


def nudges_of(chronicle: Chronicle, silence: Silence) -> tuple[Wrote, ...]:
    """Follow-ups and final attempts that left in it and arrived."""
    return tuple(
        wrote
        for wrote in chronicle.nudges
        if silence.holds(wrote.at) and not bounced(chronicle, wrote)
    )


def bounced(chronicle: Chronicle, wrote: Wrote) -> bool:
    return any(
        said.meaning is Meaning.BOUNCE
        and said.by == wrote.to
        and 0 <= (said.at - wrote.at).total_seconds() < 3600
        for said in chronicle.said
    )
