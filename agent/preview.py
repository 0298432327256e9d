"""Job: the letters of a case before they are due, as they would be written if no mail came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from agent.cases.ahead import ahead
from agent.cases.case import Case, Step
from agent.cases.policy import Policy
from agent.originals import parent_of
from agent.ports import Store
from agent.reading.owner import Owner
from agent.writing.checks import Finding, check
from agent.writing.compose import compose
from agent.writing.draft import Draft, Profile


@dataclass(frozen=True, slots=True)
class Preview:
    """One letter to come."""

    due_at: datetime  # aware
    draft: Draft
    findings: tuple[Finding, ...]


def letters_to_come(
    store: Store,
    case: Case,
    policy: Policy,
    owner: Owner,
    profile: Profile,
    now: datetime,
    step: Step | None,
) -> Iterator[Preview]:
    """In order; only those of `step`, if one is wished. Nothing is stored."""
    for due_at, then, write in ahead(case, policy, now):
        if step in (None, write.key.step):
            parent = parent_of(store, owner, write)
            draft = compose(then, write, profile, parent, due_at)
            yield Preview(due_at, draft, check(draft, then))
