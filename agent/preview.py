"""Job: the letters of a case before they are due, as they would be written if no mail came; and
those that a person may wish for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from agent.cases.ahead import ahead
from agent.cases.case import Case, Step
from agent.cases.plan import Why
from agent.cases.policy import Policy
from agent.cases.wished import letter
from agent.drafting import profile_towards
from agent.errors import OwnerError
from agent.originals import parent_of
from agent.ports import Store
from agent.reading.owner import Owner
from agent.writing.checks import Finding, check
from agent.writing.compose import FROM_PROFILE, compose
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
        parent = parent_of(store, owner, write)
        own = profile_towards(store, profile, write, then)
        draft = compose(then, write, own, parent, due_at)
        if any(source == FROM_PROFILE for _, source in draft.grounds):
            profile = replace(profile, strengths=())  # said once in a case
        if step in (None, write.key.step):
            yield Preview(due_at, draft, check(draft, then, profile.templates))


def letter_by_wish(
    store: Store,
    case: Case,
    policy: Policy,
    owner: Owner,
    profile: Profile,
    now: datetime,
    step: Step,
) -> Preview:
    """As it would be drafted now; `OwnerError` where it does not fit how the case stands."""
    write = letter(case, step, policy, now)
    if isinstance(write, Why):
        raise OwnerError(f"{case.name}: no such letter is made. {write.because}")
    own = profile_towards(store, profile, write, case)
    draft = compose(case, write, own, parent_of(store, owner, write), now)
    return Preview(now, draft, check(draft, case, profile.templates))
