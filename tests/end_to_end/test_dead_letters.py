"""Mail that one reader could not read, and the next one can: on a real Dovecot, by the command."""

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.ports import Arrival, DeadLetter
from agent.store.sqlite import SqliteStore
from tests.dovecot import Account
from tests.end_to_end.stage import agent_on, config_of
from tests.letters import invitation

pytestmark = pytest.mark.dovecot

KEYS = {"folder", "received_at", "uid", "uidvalidity", "reason", "fate"}


def unreadable(arrival: Arrival) -> DeadLetter:
    return DeadLetter(arrival.folder.name, arrival.uid, 0, arrival.received_at, "took too long")


@pytest.fixture
def config(account: Account, tmp_path: Path) -> Path:
    """An unread invitation for tomorrow, which a failing reader has set aside."""
    now = datetime.now(UTC).replace(microsecond=0)
    tomorrow = now + timedelta(days=1)
    raw = invitation(at=now, start=tomorrow, end=tomorrow + timedelta(hours=1))
    account.deliver("INBOX", raw, received_at=now)
    with agent_on(account, tmp_path / "state", started_at=now) as agent:
        agent.desk = replace(agent.desk, read=unreadable)
        agent.at(now)
    return config_of(account, tmp_path)


def afterword(config: Path, *arguments: str, code: int = 0) -> str:
    """What it says, on standard error where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "agent", *arguments, "--config", str(config)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stderr if code else done.stdout


def test_a_mail_that_was_set_aside_is_read_again_and_becomes_its_case(
    account: Account, config: Path
) -> None:
    before = account.snapshot()

    told = afterword(config, "dead-letters", "--again")

    letter, *events = told.splitlines()
    assert letter.startswith("INBOX, received ")
    assert letter.endswith("uid 1: read")
    assert "Larkspur Analytics" in " ".join(events)
    assert "Larkspur" in afterword(config, "cases")
    assert "Nothing is set aside" in afterword(config, "dead-letters")
    assert account.snapshot() == before


def test_what_is_set_aside_is_listed_with_its_reason_a_line_each(config: Path) -> None:
    told = afterword(config, "dead-letters")
    [line] = afterword(config, "dead-letters", "--json").splitlines()

    assert len(told.splitlines()) == 1
    assert told.startswith("INBOX, received ")
    assert told.endswith("uid 1: took too long\n")
    assert json.loads(line).keys() == KEYS
    assert json.loads(line)["fate"] == "set_aside"
    assert "1 message; see afterword dead-letters" in " ".join(afterword(config, "status").split())


def test_what_became_of_each_is_told_to_scripts_too(config: Path) -> None:
    letter, *events = map(
        json.loads, afterword(config, "dead-letters", "--again", "--json").splitlines()
    )

    assert letter.keys() == KEYS
    assert letter["fate"] == "read"
    assert "opened" in [event["event"] for event in events]


def test_a_mail_that_the_owner_has_removed_meanwhile_is_forgotten(
    account: Account, config: Path
) -> None:
    with account.client() as phone:
        phone.select_folder("INBOX")
        phone.delete_messages([1])
        phone.expunge()

    told = afterword(config, "dead-letters", "--again")

    assert "no longer there" in told
    assert "Nothing is set aside" in afterword(config, "dead-letters")
    assert "No case yet" in afterword(config, "cases")


def test_it_is_refused_while_the_daemon_runs_but_the_list_is_shown(config: Path) -> None:
    with closing(SqliteStore(config.parent / "state")):  # as the daemon holds it
        told = afterword(config, "dead-letters", "--again", code=1)
        listed = afterword(config, "dead-letters")

    assert len(told.splitlines()) == 1
    assert told.startswith("afterword: ")
    assert "took too long" in listed
