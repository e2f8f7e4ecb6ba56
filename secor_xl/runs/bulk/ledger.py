"""The ledger of an output folder: one line of JSON for each thing that was done, only ever added to (docs/json.md).

It says which workbook, by its fingerprint, had which outcome as of which day, and which letters were made of it with which
versions. It holds no text out of a workbook but the names of files. Each line carries the fingerprint of the one before, so that
a line that was changed or taken out later is seen.

A line about letters is on the disk before the letters have their names. After a crash a letter may thus be missing that the
ledger knows, and the next run makes it again; but never is there a letter that the ledger does not know.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeAlias

from secor_xl.review.model import LetterKind
from secor_xl.runs.bulk.entries import CompanionEntry, ReviewEntry, entry_of
from secor_xl.runs.bulk.lock import lock
from secor_xl.runs.output import OutputRefused, unwritable

SCHEMA = "secor-xl/ledger/1"
LEDGER = "ledger.jsonl"
FIRST = "0" * 16

Clock: TypeAlias = Callable[[], dt.datetime]


@dataclass(slots=True)
class History:
    """What a ledger says.

    Attributes:
        reviews: the last line about each workbook that was judged, by its fingerprint.
        letters: the letters that were ever made of each workbook: fingerprint of the workbook, name, fingerprint.
        decisions: the letters that ever told a decision on each file: its name, the letter's name and kind.
        names: the fingerprint that each letter had when it was last made, by its name.
        origins: the line with which each letter was recorded first as it is, by its name; later lines may repeat it.
        inputs: the fingerprint that was last recorded for each file.
        failed: what went wrong with each file the last time, in one word.
        made: every fingerprint that a PDF, an e-mail draft or a register of this name ever had.
        companions: the last line about the PDF or e-mail draft of a letter, by the letter's name and the word for the other.
        seal: what the next line must carry.
        faults: lines that are cut off, changed or missing, in words.
    """

    reviews: dict[str, ReviewEntry] = field(default_factory=dict)
    letters: dict[str, dict[str, str]] = field(default_factory=dict)
    decisions: dict[str, dict[str, LetterKind]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    origins: dict[str, ReviewEntry] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    made: dict[str, set[str]] = field(default_factory=dict)
    companions: dict[tuple[str, str], CompanionEntry] = field(default_factory=dict)
    seal: str = FIRST
    faults: list[str] = field(default_factory=list)

    def take(self, line: bytes, number: int = 0) -> None:
        """Add what one line says."""
        before, self.seal = self.seal, sealed(line)
        try:
            record = json.loads(line)
            known = record["schema"] == SCHEMA
            if known and record["after"] != before:
                self.faults.append(f"line {number}: the line before it was changed or taken out after it was written")
            if known:
                self._take(entry_of(record))
        except (ValueError, KeyError, TypeError):
            known = False
        if not known:
            self.faults.append(f"line {number}: is no line of a ledger; it was cut off by an interruption, or changed")

    def told(self, entry: ReviewEntry | CompanionEntry, line: bytes) -> None:
        """A line was written by this very run, which asks no more about a review; so memory does not grow with the run."""
        self.seal = sealed(line)
        if isinstance(entry, CompanionEntry):
            self._take(entry)
        else:  # what earlier runs said of the file holds no longer
            self.inputs.pop(entry.workbook, None)
            self.failed.pop(entry.workbook, None)

    def _take(self, entry: ReviewEntry | CompanionEntry) -> None:
        if isinstance(entry, CompanionEntry):
            self.companions[entry.letter, entry.what] = entry
            self.made.setdefault(entry.name, set()).add(entry.fingerprint)
            return
        self.inputs[entry.workbook] = entry.fingerprint
        if entry.failed:
            self.failed[entry.workbook] = entry.failed
            return
        self.failed.pop(entry.workbook, None)
        self.reviews[entry.fingerprint] = entry
        told = {letter.name: letter.kind for letter in entry.letters if letter.kind is not LetterKind.FEEDBACK}
        if told:
            self.decisions.setdefault(entry.workbook, {}).update(told)
        made = {letter.name: letter.fingerprint for letter in entry.letters}
        self.origins.update({name: entry for name, seen in made.items() if self.names.get(name) != seen})
        self.letters.setdefault(entry.fingerprint, {}).update(made)
        self.names.update(made)


def read_history(folder: Path) -> History:
    """What the ledger of a folder says; nothing where there is none. Raises ``OutputRefused`` where it cannot be read."""
    path = folder / LEDGER
    try:
        with path.open("rb") as stream:
            return _history(stream)
    except FileNotFoundError:
        return History()
    except OSError as error:
        raise OutputRefused(unwritable(path, error), error) from None


def _history(stream: BinaryIO) -> History:
    history = History()
    for number, line in enumerate(stream, 1):
        history.take(line.rstrip(b"\r\n"), number)
    return history


def sealed(line: bytes) -> str:
    """What the line after this one carries."""
    return hashlib.sha256(line).hexdigest()[:16]


class Ledger:
    """The ledger of an output folder, open for one run, which has the folder to itself until it is closed.

    Args:
        folder: the output folder; made if needed.
        clock: tells the time of each line, with its time zone.

    Attributes:
        history: what it said when it was opened, and what the run needs to know of its own lines.

    Raises:
        FolderInUse: another run is writing there.
        OutputRefused: it cannot be opened or written to; then nothing more may be made, because nobody would know of it.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.path, self._clock = folder / LEDGER, clock
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("a+b", buffering=0)
        except OSError as error:
            raise OutputRefused(unwritable(self.path, error), error) from None
        try:
            lock(self._stream, str(folder))
            self._stream.seek(0)
            with open(self._stream.fileno(), "rb", closefd=False) as reader:
                self.history = _history(reader)
            self._end_torn_line()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def add(self, entries: Iterable[ReviewEntry | CompanionEntry]) -> None:
        """Write lines, all the way to the disk."""
        now = self._clock().isoformat(timespec="seconds")
        lines = []
        for entry in entries:
            whole = {"schema": SCHEMA, "after": self.history.seal, "at": now, **entry.record()}
            line = json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogateescape")
            self.history.told(entry, line)
            lines.append(line + b"\n")
        if lines:
            self._write(b"".join(lines))

    def _write(self, data: bytes) -> None:
        try:
            while data:
                data = data[self._stream.write(data) or 0 :]
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise OutputRefused(unwritable(self.path, error), error) from None

    def _end_torn_line(self) -> None:
        """A run that was killed may have left half a line; what follows must not be glued to it."""
        size = self._stream.seek(0, os.SEEK_END)
        if size:
            self._stream.seek(size - 1)
            if self._stream.read(1) != b"\n":
                self._write(b"\n")
