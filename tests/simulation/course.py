"""The course of one opportunity as it is drawn: receipt, rounds, and what comes after them."""

from datetime import date, datetime, time, timedelta
from random import Random

from tests.simulation.cast import Channel, Employer, Owner
from tests.simulation.rounds import Rounds
from tests.simulation.scheme import Opportunity, Promised, Reaction, Talk, Turn
from tests.simulation.workdays import add

DECISIONS = ("reject", "offer", "filled", "frozen")
DECIDES = ("reject", "reject", "reject", "offer", "filled")
OUTCOMES = {  # acts after the last round, with the business days between them
    "early no": ((1, 4, "reject"),),
    "early yes": ((1, 4, "offer"),),
    "late no": ((7, 16, "reject"),),
    "late yes": ((7, 16, "offer"),),
    "never": (),
    "closed": ((2, 10, "filled"),),
    "frozen": ((2, 10, "frozen"),),
    "holding": ((2, 9, "holding_open"),),
    "holding dated": ((2, 6, "holding_dated"),),
    "holding, then": ((2, 8, "holding_open"), (4, 14, "decide")),
    "holding dated, then": ((2, 6, "holding_dated"), (5, 12, "decide")),
    "holding twice": ((2, 6, "holding_open"), (5, 9, "holding_dated"), (5, 12, "decide")),
    "papers": ((1, 5, "request"),),
    "papers, then": ((1, 5, "request"), (4, 12, "decide")),
    "twice": ((2, 6, "reject"), (0, 1, "reject")),
}
WEIGHTS = (8, 4, 7, 4, 34, 3, 3, 7, 6, 6, 6, 3, 3, 4, 2)
REACTS_TO_THANKS = {"": 66, "courtesy": 16, "away_on": 8, "away_until": 5, "bounce": 2}
REACTS_TO_NUDGES = {
    "": 52,
    "away_on": 9,
    "away_until": 5,
    "bounce": 6,
    "holding_open": 8,
    "holding_dated": 6,
    "reject": 9,
    "offer": 4,
    "filled": 1,
}
AFTER_A_TALK = {"": 80, "promise_after": 12, "silence_means_no": 4, "no_contact": 3}


