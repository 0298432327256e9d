"""Fixtures that start something real."""

import uuid
from collections.abc import Iterator

import pytest

from tests.dovecot import Account, Dovecot, why_not


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One server for the whole session; a test that stops it starts it again (`with
    dovecot.down()`).
    """
    reason = why_not()
    if reason:
        pytest.skip(reason)
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """A fresh, empty mailbox of its own for each test."""
    return dovecot.account(f"owner-{uuid.uuid4().hex[:12]}")
