"""Bytes become a Message, whatever the bytes."""

import time
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.reading.message import Message, Trust
from agent.reading.mime import parse
from agent.reading.quotation import body_of

HEAD = b"From: Ana Ruiz <ana@firm.example>\r\nTo: me@home.example\r\nSubject: Interview\r\n"
CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def mail(*lines: str, head: bytes = HEAD) -> bytes:
    return head + "\r\n".join(lines).encode()


def multipart(*parts: str, kind: str = "mixed", head: bytes = HEAD) -> bytes:
    body = "".join(f"--B\r\n{part}\r\n" for part in parts)
    return head + f'Content-Type: multipart/{kind}; boundary="B"\r\n\r\n{body}--B--\r\n'.encode()


PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\nSee you on Monday."


# ---- what a mail says


def test_the_fields_of_a_plain_mail() -> None:
    raw = mail(
        "Date: Mon, 02 Jun 2025 10:00:00 +0200",
        "Message-ID: <one@firm.example>",
        "In-Reply-To: <zero@home.example>",
        "",
        "Hello",
    )

    envelope = parse(raw).envelope

    assert envelope.author and envelope.author.address == "ana@firm.example"
    assert envelope.message_id == "<one@firm.example>"
    assert envelope.in_reply_to == ("<zero@home.example>",)
    assert envelope.date is not None and envelope.date.utcoffset() == timedelta(hours=2)
    assert envelope.received_at == datetime(2025, 6, 2, 8, tzinfo=UTC)


def test_the_topmost_received_tells_when_it_came() -> None:
    received = b"Received: from a by b; Mon, 02 Jun 2025 12:00:00 +0000\r\n"
    older = b"Received: from c by a; Mon, 02 Jun 2025 06:00:00 +0000\r\n"

    message = parse(received + older + mail("Date: Sun, 01 Jan 2023 00:00:00 +0000", "", "x"))

    assert message.envelope.received_at == datetime(2025, 6, 2, 12, tzinfo=UTC)


def test_without_any_date_the_caller_s_instant_stands() -> None:
    now = datetime(2025, 6, 2, tzinfo=UTC)

    assert parse(mail("", "x"), received_at=now).envelope.received_at == now
    assert parse(mail("", "x")).envelope.received_at.year == 1970


@pytest.mark.parametrize(
    "stamp", ["Mon, 02 Jun 2025 10:00:00 +9999", "never", "Mon, 32 Foo 0001 99:99:99", ""]
)
def test_a_nonsense_date_is_no_date(stamp: str) -> None:
    assert parse(mail(f"Date: {stamp}", "", "x")).envelope.date is None


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("=?utf-8?Q?Gespr=C3=A4ch?=", "Gespräch"),
        ("=?utf-8?B?R2Vz?= =?utf-8?B?cHLDpGNo?=", "Gespräch"),
        ("=?utf-8?Q?Hi=0ABcc:_eve@evil.example?=", "Hi Bcc: eve@evil.example"),
        ("a\u202eb\u200bc", "abc"),
        ("=?no-such-charset?Q?caf=E9?=", "café"),
        ("folded\r\n\tline", "folded line"),
    ],
    ids=["word", "split", "newline", "bidi", "charset", "folded"],
)
def test_the_subject_is_one_clean_line(subject: str, shown: str) -> None:
    raw = f"From: a@b.example\r\nSubject: {subject}\r\n\r\nx".encode()

    assert parse(raw).envelope.subject == shown


def test_two_from_fields_are_a_defect() -> None:
    message = parse(b"From: eve@evil.example\r\n" + mail("", "x"))

    assert "more than one from field" in message.defects


