"""What must hold in every world (failures.md §3), judged by what the servers were given.

Each oracle returns what broke it, in words. Only the last two look at our rows: whether each came
to its end, and whether they say what the servers know.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise

from agent.cases.case import EntryStatus, Mode, Step
from agent.cases.phase import Phase, phase
from agent.reading.mime import parse
from tests.cases.builders import BERLIN
from tests.mailworld.actors import Approved
from tests.mailworld.mailbox import Shown
from tests.mailworld.mails import ANNA, TOM, body, recipients
from tests.mailworld.play import MOST_PASSES, Run
from tests.mailworld.scheme import Act
from tests.mailworld.submission import Handed

LOOK_HOLDS = timedelta(seconds=30)
SECOND_LOOK = timedelta(minutes=2)
SLACK = timedelta(minutes=2)  # between the last look at the clock and the text
ONE_STEP = timedelta(days=5)  # the owner's wish is about one step; the next one is later
BETWEEN_QUESTIONS = timedelta(days=6)
HOLIDAYS = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14)}
LATEST_DAYS = 2
RESTORED = str(Act.RESTORES)


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule, broken in one world."""

    rule: str
    seed: int
    at: datetime
    words: str

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.at:%m-%d %H:%M:%S}: {self.rule}: {self.words}"


Said = Iterator[tuple[datetime, str]]


def at_most_once(run: Run) -> Said:
    """S1, S12: the same letter, or two questions to one person within days."""
    if _without_witness(run):
        return
    taken = [one for one in run.submission.handed if one.taken]
    for one, other in combinations(taken, 2):
        if one.letter.recipient != other.letter.recipient:
            continue
        if body(one.letter.raw) == body(other.letter.raw):
            yield other.at, f"again to {other.letter.recipient}"
        elif not _thanks(one, run) and other.at - one.at < BETWEEN_QUESTIONS:
            yield other.at, f"{other.letter.recipient} is asked again within days"


def _without_witness(run: Run) -> bool:
    """The provider keeps no copy of what has left, and the database is an old copy: nothing
    anywhere tells that it has left (A6).
    """
    return run.scheme.provider.copies_after_s is None and RESTORED in run.world.seen


def never_after_an_answer(run: Run) -> Said:
    """S2, S3: what any fresh connection showed when the last look began counts."""
    for one in run.submission.handed:
        began_at = one.look.began_at if one.look else one.at
        for shown in run.mailbox.shown:
            if shown.at <= began_at and _stands_against(shown, one, run):
                yield one.at, f"{shown.mail.raw!r} lay in {shown.folder} since {shown.at:%H:%M:%S}"


def _stands_against(shown: Shown, one: Handed, run: Run) -> bool:
    mail = shown.mail
    if mail.says is None:
        return True
    if mail.is_forged or _thanks(one, run):
        return mail.decides
    return mail.decides or (mail.answers and one.at - shown.at < ONE_STEP)


def only_after_a_whole_fresh_look(run: Run) -> Said:
    """S2, S3, B2: every folder, to its end, on a new connection, and no older than it may be."""
    for one in run.submission.handed:
        look = one.look
        if look is None or not look.complete:
            yield one.at, "not every folder was read"
        elif look.connected_at < look.began_at:
            yield one.at, "the last look was one through an old connection"
        elif one.at - look.began_at > LOOK_HOLDS:
            yield one.at, f"the last look was {one.at - look.began_at} old"


def written_down_before(run: Run) -> Said:
    """S4."""
    for one in run.submission.handed:
        if not one.durable:
            yield one.at, "no row `leaving`, or not these bytes, lay on the disk"


def doubt_stays(run: Run) -> Said:
    """S5: where no reply came, it is never handed over again."""
    if RESTORED in run.world.seen:
        return
    for one, other in combinations(run.submission.handed, 2):
        same = body(one.letter.raw) == body(other.letter.raw)
        if same and one.letter.recipient == other.letter.recipient and not one.replied:
            yield other.at, f"to {other.letter.recipient} again, though no reply had come"


def to_the_one_approved(run: Run) -> Said:
    """S6."""
    for one in run.submission.handed:
        to = one.letter.recipient
        if recipients(one.letter) != (to,):
            yield one.at, f"its header names {recipients(one.letter)}, its envelope {to}"
        if to not in (TOM.address, ANNA.address) or _wrong_person(one, run):
            yield one.at, f"to {to}"
        if run.scheme.mode is Mode.APPROVE and not _approvals(one, run):
            yield one.at, f"nobody approved of a letter to {to}"


