"""The assessor's form as a workbook: what is submitted, native checks beside it, and on a return form the feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secor_xl.intake.form_layout import (
    ACCOUNTS_TITLE,
    ANSWER,
    CHECK,
    DETAIL_COLUMNS,
    FEEDBACK,
    FOR_THE_ASSESSOR,
    FORM_ACCOUNTS,
    FORM_PLAN,
    FORM_QUESTIONS,
    GROUPS,
    OPTIONAL,
    PROGRESS,
)
from secor_xl.judgement.deficiencies import for_the_future, to_correct
from secor_xl.procedure.form import ASSESSMENT_ID
from secor_xl.review.model import Response
from secor_xl.workbook.reading.cell_parsing import short_forms
from secor_xl.workbook.schema.fields import Kind
from secor_xl.workbook.schema.geometry import quoted
from secor_xl.workbook.schema.layout import (
    BAND_ROW,
    FIRST_ROW,
    HEADER_ROW,
    INPUT,
    START,
    TIP_ROW,
    TITLE_ROW,
)
from secor_xl.workbook.schema.layout import SUBMISSION_SHEET as SUBMISSION
from secor_xl.workbook.schema.printed_words import ACCOUNTS_TITLE as ACCOUNTS_WORDS
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.build_reference import build_form
from secor_xl.workbook.writing.build_submission import put_fact, put_heading, submission_sheet
from secor_xl.workbook.writing.capacity import fitted
from secor_xl.workbook.writing.input_cells import put_entries, put_inputs, put_numbers, validation

if TYPE_CHECKING:
    from secor_xl.judgement.assessment import Assessment
    from secor_xl.procedure.instrument import Instrument, Question
    from secor_xl.review.model import Review
    from secor_xl.workbook.functions.results import Value
    from secor_xl.workbook.schema.fields import SchemaField
    from secor_xl.workbook.schema.geometry import Column, SheetTable
    from secor_xl.workbook.writing.formats import Style
    from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet

LONGEST_ENTRY, LONGEST_TEXT = 250, 8_000
"""The most characters of a single fact, and of a text in a table."""
TEXT_AREAS = (("profile", "description"),)
STEPS = (
    "1. Fill in the cream cells of the sheets Submission, Questions and Action plan. Point at a cell to read what it takes.",
    '2. Answer every question. Each "no" needs an item of the action plan that names the question.',
    "3. Look at the columns Check: they say what is missing. The table below counts it.",
    "4. Save this workbook, and send it with the documents that it names.",
)
RETURN_STEP = "1. This form is for your correction: correct the entries, and answer each item of the sheet Feedback."
FOR_NEXT_TIME = "This is for the next assessment; an approval does not depend on it."
PRINTED_STYLES: tuple[Style, ...] = (
    {"bold": True, "num_format": formats.TEXT},
    {"bold": True},
    {},
    {"font_size": 9},
    formats.CENTRED,
)
ANSWERS = (Response.YES, Response.NO, Response.NOT_APPLICABLE)


def build_assessor_form(assessment: Assessment, *, for_correction: bool = False) -> bytes:
    """Build the form that an assessor fills in.

    Args:
        assessment: of a blank review, or of one whose submitted facts are filled in.
        for_correction: whether the feedback of the assessment is added, with room for an answer to each item.

    Returns:
        The bytes of an .xlsx file.

    Raises:
        SecorError: a fact does not fit a cell.
    """
    instrument = assessment.case.instrument
    review = fitted(assessment.case.review, instrument)
    book = Book("SECOR assessment", instrument.title, review.case.reference or instrument.title)
    _start(book, instrument, for_correction=for_correction)
    if for_correction:
        _feedback(book, assessment)
    _details(book, review)
    _questions(book, review, instrument)
    _action_plan(book, review)
    build_form(book, assessment, review, ASSESSMENT_ID)
    return book.finish()


def _start(book: Book, instrument: Instrument, *, for_correction: bool) -> None:
    sheet = book.sheet(START)
    for column in PROGRESS.columns:
        book.width(sheet, column)
    book.headers(sheet, PROGRESS)
    for column in PROGRESS.columns:
        words = book.title if column.index == 1 else None
        book.put(sheet, TITLE_ROW, column.index, words, book.formats(formats.SHEET_TITLE))
    book.height(sheet, TITLE_ROW, 30)
    book.put(sheet, TIP_ROW, 1, f"{instrument.title}, version {instrument.version}", book.formats(formats.SHEET_TIP))
    for row, step in enumerate(STEPS if not for_correction else (RETURN_STEP, *STEPS[1:]), 4):
        book.put(sheet, row, 1, step, book.formats(formats.SHEET_TIP, font_size=11))
    names = (*((FEEDBACK.sheet,) if for_correction else ()), SUBMISSION, FORM_QUESTIONS.sheet, FORM_PLAN.sheet)
    for row, name in enumerate(names, PROGRESS.first_row + len(instrument.elements) + 1):
        book.put_link(sheet, row, 2, f"→ {name}", f"{quoted(name)}!A1", formats.LINK)
    first = 1
    for row, element in enumerate(instrument.elements, PROGRESS.first_row):
        last = first + len(element.questions) - 1
        counted = [
            f'=SUMPRODUCT(--({_range(FORM_QUESTIONS, field, first, last)}<>""))' for field in ("response", CHECK)
        ]
        values = (element.letter, element.title, len(element.questions))
        for index, value in enumerate((*values, None, None), 1):
            book.put(sheet, row, index, value, book.formats(formats.COMPUTED, {} if index == 2 else formats.CENTRED))
        for index, formula in enumerate(counted, len(values) + 1):
            book.put_formula(sheet, row, index, formula, "")
        first = last + 1


def _range(table: SheetTable, field: str, first: int, last: int) -> str:
    letter = table.column(field).letter
    return f"{quoted(table.sheet)}!${letter}${table.header_row + first}:${letter}${table.header_row + last}"


def _feedback(book: Book, assessment: Assessment) -> None:
    tip = "What the review found. Correct the entries on the other sheets, and say here what you did."
    sheet = _sheet(book, FEEDBACK, tip, 1)
    rows = {question_id: number for number, question_id in enumerate(assessment.case.instrument.by_id, 1)}
    feedback = [(item, item.needed) for item in to_correct(assessment)]
    feedback += [(item, (*item.needed, FOR_NEXT_TIME)) for item in for_the_future(assessment)]
    for row, (item, needed) in enumerate(feedback[: FEEDBACK.capacity], FEEDBACK.first_row):
        values = (item.item, "\n".join(item.found), "\n".join(needed))
        for column, value in enumerate(values, 1):
            book.put(sheet, row, column, value, book.formats(formats.PLAIN, num_format=formats.TEXT))
        if item.item in rows:
            cell = f"{FORM_QUESTIONS.sheet}!{FORM_QUESTIONS.cell('response', rows[item.item])}"
            book.put_link(sheet, row, 1, item.item, cell, formats.PLAIN, formats.LINK)
        answer = FEEDBACK.column(ANSWER).index
        book.put(sheet, row, answer, None, book.formats(formats.INPUT, num_format=formats.TEXT))


def _details(book: Book, review: Review) -> None:
    sheet = submission_sheet(book, DETAIL_COLUMNS, "Cream cells are yours to fill.")
    row = FIRST_ROW
    for heading, entries in GROUPS:
        put_heading(book, sheet, row, heading)
        for entry in entries:
            row += 1
            put_fact(book, sheet, row, entry, review)
            cell = f"{INPUT.letter}{row}"
            missing = [] if (entry.section, entry.field) in OPTIONAL else [(f'{cell}=""', "missing")]
            long = LONGEST_TEXT if (entry.section, entry.field) in TEXT_AREAS else LONGEST_ENTRY
            _check(book, sheet, row, DETAIL_COLUMNS[2], [*missing, *_wrong(cell, entry, "", long)])
        row += 1
    put_heading(book, sheet, ACCOUNTS_TITLE, ACCOUNTS_WORDS)
    book.headers(sheet, FORM_ACCOUNTS, (CHECK,))
    _rows(book, sheet, FORM_ACCOUNTS, review.accounts)


def _questions(book: Book, review: Review, instrument: Instrument) -> None:
    sheet = _sheet(book, FORM_QUESTIONS, "One row a question. A long text is whole in the formula bar.", 2)
    for number, question in enumerate(instrument.questions, 1):
        row = FORM_QUESTIONS.header_row + number
        first = number == 1 or question.element != instrument.questions[number - 2].element
        above = formats.FIRST_OF_ELEMENT if first else {}
        printed: tuple[Value, ...] = (
            question.id,
            question.text,
            question.guideline,
            question.documents,
            question.points,
        )
        for index, (value, style) in enumerate(zip(printed, PRINTED_STYLES, strict=True), 1):
            book.put(sheet, row, index, value, book.formats(formats.PLAIN, style, above))
        for column in FORM_QUESTIONS.inputs:
            put_inputs(book, sheet, row, column, review.question(question.id), above)
            rule = validation(column.entry, question) if column.entry else {}
            rule |= {"input_title": column.header, "input_message": FOR_THE_ASSESSOR[column.field]}
            if column.field == "response":
                rule |= {"source": list(ANSWERS), "error_message": f"Choose one of: {', '.join(ANSWERS)}."}
            sheet.data_validation(row - 1, column.index - 1, row - 1, column.index - 1, rule)
        _check(book, sheet, row, FORM_QUESTIONS.column(CHECK), _question_checks(number, question))
    sheet.autofilter(HEADER_ROW - 1, 0, HEADER_ROW - 1 + len(instrument.by_id), len(FORM_QUESTIONS.columns) - 1)


def _question_checks(number: int, question: Question) -> list[tuple[str, str]]:
    """List the conditions of a question's check, each with its words."""
    at = {column.field: FORM_QUESTIONS.cell(column.field, number) for column in FORM_QUESTIONS.inputs}
    is_yes, is_no = (f'OR({at["response"]}="{word}",{at["response"]}="{word[0]}")' for word in ("yes", "no"))
    needed = {
        "notes": question.notes_required,
        "attached": question.documents_required,
        "oldest_record": question.records,
        "newest_record": question.records,
    }
    plan = _range(FORM_PLAN, "question_ids", 1, FORM_PLAN.capacity)
    named = f'SUMPRODUCT(--ISNUMBER(SEARCH(",{question.id},",","&SUBSTITUTE({plan}," ","")&",")))'
    checks = [(f'{at["response"]}=""', "Response missing")]
    for column in FORM_QUESTIONS.inputs:
        if needed.get(column.field):
            checks.append((f'AND({is_yes},{at[column.field]}="")', f"{column.header} missing"))
        if column.entry:
            checks += _wrong(at[column.field], column.entry, f"{column.header} ")
    return [*checks, (f"AND({is_no},{named}=0)", "No item in the action plan")]


