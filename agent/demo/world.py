"""The world around the agent in the demo: a clock that jumps, mail that arrives, an owner who
acts.

The agent itself is the daemon as it is. Only waiting is different: while it waits, the world goes
on to the next thing that happens, at most to the instant the agent wants to wake.
"""

import heapq
import smtplib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count

from agent.demo.letters import Entry, Letter, as_bytes, letters, local, message_id, story
from agent.demo.servers import LOOPBACK, Servers
from agent.ports import (
    Arrival,
    Batch,
    Cursor,
    Drafts,
    Folder,
    Lying,
    Mailbox,
    Placed,
    Sighting,
)

DAY_S = timedelta(days=1).total_seconds()
Deed = Callable[[datetime], None]


class World:
    """A Mailbox whose `wait` lets the story go on."""

    def __init__(self, mailbox: Mailbox, servers: Servers, *, pace_s: float) -> None:
        self._mailbox = mailbox
        self._servers = servers
        self._client = servers.client()
        self._pace_s = pace_s
        self._order = count()
        self._coming: list[tuple[datetime, int, Deed]] = []
        self._written = Counter[str]()
        self._watched: set[bytes] = set()
        self.now = local(story()["begins"]).astimezone(UTC)
        self.ends_at = local(story()["ends"]).astimezone(UTC)
        self.on_end: Callable[[], None] = lambda: None
        for letter in letters():
            if letter.at:
                self._plan(letter.at, self._delivery(letter))

    def clock(self) -> datetime:
        return self.now

    def wait(self, timeout_s: float) -> None:
        """Let the world go on until the next thing happens in it, or until the agent wants to
        wake.
        """
        self._see_new_drafts()
        wake_at = self.now + timedelta(seconds=max(timeout_s, 1))
        then = min(wake_at, self._coming[0][0] if self._coming else wake_at, self.ends_at)
        time.sleep((then - self.now).total_seconds() / DAY_S * self._pace_s)
        self.now = then
        while self._coming and self._coming[0][0] <= then:
            _, _, deed = heapq.heappop(self._coming)
            deed(then)
        if then >= self.ends_at:
            self.on_end()

    def wake(self) -> None:
        self._mailbox.wake()

    def folders(self) -> tuple[Folder, ...]:
        return self._mailbox.folders()

    def new(self, folder: Folder, cursor: Cursor | None, *, since: datetime) -> Iterable[Batch]:
        return self._mailbox.new(folder, cursor, since=since)

    def fetch(self, folder: Folder, where: Sighting) -> Arrival | None:
        return self._mailbox.fetch(folder, where)

    def drafts(self, message_ids: Sequence[str]) -> Drafts:
        return self._mailbox.drafts(message_ids)

    def make_folders(self) -> None:
        self._mailbox.make_folders()

    def afresh(self) -> None:
        self._mailbox.afresh()

    def append_draft(self, raw: bytes) -> Placed:
        return self._mailbox.append_draft(raw)

    def remove_draft(self, lying: Lying) -> bool:
        return self._mailbox.remove_draft(lying)

    def append_to_inbox(self, raw: bytes) -> None:
        self._mailbox.append_to_inbox(raw)

    def _plan(self, at: datetime, deed: Deed) -> None:
        heapq.heappush(self._coming, (at.astimezone(UTC), next(self._order), deed))

    def _delivery(self, letter: Letter) -> Deed:
        def deliver(now: datetime) -> None:
            if letter.outgoing:
                message = message_from_bytes(as_bytes(letter, now), policy=policy.SMTP)
                self._send(message, now)
            else:
                self._client.append("INBOX", as_bytes(letter, now), (), now)

        return deliver

    def _see_new_drafts(self) -> None:
        """The owner opens Drafts now and then, and does with each what story.yaml says."""
        self._client.select_folder("Drafts")
        for uid, item in self._client.fetch(self._client.search(), ["BODY.PEEK[]"]).items():
            message = message_from_bytes(item[b"BODY[]"], policy=policy.SMTP)
            key = str(message["Message-ID"]).encode()
            if key not in self._watched:
                self._watched.add(key)
                self._intend(uid, message)

    def _intend(self, uid: int, message: EmailMessage) -> None:
        wish = next(wish for wish in story()["owner_does"] if _fits(wish, message))
        at = self.now + timedelta(hours=wish["hours"])
        match wish["does"]:
            case "send":
                self._plan(at, lambda now: self._send_draft(uid, message, now))
            case "delete":
                self._plan(at, lambda now: self._remove(uid))
            case "edit":
                edited = _filled(message)
                edited.replace_header("Message-ID", "<edited-by-hand.2026@ashby.example>")
                self._watched.add(b"<edited-by-hand.2026@ashby.example>")
                later = at + timedelta(hours=wish["then_sends_after_hours"])
                self._plan(at, lambda now: self._edit(uid, edited, later))

    def _edit(self, uid: int, edited: EmailMessage, send_at: datetime) -> None:
        """Mail clients save an edited draft as a new message and remove the old one."""
        self._client.append("Drafts", edited.as_bytes(), (b"\\Draft", b"\\Seen"), self.now)
        self._remove(uid)
        self._client.select_folder("Drafts")
        new_uid = max(self._client.search())
        self._plan(send_at, lambda now: self._send_draft(new_uid, edited, now))

    def _send_draft(self, uid: int, message: EmailMessage, now: datetime) -> None:
        self._client.select_folder("Drafts")
        if uid in self._client.search():
            self._send(_filled(message), now)
            self._remove(uid)

    def _remove(self, uid: int) -> None:
        self._client.select_folder("Drafts")
        self._client.delete_messages([uid])
        self._client.uid_expunge([uid])

    def _send(self, message: EmailMessage, now: datetime) -> None:
        """As a mail client does: submit over SMTP, then file a copy in Sent."""
        del message["Date"]
        message["Date"] = format_datetime(now)
        with smtplib.SMTP(LOOPBACK, self._servers.smtp_port) as submission:
            submission.send_message(message)
        self._client.append("Sent", message.as_bytes(), (b"\\Seen",), now)
        who = message["To"].addresses[0].addr_spec.lower()
        self._written[who] += 1
        for letter in letters():
            trigger = letter.trigger
            if trigger and trigger.who == who and trigger.nth == self._written[who]:
                self._plan(now + trigger.after, self._delivery(letter))


def _fits(wish: Entry, message: EmailMessage) -> bool:
    return "answering" not in wish or message["In-Reply-To"] == message_id(wish["answering"])


def _filled(message: EmailMessage) -> EmailMessage:
    """The text with the owner's own words where the draft leaves a place for them."""
    text = message.get_content()
    start, end = text.find("⟦"), text.find("⟧")
    if 0 <= start < end:
        text = text[:start] + str(story()["fill"]) + text[end + 1 :]
        message.set_content(text)
    return message
