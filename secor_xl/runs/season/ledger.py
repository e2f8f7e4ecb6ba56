"""The ledger of an output folder: one line of JSON for each thing that was done, only ever added to (docs/json.md).

It says which workbook, by its fingerprint, had which outcome as of which day, and which letters were made of it with which
versions. Out of a workbook it holds no text but what the names of letters say: the file reference, or the employer's name where
none is given. Each line carries the fingerprint of the one before, so that a line that was changed or taken out later is seen.

A line about letters is on the disk before the letters have their names. After a crash a letter may thus be missing that the
ledger knows, and the next run makes it again; but never is there a letter that the ledger does not know.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeAlias

from secor_xl.errors import reason_of
from secor_xl.files import open_regular
from secor_xl.runs.json_line import json_line
from secor_xl.runs.output import OutputRefused, unwritable
from secor_xl.runs.season.entries import CompanionEntry, ReviewEntry
from secor_xl.runs.season.history import FIRST, SCHEMA, History, LedgerRefused, sealed
from secor_xl.runs.season.lock import FolderInUse, lock

LEDGER = "ledger.jsonl"
LONGEST_LINE = 1 << 20

Clock: TypeAlias = Callable[[], dt.datetime]


def has_ledger(folder: Path) -> bool:
    """Whether a folder holds a ledger; raises ``LedgerRefused`` where something else has its name, or nobody may look."""
    path = folder / LEDGER
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise LedgerRefused(_unreadable(path, error), error) from None
    if not stat.S_ISREG(mode):
        raise LedgerRefused(f"{path}: is no file, so it is no ledger. Move it away, or name another folder.")
    return True


def read_history(folder: Path) -> History:
    """What the ledger of a folder says; nothing where there is none. Raises ``LedgerRefused`` where it cannot be read."""
    path = folder / LEDGER
    if not has_ledger(folder):
        return History()
    try:
        with open_regular(path) as stream:
            history = _history(stream, path)
    except OSError as error:
        raise LedgerRefused(_unreadable(path, error), error) from None
    history.settle(mended=False)
    return history


def refuse_while_in_use(folder: Path) -> None:
    """Raise ``FolderInUse`` while a run is writing to a folder that has a ledger: nothing there is to be compared yet."""
    try:
        with open_regular(folder / LEDGER) as stream:
            lock(stream, str(folder))
    except OSError:  # it cannot be read, which is said by whoever reads it
        return
    except FolderInUse:
        raise FolderInUse(f"{folder}: a run is writing letters to this folder. Wait until it has ended.") from None


def _history(stream: BinaryIO, path: Path) -> History:
    history = History()
    try:
        for number, line in enumerate(iter(partial(stream.readline, LONGEST_LINE), b""), 1):
            _refuse_endless(line, number)
            history.take(line.rstrip(b"\r\n"), number)
    except LedgerRefused as refused:
        raise LedgerRefused(f"{path}: {refused}.") from None
    return history


def _refuse_endless(line: bytes, number: int) -> None:
    if len(line) == LONGEST_LINE:
        raise LedgerRefused(f"line {number} is longer than any that a run writes. Bring the ledger back from a backup")


def _unreadable(path: Path, error: OSError) -> str:
    return (
        f"{path}: cannot be read ({reason_of(error)}). Check that you may read it and that the disk is there, and run"
        " the command again."
    )


class Ledger:
    """The ledger of an output folder, open for one run, which has the folder to itself until it is closed.

    Args:
        folder: the output folder; made if needed.
        clock: tells the time of each line, with its time zone.

    Attributes:
        history: what it said when it was opened, and what the run needs to know of its own lines.

    Raises:
        FolderInUse: another run is writing there.
        LedgerRefused: it is no file, or was written by a newer secor-xl; it is left as it is.
        OutputRefused: it cannot be opened or written to; then nothing more may be made, because nobody would know of it.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.path, self._clock = folder / LEDGER, clock
        self._is_sure = True
        has_ledger(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("a+b", buffering=0)
        except OSError as error:
            raise OutputRefused(unwritable(self.path, error), error) from None
        try:
            self._open(folder)
        except OSError as error:
            self._stream.close()
            raise OutputRefused(unwritable(self.path, error), error) from None
        except BaseException:
            self._stream.close()
            raise

    def _open(self, folder: Path) -> None:
        lock(self._stream, str(folder))
        self._stream.seek(0)
        with open(self._stream.fileno(), "rb", closefd=False) as reader:
            self.history = _history(reader, self.path)
        self._end_torn_line()
        self.history.settle(mended=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def is_in_place(self) -> bool:
        """Whether the folder, and the ledger in it, are where they were; Windows moves no folder in which a file is open."""
        try:
            return os.name == "nt" or os.path.samestat(self.path.stat(), os.fstat(self._stream.fileno()))
        except OSError:
            return False

    @property
    def faults(self) -> tuple[str, ...]:
        """Lines that were changed or taken out before this run, in words; such a ledger proves less, but a run can go on."""
        return tuple(self.history.faults)

    def add(self, entries: Iterable[ReviewEntry | CompanionEntry]) -> None:
        """Write lines, all the way to the disk.

        What was written takes effect only after all of it is there. After a failure the next lines follow what has reached
        the disk, as those of the next run would.

        Raises:
            OutputRefused: they cannot be written, or the folder is not where it was: its letters would have no record.
        """
        if not self.is_in_place():
            raise OutputRefused(
                f"{self.path.parent}: was renamed, moved or removed while the run was going on, so the run has ended. Put the"
                " folder back, or name another one with --out, and run again."
            )
        if not self._is_sure:
            self._catch_up()
        now, seal = self._clock().isoformat(timespec="seconds"), self.history.seal
        told, lines = list(entries), []
        for entry in told:
            line = json_line({"schema": SCHEMA, "after": seal, "at": now, **entry.record()}).encode()
            seal = sealed(line)
            lines.append(line + b"\n")
        if lines:
            self._is_sure = False
            self._write(b"".join(lines))
            self.history.seal = seal
            for entry in told:
                self.history.told(entry)
            self._is_sure = True

    def _write(self, data: bytes) -> None:
        try:
            while data:
                data = data[self._stream.write(data) or 0 :]
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise OutputRefused(unwritable(self.path, error), error) from None

    def _catch_up(self) -> None:
        """After a write that failed or was interrupted: part of it may be on the disk, or all."""
        try:
            self._end_torn_line()
            self._stream.seek(0)
            last = None
            with open(self._stream.fileno(), "rb", closefd=False) as reader:
                for last in reader:  # noqa: B007 - only the last one counts
                    pass
        except OSError as error:
            raise OutputRefused(unwritable(self.path, error), error) from None
        self.history.seal = FIRST if last is None else sealed(last.rstrip(b"\r\n"))
        self._is_sure = True

    def _end_torn_line(self) -> None:
        """A run that was killed may have left half a line; what follows must not be glued to it."""
        size = self._stream.seek(0, os.SEEK_END)
        if size:
            self._stream.seek(size - 1)
            if self._stream.read(1) != b"\n":
                self._write(b"\n")
