"""A TCP proxy on loopback that understands where an IMAP dialogue is, and breaks it there."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

COMMAND = re.compile(rb"(\S+) ((?:UID )?[A-Z]+)", re.IGNORECASE)
LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n\Z")
Fault = Callable[["Dialogue", bytes], None]


class HangUp(Exception):
    """Close both sides now."""


class Dialogue:
    """One client connection, and its own to the real server."""

    def __init__(self, proxy: "Proxy", client: socket.socket) -> None:
        self.proxy = proxy
        self.client = client
        self.server = socket.create_connection(("127.0.0.1", proxy.server_port))

    def run(self) -> None:
        answers = threading.Thread(target=self._answers, daemon=True)
        answers.start()
        with self.client, self.server, suppress(OSError, HangUp):
            lines = self.client.makefile("rb")
            while line := lines.readline():
                self._command(line)
                self.server.sendall(line)
                literal = LITERAL.search(line)
                if literal:  # the text of an APPEND: no command stands in it
                    self.server.sendall(lines.read(int(literal[1])))

    def _command(self, line: bytes) -> None:
        found = COMMAND.match(line)
        if found and self.proxy.breaks(found[2].upper()):
            self.proxy.fault(self, found[1])

    def _answers(self) -> None:
        with suppress(OSError):
            while data := self.server.recv(65536):
                self.client.sendall(data)
        with suppress(OSError):
            self.client.shutdown(socket.SHUT_RDWR)

    def say(self, line: bytes) -> None:
        self.client.sendall(line + b"\r\n")


class Proxy:
    """Breaks every `command` while it is armed."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.command = b""  # b"": none
        self.fault: Fault = hangs_up
        self.broken = 0  # how often it has
        self.port = 0

    def arm(self, command: bytes, fault: Fault) -> None:
        self.command, self.fault = command, fault

    def disarm(self) -> None:
        self.command = b""

    def breaks(self, command: bytes) -> bool:
        hit = bool(self.command) and command == self.command
        self.broken += hit
        return hit

    @contextmanager
    def serving(self) -> Iterator["Proxy"]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]
            threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
            yield self
            listening.shutdown(socket.SHUT_RDWR)

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                threading.Thread(target=Dialogue(self, client).run, daemon=True).start()


def says_no(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.say(tag + b" NO [SERVERBUG] not now")
    raise HangUp


def says_bad(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.say(tag + b" BAD what")
    raise HangUp


def says_bye(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.say(b"* BYE going down")
    raise HangUp


def hangs_up(dialogue: Dialogue, tag: bytes) -> None:
    raise HangUp


def falls_silent(dialogue: Dialogue, tag: bytes) -> None:
    threading.Event().wait(5)  # the client gives up long before
    raise HangUp


def talks_nonsense(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.say(b"\x00\xff* 1 FETCH ((((")
    dialogue.say(tag + b" OK \xff")
    raise HangUp


FAULTS: tuple[Fault, ...] = (says_no, says_bad, says_bye, hangs_up, falls_silent, talks_nonsense)
