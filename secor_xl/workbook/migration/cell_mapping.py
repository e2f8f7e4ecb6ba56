"""Map the cells of an old workbook to those of a new one: rows and columns are found by their labels, as the facts are.

On an unprotected sheet people may insert rows or move columns; a note on a cell must not land on another fact then. Rows and
columns count from 0 here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from secor_xl.judgement.rules import ALL
from secor_xl.workbook.reading.headers import Headers, find_headers, words
from secor_xl.workbook.reading.read_start import StartSheet
from secor_xl.workbook.reading.submission_rows import ENTRIES, submission_rows
from secor_xl.workbook.schema import layout
from secor_xl.workbook.schema.start_sheet import deadlines_heading_row
from secor_xl.xlsx.sheet_values import SheetValues, cell_name, cell_position

if TYPE_CHECKING:
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.workbook.schema.geometry import Column, SheetTable
    from secor_xl.xlsx.comments import Notes

FREE_COLUMNS = range(40)


@dataclass(frozen=True, slots=True)
class CellGroup:
    """Rows of a sheet that belong together, and their columns: old numbers with new ones."""

    rows: dict[int, int]
    columns: dict[int, int]


@dataclass(frozen=True, slots=True)
class CellMapping:
    """The new cells of one sheet; without parts, every cell stays where it was."""

    parts: tuple[CellGroup, ...] = ()

    def of(self, row: int, column: int) -> tuple[int, int] | None:
        """Return the new row and column of a cell; ``None`` where it is no cell of the form and its neighbours have moved."""
        part = next((each for each in self.parts if row in each.rows), None)
        new_row = part.rows[row] if part else self._between(row)
        columns = part.columns if part else {}
        new_column = columns.get(column, column)
        taken = column not in columns and new_column in columns.values()
        return None if new_row is None or taken else (new_row, new_column)

    def _between(self, row: int) -> int | None:
        """Move a row without a label with its neighbours, where they move together."""
        known = {old: new for part in self.parts for old, new in part.rows.items()}
        above = max((old for old in known if old < row), default=None)
        below = min((old for old in known if old > row), default=None)
        moves = {known[old] - old for old in (above, below) if old is not None} or {0}
        new = row + moves.pop()
        return None if moves or new < 0 else new

    def row_above(self, row: int) -> int:
        """Return the new row of the nearest row above that has one."""
        places = (self.of(above, 0) for above in range(row, -1, -1))
        return next((place[0] for place in places if place), 0)


def mapping_of(sheet: SheetValues, instrument: Instrument) -> CellMapping:
    """Map the cells of a sheet of an old workbook to a new one for the same instrument."""
    if sheet.name == layout.SUBMISSION_SHEET:
        return _submission(sheet)
    if sheet.name == layout.START:
        return _start(sheet, instrument)
    if sheet.name == layout.QUESTIONS_SHEET:
        return _by_id(sheet, layout.QUESTIONS, "question_id", tuple(instrument.by_id))
    if sheet.name == layout.RULES_SHEET:
        return _by_id(sheet, layout.RULE_LIST, "code", tuple(rule.code for rule in ALL))
    table = next((table for table in layout.TABLES.values() if table.sheet == sheet.name), None)
    return CellMapping((_list(sheet, table),)) if table else CellMapping()


def mapped_notes(notes: Notes, places: dict[str, CellMapping]) -> tuple[Notes, tuple[str, ...]]:
    """Move notes to the cells of the new workbook.

    Args:
        notes: the notes by their old sheets and cells.
        places: the mapping of each sheet.

    Returns:
        The notes by their new sheets and cells, and a sentence for each whose cell is no cell of the form: it goes to the first
        free cell beside the nearest row above, never onto another fact.
    """
    new: Notes = {}
    homeless = []
    for (sheet, cell), note in sorted(notes.items()):
        place = places.get(sheet, CellMapping()).of(*cell_position(cell))
        if place is None or (sheet, cell_name(*place)) in new:
            homeless.append((sheet, cell, note))
        else:
            new[sheet, cell_name(*place)] = note
    said = []
    for sheet, cell, note in homeless:
        row = places.get(sheet, CellMapping()).row_above(cell_position(cell)[0])
        beside = len(_columns_of(sheet))
        free = next(name for name in (cell_name(row, beside + n) for n in FREE_COLUMNS) if (sheet, name) not in new)
        new[sheet, free] = note
        said.append(f"the note on {sheet}!{cell}, which is no cell of the form, stands on {sheet}!{free} now")
    return new, tuple(said)


def _columns_of(sheet: str) -> tuple[Column, ...]:
    if sheet == layout.SUBMISSION_SHEET:
        return layout.SUBMISSION_COLUMNS
    tables = (*layout.TABLES.values(), layout.RULE_LIST, layout.FLAG_LIST, layout.CHANGE_LIST, layout.CLAUSE_LIST)
    return next((table.columns for table in tables if table.sheet == sheet), ())


def _headers(sheet: SheetValues, columns: tuple[Column, ...], row: int) -> tuple[Headers, dict[int, int]]:
    """Find the headers of a sheet, and the new column of each."""
    headers = find_headers(sheet, columns, row - 1, [], ())
    indexes = {column.field: column.index - 1 for column in columns}
    return headers, {old: indexes[field] for field, old in headers.columns.items()}


def _list(sheet: SheetValues, table: SheetTable) -> CellGroup:
    """Map a list whose entries are known by their number below the headers."""
    headers, columns = _headers(sheet, table.columns, table.header_row)
    numbers = range(table.capacity + 1)
    return CellGroup({headers.row + number: table.header_row - 1 + number for number in numbers}, columns)


def _by_id(sheet: SheetValues, table: SheetTable, field: str, ids: tuple[str, ...]) -> CellMapping:
    """Map a list whose rows are known by an id in one of its columns."""
    headers, columns = _headers(sheet, table.columns, table.header_row)
    column = headers.columns.get(field)
    if column is None:
        return CellMapping()
    new = {words(each): table.header_row + number for number, each in enumerate(ids)}
    rows = {headers.row: table.header_row - 1}
    for row in range(headers.row + 1, len(sheet.rows)):
        found = new.pop(words(sheet.value(row, column)), None)
        if found is not None:
            rows[row] = found
    return CellMapping((CellGroup(rows, columns),))


def _start(sheet: SheetValues, instrument: Instrument) -> CellMapping:
    """Map the start sheet by its printed words; only above the deadlines are its columns those of the scores."""
    rows, columns = StartSheet(sheet, instrument).moves
    top = deadlines_heading_row(len(instrument.elements))
    above = {now - 1: was - 1 for now, was in rows if was < top}
    below = {now - 1: was - 1 for now, was in rows if was >= top}
    return CellMapping((CellGroup(above, {now - 1: was - 1 for now, was in columns}), CellGroup(below, {})))


def _submission(sheet: SheetValues) -> CellMapping:
    """Map the single facts and the headings as reading finds them; below them the accounts."""
    accounts = _list(sheet, layout.ACCOUNTS)
    title = min(accounts.rows) - 1
    accounts = replace(accounts, rows={title: layout.ACCOUNTS_TITLE_ROW - 1, **accounts.rows})
    headers, columns = _headers(sheet, layout.SUBMISSION_COLUMNS, layout.HEADER_ROW)
    found = submission_rows(sheet, [])
    new = {field.entry: cell_position(field.label_cell)[0] for field in layout.SUBMISSION_FIELDS}
    rows = {headers.row: layout.HEADER_ROW - 1}
    rows |= {
        found.headings[words(text)]: row - 1 for text, row in layout.GROUP_ROWS.items() if words(text) in found.headings
    }
    rows |= {row: new[ENTRIES[key]] for key, row in found.facts.items()}
    rows |= {row: layout.HEADCOUNT_ROW - 1 for row, needed in found.others.items() if needed}
    return CellMapping((CellGroup(rows, columns), accounts)) if layout.LABEL.field in headers.columns else CellMapping()
