"""An IMAP server (pymap) and an SMTP server (aiosmtpd) on loopback, inside this process."""

import asyncio
import logging
import socket
import threading
from argparse import Namespace
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import AsyncExitStack
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from imapclient import IMAPClient
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer

LOOPBACK = "127.0.0.1"
USER, PASSWORD = "robin", "only-for-the-demo"
FOLDERS = ("Sent", "Drafts", "Trash", "Junk", "Jobs")


class Accepted:
    """Where the demo's SMTP server puts what it accepts: nowhere but here."""

    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.recipients += envelope.rcpt_tos
        return "250 OK"


class Servers:
    """Both servers, up between `with` and its end."""

    def __init__(self) -> None:
        self.imap_port = 0
        self.smtp_port = 0
        self.accepted = Accepted()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stack = AsyncExitStack()

    def __enter__(self) -> "Servers":
        logging.getLogger("pymap").setLevel(logging.CRITICAL)
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        self._thread.start()
        self._in_loop(self._start_imap()).result()
        self.smtp_port = _free_port()
        self._smtp = Controller(self.accepted, hostname=LOOPBACK, port=self.smtp_port)
        self._smtp.start()
        with self.client() as client:
            for folder in FOLDERS:
                client.create_folder(folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._smtp.stop()
        self._in_loop(self._end()).result(timeout=5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    def client(self) -> IMAPClient:
        """A connection of the owner's own mail client."""
        client = IMAPClient(LOOPBACK, self.imap_port, ssl=False, timeout=30)
        client.normalise_times = False
        client.login(USER, PASSWORD)
        return client

    async def _start_imap(self) -> None:
        settings = Namespace(
            host=LOOPBACK,
            port="0",
            demo_data=False,
            demo_user=USER,
            demo_password=PASSWORD,
            debug=False,
            cert=None,
            key=None,
            tls=False,
            passlib_cfg=None,
            proxy_protocol=None,
            inherited_sockets=None,
        )
        backend, config = await DictBackend.init(settings, secure_auth=False, reject_dnsbl=False)
        config.apply_context()
        await backend.start(self._stack)
        answer = ProxyProtocolReader(config.proxy_protocol).get_callback(
            IMAPServer(backend.login, config)
        )
        server = await asyncio.start_server(answer, LOOPBACK, 0)
        await self._stack.enter_async_context(server)
        self.imap_port = server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        await self._stack.aclose()
        sessions = asyncio.all_tasks() - {asyncio.current_task()}
        for session in sessions:
            session.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)

    def _in_loop(self, work: Coroutine[None, None, None]) -> "Future[None]":
        return asyncio.run_coroutine_threadsafe(work, self._loop)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
