"""A workbook that is being written: the common parts of every sheet, and writing values into cells.

Texts are always written as texts, never as formulas, links or numbers, whatever they look like.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.workbook.functions.results import Rows, Value
from secor_xl.workbook.schema.cell_limits import units
from secor_xl.workbook.schema.geometry import Column, NamedRange, SheetTable, quoted
from secor_xl.workbook.schema.layout import BACK, BAND_ROW, HEADER_ROW, START, TIP_ROW, TITLE_ROW
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.formats import Formats, Style
from secor_xl.workbook.writing.xlsxwriter_internals import LEAST_HEIGHT, AutoHeightSheet, Formula, height_of
from secor_xl.xlsx.comments import Notes
from secor_xl.xlsx.sheet_values import MOST_CHARACTERS, whole_if_whole

CREATED = dt.datetime(2022, 3, 30)  # noqa: DTZ001 - a fixed day, so that the same review gives the same file
NOTE_WIDTH, NOTE_LINE_HEIGHT, MOST_NOTE_HEIGHT, NOTE_CHARACTERS = 240, 15, 400, 38
PROTECTION = {"format_columns": True, "format_rows": True, "autofilter": True, "select_locked_cells": True}


class Book:
    """The XlsxWriter workbook with our formats and our habits.

    Args:
        title: the title in the file's properties and at the top left of each printed page.
        subject: the subject in the file's properties.
        reference: the text at the top right of each printed page.
        ranges: the named ranges, by name.
        values: the values of the ranges that Python computes, by name.
    """

    def __init__(
        self,
        title: str = "",
        subject: str = "",
        reference: str = "",
        ranges: Mapping[str, NamedRange] = MappingProxyType({}),
        values: Mapping[str, Rows] = MappingProxyType({}),
    ) -> None:
        self._bytes = io.BytesIO()
        self.workbook = Workbook(self._bytes, formats.OPTIONS)
        self.formats = Formats(self.workbook)
        self.title, self.reference = title, reference
        self.ranges, self.values = ranges, values
        author = f"secor-xl {__version__}"
        self.workbook.set_properties({"title": title, "subject": subject, "author": author, "created": CREATED})
        self.hidden: dict[str, list[str]] = {}
        self.hiding: Style = {}
        self._widths: dict[tuple[str, int], float] = {}
        self._heights: dict[tuple[AutoHeightSheet, int], float] = {}
        self._formats: dict[tuple[AutoHeightSheet, int, int], Format] = {}

    def sheet(self, name: str, *, tab: str = formats.TEAL) -> AutoHeightSheet:
        """Add a sheet: protected without a password, no grid, letter paper in landscape, fitted to its width."""
        sheet: AutoHeightSheet = self.workbook.add_worksheet(name, worksheet_class=AutoHeightSheet)
        # Without the right to edit objects Excel lets nobody write a note onto a cell; the buttons stay where they are.
        sheet.protect("", {**PROTECTION, "objects": name != START})
        sheet.hide_gridlines(2)
        sheet.set_tab_color(tab)
        formats.set_up_page(sheet, self.title, self.reference)
        for cells in self.hidden.get(name, ()):  # before the sheet's own rules, which then do not apply
            sheet.conditional_format(cells, self.hiding)
        return sheet

    def sheet_named(self, name: str) -> AutoHeightSheet:
        """Return a sheet that was added."""
        sheet: AutoHeightSheet = self.workbook.get_worksheet_by_name(name)
        return sheet

    def width(self, sheet: AutoHeightSheet, column: Column, level: int = 0) -> None:
        """Give a column its width, and the level of the group that it opens and closes with."""
        self._widths[sheet.name, column.index] = column.width
        sheet.set_column(column.index - 1, column.index - 1, column.width, None, {"level": level})

    def height(self, sheet: AutoHeightSheet, row: int, height: float) -> None:
        """Give a row a height for good; other rows are as high as their texts."""
        self._heights[sheet, row] = 0
        sheet.set_row(row - 1, height)

    def at_least(self, sheet: AutoHeightSheet, row: int, height: float) -> None:
        """Make a row that grows with its texts at least so high."""
        known = self._heights.setdefault((sheet, row), LEAST_HEIGHT)
        if known and height > known:
            self._heights[sheet, row] = height

    def settle(self, sheet: AutoHeightSheet, row: int, most: float) -> None:
        """Give a row the height of its texts for good, up to a most: what is typed later does not make it higher."""
        self.height(sheet, row, min(most, self._heights.get((sheet, row), LEAST_HEIGHT)))

    def head(self, sheet: AutoHeightSheet, title: str, tip: str, columns: int, *, tip_column: int = 1) -> None:
        """Write the title and the tip of a sheet over ``columns`` columns, and the link to the start sheet."""
        self.height(sheet, TITLE_ROW, 30)
        self.height(sheet, TIP_ROW, 20)
        self.height(sheet, HEADER_ROW, 32)
        for column in range(columns):
            sheet.write_blank(TITLE_ROW - 1, column, None, self.formats(formats.SHEET_TITLE))
        self.put(sheet, TITLE_ROW, 1, title, self.formats(formats.SHEET_TITLE))
        self.put(sheet, TIP_ROW, tip_column, tip, self.formats(formats.SHEET_TIP))
        self.put_link(sheet, BAND_ROW, 1, BACK, f"{START}!A1", formats.WAY)

    def headers(self, sheet: AutoHeightSheet, table: SheetTable, computed: tuple[str, ...] = ()) -> None:
        """Write the column widths and the header row of a table; inputs and computed columns have their own styles."""
        for column in table.columns:
            style = formats.INPUT_HEADER if column.entry else formats.HEADER
            style = formats.COMPUTED_HEADER if column.field in computed else style
            self.put(sheet, table.header_row, column.index, column.header, self.formats(style))
            if table.header_row == HEADER_ROW:
                self.width(sheet, column)

    def table_sheet(
        self,
        table: SheetTable,
        tip: str,
        computed: tuple[str, ...] = (),
        *,
        frozen: int = 1,
        tab: str = formats.TEAL,
    ) -> AutoHeightSheet:
        """Add the sheet of a table with its headers, which are printed on each page and stay in sight with ``frozen`` columns."""
        sheet = self.sheet(table.sheet, tab=tab)
        self.head(sheet, table.sheet, tip, len(table.columns))
        self.headers(sheet, table, computed)
        sheet.freeze_panes(table.header_row, frozen)
        sheet.repeat_rows(table.header_row - 1)
        return sheet

    def put(self, sheet: AutoHeightSheet, row: int, column: int, value: Value, cell_format: Format) -> None:
        """Write one value into a cell."""
        self._formats[sheet, row, column] = cell_format
        sheet.write_value(row - 1, column - 1, value, cell_format, self.formats())
        if cell_format.text_wrap:
            width = self._widths.get((sheet.name, column), 1)
            height = height_of(value, width, cell_format) if value and isinstance(value, str) else LEAST_HEIGHT
            self.at_least(sheet, row, height)

    def put_link(self, sheet: AutoHeightSheet, row: int, column: int, words: str, cells: str, *styles: Style) -> None:
        """Write words that lead to cells of this workbook, such as ``Questions!J5``."""
        cell_format = self.formats(*styles)
        self.put(sheet, row, column, words, cell_format)
        sheet.write_url(row - 1, column - 1, f"internal:{cells}", cell_format, words)

    def copy(self, cell: Any, sheet: AutoHeightSheet, row: int, column: int) -> None:  # noqa: ANN401 - XlsxWriter shows no types
        """Give a cell the content of another one that was written, exactly as it is in the file, and no format."""
        if cell is not None:
            sheet.write_copy(row - 1, column - 1, cell, self.formats())

    def put_computed(self, name: str, *columns: Style) -> NamedRange:
        """Write a computed range, with one style for each of its columns, or one for all; returns it."""
        self.put_range(self.ranges[name], self.values[name], *columns)
        return self.ranges[name]

    def put_flags(self, name: str, style: Style = formats.COMPUTED) -> None:
        """Write the flags beside entries, in the colours of their severities."""
        block = self.put_computed(name, style)
        self.flag_colours(self.sheet_named(block.sheet), block.cells, formats.SEVERITY_COLOURS)

    def put_range(self, block: NamedRange, rows: Rows, *columns: Style) -> None:
        """Write the values of a range, with one style for each of its columns, or one for all."""
        sheet = self.sheet_named(block.sheet)
        made = [self.formats(style) for style in columns] * (block.columns if len(columns) == 1 else 1)
        for down, values in enumerate(rows):
            for across, (value, cell_format) in enumerate(zip(values, made, strict=True)):
                if isinstance(value, dt.date):
                    cell_format = self.formats(columns[across % len(columns)], num_format=formats.DATE)  # noqa: PLW2901
                self.put(sheet, block.row + down, block.column + across, value, cell_format)

    def put_if_missing(self, name: str, style: Style) -> None:
        """Write a computed range that the builder of its sheet has left out."""
        block = self.ranges[name]
        if (self.sheet_named(block.sheet), block.row, block.column) not in self._formats:
            self.put_computed(name, style)

    def put_formula(
        self, sheet: AutoHeightSheet, row: int, column: int, formula: str, value: Value, cells: str = ""
    ) -> None:
        """Put a formula with its result into a cell that has been written, as an array formula if it has ``cells``."""
        cell_format = self._formats[sheet, row, column]
        if isinstance(value, dt.date):
            result: str | float = sheet.number_of(value)
        else:
            result = value if isinstance(value, str) else "" if value is None else whole_if_whole(float(value))
        sheet.write_result(row - 1, column - 1, Formula(formula.removeprefix("="), cell_format, result, cells))

    def put_array_formula(self, name: str, formula: str) -> None:
        """Put an array formula over a computed range that has been written, each cell with its own result."""
        block = self.ranges[name]
        sheet = self.sheet_named(block.sheet)
        for down, values in enumerate(self.values[name]):
            for across, value in enumerate(values):
                row, column, first = block.row + down, block.column + across, not down and not across
                self.put_formula(sheet, row, column, formula if first else "", value, block.cells if first else "")

    def print_filled(self, table: SheetTable, rows: int, last_row: str) -> None:
        """Print a sheet down to a row of its table that a formula finds.

        The name of the area is a formula too, so that the area follows what is entered; nothing in it is volatile.
        """
        sheet, column = quoted(table.sheet), f"${table.columns[-1].letter}"
        column = f"{sheet}!{column}$1:{column}${table.header_row + rows}"
        area = f"={sheet}!$A$1:INDEX({column},{last_row})"
        self.workbook.define_name(f"{sheet}!_xlnm.Print_Area", area)

    def print_entries(self, table: SheetTable) -> None:
        """Print a sheet down to the last entry of its table, and at least to its first row."""
        cells = table.named_range("", table.capacity, table.inputs[0].field, table.inputs[-1].field).reference
        self.print_filled(
            table, table.capacity, f"SUMPRODUCT(MAX({table.first_row},(1-ISBLANK({cells}))*ROW({cells})))"
        )

    def flag_colours(self, sheet: AutoHeightSheet, cells: str, words: tuple[tuple[str, str], ...]) -> None:
        """Colour computed texts by a word in them."""
        for word, colour in words:
            changes = self.formats.changes(font_color=colour)
            rule = {"type": "text", "criteria": "containing", "value": word, "format": changes, "stop_if_true": True}
            sheet.conditional_format(cells, rule)

    def put_notes(self, notes: Notes) -> None:
        """Write notes onto cells."""
        for (name, cell), note in sorted(notes.items()):
            sheet = self.workbook.get_worksheet_by_name(name)
            length = units(note.text)
            if length > MOST_CHARACTERS:
                raise SecorError(
                    f"{name}!{cell}: the note on it has {length} characters, and Excel holds at most {MOST_CHARACTERS}."
                    " Shorten it in Excel (right-click the cell, Edit Note), save, and try again"
                )
            lines = sum(1 + len(line) // NOTE_CHARACTERS for line in note.text.split("\n"))
            size = {"width": NOTE_WIDTH, "height": min(MOST_NOTE_HEIGHT, NOTE_LINE_HEIGHT * (lines + 1))}
            if sheet is None or sheet.write_comment(cell, note.text, {"author": note.author, **size}):
                raise SecorError(f"{name}!{cell}: Excel cannot hold the note that belongs there")

    def finish(self) -> bytes:
        """Finish the workbook and return the file."""
        for (sheet, row), height in self._heights.items():
            if height:
                sheet.set_row(row - 1, height)
                sheet.auto_height_rows.add(row)
        self.workbook.close()
        return self._bytes.getvalue()
