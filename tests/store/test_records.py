"""Every value that is stored comes back equal, whatever it holds."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.cases.case import Case, Entry, Question
from agent.cases.event import Event
from agent.ports import DeadLetter
from agent.reading.facts import Reading
from agent.store.records import decode, encode, instant, instant_of

MINUTES = st.integers(-14 * 60, 14 * 60)
INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001
    timezones=MINUTES.map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
st.register_type_strategy(datetime, INSTANTS)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("kind", [Reading, Case, Entry, Event, Question, DeadLetter])
def test_a_record_comes_back_equal(kind: type[Any]) -> None:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(kind))
    def comes_back(record: Any) -> None:
        assert decode(kind, encode(record)) == record

    comes_back()


@given(INSTANTS, INSTANTS)
def test_instants_sort_as_text_as_they_count(one: datetime, other: datetime) -> None:
    assert (instant(one) < instant(other)) == (one < other)
    assert instant_of(instant(one)) == one
    assert instant_of(instant(one)).tzinfo == UTC
