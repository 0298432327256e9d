"""The agent without one of its safeguards (failures.md §7.5): oracles that miss it prove nothing.

Each mutant changes what the agent works with, or replaces one function of a job while it is on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from agent import departure, drafts, outbox
from agent.cases import leaving, sent
from agent.cases.case import Case, Entry, EntryStatus
from agent.cases.plan import Plan, nothing
from agent.cases.reasons import Reason
from agent.cases.wording import why
from agent.errors import Temporary, Uncertain
from agent.intake import Intake, take_in
from agent.ports import Cursor, DeadLetter, Desk, Drafts, Folder, Outgoing
from agent.reading.facts import Reading
from tests.mailworld.play import Change, as_it_is

LONG = timedelta(days=365)


class _Around:
    """Whatever it stands around, but for what a mutant does otherwise."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _MarksAfterwards(_Around):
    def update(self, entry: Entry) -> None:
        if entry.status is not EntryStatus.LEAVING:
            self._inner.update(entry)


class _TriesAgain(_Around):
    def send(self, letter: Outgoing, begin: Callable[[], None]) -> str:
        try:
            words: str = self._inner.send(letter, begin)
        except Uncertain as error:
            raise Temporary(str(error)) from error
        return words


class _SameConnection(_Around):
    def afresh(self) -> None:
        """It goes on with the connection that it has."""


class _InboxOnly(_Around):
    def folders(self) -> tuple[Folder, ...]:
        return tuple(one for one in self._inner.folders() if one.name in ("INBOX", "Sent"))


class _WatermarkFirst(_Around):
    def take_in(
        self,
        cursor: Cursor,
        readings: Sequence[Reading],
        dead: Sequence[DeadLetter],
        now: datetime,
        *,
        uids: Sequence[int] = (),
    ) -> tuple[Reading, ...]:
        self._inner.take_in(cursor, (), (), now)
        new: tuple[Reading, ...] = self._inner.take_in(cursor, readings, dead, now, uids=uids)
        return new


def _with_sender(around: Callable[[Any], Any]) -> Change:
    return lambda desk: replace(desk, sender=around(desk.sender))


def _with_mailbox(around: Callable[[Any], Any]) -> Change:
    return lambda desk: replace(desk, mailbox=around(desk.mailbox))


def _with_store(around: Callable[[Any], Any]) -> Change:
    return lambda desk: replace(desk, store=around(desk.store))


def _never_halted(desk: Desk) -> Desk:
    return replace(desk, halted=lambda _: False)


def _open(desk: Desk, now: datetime, *, since: datetime) -> Intake:
    """The last look fails, and it goes on."""
    try:
        return take_in(desk, now, since=since)
    except Temporary:
        return Intake((), ())


_letter = departure._letter


def _to_reply_to(desk: Desk, entry: Entry) -> Outgoing:
    asked = [r.envelope.reply_to[0].address for r in desk.store.readings() if r.envelope.reply_to]
    letter = _letter(desk, entry)
    return replace(letter, recipient=asked[-1]) if asked else letter


_judge = drafts.judge


def _made_again(entry: Entry, there: Drafts, now: datetime) -> Entry:
    seen = _judge(entry, there, now)
    if seen.status is EntryStatus.DECLINED:
        return replace(seen, status=EntryStatus.INTENDED, at=entry.at, missed_at=now)
    return seen


_one = leaving._one


def _forgotten_doubt(case: Case, entry: Entry, *rest: Any) -> Plan | None:
    now: datetime = rest[-1]
    if entry.status is EntryStatus.UNCERTAIN:
        expires_at = entry.at + timedelta(minutes=50)
        if now < expires_at:
            return nothing(why(Reason.UNCERTAIN), expires_at)
        entry = replace(entry, status=EntryStatus.APPROVED)
    return _one(case, entry, *rest)


def _no_look(*_: object) -> None:
    """Nothing stands against it."""


def _at_any_hour(_case: Case, _entry: Entry, _policy: object, now: datetime) -> datetime:
    return now


