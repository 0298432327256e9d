"""Large mail without its attachments reads as the whole does (DESIGN §1.10)."""

import base64
from dataclasses import replace

import pytest
from imapclient.response_types import BodyData

from agent.mail.imap import ImapMailbox
from agent.mail.partial import Shapeless, part_of
from agent.reading.mime import parse
from tests.dovecot import Account
from tests.mail.conftest import a_mail, read

HEADER = (
    "From: Dana Reyes <dana@northwind.example>\r\nTo: robin@home.example\r\n"
    "Subject: Your interview\r\nDate: Mon, 2 Nov 2026 09:00:00 +0100\r\n"
    "Message-ID: <1@northwind.example>\r\nMIME-Version: 1.0\r\n"
)
PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\nTuesday at ten, please.\r\n"
HTML = "Content-Type: text/html\r\n\r\n<p>Tuesday at <b>ten</b>, please.</p>\r\n"
PDF = (
    'Content-Type: application/pdf; name="map.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
    "Content-Disposition: attachment; filename=map.pdf\r\n\r\n" + ("A" * 76 + "\r\n") * 1500
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:7\r\nDTSTART:20261110T090000Z\r\n"
    "SUMMARY:Interview\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
ICS = "Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n" + CALENDAR
NAMED_ICS = (
    "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
    'Content-Disposition: attachment; filename="=?utf-8?q?Gespr=C3=A4ch=2Eics?="\r\n\r\n'
    + base64.encodebytes(CALENDAR.encode()).decode().replace("\n", "\r\n")
)
FORWARDED = (
    "Content-Type: message/rfc822\r\n\r\nFrom: hr@northwind.example\r\n"
    "Subject: Interview on Tuesday\r\nMessage-ID: <2@northwind.example>\r\n" + PLAIN
)
REPORT = (
    "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.home.example\r\n\r\n"
    "Final-Recipient: rfc822; dana@northwind.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
)


def multipart(subtype: str, *parts: str, boundary: str, close: bool = True) -> str:
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    end = f"--{boundary}--\r\n" if close else ""
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n{body}{end}'


ALTERNATIVE = multipart("alternative", PLAIN, HTML, ICS, boundary="in(n)er=_1")

MESSAGES = {
    "attachment": multipart("mixed", PLAIN, PDF, boundary="b"),
    "invitation with a map": multipart("mixed", ALTERNATIVE, PDF, NAMED_ICS, boundary="out er"),
    "forwarded": multipart("mixed", PLAIN, FORWARDED, PDF, boundary="b"),
    "forwarded with parts": multipart(
        "mixed",
        PDF,
        "Content-Type: message/rfc822\r\n\r\nSubject: inside\r\n" + ALTERNATIVE,
        boundary="b",
    ),
    "bounce": multipart("report; report-type=delivery-status", PLAIN, REPORT, PDF, boundary="b"),
    "deep": multipart(
        "mixed",
        multipart("related", multipart("alternative", PLAIN, HTML, boundary="3"), boundary="2"),
        PDF,
        boundary="1",
    ),
    "without its last line": multipart("mixed", PLAIN, PDF, boundary="b", close=False),
    "without any part": multipart("mixed", boundary="b") + "x" * 70_000,
    "long text": "Content-Type: text/plain\r\n\r\n" + "Tuesday at ten, please.\r\n" * 4000,
    "long page": "Content-Type: text/html\r\n\r\n" + "<p>Tuesday at ten.</p>\r\n" * 4000,
    "only a file": PDF,
    "no type at all": "\r\n" + "Tuesday at ten, please.\r\n" * 4000,
}


@pytest.mark.dovecot
@pytest.mark.parametrize("body", MESSAGES.values(), ids=MESSAGES.keys())
def test_a_large_mail_reads_the_same_in_part(
    account: Account, mailbox: ImapMailbox, body: str
) -> None:
    whole = (HEADER + body).encode()
    account.deliver("INBOX", whole)

    (arrival,), _ = read(mailbox)

    assert len(whole) > 64 * 1024
    in_part = parse(arrival.raw)
    assert replace(in_part, defects=()) == replace(parse(whole), defects=())
    assert in_part.envelope.key == parse(whole).envelope.key


@pytest.mark.dovecot
def test_of_a_large_mail_little_crosses_the_wire(account: Account, mailbox: ImapMailbox) -> None:
    big = HEADER + multipart("mixed", ALTERNATIVE, PDF * 40, NAMED_ICS, boundary="b")
    account.deliver("INBOX", big.encode())

    (arrival,), _ = read(mailbox)

    assert len(big) > 4_000_000
    assert len(arrival.raw) < 5_000


@pytest.mark.dovecot
def test_a_mail_of_64_kb_is_fetched_byte_for_byte(account: Account, mailbox: ImapMailbox) -> None:
    raw = a_mail()
    raw += b"x" * (64 * 1024 - len(raw))
    account.deliver("INBOX", raw)

    (arrival,), _ = read(mailbox)

    assert arrival.raw == raw


@pytest.mark.dovecot
def test_a_bomb_of_parts_is_read_from_its_beginning(account: Account, mailbox: ImapMailbox) -> None:
    bomb = HEADER + multipart("mixed", *[PLAIN] * 3000, boundary="b")
    account.deliver("INBOX", bomb.encode())
    account.deliver("INBOX", a_mail("after the bomb"))

    arrivals, _ = read(mailbox)

    assert bomb.encode().startswith(arrivals[0].raw)
    assert len(arrivals[0].raw) > 64 * 1024
    assert b"after the bomb" in arrivals[1].raw


@pytest.mark.parametrize(
    "structure",
    [
        (),
        (b"text",),
        (b"text", b"plain", None, None, None, b"7bit", None, 3),
        ((b"text", b"plain", None, None, None, b"7bit", 12, 3), b"mixed"),
        ((b"text", b"plain", None, None, None, b"7bit", 12, 3), b"mixed", None),
    ],
    ids=["empty", "cut short", "no size", "no parameters", "no boundary"],
)
def test_a_structure_that_cannot_be_trusted_is_not_used(structure: tuple[object, ...]) -> None:
    with pytest.raises((Shapeless, IndexError)):
        part_of(BodyData.create(structure))
