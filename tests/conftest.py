"""Fixtures that start something real, and a word about the tests that were left out."""

import os
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.dovecot import Account, Dovecot, why_not

# A change is judged by the same examples wherever it is tested; new ones are looked for by hand.
settings.register_profile("same", derandomize=True)
settings.register_profile("new", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line a reason: how many tests were left out, and what they need."""
    for reason, count in _left_out(terminalreporter).items():
        terminalreporter.write_line(f"Left out: {count} tests; {reason}", yellow=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything has to be tried (AFTERWORD_TEST_ALL), a test left out is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("AFTERWORD_TEST_ALL") and reporter and _left_out(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _left_out(reporter: pytest.TerminalReporter) -> Counter[str]:
    reports = reporter.stats.get("skipped", [])
    return Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in reports)
