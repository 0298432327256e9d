"""Where the mail server is, how the way to it is secured, and how long to wait for it."""

import ipaddress
import ssl
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from agent.errors import OwnerError


class Security(StrEnum):
    TLS = "tls"  # from the first byte (RFC 8314)
    STARTTLS = "starttls"  # before the login, or no login
    PLAIN = "plain"  # loopback, or where the owner insists


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds; failures.md §7.6."""

    connect: float = 30
    command: float = 60
    done: float = 15
    idle: float = 240
    session: float = 600  # then a new connection: no server is trusted to show news for ever (C1)


@dataclass(frozen=True, slots=True)
class Server:
    """Where to connect, and how."""

    host: str
    port: int
    security: Security = Security.TLS
    insecure: bool = False
    ca_file: Path | None = None
    timeouts: Timeouts = Timeouts()

    def __post_init__(self) -> None:
        if self.security is Security.PLAIN and not (self.insecure or is_loopback(self.host)):
            raise OwnerError(
                f"Without encryption the password would cross the network to {self.host} for anyone"
                " to read: set security: tls, or insecure: true if you really mean it."
            )

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"

    def tls(self) -> ssl.SSLContext:
        """Certificates are always checked: by the system's authorities, or the owner's file."""
        try:
            context = ssl.create_default_context(cafile=str(self.ca_file) if self.ca_file else None)
        except OSError as error:
            raise OwnerError(f"No certificates can be read from {self.ca_file}: {error}") from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
