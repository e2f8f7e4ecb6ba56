"""What people typed on the start sheet: nothing of it is read as a fact, so each cell of it is told."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from secor_xl.workbook.reading.headers import words
from secor_xl.workbook.reading.unread_cells import strays
from secor_xl.workbook.schema import named_ranges
from secor_xl.workbook.schema.layout import START
from secor_xl.workbook.schema.named_ranges import FIRST, OVERALL_ROW, SCORES_HEADER_ROW, SECOND
from secor_xl.workbook.schema.printed_words import FORMER_LINES, is_alike, start_words
from secor_xl.xlsx.sheet_values import cell_name, cell_position

if TYPE_CHECKING:
    from secor_xl.judgement.case import CellProblem
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.xlsx.sheet_values import Area, CellValue

Moves: TypeAlias = list[tuple[int, int]]
"""Rows, or columns, that were found: where they are now, and where the form has them."""


def start_cell(area: Area, instrument: Instrument, cell: str) -> str:
    """Where a start sheet has a cell that the present form has at ``cell``; it moves with the printed words around it."""
    moves = moves_on_start(area, instrument)
    if not any(moves):
        return cell
    place = [
        _before(index + 1, sorted((was, now) for now, was in each))
        for index, each in zip(cell_position(cell), moves, strict=True)
    ]
    return cell_name(place[0] - 1, place[1] - 1) if all(place) else cell


def row_before(area: Area, instrument: Instrument, row: int) -> int:
    """The row of the present form for a row of a start sheet."""
    return _before(row, moves_on_start(area, instrument)[0])


def typed_on_start(area: Area, instrument: Instrument) -> list[CellProblem]:
    """A problem for what is neither printed by the form nor in a cell that Python computes, wherever those have moved to."""
    printed = start_words(instrument)
    computed = _computed_cells(len(instrument.by_id), len(instrument.elements))
    filled = _filled(area)
    if all((row, column) in computed or printed.get((row, column)) == value for row, column, value in filled):
        return []  # as on every sheet that nobody changed
    known = set(map(words, (*printed.values(), *FORMER_LINES[START])))
    rows, columns = moves_on_start(area, instrument)
    outside = []
    for row, column, value in filled:
        was = (_before(row, rows), _before(column, columns))
        if was not in computed and words(value) not in known and not is_alike(value, printed.get(was, "")):
            outside.append((row - 1, column - 1))
    return strays(area, outside, "on a sheet that only shows the judgement")


def _filled(area: Area) -> list[tuple[int, int, CellValue]]:
    """The filled cells, by row and column as Excel counts them."""
    return [
        (row, column, value)
        for row, values in enumerate(area.rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    ]


@lru_cache(maxsize=16)
def _computed_cells(questions: int, elements: int) -> frozenset[tuple[int, int]]:
    """The cells of the start sheet that Python computes, and that of the day of the judgement."""
    return frozenset(
        (row, column)
        for block in named_ranges.blocks_of(questions, elements).values()
        if block.sheet == START
        for row in range(block.row, block.row + block.rows)
        for column in range(block.column, block.column + block.columns)
    )


def moves_on_start(area: Area, instrument: Instrument) -> tuple[Moves, Moves]:
    """Where the rows and the columns are, by the words that the form prints in them; nothing where all are in their place."""
    printed = start_words(instrument)
    if all(area.value(row - 1, column - 1) == text for (row, column), text in printed.items()):
        return [], []
    here: dict[str, tuple[int, int]] = {}
    for row, column, value in _filled(area):
        here.setdefault(words(value), (row, column))
    found = [(here[words(text)], place) for place, text in printed.items() if words(text) in here]
    rows = [(now[0], was[0]) for now, was in found if was[1] == FIRST.index]
    across = [
        (now[1], was[1]) for now, was in found if was[0] == SCORES_HEADER_ROW or was == (OVERALL_ROW, SECOND.index)
    ]
    return sorted(rows), sorted(across)


def _before(index: int, moves: Moves) -> int:
    """Where the form has a row or column; 0 between two that moved in different ways, where nobody can say."""
    above = next((was - now for now, was in reversed(moves) if now <= index), None)
    below = next((was - now for now, was in moves if now >= index), None)
    if above is None or below is None or above == below:
        return index + (above if above is not None else below or 0)
    return 0
