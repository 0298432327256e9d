"""The daemon as systemd starts it: a process of its own against a real Dovecot."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.config import load
from agent.daemon import open_desk
from tests.dovecot import Account
from tests.end_to_end.stage import config_of
from tests.letters import invitation

pytestmark = pytest.mark.dovecot


class Service:
    """What systemd is to the daemon: a notify socket, a signal, an exit code."""

    def __init__(self, account: Account, folder: Path) -> None:
        self.config = config_of(account, folder)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(folder / "notify"))
        self._socket.settimeout(30)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "agent", "run", "--config", str(self.config)],
            env={**os.environ, "NOTIFY_SOCKET": str(folder / "notify")},
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for(self, word: str) -> None:
        while word not in self._socket.recv(4096).decode():
            pass

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Exit code, and how many seconds it took."""
        asked_at = time.monotonic()
        self._process.send_signal(number)
        code = self._process.wait(timeout=30)
        return code, time.monotonic() - asked_at

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()
        self._socket.close()


@contextmanager
def running(account: Account, folder: Path) -> Iterator[Service]:
    service = Service(account, folder)
    try:
        yield service
    finally:
        service.close()


def afterword(service: Service, *arguments: str) -> str:
    command = [sys.executable, "-m", "agent", *arguments, "--config", str(service.config)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    return done.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_ends_it_within_two_seconds_also_while_it_idles(
    account: Account, tmp_path: Path, number: signal.Signals
) -> None:
    with running(account, tmp_path) as service:
        service.wait_for("WATCHDOG=1")

        code, seconds = service.stop(number)

    assert code == 0
    assert seconds < 2


def test_mail_that_comes_while_it_waits_becomes_a_case(account: Account, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    tomorrow = now + timedelta(days=1)
    with running(account, tmp_path) as service:
        service.wait_for("WATCHDOG=1")

        account.deliver(
            "INBOX", invitation(at=now, start=tomorrow, end=tomorrow + timedelta(hours=1))
        )
        service.wait_for("WATCHDOG=1")

        assert "Larkspur" in afterword(service, "cases")


def test_it_outlives_the_server(account: Account, tmp_path: Path) -> None:
    with running(account, tmp_path) as service:
        service.wait_for("WATCHDOG=1")

        with account.server.down():
            service.wait_for("out of reach")
        service.wait_for("Looked at the mailbox")

        assert service.stop()[0] == 0


def test_a_second_daemon_on_the_same_state_says_so_and_ends(
    account: Account, tmp_path: Path
) -> None:
    """A7."""
    with running(account, tmp_path) as service:
        service.wait_for("WATCHDOG=1")

        second = subprocess.run(
            [sys.executable, "-m", "agent", "run", "--config", str(service.config)],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    assert second.returncode == 1
    assert len(second.stderr.strip().splitlines()) == 1
    assert "Traceback" not in second.stderr


def test_a_pause_and_the_stop_file_halt_what_the_daemon_writes(
    account: Account, tmp_path: Path
) -> None:
    settings, now = load(config_of(account, tmp_path)), datetime.now(UTC)
    stop = settings.state.directory / "stop"

    with open_desk(settings, now) as desk:
        free = desk.halted(now)
        stop.touch()
        by_file = desk.halted(now)
        stop.unlink()
        desk.store.pause(now + timedelta(hours=1))
        by_pause = desk.halted(now)
        after = desk.halted(now + timedelta(hours=1))

    assert (free, by_file, by_pause, after) == (False, True, True, False)


def test_a_database_that_comes_from_another_machine_rests_until_the_owner_has_looked(
    account: Account, tmp_path: Path
) -> None:
    """A6: an older copy would send once more what has left since."""
    path = config_of(account, tmp_path)
    path.write_text(f"{path.read_text()}mode: approve\nsending: {{host: smtp.ashby.example}}\n")
    settings, now = load(path), datetime.now(UTC)

    with open_desk(settings, now) as desk:
        at_home = desk.halted(now)
        desk.store.moves_to("another machine")
    with open_desk(settings, now) as desk:
        moved = desk.halted(now)
        desk.store.resume()
    with open_desk(settings, now) as desk:
        looked = desk.halted(now)

    assert (at_home, moved, looked) == (False, True, False)
