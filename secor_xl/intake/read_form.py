"""Read an assessor's form: rows and columns are found by their words, as in a review workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from secor_xl.intake.form_layout import (
    ANSWER,
    CHECK,
    DETAIL_COLUMNS,
    FEEDBACK,
    FORM_ACCOUNTS,
    FORM_PLAN,
    FORM_QUESTIONS,
    GROUPS,
    ITEM,
)
from secor_xl.intake.submission import Submission
from secor_xl.review.model import Account, ActionItem, QuestionReview, Review
from secor_xl.text import cleaned, is_blank, without_invisible
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.headers import find_headers, words
from secor_xl.workbook.reading.read_review import carried_instrument, form_identity_of
from secor_xl.workbook.reading.read_submission import SECTIONS
from secor_xl.workbook.reading.read_tables import inputs_of, table_headers
from secor_xl.workbook.reading.row_facts import Input, converter, row_facts
from secor_xl.workbook.reading.submission_rows import ENTRIES
from secor_xl.workbook.schema.layout import (
    FORM_ID_CELL,
    FORM_SHEET,
    HEADER_ROW,
    INPUT,
    LABEL,
    SUBMISSION_SHEET,
)
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.sheet_values import SheetValues

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secor_xl.workbook.reading.headers import Headers
    from secor_xl.workbook.reading.row_facts import Problems
    from secor_xl.workbook.schema.geometry import SheetTable
    from secor_xl.xlsx.guard import GuardedPackage

HEADINGS = frozenset(words(heading) for heading, _ in GROUPS)


def form_id_of(package: GuardedPackage) -> str:
    """Return the kind of form on the hidden sheet of a workbook; empty where it has none. Raises ``UnreadableWorkbook``."""
    form = read_sheets(package, (FORM_SHEET,)).get(FORM_SHEET)
    return str(form.at(FORM_ID_CELL) or "") if form else ""


def read_form(package: GuardedPackage) -> Submission:
    """Read a form; a value that cannot be read is a problem of the submission.

    Raises:
        UnreadableWorkbook: the instrument that the form carries is damaged, or a later version made the form.
    """
    names = (FORM_SHEET, SUBMISSION_SHEET, FORM_QUESTIONS.sheet, FORM_PLAN.sheet, FEEDBACK.sheet)
    sheets = read_sheets(package, names)
    form = sheets[FORM_SHEET]
    instrument = carried_instrument(package.refuse, form, form_identity_of(package.refuse, form))
    problems: Problems = []

    def sheet_of(name: str) -> SheetValues:
        if name not in sheets:
            seen = "there is no sheet of this name, so nothing of it could be read"
            problems.append(CellProblem(name, "", seen, "Give the sheet its name again, or ask for a new form"))
        return sheets[name] if name in sheets else SheetValues(name, [])

    submission = sheet_of(SUBMISSION_SHEET)
    facts: dict[str, Any] = _details(submission, problems)
    facts["accounts"] = tuple(Account(**entry) for entry in _entries(submission, FORM_ACCOUNTS, problems))
    answered = _answered(sheet_of(FORM_QUESTIONS.sheet), tuple(instrument.by_id), problems)
    facts["questions"] = tuple(QuestionReview(each, **answered.get(each, {})) for each in instrument.by_id)
    plan = _entries(sheet_of(FORM_PLAN.sheet), FORM_PLAN, problems, instrument.by_id)
    facts["action_plan"] = tuple(ActionItem(**entry) for entry in plan)
    answers = _feedback(sheets[FEEDBACK.sheet]) if FEEDBACK.sheet in sheets else {}
    lost = tuple(problem for problem in problems if problem.loses_a_fact)
    return Submission(package.file, Review(**facts), instrument, lost, answers)


def _details(sheet: SheetValues, problems: Problems) -> dict[str, Any]:
    """Read the single facts, each by the heading of its group and its label."""
    headers = find_headers(sheet, DETAIL_COLUMNS, HEADER_ROW - 1, problems, (LABEL.field, INPUT.field))
    facts: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    label, entered = headers.columns.get(LABEL.field), headers.columns.get(INPUT.field)
    group = ""
    if label is not None and entered is not None:
        for row in range(headers.row + 1, len(sheet.rows)):
            text = words(sheet.value(row, label))
            group = text if text in HEADINGS else group
            entry = ENTRIES.get((group, text))
            if entry:
                cells = (Input(entry.field, entered, converter(entry)),)
                facts[entry.section] |= row_facts(sheet, row, cells, entry.section, "", problems)
    return {section: SECTIONS[section](**known) for section, known in facts.items()}


def _table(
    sheet: SheetValues, table: SheetTable, problems: Problems, ids: Iterable[str] = ()
) -> tuple[Headers, list[Input]]:
    """Find the columns of a table, and those of its inputs."""
    own = replace(table, columns=tuple(column for column in table.columns if column.field != CHECK))
    headers = table_headers(sheet, own, problems if sheet.rows else [])
    return headers, inputs_of(table, headers, ids)


def _entries(
    sheet: SheetValues, table: SheetTable, problems: Problems, ids: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """Read the filled rows of a list; an entry is numbered as it will be in the review."""
    headers, inputs = _table(sheet, table, problems, ids)
    entries: list[dict[str, Any]] = []
    for row in range(headers.row + 1, min(headers.row + 1 + table.capacity, len(sheet.rows))):
        if any(not is_blank(sheet.value(row, each.column)) for each in inputs):
            entries.append(row_facts(sheet, row, inputs, table.section, str(len(entries) + 1), problems))
    return entries


def _answered(sheet: SheetValues, ids: tuple[str, ...], problems: Problems) -> dict[str, dict[str, Any]]:
    """Read what each question was answered, by its id."""
    headers, inputs = _table(sheet, FORM_QUESTIONS, problems)
    column = headers.columns.get("question_id")
    facts: dict[str, dict[str, Any]] = {}
    for row in range(headers.row + 1, len(sheet.rows)):
        value = sheet.value(row, column) if column is not None else None
        question_id = cleaned(without_invisible(str(value))) if value is not None else ""
        if question_id in ids and question_id not in facts:
            facts[question_id] = row_facts(sheet, row, inputs, "questions", question_id, problems)
        elif any(not is_blank(sheet.value(row, each.column)) for each in inputs):
            seen = (
                f'"{question_id}" is no question of the form, or is there already'
                if question_id
                else "there is no question id"
            )
            cure = "Enter the id of the question in its row again, each id once"
            problems.append(CellProblem(sheet.name, sheet.cell(row, column or 0), seen, cure))
    return facts


def _feedback(sheet: SheetValues) -> dict[str, str]:
    """Read the answers to the feedback, by item; one item may be asked for now and for the next assessment."""
    headers = find_headers(sheet, FEEDBACK.columns, FEEDBACK.header_row - 1, [], ())
    item, answer = headers.columns.get(ITEM), headers.columns.get(ANSWER)
    if item is None or answer is None:
        return {}
    rows = range(headers.row + 1, len(sheet.rows))
    answers: dict[str, str] = {}
    for row in rows:
        name, text = str(sheet.value(row, item) or ""), sheet.value(row, answer)
        if name and not is_blank(text):
            answers[name] = f"{answers[name]}\n{cleaned(str(text))}" if name in answers else cleaned(str(text))
    return answers
