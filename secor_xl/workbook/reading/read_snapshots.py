"""Read the snapshots of a review from their hidden sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secor_xl.review.json_form import RecordError
from secor_xl.review.model import Snapshot
from secor_xl.review.snapshots import facts_in
from secor_xl.text import is_blank
from secor_xl.workbook.reading.cell_parsing import Unfit, as_date
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.schema.layout import (
    ROUNDS,
    SNAPSHOT_DAY_COLUMN,
    SNAPSHOT_PIECES,
    SNAPSHOT_TEXT_COLUMN,
    SNAPSHOTS_SHEET,
    snapshot_pieces,
)

if TYPE_CHECKING:
    from secor_xl.workbook.reading.row_facts import Problems
    from secor_xl.xlsx.sheet_values import SheetValues


COLUMNS = range(SNAPSHOT_DAY_COLUMN - 1, SNAPSHOT_TEXT_COLUMN - 1 + SNAPSHOT_PIECES)


def snapshots_from(sheet: SheetValues | None, problems: Problems) -> tuple[Snapshot, ...]:
    """Read the snapshots, one a row; each that is damaged is left out and becomes an advisory problem."""
    found = []
    for number in range(1, ROUNDS.capacity + 1):
        day, *pieces = (sheet.value(number, column) if sheet else None for column in COLUMNS)
        parts = [piece if isinstance(piece, str) else "" for piece in pieces]
        text = "".join(parts)
        taken_on = as_date(day)
        if not text and is_blank(day):
            continue
        if isinstance(taken_on, Unfit):
            problems.append(_damaged(number, "its day is damaged"))
            continue
        if parts != snapshot_pieces(text):
            problems.append(_damaged(number, "a part of its text is missing"))
            continue
        try:
            found.append(Snapshot(number, taken_on, facts_in(text)))
        except RecordError as error:
            problems.append(_damaged(number, str(error)))
    return tuple(found)


def _damaged(number: int, reason: str) -> CellProblem:
    seen = f"the snapshot of round {number} cannot be read ({reason}), so what changed since its feedback is not shown"
    cure = "Take an earlier copy of the workbook; without one, 'secor-xl upgrade --again' makes it anew without this snapshot"
    return CellProblem(SNAPSHOTS_SHEET, "", seen, cure, is_advisory=True)
