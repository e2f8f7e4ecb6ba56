"""From rows of values to the parts of a review.

Where the rows come from does not matter here: a sheet of a file, or the range that an in-cell function was given. Each
function takes an area with its header row and adds what it cannot read to ``problems``; it never raises.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from secor_xl.judgement.case import CellProblem, Place
from secor_xl.review.model import (
    Account,
    ActionItem,
    Assessor,
    CaseFile,
    CorrectionRound,
    DataGathering,
    Employer,
    FormIdentity,
    PreviousPlan,
    Profile,
    QuestionReview,
    Reviewer,
    SignOff,
)
from secor_xl.workbook import cells
from secor_xl.workbook.fields import SUBMISSION, Entry, Kind
from secor_xl.workbook.headers import Headers, find_headers, strays, words
from secor_xl.workbook.layout import (
    ACCOUNTS,
    ACTION_PLAN,
    HEADCOUNT_ROW,
    HEADER_ROW,
    INPUT,
    LABEL,
    QUESTIONS,
    ROUNDS,
    SUBMISSION_COLUMNS,
)
from secor_xl.workbook.values import Area, CellValue, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secor_xl.procedure.instrument import Instrument
    from secor_xl.workbook.geometry import Table

Convert: TypeAlias = Callable[[CellValue], Any]
Problems: TypeAlias = list[CellProblem]

SECTIONS: dict[str, type] = {
    "form": FormIdentity,
    "case": CaseFile,
    "employer": Employer,
    "assessor": Assessor,
    "data_gathering": DataGathering,
    "profile": Profile,
    "assessor_sign_off": SignOff,
    "employer_sign_off": SignOff,
    "reviewer": Reviewer,
    "previous_plan": PreviousPlan,
}

# Texts that are made of digits: typed as numbers they lose their leading zeros.
CODES = {
    ("case", "reference"),
    ("case", "certificate_number"),
    ("employer", "postal_code"),
    ("employer", "phone"),
    ("employer", "fax"),
    ("assessor", "phone"),
    ("accounts", "number"),
    ("accounts", "industry_code"),
}

CONVERTERS: dict[Kind, Convert] = {
    Kind.DATE: cells.as_date,
    Kind.WHOLE_NUMBER: cells.as_whole_number,
    Kind.POINTS: cells.as_points,
    Kind.QUESTION_IDS: partial(cells.as_question_ids, known={}),
}


@cache
def converter(entry: Entry) -> Convert:
    """The function that makes the entry's fact of what a cell holds."""
    if entry.kind is Kind.CHOICE and entry.choices is not None:
        return partial(cells.as_choice, kind=entry.choices)
    if (entry.section, entry.field) in CODES:
        return cells.as_code
    return CONVERTERS.get(entry.kind, cells.as_text)


@dataclass(frozen=True, slots=True)
class Input:
    """Where the fact of one field is in each row, and what makes it of the cell."""

    field: str
    column: int
    convert: Convert


def row_facts(area: Area, row: int, inputs: Iterable[Input], entry: Place, problems: Problems) -> dict[str, Any]:
    """The facts in one row; what is blank or unfit is left out, so that the model's own default holds."""
    facts = {}
    values = area.rows[row] if row < len(area.rows) else []
    for each in inputs:
        value = values[each.column] if each.column < len(values) else None
        if value is not None:
            fact = each.convert(value)
            if isinstance(fact, cells.Unfit):
                place = Place(entry.section, each.field, entry.item)
                cell = area.cell(row, each.column)
                problems.append(CellProblem(area.sheet, cell, fact.seen, fact.allowed, place))
            elif fact is not None:
                facts[each.field] = fact
    return facts


# ------------------------------------------------------------------------------------------------------------ the submission


def submission_from(area: Area, problems: Problems) -> dict[str, Any]:
    """The single facts of the submission, by section: rows are found by group and label, below their header row."""
    headers = find_headers(
        area, SUBMISSION_COLUMNS, HEADER_ROW - 1 - area.first_row, problems, (LABEL.field, INPUT.field)
    )
    facts: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS if section != "form"}
    if LABEL.field in headers.columns and INPUT.field in headers.columns:
        column = headers.columns[INPUT.field]
        end = _accounts_row(area)
        rows = _labelled_rows(area, headers, end)
        for heading, entries in SUBMISSION:
            for entry in entries:
                place = Place(entry.section, entry.field)
                found = rows.pop((words(heading), words(entry.label)), [])
                if len(found) != 1:
                    problems.append(_label_problem(area, place, headers, found))
                else:
                    only = Input(entry.field, column, converter(entry))
                    facts[entry.section] |= row_facts(area, found[0], [only], place, problems)
        width = max(map(len, area.rows[:end]), default=0)
        beside = [index for index in range(width) if index not in headers.known]
        problems += strays(area, product(range(headers.row, end), beside), "beside the form")
        headcount = HEADCOUNT_ROW - 1 - area.first_row
        unread = (row for found in rows.values() for row in found if row != headcount)
        problems += strays(area, ((row, column) for row in unread), "beside a label that is not the form's own")
    return {section: SECTIONS[section](**known) for section, known in facts.items()}


