"""Of what a careful person would have written, what was drafted; and what was drafted beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from agent.cases.case import Step
from tests.simulation.careful import Wish, wishes
from tests.simulation.findings import Class, Finding
from tests.simulation.play import Drafted, Run

CLOCKS_DIFFER = timedelta(minutes=1)
COUNTED = frozenset({Step.THANK_YOU, Step.FOLLOW_UP, Step.FINAL_ATTEMPT})


@dataclass(frozen=True, slots=True)
class Met:
    """One wish, and what came of it."""

    wish: Wish
    draft: Drafted | None
    exact: bool  # the right person, on the right day


def met(run: Run) -> tuple[tuple[Met, ...], tuple[Drafted, ...]]:
    """Every wish with its draft, and the drafts that nobody wished for."""
    left = list(run.drafted)
    found = []
    every = [w for c in run.chronicles for w in wishes(run.search, c, run.ended_at)]
    for wish in every:
        draft = min(
            (d for d in left if _fits(wish, d)),
            key=lambda d: (d.to != wish.to, d.at),
            default=None,
        )
        if draft:
            left.remove(draft)
        exact = draft is not None and draft.to == wish.to and draft.at <= wish.latest_at
        exact = exact and not _sooner(wish, draft)
        found.append(Met(wish, draft, exact))
    return tuple(found), tuple(left)


def _sooner(wish: Wish, draft: Drafted | None) -> bool:
    return draft is not None and draft.at < wish.due_at - CLOCKS_DIFFER


def _fits(wish: Wish, draft: Drafted) -> bool:
    if draft.opportunity != wish.opportunity or draft.step is not wish.step:
        return False
    if wish.step is Step.THANK_YOU:
        near = wish.due_at - timedelta(hours=12) <= draft.at <= wish.due_at + timedelta(days=7)
        return near and draft.to == wish.to
    if draft.at < wish.due_at - CLOCKS_DIFFER:
        return False
    return wish.silence is None or wish.silence.holds(draft.at)


def unmet(run: Run, every: tuple[Met, ...]) -> Iterator[Finding]:
    """What was missed, came late, or went to somebody else of theirs."""
    for one in every:
        wish, draft = one.wish, one.draft
        if one.exact or (wish.optional and draft is None):
            continue
        what = Class.MISSED
        if draft:
            what = Class.OTHER_PERSON if draft.to != wish.to else Class.LATE
            what = Class.EARLY if _sooner(wish, draft) else what
        if wish.optional and what not in (Class.LATE, Class.EARLY):
            continue
        words = f"{wish.step} to {wish.to}, due {wish.due_at:%d %B %H:%M}"
        words += f"; made {draft.at:%d %B %H:%M} to {draft.to}" if draft else ""
        words += f" (opportunity {wish.opportunity})"
        yield Finding(what, run.search.seed, wish.due_at, words, group=str(wish.step))


def unneeded(run: Run, spare: tuple[Drafted, ...]) -> Iterator[Finding]:
    """Drafts that were not due, beside those that are findings already."""
    for draft in spare:
        words = f"{draft.step} to {draft.to} (opportunity {draft.opportunity})"
        yield Finding(Class.UNNEEDED, run.search.seed, draft.at, words, group=str(draft.step))
