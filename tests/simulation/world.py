"""The run of a search: mail arrives, the owner acts on drafts, employers react to what is sent."""

import heapq
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from agent.cases.case import Step
from tests.simulation.letters import Mail, letter
from tests.simulation.mailbox import SimulatedMailbox
from tests.simulation.manners import has_place, in_office, owner_would
from tests.simulation.posting import bounce, message_id, posted
from tests.simulation.scheme import Promised, Reaction, Search, Talk, Turn
from tests.simulation.truth import MEANS, NUDGES, Chronicle, Said, Wrote
from tests.simulation.workdays import add

Deed = Callable[[], None]
OWN_STEPS = {"own_thanks": Step.THANK_YOU, "own_follow_up": Step.FOLLOW_UP}
AUTOMATIC = frozenset({"away_on", "away_until", "bounce"})
MACHINES = AUTOMATIC | {"receipt", "survey"}


class World(SimulatedMailbox):
    """Everything outside the agent, at a clock that jumps."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.search = search
        self.chronicles = [Chronicle(o) for o in search.opportunities]
        self._order = count()
        self._numbers = count(1)
        self._coming: list[tuple[datetime, int, Deed]] = []
        self._last: dict[int, Mail] = {}  # of each opportunity's thread
        self._last_theirs: dict[int, Mail] = {}
        for turn in (*search.noise, *(t for o in search.opportunities for t in o.turns)):
            self._plan(turn.at, partial(self._turn, turn))

    def next_at(self) -> datetime | None:
        return self._coming[0][0] if self._coming else None

    def advance(self, now: datetime) -> None:
        """Let everything happen that is due by `now`."""
        self.now = now
        while self._coming and self._coming[0][0] <= now:
            self.now, _, deed = heapq.heappop(self._coming)
            deed()
        self.now = now

    def _plan(self, at: datetime, deed: Deed) -> None:
        at = at.astimezone(UTC).replace(microsecond=0)
        heapq.heappush(self._coming, (at, next(self._order), deed))

    def _turn(self, turn: Turn) -> None:
        """Say what was drawn, unless it has no place any more."""
        if turn.opportunity is None:
            self._post(turn, None)
        elif turn.by is None:
            self._own_turn(turn, self.chronicles[turn.opportunity])
        elif has_place(turn, self.chronicles[turn.opportunity]):
            self._employers_turn(turn, self._last.get(turn.opportunity))

    def _employers_turn(self, turn: Turn, parent: Mail | None) -> None:
        assert turn.opportunity is not None
        number = turn.opportunity
        chronicle = self.chronicles[number]
        dead = {said.by for said in chronicle.said if said.act == "bounce"}
        if turn.by and turn.by.address in dead:  # whose mailbox is gone writes no more
            turn = replace(turn, by=chronicle.opportunity.employer.others[2])
        mail = self._post(turn, parent)
        guests = {p.address for i in turn.invites for p in (i.organizer, *i.talk.people)}
        human = not turn.by_system and turn.act not in MACHINES
        said = Said(
            at=self.now,
            act=turn.act,
            meaning=MEANS[turn.act],
            by=turn.by.address if human and turn.by else mail.address,
            message_id=mail.message_id,
            human=human,
            promised_on=turn.promised.on if turn.promised else None,
            silence_on=turn.silence,
            back_on=turn.back_on,
            shown=frozenset(guests | _shown(turn, mail, human=human)),
            no_feedback=mail.no_feedback,
            folder=turn.folder,
            times=_times(turn),
        )
        chronicle.said.append(said)
        if human:
            self._last[number] = self._last_theirs[number] = mail
        if turn.act == "request" and chronicle.opportunity.answers_requests:
            self._answer(turn, "own_papers")
        if mail.asks and not self._will_accept(turn):
            self._answer(turn, "own_accept")

    def _will_accept(self, asked: Turn) -> bool:
        """Whether it was drawn that the owner agrees to that time."""
        turns = self.search.opportunities[asked.opportunity or 0].turns
        return any(t.act == "own_accept" and t.talk == asked.talk for t in turns)

    def _answer(self, turn: Turn, act: str) -> None:
        """The owner does what is asked for, before the time that is asked about."""
        after = timedelta(hours=Random(turn.seed).uniform(2, 40))
        if act == "own_accept" and turn.talk:
            after = min(after, (turn.talk.start - self.now) / 2)
        sender_ = turn.by.address if turn.by else ""
        answer = replace(turn, act=act, by=None, to=sender_, reply=True, seed=turn.seed + 3)
        self._plan(self.now + after, lambda: self._turn(answer))

    def _own_turn(self, turn: Turn, chronicle: Chronicle) -> None:
        if not owner_would(turn, chronicle, self.now):
            return
        assert turn.opportunity is not None and turn.to is not None
        mail = self._post(turn, self._last_theirs.get(turn.opportunity), folder="Sent")
        self._last[turn.opportunity] = mail
        if turn.act == "own_withdraw":
            chronicle.withdrawn_at = self.now
        step = OWN_STEPS.get(turn.act)
        wrote = Wrote(self.now, turn.act, step, turn.to, mail.message_id, by_hand=True)
        self._wrote(turn.opportunity, wrote, mail)

    def _wrote(self, opportunity: int, wrote: Wrote, mail: Mail) -> None:
        chronicle = self.chronicles[opportunity]
        chronicle.wrote.append(wrote)
        if wrote.step is Step.THANK_YOU:
            reactions = chronicle.opportunity.to_thanks
            nth = sum(w.step is Step.THANK_YOU for w in chronicle.wrote)
        elif wrote.step in NUDGES:
            reactions, nth = chronicle.opportunity.to_nudges, len(chronicle.nudges)
        else:
            return
        if nth <= len(reactions) and reactions[nth - 1].act:
            self._react(opportunity, reactions[nth - 1], mail)

    def _react(self, opportunity: int, reaction: Reaction, mail: Mail) -> None:
        if reaction.act == "bounce":
            self._plan(self.now + reaction.after, lambda: self._bounce(opportunity, mail))
            return
        chronicle, since = self.chronicles[opportunity], self.now
        employer = chronicle.opportunity.employer
        everybody = (employer.recruiter, *employer.others)
        by = next((p for p in everybody if p.address == mail.to), None)
        if by is None:  # nobody of theirs: the oracles will tell
            return
        at = self.now + reaction.after
        if reaction.act not in AUTOMATIC:
            at = in_office(at, employer.zone, employer.country)
        day = at.astimezone(employer.zone).date()
        turn = Turn(
            at=at,
            act=reaction.act,
            seed=Random(f"{self.search.seed} {opportunity} {since}").randrange(1 << 30),
            opportunity=opportunity,
            by=by,
            promised=Promised(add(day, 6, employer.country), "day"),
            back_on=add(day, reaction.back_after_days, employer.country),
        )
        turn = turn if reaction.act == "holding_dated" else replace(turn, promised=None)
        turn = turn if reaction.act.startswith("away") else replace(turn, back_on=None)

        def deed() -> None:
            automatic = reaction.act in AUTOMATIC
            if automatic or (has_place(turn, chronicle) and not chronicle.answered_since(since)):
                self._employers_turn(turn, mail)

        self._plan(at, deed)

    def _bounce(self, opportunity: int, mail: Mail) -> None:
        own_id = message_id(self.search.seed, next(self._numbers), "mx.mailbox.example")
        self.deliver("INBOX", bounce(self.search, mail, self.now, own_id), self.now)
        said = Said(self.now, "bounce", MEANS["bounce"], mail.to, own_id, human=False)
        self.chronicles[opportunity].said.append(said)

    def _post(self, turn: Turn, parent: Mail | None, folder: str | None = None) -> Mail:
        at = self.now.astimezone(self._zone_of(turn))
        written = letter(self.search, turn, at, parent)
        domain = written.from_address.rpartition("@")[2]
        own_id = message_id(self.search.seed, next(self._numbers), domain)
        raw = posted(self.search, turn, written, at, own_id, parent)
        self.deliver(folder or turn.folder, raw, self.now)
        thread = (*parent.references, parent.message_id) if parent and turn.reply else ()
        return Mail(
            message_id=own_id,
            references=thread,
            subject=written.subject,
            name=written.from_name,
            address=written.from_address,
            to=written.to_address,
            at=at,
            text=written.text,
            no_feedback=written.no_feedback,
            asks=written.asks,
        )

    def _zone_of(self, turn: Turn) -> ZoneInfo:
        if turn.opportunity is None or turn.by is None:
            return self.search.zone
        return self.search.opportunities[turn.opportunity].employer.zone


def _times(turn: Turn) -> tuple[Talk, ...]:
    """What a reader should find in it."""
    if turn.slots or turn.talk is None or turn.act == "cancel_open":
        return turn.slots
    return (turn.talk,)


def _shown(turn: Turn, mail: Mail, *, human: bool) -> set[str]:
    """Addresses in the header to which one may answer."""
    if human and turn.by:
        return {turn.by.address}
    return {mail.address} if turn.act == "receipt" and not turn.by_system else set()
