"""The endpoint asks once, for one thing; nothing that answers can hold it up or lead it away."""

import json
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from agent.cases.case import Step
from agent.errors import Temporary
from agent.model.endpoint import LONGEST_REPLY, Endpoint
from agent.writing.checks import LIMITS
from agent.writing.rewording import Place, Request
from tests.model.chat import Answer, ChatServer, chat_server, reply, says

REQUEST = Request(
    step=Step.THANK_YOU,
    body="Thank you for your time ⟦1⟧.\n\n⟦2⟧",
    language="en",
    familiar=False,
    places=(Place("⟦1⟧", "on Tuesday", True), Place("⟦2⟧", "my secret note", False)),
    limits=LIMITS[Step.THANK_YOU],
)


def test_the_answer_is_the_text_of_the_first_choice() -> None:
    with chat_server(says("Many thanks ⟦1⟧.\r\n\r\n⟦2⟧\n")) as server:
        answer = Endpoint(server.url, "small")(REQUEST)

    assert answer == "Many thanks ⟦1⟧.\n\n⟦2⟧"


def test_it_tells_the_text_and_what_it_states_and_keeps_the_owners_own_words() -> None:
    """O3: what leaves."""
    with chat_server(says("")) as server:
        Endpoint(server.url, "small", key=lambda: "k-1")(REQUEST)

    [raw] = server.requests
    system, user = (message["content"] for message in server.said()["messages"])
    assert raw.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Bearer k-1\r\n" in raw
    assert user == REQUEST.body
    assert "⟦1⟧ on Tuesday" in system
    assert "secret" not in raw.decode()


def test_without_a_key_none_is_sent() -> None:
    with chat_server(says("")) as server:
        Endpoint(server.url, "small")(REQUEST)

    assert b"authorization" not in server.requests[0].lower()


def content(value: object) -> Answer:
    return reply(json.dumps({"choices": [{"message": {"content": value}}]}).encode())


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda connection: None, id="hangs up"),
        pytest.param(lambda connection: connection.sendall(b"\x16\x03\x01 what?"), id="no HTTP"),
        pytest.param(reply(b"<html>It works!</html>"), id="HTML"),
        pytest.param(reply(b"\xff\xfe"), id="no text"),
        pytest.param(reply(b"[" * 60_000), id="deep JSON"),
        pytest.param(reply(b"[]"), id="a list"),
        pytest.param(reply(b'{"choices": []}'), id="no choice"),
        pytest.param(reply(b'{"error": {"message": "no such model"}}'), id="an error"),
        pytest.param(content(None), id="a tool call"),
        pytest.param(content(["text"]), id="parts"),
        pytest.param(reply(b"{}", "401 Unauthorized"), id="401"),
        pytest.param(reply(b"{}", "429 Too Many Requests", "Retry-After: 1"), id="429"),
        pytest.param(reply(b"{}", "500 Internal Server Error"), id="500"),
        pytest.param(content("a" * LONGEST_REPLY), id="huge"),
        pytest.param(reply(b"{}", "200 OK", "X: " + "x" * 70_000), id="a huge header"),
    ],
)
def test_whatever_else_comes_is_no_answer_and_it_is_asked_only_once(answer: Answer) -> None:
    with chat_server(answer) as server, pytest.raises(Temporary):
        Endpoint(server.url, "small", timeout_s=5)(REQUEST)

    assert len(server.requests) == 1


def test_a_redirect_is_not_followed() -> None:
    with chat_server(says("from elsewhere")) as elsewhere:
        moved = reply(b"", "307 Temporary Redirect", f"Location: {elsewhere.url}")
        with chat_server(moved) as server, pytest.raises(Temporary, match="status 307"):
            Endpoint(server.url, "small")(REQUEST)

    assert elsewhere.requests == []


def test_a_server_that_falls_silent_is_left_at_the_deadline() -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(1)  # until the other side closes

    began = time.monotonic()
    with chat_server(silent) as server, pytest.raises(Temporary, match="in time"):
        Endpoint(server.url, "small", timeout_s=0.2)(REQUEST)

    assert time.monotonic() - began < 5


def test_a_byte_now_and_then_does_not_move_the_deadline() -> None:
    servers: list[ChatServer] = []

    def drips(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not servers[0].over.wait(0.05):
            connection.sendall(b"X: y\r\n")

    began = time.monotonic()
    with chat_server(drips) as server:
        servers.append(server)
        with pytest.raises(Temporary, match="in time"):
            Endpoint(server.url, "small", timeout_s=0.5)(REQUEST)

    assert time.monotonic() - began < 5


def test_where_nobody_listens_one_line_says_so_and_names_no_text() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(Temporary) as caught:
        Endpoint(f"http://127.0.0.1:{port}/v1", "small", key=lambda: "k-1")(REQUEST)

    assert str(caught.value) == "the language model cannot be reached (ConnectionRefusedError)"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """One that nobody trusts, with its key, for 127.0.0.1."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command for a certificate")
    pem = tmp_path / "server.pem"
    wish = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=model"
    also = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(pem), "-out", str(pem)]
    subprocess.run(["openssl", *wish.split(), *also], check=True, capture_output=True)
    return pem


def test_a_certificate_that_nobody_vouches_for_gets_no_question(certificate: Path) -> None:
    refused = pytest.raises(Temporary, match="SSLCertVerificationError")
    with chat_server(says("words"), _serving(certificate)) as server, refused:
        Endpoint(server.url, "small", timeout_s=5)(REQUEST)

    assert server.requests == []


def test_with_a_certificate_that_holds_it_is_asked(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with chat_server(says("words"), _serving(certificate)) as server:
        answer = Endpoint(server.url, "small", timeout_s=5)(REQUEST)

    assert answer == "words"


def _serving(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_key_that_is_no_header_breaks_nothing() -> None:
    with chat_server(says("")) as server, pytest.raises(Temporary) as caught:
        Endpoint(server.url, "small", key=lambda: "schlüssel\u2014")(REQUEST)

    assert "schl" not in str(caught.value)
