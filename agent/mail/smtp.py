"""The owner's submission server: one letter on one fresh connection, its phases one by one.

One call for all would not do: a connection lost before the text was taken and one lost after it
raise the same exception (failures.md §1 fact 2). Here whatever happens before the last dot is out
is `Temporary` or `Permanent`, surely not sent; from then on only a reply code tells, else it is
`Uncertain` (S5).
"""

import asyncio
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import aiosmtplib
from aiosmtplib import SMTP, SMTPException, SMTPResponse, SMTPResponseException

from agent.errors import AgentError, LoginRefused, Permanent, Temporary, Uncertain
from agent.mail.server import Security, Server
from agent.ports import Outgoing
from agent.writing.rfc5322 import ADDRESS

T = TypeVar("T")
READY, DONE, UNTIL_DATA, GO_AHEAD = 220, 250, 251, 354
# A daily limit is over tomorrow, whatever the first digit says (failures.md A11).
LIMITS = re.compile(r"\b(?:4\.[25]\.[123]|5\.4\.5|5\.7\.(?:232|233))\b|quota|limit", re.IGNORECASE)
SHOWN = 200  # characters of a server's reply that the owner sees


@dataclass(frozen=True, slots=True)
class SmtpTimeouts:
    """Seconds; RFC 5321 §4.5.3.2."""

    connect: float = 30
    command: float = 300
    data: float = 120
    final_dot: float = 600


class SmtpSender:
    """One account. Knows nothing of the outbox: whether a letter may leave is asked elsewhere."""

    def __init__(
        self,
        server: Server,
        user: str,
        password: Callable[[], str],
        timeouts: SmtpTimeouts | None = None,
    ) -> None:
        self._server = server
        self._user = user
        self._password = password
        self._timeouts = timeouts or SmtpTimeouts()

    def send(self, letter: Outgoing, begin: Callable[[], None]) -> str:
        """Hand `letter` over; the server's words of acceptance.

        `begin` is called once everything is agreed, right before DATA; what it raises ends the
        dialogue, and nothing has left. Raises `Temporary` or `Permanent` (surely not sent),
        `LoginRefused`, `Uncertain`.
        """
        return asyncio.run(self._send(letter, begin))

    async def _send(self, letter: Outgoing, begin: Callable[[], None]) -> str:
        client = await self._connected()
        try:
            await self._agreed(client, letter)
            begin()
            return await self._handed_over(client, letter.raw)
        finally:
            client.close()  # after the reply nothing that happens counts any more (A10)

    async def _connected(self) -> SMTP:
        server, times = self._server, self._timeouts
        client = SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security is Security.TLS,
            start_tls=False,
            tls_context=server.tls() if server.security is not Security.PLAIN else None,
            timeout=times.connect,
            local_hostname="localhost",  # nothing of this machine is told
        )
        with self._in_words("connect"):
            await client.connect()
            if server.security is Security.STARTTLS:
                await client.starttls(timeout=times.connect)
        return client

    async def _agreed(self, client: SMTP, letter: Outgoing) -> None:
        """Up to the recipient: until here the server has nothing to send."""
        with self._in_words("log in"):
            await client.ehlo(timeout=self._timeouts.command)
            if self._user:
                await client.login(self._user, self._password(), timeout=self._timeouts.command)
        if not all(ADDRESS.fullmatch(one) for one in (letter.sender, letter.recipient)):
            raise Permanent("An address of the letter is not a plain one.")
        eight_bit = not letter.raw.isascii()
        if eight_bit and not client.supports_extension("8bitmime"):
            raise Permanent(f"{self._server.name} takes no text with accents as it was written.")
        options = ["BODY=8BITMIME"] if eight_bit else []
        with self._in_words("name the sender"):
            await client.mail(letter.sender, options=options, timeout=self._timeouts.command)
        with self._in_words("name the recipient"):
            await client.rcpt(letter.recipient, timeout=self._timeouts.command)

    async def _handed_over(self, client: SMTP, raw: bytes) -> str:
        with self._in_words("begin the text"):
            reply = await client.execute_command(b"DATA", timeout=self._timeouts.data)
            if reply.code != GO_AHEAD:
                raise SMTPResponseException(reply.code, reply.message)
            protocol = client.protocol
            if protocol is None:
                raise aiosmtplib.SMTPServerDisconnected("Connection lost")
            protocol.write(_dot_stuffed(raw))
            await asyncio.sleep(0)  # a connection that is gone shows before the dot, not after it
            if not protocol.is_connected:
                raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        try:
            protocol.write(b".\r\n")
            reply = await protocol.read_response(timeout=self._timeouts.final_dot)
        except (SMTPException, OSError, asyncio.CancelledError) as error:
            raise Uncertain(
                f"{self._server.name} has the letter and did not say whether it took it."
            ) from error
        return self._taken(reply)

    def _taken(self, reply: SMTPResponse) -> str:
        if 200 <= reply.code < 300:
            return reply.message[:SHOWN]
        if 400 <= reply.code < 600:
            raise self._refused("take the text", reply.code, reply.message)
        raise Uncertain(f"{self._server.name} answered the letter with {reply.code}.")

    @contextmanager
    def _in_words(self, what: str) -> Iterator[None]:
        """Everything that can go wrong before the last dot, as who must act on it."""
        try:
            yield
        except AgentError:
            raise
        except aiosmtplib.SMTPAuthenticationError as error:
            raise self._login_refused(error) from error
        except SMTPResponseException as error:
            raise self._refused(what, error.code, error.message) from error
        except ssl.SSLCertVerificationError as error:
            raise Permanent(f"{self._server.name}: its certificate is not right.") from error
        except (SMTPException, OSError, ValueError) as error:
            reason = _certificate(error) or f"could not {what} ({_short(str(error))})"
            raise Temporary(f"{self._server.name}: {reason}.") from error

    def _login_refused(self, error: aiosmtplib.SMTPAuthenticationError) -> AgentError:
        if 400 <= error.code < 500:
            return Temporary(f"{self._server.name} lets nobody log in now: {_short(error.message)}")
        return LoginRefused(
            f"{self._server.name} refuses the login of {self._user}: {_short(error.message)}"
        )

    def _refused(self, what: str, code: int, message: str) -> AgentError:
        said = f"{self._server.name} refused to {what}: {code} {_short(message)}"
        lasting = 500 <= code < 600 and not LIMITS.search(message)
        return Permanent(said) if lasting else Temporary(said)


def _certificate(error: BaseException) -> str | None:
    cause = error.__cause__ or error.__context__
    wrong = isinstance(error, ssl.SSLError) or isinstance(cause, ssl.SSLError)
    return f"no safe connection ({_short(str(error))})" if wrong else None


def _dot_stuffed(raw: bytes) -> bytes:
    """RFC 5321 §4.5.2. The bytes are CR LF text; a bare one would be a way out of it."""
    if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        raise ValueError("a bare CR or LF")
    text = re.sub(rb"(?m)^\.", b"..", raw)
    return text if text.endswith(b"\r\n") else text + b"\r\n"


def _short(message: str) -> str:
    return " ".join(message.split())[:SHOWN]