def _accounts_row(area: Area) -> int:
    """The row where the table of accounts begins; one after the last row where the area does not hold it."""
    wanted = {words(column.header) for column in ACCOUNTS.columns}
    for row in range(len(area.rows) - 1, -1, -1):
        if wanted <= {words(value) for value in area.rows[row]}:
            return row
    return len(area.rows)


def _labelled_rows(area: Area, headers: Headers, end: int) -> dict[tuple[str, str], list[int]]:
    """The rows by group heading and label; a row without a label counts to its group as one with an empty label."""
    headings = {words(heading) for heading, _ in SUBMISSION}
    rows: dict[tuple[str, str], list[int]] = {}
    group = ""
    for row in range(headers.row + 1, end):
        label = words(area.value(row, headers.columns[LABEL.field]))
        if label in headings:
            group = label
        else:
            rows.setdefault((group, label), []).append(row)
    return rows


def _label_problem(area: Area, place: Place, headers: Headers, found: list[int]) -> CellProblem:
    if found:
        where = ", ".join(area.cell(row, headers.columns[LABEL.field]) for row in found)
        seen, cure = (
            f"the label of {place} is there more than once, in {where}",
            "Keep the form's own row and take the others out",
        )
    else:
        seen = f"the row of {place} is missing, so it could not be read"
        cure = "Put its label back into the column of labels, below the heading of its group"
    return CellProblem(area.sheet, "", seen, cure, place)


# -------------------------------------------------------------------------------------------------------- numbered lists


def accounts_from(area: Area, problems: Problems) -> tuple[Account, ...]:
    """The WCB accounts."""
    return _numbered(area, ACCOUNTS, Account, {}, problems)


def action_plan_from(area: Area, instrument: Instrument, problems: Problems) -> tuple[ActionItem, ...]:
    """The items of the action plan."""
    known = {question_id.casefold(): question_id for question_id in instrument.by_id}
    own: dict[str, Convert] = {"question_ids": partial(cells.as_question_ids, known=known)}
    return _numbered(area, ACTION_PLAN, ActionItem, own, problems)


def rounds_from(area: Area, problems: Problems) -> tuple[CorrectionRound, ...]:
    """The correction rounds."""
    return _numbered(area, ROUNDS, CorrectionRound, {}, problems)


def _numbered(area: Area, table: Table, kind: type, own: dict[str, Convert], problems: Problems) -> tuple[Any, ...]:
    """One record for each row up to the last one that holds something; a blank row between keeps its number."""
    headers = _table_headers(area, table, problems)
    inputs = _inputs(table, headers, own)
    first, end = headers.row + 1, headers.row + 1 + table.capacity
    columns = {each.column for each in inputs}
    last = headers.row
    for row in range(first, min(end, len(area.rows))):
        if any(column in columns and not is_blank(value) for column, value in enumerate(area.rows[row])):
            last = row
    problems += _outside(area, headers, end, f"below the {table.capacity} rows of the table or beside it")
    return tuple(
        kind(**row_facts(area, row, inputs, Place(table.section, "", str(row - headers.row)), problems))
        for row in range(first, last + 1)
    )


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


# ----------------------------------------------------------------------------------------------------------- questions


def questions_from(area: Area, instrument: Instrument, problems: Problems) -> tuple[QuestionReview, ...]:
    """One record for each question of the instrument, in its order; rows are found by the question's id."""
    headers = _table_headers(area, QUESTIONS, problems)
    expected = tuple(instrument.by_id)
    end = headers.row + 1 + len(expected)
    rows = _question_rows(area, headers, expected, problems)
    inputs = _inputs(QUESTIONS, headers, {})
    problems += _outside(area, headers, end, "below the questions or beside them")
    return tuple(
        QuestionReview(
            question_id,
            **row_facts(area, rows[question_id], inputs, Place("questions", "", question_id), problems),
        )
        if question_id in rows
        else QuestionReview(question_id)
        for question_id in expected
    )


def _question_rows(area: Area, headers: Headers, expected: tuple[str, ...], problems: Problems) -> dict[str, int]:
    """The row of each question, with a problem for whatever is not as the form has it."""
    column = headers.columns.get("question_id")
    if column is None:
        cure = f'Put the header "{QUESTIONS.column("question_id").header}" back above the ids of the questions'
        problems.append(
            CellProblem(area.sheet, "", "the column of question ids is missing, so no question could be read", cure)
        )
        return {}
    rows: dict[str, int] = {}
    known, named = set(expected), set()
    for row, wanted in enumerate(expected, headers.row + 1):
        value = area.value(row, column)
        found = value.strip() if isinstance(value, str) else ""
        if found in known and found not in rows:
            rows[found] = row
            continue
        named.add(wanted)
        seen = (
            f'the question id is "{found}" where {wanted} is expected' if found else f"the question id {wanted} is gone"
        )
        cure = f"Type {wanted} there again; nothing of this row could be read"
        problems.append(CellProblem(area.sheet, area.cell(row, column), seen, cure, Place("questions", "", wanted)))
    if list(rows) != [question_id for question_id in expected if question_id in rows]:
        seen = "the questions are in another order than the form has them"
        problems.append(CellProblem(area.sheet, "", seen, "Undo the sorting"))
    problems.extend(
        CellProblem(area.sheet, "", f"question {gone} has no row", "Put its row back", Place("questions", "", gone))
        for gone in expected
        if gone not in rows and gone not in named
    )
    return rows
