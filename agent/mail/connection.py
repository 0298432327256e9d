"""One IMAP connection: made, secured, logged in, and thrown away at the first doubt.

It is never repaired: after a timeout or a broken line the client's state is lost (failures.md C6,
C16). One thread uses it; IMAPClient is not thread-safe.
"""

import logging
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from imaplib import IMAP4
from typing import Any

from imapclient import IMAPClient, SocketTimeout, imap_utf7
from imapclient.exceptions import CapabilityError, LoginError, ProtocolError

from agent.errors import AgentError, LoginRefused, Temporary
from agent.mail import guard
from agent.mail.folders import Listed
from agent.mail.server import Security, Server

LOG = logging.getLogger("afterword")
NOT_A_REFUSAL = (  # RFC 5530: the server is in trouble, the password may be right
    *("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[TEMPFAIL]", "[OVERQUOTA]"),
    *("too many", "try again", "temporar"),
)
BROKEN = ("unexpected response", "unterminated line")  # what follows is what came
CLOSED_FOLDER = " (If it never can be opened, name it under exclude_folders in the YAML.)"
KEEPALIVE = (  # a silently dropped connection shows within two minutes (C1)
    (socket.TCP_KEEPIDLE, 60),
    (socket.TCP_KEEPINTVL, 30),
    (socket.TCP_KEEPCNT, 4),
    (socket.TCP_USER_TIMEOUT, 120_000),
)


class Refused(Temporary):
    """A FETCH answered in due form with NO or BAD: the connection is as good as before."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A folder as EXAMINE or SELECT showed it, seen afresh."""

    folder: str
    uidvalidity: int
    uidnext: int
    exists: int


Fetched = dict[bytes, Any]


class Connection:
    """A logged-in client. Trouble in any method raises `Temporary` and spends the connection."""

    def __init__(self, server: Server, client: IMAPClient) -> None:
        self.server = server
        self.client = client
        self.spent = False
        self._ends_at = time.monotonic() + server.timeouts.session
        self.selected: Selected | None = None

    @classmethod
    def open(cls, server: Server, user: str, password: str) -> "Connection":
        """Connect, secure, log in. Raises `LoginRefused` where the credential is refused."""
        guard.credential(user, what="user name")
        guard.credential(password, what="password")
        with _explained(server, "connect"):
            client = _connect(server)
        connection = cls(server, client)
        try:
            with _explained(server, "log in"):
                _secure(server, client)
                _log_in(server, client, user, password)
                _keep_alive(client)
        except BaseException:
            connection.discard()
            raise
        return connection

    @contextmanager
    def doing(self, what: str) -> Iterator[IMAPClient]:
        """The client, for one dialogue; any trouble within spends the connection (C16)."""
        if self.spent:
            raise Temporary(f"The connection to {self.server.name} is gone.")
        try:
            with _explained(self.server, what):
                yield self.client
        except Refused:
            raise
        except BaseException:
            self.discard()
            raise

    def discard(self) -> None:
        """Close without a word: what the server still thinks of this connection does not matter."""
        self.spent = True
        self.selected = None
        with suppress(OSError, IMAP4.error):  # it was closed already
            self.client.shutdown()

    @property
    def is_old(self) -> bool:
        return time.monotonic() > self._ends_at

    def has(self, capability: str) -> bool:
        with self.doing("ask what it can do") as client:
            return bool(client.has_capability(capability))

    def folders(self) -> tuple[Listed, ...]:
        """Every folder of the account whose name can be said back to the server."""
        with self.doing("list folders") as client:
            client.folder_encode = False  # one broken name would fail the whole list
            lines = client.list_folders()
            client.folder_encode = True
            named = [(flags, mark, _folder_name(raw)) for flags, mark, raw in lines]
        return tuple(
            Listed(tuple(flags), mark.decode() if mark else None, name)
            for flags, mark, name in named
            if name is not None
        )

    def examine(self, folder: str) -> Selected:
        """Open a folder to read, as it is now: an open one goes stale (failures.md §1 fact 6)."""
        return self._open(folder, readonly=True)

    def select(self, folder: str) -> Selected:
        """Open a folder to write; only Drafts is ever opened so."""
        return self._open(folder, readonly=False)

    def _open(self, folder: str, *, readonly: bool) -> Selected:
        folder = guard.folder_name(folder)
        with self.doing(f"open the folder {folder!r}") as client:
            answer = client.select_folder(folder, readonly=readonly)
            exists = answer[b"EXISTS"]
            self.selected = Selected(
                folder,
                uidvalidity=answer.get(b"UIDVALIDITY") or 0,
                uidnext=answer.get(b"UIDNEXT") or _next_after_highest(client, exists),
                exists=exists,
            )
            return self.selected

    def fetch(self, uids: Iterable[int], items: Sequence[str]) -> dict[int, Fetched]:
        """What the server has of these UIDs; never ranges, which IMAPClient 4 cannot do."""
        asked = list(uids)
        with self.doing("fetch mail") as client:
            return dict(client.fetch(asked, list(items))) if asked else {}

    def fetch_by_number(self, numbers: Sequence[int], items: Sequence[str]) -> list[Fetched]:
        """The same by sequence number, each with its UID; right after the folder was opened."""
        with self.doing("fetch mail") as client:
            client.use_uid = False
            try:
                return list(client.fetch(list(numbers), ["UID", *items]).values())
            finally:
                client.use_uid = True

    def search(self, criterion: str) -> list[int]:
        """UIDs that the server proposes; numbers, dates and words of ours, never of mail (B12)."""
        criterion = guard.argument(criterion)
        with self.doing("look for mail") as client:
            return list(client.search(criterion))

    def create(self, path: str) -> None:
        """A folder of ours, subscribed, where this server keeps personal ones; "/" parts `path`."""
        with self.doing(f"make the folder {path!r}") as client:
            spaces = client.namespace().personal if client.has_capability("NAMESPACE") else ()
            prefix, delimiter = spaces[0] if spaces else ("", "/")
            name = guard.folder_name(prefix + path.replace("/", delimiter or "/"))
            client.create_folder(name)
            client.subscribe_folder(name)

    def check(self) -> None:
        """NOOP: is the server still there?"""
        with self.doing("reach the mailbox") as client:
            client.noop()