class Course(Rounds):
    """Draws one opportunity; `draw` may be called once."""

    def __init__(
        self,
        rng: Random,
        owner: Owner,
        employer: Employer,
        role: str,
        number: int,
        begins: date,
        *,
        shared: bool,
    ) -> None:
        super().__init__(rng, owner, employer, number, begins)
        self.role = role
        self.shared = shared

    def draw(self) -> Opportunity:
        rng = self.rng
        if rng.random() < 0.55:
            self.say("receipt", by_system=self.has_system, reply=False)
        rounds = rng.choices([0, 1, 2, 3], [4, 62, 26, 8])[0]
        stands = rounds > 0
        for number in range(rounds):
            stands = stands and self.round(number)
            if stands:
                self._after_round(last=number == rounds - 1)
        if rounds == 0:
            self._decide(rng.choice(("reject", "filled", "reject")))
        return self._finished()

    def _finished(self) -> Opportunity:
        rng = self.rng
        self._owner_by_hand()
        return Opportunity(
            number=self.number,
            employer=self.employer,
            role=self.role,
            turns=tuple(sorted(self.turns, key=lambda turn: turn.at)),
            talks=tuple(self.talks),
            to_thanks=tuple(self._reaction(REACTS_TO_THANKS) for _ in range(4)),
            to_nudges=tuple(self._reaction(REACTS_TO_NUDGES) for _ in range(5)),
            shared=self.shared,
            answers_requests=rng.random() < 0.85,
        )

    def _after_round(self, *, last: bool) -> None:
        rng, day = self.rng, self.now.date()
        said = rng.choices(list(AFTER_A_TALK), list(AFTER_A_TALK.values()))[0]
        if said:
            self.now += timedelta(minutes=rng.randrange(40, 240))
            promised = self.promised(day) if said == "promise_after" else None
            silence = day + timedelta(days=rng.randrange(10, 22))
            self.say(
                said,
                promised=promised,
                silence=silence if said == "silence_means_no" else None,
                reply=False,
                by_system=self.employer.channel is Channel.SILENT,
            )
        if self.has_system and rng.random() < 0.12:
            self.now += timedelta(hours=rng.randrange(1, 20))
            self.say("survey", reply=False, by_system=True)
        if not last:
            self.pause(1, 7)
            return
        for fewest, most, act in OUTCOMES[rng.choices(list(OUTCOMES), WEIGHTS)[0]]:
            self.pause(fewest, most)
            self._decide(rng.choice(DECIDES) if act == "decide" else act)

    def _decide(self, act: str) -> None:
        """An answer by whoever of them answers, in the thread or in a new one."""
        rng = self.rng
        by_system = self.has_system and (
            self.employer.channel is Channel.SILENT
            or (act in DECISIONS and self.employer.channel is Channel.SYSTEM)
        )
        other = rng.random() < 0.15 and self.employer.channel in (Channel.OWN, Channel.SYSTEM)
        self.pause(0, 1)
        self.say(
            act,
            by=self.employer.others[2] if other else self.employer.recruiter,
            promised=self.promised(self.now.date()) if act == "holding_dated" else None,
            reply=not by_system and rng.random() < 0.6,
            by_system=by_system,
            folder="Trash" if act == "reject" and rng.random() < 0.05 else self.some_folder(),
        )

    def promised(self, day: date) -> Promised:
        rng = self.rng
        friday = day + timedelta(days=4 - day.weekday() + 7)
        in_days = add(day, rng.randrange(3, 9), self.employer.country)
        return rng.choice(
            (
                Promised(in_days, "day"),
                Promised(in_days, "day"),
                Promised(friday, "next_week"),
                Promised(day + timedelta(days=14), "fortnight"),
            )
        )

    def _reaction(self, weights: dict[str, int]) -> Reaction:
        rng = self.rng
        act = rng.choices(list(weights), list(weights.values()))[0]
        at_once = act in ("bounce", "away_on", "away_until")
        hours = rng.uniform(0.01, 0.05) if at_once else rng.uniform(2, 90)
        return Reaction(act, timedelta(hours=hours), rng.randrange(2, 13))

    def _owner_by_hand(self) -> None:
        """Now and then the owner writes without us, or withdraws."""
        rng = self.rng
        for talk in self.talks:
            if rng.random() < 0.08:
                at = talk.end + timedelta(hours=rng.uniform(0.3, 20))
                self.own("own_thanks", at, self._met(talk), talk)
        if self.talks and rng.random() < 0.08:
            at = self._office(self.talks[-1].end, rng.randrange(2, 9))
            self.own("own_follow_up", at, self.employer.recruiter.address, self.talks[-1])
        if rng.random() < 0.04 and self.turns:
            first, last = self.turns[0].at, self.now + timedelta(days=5)
            at = first + (last - first) * rng.random() + timedelta(minutes=7)
            self.own("own_withdraw", at, self.employer.recruiter.address, None)

    def _met(self, talk: Talk) -> str:
        """To whom the owner would write: somebody of the talk whose address they know."""
        seen = [p for p in talk.people if p.address in self.seen]
        return seen[0].address if seen else self.employer.recruiter.address

    def _office(self, after: datetime, days: int) -> datetime:
        day = add(after.date(), days, self.employer.country)
        clock = time(self.rng.randrange(8, 18), self.rng.randrange(60))
        return datetime.combine(day, clock, tzinfo=self.employer.zone)

    def own(self, act: str, at: datetime, to: str, talk: Talk | None) -> None:
        turn = Turn(
            at=at.replace(microsecond=0),
            act=act,
            seed=self.rng.randrange(1 << 30),
            opportunity=self.number,
            to=to,
            talk=talk,
            reply=act == "own_withdraw" or self.rng.random() < 0.6,
        )
        self.turns.append(turn)
