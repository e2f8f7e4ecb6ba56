"""Nothing that is typed anywhere on a sheet of the form is silent, wherever rows and columns were put in."""

from __future__ import annotations

import functools
import itertools
import re
from typing import Any

import pytest

from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.read_review import read_values
from secor_xl.workbook.reading.read_workbook import SHEETS_READ
from secor_xl.workbook.schema import layout, named_ranges
from secor_xl.workbook.schema.printed_words import FORMER_LINES
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes
from secor_xl.xlsx.sheet_values import CellValue, Rows, SheetValues, cell_name, cell_position
from tests.workbook.built import instrument, review, workbook

FORM_SHEETS = [name for name in SHEETS_READ if name not in (layout.FORM_SHEET, layout.SNAPSHOTS_SHEET)]
TYPED = "typed by a person"
STATE = layout.ROUNDS.column("state").header
"""The header of the one column of a list in which Python computes any words."""
MARGIN = 2
"""Rows and columns that are tried beyond the last filled ones."""


@functools.cache
def sheets() -> dict[str, SheetValues]:
    return read_sheets(guard_bytes(workbook(), "f"), SHEETS_READ)


def reading(name: str, rows: Rows) -> tuple[Any, tuple[CellProblem, ...]]:
    """The review and the problems of the clean workbook with other rows on one sheet."""

    def refuse(seen: str, cure: str) -> Any:
        raise AssertionError(seen)

    found = read_values({**sheets(), name: SheetValues(name, rows)}, refuse)
    return found.review, found.problems


def is_state(value: CellValue) -> bool:
    """Whether a cell says of which day and entries the computed cells are, as a formula does."""
    return isinstance(value, str) and "After a change: secor-xl refresh" in value


def padded(rows: Rows) -> Rows:
    """The rows as a rectangle, with a margin around, and without the sentences of formulas above the headers."""
    rows = [[None if is_state(value) else value for value in row] for row in rows]
    width = max(map(len, rows)) + MARGIN
    return [[*row, *[None] * (width - len(row))] for row in [*rows, *[[] for _ in range(MARGIN)]]]


def with_row(rows: Rows, at: int) -> Rows:
    return [*rows[:at], [None] * len(rows[0]), *rows[at:]]


def with_column(rows: Rows, at: int) -> Rows:
    return [[*row[:at], None, *row[at:]] for row in rows]


def with_typed(rows: Rows, cells: list[tuple[int, int]], value: CellValue = TYPED) -> Rows:
    changed = [list(row) for row in rows]
    for row, column in cells:
        changed[row][column] = value
    return changed


def named(problems: tuple[CellProblem, ...], sheet: str) -> set[tuple[int, int]]:
    """Every cell of a sheet that a problem names: its own, and those in its words, ranges included."""
    cells: set[tuple[int, int]] = set()
    for problem in problems:
        if problem.sheet != sheet:
            continue
        texts = [problem.cell, *re.findall(r"\b[A-Z]{1,2}[0-9]+(?::[A-Z]{1,2}[0-9]+)?\b", problem.seen)]
        for text in filter(None, texts):
            first, _, last = text.partition(":")
            (top, left), (bottom, right) = cell_position(first), cell_position(last or first)
            cells.update(itertools.product(range(top, bottom + 1), range(left, right + 1)))
    return cells


def missed(name: str, rows: Rows, cells: list[tuple[int, int]]) -> list[str]:
    """The cells in which a text was typed that is neither read nor told."""
    found, problems = reading(name, with_typed(rows, cells))
    told = named(problems, name)
    read_as_fact = str(found).count(TYPED)
    states = {column for row in rows for column, value in enumerate(row) if value == STATE}
    silent = [cell for cell in cells if cell not in told and cell[1] not in states]
    return [cell_name(*cell) for cell in silent] if len(silent) > read_as_fact else []


@pytest.mark.parametrize("name", FORM_SHEETS)
def test_a_row_put_in_anywhere_is_read_or_told_cell_by_cell(name: str) -> None:
    rows = padded(sheets()[name].rows)
    for at in range(len(rows)):
        cells = [(at, column) for column in range(len(rows[0]))]
        assert missed(name, with_row(rows, at), cells) == [], f"row {at + 1}"


@pytest.mark.parametrize("name", FORM_SHEETS)
def test_a_column_put_in_anywhere_is_read_or_told_cell_by_cell(name: str) -> None:
    rows = padded(sheets()[name].rows)
    for at in range(len(rows[0])):
        cells = [(row, at) for row in range(len(rows))]
        assert missed(name, with_column(rows, at), cells) == [], f"column {at + 1}"


@pytest.mark.parametrize("name", FORM_SHEETS)
def test_a_row_and_a_column_put_in_anywhere_are_read_or_told_cell_by_cell(name: str) -> None:
    rows = padded(sheets()[name].rows)
    for at in range(0, len(rows), 7):
        for beside in range(len(rows[0])):
            changed = with_column(with_row(rows, at), beside)
            cells = {(at, column) for column in range(len(changed[0]))} | {(row, beside) for row in range(len(changed))}
            assert missed(name, changed, sorted(cells)) == [], f"row {at + 1}, column {beside + 1}"


@pytest.mark.parametrize("name", [name for name in FORM_SHEETS if name != layout.START])
def test_a_blank_row_put_in_anywhere_is_no_problem(name: str) -> None:
    rows = padded(sheets()[name].rows)
    for at in range(0, len(rows), 3):
        found, problems = reading(name, with_row(rows, at))
        assert (at, problems, found.questions) == (at, (), review().questions)


@pytest.mark.parametrize(("name", "sentence"), [(name, line) for name, lines in FORMER_LINES.items() for line in lines])
def test_a_sentence_that_an_earlier_version_printed_is_not_taken_for_typed(name: str, sentence: str) -> None:
    rows = [[sentence if is_state(value) else value for value in row] for row in sheets()[name].rows]
    assert reading(name, rows)[1] == ()
    assert [problem.cell for problem in reading(name, with_typed(padded(rows), [(1, 5)], sentence[:20]))[1]] == ["F2"]


def shown_on_start() -> set[tuple[int, int]]:
    """The cells of the start sheet that Python computes: what is typed over them is shown, and read by nobody."""
    return {
        (block.row - 1 + row, block.column - 1 + column)
        for block in named_ranges.all_ranges(instrument()).values()
        if block.sheet == layout.START
        for row in range(block.rows)
        for column in range(block.columns)
    }


@pytest.mark.parametrize("name", FORM_SHEETS)
def test_a_text_typed_over_any_cell_is_read_or_told(name: str) -> None:
    rows = padded(sheets()[name].rows)
    shown = shown_on_start()
    silent = []
    for row, column in itertools.product(range(len(rows)), range(len(rows[0]))):
        if (name == layout.START and (row, column) in shown) or (name == layout.QUESTIONS_SHEET and row % 9):
            continue
        silent += missed(name, rows, [(row, column)])
    assert silent == []
