"""The lists of a review, from rows of values: accounts, questions, action plan, correction rounds, letters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from secor_xl.judgement.case import CellProblem, Place
from secor_xl.review.model import Account, ActionItem, CorrectionRound, LetterRecord, QuestionReview
from secor_xl.text import cleaned, is_blank, without_invisible
from secor_xl.workbook.cells import as_question_ids
from secor_xl.workbook.facts import Convert, Input, Problems, converter, row_facts
from secor_xl.workbook.headers import Headers, find_headers, strays
from secor_xl.workbook.layout import ACCOUNTS, ACTION_PLAN, LETTERS, QUESTIONS, ROUNDS
from secor_xl.workbook.values import Area

if TYPE_CHECKING:
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.workbook.geometry import Table


def accounts_from(area: Area, problems: Problems) -> tuple[Account, ...]:
    """The WCB accounts."""
    return _numbered(area, ACCOUNTS, Account, {}, problems)


def action_plan_from(area: Area, instrument: Instrument, problems: Problems) -> tuple[ActionItem, ...]:
    """The items of the action plan."""
    known = {question_id.casefold(): question_id for question_id in instrument.by_id}
    own: dict[str, Convert] = {"question_ids": partial(as_question_ids, known=known)}
    return _numbered(area, ACTION_PLAN, ActionItem, own, problems)


def rounds_from(area: Area, problems: Problems) -> tuple[CorrectionRound, ...]:
    """The correction rounds."""
    return _numbered(area, ROUNDS, CorrectionRound, {}, problems)


def letters_from(area: Area, problems: Problems) -> tuple[LetterRecord, ...]:
    """The letters that were made."""
    return _numbered(area, LETTERS, LetterRecord, {}, problems)


def entry_cells(area: Area, table: Table, number: int) -> dict[str, str]:
    """The cell of each fact of a list's entry, its columns found by their headers; without those that are missing."""
    headers = _table_headers(area, table, [])
    row = headers.row + number
    known = {column.field for column in table.inputs}
    return {field: area.cell(row, column) for field, column in headers.columns.items() if field in known}


def _numbered(area: Area, table: Table, kind: type, own: dict[str, Convert], problems: Problems) -> tuple[Any, ...]:
    """One record for each row up to the last one that holds something; a blank row between keeps its number."""
    headers = _table_headers(area, table, problems)
    inputs = _inputs(table, headers, own)
    first, end = headers.row + 1, headers.row + 1 + table.capacity
    last = _last_filled(area, range(first, min(end, len(area.rows))), [each.column for each in inputs])
    problems += _outside(area, headers, end, f"below the {table.capacity} rows of the table or beside it")
    return tuple(
        kind(**row_facts(area, row, inputs, table.section, str(row - headers.row), problems))
        for row in range(first, first if last is None else last + 1)
    )


def _last_filled(area: Area, rows: range, columns: list[int]) -> int | None:
    """The last of the rows that holds something in one of the columns."""
    leftmost = min(columns, default=0)
    for row in reversed(rows):
        # Most rows end before the first input.
        if len(area.rows[row]) > leftmost and not all(is_blank(area.value(row, column)) for column in columns):
            return row
    return None


def _table_headers(area: Area, table: Table, problems: Problems) -> Headers:
    needed = [column.field for column in table.inputs]
    return find_headers(area, table.columns, table.header_row - 1 - area.first_row, problems, needed)


def _inputs(table: Table, headers: Headers, own: dict[str, Convert]) -> list[Input]:
    """The inputs whose headers were found."""
    return [
        Input(column.field, headers.columns[column.field], own.get(column.field) or converter(column.entry))
        for column in table.columns
        if column.entry is not None and column.field in headers.columns
    ]


def _outside(area: Area, headers: Headers, end: int, where: str) -> Problems:
    """What stands below the table, or beside it in a column without a header of ours."""
    width = max(map(len, area.rows), default=0)
    beside = [column for column in range(width) if column not in headers.known]
    cells_outside = (
        (row, column)
        for row in range(headers.row, len(area.rows))
        for column in (beside if row < end else range(width))
    )
    return strays(area, cells_outside, where)


def questions_from(area: Area, instrument: Instrument, problems: Problems) -> tuple[QuestionReview, ...]:
    """One record for each question of the instrument, in its order; rows are found by the question's id."""
    headers = _table_headers(area, QUESTIONS, problems)
    expected = tuple(instrument.by_id)
    rows = _question_rows(area, headers, expected, problems)
    inputs = _inputs(QUESTIONS, headers, {})
    end = max(headers.row + len(expected), *rows.values(), 0) + 1
    problems += _outside(area, headers, end, "below the questions or beside them")
    return tuple(
        QuestionReview(
            question_id,
            **row_facts(area, rows[question_id], inputs, QUESTIONS.section, question_id, problems),
        )
        if question_id in rows
        else QuestionReview(question_id)
        for question_id in expected
    )


def _question_rows(area: Area, headers: Headers, expected: tuple[str, ...], problems: Problems) -> dict[str, int]:
    """The row of each question that has one; rows that were moved or put in between do no harm."""
    column = headers.columns.get("question_id")
    if column is None:
        seen = "the column of question ids is missing, so no question could be read"
        cure = f'Put the header "{QUESTIONS.column("question_id").header}" back above the ids of the questions'
        problems.append(CellProblem(area.sheet, "", seen, cure))
        return {}
    known = set(expected)
    rows: dict[str, int] = {}
    others: dict[int, str] = {}
    for row in range(headers.row + 1, len(area.rows)):
        value = area.value(row, column)
        found = "" if value is None else cleaned(without_invisible(str(value)))
        if found in known and found not in rows:
            rows[found] = row
        elif found and row <= headers.row + len(expected):
            others[row] = found
    if list(rows) != [question_id for question_id in expected if question_id in rows]:
        seen = "the questions are in another order than the form has them"
        problems.append(CellProblem(area.sheet, "", seen, "Undo the sorting", loses_a_fact=False))
    problems += _id_problems(area, (headers.row + 1, column), expected, rows, others)
    return rows


def _id_problems(
    area: Area, first: tuple[int, int], expected: tuple[str, ...], rows: dict[str, int], others: dict[int, str]
) -> Problems:
    """A problem for each question without a row, and for each other text among the ids."""
    problems: Problems = []
    taken = set(rows.values())
    for row, question_id in enumerate(expected, first[0]):
        other = others.get(row)
        if question_id in rows and not other:
            continue
        cell, place = area.cell(row, first[1]), Place("questions", "", question_id)
        if question_id not in rows and row not in taken:
            seen = (
                f'"{other}" stands where the question id {question_id} was'
                if other
                else f"the id {question_id} is gone"
            )
            cure = f"Type {question_id} there again; nothing of this row could be read"
            problems.append(CellProblem(area.sheet, cell, seen, cure, place))
        elif question_id not in rows:
            seen, cure = f"question {question_id} has no row", "Put its row back"
            problems.append(CellProblem(area.sheet, "", seen, cure, place))
        if other and question_id in rows:
            seen, cure = f'"{other}" stands among the question ids, but no question needs this row', "Take the row out"
            problems.append(CellProblem(area.sheet, cell, seen, cure))
    return problems
