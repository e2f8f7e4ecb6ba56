"""Find columns by the words in their header row, so that a moved column is still read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from secor_xl.text import is_blank, without_invisible
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.xlsx.sheet_values import CellValue, SheetValues

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from secor_xl.workbook.schema.geometry import Column

LONGEST_LABEL = 100


@dataclass(frozen=True, slots=True)
class Headers:
    """The places of a table's columns in a sheet; rows and columns count from the sheet's own first cell.

    Attributes:
        row: the header row.
        columns: the column of each field whose header was found; of two with one header, the one beside its neighbour.
        places: every column in which it was found.
        changed: the column of each field whose header is gone while its neighbour's is there.
        known: every column of ours.
        named: every column with a header of ours.
    """

    row: int
    columns: Mapping[str, int]
    places: Mapping[str, tuple[int, ...]]
    changed: Mapping[str, int]
    known: frozenset[int]
    named: frozenset[int]

    def column(self, field: str) -> int | None:
        """Return the column of a field, also if its header was changed."""
        return self.columns.get(field, self.changed.get(field))


def words(value: CellValue) -> str:
    """Normalize a header or label for comparison: small letters, single spaces."""
    if not isinstance(value, str):
        return ""
    return _label_words(value) if len(value) <= LONGEST_LABEL else _words(value)


def _words(text: str) -> str:
    return " ".join(without_invisible(text).split()).casefold()


# Headers and labels are the same few hundred texts in every workbook.
_label_words = lru_cache(maxsize=2048)(_words)


def find_headers(
    sheet: SheetValues,
    columns: tuple[Column, ...],
    expected_row: int,
    problems: list[CellProblem],
    needed: Collection[str],
) -> Headers:
    """Find the columns; a header that was changed or is there twice is a problem, and one in ``needed`` that is missing."""
    headers = _best_headers(sheet, columns, expected_row)
    if len(headers.named) != len(columns) or len(headers.columns) != len(columns):
        for column in columns:
            problem = _header_problem(sheet, headers, column, is_needed=column.field in needed)
            if problem:
                problems.append(problem)
    return headers


def _best_headers(sheet: SheetValues, columns: tuple[Column, ...], expected_row: int) -> Headers:
    """Return the headers of the row with most of them: the expected row, unless rows above it were inserted or deleted."""
    values = sheet.rows[expected_row] if 0 <= expected_row < len(sheet.rows) else []
    expected = _headers(expected_row, tuple(values), columns)
    if 2 * len(expected.places) > len(columns):
        return expected
    rows = (_headers(row, tuple(values), columns) for row, values in enumerate(sheet.rows))
    best = max(rows, key=lambda headers: len(headers.places), default=expected)
    return best if len(best.places) > 1 else expected


@lru_cache(maxsize=64)
def _headers(row: int, values: tuple[CellValue, ...], columns: tuple[Column, ...]) -> Headers:
    """Find the headers in a row; header rows are the same in nearly every workbook."""
    by_words = {words(column.header): column.field for column in columns}
    places: dict[str, tuple[int, ...]] = {}
    for index, value in enumerate(values):
        field = by_words.get(words(value))
        if field is not None:
            places[field] = (*places.get(field, ()), index)
    named = frozenset(index for found in places.values() for index in found)
    # The fields before and after each one, and how far their columns are from its own.
    fields = ["", *(column.field for column in columns), ""]
    beside = {
        field: ((left, 1), (right, -1)) for left, field, right in zip(fields, fields[1:], fields[2:], strict=False)
    }
    found, changed = {}, {}
    for field, neighbours in beside.items():
        likely = [index + step for name, step in neighbours for index in places.get(name, ())]
        if field in places:
            found[field] = max(places[field], key=lambda index, likely=likely: likely.count(index))  # type: ignore[misc]
        elif free := [index for index in likely if index not in named and index >= 0]:
            changed[field] = max(free, key=lambda index: index < len(values) and not is_blank(values[index]))
    return Headers(row, found, places, changed, frozenset((*found.values(), *changed.values())), named)


def _header_problem(sheet: SheetValues, headers: Headers, column: Column, *, is_needed: bool) -> CellProblem | None:
    """Find the fault of one header, if it has one."""
    cells = [sheet.cell(headers.row, index) for index in headers.places.get(column.field, ())]
    if len(cells) > 1:
        own = sheet.cell(headers.row, headers.columns[column.field])
        other = next(cell for cell in cells if cell != own)
        seen = f'the header "{column.header}" is there more than once, in {", ".join(cells)}; only {own} is read'
        cure = f"Move what is entered below {other} to the column below {own}, then clear {other}"
        return CellProblem(sheet.name, other, seen, cure)
    if cells:
        return None
    index = headers.changed.get(column.field)
    if index is not None and (is_needed or not is_blank(sheet.value(headers.row, index))):
        value = sheet.value(headers.row, index)
        seen = "nothing" if is_blank(value) else f'"{" ".join(str(value).split())[:LONGEST_LABEL]}"'
        lost = ", so nothing of this column could be read" if is_needed else ""
        cell = sheet.cell(headers.row, index)
        seen = f'{seen} is where the header "{column.header}" belongs{lost}'
        return CellProblem(sheet.name, cell, seen, f"Type {column.header} there again", loses_a_fact=is_needed)
    if is_needed:
        seen = f'the column with the header "{column.header}" is missing, so nothing of it could be read'
        cure = f'Put the header "{column.header}" back above its column in row {headers.row + 1}'
        return CellProblem(sheet.name, "", seen, cure)
    return None
