"""The few protocols the jobs need; the adapters fit them by shape."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from agent.cases.case import Case, Entry, EntryStatus, Question
from agent.cases.casebook import Casebook, Mark
from agent.cases.event import Event
from agent.cases.policy import Policy
from agent.cases.prompts import Prompt
from agent.cases.word import Word
from agent.reading.facts import Reading
from agent.reading.owner import Owner
from agent.writing.draft import Profile
from agent.writing.rewording import Request


class Role(StrEnum):
    """What a folder is for (RFC 6154), by special use or by its well-known name."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    TRASH = "trash"
    JUNK = "junk"
    ALL = "all"
    ARCHIVE = "archive"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Folder:
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder has been read. A changed `uidvalidity` makes `last_uid` meaningless (D1)."""

    folder: str
    uidvalidity: int
    last_uid: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as fetched: whole, or with its large parts left empty (DESIGN §1.10)."""

    folder: Folder
    uid: int
    received_at: datetime  # INTERNALDATE, aware UTC
    raw: bytes
    labelled_sent: bool = False  # on Gmail, where Sent is a label in All Mail


@dataclass(frozen=True, slots=True)
class Batch:
    """What is new in one folder. The cursor counts only once its arrivals are stored."""

    arrivals: tuple[Arrival, ...]
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an appended draft lies; None for what the server did not tell."""

    uid: int | None
    uidvalidity: int | None


class Place(StrEnum):
    """Where a draft lies; to the last two only the owner moves it."""

    DRAFTS = "drafts"
    APPROVED = "approved"  # Afterword/Approved: it may leave
    SKIPPED = "skipped"  # Afterword/Skip: it is declined


@dataclass(frozen=True, slots=True)
class Lying:
    """One message that lies in Drafts now, or where the owner has moved it."""

    uid: int
    uidvalidity: int
    message_id: str | None
    raw: bytes  # whole for the ids asked for, else the header alone
    place: Place = Place.DRAFTS


@dataclass(frozen=True, slots=True)
class Drafts:
    """All that lies in Drafts and in our own folders, and under which UIDVALIDITY Drafts is, for
    another one is another folder (E6).
    """

    uidvalidity: int
    lying: tuple[Lying, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a mail lay when it was read."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that could not be read, set aside with its reason."""

    folder: str
    uid: int
    uidvalidity: int
    received_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class News:
    """What the store has taken in since a mark, in order, and the mark to ask from next time."""

    readings: tuple[Reading, ...]
    words: tuple[Word, ...]
    upto: Mark


class Mailbox(Protocol):
    """The owner's mail. Raises `Temporary` when the server is away; never marks or moves others'
    mail.
    """

    def folders(self) -> tuple[Folder, ...]:
        """Every watched folder, roles resolved; new ones join by themselves."""

    def new(self, folder: Folder, cursor: Cursor | None, *, since: datetime) -> Iterable[Batch]:
        """What lies above the cursor, oldest first, in batches; without one, what came after
        `since`.
        """

    def fetch(self, folder: Folder, where: Sighting) -> Arrival | None:
        """One message once more; None if it is gone, or was numbered anew (D1)."""

    def drafts(self, message_ids: Sequence[str]) -> Drafts:
        """All that lies in Drafts, seen afresh; whole where the Message-ID is one of these, else
        the header alone (an edited draft may bear a new Message-ID, E4). `Temporary` if it
        cannot be said.
        """

    def make_folders(self) -> None:
        """Afterword/Approved and Afterword/Skip, where they are missing."""

    def afresh(self) -> None:
        """The next call looks on a new connection: an old one may show an old mailbox (B2)."""

    def append_draft(self, raw: bytes) -> Placed:
        """Put a draft into Drafts with \\Draft \\Seen. `Uncertain` if the answer was lost."""

    def remove_draft(self, lying: Lying) -> bool:
        """Remove exactly this message by UID; False if it is not there any more."""

    def append_to_inbox(self, raw: bytes) -> None:
        """Put a mail of ours into the INBOX, unseen. `Uncertain` if the answer was lost."""

    def wait(self, timeout_s: float) -> None:
        """Return when something may have happened, or after `timeout_s`: a hint only (failures.md
        C3).
        """

    def wake(self) -> None:
        """End a `wait` of another thread at once."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One letter as it leaves: its exact bytes, and the two addresses of its envelope."""

    raw: bytes  # CR LF line ends
    sender: str
    recipient: str


class Sender(Protocol):
    """The owner's submission server."""

    def send(self, letter: Outgoing, begin: Callable[[], None]) -> str:
        """Hand it over; the server's words of acceptance.

        `begin` is called when all is agreed, right before the text; what it raises ends the
        dialogue, and nothing has left. `Temporary` and `Permanent` mean that it surely has not
        been taken; `Uncertain` that nobody knows.
        """


Read = Callable[[Arrival], Reading | DeadLetter]
Reword = Callable[[Request], str]  # what a language model answers; `AgentError` if it does not


class Prompts(Protocol):
    """The question mails that were ever put into the INBOX. Each method is one transaction."""

    def all(self) -> tuple[Prompt, ...]:
        """Oldest first."""

    def intend(self, prompt: Prompt) -> bool:
        """Insert a row durably; False if this round was asked about before."""

    def forget(self, prompt: Prompt) -> None:
        """It surely lies nowhere."""

    def hear(self, reply: str, prompt: Prompt, words: Sequence[Word]) -> bool:
        """Keep what the reply with this id says, and how the prompt stands after it; False if it
        was heard before.
        """