def _action_plan(book: Book, review: Review) -> None:
    tip = 'One item a row; each "no" needs one, and an item may answer several questions.'
    sheet = _sheet(book, FORM_PLAN, tip, 2)
    put_numbers(book, sheet, FORM_PLAN)
    _rows(book, sheet, FORM_PLAN, review.action_plan)
    book.print_entries(FORM_PLAN)


def _sheet(book: Book, table: SheetTable, tip: str, frozen: int) -> AutoHeightSheet:
    """Add the sheet of a table with its headers."""
    sheet = book.table_sheet(table, tip, (CHECK,), frozen=frozen)
    book.height(sheet, BAND_ROW, 20)
    return sheet


def _rows(book: Book, sheet: AutoHeightSheet, table: SheetTable, entries: tuple[object, ...]) -> None:
    """Write the rows of a list; an entry that is begun must be finished."""
    put_entries(book, sheet, table, entries)
    inputs = table.inputs
    for row in range(table.first_row, table.first_row + table.capacity):
        begun = f"COUNTA({inputs[0].letter}{row}:{inputs[-1].letter}{row})>0"
        checks: list[tuple[str, str]] = []
        for column in inputs:
            cell = f"{column.letter}{row}"
            checks.append((f'AND({begun},{cell}="")', f"{column.header} missing"))
            checks += _wrong(cell, column.entry, f"{column.header} ") if column.entry else []
        _check(book, sheet, row, table.column(CHECK), checks)


