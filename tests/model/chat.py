"""A server on loopback that is asked as a language model, and answers what a test writes down."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

Answer = Callable[[socket.socket], None]


class ChatServer:
    """One thread, one connection after the other; what it was asked is kept."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.answer = answer
        self._tls = tls
        self.requests: list[bytes] = []
        self.over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._listening.getsockname()[1]}/v1"

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                with connection, suppress(OSError), self._secured(connection) as secured:
                    self.requests.append(_request(secured))
                    self.answer(secured)

    def _secured(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection

    def stop(self) -> None:
        self.over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def said(self) -> dict[str, Any]:
        """What the last question was."""
        said: dict[str, Any] = json.loads(self.requests[-1].partition(b"\r\n\r\n")[2])
        return said


def _request(connection: socket.socket) -> bytes:
    reader = connection.makefile("rb")
    head = b""
    while (line := reader.readline()) not in (b"\r\n", b""):
        head += line
    sizes = [line for line in head.lower().splitlines() if line.startswith(b"content-length:")]
    return head + b"\r\n" + reader.read(int(sizes[0].partition(b":")[2]) if sizes else 0)


@contextmanager
def chat_server(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[ChatServer]:
    server = ChatServer(answer, tls)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()


def reply(body: bytes, status: str = "200 OK", *header: str) -> Answer:
    """One whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *header, "", ""]
    return lambda connection: connection.sendall("\r\n".join(lines).encode() + body)


def says(text: str) -> Answer:
    """A right answer, with this text."""
    return reply(json.dumps({"choices": [{"message": {"content": text}}]}).encode())