def _wrong_person(one: Handed, run: Run) -> bool:
    return one.letter.recipient == TOM.address and Step.THANK_YOU not in run.scheme.steps


def as_it_was_approved(run: Run) -> Said:
    """S7, A16: the owner's text, and the same bytes at every try."""
    by_id: dict[str | None, bytes] = {}
    for one in run.submission.handed:
        raw = one.letter.raw
        again = by_id.setdefault(parse(raw).envelope.message_id, raw)
        if again != raw and RESTORED not in run.world.seen:
            yield one.at, "other bytes than at the first try"
        approved = _approvals(one, run)
        if approved and approved[-1].body != body(raw):
            yield one.at, "other words than the owner approved of"


def _approvals(one: Handed, run: Run) -> list[Approved]:
    """Of the draft that bore this Message-ID, by its recipient."""
    envelope = parse(one.letter.raw).envelope
    return [
        a
        for a in run.actors.approved
        if a.at < one.at
        and (a.message_id, a.recipient) == (envelope.message_id, one.letter.recipient)
    ]


def the_owner_wins(run: Run) -> Said:
    """S8: a pause to the last instant; what is said or done in the mailbox, with the last look."""
    for one in run.submission.handed:
        began_at = one.look.began_at if one.look else one.at
        listed_at = one.drafts_listed_at or one.at
        for veto in run.actors.vetoes:
            if veto.recipient not in (None, one.letter.recipient):
                continue
            if veto.until and veto.until <= one.at:
                continue
            if veto.what is Act.EDITS and veto.at <= _fixed_at(one, run):
                continue
            if veto.recipient and one.at - veto.at > ONE_STEP:
                continue
            in_drafts = veto.what in (Act.EDITS, Act.DELETES, Act.SENDS)
            seen_at = {Act.PAUSES: one.at}.get(veto.what, listed_at if in_drafts else began_at)
            if veto.at < seen_at:
                yield one.at, f"{veto.what} at {veto.at:%m-%d %H:%M:%S}"


def _fixed_at(one: Handed, run: Run) -> datetime:
    approvals = _approvals(one, run)
    return (approvals and approvals[-1].fixed_at) or one.at


def nothing_deleted_comes_back(run: Run) -> Said:
    """S8, E6."""
    for veto in run.actors.vetoes:
        for placed_at, lying in run.mailbox.placed:
            until = min(veto.until or placed_at, veto.at + ONE_STEP)
            again = veto.at < placed_at <= until
            to = parse(lying.raw).envelope.to[0].address
            if veto.what in (Act.DELETES, Act.SENDS) and again and to == veto.recipient:
                yield placed_at, f"a draft to {to} is made again"


def within_the_caps(run: Run) -> Said:
    """S10, L5."""
    if _without_witness(run):
        return
    taken = sorted((one for one in run.submission.handed if one.taken), key=lambda one: one.at)
    days = [one.at.astimezone(BERLIN).date() for one in taken]
    for day in {*days}:
        if days.count(day) > run.scheme.per_day:
            yield taken[days.index(day)].at, f"{days.count(day)} letters on one day"
    for address in (TOM.address, ANNA.address):
        to_them = [one.at for one in taken if one.letter.recipient == address]
        for before, after in pairwise(to_them):
            if after - before < timedelta(hours=24):
                yield after, f"two letters to {address} within a day"


def in_its_window(run: Run) -> Said:
    """S11: by day there, after the second look, and not days later than the owner wanted it."""
    for one in run.submission.handed:
        local = (one.at - SLACK).astimezone(BERLIN)
        thanks = _thanks(one, run)
        opens, closes = (time(7, 58), time(20)) if thanks else (time(8, 58), time(17))
        if not opens <= local.time() <= closes:
            yield one.at, f"at {local:%A %H:%M}"
        elif not thanks and not _is_business(local.date()):
            yield one.at, f"on {local:%A %d %B}"
        approvals = _approvals(one, run)
        if approvals and one.at < approvals[-1].at + SECOND_LOOK:
            yield one.at, "within two minutes of its approval"
        if approvals and local.date() > _latest(approvals[-1].at):
            yield one.at, f"approved on {approvals[-1].at:%d %B %H:%M}"
        if local.date() > _latest(run.scheme.talk) + timedelta(days=8) and thanks:
            yield one.at, "thanks after more than a week"