def _wrong(cell: str, entry: SchemaField, name: str, longest: int = LONGEST_TEXT) -> list[tuple[str, str]]:
    """List the conditions under which an entry is not of its kind, each with its words."""
    if entry.choices:
        words = (*entry.allowed, *short_forms(entry.choices))
        listed = ",".join(f'{cell}="{word}"' for word in ("", *words))
        return [(f"NOT(OR({listed}))", f"{name}not on the list")]
    if entry.kind in (Kind.DATE, Kind.WHOLE_NUMBER, Kind.POINTS):
        kind = "date" if entry.kind is Kind.DATE else "number"
        return [(f'AND({cell}<>"",NOT(ISNUMBER({cell})))', f"{name}not a {kind}")]
    return [(f"LEN({cell})>{longest}", f"{name}too long")]


def _check(book: Book, sheet: AutoHeightSheet, row: int, column: Column, checks: list[tuple[str, str]]) -> None:
    """Write the formula that says the first thing that is wrong in a row; Excel computes it when it opens the file."""
    formula = '""'
    for condition, words in reversed(checks):
        formula = f'IF({condition},"{words}",{formula})'
    book.put(sheet, row, column.index, None, book.formats(formats.COMPUTED, font_color=formats.RED))
    book.put_formula(sheet, row, column.index, f"={formula}", "")
