"""When the owner is asked by mail how an interview went, so that the thank-you can name it. Pure.

A prompt is no `Question`: nothing is held until it is answered, and only a note can come of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.cases.case import Case, EntryStatus, Round, Step
from agent.cases.notes import notes_of
from agent.cases.phase import ending
from agent.cases.policy import Policy
from agent.cases.recipients import thanks
from agent.cases.thank_you import is_done
from agent.cases.unwanted import thanks_unwanted
from agent.cases.windows import instant, why_unseen

ASK_AFTER = timedelta(minutes=30)  # the end of the interview
NIGHT_BEGINS, NIGHT_ENDS, MORNING = time(22), time(7), time(8)  # owner's zone


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question mail that was put into the owner's INBOX, or may have been."""

    case: str
    round: str
    on: date | None  # the day of the interview
    message_id: str  # random: who answers it has seen the mail
    at: datetime  # when it was made, aware
    text: str  # our own words
    closed_at: datetime | None = None  # when the owner said that there is nothing to mention

    def is_open(self, policy: Policy, now: datetime) -> bool:
        """Whether a reply still counts."""
        return self.closed_at is None and now < self.open_until(policy)

    def open_until(self, policy: Policy) -> datetime:
        """As long as a thank-you could be written."""
        return self.at + policy.thank_you.expires


@dataclass(frozen=True, slots=True)
class Prompting:
    """The rounds to ask about now, and when to look again."""

    rounds: tuple[Round, ...]
    wake_at: datetime | None


def prompting(case: Case, asked: Sequence[Prompt], policy: Policy, now: datetime) -> Prompting:
    """What to ask the owner about this case, given all that was `asked` ever."""
    if not policy.question_mails or Step.THANK_YOU not in policy.steps:
        return Prompting((), None)
    if case.held_since or ending(case, now, policy):
        return Prompting((), None)
    due = [
        (_by_day(max(round_.end + ASK_AFTER, now), policy.zone), round_)
        for round_ in case.rounds
        if round_.end and _is_wanted(case, round_, round_.end, policy, now)
        if not _was_asked(case, round_, asked)
    ]
    later = [at for at, _ in due if at > now]
    return Prompting(tuple(r for at, r in due if at <= now), min(later, default=None))


def _is_wanted(case: Case, round_: Round, end: datetime, policy: Policy, now: datetime) -> bool:
    """Whether the talk stands, nothing is noted yet, and a note would find its way into a
    thank-you. After a day nobody is asked any more."""
    stands = not round_.cancelled and round_.held is not False
    fresh = now < end + policy.thank_you.within
    seen = why_unseen(_by_day(end + ASK_AFTER, policy.zone), case, policy) is None
    return stands and fresh and seen and not notes_of(case, round_.id) and _is_of_use(case, round_)


def _is_of_use(case: Case, round_: Round) -> bool:
    """Whether a thank-you is to come, or lies there and can be made anew."""
    if thanks_unwanted(case, round_):
        return False
    to_come = any(not is_done(case, round_, note) for note in thanks(case, round_))
    return to_come or any(
        entry.status is EntryStatus.DRAFTED
        and entry.key.step is Step.THANK_YOU
        and entry.key.round in (round_.id, *round_.names)
        for entry in case.entries
    )


def _was_asked(case: Case, round_: Round, asked: Sequence[Prompt]) -> bool:
    """By any name that the round ever had; and never twice about one day of a case."""
    return any(
        prompt.round in (round_.id, *round_.names)
        or (prompt.case in case.aliases and prompt.on == round_.on)
        for prompt in asked
    )


def _by_day(at: datetime, zone: ZoneInfo) -> datetime:
    """`at`, or the next morning where that is at night."""
    local = at.astimezone(zone)
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return at.astimezone(UTC)
    evening = local.time() >= NIGHT_BEGINS
    return instant(local.date() + timedelta(days=evening), MORNING, zone)
