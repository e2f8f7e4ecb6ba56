"""The widths of a sheet's columns, as a person left them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from secor_xl.xlsx.package import TRUE_WORDS, parse

if TYPE_CHECKING:
    from secor_xl.xlsx.guard import GuardedPackage

DIGIT, PADDING, NARROW = 7, 5, 12
"""In pixels: a digit of the usual typeface, the room beside the digits, and the widest column that has no such room."""
MOST_COLUMNS_READ = 200


class ColumnWidth(NamedTuple):
    """The width of a column in digits, as Excel shows it to people, and whether the column is hidden."""

    digits: float
    hidden: bool


def column_widths(package: GuardedPackage, part: str) -> dict[int, ColumnWidth]:
    """Return the widths of the columns that have one of their own, by the column's number from 1.

    Args:
        package: the workbook.
        part: the part of the sheet.

    Raises:
        UnreadableWorkbook: the part is damaged.
    """
    widths: dict[int, ColumnWidth] = {}
    for each in parse(package, part).iterfind("{*}cols/{*}col"):
        try:
            first, last, pixels = (
                int(each.get("min", "")),
                int(each.get("max", "")),
                float(each.get("width", "")) * DIGIT,
            )
        except ValueError:
            continue
        digits = (round(pixels) - PADDING) / DIGIT if pixels > NARROW else pixels / NARROW
        width = ColumnWidth(digits, each.get("hidden") in TRUE_WORDS)
        widths |= dict.fromkeys(range(first, min(last, MOST_COLUMNS_READ) + 1), width)
    return widths
