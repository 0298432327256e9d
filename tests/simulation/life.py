"""The owner at their drafts: sends at once or later, edits, deletes, or leaves them lying."""

import re
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from random import Random

from agent.cases.case import Step
from tests.simulation.letters import Mail
from tests.simulation.mailbox import Made, parsed
from tests.simulation.posting import message_id
from tests.simulation.scheme import Fate, Search
from tests.simulation.truth import Wrote
from tests.simulation.world import World

FATES = {
    Fate.SENDS: 40,
    Fate.SENDS_LATER: 32,
    Fate.EDITS: 12,
    Fate.DELETES: 7,
    Fate.LEAVES: 9,
}
AT_ONCE = timedelta(minutes=2)
PLACE = re.compile("⟦[^⟧]*⟧")  # left by the agent for words of the owner's
FILLED_IN = "…"


class Life(World):
    """A world with an owner in it."""

    def __init__(self, search: Search) -> None:
        super().__init__(search)
        self.fates: dict[str, Fate] = {}  # by the draft's Message-ID
        self.meant: dict[str, tuple[Step, int]] = {}  # of our drafts: the step, the opportunity

    def on_draft(self, made: Made) -> None:
        rng = Random(f"{self.search.seed} draft {len(self.made)}")
        fate = rng.choices(list(FATES), list(FATES.values()))[0]
        self.fates[made.message_id] = fate
        later = self.now + timedelta(hours=rng.uniform(0.5, 30))
        match fate:
            case Fate.SENDS:
                self._plan(self.now + AT_ONCE, lambda: self._send(made, made.uid))
            case Fate.SENDS_LATER:
                self._plan(later, lambda: self._send(made, made.uid))
            case Fate.EDITS:
                at = later + timedelta(hours=rng.uniform(0.1, 20))
                self._plan(later, lambda: self._edit(made, rng, at - later))
            case Fate.DELETES:
                self._plan(later, lambda: self._delete(made.uid))

    def _delete(self, uid: int) -> None:
        self.take_draft(uid)

    def _edit(self, made: Made, rng: Random, sends_after: timedelta) -> None:
        """Most mail clients save it as a new message and remove the old one."""
        raw = self.take_draft(made.uid)
        if raw is None:
            return
        message = _with_text(raw, lambda text: text.replace("\n\n", "\n\n" + "PS\n\n", 1))
        own_id = made.message_id
        if rng.random() < 0.7:
            own_id = message_id(self.search.seed, 10_000 + made.uid, "client.example")
            message.replace_header("Message-ID", own_id)
        uid = self.put_draft(own_id, message.as_bytes())
        self._plan(self.now + sends_after, lambda: self._send(made, uid))

    def _send(self, made: Made, uid: int) -> None:
        """As a mail client does: with the date of now, a copy into Sent, out of Drafts."""
        raw = self.take_draft(uid)
        if raw is None:
            return
        message = _with_text(raw, lambda text: PLACE.sub(FILLED_IN, text))
        message.replace_header("Date", format_datetime(self.now.astimezone(self.search.zone)))
        self.deliver("Sent", message.as_bytes(), self.now)
        if made.message_id not in self.meant:
            return
        step, opportunity = self.meant[made.message_id]
        own_id = str(message["Message-ID"])
        wrote = Wrote(self.now, "draft", step, made.to, own_id, by_hand=False)
        self._wrote(opportunity, wrote, self._mail_of(message, made))

    def _mail_of(self, message: EmailMessage, made: Made) -> Mail:
        person = self.search.owner.person
        return Mail(
            message_id=str(message["Message-ID"]),
            references=tuple(str(message["References"] or "").split()),
            subject=made.subject,
            name=person.name,
            address=self.search.owner.writes_as,
            to=made.to,
            at=self.now.astimezone(self.search.zone),
            text=message.get_content(),
        )


def _with_text(raw: bytes, change: object) -> EmailMessage:
    message = parsed(raw)
    assert callable(change)
    text = message.get_content()
    changed = change(text)
    if changed != text:
        message.set_content(changed, cte="quoted-printable")
    return message
