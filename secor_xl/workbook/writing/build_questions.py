"""The questions: what was asked, what was submitted, the reviewer's verdicts and points, the finding, and the flags."""

from __future__ import annotations

from collections.abc import Callable

from secor_xl.procedure.instrument import Element, Instrument, Question
from secor_xl.review.model import DocumentsVerdict, NotesVerdict, QuestionReview, Response, Review, Timing
from secor_xl.workbook.reading.cell_parsing import bare, short_forms
from secor_xl.workbook.schema import computed_ranges
from secor_xl.workbook.schema.layout import (
    BAND_ROW,
    CHANGED,
    FLAGS,
    HEADER_ROW,
    QUESTION_FROZEN,
    QUESTION_GROUPS,
    QUESTION_HEIGHT,
    QUESTIONS,
    SCORED,
    TIP_ROW,
    rows_of,
)
from secor_xl.workbook.schema.printed_words import PRINTED, QUESTION_BANDS, TIPS, WAYS, printed_of
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.input_cells import put_inputs, validate
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet

WAY_CELLS = {
    "response": (TIP_ROW, "text"),
    "documents": (BAND_ROW, "text"),
    "finding": (TIP_ROW, "guideline"),
    FLAGS: (BAND_ROW, "guideline"),
}
"""Where, in the columns that stay in sight, the link to each band is."""
BAND_ENDS = {"response": "attached", "documents": "points", "finding": "looked_at_on", FLAGS: FLAGS}
"""The last column of the band that begins with a column."""
ON_PAPER = ("response", "add_to_plan")
"""The first and the last column that are printed, to the right of the question with its id."""
DONE = (("all", formats.GREEN), ("of", formats.AMBER))
NEEDED_FOR_YES: dict[str, Callable[[Question], bool]] = {
    "notes": lambda question: question.notes_required,
    "documents": lambda question: question.documents_required,
    "oldest_record": lambda question: question.records,
    "newest_record": lambda question: question.records,
    "notes_verdict": lambda question: question.notes_required,
}
STARK: Style = {"bold": True, "font_color": formats.DEEP, "bg_color": formats.PALE}
FAINT: Style = {"font_color": formats.MUTED}


def build_questions(book: Book, review: Review, instrument: Instrument, *, live: bool) -> None:
    """Write the sheet of questions."""
    sheet = book.sheet(QUESTIONS.sheet)
    tip_column = QUESTIONS.column("element_title").index
    book.head(sheet, "Questions", TIPS[QUESTIONS.sheet], len(QUESTIONS.columns), tip_column=tip_column)
    book.headers(sheet, QUESTIONS, (CHANGED, FLAGS, SCORED))
    _bands(book, sheet)
    row = QUESTIONS.first_row
    computed = {
        QUESTIONS.column(FLAGS): book.values[computed_ranges.QUESTION_FLAGS],
        QUESTIONS.column(CHANGED): book.values[computed_ranges.QUESTION_CHANGES],
        QUESTIONS.column(SCORED): book.values[computed_ranges.PROGRESS],
    }
    for element in instrument.elements:
        for question in element.questions:
            entry = review.questions[row - QUESTIONS.first_row]
            _row(book, sheet, row, (element, question), entry)
            above = formats.FIRST_OF_ELEMENT if question is element.questions[0] else {}
            for column, shown in computed.items():
                book.put(
                    sheet, row, column.index, shown[row - QUESTIONS.first_row][0], book.formats(formats.COMPUTED, above)
                )
            book.settle(sheet, row, QUESTION_HEIGHT)
            row += 1
    last_row = QUESTIONS.header_row + rows_of(QUESTIONS, instrument)
    for column in QUESTIONS.inputs:
        if column.field not in ("points", "points_claimed"):
            validate(sheet, column, QUESTIONS.first_row, last_row)
    _colours(book, sheet, instrument, last_row)
    book.flag_colours(sheet, book.ranges[computed_ranges.QUESTION_FLAGS].cells, formats.SEVERITY_COLOURS)
    book.flag_colours(sheet, book.ranges[computed_ranges.PROGRESS].cells, DONE)
    _groups(book, sheet, live=live)
    _view(sheet, last_row)


