"""The single facts of the submission, from rows of values: found by the heading of their group and their label."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

from secor_xl.judgement.case import CellProblem, Place
from secor_xl.review.model import (
    Assessor,
    CaseFile,
    DataGathering,
    Employer,
    PreviousPlan,
    Profile,
    Reviewer,
    SignOff,
)
from secor_xl.workbook.facts import Input, Problems, converter, row_facts
from secor_xl.workbook.fields import SUBMISSION
from secor_xl.workbook.headers import Headers, find_headers, strays, words
from secor_xl.workbook.layout import ACCOUNTS, HEADCOUNT_LABEL, HEADER_ROW, INPUT, LABEL, SUBMISSION_COLUMNS
from secor_xl.workbook.values import Area

SECTIONS: dict[str, type] = {
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
HEADINGS = frozenset(words(heading) for heading, _ in SUBMISSION)


def submission_from(area: Area, problems: Problems) -> dict[str, Any]:
    """The single facts of the submission, by section: rows are found by group and label, below their header row."""
    headers = find_headers(
        area, SUBMISSION_COLUMNS, HEADER_ROW - 1 - area.first_row, problems, (LABEL.field, INPUT.field)
    )
    facts: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    if LABEL.field in headers.columns and INPUT.field in headers.columns:
        column = headers.columns[INPUT.field]
        end = _accounts_row(area)
        rows = _labelled_rows(area, headers, end)
        for label, section, inputs in _inputs(column):
            found = rows.pop(label, [])
            if len(found) != 1:
                problems.append(_label_problem(area, Place(section, inputs[0].field), headers, found))
            else:
                facts[section] |= row_facts(area, found[0], inputs, section, "", problems)
        width = max(map(len, area.rows[:end]), default=0)
        beside = [index for index in range(width) if index not in headers.known]
        problems += strays(area, product(range(headers.row, end), beside), "beside the form")
        unread = (row for (_, label), found in rows.items() for row in found if label != words(HEADCOUNT_LABEL))
        problems += strays(area, ((row, column) for row in unread), "beside a label that is not the form's own")
    return {section: SECTIONS[section](**known) for section, known in facts.items()}


@cache
def _inputs(column: int) -> tuple[tuple[tuple[str, str], str, tuple[Input]], ...]:
    """The words of heading and label of each fact, its section, and where in the row it is."""
    return tuple(
        ((words(heading), words(entry.label)), entry.section, (Input(entry.field, column, converter(entry)),))
        for heading, entries in SUBMISSION
        for entry in entries
    )


def _accounts_row(area: Area) -> int:
    """The row where the table of accounts begins; one after the last row where the area does not hold it."""
    wanted = {words(column.header) for column in ACCOUNTS.inputs}
    for row in range(len(area.rows) - 1, -1, -1):
        if wanted <= {words(value) for value in area.rows[row]}:
            return row
    return len(area.rows)


def _labelled_rows(area: Area, headers: Headers, end: int) -> dict[tuple[str, str], list[int]]:
    """The rows by group heading and label; a heading itself counts as a row with an empty label."""
    rows: dict[tuple[str, str], list[int]] = {}
    group = ""
    for row in range(headers.row + 1, end):
        label = words(area.value(row, headers.columns[LABEL.field]))
        if label in HEADINGS:
            group, label = label, ""
        rows.setdefault((group, label), []).append(row)
    return rows


def _label_problem(area: Area, place: Place, headers: Headers, found: list[int]) -> CellProblem:
    if found:
        where = ", ".join(area.cell(row, headers.columns[LABEL.field]) for row in found)
        seen = f"the label of {place} is there more than once, in {where}"
        cure = "Keep the form's own row and take the others out"
    else:
        seen = f"the row of {place} is missing, so it could not be read"
        cure = "Put its label back into the column of labels, below the heading of its group"
    return CellProblem(area.sheet, "", seen, cure, place)
