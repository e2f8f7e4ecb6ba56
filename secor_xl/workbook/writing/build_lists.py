"""The action plan, last year's items, the correction rounds and the letters: the entries, and beside them what is computed."""

from __future__ import annotations

from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import Review
from secor_xl.workbook.functions.results import Rows
from secor_xl.workbook.schema import computed_ranges
from secor_xl.workbook.schema.geometry import SheetTable
from secor_xl.workbook.schema.layout import ACTION_PLAN, FLAGS, LAST_YEAR, LETTERS, ROUNDS
from secor_xl.workbook.schema.named_ranges import range_of
from secor_xl.workbook.schema.printed_words import NO_LAST_YEAR, TIPS
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.input_cells import SEVERITY_COLOURS, put_entries, put_numbers
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet


def build_action_plan(book: Book, review: Review, instrument: Instrument, values: dict[str, Rows]) -> None:
    """Write the sheet of action items."""
    sheet = _build(book, ACTION_PLAN, review.action_plan, (FLAGS,))
    _put_flags(book, sheet, computed_ranges.ACTION_PLAN_FLAGS, instrument, values)


def build_last_year(book: Book, review: Review, instrument: Instrument, values: dict[str, Rows]) -> None:
    """Write the sheet of last year's items; where the workbook is made without any, its line of advice says so."""
    sheet = _build(book, LAST_YEAR, review.last_year, (FLAGS,), "" if review.last_year else NO_LAST_YEAR)
    _put_flags(book, sheet, computed_ranges.LAST_YEAR_FLAGS, instrument, values)


def build_rounds(book: Book, review: Review, instrument: Instrument, values: dict[str, Rows]) -> None:
    """Write the sheet of correction rounds."""
    sheet = _build(book, ROUNDS, review.rounds, ("due_on", "days_left", "state", FLAGS))
    deadlines = range_of(computed_ranges.ROUND_DEADLINES, instrument)
    date = {**formats.COMPUTED, "num_format": formats.DATE, "align": "center"}
    styles = (date, {**formats.COMPUTED, "align": "center"}, formats.COMPUTED)
    book.put_range(sheet, deadlines, values[computed_ranges.ROUND_DEADLINES], *styles)
    _put_flags(book, sheet, computed_ranges.ROUND_FLAGS, instrument, values)


def build_letters(book: Book, review: Review) -> None:
    """Write the sheet of letters; nothing of it is judged, so nothing is computed there."""
    _build(book, LETTERS, review.letters)


def _put_flags(book: Book, sheet: AutoHeightSheet, name: str, instrument: Instrument, values: dict[str, Rows]) -> None:
    flags = range_of(name, instrument)
    book.put_range(sheet, flags, values[name], formats.COMPUTED)
    book.flag_colours(sheet, flags.cells, SEVERITY_COLOURS)


def _build(
    book: Book, table: SheetTable, entries: tuple[object, ...], computed: tuple[str, ...] = (), tip: str = ""
) -> AutoHeightSheet:
    sheet = book.table_sheet(table, tip or TIPS[table.sheet], computed, frozen=2)
    put_numbers(book, sheet, table)
    put_entries(book, sheet, table, entries)
    book.print_entries(table)
    sheet.set_selection(table.cell(table.inputs[0].field, 1))
    return sheet
