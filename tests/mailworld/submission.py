"""The submission server: it alone knows what has been taken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.errors import LoginRefused, Permanent, Temporary, Uncertain
from agent.ports import Outgoing
from tests.mailworld.mailbox import Look, ModelMailbox
from tests.mailworld.scheme import Phase
from tests.mailworld.world import World


@dataclass(slots=True)
class Handed:
    """A letter whose text was begun, and what was so at that instant."""

    letter: Outgoing
    at: datetime
    taken: bool
    durable: bool  # row and bytes lay on the disk (S4)
    look: Look | None  # the last one that had begun
    drafts_listed_at: datetime | None
    replied: bool = False  # a code came back


BEFORE = {
    Phase.BUSY: lambda: Temporary("450 busy"),
    Phase.NO_SUCH_USER: lambda: Permanent("550 no such user"),
}
AT_DATA = {
    Phase.DATA_BUSY: lambda: Temporary("451 try again later"),
    Phase.CUT_BEFORE_DOT: lambda: Uncertain("the connection was lost"),
    Phase.BUSY_AFTER_DOT: lambda: Temporary("452 out of space"),
    Phase.REFUSED_AFTER_DOT: lambda: Permanent("554 content refused"),
}


class ModelSubmission:
    """A `ports.Sender`."""

    def __init__(
        self, world: World, mailbox: ModelMailbox, is_durable: Callable[[Outgoing], bool]
    ) -> None:
        self.world = world
        self.mailbox = mailbox
        self.is_durable = is_durable
        self.handed: list[Handed] = []
        self.refused_logins: list[datetime] = []
        self.on_taken: Callable[[Outgoing], None] = lambda _: None
        self._phases = list(world.scheme.dialogues)

    def send(self, letter: Outgoing, begin: Callable[[], None]) -> str:
        phase = self._phases.pop(0) if self._phases and not self.world.calm else Phase.TAKEN
        self.world.tell(f"submission: {phase}")
        self.world.seen[phase] += 1
        self._agree(phase)
        begin()
        self.world.arm("a letter was handed over")
        self.world.point("DATA")
        taken = phase not in AT_DATA
        self._note(letter, taken)
        self.world.point("the last dot")
        if not taken:
            self.handed[-1].replied = phase is not Phase.CUT_BEFORE_DOT
            raise AT_DATA[phase]()
        if phase is Phase.TAKEN_SLOWLY:
            self.world.jump(timedelta(seconds=self.world.chance.randrange(60, 570)))
        self.world.call("the reply")
        if phase is Phase.CUT_AFTER_DOT:
            raise Uncertain("the connection was lost after the last dot")
        self.handed[-1].replied = True
        return "250 taken"

    def _agree(self, phase: Phase) -> None:
        self.world.call("connect")
        if phase is Phase.UNREACHABLE:
            raise Temporary("no route to the server")
        if phase is Phase.LOGIN:
            self.refused_logins.append(self.world.now)
            raise LoginRefused("535 authentication failed")
        self.world.call("RCPT")
        if phase in BEFORE:
            raise BEFORE[phase]()
        if phase is Phase.SLOW:
            self.world.jump(timedelta(seconds=self.world.chance.randrange(10, 90)))

    def _note(self, letter: Outgoing, taken: bool) -> None:
        look = self.mailbox.looks[-1] if self.mailbox.looks else None
        durable = self.is_durable(letter)
        listed_at = self.mailbox.drafts_listed_at
        self.handed.append(Handed(letter, self.world.now, taken, durable, look, listed_at))
        if taken:
            self.world.tell(f"taken: to {letter.recipient}")
            self.on_taken(letter)
