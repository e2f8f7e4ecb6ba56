"""Finding columns by the words in their header row, so that a column that was moved is still read right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from secor_xl.judgement.case import CellProblem
from secor_xl.text import is_blank, without_invisible
from secor_xl.workbook.values import Area, CellValue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from secor_xl.workbook.geometry import Column

MOST_STRAYS = 5
LONGEST_LABEL = 100


@dataclass(frozen=True, slots=True)
class Headers:
    """Where the columns of a table are in an area; rows and columns count from the area's own first cell.

    Attributes:
        row: the header row.
        columns: the column of each field whose header was found.
        places: every column in which it was found.
        known: every column with a header of ours, twice or not.
    """

    row: int
    columns: Mapping[str, int]
    places: Mapping[str, tuple[int, ...]]
    known: frozenset[int]


def words(value: CellValue) -> str:
    """A header or label as it is compared: without case, with single spaces."""
    if not isinstance(value, str):
        return ""
    return _label_words(value) if len(value) <= LONGEST_LABEL else _words(value)


def _words(text: str) -> str:
    return " ".join(without_invisible(text).split()).casefold()


# Headers and labels are the same few hundred texts in every workbook.
_label_words = lru_cache(maxsize=2048)(_words)


def find_headers(
    area: Area, columns: tuple[Column, ...], expected_row: int, problems: list[CellProblem], needed: Collection[str]
) -> Headers:
    """Find the columns; of the fields in ``needed``, one that is missing or there twice is a problem."""
    headers = _best_headers(area, columns, expected_row)
    for column in columns:
        found = headers.places.get(column.field, ())
        if len(found) != 1 and column.field in needed:
            problems.append(_header_problem(area, headers.row, column, found))
    return headers


def _best_headers(area: Area, columns: tuple[Column, ...], expected_row: int) -> Headers:
    """Those of the row with the most: the expected one unless rows were put in or taken out above it."""
    values = area.rows[expected_row] if 0 <= expected_row < len(area.rows) else []
    expected = _headers(expected_row, tuple(values), columns)
    if len(expected.places) == len(columns):
        return expected
    rows = (_headers(row, tuple(values), columns) for row, values in enumerate(area.rows))
    best = max(rows, key=lambda headers: len(headers.places), default=expected)
    return best if len(best.places) > 1 else expected


@lru_cache(maxsize=64)
def _headers(row: int, values: tuple[CellValue, ...], columns: tuple[Column, ...]) -> Headers:
    """What a row has of the headers; header rows are the same in nearly every workbook."""
    by_words = {words(column.header): column.field for column in columns}
    places: dict[str, tuple[int, ...]] = {}
    for index, value in enumerate(values):
        field = by_words.get(words(value))
        if field is not None:
            places[field] = (*places.get(field, ()), index)
    known = frozenset(index for found in places.values() for index in found)
    return Headers(row, {field: found[0] for field, found in places.items()}, places, known)


def _header_problem(area: Area, row: int, column: Column, found: Iterable[int]) -> CellProblem:
    cells = [area.cell(row, index) for index in found]
    if cells:
        seen = f'the header "{column.header}" is there more than once, in {", ".join(cells)}'
        return CellProblem(area.sheet, cells[-1], seen, "Keep the column that belongs to it and take the other one out")
    seen = f'the column with the header "{column.header}" is missing, so nothing of it could be read'
    cure = f'Put the header "{column.header}" back above its column in row {area.first_row + row + 1}'
    return CellProblem(area.sheet, "", seen, cure)


def strays(area: Area, cells: Iterable[tuple[int, int]], where: str) -> list[CellProblem]:
    """One problem for each of the first few cells that hold something where nothing is read."""
    found = [(row, column) for row, column in cells if not is_blank(area.value(row, column))]
    cure = "Move it to its place or clear it"
    problems = [
        CellProblem(area.sheet, area.cell(row, column), f"something stands {where}, where it is not read", cure)
        for row, column in found[:MOST_STRAYS]
    ]
    if len(found) > MOST_STRAYS:
        seen = f"{len(found) - MOST_STRAYS} more cells hold something {where}, where it is not read"
        problems.append(CellProblem(area.sheet, "", seen, cure))
    return problems