def _uncapped(_key: object, _entries: object, _policy: object, now: datetime) -> datetime:
    return now


def _as_stored(_desk: Desk, cases: Sequence[Case]) -> Iterable[Case]:
    return cases


_leave, _held_by = departure.leave, departure._held_by


def _by_the_pass(desk: Desk, case: Case, entry: Entry, now: datetime) -> Entry:
    """What came since the pass began is taken for something that is still to come."""

    def held_by(desk: Desk, case: Case, entry: Entry, _: datetime) -> timedelta | None:
        with patch.object(departure, "max", lambda *_: now, create=True):
            return _held_by(desk, case, entry, now)

    with patch.object(departure, "_held_by", held_by):
        return _leave(desk, case, entry, now)


def _never(*_: object) -> bool:
    return False


def _other_words(letter: Outgoing) -> Outgoing:
    return replace(letter, raw=letter.raw + b"P.S.\r\n")


class _AddsWords(_Around):
    def send(self, letter: Outgoing, begin: Callable[[], None]) -> str:
        words: str = self._inner.send(_other_words(letter), begin)
        return words


Patches = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A safeguard taken out, and the oracle that sees what harm comes of it."""

    name: str
    rule: str
    change: Change = as_it_is
    patches: Patches = nullcontext
    seen_in: int = 0  # a world in which it was caught

    @contextmanager
    def on(self) -> Iterator[Change]:
        with self.patches():
            yield self.change


def _replaced(module: object, name: str, value: object) -> Patches:
    return lambda: patch.object(module, name, value)


ONCE, ANSWER, LOOK = (
    "S1 at most once",
    "S2 never after an answer",
    "S3 only after a whole fresh look",
)
OWNER, WINDOW = "S8 the owner wins", "S11 in its window"
MUTANTS = (
    Mutant("send, then mark", ONCE, _with_store(_MarksAfterwards)),
    Mutant("try again where no reply came", ONCE, _with_sender(_TriesAgain)),
    Mutant("the look fails: send", LOOK, patches=_replaced(departure, "take_in", _open)),
    Mutant("look through the old connection", ANSWER, _with_mailbox(_SameConnection)),
    Mutant("look into INBOX and Sent only", ANSWER, _with_mailbox(_InboxOnly)),
    Mutant("move the watermark first", ANSWER, _with_store(_WatermarkFirst)),
    Mutant("no last look", ANSWER, patches=_replaced(departure, "_held_by", _no_look)),
    Mutant(
        "decide by the clock of the pass", ANSWER, patches=_replaced(outbox, "leave", _by_the_pass)
    ),
    Mutant("any age of the look", LOOK, patches=_replaced(departure, "LOOK_HOLDS", LONG)),
    Mutant(
        "write to Reply-To",
        "S6 to the one approved",
        patches=_replaced(departure, "_letter", _to_reply_to),
    ),
    Mutant(
        "make a deleted draft again",
        "S8 nothing deleted comes back",
        patches=_replaced(drafts, "judge", _made_again),
    ),
    Mutant("never too late", WINDOW, patches=_replaced(leaving, "LATEST_DAYS", 300)),
    Mutant(
        "forget a doubt after an hour", ONCE, patches=_replaced(leaving, "_one", _forgotten_doubt)
    ),
    Mutant("rows as the case was stored", ONCE, patches=_replaced(outbox, "_afresh", _as_stored)),
    Mutant(
        "no second look", WINDOW, patches=_replaced(departure, "SECOND_LOOK_AFTER", timedelta(0))
    ),
    Mutant("go on after a pause", OWNER, _never_halted),
    Mutant("at any hour", WINDOW, patches=_replaced(leaving, "_opening", _at_any_hour)),
    Mutant(
        "no caps", "S10 within the caps", patches=_replaced(departure, "may_leave_at", _uncapped)
    ),
    Mutant(
        "a copy under another id is the owner's letter",
        "L2 nothing is lost",
        patches=_replaced(sent, "_is_copy", _never),
    ),
    Mutant("other bytes than were fixed", "S7 as it was approved", _with_sender(_AddsWords)),
)
