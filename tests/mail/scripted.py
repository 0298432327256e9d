"""An IMAP server that misbehaves on purpose: one line of script per fault.

By itself it is a dull, correct server with one empty INBOX, Drafts and Trash. A test replaces the
answer to one command with a function that gets the `Dialogue` and the tag: it may answer, break a
line, fall silent or hang up.
"""

import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from types import TracebackType

from agent.mail.imap import ImapMailbox
from agent.mail.server import Timeouts

Answer = Callable[["Dialogue", bytes], None]
LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")
CAPABILITIES = b"IMAP4rev1 UIDPLUS MOVE IDLE SPECIAL-USE"


class HangUp(Exception):
    """Close the connection now."""


class Dialogue:
    """One connection, from the server's side."""

    def __init__(self, server: "ScriptedServer", connection: socket.socket) -> None:
        self.server = server
        self.connection = connection
        self._input = connection.makefile("rb")

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def line(self) -> bytes:
        """The client's next line, kept for the test to look at."""
        line = self._input.readline()
        if not line:
            raise HangUp
        self.server.lines.append(line.rstrip(b"\r\n"))
        return line

    def literal(self, size: int) -> bytes:
        data = self._input.read(size)
        self.server.literals.append(data)
        return data

    def ok(self, tag: bytes, *untagged: bytes, words: bytes = b"done") -> None:
        """The untagged lines, then success."""
        self.send(
            b"".join(b"* " + line + b"\r\n" for line in untagged) + tag + b" OK " + words + b"\r\n"
        )

    def run(self) -> None:
        self.send(self.server.greeting + b"\r\n")
        while True:
            line = self.line()
            tag, _, command = line.strip().partition(b" ")
            self.server.answer_to(command)(self, tag)


def answers(*untagged: bytes, words: bytes = b"done") -> Answer:
    return lambda dialogue, tag: dialogue.ok(tag, *untagged, words=words)


def refuses(words: bytes, *, kind: bytes = b"NO") -> Answer:
    return lambda dialogue, tag: dialogue.send(tag + b" " + kind + b" " + words + b"\r\n")


def silence(dialogue: Dialogue, tag: bytes) -> None:
    """Read on, say nothing, until the client gives up."""
    while True:
        dialogue.line()


def hangs_up(dialogue: Dialogue, tag: bytes) -> None:
    raise HangUp


def stores(dialogue: Dialogue, tag: bytes) -> None:
    """APPEND as it should be, with the place told."""
    take_literal(dialogue)
    dialogue.ok(tag, words=b"[APPENDUID 7 1] stored")


def take_literal(dialogue: Dialogue) -> None:
    """Accept the literal that the last line announced."""
    announced = LITERAL.search(dialogue.server.lines[-1] + b"\r\n")
    assert announced is not None
    dialogue.send(b"+ go ahead\r\n")
    dialogue.literal(int(announced[1]))
    dialogue.line()


def idles(dialogue: Dialogue, tag: bytes) -> None:
    dialogue.send(b"+ idling\r\n")
    assert dialogue.line() == b"DONE\r\n"
    dialogue.ok(tag)


OPENED = (b"FLAGS (\\Seen)", b"0 EXISTS", b"OK [UIDVALIDITY 7] v", b"OK [UIDNEXT 1] n")
FOLDERS = (
    b'LIST () "/" INBOX',
    b'LIST (\\Drafts) "/" Drafts',
    b'LIST (\\Trash) "/" Trash',
)
DULL: Mapping[bytes, Answer] = {
    b"CAPABILITY": answers(b"CAPABILITY " + CAPABILITIES),
    b"LOGIN": answers(),
    b"AUTHENTICATE": refuses(b"not here"),
    b"LIST": answers(*FOLDERS),
    b"EXAMINE": answers(*OPENED),
    b"SELECT": answers(*OPENED),
    b"NOOP": answers(),
    b"UID FETCH": answers(),
    b"FETCH": answers(),
    b"UID SEARCH": answers(b"SEARCH"),
    b"APPEND": stores,
    b"IDLE": idles,
}


class ScriptedServer:
    """`with ScriptedServer({b"EXAMINE": silence}) as server:`"""

    def __init__(
        self, script: Mapping[bytes, Answer] | None = None, *, greeting: bytes = b"* OK ready"
    ) -> None:
        self.script = {**DULL, **(script or {})}
        self.greeting = greeting
        self.lines: list[bytes] = []
        self.literals: list[bytes] = []
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []

    def answer_to(self, command: bytes) -> Answer:
        """By the longest name that fits: "UID FETCH" before "UID"."""
        upper = command.upper()
        names = sorted((n for n in self.script if upper.startswith(n.upper())), key=len)
        return self.script[names[-1]] if names else refuses(b"unknown command", kind=b"BAD")

    def commands(self) -> list[bytes]:
        """Every command line so far, without its tag."""
        return [line.partition(b" ")[2] for line in self.lines]

    def __enter__(self) -> "ScriptedServer":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        # the script hangs up, or the client has gone, or the test is over
        with suppress(HangUp, OSError, ValueError):
            Dialogue(self, connection).run()
        _close(connection)


def _close(connection: socket.socket) -> None:
    """So that the client sees the end, whatever still holds the socket."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


QUICK = Timeouts(connect=1, command=0.3, done=0.3, idle=5)


@contextmanager
def mailbox_at(server: ScriptedServer) -> Iterator[ImapMailbox]:
    mailbox = ImapMailbox(
        "127.0.0.1", server.port, "robin", lambda: "open sesame", "plain", timeouts=QUICK
    )
    with server, closing(mailbox):
        yield mailbox


def opened(*, exists: int, uidnext: int) -> Answer:
    numbers = (b"%d EXISTS" % exists, b"OK [UIDVALIDITY 7] v", b"OK [UIDNEXT %d] n" % uidnext)
    return answers(b"FLAGS (\\Seen)", *numbers)
