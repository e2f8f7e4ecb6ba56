"""The cells of the open workbook that the buttons fill in: the letter log, and the facts of a round that follow from a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secor_xl.errors import SecorError
from secor_xl.excel.live_book import enter, live_area
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.procedure.form import known_form
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.review.model import CorrectionRound, LetterRecord, Review
from secor_xl.review.snapshots import with_snapshot
from secor_xl.runs.single_workbook import JudgedWorkbook
from secor_xl.text import is_blank
from secor_xl.workbook.reading.read_tables import entry_cells
from secor_xl.workbook.schema.layout import LETTERS, ROUNDS, SNAPSHOTS_SHEET, snapshot_cells
from secor_xl.xlsx.sheet_values import cell_position

if TYPE_CHECKING:
    import datetime as dt

    import xlwings

    from secor_xl.workbook.schema.geometry import SheetTable


@dataclass(frozen=True, slots=True)
class CellEntry:
    """Facts to enter side by side: the sheet, the first cell, the fields, a row of facts for each entry."""

    sheet: str
    first: str
    fields: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def last_entry(name: str, review: Review) -> LetterRecord | None:
    """Return the letter log's last entry of a file; its name tells the kind, and the round of a feedback letter."""
    same = (entry for entry in reversed(review.letters) if entry.file.strip().casefold() == name.casefold())
    return next(same, None)


def entries(book: xlwings.Book, judged: JudgedWorkbook, due: tuple[Letter, ...]) -> tuple[CellEntry, ...]:
    """List the entries to make: a row of the letter log for each letter, and in the round of a feedback letter what is blank.

    The round gets the day of the feedback, and where the form has these columns, the instrument version and the day of judgement.

    Raises:
        SecorError: the workbook has no room for it, or its columns were moved.
    """
    review, case, round_number = judged.read.review, judged.assessment.case, judged.assessment.outcome.round
    new = [
        LetterRecord(each.kind, round_number or None, each.date, each.name, each.fingerprint)
        for each in due
        if not (each.state is LetterState.UNCHANGED and _is_logged(each, review))
    ]
    made = []
    if new:
        columns = [column.field for column in LETTERS.inputs]
        cells = _blank_cells(book, LETTERS, len(review.letters) + 1, len(new), columns)
        rows = tuple(tuple(getattr(each, name) for name in columns) for each in new)
        made.append(CellEntry(LETTERS.sheet, cells, tuple(columns), rows))
    if due and due[0].kind is LetterKind.FEEDBACK:
        round_now = [*review.rounds, *[CorrectionRound()] * round_number][round_number - 1]
        form = known_form(review.form.form_version)
        for facts in (
            {"feedback_sent_on": due[0].date},
            {"instrument_version": case.instrument.version, "judged_as_of": case.as_of},
        ):
            missing = not any(getattr(round_now, name) for name in facts)
            if missing and all(ROUNDS.column(name).since <= form for name in facts):
                cell = _blank_cells(book, ROUNDS, round_number, 1, list(facts))
                made.append(CellEntry(ROUNDS.sheet, cell, tuple(facts), (tuple(facts.values()),)))
        if SNAPSHOTS_SHEET in {sheet.name for sheet in book.sheets}:
            made.append(_snapshot(review, round_number, case.as_of))
    return tuple(made)


def _snapshot(review: Review, number: int, taken_on: dt.date) -> CellEntry:
    """Return the cells of the snapshot of a round; those of an earlier one are overwritten, because its letter is made anew."""
    (snapshot,) = (each for each in with_snapshot(review, number, taken_on).snapshots if each.round == number)
    cells = snapshot_cells(snapshot)
    return CellEntry(SNAPSHOTS_SHEET, next(iter(cells)), ("snapshot",), (tuple(cells.values()),))


def _is_logged(each: Letter, review: Review) -> bool:
    wanted = (each.name, each.fingerprint)
    return any((entry.file, entry.fingerprint) == wanted for entry in review.letters)


def _blank_cells(book: xlwings.Book, table: SheetTable, first: int, count: int, fields: list[str]) -> str:
    """Return the first cell of so many entries; raise ``SecorError`` where not all are blank and side by side."""
    if first + count - 1 > table.capacity:
        raise SecorError(f"The sheet {table.sheet} has {table.capacity} rows, and all are filled; no letter was made.")
    area = live_area(book, table.sheet)
    cells = entry_cells(area, table, first)
    places = [cell_position(cells[name]) if name in cells else (-1, -1) for name in fields]
    row, column = places[0]
    if column < 0 or places != [(row, column + number) for number in range(len(fields))]:
        raise SecorError(
            f"The columns of the sheet {table.sheet} were moved or renamed; put them back, then click again."
        )
    for down in range(count):
        for across in range(len(fields)):
            if not is_blank(area.value(row + down, column + across)):
                where = f"{table.sheet}!{area.cell(row + down, column + across)}"
                raise SecorError(f"{where} is not empty, so nothing can be entered there; clear it first.")
    return cells[fields[0]]


def input_cell(book: xlwings.Book, table: SheetTable, number: int, field: str) -> str:
    """Return the cell of a fact of a list's entry; raise ``SecorError`` where its column is gone."""
    cells = entry_cells(live_area(book, table.sheet), table, number)
    if field not in cells:
        header = table.column(field).header
        raise SecorError(
            f'The column "{header}" of the sheet {table.sheet} is missing; put its header back, then click again.'
        )
    return cells[field]


def enter_all(book: xlwings.Book, made: tuple[CellEntry, ...]) -> None:
    """Enter in the workbook what was written; raises ``SecorError`` where Excel does not let it."""
    for entry in made:
        try:
            enter(book, entry.sheet, entry.first, entry.rows)
        except SecorError:
            raise
        except Exception as error:
            raise SecorError(
                f"The letters are written, but Excel did not let them be entered on the sheet {entry.sheet}. Finish what you are"
                " typing, close every open dialog of Excel, then click again. Letters that were written are not changed."
            ) from error
