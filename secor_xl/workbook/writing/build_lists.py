"""The action plan, the correction rounds and the letters: what was entered, and beside it what Python says of it."""

from __future__ import annotations

from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import Review
from secor_xl.workbook.functions.results import Rows
from secor_xl.workbook.schema import computed_ranges
from secor_xl.workbook.schema.geometry import SheetTable
from secor_xl.workbook.schema.layout import ACTION_PLAN, FLAGS, LETTERS, ROUNDS
from secor_xl.workbook.schema.named_ranges import range_of
from secor_xl.workbook.schema.printed_words import TIPS
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.input_cells import SEVERITY_COLOURS, put_inputs, validate
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet


def build_action_plan(book: Book, review: Review, instrument: Instrument, values: dict[str, Rows]) -> None:
    """Write the sheet of action items."""
    sheet = _build(book, ACTION_PLAN, review.action_plan, (FLAGS,))
    flags = range_of(computed_ranges.ACTION_PLAN_FLAGS, instrument)
    book.put_range(sheet, flags, values[computed_ranges.ACTION_PLAN_FLAGS], formats.COMPUTED)
    book.flag_colours(sheet, flags.cells, SEVERITY_COLOURS)


def build_rounds(book: Book, review: Review, instrument: Instrument, values: dict[str, Rows]) -> None:
    """Write the sheet of correction rounds."""
    sheet = _build(book, ROUNDS, review.rounds, ("due_on", "days_left", "state", FLAGS))
    deadlines, flags = (
        range_of(computed_ranges.ROUND_DEADLINES, instrument),
        range_of(computed_ranges.ROUND_FLAGS, instrument),
    )
    date = {**formats.COMPUTED, "num_format": formats.DATE, "align": "center"}
    styles = (date, {**formats.COMPUTED, "align": "center"}, formats.COMPUTED)
    book.put_range(sheet, deadlines, values[computed_ranges.ROUND_DEADLINES], *styles)
    book.put_range(sheet, flags, values[computed_ranges.ROUND_FLAGS], formats.COMPUTED)
    book.flag_colours(sheet, flags.cells, SEVERITY_COLOURS)


def build_letters(book: Book, review: Review) -> None:
    """Write the sheet of letters; nothing of it is judged, so nothing is computed there."""
    _build(book, LETTERS, review.letters)


def _build(
    book: Book, table: SheetTable, entries: tuple[object, ...], computed: tuple[str, ...] = ()
) -> AutoHeightSheet:
    sheet = book.sheet(table.sheet)
    book.head(sheet, table.sheet, TIPS[table.sheet], len(table.columns))
    book.headers(sheet, table, computed)
    sheet.freeze_panes(table.header_row, 2)
    sheet.repeat_rows(table.header_row - 1)
    number_format = book.formats(formats.PLAIN, formats.CENTRED, font_color=formats.MUTED)
    for number in range(1, table.capacity + 1):
        entry = entries[number - 1] if number <= len(entries) else None
        book.put(sheet, table.header_row + number, table.column("number").index, number, number_format)
        for column in table.inputs:
            put_inputs(book, sheet, table.header_row + number, column, entry)
    for column in table.inputs:
        validate(sheet, column, table.first_row, table.first_row + table.capacity - 1)
    book.print_entries(table)
    sheet.set_selection(table.cell(table.inputs[0].field, 1))
    return sheet
