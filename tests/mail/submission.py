"""A submission server on loopback that says what a test tells it to, phase by phase, and remembers
what it has taken: the only judge of how many letters were sent.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

GREETING, EHLO, MAIL, RCPT, DATA, BODY, DOT, QUIT = (
    "greeting",
    "ehlo",
    "mail",
    "rcpt",
    "data",
    "body",
    "dot",
    "quit",
)
USUAL = {
    GREETING: b"220 ready\r\n",
    EHLO: b"250-there\r\n250 8BITMIME\r\n",
    MAIL: b"250 ok\r\n",
    RCPT: b"250 ok\r\n",
    DATA: b"354 go ahead\r\n",
    DOT: b"250 2.0.0 taken\r\n",
    QUIT: b"221 bye\r\n",
}
CUT, RESET, SILENCE = b"cut", b"reset", b"silence"


@dataclass
class Submission:
    """What it says in each phase: a reply, or one of CUT, RESET, SILENCE."""

    says: dict[str, bytes] = field(default_factory=dict)
    when: dict[str, Callable[[], None]] = field(default_factory=dict)  # before it answers
    taken: list[bytes] = field(default_factory=list)
    taken_at: list[float] = field(default_factory=list)  # of each, by `time.time()`
    commands: list[bytes] = field(default_factory=list)
    port: int = 0

    @contextmanager
    def serving(self) -> Iterator["Submission"]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]
            threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
            yield self
            listening.shutdown(socket.SHUT_RDWR)  # ends the waiting thread, and frees the port

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            try:
                self._dialogue(connection, lines)
            except (ConnectionError, StopIteration):
                return

    def _dialogue(self, connection: socket.socket, lines: Iterator[bytes]) -> None:
        self._say(connection, GREETING)
        for line in lines:
            self.commands.append(line)
            verb = line.split()[0].decode().lower() if line.split() else ""
            self._say(connection, verb)
            if verb == DATA and self.says.get(DATA, USUAL[DATA]).startswith(b"354"):
                self._text(connection, lines)

    def _text(self, connection: socket.socket, lines: Iterator[bytes]) -> None:
        raw = []
        for line in lines:
            if self.says.get(BODY):
                self._say(connection, BODY)
            if line == b".\r\n":
                break
            raw.append(line[1:] if line.startswith(b".") else line)
        else:
            raise StopIteration
        reply = self.says.get(DOT, USUAL[DOT])
        if not reply.startswith((b"4", b"5")):
            self.taken.append(b"".join(raw))
            self.taken_at.append(time.time())
        self._say(connection, DOT)

    def _say(self, connection: socket.socket, phase: str) -> None:
        if phase in self.when:
            self.when[phase]()
        reply = self.says.get(phase, USUAL.get(phase, b"502 what\r\n"))
        if reply == SILENCE:
            threading.Event().wait(30)
            raise StopIteration
        if reply == RESET:
            linger_not = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # SO_LINGER, on, 0 s: RST
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)
            connection.close()
            raise StopIteration
        if reply == CUT:
            raise StopIteration
        connection.sendall(reply)
