"""A seed → a search: who applies where, what would be said and when. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from tests.simulation.cast import Owner, cast, draw_employer, draw_owner
from tests.simulation.course import Course
from tests.simulation.scheme import Opportunity, Search, Turn

FIRST_DAY, DAYS = date(2025, 1, 6), 640
NOISE = ("newsletter", "alert", "shop", "private")
A_YEAR = timedelta(days=366)


def search(seed: int) -> Search:
    """The search of that seed, always the same."""
    rng = Random(seed)
    owner = draw_owner(rng)
    begins = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    opportunities = _opportunities(rng, owner, begins)
    noise = tuple(sorted(_noise(rng, owner, begins), key=lambda turn: turn.at))
    last = max([t.at for o in opportunities for t in o.turns] + [t.at for t in noise])
    return Search(seed, owner, opportunities, noise, last.astimezone(UTC) + A_YEAR)


def _opportunities(rng: Random, owner: Owner, begins: date) -> tuple[Opportunity, ...]:
    count = rng.choices([1, 2, 3], [62, 29, 9])[0]
    taken: set[str] = set()
    employers = [draw_employer(rng, owner, taken)]
    while len(employers) < count:
        again = rng.random() < 0.15
        employers.append(employers[0] if again else draw_employer(rng, owner, taken))
    found: list[Opportunity] = []
    for number, employer in enumerate(employers):
        shared = sum(other.domain == employer.domain for other in employers) > 1
        used = {o.role for o in found}
        role = rng.choice([r for r in cast()["roles"][employer.language] if _unlike(r, used)])
        starts = begins + timedelta(days=rng.randrange(15))
        found.append(Course(rng, owner, employer, role, number, starts, shared=shared).draw())
    return tuple(found)


def _unlike(role: str, used: set[str]) -> bool:
    """Two jobs whose titles share a word are hard to tell apart for people too."""
    words = set(role.lower().split())
    return not any(words & set(other.lower().split()) for other in used)


def _noise(rng: Random, owner: Owner, begins: date) -> list[Turn]:
    count = rng.choices([0, 1, 2, 3], [40, 35, 15, 10])[0]
    return [
        Turn(
            at=at_clock(rng, begins + timedelta(days=rng.randrange(30)), owner),
            act=rng.choice(NOISE),
            seed=rng.randrange(1 << 30),
            reply=False,
        )
        for _ in range(count)
    ]


def at_clock(rng: Random, day: date, owner: Owner) -> datetime:
    clock = time(rng.randrange(6, 22), rng.randrange(60), rng.randrange(60))
    return datetime.combine(day, clock, tzinfo=owner.zone)
