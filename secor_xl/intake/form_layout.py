"""The layout of the assessor's form: the fields of the review that an assessor submits, and a sheet for the feedback."""

from __future__ import annotations

from dataclasses import replace

from secor_xl.review.difference import is_submitted
from secor_xl.workbook.schema.fields import ACCOUNT, ACTION_ITEM, QUESTION, SUBMISSION, SchemaField
from secor_xl.workbook.schema.geometry import Column
from secor_xl.workbook.schema.layout import (
    ACCOUNTS,
    ACTION_PLAN,
    FIRST_ROW,
    FLAG,
    INPUT,
    LABEL,
    NEEDED,
    QUESTIONS,
    START,
    SUBMISSION_SHEET,
    input_columns,
    table_of,
)

CHECK = "check"
FEEDBACK_SHEET = "Feedback"
ITEM, ANSWER = "item", "answer"


def _submitted(entries: tuple[SchemaField, ...]) -> tuple[SchemaField, ...]:
    return tuple(entry for entry in entries if is_submitted(entry.section, entry.field))


def _check(width: float) -> Column:
    return Column(CHECK, "Check", width)


GROUPS = tuple((heading, kept) for heading, entries in SUBMISSION if (kept := _submitted(entries)))
DETAIL_COLUMNS = (LABEL, INPUT, replace(FLAG, field=CHECK, header="Check", width=18), NEEDED)
ACCOUNTS_TITLE = FIRST_ROW + sum(1 + len(entries) for _, entries in GROUPS) + 1
FORM_ACCOUNTS = table_of(
    "accounts",
    SUBMISSION_SHEET,
    ACCOUNTS.capacity,
    *input_columns(ACCOUNT),
    _check(NEEDED.width),
    header_row=ACCOUNTS_TITLE + 1,
)
FORM_QUESTIONS = table_of(
    "questions",
    QUESTIONS.sheet,
    0,
    *(replace(QUESTIONS.column(name)) for name in ("question_id", "text", "guideline", "evidence", "points_possible")),
    *(
        replace(column, header="Notes") if column.field == "notes" else column
        for column in input_columns(_submitted(QUESTION))
    ),
    _check(24),
)
FORM_PLAN = table_of(
    "action_plan",
    ACTION_PLAN.sheet,
    ACTION_PLAN.capacity,
    Column("number", "Item", 6),
    *input_columns(_submitted(ACTION_ITEM)),
    _check(24),
)
FEEDBACK = table_of(
    "feedback",
    FEEDBACK_SHEET,
    200,
    Column(ITEM, "Where", 26),
    Column("found", "What was found", 58),
    Column("needed", "What is needed", 48),
    Column(ANSWER, "Your answer", 48),
)
PROGRESS = table_of(
    "progress",
    START,
    0,
    Column("element", "Element", 10),
    Column("title", "Title", 62),
    Column("questions", "Questions", 13),
    Column("answered", "Answered", 13),
    Column("to_check", "To check", 13),
    header_row=9,
)

OPTIONAL = frozenset(
    {
        ("case", "certificate_number"),
        ("employer", "trade_name"),
        ("assessor", "refreshed_on"),
        ("employer_sign_off", "name"),
        ("employer_sign_off", "signed_on"),
    }
)
"""The single facts that may be left blank; every other one is critical data (2.3) or follows from it."""
# What the cells of a question say to an assessor, where the reviewer reads other words.
FOR_THE_ASSESSOR = {
    "response": "Your answer.",
    "points_claimed": "The points that you give. The reviewer awards the points that count.",
    "notes": "What you saw, heard and read, with examples.",
    "attached": "The documents that you attach, by name or page.",
    "oldest_record": "The date of the oldest record that you attach.",
    "newest_record": "The date of the newest record that you attach.",
}
