"""The cells of a workbook that was read: where each fact and each named cell of the start sheet is.

A workbook of an earlier form has its columns and rows elsewhere, and whoever takes the protection off a sheet may move them. So a
cell is looked up by headers, labels and question ids, as its fact was.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from secor_xl.workbook.reading.read_start import StartSheet
from secor_xl.workbook.reading.read_tables import question_rows, table_headers
from secor_xl.workbook.reading.submission_rows import ENTRIES, SubmissionRows, submission_rows
from secor_xl.workbook.schema import layout
from secor_xl.workbook.schema.named_ranges import range_of
from secor_xl.xlsx.sheet_values import SheetValues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from secor_xl.judgement.case import Place
    from secor_xl.procedure.instrument import Instrument


@dataclass(frozen=True)
class CellLocations:
    """The sheets of a workbook, as they were read, and its instrument."""

    sheets: Mapping[str, SheetValues]
    instrument: Instrument

    def cell_of(self, place: Place) -> tuple[str, str] | None:
        """Return the sheet and cell of a fact: those of the form if it is not found, ``None`` if the form has none."""
        usual = layout.cell_of(place, self.instrument)
        if usual is None or usual[0] not in self.sheets:
            return usual
        table = layout.TABLES.get(place.section)
        cell = self._in_table(place) if table else self._on_submission(place)
        return (usual[0], cell) if cell else usual

    def on_start(self, name: str) -> str:
        """Return the first cell of a named range of the start sheet."""
        return self.start.cell(range_of(name, self.instrument).first)

    @property
    def headcount_row(self) -> int:
        """The row of the sum of all people."""
        return next((row + 1 for row, own in self._submission.others.items() if own), layout.HEADCOUNT_ROW)

    @cached_property
    def start(self) -> StartSheet:
        """The start sheet, a blank one where there is none."""
        return StartSheet(self.sheets.get(layout.START) or SheetValues(layout.START, []), self.instrument)

    def _in_table(self, place: Place) -> str:
        table = layout.TABLES[place.section]
        sheet = self.sheets[table.sheet]
        headers = table_headers(sheet, table, [])
        is_question = table is layout.QUESTIONS
        first = "question_id" if is_question else table.inputs[0].field
        column = headers.columns.get(place.field or first)
        row = self._questions.get(place.item) if is_question and place.item else headers.row + int(place.item or 1)
        return "" if row is None or column is None else sheet.cell(row, column)

    def _on_submission(self, place: Place) -> str:
        field = layout.field_of(place)
        key = next((key for key, entry in ENTRIES.items() if field and entry is field.entry), ("", ""))
        row, column = self._submission.facts.get(key), self._submission.headers.columns.get(layout.INPUT.field)
        return "" if row is None or column is None else self.sheets[layout.SUBMISSION_SHEET].cell(row, column)

    @cached_property
    def _questions(self) -> dict[str, int]:
        sheet = self.sheets[layout.QUESTIONS_SHEET]
        return question_rows(sheet, table_headers(sheet, layout.QUESTIONS, []), self.instrument, [])[0]

    @cached_property
    def _submission(self) -> SubmissionRows:
        return submission_rows(self.sheets[layout.SUBMISSION_SHEET], [])
