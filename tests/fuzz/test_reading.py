"""Any bytes are a mail that can be read: nothing raises, and what is said keeps its form."""

import os
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.contract import reading_line
from agent.reading.mime import parse
from agent.reading.owner import Owner
from agent.reading.read import read
from tests.fuzz.mutations import broken_mails

OWNER = Owner(("jo@home.example",), ZoneInfo("Europe/Berlin"), "Jo Field")
EXAMPLES = int(os.environ.get("AFTERWORD_FUZZ", "300"))  # 100000 by hand: CONTRIBUTING
MANY = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


@MANY
@given(broken_mails())
def test_a_broken_mail_is_read_without_an_exception(raw: bytes) -> None:
    """G1."""
    reading = read(parse(raw), OWNER)

    assert 0 <= reading.confidence <= 1
    assert all(one.start.tzinfo is not None for one in reading.interviews)
    assert all(one.end is None or one.end > one.start for one in reading.interviews)
    assert reading_line("-", reading).startswith("{")


@MANY
@given(st.binary(max_size=2_000))
def test_bytes_that_are_no_mail_are_read_as_one_that_says_nothing(raw: bytes) -> None:
    reading = read(parse(raw), OWNER)

    assert not reading.answers or reading.evidence
    assert reading_line("-", reading).startswith("{")
