"""The register of a bulk run (register.xlsx): a row for each review, what failed, and figures.

The reviews come as a stream and wait in a temporary file, because the counts at the top of the first sheet are known only
after the last of them; at no time is more than one in memory.
"""

from __future__ import annotations

import datetime as dt
import pickle
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, Generic, Self, TypeVar, cast

from secor_xl.runs.register_figures import Figures
from secor_xl.runs.register_row import (
    FailedFile,
    RegisterEntry,
    RegisterFlag,
    RegisterLetter,
    RegisterRow,
    RegisterScore,
    register_row,
)

__all__ = [
    "FailedFile",
    "Register",
    "RegisterEntry",
    "RegisterFlag",
    "RegisterLetter",
    "RegisterRow",
    "RegisterScore",
    "register_row",
]

Kept = TypeVar("Kept")
KEPT_IN_MEMORY = 1 << 20  # bytes; what is more waits on the disk


class Register:
    """Takes in the reviews one after another, and writes the workbook when all of them are known.

    The same entries and failures give the same bytes. Close it to throw away what it keeps on the disk meanwhile.

    Args:
        as_of: the day on which all reviews were judged; also the day in the file's properties.
        season: what the run is about, in the person's words, such as the name of the folder; shown with the title.
    """

    def __init__(self, *, as_of: dt.date, season: str = "") -> None:
        self._as_of, self._season = as_of, season
        self._figures = Figures(as_of)
        self._entries, self._failures = _Spool[RegisterEntry](), _Spool[FailedFile]()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Throw away what was kept."""
        self._entries.close()
        self._failures.close()

    def add(self, entry: RegisterEntry) -> None:
        """A review; they stand in the register in the order in which they are added."""
        from secor_xl.runs.register_sheets import links_of  # noqa: PLC0415 - XlsxWriter is costly to import

        self._figures.add(entry)
        self._figures.links += links_of(entry)
        self._entries.add(entry)

    def add_failure(self, failure: FailedFile) -> None:
        """A file that could not be read or whose letters could not be written."""
        self._failures.add(failure)

    def write(self, target: BinaryIO) -> None:
        """Write the workbook; nothing is written before it is whole.

        Raises:
            OSError: the target or the folder for temporary files cannot be written to.
        """
        from secor_xl.runs.register_charts import write_figures  # noqa: PLC0415 - XlsxWriter is costly to import
        from secor_xl.runs.register_sheets import ReviewSheets, write_failures  # noqa: PLC0415
        from secor_xl.workbook.listing import ListingBook  # noqa: PLC0415

        failed = self._failures.count
        with ListingBook(target, title="Register of SECOR reviews", subtitle=self._season, day=self._as_of) as book:
            sheets = ReviewSheets(book, self._figures, failed, self._season)
            for entry in self._entries:
                sheets.add(entry)
            sheets.finish()
            write_failures(book, self._failures, failed)
            write_figures(book, self._figures, failed)


class _Spool(Generic[Kept]):
    """Things that were put by in a temporary file of our own, to be taken out in the same order."""

    def __init__(self) -> None:
        self._file, self.count = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY, prefix="secor-xl-"), 0  # noqa: SIM115 - closed below

    def close(self) -> None:
        self._file.close()

    def add(self, thing: Kept) -> None:
        pickle.dump(thing, self._file, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def __iter__(self) -> Iterator[Kept]:
        self._file.seek(0)
        for _ in range(self.count):
            yield cast("Kept", pickle.load(self._file))  # noqa: S301 - nobody else writes to this file
