"""One round of interviews as it is drawn: invited, agreed, moved, called off, or held."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from tests.simulation.cast import Channel, Employer, Owner, Person
from tests.simulation.scheme import Invite, Promised, Style, Talk, Turn
from tests.simulation.workdays import add, is_workday

STARTS = (time(9), time(9, 30), time(10), time(11), time(13), time(14), time(14, 30), time(16))
LENGTHS = (30, 45, 60, 60, 90)
FOLDERS = ("INBOX",) * 9 + ("Jobs",)


class Rounds:
    """Collects the turns of one opportunity; `now` is the instant up to which it is drawn."""

    def __init__(
        self, rng: Random, owner: Owner, employer: Employer, number: int, begins: date
    ) -> None:
        self.rng = rng
        self.owner = owner
        self.employer = employer
        self.number = number
        self.now = datetime.combine(begins, time(10), tzinfo=employer.zone)
        self.turns: list[Turn] = []
        self.talks: list[Talk] = []
        self.seen: set[str] = set()  # addresses that stood in a header or a calendar part
        self.pause(0, 2)

    @property
    def has_system(self) -> bool:
        return self.employer.channel in (Channel.SYSTEM, Channel.SILENT)

    def round(self, number: int) -> bool:
        """One round up to its end; False if it was called off for good."""
        self.pause(2, 6)
        mode = self._mode()
        people = self._people(mode)
        talk = self._talk(number, people, self._day(4, 9))
        match mode:
            case "calendar":
                invites = self._invite_by_calendar(talk)
            case "slots":
                talk, invites = self._invite_by_slots(talk), ()
            case _:
                invites = self._invite_by_text(talk)
        moved = self._changed(talk, invites)
        if moved is None:
            return False
        sessions = [*([i.talk for i in invites[1:]] if moved is talk else []), moved]
        self._remind(moved)
        self.talks += sorted(sessions, key=lambda session: session.end)
        self.now = max(session.end for session in sessions)
        return True

    def _mode(self) -> str:
        if self.employer.zone != self.owner.zone:
            return "calendar"
        if self.employer.channel is Channel.SILENT:
            return "text"
        by_calendar = 0.0 if self.employer.channel is Channel.RELAY else 0.4
        return self.rng.choices(["calendar", "text", "slots"], [by_calendar, 0.35, 0.25])[0]

    def _people(self, mode: str) -> tuple[Person, ...]:
        others = self.rng.sample(self.employer.others[:2], self.rng.choice((1, 1, 2)))
        alone = self.rng.random() < 0.35 and self.employer.channel is not Channel.AGENCY
        if alone:
            return (self.employer.recruiter,)
        joins = mode != "slots" and self.rng.random() < 0.2
        joins = joins and self.employer.channel is not Channel.AGENCY
        return (self.employer.recruiter, *others) if joins else tuple(others)

    def _talk(self, number: int, people: tuple[Person, ...], day: date) -> Talk:
        start = datetime.combine(day, self.rng.choice(STARTS), tzinfo=self.employer.zone)
        return Talk(number, start, start + timedelta(minutes=self.rng.choice(LENGTHS)), people)

    def _day(self, fewest: int, most: int) -> date:
        return add(self.now.date(), self.rng.randrange(fewest, most), self.employer.country)

    def _act(self, first: str, later: str) -> str:
        return later if self.talks else first

    def _invite_by_text(self, talk: Talk) -> tuple[Invite, ...]:
        silent = self.employer.channel is Channel.SILENT
        act = self._act("invite_text", "next_text")
        self.say(act, talk=talk, reply=self._continues(), by_system=silent)
        if not silent and self.rng.random() < 0.75:
            self._owner_answers("own_accept", talk)
            if self.rng.random() < 0.45:
                self._confirm(talk)
        return ()

    def _invite_by_slots(self, talk: Talk) -> Talk:
        others = (self._talk(talk.round, talk.people, self._day(4, 9)) for _ in range(2))
        slots = [talk, *(replace(o, end=o.start + (talk.end - talk.start)) for o in others)]
        offered = {slot.start: slot for slot in sorted(slots, key=lambda slot: slot.start)}
        choices = tuple(offered.values())
        act = self._act("invite_slots", "next_slots")
        self.say(act, talk=talk, slots=choices, reply=self._continues())
        picked = self.rng.choice(choices)
        self._owner_answers("own_pick", picked)
        if self.rng.random() < 0.85:
            self._confirm(picked)
        return picked

    def _invite_by_calendar(self, talk: Talk) -> tuple[Invite, ...]:
        sessions = [talk]
        if self.rng.random() < 0.12:
            starts = talk.end + timedelta(minutes=15)
            second = Talk(talk.round, starts, starts + timedelta(minutes=45), self._second(talk))
            sessions.append(second)
        style = self._style()
        invites = []
        for session in sessions:
            invite = self._invite(session, style)
            act = self._act("invite_calendar", "next_calendar")
            reply = self._continues()
            self.say(act, talk=session, invites=(invite,), reply=reply)
            self.now += timedelta(minutes=2)
            invites.append(invite)
        if self.rng.random() < 0.3:
            self._owner_answers("own_accept", talk)
        return tuple(invites)

    def _second(self, talk: Talk) -> tuple[Person, ...]:
        free = [p for p in self.employer.others[:2] if p not in talk.people]
        return (free[0],) if free else (self.employer.others[0],)

    def _style(self) -> Style:
        if self.employer.zone != self.owner.zone:
            return Style.IANA
        return self.rng.choices(list(Style), [60, 25, 15])[0]

    def _invite(self, talk: Talk, style: Style) -> Invite:
        uid = f"{self.rng.getrandbits(80):020x}@{self.employer.domain}"
        organizer = self.employer.recruiter
        self.seen |= {p.address for p in talk.people}
        return Invite("REQUEST", uid, 0, talk, organizer, style)

    def _continues(self) -> bool:
        """Whether a round after the first is spoken of in the old thread."""
        return bool(self.talks) and self.rng.random() < 0.5

    def _confirm(self, talk: Talk) -> None:
        self.now += timedelta(minutes=self.rng.randrange(20, 200))
        self._in_office(before=talk.start)
        self.say("confirm", talk=talk)

    def _in_office(self, *, before: datetime) -> None:
        """Employers write on business days, by day; sooner only if it would be too late."""
        day, clock = self.now.date(), self.now.time()
        if clock > time(18) or not is_workday(day, self.employer.country):
            day = add(day, 1, self.employer.country)
        elif clock >= time(8):
            return
        at = datetime.combine(day, time(self.rng.randrange(8, 12), 12), tzinfo=self.employer.zone)
        self.now = at if at < before - timedelta(hours=1) else self.now

    def _owner_answers(self, act: str, talk: Talk) -> None:
        self.now += timedelta(minutes=self.rng.randrange(15, 1200))
        self.turns.append(
            Turn(
                at=self.now.replace(microsecond=0),
                act=act,
                seed=self.rng.randrange(1 << 30),
                opportunity=self.number,
                to=self.employer.recruiter.address,
                talk=talk,
            )
        )

    def _changed(self, talk: Talk, invites: tuple[Invite, ...]) -> Talk | None:
        """The talk as it stands in the end; None if it does not take place."""
        drawn = self.rng.random()
        silent = self.employer.channel is Channel.SILENT
        if drawn < 0.15:
            return self._moved(talk, invites, by_system=silent)
        if drawn < 0.22 and len(invites) < 2:
            return self._called_off(talk, invites, by_system=silent)
        return talk

    def _new_time(self, talk: Talk) -> Talk:
        day = add(talk.start.date(), self.rng.randrange(1, 6), self.employer.country)
        start = datetime.combine(day, self.rng.choice(STARTS), tzinfo=self.employer.zone)
        return replace(talk, start=start, end=start + (talk.end - talk.start))

    def _moved(self, talk: Talk, invites: tuple[Invite, ...], *, by_system: bool) -> Talk:
        new = self._new_time(talk)
        self.now += (talk.start - self.now) * self.rng.uniform(0.2, 0.9)
        self._in_office(before=talk.start)
        if len(invites) > 1:
            return talk
        if not invites or self.rng.random() < 0.15:
            act = self.rng.choice(("move_text", "move_text", "cancel_new"))
            self.say(act, talk=new, old=talk, by_system=by_system)
        elif self.rng.random() < 0.6:
            later = replace(invites[0], sequence=1, talk=new)
            self.say("move_calendar", talk=new, old=talk, invites=(later,), reply=False)
        else:
            gone = replace(invites[0], method="CANCEL", sequence=1)
            self.say("cancel_open", talk=talk, old=talk, invites=(gone,))
            self.now += timedelta(minutes=self.rng.randrange(3, 90))
            self.say("move_calendar", talk=new, invites=(self._invite(new, gone.style),))
        return new

    def _called_off(
        self, talk: Talk, invites: tuple[Invite, ...], *, by_system: bool
    ) -> Talk | None:
        self.now += (talk.start - self.now) * self.rng.uniform(0.3, 0.95)
        self._in_office(before=talk.start)
        gone = tuple(replace(i, method="CANCEL", sequence=1) for i in invites)
        with_part = gone if self.rng.random() < 0.8 else ()
        self.say("cancel_open", talk=talk, old=talk, invites=with_part, by_system=by_system)
        if self.rng.random() < 0.5:
            return None
        self.pause(1, 5)
        new = replace(talk, start=self.now, end=self.now)
        day = self._day(3, 7)
        start = datetime.combine(day, self.rng.choice(STARTS), tzinfo=self.employer.zone)
        new = replace(new, start=start, end=start + (talk.end - talk.start))
        invites = (self._invite(new, invites[0].style),) if invites else ()
        self.say("new_date", talk=new, invites=invites, by_system=by_system)
        return new

    def _remind(self, talk: Talk) -> None:
        at = talk.start - timedelta(hours=self.rng.randrange(18, 26))
        if self.rng.random() < 0.15 and at > self.now:
            self.now = at
            self.say("reminder", talk=talk, by_system=self.has_system, reply=not self.has_system)

    def pause(self, fewest: int, most: int) -> None:
        """Go on to office hours of a business day, so many after now."""
        days = self.rng.randrange(fewest, most + 1)
        day = add(self.now.date(), days, self.employer.country) if days else self.now.date()
        clock = time(self.rng.randrange(8, 18), self.rng.randrange(60), self.rng.randrange(60))
        at = datetime.combine(day, clock, tzinfo=self.employer.zone)
        self.now = max(at, self.now + timedelta(minutes=self.rng.randrange(20, 50)))

    def some_folder(self) -> str:
        return self.rng.choice(FOLDERS)

    def say(
        self,
        act: str,
        *,
        by: Person | None = None,
        talk: Talk | None = None,
        old: Talk | None = None,
        slots: Sequence[Talk] = (),
        promised: Promised | None = None,
        silence: date | None = None,
        invites: tuple[Invite, ...] = (),
        reply: bool = True,
        by_system: bool = False,
        folder: str = "INBOX",
    ) -> None:
        """The employer's side writes, now."""
        by = by or self.employer.recruiter
        if not by_system:
            self.seen.add(by.address)
        self.turns.append(
            Turn(
                at=self.now.replace(microsecond=0),
                act=act,
                seed=self.rng.randrange(1 << 30),
                opportunity=self.number,
                by=by,
                talk=talk,
                old=old,
                slots=tuple(slots),
                promised=promised,
                silence=silence,
                invites=invites,
                reply=reply and not by_system,
                by_system=by_system,
                folder=folder,
            )
        )
