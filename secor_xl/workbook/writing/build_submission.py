"""The submission: one fact a line, the flags of that fact beside it, and what is needed there; below it the accounts."""

from __future__ import annotations

from secor_xl.review.model import Review
from secor_xl.workbook.schema import computed_ranges
from secor_xl.workbook.schema.fields import SchemaField
from secor_xl.workbook.schema.geometry import Column
from secor_xl.workbook.schema.layout import (
    ACCOUNTS,
    ACCOUNTS_TITLE_ROW,
    FLAGS,
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
from secor_xl.workbook.writing.input_cells import put_entries, put_input, validation
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet
from secor_xl.xlsx.sheet_values import cell_position

SIZE: Style = {"font_size": 11, "valign": "vcenter"}
GROUP: Style = {**formats.HEADING, "font_size": 12, "bg_color": formats.WHITE}
FLAG: Style = {**formats.COMPUTED, "valign": "vcenter"}


def build_submission(book: Book, review: Review) -> None:
    """Write the submission sheet."""
    sheet = submission_sheet(book, SUBMISSION_COLUMNS, TIPS[SUBMISSION_SHEET])
    sheet.repeat_rows(HEADER_ROW - 1)
    book.print_entries(ACCOUNTS)
    book.put_flags(computed_ranges.SUBMISSION_FLAGS, FLAG)
    for heading, row in GROUP_ROWS.items():
        put_heading(book, sheet, row, heading)
    for field in SUBMISSION_FIELDS:
        put_fact(book, sheet, cell_position(field.input_cell)[0] + 1, field.entry, review)
    book.put(sheet, HEADCOUNT_ROW, LABEL.index, HEADCOUNT_LABEL, book.formats(formats.PLAIN, SIZE, bold=True))
    book.put_computed(computed_ranges.HEADCOUNT, {**FLAG, **SIZE, "bold": True, "align": "left"})
    book.put(sheet, HEADCOUNT_ROW, FLAG_COLUMN.index, None, book.formats(FLAG))
    book.put(sheet, HEADCOUNT_ROW, NEEDED.index, HEADCOUNT_NEEDED, book.formats(formats.SHEET_TIP))
    put_heading(book, sheet, ACCOUNTS_TITLE_ROW, ACCOUNTS_TITLE)
    book.headers(sheet, ACCOUNTS, (FLAGS,))
    put_entries(book, sheet, ACCOUNTS, review.accounts, SIZE)
    book.put_flags(computed_ranges.ACCOUNT_FLAGS, FLAG)
    sheet.set_selection(SUBMISSION_FIELDS[0].input_cell)


def submission_sheet(book: Book, columns: tuple[Column, ...], tip: str) -> AutoHeightSheet:
    """Add the sheet of the submission with its headers, for a review or for an assessor's form."""
    sheet = book.sheet(SUBMISSION_SHEET)
    book.head(sheet, SUBMISSION_SHEET, tip, len(columns))
    styles = {LABEL: formats.HEADER, INPUT: formats.INPUT_HEADER, NEEDED: formats.HEADER}
    for column in columns:
        book.width(sheet, column)
        style = styles.get(column, formats.COMPUTED_HEADER)
        book.put(sheet, HEADER_ROW, column.index, column.header, book.formats(style))
    sheet.freeze_panes(HEADER_ROW, 1)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    return sheet


def put_heading(book: Book, sheet: AutoHeightSheet, row: int, words: str) -> None:
    """Write the heading of a group of facts, or of the accounts."""
    book.height(sheet, row, 26)
    for column in SUBMISSION_COLUMNS:
        book.put(sheet, row, column.index, words if column is LABEL else None, book.formats(GROUP))


def put_fact(book: Book, sheet: AutoHeightSheet, row: int, entry: SchemaField, review: Review) -> None:
    """Write the row of a single fact: its label, the entry, and what is needed."""
    value = getattr(getattr(review, entry.section), entry.field)
    book.put(sheet, row, LABEL.index, entry.label, book.formats(formats.PLAIN, SIZE))
    put_input(book, sheet, (row, INPUT.index), entry, value, SIZE)
    book.put(sheet, row, NEEDED.index, entry.needed, book.formats(formats.SHEET_TIP, formats.WRAP))
    sheet.data_validation(f"{INPUT.letter}{row}", validation(entry))
