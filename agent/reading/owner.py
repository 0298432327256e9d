"""The job seeker whose mailbox this is."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agent.reading.message import Address


@dataclass(frozen=True, slots=True)
class Owner:
    """Who reads: decides what is outgoing, and which zone and day order are assumed."""

    addresses: tuple[str, ...]  # lower case; plus-tags of them are theirs too
    zone: ZoneInfo
    name: str = ""
    country: str | None = None  # ISO 3166-1 alpha-2

    def is_me(self, address: Address | str) -> bool:
        """True for each own address, also with a plus-tag (D16): parsed addresses, never display
        names.
        """
        text = (address if isinstance(address, str) else address.address).lower()
        local, _, domain = text.rpartition("@")
        return f"{local.partition('+')[0]}@{domain}" in self.addresses or text in self.addresses
