"""The agent's letters as its own rules see them, at the moment each is put into Drafts."""

from dataclasses import replace

from agent.cases.case import Case, Entry
from agent.reading.message import Address
from agent.writing.checks import Finding, Level, check
from agent.writing.draft import Draft, Profile
from tests.simulation.mailbox import Made, parsed

MUST_HOLD = frozenset({"E.2", "E17"})  # length; no copies: here also where it is a matter of taste


def faults(made: Made, entry: Entry, case: Case, profile: Profile) -> tuple[Finding, ...]:
    """What must not be wrong in a letter and is, held against those that were there before it."""
    others = tuple(one for one in case.entries if one.key != entry.key)
    found = check(_draft(made, entry, case, profile), replace(case, entries=others))
    return tuple(one for one in found if one.level is Level.BLOCK or one.rule in MUST_HOLD)


def _draft(made: Made, entry: Entry, case: Case, profile: Profile) -> Draft:
    to = parsed(made.raw)["To"].addresses[0]
    return Draft(
        step=entry.key.step,
        sender=Address(profile.name, profile.addresses[0]),
        to=Address(to.display_name, made.to),
        subject=made.subject,
        text=entry.text,
        in_reply_to=made.in_reply_to,
        references=(),
        language=case.language,
        marked="⟦" in entry.text,
        round_id=entry.key.round,
    )
