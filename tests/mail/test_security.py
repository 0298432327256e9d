"""Who may see the password: nobody before the connection is safe, and no server more than three
times.
"""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from agent.errors import LoginRefused, OwnerError, Temporary
from agent.mail.imap import ImapMailbox
from agent.mail.server import Timeouts
from tests.dovecot import Account
from tests.mail.conftest import Opened
from tests.mail.scripted import ScriptedServer, answers, hangs_up, refuses, silence

QUICK = Timeouts(connect=0.5, command=0.5)
SECRET = "open sesame"


@contextmanager
def mailbox_at(server: ScriptedServer, security: str) -> Iterator[ImapMailbox]:
    mailbox = ImapMailbox(
        "127.0.0.1", server.port, "robin", lambda: SECRET, security, timeouts=QUICK
    )
    with server, closing(mailbox):
        yield mailbox


@pytest.mark.dovecot
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_nobody_we_know_is_refused(
    account: Account, open_mailbox: Opened, security: str
) -> None:
    server = account.server
    port = server.tls_port if security == "tls" else server.port
    mailbox = open_mailbox(security=security, port=port)

    with pytest.raises(Temporary, match=r"certificate of .* is not trusted"):
        mailbox.folders()


@pytest.mark.dovecot
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_the_owners_own_authority_is_trusted(
    account: Account, open_mailbox: Opened, security: str
) -> None:
    server = account.server
    port = server.tls_port if security == "tls" else server.port
    mailbox = open_mailbox(security=security, port=port, ca_file=server.certificate)

    assert mailbox.folders()[0].name == "INBOX"


@pytest.mark.dovecot
def test_a_wrong_password_is_tried_three_times_and_a_new_one_at_once(
    account: Account, open_mailbox: Opened
) -> None:
    password = ["wrong"]
    mailbox = open_mailbox(password=lambda: password[0])

    for _ in range(3):
        with pytest.raises(LoginRefused, match="AUTHENTICATIONFAILED"):
            mailbox.folders()
    with pytest.raises(LoginRefused, match="when the password has changed"):
        mailbox.folders()
    password[0] = account.password

    assert mailbox.folders()[0].name == "INBOX"


def test_the_fourth_time_no_server_is_asked() -> None:
    server = ScriptedServer({b"LOGIN": refuses(b"[AUTHENTICATIONFAILED] no")})

    with mailbox_at(server, "plain") as mailbox:
        for _ in range(10):
            with pytest.raises(LoginRefused):
                mailbox.folders()

    assert server.connections == 3


@pytest.mark.parametrize(
    "trouble",
    [
        refuses(b"[UNAVAILABLE] the user database is away"),
        refuses(b"[ALERT] Too many simultaneous connections"),
        hangs_up,
        silence,
    ],
    ids=["unavailable", "too many", "hangs up", "silence"],
)
def test_a_server_in_trouble_has_not_refused_the_password(trouble: object) -> None:
    server = ScriptedServer({b"LOGIN": trouble})  # type: ignore[dict-item]

    with mailbox_at(server, "plain") as mailbox:
        for _ in range(4):
            with pytest.raises(Temporary):
                mailbox.folders()

    assert server.connections == 4


@pytest.mark.parametrize("security", ["plain", "starttls"])
def test_a_server_that_skips_the_login_is_refused(security: str) -> None:
    server = ScriptedServer(greeting=b"* PREAUTH welcome back")

    with mailbox_at(server, security) as mailbox, pytest.raises(Temporary, match="PREAUTH"):
        mailbox.folders()

    assert SECRET.encode() not in b"".join(server.lines)


@pytest.mark.parametrize(
    "script",
    [
        {},
        {
            b"CAPABILITY": answers(b"CAPABILITY IMAP4rev1 STARTTLS"),
            b"STARTTLS": refuses(b"not now"),
        },
        {b"CAPABILITY": answers(b"CAPABILITY IMAP4rev1 STARTTLS"), b"STARTTLS": hangs_up},
    ],
    ids=["not offered", "refused", "hangs up"],
)
def test_without_starttls_no_password_leaves(script: dict[bytes, object]) -> None:
    server = ScriptedServer(script)  # type: ignore[arg-type]

    with mailbox_at(server, "starttls") as mailbox, pytest.raises(Temporary):
        mailbox.folders()

    assert not any(b"LOGIN" in line for line in server.lines)


def test_a_server_without_tls_gets_no_password() -> None:
    server = ScriptedServer()

    with mailbox_at(server, "tls") as mailbox, pytest.raises(Temporary):
        mailbox.folders()

    assert SECRET.encode() not in b"".join(server.lines)


@pytest.mark.parametrize("host", ["mail.example.org", "192.0.2.7", "localhost.example.org"])
def test_no_password_crosses_a_network_in_clear_text(host: str) -> None:
    with pytest.raises(OwnerError, match="insecure: true"):
        ImapMailbox(host, 143, "robin", lambda: SECRET, "plain")

    ImapMailbox(host, 143, "robin", lambda: SECRET, "plain", insecure=True).close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_loopback_needs_no_encryption(host: str) -> None:
    ImapMailbox(host, 1143, "robin", lambda: SECRET, "plain").close()


@pytest.mark.parametrize("content", [None, "no certificate"], ids=["missing", "no certificate"])
def test_a_file_without_certificates_is_the_owners_to_mend(
    tmp_path: Path, content: str | None
) -> None:
    ca_file = tmp_path / "ca.pem"
    if content is not None:
        ca_file.write_text(content)
    mailbox = ImapMailbox("127.0.0.1", 993, "robin", lambda: SECRET, "tls", ca_file=ca_file)

    with closing(mailbox), pytest.raises(OwnerError, match=r"ca\.pem"):
        mailbox.folders()


@pytest.mark.parametrize("password", ["", "two\nlines", "two\r\nA1 DELETE INBOX", "nul\0"])
def test_a_password_that_is_no_line_is_the_owners_to_mend(password: str) -> None:
    server = ScriptedServer()
    mailbox = ImapMailbox("127.0.0.1", server.port, "robin", lambda: password, "plain")

    with server, closing(mailbox), pytest.raises(OwnerError, match="password is empty or"):
        mailbox.folders()

    assert server.connections == 0


@pytest.mark.dovecot
@pytest.mark.parametrize("user", ["with space", 'quo"te', "back\\slash", "jürgen"])
def test_any_character_in_a_name_reaches_the_server_as_it_is(
    account: Account, open_mailbox: Opened, user: str
) -> None:
    mailbox = open_mailbox(user=user, password=lambda: "pässwörd")

    with pytest.raises(LoginRefused, match="AUTHENTICATIONFAILED"):
        mailbox.folders()


def test_nobody_listening_is_temporary() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    mailbox = ImapMailbox("127.0.0.1", port, "robin", lambda: SECRET, "plain")

    with closing(mailbox), pytest.raises(Temporary, match="connect"):
        mailbox.folders()
