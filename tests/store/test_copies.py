"""An export holds everything, an import begins with it, a migration leaves what was there."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agent.cases.word import Says, Word
from agent.errors import OwnerError
from agent.store.copies import exported, imported
from agent.store.database import FILE, Database, migrations
from agent.store.sqlite import SqliteStore
from tests.store.test_sqlite import (
    INBOX,
    MONDAY,
    a_case,
    a_full_reading,
    a_letter,
    an_entry,
    an_event,
)

LATER = MONDAY.replace(year=MONDAY.year + 1)


def a_search(directory: Path) -> Path:
    """A database with something in every table."""
    with closing(SqliteStore(directory)) as store:
        store.started_at(MONDAY)
        store.take_in(INBOX, [a_full_reading()], [a_letter()], MONDAY, uids=[40])
        store.intend(an_entry())
        store.look_done(a_case(), looked_at=MONDAY, wake_at=LATER, events=[an_event()])
        store.say([Word("w1", "c1", MONDAY, Says.ANSWERED)])
    return directory


def test_what_was_exported_comes_back_equal(tmp_path: Path) -> None:
    lines = list(exported(a_search(tmp_path / "old")))

    rows = imported(tmp_path / "new", lines, "copy.jsonl", LATER)

    assert rows == len(lines) - 1
    with closing(SqliteStore(tmp_path / "new")) as store:
        assert store.readings() == (a_full_reading(),)
        assert store.entries() == (an_entry(),)
        assert store.cases() == (a_case(),)
        assert store.events() == (an_event(),)
        assert store.cursor(INBOX.folder) == INBOX
        assert [word.says for word in store.words()] == [Says.ANSWERED]
        assert store.dead_letters() == (a_letter(),)


def test_after_an_import_what_was_due_before_is_not_done_again(tmp_path: Path) -> None:
    """A6: another machine, or an older self, may have done it."""
    lines = list(exported(a_search(tmp_path / "old")))

    imported(tmp_path / "new", lines, "copy.jsonl", LATER)

    with closing(SqliteStore(tmp_path / "new")) as store:
        assert store.started_at(LATER.replace(year=LATER.year + 1)) == LATER


def test_nothing_is_imported_over_a_job_search(tmp_path: Path) -> None:
    lines = list(exported(a_search(tmp_path)))

    with pytest.raises(OwnerError, match="holds a job search already"):
        imported(tmp_path, lines, "copy.jsonl", LATER)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda lines: ["hello"], r"copy.jsonl:1: this is no line of JSON"),
        (lambda lines: ["{}"], r"copy.jsonl:1: this is no file that `afterword export`"),
        (lambda lines: [lines[0], lines[1][:-9]], r"copy.jsonl:2: this is no line of JSON"),
        (lambda lines: [lines[0], '{"table": "users"}'], r"copy.jsonl:2: this is no row of ours"),
        (
            lambda lines: [lines[0], '{"table": "cursor", "folder) --": 1}'],
            r"copy.jsonl:2: this is no row of ours",
        ),
    ],
    ids=["text", "no head", "cut off", "no table of ours", "no column of ours"],
)
def test_a_file_that_is_not_whole_is_named_by_its_line_and_leaves_nothing(
    tmp_path: Path, change: Callable[[list[str]], list[str]], problem: str
) -> None:
    lines = list(exported(a_search(tmp_path / "old")))

    with pytest.raises(OwnerError, match=problem):
        imported(tmp_path / "new", change(lines), "copy.jsonl", LATER)

    assert not list((tmp_path / "new").glob("*.import*"))
    assert imported(tmp_path / "new", lines, "copy.jsonl", LATER) == len(lines) - 1


def test_an_import_of_a_newer_version_asks_for_that_version(tmp_path: Path) -> None:
    head = '{"format": "afterword export", "tables": 99}'

    with pytest.raises(OwnerError, match="newer Afterword"):
        imported(tmp_path, [head], "copy.jsonl", LATER)


def test_before_a_migration_what_was_there_is_kept_beside_it_for_its_owner_alone(
    tmp_path: Path,
) -> None:
    old = len(migrations()) - 1
    with (
        closing(Database(tmp_path / FILE, version=old)) as database,
        database.transaction() as connection,
    ):
        connection.execute("INSERT INTO milestone VALUES ('synced', 'then')")

    SqliteStore(tmp_path).close()

    copy = tmp_path / f"{FILE}.v{old}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT at FROM milestone").fetchall() == [("then",)]
        assert connection.execute("PRAGMA user_version").fetchall() == [(old,)]


def test_a_new_database_leaves_no_copy(tmp_path: Path) -> None:
    SqliteStore(tmp_path).close()

    assert not list(tmp_path.glob("*.v*"))


def test_damage_is_told_at_the_start(tmp_path: Path) -> None:
    a_search(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = int(connection.execute("PRAGMA page_size").fetchone()[0])
    with (tmp_path / FILE).open("r+b") as file:
        file.seek(2 * page)
        file.write(b"\xff" * page)

    with pytest.raises(OwnerError, match="it is damaged"):
        SqliteStore(tmp_path)
