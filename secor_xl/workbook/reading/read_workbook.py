"""A review workbook, read from its file: the review, the instrument it was made with, and every cell that could not be read.

What makes a file another thing than a review workbook of this form raises ``UnreadableWorkbook``; everything else is a
``CellProblem``, all of them at once, and the facts that could be read are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secor_xl.files import fingerprint_of
from secor_xl.workbook.reading.read_review import SHEETS_READ, ReadReview, read_values
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import GuardedPackage, guard_bytes, open_guarded

if TYPE_CHECKING:
    from pathlib import Path


def read_workbook(path: Path) -> ReadReview:
    """Read a review workbook.

    Args:
        path: the file.

    Raises:
        UnreadableWorkbook: the file is no review workbook that can be read.
    """
    return read_package(open_guarded(path))


def read_workbook_bytes(content: bytes, file: str) -> ReadReview:
    """Read a review workbook that is in memory; ``file`` is what messages call it."""
    return read_package(guard_bytes(content, file))


def read_package(package: GuardedPackage) -> ReadReview:
    """Read a review workbook whose package is open."""
    sheets = read_sheets(package, SHEETS_READ, copies=True)
    return read_values(sheets, package.refuse, fingerprint_of(package.content))


__all__ = ["SHEETS_READ", "ReadReview", "read_package", "read_values", "read_workbook", "read_workbook_bytes"]
