"""The loop systemd starts: look, act, wait; survive the server, the network and bad rows.

A pass has one `now`. IDLE and the poll are hints that end a wait; what is due stands in the
database as wall clock instants, looked at again at least once a minute of waiting (failures.md L1:
timers stop in suspend).
"""

import hashlib
import logging
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from agent.cases.case import Case
from agent.cases.event import Event
from agent.config import Config
from agent.errors import AgentError, Temporary
from agent.intake import take_in, watched_since
from agent.mail.imap import ImapMailbox
from agent.mail.sandbox import ParserProcess
from agent.mail.server import Security, Server
from agent.mail.smtp import SmtpSender
from agent.model.endpoint import Endpoint
from agent.notify import systemd
from agent.outbox import act
from agent.password import password_of
from agent.ports import Desk
from agent.reading.owner import Owner
from agent.store.sqlite import Access, SqliteStore

LOG = logging.getLogger("afterword")
LONGEST_WAIT_S = 60.0
STOP_FILE = "stop"  # in state.directory; while it is there, nothing is written
FIRST_RETRY_S, LONGEST_RETRY_S = 1.0, 900.0

Tell = Callable[[Event], None]


def wall_clock() -> datetime:
    """What a person's watch shows, aware UTC."""
    return datetime.now(UTC)


def one_pass(desk: Desk, now: datetime) -> tuple[Event, ...]:
    """Look at the mailbox, then do what is due.

    Drafts are made only after a complete look: a folder that cannot be read ends the pass (S3).
    """
    if desk.policy.modes:
        desk.mailbox.make_folders()
    intake = take_in(desk, now, since=watched_since(desk, now))
    for dead in intake.dead:
        LOG.warning("set aside folder=%r uid=%d: %s", dead.folder, dead.uid, dead.reason)
    events = act(desk, now)
    desk.store.note_sync(now)
    return events


def log(event: Event) -> None:
    """One line a thing that happened: no bodies, no addresses."""
    step = f" step={event.step}" if event.step else ""
    LOG.info(
        f"{event.event} case={event.case} company={event.company!r}{step}"
        f" reason={event.reason} message={event.evidence}: {event.because}"
    )


def log_bug(case: Case, bug: Exception) -> None:
    LOG.error("a bug of ours: case=%s is set aside for an hour", case.id, exc_info=bug)


@dataclass
class Daemon:
    """Passes until told to stop."""

    desk: Desk
    poll_s: float = LONGEST_WAIT_S
    tell: Tell = log

    def __post_init__(self) -> None:
        self._stopping = threading.Event()
        self._retry_s = FIRST_RETRY_S

    def stop(self) -> None:
        """End the loop from another thread or a signal handler; a pass under way is finished."""
        self._stopping.set()
        self.desk.mailbox.wake()

    def run(self) -> None:
        """Until `stop`. Expected failures are waited out; a bug ends the process, and systemd
        restarts it.
        """
        systemd.notify("READY=1")
        while not self._stopping.is_set():
            try:
                self._look()
                self.desk.mailbox.wait(self._wait_s())
            except Temporary as error:
                LOG.warning("%s; next try in %.0f s", error, self._retry_s)
                self._hold(self._retry_s * random.uniform(0.8, 1.2))
                self._retry_s = min(self._retry_s * 2, LONGEST_RETRY_S)
            except AgentError as error:  # only the owner can mend it: no hurry
                LOG.error("%s", error)
                self._hold(LONGEST_RETRY_S)
        systemd.notify("STOPPING=1")

    def _look(self) -> None:
        events = one_pass(self.desk, self.desk.clock())
        self._retry_s = FIRST_RETRY_S
        for event in events:
            self.tell(event)
        systemd.notify("WATCHDOG=1\nSTATUS=Looked at the mailbox; all is read.")

    def _wait_s(self) -> float:
        wake_at = self.desk.store.next_wake()
        until_due = (wake_at - self.desk.clock()).total_seconds() if wake_at else self.poll_s
        return max(0.0, min(until_due, self.poll_s))

    def _hold(self, seconds: float) -> None:
        """Wait without the mailbox, but not without the watchdog."""
        while seconds > 0 and not self._stopping.wait(min(seconds, LONGEST_WAIT_S)):
            systemd.notify(
                f"WATCHDOG=1\nSTATUS=The mailbox is out of reach; {seconds:.0f} s to go."
            )
            seconds -= LONGEST_WAIT_S


