"""The start sheet: where its cells are, and texts that people typed on it, which are no facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from secor_xl.workbook.reading.headers import words
from secor_xl.workbook.reading.unread_cells import unread_problems
from secor_xl.workbook.schema import named_ranges
from secor_xl.workbook.schema.layout import START
from secor_xl.workbook.schema.printed_words import AS_OF_KIND_TIP, FORMER_LINES, is_alike, start_words
from secor_xl.workbook.schema.start_sheet import FIRST, OVERALL_ROW, SCORES_HEADER_ROW, SECOND
from secor_xl.xlsx.sheet_values import cell_name, cell_position

if TYPE_CHECKING:
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.workbook.reading.cell_problem import CellProblem
    from secor_xl.xlsx.sheet_values import CellValue, SheetValues

Moves: TypeAlias = list[tuple[int, int]]
"""Rows, or columns, that were found: where they are now, and where the form has them."""


@dataclass(frozen=True)
class StartSheet:
    """A start sheet that was read; its cells move with the words that the form prints around them.

    Rows and columns count from 1, as Excel shows them.
    """

    sheet: SheetValues
    instrument: Instrument

    @cached_property
    def _filled(self) -> dict[tuple[int, int], CellValue]:
        """The filled cells, by row and column."""
        return {
            (row, column): value
            for row, values in enumerate(self.sheet.rows, 1)
            for column, value in enumerate(values, 1)
            if value is not None
        }

    @cached_property
    def moves(self) -> tuple[Moves, Moves]:
        """The rows and the columns by the words that the form prints in them; empty where all are in their place."""
        printed, filled = start_words(self.instrument), self._filled
        elsewhere = [text for place, text in printed.items() if filled.get(place) != text]
        if all(text == AS_OF_KIND_TIP for text in elsewhere):  # only workbooks with live cells have it
            return [], []
        here: dict[str, tuple[int, int]] = {}
        for place, value in filled.items():
            here.setdefault(words(value), place)
        found = [(here[words(text)], place) for place, text in printed.items() if words(text) in here]
        rows = [(now[0], was[0]) for now, was in found if was[1] == FIRST.index]
        across = [
            (now[1], was[1]) for now, was in found if was[0] == SCORES_HEADER_ROW or was == (OVERALL_ROW, SECOND.index)
        ]
        return sorted(rows), sorted(across)

    def cell(self, cell: str) -> str:
        """Return the address on this sheet of a cell of the present form."""
        if not any(self.moves):
            return cell
        place = [
            _before(index + 1, sorted((was, now) for now, was in each))
            for index, each in zip(cell_position(cell), self.moves, strict=True)
        ]
        return cell_name(place[0] - 1, place[1] - 1) if all(place) else cell

    def row_before(self, row: int) -> int:
        """Return the row in the present form of a row of this sheet."""
        return _before(row, self.moves[0])

    def typed(self) -> list[CellProblem]:
        """Return a problem for each text that is neither printed by the form nor computed."""
        printed = start_words(self.instrument)
        computed = _computed_cells(len(self.instrument.by_id), len(self.instrument.elements))
        filled = self._filled.items()
        if not [place for place, value in filled if place not in computed and printed.get(place) != value]:
            return []  # as on every sheet that nobody changed
        known = set(map(words, (*printed.values(), *FORMER_LINES[START])))
        rows, columns = self.moves
        outside = []
        for (row, column), value in filled:
            was = (_before(row, rows), _before(column, columns))
            if was not in computed and words(value) not in known and not is_alike(value, printed.get(was, "")):
                outside.append((row - 1, column - 1))
        return unread_problems(self.sheet, outside, "on a sheet that only shows the judgement")


@lru_cache(maxsize=16)
def _computed_cells(questions: int, elements: int) -> frozenset[tuple[int, int]]:
    """Return the cells of the start sheet that Python computes, and that of the day of the judgement."""
    return frozenset(
        (row, column)
        for block in named_ranges.ranges_of_size(questions, elements).values()
        if block.sheet == START
        for row in range(block.row, block.row + block.rows)
        for column in range(block.column, block.column + block.columns)
    )


def _before(index: int, moves: Moves) -> int:
    """Return the row or column in the form; 0 between two that moved by different distances."""
    above = next((was - now for now, was in reversed(moves) if now <= index), None)
    below = next((was - now for now, was in moves if now >= index), None)
    if above is None or below is None or above == below:
        return index + (above if above is not None else below or 0)
    return 0
