"""Mails that are broken in the ways in which mail breaks, made from the golden ones."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

CORPUS = Path(__file__).parents[1] / "corpus"
SPLICES = (
    *(b"\x00", b"\r", b"\n", b"\n\n", b"\xff\xfe", b"\xe2\x80\xae", b"=?utf-8?b?////?=", b"=\n"),
    *(b"Content-Type: multipart/mixed; boundary=a\n\n--a\n", b"--a--\n", b"--", b'charset="'),
    *(b"Content-Transfer-Encoding: base64\n", b"Content-Type: text/calendar; method=REQUEST\n"),
    *(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"DTSTART;TZID=Nowhere:20269999T996099\n", b"END:VEVENT"),
    *(b"RRULE:FREQ=SECONDLY\n", b"DURATION:-P99999999999D\n", b"DTSTART:00000000T000000Z\n"),
    *(b'From: a@b, <c@d>, "\\"@e\n', b"Date: 99 Foo 99999 99:99:99 +9999\n", b"Reply-To: ;\n"),
    *(b"31 February at 25:61 ", b"99/99/9999 12:00 ", b"Tuesday 29.02.2023 halb drei Uhr pm "),
    *(b"in 999999999 weeks at 10 ", b"week 99 ", b"entre las 25 y las 3 ", b"11:59pm+99:99 "),
    *(
        b"On Mon, Kim wrote:\n> ",
        b"-----Original Message-----\n",
        b"<table><tr><td>",
        b"&#x110000;",
    ),
    *("”„’ß\u0130ı\u200b\U0001f9ed".encode(), b"((((", b"http://[", b"a@" * 50),
)


@cache
def golden() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(CORPUS.glob("*/message.eml")))


@st.composite
def broken_mails(draw: st.DrawFn) -> bytes:
    """A golden mail with pieces cut out, doubled, swapped for another's, or spliced in."""
    raw = draw(st.sampled_from(golden()))
    for _ in range(draw(st.integers(1, 6))):
        begin = draw(st.integers(0, len(raw)))
        end = min(len(raw), begin + draw(st.integers(0, 200)))
        raw = raw[:begin] + _instead(draw, raw[begin:end]) + raw[end:]
    return raw


def _instead(draw: st.DrawFn, cut: bytes) -> bytes:
    choices: Sequence[st.SearchStrategy[bytes]] = (
        st.sampled_from(SPLICES),
        st.just(b""),
        st.just(cut * 3),
        st.binary(max_size=40),
        st.builds(bytes.swapcase, st.just(cut)),
    )
    return draw(st.one_of(*choices))