def _row(book: Book, sheet: AutoHeightSheet, row: int, asked: tuple[Element, Question], entry: QuestionReview) -> None:
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


def _bands(book: Book, sheet: AutoHeightSheet) -> None:
    """Write the names of the bands, and links to them in the frozen columns."""
    book.height(sheet, BAND_ROW, 20)
    for column in QUESTIONS.columns[1:]:
        book.put(sheet, BAND_ROW, column.index, QUESTION_BANDS.get(column.field), book.formats(formats.BAND))
    for field, (row, beside) in WAY_CELLS.items():
        cells = QUESTIONS.named_range("", 0, field, BAND_ENDS[field], header=True).cells
        place = QUESTIONS.column(beside).index
        book.put_link(sheet, row, place, WAYS[field], f"{QUESTIONS.sheet}!{cells}", formats.WAY)


def _groups(book: Book, sheet: AutoHeightSheet, *, live: bool) -> None:
    """Group columns that close. On a protected sheet Excel opens and closes them only if a macro allows it."""
    for first, last in QUESTION_GROUPS.values():
        for column in QUESTIONS.columns[QUESTIONS.column(first).index - 1 : QUESTIONS.column(last).index]:
            book.width(sheet, column, level=1)
    sheet.outline_settings(visible=live, symbols_below=True, symbols_right=False)


def _colours(book: Book, sheet: AutoHeightSheet, instrument: Instrument, last_row: int) -> None:
    """Colour open inputs by their own cells: blank, or equal to a word; no rule refers to a computed cell."""
    at = {column.field: f"${column.letter}{QUESTIONS.first_row}" for column in QUESTIONS.columns}
    is_na = _means(at["response"], Response.NOT_APPLICABLE)
    is_open = book.formats.changes(bg_color=formats.AMBER_FILL)
    wrong = book.formats.changes(font_color=formats.RED, bold=True)
    _colour(sheet, "response", f'{at["response"]}=""', is_open, last_row)
    known = ",".join(_means(at["response"], word) for word in Response)
    _colour(sheet, "response", f'NOT(OR({at["response"]}="",{known}))', wrong, last_row)
    _colour(sheet, "points", f'AND({at["points"]}="",{at["response"]}<>"",NOT({is_na}))', is_open, last_row)
    for field, needs_it in NEEDED_FOR_YES.items():
        numbers = [number for number, question in enumerate(instrument.questions, 1) if needs_it(question)]
        if numbers:
            cells = [QUESTIONS.cell(field, number) for number in numbers]
            formula = f'=AND({_means("$" + QUESTIONS.cell("response", numbers[0]), Response.YES)},${cells[0]}="")'
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


def _means(cell: str, word: Response) -> str:
    """Whether a cell has a word of a closed list or a short form of it, as a formula."""
    text = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},".",""),"/","")," ","")'
    forms = (bare(word), *(short for short, meant in short_forms(Response).items() if meant == word))
    return "OR(" + ",".join(f'{text}="{form}"' for form in dict.fromkeys(forms)) + ")"


def _colour(sheet: AutoHeightSheet, field: str, formula: str, changes: object, last_row: int) -> None:
    letter = QUESTIONS.column(field).letter
    rule = {"type": "formula", "criteria": f"={formula}", "format": changes}
    sheet.conditional_format(f"{letter}{QUESTIONS.first_row}:{letter}{last_row}", rule)


def _view(sheet: AutoHeightSheet, last_row: int) -> None:
    sheet.freeze_panes(HEADER_ROW, QUESTIONS.column(QUESTION_FROZEN).index)
    sheet.autofilter(HEADER_ROW - 1, 0, last_row - 1, len(QUESTIONS.columns) - 1)
    sheet.set_selection(QUESTIONS.cell("response", 1))
    sheet.set_zoom(90)
    # The question is printed beside what was entered; the guideline between them is the instrument's, and stays on the screen.
    first, last = (QUESTIONS.column(field).index - 1 for field in ON_PAPER)
    sheet.print_area(HEADER_ROW, first, last_row - 1, last)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.repeat_columns(QUESTIONS.column("question_id").index - 1, QUESTIONS.column("text").index - 1)
