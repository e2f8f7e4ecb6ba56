"""The submission: one fact a line, the flags of that fact beside it, and what is needed there; below it the accounts."""

from __future__ import annotations

from xlsxwriter.utility import xl_cell_to_rowcol

from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import Review
from secor_xl.workbook.functions.results import Rows
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.layout import (
    ACCOUNTS,
    ACCOUNTS_TITLE_ROW,
    GROUP_ROWS,
    HEADCOUNT_LABEL,
    HEADCOUNT_ROW,
    HEADER_ROW,
    INPUT,
    LABEL,
    NEEDED,
    SUBMISSION_COLUMNS,
    SUBMISSION_FIELDS,
    SUBMISSION_SHEET,
)
from secor_xl.workbook.schema.layout import FLAG as FLAG_COLUMN
from secor_xl.workbook.schema.printed_words import ACCOUNTS_TITLE, HEADCOUNT_NEEDED, TIPS
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.input_cells import SEVERITY_COLOURS, put_input, put_inputs, validate, validation
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet

SIZE: Style = {"font_size": 11, "valign": "vcenter"}
GROUP: Style = {**formats.HEADING, "font_size": 12, "bg_color": formats.WHITE}
FLAG: Style = {**formats.COMPUTED, "valign": "vcenter"}


def build_submission(book: Book, review: Review, instrument: Instrument, values: dict[str, Rows]) -> None:
    """Write the submission sheet."""
    sheet = book.sheet(SUBMISSION_SHEET)
    book.head(sheet, "Submission", TIPS[SUBMISSION_SHEET], len(SUBMISSION_COLUMNS))
    for column in SUBMISSION_COLUMNS:
        book.width(sheet, column)
        style = {INPUT.field: formats.INPUT_HEADER, "flags": formats.COMPUTED_HEADER}.get(column.field, formats.HEADER)
        book.put(sheet, HEADER_ROW, column.index, column.header, book.formats(style))
    sheet.freeze_panes(HEADER_ROW, 1)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    book.print_entries(ACCOUNTS)
    _flags(book, sheet, instrument, values)
    _fields(book, sheet, review)
    book.put(sheet, HEADCOUNT_ROW, LABEL.index, HEADCOUNT_LABEL, book.formats(formats.PLAIN, SIZE, bold=True))
    people = named_ranges.range_of(computed_ranges.HEADCOUNT, instrument)
    book.put_range(sheet, people, values[computed_ranges.HEADCOUNT], {**FLAG, **SIZE, "bold": True, "align": "left"})
    book.put(sheet, HEADCOUNT_ROW, FLAG_COLUMN.index, None, book.formats(FLAG))
    book.put(sheet, HEADCOUNT_ROW, NEEDED.index, HEADCOUNT_NEEDED, book.formats(formats.SHEET_TIP))
    _accounts(book, sheet, review, instrument, values)
    sheet.set_selection(SUBMISSION_FIELDS[0].input_cell)


def _fields(book: Book, sheet: AutoHeightSheet, review: Review) -> None:
    for heading, row in GROUP_ROWS.items():
        book.height(sheet, row, 26)
        for column in SUBMISSION_COLUMNS:
            book.put(sheet, row, column.index, heading if column is LABEL else None, book.formats(GROUP))
    for field in SUBMISSION_FIELDS:
        row, column = xl_cell_to_rowcol(field.input_cell)
        value = getattr(getattr(review, field.place.section), field.place.field)
        book.put(sheet, row + 1, LABEL.index, field.entry.label, book.formats(formats.PLAIN, SIZE))
        put_input(book, sheet, (row + 1, column + 1), field.entry, value, SIZE)
        book.put(sheet, row + 1, NEEDED.index, field.entry.needed, book.formats(formats.SHEET_TIP, formats.WRAP))
        sheet.data_validation(field.input_cell, validation(field.entry))


def _flags(book: Book, sheet: AutoHeightSheet, instrument: Instrument, values: dict[str, Rows]) -> None:
    block = named_ranges.range_of(computed_ranges.SUBMISSION_FLAGS, instrument)
    book.put_range(sheet, block, values[computed_ranges.SUBMISSION_FLAGS], FLAG)
    book.flag_colours(sheet, block.cells, SEVERITY_COLOURS)


def _accounts(
    book: Book, sheet: AutoHeightSheet, review: Review, instrument: Instrument, values: dict[str, Rows]
) -> None:
    book.height(sheet, ACCOUNTS_TITLE_ROW, 26)
    for column in SUBMISSION_COLUMNS:
        words = ACCOUNTS_TITLE if column is LABEL else None
        book.put(sheet, ACCOUNTS_TITLE_ROW, column.index, words, book.formats(GROUP))
    book.headers(sheet, ACCOUNTS, ("flags",))
    for number in range(1, ACCOUNTS.capacity + 1):
        account = review.accounts[number - 1] if number <= len(review.accounts) else None
        for column in ACCOUNTS.inputs:
            put_inputs(book, sheet, ACCOUNTS.header_row + number, column, account, SIZE)
    for column in ACCOUNTS.inputs:
        validate(sheet, column, ACCOUNTS.first_row, ACCOUNTS.first_row + ACCOUNTS.capacity - 1)
    block = named_ranges.range_of(computed_ranges.ACCOUNT_FLAGS, instrument)
    book.put_range(sheet, block, values[computed_ranges.ACCOUNT_FLAGS], FLAG)
    book.flag_colours(sheet, block.cells, SEVERITY_COLOURS)
