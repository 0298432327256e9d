"""Wires the replay: who the owner is, mail read in the sandbox, an empty database in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from agent import config, screen
from agent.cases.case import Case
from agent.cases.event import Event
from agent.cases.policy import Policy
from agent.daemon import new_message_id
from agent.errors import OwnerError
from agent.mail.crew import read_all
from agent.mail.sandbox import ParserProcess
from agent.mail.saved import saved_messages
from agent.ports import Arrival, DeadLetter, Desk, Read
from agent.reading.facts import Reading
from agent.reading.owner import Owner
from agent.replay import ALL_MAIL, SavedMailbox, replay
from agent.store.sqlite import SqliteStore
from agent.writing.draft import Profile

AFTER_THE_LAST = timedelta(days=60)  # how far a replay goes by default


@dataclass(frozen=True, slots=True)
class Identity:
    """For whom the replay is played."""

    owner: Owner
    profile: Profile
    policy: Policy


def identity(
    config_path: Path | None, addresses: tuple[str, ...], zone: ZoneInfo, country: str | None
) -> Identity:
    """The owner of the YAML where one is named, with what the command line says put over it."""
    if config_path:
        settings = config.load(config_path)
        owner, profile, policy = settings.owner(), settings.profile(), settings.policy(None)
    elif addresses:
        owner = Owner((), zone)
        profile = Profile(name="", addresses=(), signature="")
        policy = Policy(zone)
    else:
        raise OwnerError(
            "Whose mail is this? Give your address with --me, or a YAML with --config."
        )
    own = tuple(address.lower() for address in addresses) or owner.addresses
    return Identity(
        owner=replace(owner, addresses=own, zone=zone, country=country or owner.country),
        profile=replace(profile, addresses=own, name=profile.name or own[0]),
        policy=replace(policy, zone=zone, country=country or policy.country),
    )


class Rehearsal:
    """One replay: its events as they happen, then the cases as they stand at its end."""

    def __init__(
        self, mailbox: Path, who: Identity, *, until: datetime | None, owner_sends: bool
    ) -> None:
        self._mailbox = mailbox
        self._who = who
        self._until = until
        self._owner_sends = owner_sends
        self._store = SqliteStore(None)

    def events(self) -> Iterator[Event]:
        """Every event up to `until`, by default 60 days after the last mail."""
        readings = self._read()
        history = [
            Arrival(ALL_MAIL, 0, reading.envelope.received_at, raw)
            for raw, reading in readings.items()
        ]
        last = max(arrival.received_at for arrival in history)
        with ParserProcess(self._who.owner) as parser:

            def read(arrival: Arrival) -> Reading | DeadLetter:
                return readings.get(arrival.raw) or parser(arrival)

            box = SavedMailbox(history, owner_sends=self._owner_sends)
            yield from replay(
                self._desk(box, read), box, until=self._until or last + AFTER_THE_LAST
            )

    def cases(self) -> tuple[Case, ...]:
        """As last looked at."""
        return self._store.cases()

    def _read(self) -> dict[bytes, Reading]:
        raws = [message.raw for message in saved_messages(self._mailbox)]
        results = read_all(self._who.owner, raws)
        shown = screen.progress(results, "Reading the mailbox", total=len(raws), shown=True)
        readings = {raw: r for raw, r in zip(raws, shown, strict=True) if isinstance(r, Reading)}
        if not readings:
            raise OwnerError(f"{self._mailbox}: none of its {len(raws)} messages could be read.")
        return readings

    def _desk(self, box: SavedMailbox, read: Read) -> Desk:
        return Desk(
            mailbox=box,
            store=self._store,
            read=read,
            owner=self._who.owner,
            profile=self._who.profile,
            policy=self._who.policy,
            new_message_id=lambda: new_message_id(self._who.owner),
            clock=lambda: box.now,
        )
