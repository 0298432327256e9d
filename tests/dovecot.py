"""A real Dovecot on loopback, without privileges: the judge of everything that touches IMAP.

Dovecot refuses to run as root without users of its own, so under root it is started as the plain
user named by AFTERWORD_TEST_USER. Mail homes are made by the server: a new user name is a new,
empty mailbox.
"""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from imapclient import IMAPClient

PASSWORD = "correct-horse-battery"
HOST = "127.0.0.1"
STARTS_WITHIN_S = 10.0

CONFIGURATION = """
protocols = imap
listen = {host}
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_home = {root}/mail/%u
mail_location = maildir:~/Maildir:LAYOUT=fs
maildir_stat_dirs = yes
mail_fsync = never
mail_max_userip_connections = 1000
mailbox_idle_check_interval = 1 secs
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_cache_size = 0
ssl = yes
ssl_cert = <{root}/server.pem
ssl_key = <{root}/server.key
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Drafts {{
    special_use = \\Drafts
    auto = create
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Trash {{
    special_use = \\Trash
    auto = create
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
  mailbox Archive {{
    special_use = \\Archive
    auto = create
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap {{
  process_min_avail = 2
}}
"""


def why_not() -> str | None:
    """Why Dovecot cannot be started here, in one line; None if it can."""
    if not _binary():
        return "needs Dovecot: apt-get install dovecot-imapd"
    if not shutil.which("openssl"):
        return "needs the openssl command for Dovecot's certificate"
    if os.geteuid() == 0 and not _plain_user():
        return f"Dovecot refuses root: useradd {_user_name()}, or set AFTERWORD_TEST_USER"
    return None


def _binary() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _user_name() -> str:
    return os.environ.get("AFTERWORD_TEST_USER", "afterword-test")


def _plain_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(_user_name())
    except KeyError:
        return None


class Dovecot:
    """One server: two ports, any number of users, who all have the same password."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="afterword-", dir="/tmp"))  # sockets: short paths
        self.port = _free_port()
        self.tls_port = _free_port()
        self.certificate = self.root / "server.pem"
        self._process: subprocess.Popen[bytes] | None = None
        self._prepare()

    def _prepare(self) -> None:
        user = _plain_user()
        assert user is not None
        _make_certificate(self.root)
        (self.root / "mail").mkdir()
        text = CONFIGURATION.format(
            root=self.root,
            host=HOST,
            port=self.port,
            tls_port=self.tls_port,
            user=user.pw_name,
            group=_group_of(user),
            password=PASSWORD,
        )
        (self.root / "dovecot.conf").write_text(text)
        if os.geteuid() == 0:
            for path in (self.root, *self.root.rglob("*")):
                os.chown(path, user.pw_uid, user.pw_gid)

    def start(self) -> None:
        """Returns once the server greets."""
        binary = _binary()
        assert binary is not None
        command = [binary, "-F", "-c", str(self.root / "dovecot.conf")]
        user = _plain_user()
        if os.geteuid() == 0 and user:
            ids = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
            command = ["setpriv", *ids, *command]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._await_greeting()

    def _await_greeting(self) -> None:
        give_up_at = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < give_up_at:
            try:
                with socket.create_connection((HOST, self.port), timeout=1) as connection:
                    if connection.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.01)
        raise RuntimeError(f"Dovecot did not start: {(self.root / 'log').read_text()[-2000:]}")

    def stop(self) -> None:
        """Ends the server and every connection to it: its children are a process group of ours."""
        if self._process is None:
            return
        self._signal_all(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
        self._signal_all(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _signal_all(self, number: int) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    @contextmanager
    def down(self) -> Iterator[None]:
        """The server is away while this lasts."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def remove(self) -> None:
        """Ends the server and removes its files."""
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def account(self, user: str) -> "Account":
        return Account(self, user)


@dataclass(frozen=True, slots=True)
class Lies:
    """One message as it lies on the server."""

    flags: frozenset[bytes]
    raw: bytes


Snapshot = dict[str, dict[int, Lies]]


@dataclass
class Account:
    """One user's mail, seen and changed from the side of another mail client."""

    server: Dovecot
    user: str
    password: str = PASSWORD

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """A connection of its own, as the owner's phone would have."""
        client = IMAPClient(HOST, self.server.port, ssl=False, timeout=20)
        client.normalise_times = False
        try:
            client.login(self.user, self.password)
            yield client
        finally:
            client.shutdown()

    def deliver(
        self,
        folder: str,
        raw: bytes,
        *,
        received_at: datetime | None = None,
        flags: Sequence[bytes] = (),
    ) -> None:
        """Put a message into a folder, which is made if it is not there."""
        self.deliver_all(folder, [raw], received_at=received_at, flags=flags)

    def deliver_all(
        self,
        folder: str,
        messages: Sequence[bytes],
        *,
        received_at: datetime | None = None,
        flags: Sequence[bytes] = (),
    ) -> None:
        with self.client() as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for raw in messages:
                client.append(folder, raw, flags, received_at)

    def create(self, folder: str) -> None:
        with self.client() as client:
            client.create_folder(folder)

    def recreate(self, folder: str) -> None:
        """Delete and make again: its UIDs start anew under another UIDVALIDITY (D1)."""
        with self.client() as client:
            before = client.folder_status(folder, ["UIDVALIDITY"])[b"UIDVALIDITY"]
            client.delete_folder(folder)
            client.create_folder(folder)
            while client.folder_status(folder, ["UIDVALIDITY"])[b"UIDVALIDITY"] == before:
                client.delete_folder(folder)
                client.create_folder(folder)

    def folders(self) -> set[str]:
        with self.client() as client:
            return {name for _, _, name in client.list_folders()}

    def snapshot(self) -> Snapshot:
        """Flags and bytes of every message in every folder, taken without a trace (S9)."""
        with self.client() as client:
            return {name: _contents(client, name) for name in _selectable(client)}

    def messages(self, folder: str) -> list[Lies]:
        with self.client() as client:
            return list(_contents(client, folder).values())

    def count(self, folder: str) -> int:
        return len(self.messages(folder))


def _selectable(client: IMAPClient) -> list[str]:
    return [name for flags, _, name in client.list_folders() if b"\\Noselect" not in flags]


def _contents(client: IMAPClient, folder: str) -> dict[int, Lies]:
    client.select_folder(folder, readonly=True)
    found = client.fetch(client.search("ALL"), ["FLAGS", "BODY.PEEK[]"])
    return {uid: Lies(frozenset(item[b"FLAGS"]), item[b"BODY[]"]) for uid, item in found.items()}


def _make_certificate(root: Path) -> None:
    """A certificate for loopback that nobody knows: its own authority."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "30", "-subj", "/CN=localhost"),
            *("-addext", f"subjectAltName=DNS:localhost,IP:{HOST}"),
            *("-keyout", str(root / "server.key"), "-out", str(root / "server.pem")),
        ],
        check=True,
        capture_output=True,
    )


def _group_of(user: pwd.struct_passwd) -> str:
    return grp.getgrgid(user.pw_gid).gr_name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
