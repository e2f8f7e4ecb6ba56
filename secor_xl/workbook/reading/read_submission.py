"""The single facts of the submission, from rows of values: found by the heading of their group and their label."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from secor_xl.procedure.form import FORM
from secor_xl.review.model import RECORD_TYPES
from secor_xl.workbook.reading.row_facts import Input, Problems, converter, row_facts
from secor_xl.workbook.reading.submission_rows import ENTRIES, SubmissionRows, submission_rows
from secor_xl.workbook.reading.unread_cells import (
    COMPUTED_AGAIN,
    is_error,
    is_flags,
    typed_above,
    typed_over_computed,
    unread_around,
    unread_problems,
)
from secor_xl.workbook.schema.layout import INPUT, LABEL, NEEDED
from secor_xl.workbook.schema.printed_words import HEADCOUNT_NEEDED, is_alike

if TYPE_CHECKING:
    from secor_xl.xlsx.sheet_values import SheetValues

SECTIONS = {entry.section: RECORD_TYPES[entry.section] for entry in ENTRIES.values()}
"""The sections with single facts, each with the class of its record."""


def submission_from(sheet: SheetValues, problems: Problems, form: int = FORM) -> dict[str, Any]:
    """Read the single facts of the submission, by section."""
    rows = submission_rows(sheet, problems, form)
    facts: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    column = rows.headers.columns.get(INPUT.field)
    if column is not None:
        for key, section, inputs in _inputs(column):
            if key in rows.facts:
                facts[section] |= row_facts(sheet, rows.facts[key], inputs, section, "", problems)
    problems += typed_above(sheet, rows.headers)
    if LABEL.field in rows.headers.columns:
        _tell_unread(sheet, rows, problems)
    return {section: SECTIONS[section](**known) for section, known in facts.items()}


@cache
def _inputs(column: int) -> tuple[tuple[tuple[str, str], str, tuple[Input]], ...]:
    """Return for each fact the words of heading and label, its section, and its input."""
    return tuple(
        (key, entry.section, (Input(entry.field, column, converter(entry)),)) for key, entry in ENTRIES.items()
    )


def _tell_unread(sheet: SheetValues, rows: SubmissionRows, problems: Problems) -> None:
    """Tell what is typed above the table of accounts where nothing is read."""
    headers = rows.headers
    entry, flags, needed = (headers.column(field) for field in (INPUT.field, "flags", NEEDED.field))
    printed = {row: ENTRIES[key].needed for key, row in rows.facts.items()} | rows.others
    fixed = [*rows.headings.values(), *rows.others]
    cells = [
        *unread_around(sheet, headers, {*printed, *fixed}, rows.end),
        *((row, entry) for row in fixed if entry is not None),
    ]
    # Python computes all people together; workbooks of earlier builds have the number in the column of flags.
    people = {(row, column) for row, own in rows.others.items() for column in (entry, flags) if own == HEADCOUNT_NEEDED}

    def is_computed(cell: tuple[int, int]) -> bool:
        """Whether a cell has what Python may show in it; the flags of the rows between the facts are computed too."""
        value = sheet.value(*cell)
        shows = is_error(value) or cell in sheet.formulas or (cell in people and isinstance(value, int | float))
        return (shows or is_flags(value)) and (cell in people or cell[1] == flags)

    outside = (cell for cell in cells if not is_computed(cell))
    problems += unread_problems(sheet, outside, "outside of the form, or beside a label that is not the form's own")
    if needed is not None:
        other = [row for row, own in printed.items() if not is_alike(sheet.value(row, needed), own)]
        other += rows.headings.values()
        problems += unread_problems(
            sheet, ((row, needed) for row in other), "over the form's own words", COMPUTED_AGAIN
        )
    computed = (cell for cell in typed_over_computed(sheet, headers, {*printed, *fixed}) if not is_computed(cell))
    problems += unread_problems(sheet, computed, "over a computed cell", COMPUTED_AGAIN)