def _folder_name(raw: bytes | str) -> str | None:
    """Decoded from modified UTF-7; None, with a warning, for what is none."""
    wire = raw.encode("latin-1") if isinstance(raw, str) else raw
    with suppress(UnicodeError, guard.Forbidden):
        name = guard.folder_name(imap_utf7.decode(wire))
        if imap_utf7.encode(name) == wire:
            return name
    LOG.warning("folder left out, its name is no modified UTF-7: %r", wire)
    return None


def _next_after_highest(client: IMAPClient, exists: int) -> int:
    """For servers that do not tell UIDNEXT (D2)."""
    return 1 + max(client.search("UID *"), default=0) if exists else 1


@contextmanager
def _explained(server: Server, what: str) -> Iterator[None]:
    """Translate what libraries raise; the server's own words are kept, ours come first."""
    try:
        yield
    except AgentError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise Temporary(
            f"The certificate of {server.name} is not trusted ({error.verify_message}): a wrong"
            " host, a network that intercepts, or a server of your own (then set ca_file)."
        ) from error
    except TimeoutError as error:
        raise Temporary(f"Could not {what} at {server.name}: no answer in time.") from error
    except (OSError, IMAP4.error, ValueError, LookupError, TypeError) as error:
        words = _words(error)
        in_due_form = words.lower().startswith(("fetch failed", "fetch command error: bad"))
        kind = Refused if in_due_form else Temporary
        hint = CLOSED_FOLDER if words.startswith("select failed") else ""
        raise kind(f"Could not {what} at {server.name}: {words}{hint}") from error


def _words(error: Exception) -> str:
    """What the server said; never a line of mail that it broke off in (T5)."""
    words = " ".join(str(error).split())
    if isinstance(error, ProtocolError) or not isinstance(error, (OSError, IMAP4.error)):
        return f"an answer that is no IMAP ({type(error).__name__})"
    broken = next((sign for sign in BROKEN if sign in words), None)
    return broken or words[:300]


def _connect(server: Server) -> IMAPClient:
    limits = SocketTimeout(connect=server.timeouts.connect, read=server.timeouts.command)
    client = IMAPClient(
        server.host,
        server.port,
        ssl=server.security is Security.TLS,
        ssl_context=server.tls() if server.security is Security.TLS else None,
        timeout=limits,
    )
    logging.getLogger("imapclient").setLevel(logging.WARNING)
    client._imap.debug = 0  # imaplib would hand every line, the login too, to the log (T5)
    client.normalise_times = False  # aware, not naive local (D15)
    return client


def _secure(server: Server, client: IMAPClient) -> None:
    """STARTTLS or nothing; a server that has logged us in by itself is refused (H10)."""
    if bytes(client.welcome or b"").startswith(b"* PREAUTH"):
        raise Temporary(f"{server.name} skipped the login (PREAUTH): refused, it may be an attack.")
    if server.security is not Security.STARTTLS:
        return
    try:
        client.starttls(server.tls())
    except CapabilityError as error:
        raise Temporary(
            f"{server.name} offers no STARTTLS, so no password is sent. Try security: tls."
        ) from error


def _log_in(server: Server, client: IMAPClient, user: str, password: str) -> None:
    """LOGIN, which every server knows; PLAIN for characters that LOGIN cannot carry."""
    simple = user.isascii() and user.isprintable() and not set(user) & set(' "\\(){%*')
    try:
        if simple and password.isascii():
            client.login(user, password)
        else:
            client.plain_login(user, password)
    except LoginError as error:
        words = " ".join(str(error).split())[:200].replace(password, "…")
        dropped = isinstance(error.__context__, IMAP4.abort)  # IMAPClient calls it a LoginError too
        if dropped or any(sign.lower() in words.lower() for sign in NOT_A_REFUSAL):
            raise Temporary(f"{server.name} does not let us in now: {words}") from error
        raise LoginRefused(f"{server.name} refuses the login of {user}: {words}") from error


def _keep_alive(client: IMAPClient) -> None:
    connection = client.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in KEEPALIVE:
        connection.setsockopt(socket.IPPROTO_TCP, option, value)
