"""The register of a bulk run (register.xlsx): a row for each review, what failed, and figures.

The reviews come as a stream and wait in a temporary file, because the counts at the top of the first sheet are known only
after the last of them; at no time is more than one in memory.
"""

from __future__ import annotations

import datetime as dt
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Generic, Self, TypeVar, cast

from secor_xl.runs.register_figures import Figures
from secor_xl.runs.register_row import (
    Failure,
    RegisterEntry,
    RegisterFlag,
    RegisterLetter,
    RegisterRow,
    RegisterScore,
    register_row,
)

__all__ = [
    "Failure",
    "RegisterEntry",
    "RegisterFlag",
    "RegisterLetter",
    "RegisterRow",
    "RegisterScore",
    "register_row",
    "write_register",
]

Kept = TypeVar("Kept")
KEPT_IN_MEMORY = 1 << 20  # bytes; what is more waits on the disk


def write_register(
    target: BinaryIO,
    entries: Iterable[RegisterEntry],
    failures: Iterable[Failure],
    *,
    as_of: dt.date,
    season: str = "",
) -> None:
    """Write the register; the same entries and failures give the same bytes.

    Args:
        target: what the workbook is written to. Nothing is written before the workbook is whole.
        entries: the reviews, in the order in which they are to stand; taken once.
        failures: what failed; taken once, after the entries.
        as_of: the day on which all reviews were judged; also the day in the file's properties.
        season: what the run is about, in the person's words, such as the name of the folder; shown with the title.

    Raises:
        OSError: the target or the folder for temporary files cannot be written to.
    """
    from secor_xl.runs.register_charts import write_figures  # noqa: PLC0415 - XlsxWriter is costly to import
    from secor_xl.runs.register_sheets import ReviewSheets, links_of, write_failures  # noqa: PLC0415
    from secor_xl.workbook.listing import ListingBook  # noqa: PLC0415

    figures = Figures(as_of)
    with _Spool[RegisterEntry]() as kept_entries, _Spool[Failure]() as kept_failures:
        for entry in entries:
            figures.add(entry)
            figures.links += links_of(entry)
            kept_entries.add(entry)
        for failure in failures:
            kept_failures.add(failure)
        with ListingBook(target, title="Register of SECOR reviews", subtitle=season, day=as_of) as book:
            sheets = ReviewSheets(book, figures, kept_failures.count, season)
            for entry in kept_entries:
                sheets.add(entry)
            sheets.finish()
            write_failures(book, kept_failures, kept_failures.count)
            write_figures(book, figures, kept_failures.count)


class _Spool(Generic[Kept]):
    """Things that were put by in a temporary file of our own, to be taken out in the same order."""

    def __init__(self) -> None:
        self._file, self.count = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY, prefix="secor-xl-"), 0  # noqa: SIM115 - closed below

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, thing: Kept) -> None:
        pickle.dump(thing, self._file, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def __iter__(self) -> Iterator[Kept]:
        self._file.seek(0)
        for _ in range(self.count):
            yield cast("Kept", pickle.load(self._file))  # noqa: S301 - nobody else writes to this file
