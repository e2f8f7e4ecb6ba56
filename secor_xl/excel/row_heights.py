"""Row heights for flags: Excel fits a row when somebody types in it, but not when the text of a formula gets longer."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from secor_xl.excel.live_book import sheet_of
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.layout import QUESTION_HEIGHT
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.xlsxwriter_internals import LEAST_HEIGHT, text_height

if TYPE_CHECKING:
    import xlwings

    from secor_xl.procedure.instrument import Instrument
    from secor_xl.workbook.schema.geometry import NamedRange

ROUNDED = 1.0
"""Points; Excel keeps heights in whole pixels."""
OF_FLAGS = (
    computed_ranges.SUBMISSION_FLAGS,
    computed_ranges.ACCOUNT_FLAGS,
    computed_ranges.QUESTION_FLAGS,
    computed_ranges.ACTION_PLAN_FLAGS,
    computed_ranges.LAST_YEAR_FLAGS,
    computed_ranges.ROUND_FLAGS,
    computed_ranges.ALL_FLAGS,
    computed_ranges.ALL_CHANGES,
)


def let_rows_grow(book: xlwings.Book, instrument: Instrument) -> None:
    """Let Excel fit each row that is too low for its flags; no row gets lower, and hidden rows stay hidden.

    The protection of the sheets lets rows be formatted; where Excel refuses it, the rows stay as they are. On a Mac the flags
    never change by themselves.
    """
    if sys.platform == "darwin":
        return
    for name in OF_FLAGS:
        with suppress(Exception):  # each system has exceptions of its own
            _let_grow(book, named_ranges.range_of(name, instrument))


def _let_grow(book: xlwings.Book, block: NamedRange) -> None:
    sheet = sheet_of(book, block.sheet)
    columns = range(block.column, block.column + block.columns)
    widths = [sheet.range((block.row, column)).column_width or 0 for column in columns]
    for row, values in enumerate(sheet.range(block.cells).options(ndim=2).value, block.row):
        texts = [
            (value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str) and width
        ]
        needed = max((text_height(text, width, formats.BASE["font_size"]) for text, width in texts), default=0)
        if block.name == computed_ranges.QUESTION_FLAGS:
            needed = min(needed, QUESTION_HEIGHT)
        if needed > LEAST_HEIGHT:
            cell = sheet.range((row, block.column))
            if 0 < (cell.row_height or 0) < needed - ROUNDED:
                if block.name == computed_ranges.QUESTION_FLAGS:  # there the row would grow with long notes too
                    cell.row_height = needed
                else:
                    cell.rows.autofit()
