"""A letter → the bytes of a mail as it would arrive (RFC 5322, 2045, 3464); the same each time.

Rendered by hand: the standard library takes a third of a search's time for it.
"""

import hashlib
from base64 import b64encode
from binascii import b2a_qp
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random

from tests.simulation.invites import calendar_part
from tests.simulation.letters import Letter, Mail
from tests.simulation.scheme import Search, Turn

HTML = 0.45  # share of mails that hold HTML beside the text
ENCODED = 40  # bytes of UTF-8 in one encoded word


def message_id(seed: int, number: int, domain: str) -> str:
    digest = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:24]
    return f"<{digest}@{domain}>"


def posted(
    search: Search, turn: Turn, letter: Letter, at: datetime, own_id: str, parent: Mail | None
) -> bytes:
    """The whole message; of the owner's own mail, the copy in Sent."""
    rng = Random(turn.seed + 1)
    parts = [_part("text/plain; charset=utf-8", letter.text, rng)]
    if rng.random() < HTML:
        parts.append(_part("text/html; charset=utf-8", _html(letter.text), rng))
    for invite in turn.invites:
        text = calendar_part(invite, search.owner, letter.subject.removeprefix("Re: "), at)
        parts.append(_part(f"text/calendar; charset=utf-8; method={invite.method}", text, rng))
    incoming = turn.by is not None or turn.opportunity is None
    header = _header(letter, at, own_id, parent if turn.reply else None, incoming=incoming)
    return "".join(f"{line}\r\n" for line in header).encode("ascii") + _body(parts, own_id)


def _header(
    letter: Letter, at: datetime, own_id: str, parent: Mail | None, *, incoming: bool
) -> list[str]:
    lines = []
    if incoming:
        stamp = format_datetime(at.astimezone(UTC))
        host = letter.from_address.rpartition("@")[2]
        lines.append(f"Received: from mx.{host} by mx.mailbox.example with ESMTPS; {stamp}")
    lines += [
        f"From: {_named(letter.from_name)} <{letter.from_address}>",
        f"To: {_named(letter.to_name)} <{letter.to_address}>",
        f"Subject: {_encoded(letter.subject)}",
        f"Date: {format_datetime(at - timedelta(seconds=1) if incoming else at)}",
        f"Message-ID: {own_id}",
        "MIME-Version: 1.0",
    ]
    if parent:
        references = "\r\n ".join((*parent.references, parent.message_id))
        lines += [f"In-Reply-To: {parent.message_id}", f"References: {references}"]
    return lines + [f"{name}: {value}" for name, value in letter.headers]


def _named(name: str) -> str:
    return f'"{name}"' if name.isascii() else _encoded(name)


def _encoded(words: str) -> str:
    """As it is if ASCII, else as encoded words (RFC 2047), cut between characters."""
    if words.isascii():
        return words
    pieces = [""]
    for character in words:
        if len((pieces[-1] + character).encode()) > ENCODED:
            pieces.append("")
        pieces[-1] += character
    return "\r\n ".join(f"=?utf-8?b?{b64encode(p.encode()).decode()}?=" for p in pieces)


def _part(kind: str, text: str, rng: Random) -> bytes:
    raw = text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    way = rng.choice(("quoted-printable", "8bit", "base64"))
    if way == "quoted-printable":
        raw = b2a_qp(raw)
    elif way == "base64":
        code = b64encode(raw)
        raw = b"\r\n".join(code[at : at + 76] for at in range(0, len(code), 76))
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {way}\r\n\r\n".encode() + raw


def _body(parts: list[bytes], own_id: str) -> bytes:
    if len(parts) == 1:
        return parts[0] + b"\r\n"
    boundary = f"=_{hashlib.sha256(own_id.encode()).hexdigest()[:20]}"
    head = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'
    inner = b"".join(f"\r\n--{boundary}\r\n".encode() + part for part in parts)
    return head.encode() + inner + f"\r\n--{boundary}--\r\n".encode()


def _html(text: str) -> str:
    paragraphs = (escape(part).replace("\n", "<br>\n") for part in text.strip().split("\n\n"))
    body = "".join(f"<p>{part}</p>\n" for part in paragraphs)
    return f"<html><body>\n{body}</body></html>\n"


def bounce(search: Search, original: Mail, at: datetime, own_id: str) -> bytes:
    """A delivery report of the owner's provider: that person does not exist there (5.1.1)."""
    domain = search.owner.person.address.rpartition("@")[2]
    stamp = format_datetime(at.astimezone(UTC))
    boundary = f"=_{hashlib.sha256(own_id.encode()).hexdigest()[:20]}"
    lines = [
        f"Received: from localhost by mx.{domain} with ESMTP; {stamp}",
        f"From: Mail Delivery System <MAILER-DAEMON@{domain}>",
        f"To: {search.owner.writes_as}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Date: {stamp}",
        f"Message-ID: {own_id}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "I'm sorry to have to inform you that your message could not",
        "be delivered to one or more recipients.",
        "",
        f"<{original.to}>: 550 5.1.1 User unknown",
        "",
        f"--{boundary}",
        "Content-Type: message/delivery-status",
        "",
        f"Reporting-MTA: dns; mx.{domain}",
        "",
        f"Final-Recipient: rfc822; {original.to}",
        "Action: failed",
        "Status: 5.1.1",
        "",
        f"--{boundary}",
        "Content-Type: text/rfc822-headers",
        "",
        f"From: {search.owner.writes_as}",
        f"To: {original.to}",
        f"Message-ID: {original.message_id}",
        "",
        f"--{boundary}--",
        "",
    ]
    return "\r\n".join(lines).encode("ascii", "replace")
