"""What stands on the sheets of the form outside of it: typed where a sheet was unprotected, read by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secor_xl.procedure.instrument import Instrument
from secor_xl.text import is_blank, on_one_line
from secor_xl.workbook import blocks, layout
from secor_xl.workbook.fast_reader import read_sheets
from secor_xl.workbook.moved import Places, places_in
from secor_xl.workbook.values import Area

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secor_xl.workbook.geometry import Block
    from secor_xl.workbook.guard import GuardedPackage

# The sheets that say the same in every version; the lists of rules and clauses grow and shrink.
SHEETS = (layout.START, *dict.fromkeys(table.sheet for table in layout.TABLES.values()))
LONGEST_SHOWN = 60


def strays(old: GuardedPackage, new: GuardedPackage, instrument: Instrument) -> tuple[str, ...]:
    """Each cell with content that is blank in the new workbook, and is none of what Python computes: cell and content.

    A day of judgement that was fixed is one of them, where the new one moves to today.
    """
    computed = [block for name, block in blocks.blocks(instrument).items() if name in blocks.COMPUTED]
    was, now = ({name: sheet.area for name, sheet in read_sheets(package, SHEETS).items()} for package in (old, new))
    by_hand = []
    as_of, kind = (blocks.block(name, instrument) for name in (blocks.AS_OF, blocks.AS_OF_KIND))
    kinds = [areas[kind.sheet].at(kind.first) if kind.sheet in areas else None for areas in (was, now)]
    if kinds == [blocks.FIXED, blocks.MOVES]:
        by_hand.append(_shown(was[as_of.sheet], as_of.row - 1, as_of.column - 1))
    return *by_hand, *(
        stray
        for name, area in was.items()
        for stray in _strays(
            area,
            now.get(name) or Area(name, []),
            [each for each in computed if each.sheet == name],
            places_in(area, instrument),
        )
    )


def _strays(was: Area, now: Area, computed: list[Block], places: Places) -> Iterator[str]:
    state = f"{layout.STATE_COLUMNS[was.sheet].letter}{layout.BAND_ROW}" if was.sheet in layout.STATE_COLUMNS else ""
    head = {value for values in now.rows[: layout.HEADER_ROW] for value in values}
    for row, values in enumerate(was.rows):
        for column, value in enumerate(values):
            if is_blank(value):
                continue
            place = places.of(row, column)
            if place is None and (value in head or was.cell(row, column) == state):
                continue
            if place is None or (is_blank(now.value(*place)) and not _inside(place[0] + 1, place[1] + 1, computed)):
                yield _shown(was, row, column)


def _shown(area: Area, row: int, column: int) -> str:
    shown = on_one_line(str(area.value(row, column)), LONGEST_SHOWN)
    return f'{area.sheet}!{area.cell(row, column)}: "{shown}"'


def _inside(row: int, column: int, computed: list[Block]) -> bool:
    return any(
        block.row <= row < block.row + block.rows and block.column <= column < block.column + block.columns
        for block in computed
    )
