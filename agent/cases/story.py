"""What has changed in a case between two looks at it, in the words of the contract (DESIGN §4)."""

from collections.abc import Iterator
from datetime import datetime

from agent.cases.case import Attempt, Case, Decision, Round, Step
from agent.cases.event import Event, Happening
from agent.cases.phase import ending
from agent.cases.plan import Why
from agent.cases.policy import Policy
from agent.cases.reasons import Reason
from agent.cases.wording import why
from agent.reading.facts import Interview, Kind


def changes(
    before: Case | None,
    after: Case,
    *,
    since: datetime | None,
    now: datetime,
    policy: Policy,
) -> tuple[Event, ...]:
    """The events from `before`, last looked at `since`, to `after`, by their instant.

    Facts bear the instant at which their message was received, endings by time that of their due.
    """
    was = ending(before, since, policy) if before and since else None
    is_ = ending(after, now, policy)
    teller = _Teller(after, policy)
    events = [
        *_opening(before, was, is_, teller),
        *_rounds(before, teller),
        *_answers(before, teller),
        *_done_by_owner(before, teller),
        *_closing(was, is_, teller),
    ]
    return tuple(sorted(events, key=lambda event: event.at))


class _Teller:
    """Makes events of one case, in the owner's zone."""

    def __init__(self, case: Case, policy: Policy) -> None:
        self.case = case
        self.policy = policy

    def tell(
        self,
        at: datetime,
        happening: Happening,
        cause: Why,
        *,
        interview: Interview | None = None,
        step: Step | None = None,
        to: tuple[str, ...] | None = None,
    ) -> Event:
        return Event(
            # Own mail may be older than the employer's mail that makes it a case.
            at=max(at, self.case.opened_at).astimezone(self.policy.zone),
            case=self.case.id,
            company=self.case.company or self.case.agency,
            role=self.case.role,
            event=happening,
            reason=cause.reason,
            because=cause.because,
            step=step,
            to=to,
            interview=interview,
            evidence=cause.evidence,
        )


def _opening(
    before: Case | None, was: Decision | None, is_: Decision | None, teller: _Teller
) -> Iterator[Event]:
    case = teller.case
    if before is None:
        first = next((m for m in case.mentions if m.at == case.opened_at), case.mentions[0])
        cause = why(Reason.NEW_CASE, evidence=first.message_id)
        yield teller.tell(case.opened_at, Happening.OPENED, cause)
    elif was and not is_:
        cause = why(Reason.REOPENED, evidence=case.last.message_id)
        yield teller.tell(case.last.at, Happening.OPENED, cause)


def _rounds(before: Case | None, teller: _Teller) -> Iterator[Event]:
    for round_ in teller.case.rounds:
        former = _former(before, round_)
        if round_.cancelled:
            known = former and former.cancelled
            if round_.cancelled_at and not known:
                cause = why(Reason.CANCELLED, evidence=round_.evidence)
                yield teller.tell(
                    round_.cancelled_at, Happening.CANCELLED, cause, interview=_first(round_)
                )
        else:
            yield from _times(former, round_, teller)


def _times(former: Round | None, round_: Round, teller: _Teller) -> Iterator[Event]:
    stood = former if former and not former.cancelled else None
    known = {interview.start for interview in stood.interviews} if stood else set()
    at = round_.set_at or round_.known_at
    for interview in round_.interviews:
        if interview.start in known:
            continue
        moved = bool(former) and (bool(round_.moved_from) or not stood)
        happening = Happening.MOVED if moved else Happening.INTERVIEW
        reason = Reason.MOVED if moved else Reason.TIME_SET
        cause = why(reason, evidence=round_.evidence)
        yield teller.tell(at, happening, cause, interview=interview)


def _former(before: Case | None, round_: Round) -> Round | None:
    names = {round_.id, *round_.names}
    rounds = before.rounds if before else ()
    return next((r for r in rounds if names & {r.id, *r.names}), None)


def _first(round_: Round) -> Interview | None:
    return round_.interviews[0] if round_.interviews else None


def _answers(before: Case | None, teller: _Teller) -> Iterator[Event]:
    known = {mention.key for mention in before.mentions if mention.answers} if before else set()
    for mention in teller.case.mentions:
        if mention.answers and mention.key not in known:
            cause = why(_ANSWERS.get(mention.kind, Reason.ANSWERED), evidence=mention.message_id)
            yield teller.tell(mention.at, Happening.ANSWERED, cause)


_ANSWERS = {
    Kind.REJECTION: Reason.REJECTED,
    Kind.OFFER: Reason.OFFERED,
    Kind.INVITATION: Reason.NEXT_ROUND,
}


def _done_by_owner(before: Case | None, teller: _Teller) -> Iterator[Event]:
    known = {attempt.message_id for attempt in before.attempts} if before else set()
    for attempt in teller.case.attempts:
        if attempt.by_owner and attempt.message_id not in known and _is_new(attempt, teller.case):
            cause = why(Reason.DONE_BY_OWNER, evidence=attempt.message_id)
            yield teller.tell(
                attempt.at, Happening.SKIPPED, cause, step=attempt.step, to=attempt.to
            )


def _is_new(attempt: Attempt, case: Case) -> bool:
    """Nothing of ours had done this step for these people before."""
    return not any(
        ours.step is attempt.step and {*ours.to} & {*attempt.to} and ours.at <= attempt.at
        for ours in case.attempts
        if not ours.by_owner
    )


def _closing(was: Decision | None, is_: Decision | None, teller: _Teller) -> Iterator[Event]:
    if is_ and (was is None or was.ending is not is_.ending):
        cause = why(Reason(is_.ending), evidence=is_.evidence)
        yield teller.tell(is_.at, Happening.CLOSED, cause)
