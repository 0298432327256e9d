"""Tells systemd how we are: sd_notify(3), one datagram, nothing where nobody listens."""

import os
import socket


def notify(state: str) -> None:
    """Send assignments such as "READY=1", one a line, to $NOTIFY_SOCKET; nothing without one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # an abstract socket
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as datagram:
        datagram.sendto(state.encode(), address)
