"""Which round or silence the owner means by "skip": the step of that kind that comes next."""

from datetime import datetime

from agent.cases.case import Case, Round, Step, Wait


def is_unwanted(case: Case, step: Step) -> bool:
    """True for a step that a case has once, if it has been skipped."""
    return any(skip.step is step for skip in case.skips)


def thanks_unwanted(case: Case, round_: Round) -> bool:
    """True if the thanks of this round have been skipped: it was the last one known then."""
    said = [skip.at for skip in case.skips if skip.step is Step.THANK_YOU]
    return any(_last_known(case, at) is round_ for at in said)


def unwanted_since(case: Case, wait: Wait, step: Step) -> datetime | None:
    """When this step of this silence was skipped; at its opening, if that was ahead of it."""
    said = [skip.at for skip in case.skips if skip.step is step]
    meant = [max(at, wait.opened_at) for at in said if _meant(case, at) == wait]
    return min(meant, default=None)


def _last_known(case: Case, at: datetime) -> Round | None:
    known = [r for r in case.rounds if r.known_at <= at and not r.cancelled]
    return known[-1] if known else None


def _meant(case: Case, at: datetime) -> Wait | None:
    """The silence that ran then; before an interview, the first that came after."""
    ahead = any(r.end and r.known_at <= at < r.end and not r.cancelled for r in case.rounds)
    opened = [] if ahead else [wait for wait in case.waits if wait.opened_at <= at]
    coming = [wait for wait in case.waits if wait.opened_at > at]
    return next(iter([*opened[-1:], *coming]), None)
