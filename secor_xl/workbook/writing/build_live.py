"""Make a workbook live: array formulas over the computed ranges, the as-of day as an input, buttons.

Everything is written with its true result, nothing is volatile, and Excel is not told to calculate when it opens the file: who has
no Python, or has not allowed macros, sees what was true as of the day that the sheets name, and not a page of errors.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from secor_xl.judgement.assessment import Assessment
from secor_xl.workbook.functions.registry import FUNCTIONS, formula_of
from secor_xl.workbook.reading.cell_parsing import TYPE_A_DATE
from secor_xl.workbook.schema import computed_ranges, named_ranges, start_sheet
from secor_xl.workbook.schema.layout import FORM_SHEET, START
from secor_xl.workbook.schema.printed_words import AS_OF_KIND_TIP
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.build_chart import put_chart_numbers
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.input_cells import EARLIEST_ENTRY, LATEST_ENTRY

CALCULATED_BY = 191029
"""The calculation engine that Excel is told has calculated the file: that of Excel 2019 and 365. For a file of an older one, as
XlsxWriter's is, it would calculate everything when it opens it."""
AS_OF_INPUT: Style = {
    **formats.INPUT,
    "font_size": 11,
    "bold": True,
    "valign": "vcenter",
    "align": "left",
    "num_format": formats.DATE,
    "text_wrap": False,
}
AS_OF_RULE = {
    "validate": "date",
    "criteria": "between",
    "minimum": EARLIEST_ENTRY,
    "maximum": LATEST_ENTRY,
    "input_title": "As of",
    "input_message": "The day as of which the review is judged, such as 2026-03-31. To keep your own day, choose fixed beside it.",
    "error_title": "A date is needed",
    "error_message": f"{TYPE_A_DATE}.",
}
KIND_RULE = {
    "validate": "list",
    "source": [named_ranges.MOVES, named_ranges.FIXED],
    "input_title": "Which day",
    "input_message": "today: the day moves to today when the workbook is opened, and with Check now. fixed: it stays.",
    "error_title": "One of two words is needed",
    "error_message": f"Choose {named_ranges.MOVES} or {named_ranges.FIXED}.",
}
BUTTON_WIDTH, BUTTON_HEIGHT, BUTTON_GAP, GROUP_GAP = 123, 30, 5, 13
"""In pixels; all nine fill the width of the start sheet."""
BUTTONS_HEIGHT, ABOVE_BUTTONS = 39, 12
"""Of their row: its height in points, and the pixels above them."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button on the start sheet: its caption, the macro that it runs, and its group."""

    caption: str
    macro: str
    group: str = ""


def make_live(book: Book, assessment: Assessment, *, today: bool) -> None:
    """Turn the computed cells of a finished workbook into formulas.

    Args:
        book: the workbook with all its sheets.
        assessment: what it was made of.
        today: whether the as-of day moves to today.
    """
    put_chart_numbers(book, live=True)
    for function in FUNCTIONS:
        book.put_array_formula(function.range_name, formula_of(function))
    _put_as_of(book, assessment, today=today)
    calculated(book)


def calculated(book: Book) -> None:
    """Have Excel take the results of formulas as they are, and not calculate when it opens the file."""
    book.workbook.set_calc_mode("auto", CALCULATED_BY)
    book.workbook.calc_on_load = False


def go_formula(cell: str) -> str:
    """Return the formula that links to the cell whose address is in ``cell``; it is blank without an address.

    It must not compare, so it looks for the mark between sheet and cell; nobody can go to the hidden sheet of the form.
    """
    return f'=IF(ISERROR(FIND("!",SUBSTITUTE({cell},"{FORM_SHEET}!",""))),"",HYPERLINK("#"&{cell},"Go"))'


def add_buttons(book: Book, project: bytes, buttons: tuple[Button, ...]) -> None:
    """Give the workbook its VBA project, and the start sheet its buttons, in a row of their own above the facts.

    They are form buttons, not ActiveX: a click on one leaves selected whatever cell is selected, so it can be about that cell.
    """
    book.workbook.add_vba_project(io.BytesIO(project), is_stream=True)
    book.workbook.set_vba_name("ThisWorkbook")
    for number, sheet in enumerate(book.workbook.worksheets(), 1):
        sheet.set_vba_name(f"Sheet{number}")
    start = book.sheet_named(START)
    if buttons:
        book.height(start, start_sheet.BUTTONS_ROW, BUTTONS_HEIGHT)
    for button, left in zip(buttons, lefts(buttons), strict=True):
        options = {"macro": button.macro, "caption": button.caption, "width": BUTTON_WIDTH, "height": BUTTON_HEIGHT}
        offset = {"x_offset": left, "y_offset": ABOVE_BUTTONS}
        start.insert_button(start_sheet.BUTTONS_ROW - 1, start_sheet.FIRST.index - 1, {**options, **offset})


def lefts(buttons: tuple[Button, ...]) -> list[int]:
    """Return the left edge of each button in pixels: close to those of its group, away from the others."""
    places, left = [], 0
    for number, button in enumerate(buttons):
        if number:
            left += BUTTON_WIDTH + (BUTTON_GAP if button.group == buttons[number - 1].group else GROUP_GAP)
        places.append(left)
    return places


def _put_as_of(book: Book, assessment: Assessment, *, today: bool) -> None:
    """Write the as-of day and whether it moves to today; both are values, so they stay where no function can run."""
    day, kind = book.ranges[computed_ranges.AS_OF], book.ranges[named_ranges.AS_OF_KIND]
    sheet, word = book.sheet_named(day.sheet), named_ranges.MOVES if today else named_ranges.FIXED
    book.put_range(day, ((assessment.case.as_of,),), AS_OF_INPUT)
    book.put_range(kind, ((word,),), {**AS_OF_INPUT, "num_format": "General"})
    book.put(sheet, kind.row, kind.column + 1, AS_OF_KIND_TIP, book.formats(formats.SHEET_TIP))
    sheet.data_validation(day.first, AS_OF_RULE)
    sheet.data_validation(kind.first, KIND_RULE)
