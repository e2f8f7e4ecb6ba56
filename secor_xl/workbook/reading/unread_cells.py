"""Find filled cells that are not read, also after rows and columns were inserted; each is named in a problem."""

from __future__ import annotations

import datetime as dt
import re
from itertools import groupby, product
from typing import TYPE_CHECKING

from secor_xl.review.change_words import NO_CHANGE
from secor_xl.review.labels import LABELS
from secor_xl.text import is_blank, on_one_line
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.headers import find_headers
from secor_xl.workbook.schema.printed_words import in_head
from secor_xl.xlsx.sheet_values import CellValue, ErrorValue, Marker, SheetValues

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from secor_xl.workbook.reading.headers import Headers
    from secor_xl.workbook.schema.geometry import SheetTable

    Cell = tuple[int, int]

MOST_TOLD = 20
LONGEST_SHOWN = 60
MOVE = "Move it to its place or clear it"
COMPUTED_AGAIN = (
    "Move it to its place and clear this cell; 'secor-xl upgrade --again' writes the form's own words there"
)
SCORED_WORDS = re.compile(r"(?:all|[0-9]+ of) [0-9]+")
FLAG_WORDS = re.compile(r"[A-Z]{2}-[0-9]{3} \(")
CHANGE_WORDS = re.compile(rf"(?:{'|'.join(LABELS['questions'].values())}): |Action item [0-9]|{NO_CHANGE}")


def unread_problems(sheet: SheetValues, cells: Iterable[Cell], where: str, cure: str = MOVE) -> list[CellProblem]:
    """Return a problem for each rectangle of filled cells."""
    areas = _rectangles(sorted(cell for cell in cells if not is_blank(sheet.value(*cell))))
    problems = []
    for top, left, bottom, right in areas[:MOST_TOLD]:
        first, last = sheet.cell(top, left), sheet.cell(bottom, right)
        text = shown(sheet.value(top, left))
        seen = text if first == last else f"what is typed in {first}:{last}, first {text},"
        problems.append(CellProblem(sheet.name, first, f"{seen} is {where}, where it is not read", cure))
    if len(areas) > MOST_TOLD:
        places = ", ".join(sheet.cell(top, left) for top, left, *_ in areas[MOST_TOLD:])
        problems.append(CellProblem(sheet.name, "", f"more is {where}, where it is not read: from {places} on", cure))
    return problems


def filled_cells(sheet: SheetValues, cells: Iterable[Cell]) -> str:
    """Return the addresses of the filled cells, as Excel writes them."""
    areas = _rectangles(sorted(cell for cell in cells if not is_blank(sheet.value(*cell))))
    names = ((sheet.cell(top, left), sheet.cell(bottom, right)) for top, left, bottom, right in areas)
    return ", ".join(first if first == last else f"{first}:{last}" for first, last in names)


def unread_around(
    sheet: SheetValues, headers: Headers, entries: Collection[int], end: int | None = None
) -> Iterator[Cell]:
    """Return the cells beside a table's columns, and those of rows below its headers that are no entries.

    Args:
        sheet: what the table is in.
        headers: its headers.
        entries: the rows of its entries.
        end: one after the last row that is looked at; without it, all are.
    """
    rows = sheet.rows[:end]
    width = max(map(len, rows[headers.row :]), default=0)
    beside = [column for column in range(width) if column not in headers.known]
    if beside:
        yield from ((headers.row, column) for column in beside if column not in headers.named)
        yield from product(entries, beside)
    for row in range(headers.row + 1, len(rows)):
        if row not in entries:
            yield from ((row, column) for column in range(len(rows[row])))


def typed_above(sheet: SheetValues, headers: Headers) -> list[CellProblem]:
    """Return a problem for each text above the headers that the form does not print."""
    head = enumerate(sheet.rows[: max(headers.row, 0)])
    cells = ((row, column) for row, values in head for column, value in enumerate(values) if value is not None)
    typed = (cell for cell in cells if cell not in sheet.formulas and not in_head(sheet.name, sheet.value(*cell)))
    return unread_problems(sheet, typed, "above the headers")


def unread_around_list(sheet: SheetValues, table: SheetTable) -> list[CellProblem]:
    """Return a problem for each text above or beside a list without inputs."""
    headers = find_headers(sheet, table.columns, table.header_row - 1, [], ())
    rows = range(headers.row + 1, len(sheet.rows))
    return typed_above(sheet, headers) + unread_problems(sheet, unread_around(sheet, headers, rows), "beside the list")


def typed_over_computed(sheet: SheetValues, headers: Headers, rows: Iterable[int]) -> Iterator[Cell]:
    """Find cells of computed columns with values that Python never computes; formulas are allowed."""
    fits = {headers.column(field): fit for field, fit in COMPUTED.items()}
    for column, fit in fits.items():
        for row in rows if column is not None else ():
            values = sheet.rows[row]
            if column is None or column >= len(values) or (value := values[column]) is None:
                continue
            if not fit(value) and not is_error(value) and not is_blank(value) and (row, column) not in sheet.formulas:
                yield row, column


def is_flags(value: CellValue) -> bool:
    """Whether a cell has flags, as Python writes them beside what they are about."""
    return isinstance(value, str) and FLAG_WORDS.match(value) is not None


def is_error(value: CellValue) -> bool:
    """Whether a cell has what Excel shows where it could not compute."""
    return isinstance(value, ErrorValue | Marker)


def seen_in(value: CellValue) -> str:
    """Quote the content of a cell for a message."""
    return "nothing" if is_blank(value) else shown(value)


def shown(value: CellValue) -> str:
    """Quote the first words of a cell."""
    return f'"{on_one_line(str(value.text if isinstance(value, ErrorValue) else value), LONGEST_SHOWN)}"'


def _rectangles(cells: list[Cell]) -> list[tuple[int, int, int, int]]:
    """Sorted cells as rectangles: the top row, the left column, the bottom row, the right column of each."""
    done: list[tuple[int, int, int, int]] = []
    growing: dict[tuple[int, int], tuple[int, int]] = {}
    for row, in_row in groupby(cells, key=lambda cell: cell[0]):
        columns = [column for _, column in in_row]
        runs = [list(run) for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0])]
        now = {}
        for run in runs:
            span = (run[0][1], run[-1][1])
            top, bottom = growing.pop(span, (row, row - 1))
            if bottom != row - 1:
                done.append((top, span[0], bottom, span[1]))
                top = row
            now[span] = (top, row)
        done += [(top, left, bottom, right) for (left, right), (top, bottom) in growing.items()]
        growing = now
    done += [(top, left, bottom, right) for (left, right), (top, bottom) in growing.items()]
    return sorted(done)


COMPUTED: dict[str, Callable[[CellValue], bool]] = {
    "flags": is_flags,
    "scored": lambda value: isinstance(value, str) and SCORED_WORDS.fullmatch(value) is not None,
    "changed": lambda value: isinstance(value, str) and CHANGE_WORDS.match(value) is not None,
    "due_on": lambda value: isinstance(value, dt.date),
    "days_left": lambda value: isinstance(value, int | float),
}
"""The computed columns, each with what it may hold; the state of a round may be any words."""
