"""The SQLite file: how it is opened, its transactions, its migrations, and its errors in words.

WAL with synchronous=FULL: with NORMAL a power cut may take back a committed row, and a step would
be done twice (failures.md A5). Every writer begins with BEGIN IMMEDIATE: a reader that turns writer
fails at once, whatever the timeout (M2).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

from agent.errors import OwnerError

FILE = "afterword.sqlite3"
FULL = 2  # PRAGMA synchronous
BUSY_TIMEOUT_S = 10.0


class Database:
    """One connection; not for two threads at a time. `path` None: in memory, for a replay."""

    def __init__(
        self, path: Path | None, *, read_only: bool = False, version: int | None = None
    ) -> None:
        """`version` is that of the tables to have at most; None: the newest."""
        self.name = str(path or "the database in memory")
        self._path = path
        self._scripts = migrations()[:version]
        with self._in_words():
            self._connection = sqlite3.connect(
                path or ":memory:",
                timeout=BUSY_TIMEOUT_S,
                isolation_level=None,  # no hidden BEGIN or COMMIT (M3)
                check_same_thread=False,
            )
            try:
                self._prepare(in_memory=path is None, read_only=read_only)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, *, in_memory: bool, read_only: bool) -> None:
        mode = self.value("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA trusted_schema = OFF")
        durable = mode == "wal" and self.value("PRAGMA synchronous") == FULL
        if not (durable or in_memory):
            raise OwnerError(f"{self.name} cannot be kept safe there: put it on a local disk.")
        self._check()
        self._migrate(may_write=not read_only)
        if read_only:
            self._connection.execute("PRAGMA query_only = ON")

    def _migrate(self, *, may_write: bool) -> None:
        """Bring the tables up to date, each numbered file in one transaction (M8); what was there
        before stays beside it as a copy.
        """
        scripts = self._scripts
        version = int(self.value("PRAGMA user_version") or 0)
        if version > len(scripts):
            raise OwnerError(
                f"{self.name} was written by a newer Afterword: install that version again."
            )
        if version < len(scripts) and not may_write:
            raise OwnerError(f"{self.name} is from an older version: run `afterword once` first.")
        if 0 < version < len(scripts):
            self._copy(f".v{version}")
        for number, script in enumerate(scripts[version:], start=version + 1):
            self._run_script(
                f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;"
            )

    def _check(self) -> None:
        """A damaged file is told at the start, not in the middle of a step."""
        found = self.value("PRAGMA quick_check(1)")
        if found != "ok":
            raise OwnerError(f"{self.name}: {REMEDIES[sqlite3.SQLITE_CORRUPT]} ({found})")

    def _copy(self, ending: str) -> None:
        """The whole database as it is, beside it, for its owner alone."""
        if self._path is None:
            return
        copy = self._path.with_name(self._path.name + ending)
        copy.unlink(missing_ok=True)
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        with closing(sqlite3.connect(copy)) as target:
            self._connection.backup(target)

    def _run_script(self, script: str) -> None:
        try:
            self._connection.executescript(script)
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and durable when it ends without an error."""
        with self._in_words():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, *parameters: object) -> list[tuple[str, ...]]:
        with self._in_words():
            return self._connection.execute(query, parameters).fetchall()

    def value(self, query: str, *parameters: object) -> str | int | None:
        """The first column of the first row; None where there is none."""
        rows = self.rows(query, *parameters)
        return rows[0][0] if rows else None

    def tables(self) -> tuple[str, ...]:
        """Their names, in the order of the migrations."""
        rows = self.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
        return tuple(name for (name,) in rows)

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(name for (name,) in self.rows("SELECT name FROM pragma_table_info(?)", table))

    def table(self, table: str) -> Iterator[dict[str, object]]:
        """Every row of one of the `tables`."""
        columns = self.columns(table)
        with self._in_words():
            for row in self._connection.execute(f"SELECT {', '.join(columns)} FROM {table}"):
                yield dict(zip(columns, row, strict=True))

    def erase_securely(self) -> None:
        """What is deleted from now on is overwritten."""
        self.rows("PRAGMA secure_delete = ON")

    def drop_copies(self) -> None:
        """Those that migrations have left: what is to be forgotten stands in them too."""
        if self._path is not None:
            for copy in self._path.parent.glob(f"{self._path.name}.v*"):
                copy.unlink()

    def shrink(self) -> None:
        """Leave nothing in the write-ahead log or in free pages."""
        with self._in_words():
            self._connection.execute("VACUUM")
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """What the owner can repair becomes one line that says how; a bug of ours stays one."""
        try:
            yield
        except sqlite3.Error as error:
            remedy = REMEDIES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
            if remedy is None:
                raise
            raise OwnerError(f"{self.name}: {remedy} ({error})") from error


REMEDIES = {
    sqlite3.SQLITE_FULL: "the disk is full. Free some space, then start again.",
    sqlite3.SQLITE_READONLY: "it cannot be written. Check the permissions of its directory.",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened. Check the permissions of its directory.",
    sqlite3.SQLITE_PERM: "it cannot be opened. Check its permissions.",
    sqlite3.SQLITE_BUSY: "another program holds it. Close that, then try again.",
    sqlite3.SQLITE_IOERR: "the disk reports an error. Check the disk and its free space.",
    sqlite3.SQLITE_CORRUPT: "it is damaged. Restore a backup, or move it away to begin anew.",
    sqlite3.SQLITE_NOTADB: "it is no database. Restore a backup, or move it away to begin anew.",
}


def migrations() -> list[str]:
    """The numbered scripts, in order; their count is the version of the schema."""
    folder = resources.files("agent.store") / "migrations"
    scripts = {file.name: file for file in folder.iterdir() if file.name.endswith(".sql")}
    return [scripts[name].read_text(encoding="utf-8") for name in sorted(scripts)]


def private_file(directory: Path) -> Path:
    """The path of the database, which exists then: directory 0700, file 0600, both ours (M9)."""
    path = directory / FILE
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_foreign(directory)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
        _make_durable(directory)
    except OSError as error:
        raise OwnerError(
            f"{directory} cannot hold the database ({error.strerror}): check its permissions and"
            " the free space, or set state.directory."
        ) from error
    return path


def _refuse_foreign(directory: Path) -> None:
    """A command run as root would leave files that the daemon cannot write."""
    owner = directory.stat().st_uid
    if owner != os.geteuid():
        raise OwnerError(f"{directory} belongs to another user: run this with sudo -u '#{owner}'.")


def _make_durable(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
