"""Tells systemd how we are: sd_notify(3), one datagram, nothing where nobody listens."""

import os
import socket
from contextlib import suppress


def notify(state: str) -> None:
    """Send assignments such as "READY=1", one a line, to $NOTIFY_SOCKET; nothing without one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # an abstract socket
        address = "\0" + address[1:]
    with (
        suppress(OSError),  # a manager that has gone is no reason to stop working
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as datagram,
    ):
        datagram.sendto(state.encode(), address)


def watchdog_interval_s() -> float | None:
    """Within how many seconds systemd wants a "WATCHDOG=1" of this process; None if it wants none.

    Half of it is a good pace (sd_watchdog_enabled(3)).
    """
    if os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None  # meant for the process that started us
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 1_000_000 if microseconds.isdecimal() else None
