"""The database file: one writer, whole transactions, and rows that are sealed to the row before.

A transaction is on the disk before ``add`` returns. A killed run or a power cut takes nothing back that was committed, and
SQLite takes back what was not when the file is opened next.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from heapq import merge
from pathlib import Path
from typing import TypeAlias, TypeVar

from secor_xl.errors import SecorError, reason_of
from secor_xl.files import fingerprint_of
from secor_xl.records.schema import APPLICATION_ID, COLUMNS, MIGRATIONS

RECORDS = "records.sqlite"
Made = TypeVar("Made")
Insert: TypeAlias = Callable[[str, Mapping[str, object]], int]
"""Insert a row into a table; returns its number."""
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EPERM,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
}
_FROM_A_BACKUP = (
    "Bring the file back from a backup, or move it away: letters then have no records, and a run makes them anew"
)


class RecordsRefused(SecorError):
    """Records that cannot be read or written, are damaged, or were written by a newer secor-xl."""


class FolderInUse(SecorError):
    """Another run is writing to the same letters folder."""


def has_records(folder: Path) -> bool:
    """Tell whether a folder has records; raises ``RecordsRefused`` where something else has their name, or nobody may look."""
    modes = {}
    for path in (folder / RECORDS, folder / f"{RECORDS}-journal"):  # SQLite opens its journal beside the file
        try:
            modes[path] = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise RecordsRefused(_unusable(path, error, "read")) from None
        if not stat.S_ISREG(modes[path]):
            raise RecordsRefused(f"{path}: is no file, so it has no records. Move it away, or name another folder.")
    return folder / RECORDS in modes


class Database:
    """An open database.

    Args:
        path: the file.
        connection: to the file, or to a copy of it in memory.

    Attributes:
        faults: rows that were changed, added or taken out by something else than secor-xl, in words.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        self._stat = path.stat() if path.exists() else None
        self.faults: tuple[str, ...] = ()

    def is_in_place(self) -> bool:
        """Tell whether the folder and the file are where they were; Windows moves no folder in which a file is open."""
        try:
            return os.name == "nt" or (self._stat is not None and os.path.samestat(self.path.stat(), self._stat))
        except OSError:
            return False

    def refuse_moved(self) -> None:
        """Raise ``RecordsRefused`` where the folder is not where it was: new letters in it would have no record."""
        if not self.is_in_place():
            raise RecordsRefused(
                f"{self.path.parent}: was renamed, moved or removed while the run was going on, so the run has ended. Put the"
                " folder back, or name another one with --out, and run again."
            )

    def rows(self, made: Callable[[sqlite3.Row], Made], query: str, *values: object, **named: object) -> list[Made]:
        """Return what is made of each row of a query; raises ``RecordsRefused`` where the file, or a row, cannot be used."""
        with in_words(self.path, "read"):
            rows = self._connection.execute(query, named or values).fetchall()
        try:
            return [made(row) for row in rows]
        except (ValueError, TypeError, RecursionError):
            raise RecordsRefused(
                f"{self.path}: contains values that this secor-xl does not know: a newer one wrote it, or it was changed."
                f" Install the newer secor-xl. {_FROM_A_BACKUP}."
            ) from None

    def first(self, made: Callable[[sqlite3.Row], Made], query: str, *values: object, **named: object) -> Made | None:
        """Return what is made of the first row of a query, or ``None`` where there is none."""
        return next(iter(self.rows(made, query, *values, **named)), None)

    @contextmanager
    def transaction(self) -> Iterator[Insert]:
        """Insert rows, all of them or none; they are on the disk when the block ends.

        Raises:
            RecordsRefused: they cannot be written, or the folder is not where it was.
        """
        self.refuse_moved()
        with in_words(self.path, "written"), _whole(self._connection):
            number: int
            number, seal = self._connection.execute("SELECT number, seal FROM chain").fetchone()

            def insert(table: str, values: Mapping[str, object]) -> int:
                nonlocal number, seal
                number += 1
                row = [number, *(values[column] for column in COLUMNS[table][1:])]
                seal = _sealed(seal, table, row)
                columns, marks = ", ".join(COLUMNS[table]), "?, " * len(row)
                self._connection.execute(f"INSERT INTO {table} ({columns}, seal) VALUES ({marks}?)", [*row, seal])
                return number

            yield insert
            self._connection.execute("UPDATE chain SET number = ?, seal = ?", (number, seal))

    def prepare(self, *, writing: bool) -> None:
        """Bring the schema up to date and check every row; raises ``RecordsRefused`` where the file cannot be used."""
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        tables = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = self._connection.execute("PRAGMA application_id").fetchone()[0]
        if tables and application != APPLICATION_ID:
            raise RecordsRefused(
                f"{self.path}: is a database of another program. Move it away, or name another folder."
            )
        if version > len(MIGRATIONS):
            raise RecordsRefused(
                f"{self.path}: was written by a newer secor-xl (schema {version}; this one knows {len(MIGRATIONS)}). Nothing was"
                " written. Install the newer secor-xl, or name another folder."
            )
        if self._connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise RecordsRefused(f"{self.path}: is damaged. {_FROM_A_BACKUP}.")
        with _whole(self._connection):
            for statement in (each for migration in MIGRATIONS[version:] for each in migration):
                self._connection.execute(statement)
            if version < len(MIGRATIONS):
                self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self._connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        # Sealed rows are numbered from this one; without it nothing can be added.
        if not self._connection.execute(
            "SELECT 1 FROM chain WHERE typeof(number) = 'integer' AND number < 1 << 62"
        ).fetchone():
            raise RecordsRefused(f"{self.path}: is damaged. {_FROM_A_BACKUP}.")
        self.faults = tuple(self._faults())
        if not writing:
            self._connection.execute("PRAGMA query_only = ON")

    def _faults(self) -> Iterator[str]:
        for table, number, parent, _ in self._connection.execute("PRAGMA foreign_key_check"):
            yield f"row {number} of the table {table} belongs to a row of the table {parent} that is not there"
        seal, last = "", 0
        for number, table, row in merge(*(self._sealed_rows(table) for table in COLUMNS)):
            if row[-1] != (seal := _sealed(seal, table, row[:-1])):
                yield f"row {number} of the table {table}, or the row before it, was changed, added or taken out"
            seal, last = str(row[-1]), number
        head = self._connection.execute("SELECT number, seal FROM chain").fetchone()
        if tuple(head) != (last, seal):
            yield f"the rows after row {last} were taken out"

    def _sealed_rows(self, table: str) -> Iterator[tuple[int, str, list[object]]]:
        query = f"SELECT {', '.join(COLUMNS[table])}, seal FROM {table} ORDER BY number"
        return ((row[0], table, list(row)) for row in self._connection.execute(query))


