"""The rows of the submission: each is found by the heading of its group and its label, wherever rows were put in or moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from secor_xl.judgement.case import Place
from secor_xl.procedure.form import FORM
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.headers import Headers, find_headers, words
from secor_xl.workbook.reading.unread_cells import seen_in
from secor_xl.workbook.schema.fields import SUBMISSION
from secor_xl.workbook.schema.layout import (
    ACCOUNTS,
    HEADCOUNT_LABEL,
    HEADER_ROW,
    INPUT,
    LABEL,
    NEEDED,
    SUBMISSION_COLUMNS,
)
from secor_xl.workbook.schema.printed_words import ACCOUNTS_TITLE, HEADCOUNT_NEEDED, is_alike

if TYPE_CHECKING:
    from secor_xl.workbook.reading.row_facts import Problems
    from secor_xl.workbook.schema.fields import SchemaField
    from secor_xl.xlsx.sheet_values import SheetValues

    Key = tuple[str, str]

ENTRIES: dict[Key, SchemaField] = {
    (words(heading), words(entry.label)): entry for heading, entries in SUBMISSION for entry in entries
}
"""Each fact by the words of its heading and its label."""
FACT_LABELS = frozenset(label for _, label in ENTRIES)
HEADCOUNT, TITLE = words(HEADCOUNT_LABEL), words(ACCOUNTS_TITLE)


@dataclass(frozen=True, slots=True)
class SubmissionRows:
    """The rows of the submission; they count from the sheet's own first.

    Attributes:
        headers: the columns, and the row of their headers.
        end: the row where the table of accounts begins; one after the last row where there is none.
        facts: the row of each fact, by the words of heading and label.
        headings: the row of each heading, by its words.
        others: the rows of the head-count and of the title of the accounts, with what the form prints beside.
    """

    headers: Headers
    end: int
    facts: dict[Key, int]
    headings: dict[str, int]
    others: dict[int, str]


def submission_rows(sheet: SheetValues, problems: Problems, form: int = FORM) -> SubmissionRows:
    """Find the rows; what a version of the form has and is missing, changed, or there twice is a problem."""
    headers = find_headers(sheet, SUBMISSION_COLUMNS, HEADER_ROW - 1, problems, (LABEL.field, INPUT.field))
    end = _accounts_row(sheet)
    column = headers.columns.get(LABEL.field)
    if column is None:
        return SubmissionRows(headers, end, {}, {}, {})
    labels = {row: words(sheet.value(row, column)) for row in range(headers.row + 1, end)}
    groups = _groups(form)
    headings: dict[str, int] = {}
    for row, label in labels.items():
        if label in groups:
            headings.setdefault(label, row)
    begins = {row: heading for heading, row in headings.items()}
    lost = set()
    for group in [group for group in groups if group not in headings]:
        first = _first_row(labels, groups[group][1], begins)
        if first is None:
            lost.add(group)
        elif labels.get(first - 1) in FACT_LABELS or first - 1 not in labels:
            begins[first] = group
        else:
            headings[group] = first - 1
            begins[first - 1] = group
        problems.append(_heading_problem(sheet, column, groups[group][0], (first, group in headings)))
    by_key: dict[Key, list[int]] = {}
    group = ""
    for row, label in labels.items():
        group = begins.get(row, group)
        if headings.get(group) != row:
            by_key.setdefault((group, label), []).append(row)
    absent = {key for key, entry in ENTRIES.items() if key[0] in lost or entry.since > form}
    facts = _own_rows(sheet, headers, by_key, absent, problems)
    fixed = {HEADCOUNT: HEADCOUNT_NEEDED, TITLE: ""}
    others = {found[0]: fixed[label] for (_, label), found in by_key.items() if label in fixed}
    return SubmissionRows(headers, end, facts, headings, others)


@cache
def _groups(form: int) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each heading that a version of the form has, by its words, with the words of its labels."""
    labels = {
        heading: tuple(words(entry.label) for entry in entries if entry.since <= form)
        for heading, entries in SUBMISSION
    }
    return {words(heading): (heading, found) for heading, found in labels.items() if found}


def _accounts_row(sheet: SheetValues) -> int:
    headers = find_headers(sheet, ACCOUNTS.columns, ACCOUNTS.header_row - 1, [], ())
    # The header of the flags alone is also that of the facts.
    return headers.row if len(headers.places) > 1 else len(sheet.rows)


def _first_row(labels: dict[int, str], wanted: tuple[str, ...], begins: dict[int, str]) -> int | None:
    """Return the first row of a group without its heading: the row where its labels begin, in their order."""
    found = [
        row
        for row in labels
        if row - 1 not in begins and wanted == tuple(labels.get(row + number) for number in range(len(wanted)))
    ]
    return found[0] if len(found) == 1 else None


def _heading_problem(sheet: SheetValues, column: int, heading: str, found: tuple[int | None, bool]) -> CellProblem:
    """Describe a missing heading; ``found`` is the first row of its group and whether the heading has a row."""
    first, has_row = found
    if first is None:
        seen = f'the heading "{heading}" is missing, so nothing of its group could be read'
        return CellProblem(sheet.name, "", seen, f"Type {heading} again in the row above the labels of its group")
    cell = sheet.cell(first - has_row, column)
    if has_row:
        seen = f'{seen_in(sheet.value(first - 1, column))} is where the heading "{heading}" belongs'
        return CellProblem(sheet.name, cell, seen, f"Type {heading} there again", loses_a_fact=False)
    cure = f"Insert a row above it and type {heading} there"
    return CellProblem(sheet.name, cell, f'the heading "{heading}" above it is missing', cure, loses_a_fact=False)


def _own_rows(
    sheet: SheetValues, headers: Headers, by_key: dict[Key, list[int]], absent: set[Key], problems: Problems
) -> dict[Key, int]:
    """Find the row of each fact; of two rows with its label, the one with the form's printed advice.

    The rows of ``absent`` are not missed.
    """
    own: dict[Key, int] = {}
    column, of_labels = headers.column(NEEDED.field), headers.columns[LABEL.field]
    for key, entry in ENTRIES.items():
        found = by_key.get(key, [])
        printed = found
        if len(found) > 1:
            printed = [row for row in found if column is not None and is_alike(sheet.value(row, column), entry.needed)]
        if len(printed) == 1:
            own[key] = printed[0]
        if len(found) != 1 and key not in absent:
            cells = [sheet.cell(row, of_labels) for row in found]
            problems.append(_label_problem(sheet, entry, cells, sheet.cell(own[key], of_labels) if key in own else ""))
    return own


def _label_problem(sheet: SheetValues, entry: SchemaField, cells: list[str], own: str) -> CellProblem:
    place = Place(entry.section, entry.field)
    if not cells:
        seen = f"the row of {place} is missing, so it could not be read"
        cure = "Put its label back into the column of labels, below the heading of its group"
        return CellProblem(sheet.name, "", seen, cure, place)
    seen = f"the label of {place} is there more than once, in {', '.join(cells)}"
    if own:
        other = next(cell for cell in cells if cell != own)
        cure = f"Move what is entered beside {other} to the row of {own}, then clear the row of {other}"
        return CellProblem(sheet.name, other, f"{seen}; only the row of {own} is read", cure, place)
    cure = "Enter the fact in the form's own row, then clear the other row"
    return CellProblem(sheet.name, cells[0], f"{seen}, so it could not be read", cure, place)
