"""The lists of a review, from rows of values: accounts, questions, action plan, correction rounds, letters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from secor_xl.judgement.case import Place
from secor_xl.procedure.form import FORM
from secor_xl.review.model import RECORD_TYPES, QuestionReview
from secor_xl.text import cleaned, is_blank, without_invisible
from secor_xl.workbook.reading.cell_parsing import as_question_ids
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.headers import Headers, find_headers, words
from secor_xl.workbook.reading.row_facts import Input, Problems, converter, row_facts
from secor_xl.workbook.reading.unread_cells import (
    COMPUTED_AGAIN,
    filled_cells,
    shown,
    typed_above,
    typed_over_computed,
    unread_around,
    unread_problems,
)
from secor_xl.workbook.schema.layout import ACCOUNTS, QUESTIONS
from secor_xl.workbook.schema.printed_words import PRINTED, is_alike, is_printed, printed_questions
from secor_xl.xlsx.sheet_values import CellValue, SheetValues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from secor_xl.procedure.instrument import Instrument
    from secor_xl.workbook.schema.geometry import SheetTable

# Of what the row of a question prints, the words that may differ between versions.
REWORDED = ("evidence", "points_allowed")


def entry_cells(sheet: SheetValues, table: SheetTable, number: int) -> dict[str, str]:
    """Return the cell of each fact of a list's entry; facts whose header is missing are left out."""
    headers = table_headers(sheet, table, [])
    row = headers.row + number
    known = {column.field for column in table.inputs}
    return {field: sheet.cell(row, column) for field, column in headers.columns.items() if field in known}


def list_from(
    sheet: SheetValues, table: SheetTable, problems: Problems, form: int = FORM, ids: Iterable[str] = ()
) -> tuple[Any, ...]:
    """Read one record for each row of a list up to the last filled one; a blank row between keeps its number.

    Args:
        sheet: the sheet of the list.
        table: any table but that of the questions.
        problems: takes the problems.
        form: the version of the form.
        ids: the ids of the questions, for the lists that name some.
    """
    headers = table_headers(sheet, table, problems, form)
    inputs = inputs_of(table, headers, ids)
    first, end = headers.row + 1, headers.row + 1 + table.capacity
    rows = range(first, min(end, len(sheet.rows)))
    last = _last_filled(sheet, rows, [each.column for each in inputs])
    outside = unread_around(sheet, headers, rows)
    if table is not ACCOUNTS:
        problems += typed_above(sheet, headers)
        number = headers.column("number")
        if number is not None:
            # The numbers that the form prints may have moved below the table with the rows.
            outside = (cell for cell in outside if cell[1] != number)
            over = _unnumbered(sheet, number, headers.row, table.capacity)
            problems += unread_problems(sheet, over, "in the column of numbers", COMPUTED_AGAIN)
    problems += unread_problems(sheet, outside, f"below the {table.capacity} rows of the table or beside it")
    problems += unread_problems(
        sheet, typed_over_computed(sheet, headers, rows), "over a computed cell", COMPUTED_AGAIN
    )
    return tuple(
        RECORD_TYPES[table.section](**row_facts(sheet, row, inputs, table.section, str(row - headers.row), problems))
        for row in range(first, first if last is None else last + 1)
    )


def _unnumbered(sheet: SheetValues, column: int, above: int, most: int) -> Iterator[tuple[int, int]]:
    """Find the cells in the column of numbers that have anything else; inserted or sorted rows are allowed."""
    wanted: set[CellValue] = set(range(1, most + 1))
    for row in range(above + 1, len(sheet.rows)):
        values = sheet.rows[row]
        if column >= len(values) or (value := values[column]) is None:
            continue
        if value in wanted:
            wanted.discard(value)
        else:
            yield row, column


def _last_filled(sheet: SheetValues, rows: range, columns: list[int]) -> int | None:
    """Return the last row that is filled in one of the columns."""
    leftmost = min(columns, default=0)
    for row in reversed(rows):
        # Most rows end before the first input.
        if len(sheet.rows[row]) > leftmost and not all(is_blank(sheet.value(row, column)) for column in columns):
            return row
    return None


def table_headers(sheet: SheetValues, table: SheetTable, problems: Problems, form: int = FORM) -> Headers:
    """Find the headers of a table; those that a version of the form has are needed."""
    columns = table.columns_of(form)
    needed = [column.field for column in columns if column.entry]
    return find_headers(sheet, columns, table.header_row - 1, problems, needed)


def inputs_of(table: SheetTable, headers: Headers, ids: Iterable[str] = ()) -> list[Input]:
    """Return the inputs whose headers were found; ``ids`` are those of the questions."""
    own = {"question_ids": partial(as_question_ids, known={each.casefold(): each for each in ids})}
    return [
        Input(column.field, headers.columns[column.field], own.get(column.field) or converter(column.entry))
        for column in table.columns
        if column.entry is not None and column.field in headers.columns
    ]


def questions_from(
    sheet: SheetValues, instrument: Instrument, problems: Problems, form: int = FORM
) -> tuple[QuestionReview, ...]:
    """Read one record for each question, in the instrument's order; rows are found by question id."""
    headers = table_headers(sheet, QUESTIONS, problems, form)
    problems += typed_above(sheet, headers)
    rows, others = question_rows(sheet, headers, instrument, problems)
    inputs = inputs_of(QUESTIONS, headers)
    taken = {*rows.values(), *others}
    problems += unread_problems(
        sheet, unread_around(sheet, headers, taken), "below the questions, between them or beside them"
    )
    problems += unread_problems(
        sheet, _over_printed(sheet, headers, rows, instrument), "over the form's own words", COMPUTED_AGAIN
    )
    problems += unread_problems(
        sheet, typed_over_computed(sheet, headers, rows.values()), "over a computed cell", COMPUTED_AGAIN
    )
    return tuple(
        QuestionReview(
            question_id,
            **row_facts(sheet, rows[question_id], inputs, QUESTIONS.section, question_id, problems),
        )
        if question_id in rows
        else QuestionReview(question_id)
        for question_id in instrument.by_id
    )