@pytest.mark.parametrize(
    ("field", "trust"),
    [
        ("mx.example; spf=pass; dmarc=pass (p=NONE) header.from=firm.example", Trust.PASSED),
        ("mx.example; dkim=pass; dmarc=fail (p=REJECT)", Trust.FAILED),
        ("spf=pass; dkim=pass; dmarc=bestguesspass action=none", Trust.PASSED),
        ("mx.example; spf=pass (dmarc=pass)", Trust.UNKNOWN),
        ('mx.example; reason="; dmarc=pass"', Trust.UNKNOWN),
    ],
    ids=["pass", "fail", "microsoft", "in a comment", "in a string"],
)
def test_the_topmost_authentication_results_tell_the_trust(field: str, trust: Trust) -> None:
    forged = b"Authentication-Results: mx.example; dmarc=pass\r\n"

    message = parse(f"Authentication-Results: {field}\r\n".encode() + forged + mail("", "x"))

    assert message.envelope.trust is trust


# ---- text


def test_plain_text_is_preferred_to_html() -> None:
    html = "Content-Type: text/html\r\n\r\n<p>See you on <b>Monday</b>.</p>"

    message = parse(multipart(PLAIN, html, kind="alternative"))

    assert message.text == "See you on Monday."
    assert message.html_text == "See you on Monday."


def test_a_plain_part_that_only_points_to_the_html_is_passed_over() -> None:
    plain = "Content-Type: text/plain\r\n\r\nYour mail program does not support HTML."
    html = "Content-Type: text/html\r\n\r\n<p>We would like to meet you on Monday at ten.</p>"

    assert parse(multipart(plain, html, kind="alternative")).text.startswith("We would like")


@pytest.mark.parametrize(
    ("charset", "octets"),
    [
        ("iso-8859-1", "Grüße".encode("latin-1")),
        ("windows-1252", "Grüße".encode("cp1252")),
        ("utf-8", "Grüße".encode()),
        ("foo-8", "Grüße".encode()),
        ("idna", "Grüße".encode()),
        ("", "Grüße".encode("latin-1")),
    ],
)
def test_text_is_decoded_whatever_its_charset_claims(charset: str, octets: bytes) -> None:
    raw = HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + octets

    assert parse(raw).text == "Grüße"


def test_flowed_lines_are_joined() -> None:
    raw = (
        HEAD
        + b"Content-Type: text/plain; format=flowed\r\n\r\nSee you on \r\nMonday.\r\n-- \r\nAna\r\n"
    )

    assert parse(raw).text.splitlines()[:2] == ["See you on Monday.", "-- "]


# ---- calendar parts


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: text/calendar; method=REQUEST",
        "Content-Type: application/ics; name=invite.ics; method=request",
        'Content-Type: image/png\r\nContent-Disposition: attachment; filename="x.ICS"',
    ],
    ids=["inline", "application", "by its name"],
)
def test_a_calendar_part_is_found(head: str) -> None:
    encoded = b64encode(CALENDAR).decode()
    part = f"{head}\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}"

    message = parse(multipart(PLAIN, part))

    assert [calendar.text.split()[0] for calendar in message.calendars] == ["BEGIN:VCALENDAR"]
    assert message.text == "See you on Monday."


def test_a_calendar_part_inside_a_forwarded_message_is_found() -> None:
    inner = (
        "From: bo@firm.example\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n"
        + CALENDAR.decode()
    )

    message = parse(multipart(PLAIN, f"Content-Type: message/rfc822\r\n\r\n{inner}"))

    assert len(message.calendars) == 1
    assert message.forwarded[0].envelope.from_[0].address == "bo@firm.example"


def test_a_word_that_ends_in_ics_is_no_calendar() -> None:
    part = 'Content-Type: application/pdf; name="analytics"\r\n\r\nx'

    assert parse(multipart(PLAIN, part)).calendars == ()


# ---- identity


def test_the_same_mail_in_two_folders_has_one_key() -> None:
    one = b"Received: by a; Mon, 02 Jun 2025 12:00:00 +0000\r\n" + mail("", "Hello")
    two = b"X-Folder: Jobs\r\nReceived: by b; Mon, 02 Jun 2025 13:00:00 +0000\r\n" + mail(
        "", "Hello"
    )

    assert parse(one).envelope.key == parse(two).envelope.key


def test_large_parts_left_empty_do_not_change_the_key() -> None:
    whole = 'Content-Type: application/pdf; name="cv.pdf"\r\n\r\nlots of bytes'
    empty = 'Content-Type: application/pdf; name="cv.pdf"\r\n\r\n'

    assert (
        parse(multipart(PLAIN, whole)).envelope.key == parse(multipart(PLAIN, empty)).envelope.key
    )


