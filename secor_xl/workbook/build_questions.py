"""The questions: what was asked, what was submitted, the reviewer's verdicts and points, the finding, and the flags."""

from __future__ import annotations

from collections.abc import Callable

from secor_xl.procedure.instrument import Element, Instrument, Question
from secor_xl.review.model import DocumentsVerdict, NotesVerdict, QuestionReview, Response, Review, Timing
from secor_xl.workbook import blocks, formats
from secor_xl.workbook.blocks import block
from secor_xl.workbook.book import Book
from secor_xl.workbook.computed import Rows
from secor_xl.workbook.formats import Style
from secor_xl.workbook.growing import GrowingSheet
from secor_xl.workbook.inputs import SEVERITY_COLOURS, put_inputs, validate
from secor_xl.workbook.layout import BAND_ROW, HEADER_ROW, QUESTIONS, rows_of
from secor_xl.workbook.printed import PRINTED, QUESTION_BANDS, TIPS, printed_of

FROZEN = "text"  # the last column that stays in sight
REPEATED = "question_id"  # the last column that is printed on every page
PAGE_STARTS = ("response", "finding")
PRINT_SCALE = 66
NEEDED_FOR_YES: dict[str, Callable[[Question], bool]] = {
    "notes": lambda question: question.notes_required,
    "documents": lambda question: question.documents_required,
    "oldest_record": lambda question: question.records,
    "newest_record": lambda question: question.records,
    "notes_verdict": lambda question: question.notes_required,
}
STARK: Style = {"bold": True, "font_color": formats.DEEP, "bg_color": formats.PALE}
FAINT: Style = {"font_color": formats.MUTED}


def build_questions(book: Book, review: Review, instrument: Instrument, values: dict[str, Rows]) -> None:
    """Write the sheet of questions."""
    sheet = book.sheet(QUESTIONS.sheet)
    book.head(
        sheet, "Questions", TIPS[QUESTIONS.sheet], len(QUESTIONS.columns), tip_column=QUESTIONS.column(FROZEN).index
    )
    book.headers(sheet, QUESTIONS, ("flags",))
    _bands(book, sheet)
    row, flags = QUESTIONS.first_row, values[blocks.QUESTION_FLAGS]
    for element in instrument.elements:
        for question in element.questions:
            entry = review.questions[row - QUESTIONS.first_row]
            _row(book, sheet, row, (element, question), entry)
            above = formats.FIRST_OF_ELEMENT if question is element.questions[0] else {}
            cell_format = book.formats(formats.COMPUTED, above)
            book.put(sheet, row, QUESTIONS.column("flags").index, flags[row - QUESTIONS.first_row][0], cell_format)
            row += 1
    last_row = QUESTIONS.header_row + rows_of(QUESTIONS, instrument)
    for column in QUESTIONS.inputs:
        if column.field not in ("points", "points_claimed"):
            validate(sheet, column, QUESTIONS.first_row, last_row)
    _colours(book, sheet, instrument, last_row)
    book.flag_colours(sheet, block(blocks.QUESTION_FLAGS, instrument).cells, SEVERITY_COLOURS)
    _view(sheet, last_row)


def _row(book: Book, sheet: GrowingSheet, row: int, asked: tuple[Element, Question], entry: QuestionReview) -> None:
    element, question = asked
    first = question is element.questions[0]
    above = formats.FIRST_OF_ELEMENT if first else {}
    styles: dict[str, Style] = {
        "element": {**(STARK if first else FAINT), "align": "center"},
        "element_title": {**(STARK if first else FAINT), "font_size": 8},
        "question_id": {**(STARK if first else {"bold": True}), "num_format": formats.TEXT},
        "text": {"bold": True},
        "guideline": {},
        "evidence": {"font_size": 9},
        "points_possible": {"align": "center"},
        "points_allowed": FAINT,
    }
    printed = dict(zip(PRINTED, printed_of(element, question), strict=True))
    for column in QUESTIONS.columns:
        if column.field in styles:
            cell_format = book.formats(formats.PLAIN, styles[column.field], above)
            book.put(sheet, row, column.index, printed[column.field], cell_format)
        else:
            put_inputs(book, sheet, row, column, entry, above)
    for field in ("points", "points_claimed"):
        validate(sheet, QUESTIONS.column(field), row, row, question)


