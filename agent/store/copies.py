"""Everything in the database as readable lines of JSON, and a database made of them again.

The first line tells the version of the tables; every further one is a row with the name of its
table. What lies in a row as JSON is written as what it is.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from agent.errors import OwnerError
from agent.store.database import FILE, Database, migrations, private_file
from agent.store.lock import StateLock
from agent.store.records import instant

FORMAT = "afterword export"
UNFINISHED = "afterword.sqlite3.import"


def exported(directory: Path) -> Iterator[str]:
    """Every row of the database in `directory`, one JSON object a line."""
    if not (directory / FILE).exists():
        raise OwnerError(f"{directory} holds no database yet, so there is nothing to export.")
    with closing(Database(directory / FILE, read_only=True)) as database:
        yield _line({"format": FORMAT, "tables": len(migrations())})
        for table in database.tables():
            for row in database.table(table):
                yield _line({"table": table, **{name: _shown(row[name]) for name in row}})


def imported(directory: Path, lines: Iterable[str], name: str, now: datetime) -> int:
    """Make a database of exported lines; returns how many rows. Only where none is yet: nothing is
    overwritten, and a file that is not whole leaves nothing behind.

    It counts as begun at `now`: what was due before is shown, not written (S14, A6).
    """
    path = private_file(directory)
    lock = StateLock(directory)
    try:
        _refuse_unless_empty(path)
        unfinished = directory / UNFINISHED
        unfinished.unlink(missing_ok=True)
        try:
            count = _fill(unfinished, lines, name, now)
            unfinished.replace(path)
        finally:
            for left in directory.glob(f"{UNFINISHED}*"):
                left.unlink()
    finally:
        lock.release()
    return count


def _refuse_unless_empty(path: Path) -> None:
    with closing(Database(path)) as database:
        if any(next(database.table(table), None) for table in database.tables()):
            raise OwnerError(
                f"{path} holds a job search already: import into an empty state.directory."
            )
        database.shrink()


def _fill(path: Path, lines: Iterable[str], name: str, now: datetime) -> int:
    numbered = enumerate(lines, start=1)
    version = _version(next(numbered, (1, ""))[1], name)
    with closing(Database(path, version=version)) as database:
        path.chmod(0o600)
        count = 0
        with database.transaction() as connection:
            tables = set(database.tables())
            for number, line in numbered:
                row = _row(line, f"{name}:{number}")
                table = str(row.pop("table", ""))
                if table not in tables or set(row) != set(database.columns(table)):
                    raise OwnerError(f"{name}:{number}: this is no row of ours.")
                places = ", ".join("?" * len(row))
                connection.execute(
                    f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})",
                    [_stored(value) for value in row.values()],
                )
                count += 1
            connection.execute("DELETE FROM milestone WHERE name IN ('started', 'synced')")
            connection.execute("INSERT INTO milestone VALUES ('started', ?)", (instant(now),))
    Database(path).close()  # an older export is brought up to date
    return count


def _version(line: str, name: str) -> int:
    head = _row(line, f"{name}:1")
    version = head.get("tables")
    if head.get("format") != FORMAT or not isinstance(version, int) or version < 1:
        raise OwnerError(f"{name}:1: this is no file that `afterword export` has written.")
    if version > len(migrations()):
        raise OwnerError(f"{name} was written by a newer Afterword: install that version first.")
    return version


def _row(line: str, place: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise OwnerError(f"{place}: this is no line of JSON.") from error
    if not isinstance(row, dict):
        raise OwnerError(f"{place}: this is no JSON object.")
    return row


def _shown(value: object) -> object:
    is_record = isinstance(value, str) and value.startswith("{")
    return json.loads(value) if is_record and isinstance(value, str) else value


def _stored(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False)