def _is_business(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def _latest(at: datetime) -> date:
    day, left = at.astimezone(BERLIN).date(), LATEST_DAYS
    while left:
        day += timedelta(days=1)
        left -= _is_business(day)
    return day


def everything_ends(run: Run) -> Said:
    """L1, L2: and each letter that was to leave ends in one way that the owner is told."""
    if run.passes >= MOST_PASSES:
        yield run.world.now, "it goes round in circles"
    for case in run.desk.store.cases():
        if phase(case, run.world.now, run.desk.policy) is not Phase.CLOSED:
            yield run.world.now, f"the case stands as {phase(case, run.world.now, run.desk.policy)}"
    asked = {q.message for q in run.desk.store.questions()}
    for entry in run.machine.entries():
        if entry.status in UNFINISHED:
            yield run.world.now, f"{entry.key.step} is still {entry.status}"
        if entry.status is EntryStatus.UNCERTAIN and entry.message_id not in asked:
            yield run.world.now, f"{entry.key.step} is uncertain, and nobody is asked"
        if entry.status in UNSENT and not (entry.reason and entry.because):
            yield run.world.now, f"{entry.key.step} is {entry.status} without a reason"
    yield from run.unheeded


UNFINISHED = {EntryStatus.INTENDED, EntryStatus.APPROVED, EntryStatus.LEAVING}
UNSENT = {
    EntryStatus.DECLINED,
    EntryStatus.WITHDRAWN,
    EntryStatus.SKIPPED,
    EntryStatus.REFUSED,
    EntryStatus.UNCERTAIN,
}


def nothing_is_lost(run: Run) -> Said:
    """L2: where nothing goes wrong and nobody answers, each step that is due leaves, once."""
    if not run.scheme.quiet:
        return
    steps = run.scheme.steps
    thanks = (1 + run.scheme.both_talk) * (Step.THANK_YOU in steps)
    expected = thanks + len(steps & {Step.FOLLOW_UP, Step.FINAL_ATTEMPT})
    taken = [one.at for one in run.submission.handed if one.taken]
    if len(taken) != expected:
        yield run.world.now, f"{len(taken)} letters left, {expected} were due"


def rows_say_what_happened(run: Run) -> Said:
    """A letter that is called sent has been taken; one that was taken is not called unsent."""
    if RESTORED in run.world.seen:
        return
    taken = {
        parse(one.letter.raw).envelope.message_id for one in run.submission.handed if one.taken
    }
    for entry in run.machine.entries():
        if entry.sent_by_us and entry.message_id not in taken:
            yield run.world.now, f"{entry.key.step} is called sent, and was not taken"
        known = {EntryStatus.SENT, EntryStatus.UNCERTAIN}
        if entry.message_id in taken and entry.status not in known:
            yield run.world.now, f"{entry.key.step} was taken, and is called {entry.status}"


def _thanks(one: Handed, run: Run) -> bool:
    """Anna is thanked, too, where she was at the talk; later she is asked."""
    soon = one.at - run.scheme.talk < timedelta(days=6)
    return one.letter.recipient == TOM.address or (run.scheme.both_talk and soon)


Oracle = Callable[[Run], Said]
ORACLES: dict[str, Oracle] = {
    "S1 at most once": at_most_once,
    "S2 never after an answer": never_after_an_answer,
    "S3 only after a whole fresh look": only_after_a_whole_fresh_look,
    "S4 written down before": written_down_before,
    "S5 doubt stays": doubt_stays,
    "S6 to the one approved": to_the_one_approved,
    "S7 as it was approved": as_it_was_approved,
    "S8 the owner wins": the_owner_wins,
    "S8 nothing deleted comes back": nothing_deleted_comes_back,
    "S10 within the caps": within_the_caps,
    "S11 in its window": in_its_window,
    "L2 everything ends": everything_ends,
    "L2 nothing is lost": nothing_is_lost,
    "H2 rows say what happened": rows_say_what_happened,
}


def judge(run: Run) -> list[Broken]:
    """All that is broken in this world."""
    return [
        Broken(rule, run.scheme.seed, at, words)
        for rule, oracle in ORACLES.items()
        for at, words in oracle(run)
    ]