def _bands(book: Book, sheet: GrowingSheet) -> None:
    book.height(sheet, BAND_ROW, 20)
    for column in QUESTIONS.columns:
        book.put(sheet, BAND_ROW, column.index, QUESTION_BANDS.get(column.field), book.formats(formats.BAND))


def _colours(book: Book, sheet: GrowingSheet, instrument: Instrument, last_row: int) -> None:
    """What is open, from the input cells alone: blank, or equal to a word. No computed cell is looked at."""
    at = {column.field: f"${column.letter}{QUESTIONS.first_row}" for column in QUESTIONS.columns}
    is_na = f'{at["response"]}="{Response.NOT_APPLICABLE}"'
    is_open = book.formats.changes(bg_color=formats.AMBER_FILL)
    wrong = book.formats.changes(font_color=formats.RED, bold=True)
    _colour(sheet, "response", f'{at["response"]}=""', is_open, last_row)
    _colour(sheet, "points", f'AND({at["points"]}="",{at["response"]}<>"",NOT({is_na}))', is_open, last_row)
    for field, needs_it in NEEDED_FOR_YES.items():
        numbers = [number for number, question in enumerate(instrument.questions, 1) if needs_it(question)]
        if numbers:
            cells = [QUESTIONS.cell(field, number) for number in numbers]
            formula = f'=AND(${QUESTIONS.cell("response", numbers[0])}="{Response.YES}",${cells[0]}="")'
            rule = {"type": "formula", "criteria": formula, "format": is_open, "multi_range": " ".join(cells)}
            sheet.conditional_format(cells[0], rule)
    for field, good in (
        ("documents", (DocumentsVerdict.ADEQUATE, DocumentsVerdict.NOT_REQUIRED)),
        ("notes_verdict", (NotesVerdict.SUFFICIENT, NotesVerdict.NOT_REQUIRED)),
    ):
        fine = ",".join(f'{at[field]}="{word}"' for word in ("", *good))
        _colour(sheet, field, f"NOT(OR({fine}))", wrong, last_row)
    now = f'AND({at["finding"]}<>"",{at["timing"]}="{Timing.NOW}",{at["resolved_on"]}="")'
    for field in ("finding", "needed", "timing"):
        _colour(sheet, field, now, book.formats.changes(font_color=formats.RED), last_row)
    _colour(sheet, "resolved_on", now, is_open, last_row)
    _colour(sheet, "timing", f'AND({at["finding"]}<>"",{at["timing"]}="")', is_open, last_row)
    for field in ("text", "guideline", "evidence", "points_possible", "points_allowed"):
        _colour(sheet, field, is_na, book.formats.changes(font_color=formats.MUTED, italic=True), last_row)


def _colour(sheet: GrowingSheet, field: str, formula: str, changes: object, last_row: int) -> None:
    letter = QUESTIONS.column(field).letter
    rule = {"type": "formula", "criteria": f"={formula}", "format": changes}
    sheet.conditional_format(f"{letter}{QUESTIONS.first_row}:{letter}{last_row}", rule)


def _view(sheet: GrowingSheet, last_row: int) -> None:
    sheet.freeze_panes(HEADER_ROW, QUESTIONS.column(FROZEN).index)
    sheet.autofilter(HEADER_ROW - 1, 0, last_row - 1, len(QUESTIONS.columns) - 1)
    sheet.set_selection(QUESTIONS.cell("response", 1))
    sheet.set_zoom(90)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.repeat_columns(0, QUESTIONS.column(REPEATED).index - 1)
    # Excel forgets page breaks when it fits a sheet to pages, so this one has a scale.
    sheet.set_print_scale(PRINT_SCALE)
    sheet.set_v_pagebreaks([QUESTIONS.column(field).index - 1 for field in PAGE_STARTS])
    sheet.print_across()
