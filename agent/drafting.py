"""Job: a due step → its letter, checked, as the bytes that are put into Drafts, and its row."""

from dataclasses import replace
from datetime import datetime

from agent.cases.case import Case, Entry, EntryStatus, Key
from agent.cases.plan import Why, Write
from agent.originals import parent_to_quote
from agent.ports import Desk, Store
from agent.rewording import in_other_words, in_words_of
from agent.writing.checks import Finding, Level, check
from agent.writing.compose import compose
from agent.writing.draft import Draft, Profile
from agent.writing.edited import fingerprint
from agent.writing.rfc5322 import message_bytes
from agent.writing.strengths import new_to


def drafted(desk: Desk, case: Case, action: Write, now: datetime) -> Draft:
    """The letter; without what the owner has noted and is good at, if their words broke a rule."""
    parent = parent_to_quote(desk, action)
    profile = profile_towards(desk.store, desk.profile, action, case)
    draft = compose(case, action, profile, parent, now)
    if (case.notes or profile.strengths) and blocked(desk, draft, case):
        bare, plain = replace(case, notes=()), replace(profile, strengths=())
        return compose(bare, action, plain, parent, now)
    return draft


def blocked(desk: Desk, draft: Draft, case: Case) -> list[Finding]:
    """Why it must not be written; empty if it may."""
    found = check(draft, case, desk.profile.templates)
    return [finding for finding in found if finding.level is Level.BLOCK]


def profile_towards(store: Store, profile: Profile, action: Write, case: Case) -> Profile:
    """The owner as this recipient may read of them: without the strengths that letters of other
    cases have told them."""
    if not profile.strengths:
        return profile
    rows = (entry for entry in store.entries() if entry.key.recipient == action.to.address)
    return new_to(profile, (entry.text for entry in rows if entry.key.case not in case.aliases))


def sealed(desk: Desk, draft: Draft, entry: Entry, now: datetime) -> tuple[Entry, bytes]:
    """The row that knows the draft by its fingerprint, and its bytes."""
    made_at = (entry.made_at or now).astimezone(desk.policy.zone)
    raw = message_bytes(draft, message_id=entry.message_id or "", date=made_at)
    row = replace(
        entry,
        at=now,
        sha256=fingerprint(raw),
        subject=draft.subject,
        text=draft.text,
        missed_at=None,
    )
    return row, raw


def made_anew(
    desk: Desk, case: Case, action: Write, entry: Entry, now: datetime
) -> tuple[Entry, bytes] | None:
    """The row and bytes that take the place of this draft; None if it would say the same. `case`
    does not hold its row: no letter repeats itself.
    """
    draft = drafted(desk, case, action, now)
    if in_words_of(entry, desk, draft, case) or blocked(desk, draft, case):
        return None
    row = intended(desk, action, now)
    worded = in_other_words(desk, draft, row, case)
    return sealed(
        desk, worded, replace(row, because=f"{row.because} Made anew with your note."), now
    )


def intended(desk: Desk, action: Write, now: datetime) -> Entry:
    """The row of a draft that is about to be made."""
    row = new_row(action.key, EntryStatus.INTENDED, action.why, now)
    return replace(row, message_id=desk.new_message_id(), made_at=now)


def new_row(key: Key, status: EntryStatus, why: Why, now: datetime) -> Entry:
    """A row that takes this status now."""
    return resolved(Entry(key=key, status=status, at=now), status, why, now)


def resolved(entry: Entry, status: EntryStatus, why: Why, now: datetime) -> Entry:
    """The row with another status, and why."""
    return replace(
        entry,
        status=status,
        at=now,
        reason=why.reason,
        because=why.because,
        evidence=why.evidence,
    )
