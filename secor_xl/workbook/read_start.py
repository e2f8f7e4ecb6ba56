"""What people typed on the start sheet: nothing of it is read as a fact, so each cell of it is told."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from secor_xl.workbook import blocks
from secor_xl.workbook.blocks import FIRST, OVERALL_ROW, SCORES_HEADER_ROW, SECOND
from secor_xl.workbook.headers import words
from secor_xl.workbook.layout import START
from secor_xl.workbook.printed import FORMER_LINES, Words, is_alike, start_words
from secor_xl.workbook.strays import strays

if TYPE_CHECKING:
    from secor_xl.judgement.case import CellProblem
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.workbook.values import Area

Moves: TypeAlias = list[tuple[int, int]]
"""Rows, or columns, that were found: where they are now, and where the form has them."""


def typed_on_start(area: Area, instrument: Instrument) -> list[CellProblem]:
    """A problem for what is neither printed by the form nor in a cell that Python computes, wherever those have moved to."""
    printed = start_words(instrument)
    computed = _computed_cells(len(instrument.by_id), len(instrument.elements))
    filled = [
        (row, column, value)
        for row, values in enumerate(area.rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    ]
    if all((row, column) in computed or printed.get((row, column)) == value for row, column, value in filled):
        return []  # as on every sheet that nobody changed
    known = set(map(words, (*printed.values(), *FORMER_LINES[START])))
    here: dict[str, tuple[int, int]] = {}
    for row, column, value in filled:
        here.setdefault(words(value), (row, column))
    rows, columns = _moves(here, printed)
    outside = []
    for row, column, value in filled:
        was = (_before(row, rows), _before(column, columns))
        if was not in computed and words(value) not in known and not is_alike(value, printed.get(was, "")):
            outside.append((row - 1, column - 1))
    return strays(area, outside, "on a sheet that only shows the judgement")


@lru_cache(maxsize=16)
def _computed_cells(questions: int, elements: int) -> frozenset[tuple[int, int]]:
    """The cells of the start sheet that Python computes, and that of the day of the judgement."""
    return frozenset(
        (row, column)
        for block in blocks.blocks_of(questions, elements).values()
        if block.sheet == START
        for row in range(block.row, block.row + block.rows)
        for column in range(block.column, block.column + block.columns)
    )


def _moves(here: dict[str, tuple[int, int]], printed: Words) -> tuple[Moves, Moves]:
    """Where the rows and the columns are, by the words that the form prints in them."""
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
