"""The values of cells, and the cells of one sheet as rows of values."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error such as ``#N/A``: neither a blank nor a text, though a cell shows it like one."""

    text: str


class Percentage(float):
    """A number that a cell shows as a percentage: 0.8 where 80 % was typed."""


class Marker(Enum):
    """A state of a cell that no value can express."""

    UNCACHED = "a formula without a value"
    RICH = "a data type, a picture or an error of Excel 365"


UNCACHED, RICH = Marker.UNCACHED, Marker.RICH

CellValue: TypeAlias = (
    str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | ErrorValue | Marker | None
)
Rows: TypeAlias = list[list[CellValue]]

COPY = re.compile(r"(.+?)(?: ?\([0-9]+\)|_[0-9]+)")

MOST_CHARACTERS = 32_767
"""The most characters that a cell holds, counted as Excel does: in UTF-16 units."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""The most rows and columns of a sheet."""
# Up to here every whole number is exact.
LARGEST_WHOLE = 2**53
DAY_ZERO, DAY_ZERO_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
"""The days that Excel counts as 0: by the usual calendar, which is right from March 1900 on, and by that of old Macs."""
FIRST_DATE = dt.date(1900, 3, 1)
"""The first date that is written: before it, Excel counts a February 29, 1900, which never was."""


@dataclass(frozen=True, slots=True)
class SheetValues:
    """The values of one sheet.

    Attributes:
        name: the sheet's name.
        rows: the rows from the first on, each from column A on and as long as its last cell.
        formulas: row and column, counted from 0, of each cell with a formula.
        far: addresses of cells with content so far away that they are in no row.
        careful: whether the careful reader had to read it.
        struck: row and column, counted from 0, of each cell with content that is shown struck through.
    """

    name: str
    rows: Rows
    formulas: frozenset[tuple[int, int]] = frozenset()
    far: tuple[str, ...] = ()
    careful: bool = False
    struck: frozenset[tuple[int, int]] = frozenset()

    def value(self, row: int, column: int) -> CellValue:
        """Return the value of a cell; row and column count from 0."""
        if row < len(self.rows):
            cells = self.rows[row]
            if column < len(cells):
                return cells[column]
        return None

    def cell(self, row: int, column: int) -> str:
        """Return the address of a cell; row and column count from 0."""
        return cell_name(row, column)

    def at(self, address: str) -> CellValue:
        """Return the value of the cell with an address."""
        return self.value(*cell_position(address))


def copied_from(name: str) -> str:
    """Return the sheet that one is a copy of, by its name: "Questions (2)" in Excel, "Questions_2" in LibreOffice."""
    found = COPY.fullmatch(name)
    return found[1] if found else ""


@cache
def column_letter(index: int) -> str:
    """Return the letters of a column: 1 is ``A``, 27 is ``AA``."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the address of a cell whose row and column are counted from 0: ``F12``."""
    return f"{column_letter(column + 1)}{row + 1}"


@lru_cache(maxsize=1024)
def cell_position(name: str) -> tuple[int, int]:
    """Row and column, counted from 0, of an address such as ``F12``."""
    column, digits = 0, len(name)
    for index, letter in enumerate(name):
        if not letter.isalpha():
            digits = index
            break
        column = column * 26 + ord(letter.upper()) - 64
    return int(name[digits:]) - 1, column - 1


def whole_if_whole(number: float) -> int | float:
    """Convert a whole float to an int: 2 rather than 2.0."""
    return int(number) if number.is_integer() and abs(number) <= LARGEST_WHOLE else number
