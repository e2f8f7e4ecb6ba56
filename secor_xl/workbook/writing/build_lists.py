"""The action plan, last year's items, the correction rounds and the letters: the entries, and beside them what is computed."""

from __future__ import annotations

from secor_xl.review.model import Review
from secor_xl.workbook.schema import computed_ranges
from secor_xl.workbook.schema.geometry import SheetTable
from secor_xl.workbook.schema.layout import ACTION_PLAN, FLAGS, LAST_YEAR, LETTERS, ROUNDS
from secor_xl.workbook.schema.printed_words import NO_LAST_YEAR, TIPS
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.input_cells import put_entries, put_numbers


def build_action_plan(book: Book, review: Review) -> None:
    """Write the sheet of action items."""
    _build(book, ACTION_PLAN, review.action_plan, (FLAGS,))
    book.put_flags(computed_ranges.ACTION_PLAN_FLAGS)


def build_last_year(book: Book, review: Review) -> None:
    """Write the sheet of last year's items; where the workbook is made without any, its line of advice says so."""
    _build(book, LAST_YEAR, review.last_year, (FLAGS,), "" if review.last_year else NO_LAST_YEAR)
    book.put_flags(computed_ranges.LAST_YEAR_FLAGS)


def build_rounds(book: Book, review: Review) -> None:
    """Write the sheet of correction rounds."""
    _build(book, ROUNDS, review.rounds, ("due_on", "days_left", "state", FLAGS))
    date = {**formats.COMPUTED, "num_format": formats.DATE, "align": "center"}
    styles = (date, {**formats.COMPUTED, "align": "center"}, formats.COMPUTED)
    book.put_computed(computed_ranges.ROUND_DEADLINES, *styles)
    book.put_flags(computed_ranges.ROUND_FLAGS)


def build_letters(book: Book, review: Review) -> None:
    """Write the sheet of letters; nothing of it is judged, so nothing is computed there."""
    _build(book, LETTERS, review.letters)


def _build(
    book: Book, table: SheetTable, entries: tuple[object, ...], computed: tuple[str, ...] = (), tip: str = ""
) -> None:
    sheet = book.table_sheet(table, tip or TIPS[table.sheet], computed, frozen=2)
    put_numbers(book, sheet, table)
    put_entries(book, sheet, table, entries)
    book.print_entries(table)
    sheet.set_selection(table.cell(table.inputs[0].field, 1))
