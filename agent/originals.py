"""Job: the message that a draft answers: its headers as stored, its text from the server.

No text is stored. It is fetched only where the owner has it quoted, and only for somebody who has
it already (failures.md I13).
"""

from dataclasses import replace

from agent.cases.plan import Write
from agent.ports import Desk, Store
from agent.reading.facts import Reading
from agent.reading.owner import Owner
from agent.writing.draft import Parent


def parent_of(store: Store, owner: Owner, action: Write) -> Parent | None:
    """The message to answer, from its stored headers; None if it is not known."""
    reading = store.reading_of(action.parent) if action.parent else None
    return _parent(reading, owner) if reading else None


def parent_to_quote(desk: Desk, action: Write) -> Parent | None:
    """As `parent_of`, with its text where that is to be quoted and still there.

    Raises `Temporary` when the server is away.
    """
    reading = desk.store.reading_of(action.parent) if action.parent else None
    if reading is None:
        return None
    parent = _parent(reading, desk.owner)
    if not desk.profile.quote_original or action.to.address not in parent.parties:
        return parent
    return replace(parent, text=_text_of(desk, reading))


def _parent(reading: Reading, owner: Owner) -> Parent:
    envelope = reading.envelope
    receivers = (*envelope.to, *envelope.cc)
    return Parent(
        message_id=envelope.message_id or "",
        references=envelope.references,
        subject=envelope.subject,
        sender=envelope.author,
        date=envelope.date or envelope.received_at,
        addressed_to=next((a.address for a in receivers if owner.is_me(a)), None),
        in_reply_to=envelope.in_reply_to,
        parties=frozenset(a.address for a in (*envelope.from_, *receivers)),
    )


def _text_of(desk: Desk, stored: Reading) -> str:
    """What its sender wrote, read anew by the parser; "" if the mail is nowhere any more."""
    folders = {folder.name: folder for folder in desk.mailbox.folders()}
    for where in desk.store.sightings(stored.envelope.key):
        folder = folders.get(where.folder)
        arrival = desk.mailbox.fetch(folder, where) if folder else None
        found = desk.read(arrival) if arrival else None
        if isinstance(found, Reading) and found.envelope.key == stored.envelope.key:
            return found.new_text
    return ""