@contextmanager
def writable(folder: Path) -> Iterator[Database]:
    """Open the records of a folder for one writer; the folder and the file are made if needed.

    Raises:
        FolderInUse: another run is writing there.
        RecordsRefused: the file cannot be opened or used.
    """
    path = folder / RECORDS
    has_records(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordsRefused(_unusable(path, error, "written")) from None
    with _connected(path, "written") as connection:
        with in_words(path, "written"):
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the lock stays until the connection is closed
            connection.execute("PRAGMA journal_mode = TRUNCATE")  # no file is removed by its name while the run goes on
            database = Database(path, connection)
            database.prepare(writing=True)
        try:
            yield database
        finally:
            if database.is_in_place():
                with suppress(sqlite3.Error):
                    connection.execute("PRAGMA locking_mode = NORMAL")
                    connection.execute("SELECT 1 FROM sqlite_master")  # releases the lock, else no journal is removed
                    connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def readable(folder: Path) -> Iterator[Database]:
    """Open a copy of a folder's records in memory, or an empty one where there are none.

    Raises:
        FolderInUse: a run is writing there.
        RecordsRefused: the file cannot be read or used.
    """
    path = folder / RECORDS
    with _connected(Path(":memory:"), "read") as copy:
        if has_records(folder):
            with _connected(path, "read") as connection, in_words(path, "read"):
                connection.execute("PRAGMA query_only = ON")
                connection.execute("BEGIN")
                connection.execute(
                    "SELECT 1 FROM sqlite_master"
                )  # fails at once while somebody writes; a copy would wait
                connection.backup(copy)
        with in_words(path, "read"):
            database = Database(path, copy)
            database.prepare(writing=False)
        yield database


@contextmanager
def in_words(path: Path, done: str) -> Iterator[None]:
    """Turn the errors of SQLite into words; ``done`` says what could not be done, "read" or "written"."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except (sqlite3.Error, UnicodeDecodeError) as error:  # a damaged schema is quoted in SQLite's own message, as bytes
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in _IN_USE:
            who, or_else = ("a run", "") if done == "read" else ("another run", ", or name another folder with --out")
            raise FolderInUse(
                f"{path.parent}: {who} is writing letters to this folder. Wait until it has ended{or_else}."
            ) from None
        if code in _ERRNO:
            raise RecordsRefused(_unusable(path, OSError(_ERRNO[code], ""), done)) from None
        said = "is no database" if code == sqlite3.SQLITE_NOTADB else "is damaged"
        raise RecordsRefused(f"{path}: {said}. {_FROM_A_BACKUP}.") from None


@contextmanager
def _connected(path: Path, done: str) -> Iterator[sqlite3.Connection]:
    with in_words(path, done):
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _whole(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a transaction, which takes effect wholly or not at all."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _sealed(before: str, table: str, row: list[object]) -> str:
    """Return the seal of a row: of the row before it and of its own values, without those that are null."""
    values = {column: value for column, value in zip(COLUMNS[table], row, strict=True) if value is not None}
    return fingerprint_of(f"{before}{json.dumps([table, values], default=repr)}".encode())[:32]


def _unusable(path: Path, error: OSError, done: str) -> str:
    return (
        f"{path}: cannot be {done} ({reason_of(error)}). Check that the folder may be used, that the disk is there and has room,"
        " and try again."
    )
