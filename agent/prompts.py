"""Job: after an interview a short question mail is put into the owner's own INBOX, where that is
switched on; the owner's reply to it is kept as notes (DESIGN §5).

At most one for a round, ever: the row is committed before the APPEND, and where nobody can say
whether the mail lies there, it is not put there again. A question that is lost costs nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from agent.cases.case import Case, Round
from agent.cases.prompts import Prompt, prompting
from agent.cases.word import Says, Word
from agent.errors import AgentError, Uncertain
from agent.ports import Arrival, Desk, Role, Store
from agent.reading.facts import AUTOMATIC, Direction, Reading
from agent.reading.message import Trust
from agent.reading.owner import Owner
from agent.writing.prompt import declines, inquiry, notes_in
from agent.writing.rfc5322 import message_bytes

TRIED_AGAIN_AFTER = timedelta(minutes=15)  # where the server refused it, or the owner pauses


def ask(desk: Desk, case: Case, now: datetime) -> datetime | None:
    """Put the question mails that are due into the INBOX; returns when to look again."""
    if not desk.policy.question_mails:
        return None
    found = prompting(case, desk.store.prompts.all(), desk.policy, now)
    if found.rounds and desk.halted(now):
        return now + TRIED_AGAIN_AFTER
    asked = [_ask(desk, case, round_, now) for round_ in found.rounds]
    later = [] if all(asked) else [now + TRIED_AGAIN_AFTER]
    return min([*later, found.wake_at] if found.wake_at else later, default=None)


def _ask(desk: Desk, case: Case, round_: Round, now: datetime) -> bool:
    """Row, APPEND. False if the server surely did not take it: that must not hold up the drafts."""
    written = inquiry(case, round_, desk.profile, now)
    message_id = desk.new_message_id()
    prompt = Prompt(case.id, round_.id, round_.on, message_id, now, written.text)
    raw = message_bytes(written, message_id=message_id, date=now.astimezone(desk.policy.zone))
    if not desk.store.prompts.intend(prompt):
        return True
    try:
        desk.mailbox.append_to_inbox(raw)
    except Uncertain:
        return True
    except AgentError:
        desk.store.prompts.forget(prompt)
        return False
    return True


def asked(store: Store) -> Mapping[str, Prompt]:
    """Every question mail there was, by its Message-ID."""
    return {prompt.message_id: prompt for prompt in store.prompts.all()}


def heard(
    desk: Desk, known: Mapping[str, Prompt], arrival: Arrival, reading: Reading, now: datetime
) -> bool:
    """True if it is a question mail of ours, or the owner's own mail to themself that answers one:
    both say nothing about a case. If such a reply is one to trust, its notes are kept.
    """
    envelope = reading.envelope
    if reading.direction is not Direction.OUTGOING:
        return False  # somebody else's, whatever ids it bears
    if envelope.message_id in known:
        return True
    answered = [known[id_] for id_ in (*envelope.in_reply_to, *envelope.references) if id_ in known]
    if not answered or not _is_to_owner(reading, desk.owner):
        return False
    if _is_trusted(arrival, reading):
        _hear(desk, answered[0].message_id, reading, now)
    return True


def _is_to_owner(reading: Reading, owner: Owner) -> bool:
    recipients = (*reading.envelope.to, *reading.envelope.cc)
    return bool(recipients) and all(owner.is_me(address) for address in recipients)


def _is_trusted(arrival: Arrival, reading: Reading) -> bool:
    """Whether the owner sent it, as far as a mailbox can show.

    Anybody can write From the owner; what arrives lies in the INBOX, or on Gmail in All Mail
    without the label. That a copy is filed among what was sent is the provider's or the owner's
    doing, yet some providers let a filter or an address with a tag file what arrives there. So
    it counts only together with the Message-ID, which nobody learns who has not seen the
    question mail; neither alone is enough.
    """
    filed = arrival.folder.role is Role.SENT or arrival.labelled_sent
    return filed and reading.envelope.trust is not Trust.FAILED and reading.kind not in AUTOMATIC


def _hear(desk: Desk, message_id: str, reading: Reading, now: datetime) -> None:
    prompt = asked(desk.store)[message_id]  # afresh: another reply in this batch may have closed it
    if not prompt.is_open(desk.policy, now):
        return
    envelope, text = reading.envelope, reading.new_text
    words = [
        Word(f"{envelope.key[:12]}-{n}", prompt.case, now, Says.NOTE, value=note, on=prompt.on)
        for n, note in enumerate(notes_in(text, prompt.text, desk.profile), start=1)
    ]
    if declines(text, prompt.text, desk.profile):
        prompt = replace(prompt, closed_at=now)
    desk.store.prompts.hear(envelope.message_id or envelope.key, prompt, words)