def test_another_text_is_another_message_even_under_one_message_id() -> None:
    one = mail("Message-ID: <same@firm.example>", "", "You are invited")
    two = mail("Message-ID: <same@firm.example>", "", "You are rejected")

    assert parse(one).envelope.key != parse(two).envelope.key


# ---- hostile mail


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_no_bytes_raise(raw: bytes) -> None:
    message = parse(raw)

    assert isinstance(message, Message)
    body_of(message)


FIELDS = st.sampled_from(
    [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "References",
        "Content-Type",
        "Received",
        "Content-Transfer-Encoding",
        "Content-Disposition",
        "Authentication-Results",
        "Reply-To",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(FIELDS, st.text(max_size=60))), st.text(max_size=300))
def test_no_header_raises(fields: list[tuple[str, str]], text: str) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)

    message = parse(f"{head}\r\n{text}".encode("utf-8", "surrogatepass"))

    assert "\n" not in message.envelope.subject
    assert message.envelope.received_at.tzinfo is not None


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_mutation_of_a_good_mail_raises(data: st.DataObject) -> None:
    good = bytearray(
        multipart(PLAIN, "Content-Type: text/html\r\n\r\n<p>x</p>", kind="alternative")
    )

    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(good) - 1))
        good[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))

    assert isinstance(parse(bytes(good)), Message)


@pytest.mark.parametrize("value", ["<@", "<>", '"', "a@[", "=?x?= <", "(" * 1_000, "\x00", ";:,"])
@pytest.mark.parametrize("name", ["From", "Message-ID", "To", "Content-Type", "Date", "Received"])
def test_fields_that_break_parsers_do_not_break_this_one(name: str, value: str) -> None:
    message = parse(f"{name}: {value}\r\nSubject: Hello\r\n\r\nText".encode())

    assert message.envelope.subject == "Hello"


def test_deep_nesting_and_many_parts_are_cut() -> None:
    deep = HEAD + b"".join(
        f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n'.encode()
        for n in range(1500)
    )
    many = (
        HEAD + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n' + b"--B\r\n\r\nx\r\n" * 50_000
    )

    assert parse(deep).envelope.subject == "Interview"
    assert "too many parts" in parse(many).defects


HOSTILE = {
    "parameters": lambda n: HEAD + b"Content-Type: text/plain" + b"; a=b" * n + b"\r\n\r\nx",
    "open tags": lambda n: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a " * n,
    "comments": lambda n: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<!--" * n,
    "nested divs": lambda n: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * n,
    "quotes": lambda n: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<blockquote type=cite>" * n,
    "attributions": lambda n: HEAD + b"\r\n" + b"On 1 May 2025 Ana wrote\r\n" * n,
    "closings": lambda n: HEAD + b"\r\n" + b"Best regards,\r\n" * n,
    "labels": lambda n: HEAD + b"\r\n" + b"From: a@b.example\r\n" * n,
    "one long line": lambda n: HEAD + b"\r\n" + b"On , wrote " * n,
    "addresses": lambda n: b"From: " + b"a@b.example, " * n + b"\r\n\r\nx",
    "brackets": lambda n: b"From: " + b'<("' * n + b"\r\n\r\nx",
    "encoded words": lambda n: b"Subject: " + b"=?utf-8?Q?a?= " * n + b"\r\n\r\nx",
    "bounce": lambda n: b"From: mailer-daemon@x.example\r\n\r\n" + b"original message 5.5 " * n,
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_four_times_the_hostile_input_takes_no_more_than_a_few_times_as_long(
    hostile: Callable[[int], bytes],
) -> None:
    def seconds(size: int) -> float:
        raw = hostile(size)
        start = time.process_time()
        body_of(parse(raw))
        return time.process_time() - start

    short = min(seconds(1_500) for _ in range(3))
    long = min(seconds(6_000) for _ in range(2))

    assert long < 10 * short + 0.25
