"""The widths of a sheet's columns, as a person left them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from secor_xl.xlsx.package import TRUE_WORDS

if TYPE_CHECKING:
    from secor_xl.xlsx.guard import GuardedPackage

DIGIT, PADDING, NARROW = 7, 5, 12
"""In pixels: a digit of the usual typeface, the room beside the digits, and the widest column that has no such room."""
MOST_COLUMNS_READ = 200
COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
ATTRIBUTE = re.compile(r"(\w+)=[\"']([^\"']*)[\"']")


class ColumnWidth(NamedTuple):
    """The width of a column in digits, as Excel shows it to people, and whether the column is hidden."""

    digits: float
    hidden: bool


def column_widths(package: GuardedPackage, part: str) -> dict[int, ColumnWidth]:
    """Return the widths of the columns that have one of their own, by the column's number from 1.

    They are at the beginning of the sheet, so nothing of its rows is parsed; a width that is no number is left out.

    Args:
        package: the workbook.
        part: the part of the sheet.

    Raises:
        UnreadableWorkbook: the part cannot be unpacked.
    """
    widths: dict[int, ColumnWidth] = {}
    head, _, _ = package.part(part).partition(b"sheetData")
    for found in COLUMN.finditer(head):
        values = dict(ATTRIBUTE.findall(found[1].decode("utf-8", "replace")))
        try:
            first, last, pixels = int(values["min"]), int(values["max"]), float(values["width"]) * DIGIT
            digits = (round(pixels) - PADDING) / DIGIT if pixels > NARROW else pixels / NARROW
        except (ValueError, KeyError, OverflowError):
            continue
        width = ColumnWidth(digits, values.get("hidden") in TRUE_WORDS)
        widths |= dict.fromkeys(range(first, min(last, MOST_COLUMNS_READ) + 1), width)
    return widths