def _over_printed(
    sheet: SheetValues, headers: Headers, rows: dict[str, int], instrument: Instrument
) -> Iterator[tuple[int, int]]:
    """Find the cells with other words than the form prints; blank ones are allowed."""
    columns = [headers.column(field) for field in PRINTED]
    printed = printed_questions(instrument)
    first = QUESTIONS.column(PRINTED[0]).index - 1
    in_place = columns == list(range(first, first + len(PRINTED)))
    for question_id, row in rows.items():
        values, own = sheet.rows[row], printed[question_id]
        if in_place and values[first : first + len(PRINTED)] == own:
            continue
        for field, column, text in zip(PRINTED, columns, own, strict=True):
            value = None if column is None or field == "question_id" else sheet.value(row, column)
            if value is None or is_printed(value, text) or (field in REWORDED and is_alike(value, str(text))):
                continue
            yield row, column or 0


def question_rows(
    sheet: SheetValues, headers: Headers, instrument: Instrument, problems: Problems
) -> tuple[dict[str, int], set[int]]:
    """Find the row of each question, and the other rows that have a problem."""
    column = headers.columns.get("question_id")
    if column is None:
        changed = headers.changed.get("question_id")
        if changed is None or is_blank(sheet.value(headers.row, changed)):
            seen = "the column of question ids is missing, so no question could be read"
            cure = f'Put the header "{QUESTIONS.column("question_id").header}" back above the ids of the questions'
            problems.append(CellProblem(sheet.name, "", seen, cure))
        return {}, set(range(headers.row + 1, len(sheet.rows)))
    by_id: dict[str, list[int]] = {}
    for row in range(headers.row + 1, len(sheet.rows)):
        value = sheet.value(row, column)
        if value is not None:
            written = str(value)
            known = written if written in instrument.by_id else cleaned(without_invisible(written))
            by_id.setdefault(known, []).append(row)
    rows = {question_id: by_id[question_id][0] for question_id in instrument.by_id if question_id in by_id}
    told: set[int] = set()
    if len(rows) != len(instrument.by_id) or len(rows) != sum(map(len, by_id.values())):
        told = _odd_ids(sheet, headers, instrument, (by_id, rows), problems)
    if list(rows.values()) != sorted(rows.values()):
        seen = "the questions are in another order than the form has them"
        problems.append(CellProblem(sheet.name, "", seen, "Undo the sorting", loses_a_fact=False))
    return rows, told


def _odd_ids(
    sheet: SheetValues,
    headers: Headers,
    instrument: Instrument,
    found: tuple[dict[str, list[int]], dict[str, int]],
    problems: Problems,
) -> set[int]:
    """Find the form's own row of each question by its printed text; returns the other rows that a problem is about."""
    by_id, rows = found
    column, text = headers.columns["question_id"], headers.column("text")
    printed = {words(question.text): question.id for question in instrument.questions}
    whose = {
        row: printed.get(words(sheet.value(row, text))) if text is not None else None
        for row in range(headers.row + 1, len(sheet.rows))
    }
    for question_id in rows:
        both = by_id[question_id]
        rows[question_id] = min(both, key=lambda row, own=question_id: (whose[row] != own, whose[row] is not None, row))  # type: ignore[misc]
    told: set[int] = set()
    for expected, question_id in enumerate(instrument.by_id, headers.row + 1):
        if question_id in rows:
            continue
        own = [row for row in whose if whose[row] == question_id and row not in rows.values()]
        if not own and whose.get(expected, "") is None and expected not in rows.values() and sheet.rows[expected]:
            own = [expected]
        problems.append(_id_problem(sheet, own[0] if own else None, column, question_id))
        told.update(own[:1])
    for question_id, row in rows.items():
        second = [other for other in by_id[question_id] if other != row and other not in told]
        problems += [_second_row(sheet, column, question_id, (other, row)) for other in second]
        told.update(second)
    return told


def _id_problem(sheet: SheetValues, row: int | None, column: int, question_id: str) -> CellProblem:
    """Describe a question's id that is not found."""
    place = Place("questions", "", question_id)
    if row is None:
        seen = f"question {question_id} has no row"
        cure = f"Insert a row, type {question_id} in the column of ids and enter there what an earlier copy of the file has"
        return CellProblem(sheet.name, "", seen, cure, place)
    other = sheet.value(row, column)
    seen = (
        f"the id {question_id} is gone" if is_blank(other) else f"{shown(other)} is where the id {question_id} belongs"
    )
    cure = f"Type {question_id} there again; nothing of this row could be read"
    return CellProblem(sheet.name, sheet.cell(row, column), seen, cure, place)


def _second_row(sheet: SheetValues, column: int, question_id: str, rows: tuple[int, int]) -> CellProblem:
    """Describe a second row with the same question id."""
    other, own = (row + 1 for row in rows)
    filled = filled_cells(sheet, ((rows[0], each) for each in range(len(sheet.rows[rows[0]]))))
    seen = f"row {other} is a second row of question {question_id}; only row {own} is read, and not {filled}"
    cure = f"Move what is entered in row {other} to row {own}, then clear row {other}"
    return CellProblem(sheet.name, sheet.cell(rows[0], column), seen, cure, Place("questions", "", question_id))