class Store(Protocol):
    """What is remembered. Each method is one transaction."""

    @property
    def prompts(self) -> Prompts: ...

    def cursor(self, folder: str) -> Cursor | None: ...

    def take_in(
        self,
        cursor: Cursor,
        readings: Sequence[Reading],
        dead: Sequence[DeadLetter],
        now: datetime,
        *,
        uids: Sequence[int] = (),
    ) -> tuple[Reading, ...]:
        """Store readings (seen at `uids`), dead letters and cursor together (D7).

        Returns the readings not known before.
        """

    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """What is set aside, oldest first."""

    def revive(self, letter: DeadLetter, reading: Reading) -> None:
        """Store what it says after all, seen where it lies, and remove the letter (D7)."""

    def renew(self, letter: DeadLetter) -> None:
        """It could not be read again, for this reason."""

    def forget(self, letter: DeadLetter) -> None:
        """There is nothing to read any more."""

    def news(self, after: Mark) -> News:
        """What has been taken in and said since."""

    def readings(self) -> tuple[Reading, ...]:
        """All, in the order in which they were taken in."""

    def reading_of(self, message_id: str) -> Reading | None:
        """The mail that bears this Message-ID."""

    def sightings(self, key: str) -> tuple[Sighting, ...]:
        """Where the mail with this `Envelope.key` was seen, to fetch it again."""

    def say(self, words: Sequence[Word]) -> None:
        """Keep what the owner has said."""

    def answer(self, question: str, answer: str, now: datetime) -> None:
        """The owner has answered this question."""

    def words(self) -> tuple[Word, ...]:
        """All that the owner has said, in that order."""

    def forget_case(self, case: Case) -> None:
        """Remove all that was known of it; its mails, and answers to them, are never read again."""

    def keep_letter(self, message_id: str, raw: bytes) -> None:
        """These bytes are to leave under this Message-ID; kept until its row has settled."""

    def letter(self, message_id: str) -> bytes | None:
        """What is to leave under it."""

    def entries(self) -> tuple[Entry, ...]: ...

    def entries_of(self, cases: Sequence[str], mails: Sequence[str]) -> tuple[Entry, ...]:
        """Rows under these ids of a case, and those of rounds or drafts named by these
        Message-IDs.
        """

    def entries_in(self, statuses: Iterable[EntryStatus]) -> tuple[Entry, ...]:
        """Rows that stand so."""

    def entries_since(self, at: datetime) -> tuple[Entry, ...]:
        """Rows whose draft was made since then."""

    def intend(self, entry: Entry) -> bool:
        """Insert a row durably; False if its key exists already (S1)."""

    def update(self, entry: Entry) -> None: ...

    def cases(self) -> tuple[Case, ...]:
        """As last looked at."""

    def cases_known_as(self, ids: Sequence[str]) -> tuple[Case, ...]:
        """Those that bear one of these ids, in the order of the ids."""

    def due_cases(self, now: datetime) -> tuple[Case, ...]:
        """Those whose `wake_at` has come."""

    def look_done(
        self,
        case: Case,
        *,
        looked_at: datetime,
        wake_at: datetime | None,
        events: Sequence[Event],
        replaces: Sequence[str] = (),
    ) -> None:
        """What a look at one case came to, in one transaction: the case as it was seen, its lines
        in the ledger, and when to look again. `replaces` are ids that have merged into it.
        """

    def postpone(self, case: str, until: datetime) -> None:
        """Look at this case no sooner: the last look at it failed by a bug of ours."""

    def looked_at(self, case: str) -> datetime | None:
        """When this case was last looked at; None if never."""

    def next_wake(self) -> datetime | None: ...

    def ask(self, question: Question, now: datetime) -> bool:
        """Insert; False if it was asked before."""

    def settle(self, cases: Sequence[str], still_open: Sequence[str], now: datetime) -> None:
        """Questions about these cases, but those still open, have been settled by events."""

    def questions(self) -> tuple[Question, ...]:
        """Those still open."""

    def events(self, case: str | None = None) -> tuple[Event, ...]:
        """The ledger (H1), oldest first."""

    def note_sync(self, now: datetime) -> None:
        """A complete look at every watched folder has just ended."""

    def synced_at(self) -> datetime | None:
        """When the last complete look ended."""

    def pause(self, until: datetime | None) -> None:
        """Nothing is to be written until then; None: until `resume`."""

    def resume(self) -> None:
        """Letters may be written again."""

    def paused_until(self, now: datetime) -> datetime | None:
        """Until when nothing is to be written; None if it may be."""

    def moves_to(self, machine: str) -> bool:
        """Note on which machine it is used; True if it was another one before (A6)."""

    def started_at(self, now: datetime) -> datetime:
        """When this database was first used: the baseline (S14); `now` on the first call."""


def never(_: datetime) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the jobs work with. One `now` per pass is handed down beside it; the clock itself is
    asked only by who must know how old a look is.
    """

    mailbox: Mailbox
    store: Store
    read: Read
    owner: Owner
    profile: Profile
    policy: Policy
    new_message_id: Callable[[], str]  # random, "<…>", telling nothing
    clock: Callable[[], datetime]  # aware
    sender: Sender | None = None  # None: nothing ever leaves
    reword: Reword | None = None  # None: letters stand as they are composed
    halted: Callable[[datetime], bool] = never  # true: nothing may be written now
    on_bug: Callable[[Case, Exception], None] | None = None  # None: raise it
    book: Casebook = field(default_factory=Casebook)  # what of the store has been looked at