def stop_on_signals(daemon: Daemon) -> None:
    """SIGTERM and SIGINT end the loop within two seconds, also during IDLE."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: daemon.stop())


@contextmanager
def open_desk(config: Config, now: datetime) -> Iterator[Desk]:
    """Everything the jobs need, from the YAML: one process at a time, closed at the end."""
    with open_store(config, Access.ALONE) as store, ParserProcess(config.owner()) as parser:
        mailbox = ImapMailbox(
            host=config.mailbox.host,
            port=config.mailbox.port,
            user=config.mailbox.user,
            password=lambda: password_of(config.mailbox.password),
            security=config.mailbox.security,
            insecure=config.mailbox.insecure,
            exclude=config.mailbox.exclude_folders,
            ca_file=config.mailbox.ca_file,
        )
        _rest_if_copied(config, store)
        with closing(mailbox):
            stop_file = config.state.directory / STOP_FILE
            yield Desk(
                mailbox=mailbox,
                clock=wall_clock,
                sender=sender_of(config),
                halted=lambda at: stop_file.exists() or store.paused_until(at) is not None,
                store=store,
                read=parser,
                owner=config.owner(),
                profile=config.profile(),
                policy=config.policy(store.started_at(now)),
                new_message_id=lambda: new_message_id(config.owner()),
                on_bug=log_bug,
                reword=model_of(config),
            )


def model_of(config: Config) -> Endpoint | None:
    """The language model that may reword drafts, where the YAML names one."""
    wished = config.rewording
    if wished is None:
        return None
    key = wished.key
    return Endpoint(
        wished.url,
        wished.model,
        key=(lambda: password_of(key)) if key else None,
        timeout_s=wished.timeout.total_seconds(),
    )


def sender_of(config: Config) -> SmtpSender | None:
    """The way out, where the YAML lets any step leave; else there is none."""
    way, mailbox = config.sending, config.mailbox
    if way is None or not config.modes():
        return None
    return SmtpSender(
        Server(way.host, way.port, Security(way.security), way.insecure, way.ca_file),
        way.user or mailbox.user,
        lambda: password_of(way.password or mailbox.password),
    )


def _rest_if_copied(config: Config, store: SqliteStore) -> None:
    """A database that comes from another machine may be older than what has left since, or not be
    the only one (A6, A7): nothing leaves until the owner has looked.
    """
    machine = this_machine()
    if machine and store.moves_to(machine) and config.modes():
        store.pause(None)
        LOG.warning(
            "this database comes from another machine, so nothing is written for now: if that one"
            " has stopped for good, run `afterword resume`"
        )


def this_machine() -> str | None:
    """What tells this machine from others, hashed; None where it has no such thing."""
    try:
        named = Path("/etc/machine-id").read_bytes().strip()
    except OSError:
        return None
    return hashlib.sha256(b"afterword " + named).hexdigest() if named else None


@contextmanager
def open_store(config: Config, access: Access = Access.READ) -> Iterator[SqliteStore]:
    """The database."""
    with closing(SqliteStore(config.state.directory, access)) as store:
        yield store


def new_word_id() -> str:
    """Of a word that the owner says."""
    return uuid4().hex[:12]


def new_message_id(owner: Owner) -> str:
    """Random, at the owner's own domain, and telling nothing (failures.md E9)."""
    domain = owner.addresses[0].rpartition("@")[2] if owner.addresses else "localhost"
    return f"<{uuid4()}@{domain}>"
