"""Waiting for mail: IDLE (RFC 2177) as a hint, never as the source of truth.

Whatever ends the wait, the caller looks at the folders afresh. Three things go wrong in the wild,
and each is met here: news that stand in the read buffer behind "+ idling" (failures.md C3), a
closed connection that looks like silence (C2), and lines that break in two (C5).
"""

import contextlib
import selectors
import socket
import time
from imaplib import IMAP4

from imapclient import IMAPClient

from agent.mail.connection import Connection

WHEN_STOPPING_S = 1.0  # the whole process has two seconds


class Waker:
    """Ends a wait from another thread or a signal handler; a call before the wait counts too."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def wake(self) -> None:
        with contextlib.suppress(OSError):  # it is full, so awake already; or closed
            self._writer.send(b"!")

    def wait(self, seconds: float, connection: socket.socket | None = None) -> bool:
        """Until woken (True), until there is something to read, or until the time is over."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._reader, selectors.EVENT_READ)
            if connection is not None:
                selector.register(connection, selectors.EVENT_READ)
            selector.select(max(0.0, seconds))
        return self._drained()

    def _drained(self) -> bool:
        try:
            return bool(self._reader.recv(4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        self._reader.close()
        self._writer.close()


def idle(connection: Connection, waker: Waker, seconds: float) -> bool:
    """Wait in IDLE in the folder that is open; True if it ended early, by news or by `wake`.

    Raises `Temporary` if the connection turns out to be gone. IDLE is renewed every four minutes.
    """
    ends_at = time.monotonic() + seconds
    while True:
        left = ends_at - time.monotonic()
        if left <= 0:
            return False
        if _idle_once(connection, waker, min(left, connection.server.timeouts.idle)):
            return True


def _idle_once(connection: Connection, waker: Waker, seconds: float) -> bool:
    with connection.doing("wait for news") as client:
        client.idle()
        limits = connection.server.timeouts
        heard = _heard_already(client, limits.command)
        woken = not heard and waker.wait(seconds, client.socket())
        client.socket().settimeout(min(WHEN_STOPPING_S, limits.done) if woken else limits.done)
        _, news = client.idle_done()  # the rest of what came; raises if the connection is closed
        client.socket().settimeout(limits.command)
        return heard or woken or bool(news)


def _heard_already(client: IMAPClient, timeout_s: float) -> bool:
    """True if a line was read together with "+ idling"; `poll` on the socket would not show it."""
    connection = client.socket()
    connection.setblocking(False)
    try:
        client._imap._get_line()
    except OSError:
        return False  # nothing there
    except IMAP4.abort as error:
        if "EOF" not in str(error):
            raise
        return False  # nothing there, or closed: then the socket is readable at once
    finally:
        connection.settimeout(timeout_s)
    return True
