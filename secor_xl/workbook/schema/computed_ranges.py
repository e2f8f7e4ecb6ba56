"""The ranges that Python computes: for each its name, its cells, and the in-cell function that fills it.

Each has a fixed size, because an array formula fills it. The start sheet consists of little else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from secor_xl.workbook.schema.geometry import Column, NamedRange
from secor_xl.workbook.schema.layout import (
    ACCOUNTS,
    ACTION_PLAN,
    CHANGE_LIST,
    CHANGED,
    FIRST_ROW,
    FLAG,
    FLAG_LIST,
    FLAGS,
    FORM_SHEET,
    HEADCOUNT_ROW,
    INPUT,
    LAST_YEAR,
    QUESTIONS,
    ROUNDS,
    SCORED,
    START,
    SUBMISSION_SHEET,
)
from secor_xl.workbook.schema.start_sheet import (
    ACCEPTANCE_LINES,
    BECAUSE_HEADER_ROW,
    BECAUSE_LINES,
    COUNT_LABELS,
    DEADLINE_HEADERS,
    FACT_LABELS,
    FACTS_ROW,
    FIRST,
    LAST,
    NEXT_STEP_ROW,
    OUTCOME_HEADING_ROW,
    OUTCOME_ROW,
    OVERALL_ROW,
    ROUND_LINES,
    SCORES_WIDTH,
    SECOND,
    THIRD,
    deadlines_heading_row,
)

# A name must not read as a cell's address, nor be that of a function (``SECOR_OUTCOME``): Excel keeps
# functions of VBA and names of ranges in one list, where small and capital letters are the same.
FACTS, AS_OF, COUNTS, STATE = "secor_facts_cells", "secor_as_of", "secor_counts_cells", "secor_state_cells"
OUTCOME, NEXT_STEP, BECAUSE = "secor_outcome_cells", "secor_next_step_cells", "secor_because_cells"
OVERALL, ELEMENTS = "secor_overall_cells", "secor_elements_cells"
DEADLINES, FINAL_DATE = "secor_deadlines_cells", "secor_final_date_cells"
SUBMISSION_FLAGS, ACCOUNT_FLAGS = "secor_submission_flags_cells", "secor_account_flags_cells"
HEADCOUNT, PROGRESS = "secor_headcount_cells", "secor_progress_cells"
QUESTION_CHANGES = "secor_question_changes_cells"
QUESTION_FLAGS, ACTION_PLAN_FLAGS = "secor_question_flags_cells", "secor_action_plan_flags_cells"
LAST_YEAR_FLAGS = "secor_last_year_flags_cells"
ROUND_DEADLINES, ROUND_FLAGS = "secor_round_deadlines_cells", "secor_round_flags_cells"
ALL_FLAGS, ALL_CHANGES = "secor_all_flags_cells", "secor_all_changes_cells"
CHART = "secor_chart_cells"
CHART_HEADERS, CHART_HEADER_ROW, CHART_COLUMN = ("Score as the chart has it", "To reach as the chart has it"), 1, 4
"""Of the numbers that the chart of a live workbook is made of, on the form sheet."""


def on_start(name: str, row: int, column: Column, rows: int = 1, columns: int = 1) -> NamedRange:
    """Return a range of the start sheet."""
    return NamedRange(name, START, row, column.index, rows, columns)


class Size(NamedTuple):
    """The numbers of questions and elements of an instrument."""

    questions: int
    elements: int

    @property
    def deadlines_row(self) -> int:
        """The row of the start sheet where the deadlines begin, below the elements."""
        return deadlines_heading_row(self.elements)


class ComputedRange(NamedTuple):
    """A range that Python computes: the one declaration of it and of the in-cell function that fills it.

    Attributes:
        range_name: its name in the workbook.
        place: its cells in a workbook of a size, given that name.
        name: the name of the function in a formula; empty where there is none.
        title: the result of the function, in a few words.
        help: the result of the function, in a sentence.
    """

    range_name: str
    place: Callable[[str, Size], NamedRange]
    name: str
    title: str
    help: str


COMPUTED_RANGES = (
    ComputedRange(
        FACTS,
        lambda name, _: on_start(name, FACTS_ROW, SECOND, len(FACT_LABELS) - 1),
        "SECOR_FACTS",
        "The review",
        "The employer, the file reference and the kind of year, one a row.",
    ),
    ComputedRange(
        AS_OF,
        lambda name, _: on_start(name, FACTS_ROW + len(FACT_LABELS) - 1, SECOND),
        "",
        "The day of the judgement",
        "A value: the reviewer, or a button, enters it.",
    ),
    ComputedRange(
        COUNTS,
        lambda name, _: on_start(name, FACTS_ROW, LAST, len(COUNT_LABELS)),
        "SECOR_COUNTS",
        "The numbers of open items",
        "The numbers of blocking flags, open items of the form, advisory flags, and questions that are not scored.",
    ),
    ComputedRange(
        STATE,
        lambda name, _: on_start(name, OUTCOME_HEADING_ROW, THIRD),
        "SECOR_STATE",
        "The day and the entries",
        "The day of the judgement of all computed cells, and the number of entries from which they are computed.",
    ),
    ComputedRange(
        OUTCOME,
        lambda name, _: on_start(name, OUTCOME_ROW, FIRST, 1 + ACCEPTANCE_LINES),
        "SECOR_OUTCOME",
        "The outcome",
        "The outcome; below it, the late returns that a person accepted.",
    ),
    ComputedRange(
        NEXT_STEP,
        lambda name, _: on_start(name, NEXT_STEP_ROW, SECOND),
        "SECOR_NEXT_STEP",
        "The next step",
        "The next step of the reviewer.",
    ),
    ComputedRange(
        BECAUSE,
        lambda name, _: on_start(name, BECAUSE_HEADER_ROW + 1, FIRST, BECAUSE_LINES, 2),
        "SECOR_BECAUSE",
        "The reasons",
        "The reasons of the outcome, each with its clause, the deciding one first.",
    ),
    ComputedRange(
        OVERALL,
        lambda name, _: on_start(name, OVERALL_ROW, THIRD, 1, SCORES_WIDTH),
        "SECOR_OVERALL",
        "The overall score",
        "The questions scored, the points given and possible, the score in words and as a number, the"
        " minimum, the verdict, the points that the assessor claims.",
    ),
    ComputedRange(
        ELEMENTS,
        lambda name, size: on_start(name, OVERALL_ROW + 1, THIRD, size.elements, SCORES_WIDTH),
        "SECOR_ELEMENTS",
        "The score of each element",
        "One row for each element: the questions scored, the points given and possible, the score in words and as a number, the"
        " minimum, the verdict, the points that the assessor claims.",
    ),
    ComputedRange(
        DEADLINES,
        lambda name, size: on_start(name, size.deadlines_row + 2, FIRST, ROUND_LINES, len(DEADLINE_HEADERS)),
        "SECOR_DEADLINES",
        "The last correction rounds",
        "One row for each of the last rounds: its state, the days received, due and returned, the days left.",
    ),
    ComputedRange(
        FINAL_DATE,
        lambda name, size: on_start(name, size.deadlines_row + 2 + ROUND_LINES, SECOND),
        "SECOR_FINAL_DATE",
        "The final date",
        "The last day of the whole process.",
    ),
    ComputedRange(
        SUBMISSION_FLAGS,
        lambda name, _: NamedRange(name, SUBMISSION_SHEET, FIRST_ROW, FLAG.index, HEADCOUNT_ROW - FIRST_ROW),
        "SECOR_SUBMISSION_FLAGS",
        "The flags of the submission",
        "The flags of each line of the submission.",
    ),
    ComputedRange(
        HEADCOUNT,
        lambda name, _: NamedRange(name, SUBMISSION_SHEET, HEADCOUNT_ROW, INPUT.index),
        "SECOR_HEADCOUNT",
        "All people together",
        "The sum of the people of the employer profile, when all five numbers are given.",
    ),
    ComputedRange(
        ACCOUNT_FLAGS,
        lambda name, _: ACCOUNTS.named_range(name, ACCOUNTS.capacity, FLAGS),
        "SECOR_ACCOUNT_FLAGS",
        "The flags of the accounts",
        "The flags of each WCB account.",
    ),
    ComputedRange(
        PROGRESS,
        lambda name, size: QUESTIONS.named_range(name, size.questions, SCORED),
        "SECOR_PROGRESS",
        "The questions scored",
        "In the row of each element's first question: the number of the element's questions that are scored.",
    ),
    ComputedRange(
        QUESTION_CHANGES,
        lambda name, size: QUESTIONS.named_range(name, size.questions, CHANGED),
        "SECOR_QUESTION_CHANGES",
        "The changes of the questions",
        "The submitted facts of each question that changed since the last feedback; also where nothing changed that was asked for.",
    ),
    ComputedRange(
        QUESTION_FLAGS,
        lambda name, size: QUESTIONS.named_range(name, size.questions, FLAGS),
        "SECOR_QUESTION_FLAGS",
        "The flags of the questions",
        "The flags of each question.",
    ),
    ComputedRange(
        ACTION_PLAN_FLAGS,
        lambda name, _: ACTION_PLAN.named_range(name, ACTION_PLAN.capacity, FLAGS),
        "SECOR_ACTION_PLAN_FLAGS",
        "The flags of the action plan",
        "The flags of each action item.",
    ),
    ComputedRange(
        LAST_YEAR_FLAGS,
        lambda name, _: LAST_YEAR.named_range(name, LAST_YEAR.capacity, FLAGS),
        "SECOR_LAST_YEAR_FLAGS",
        "The flags of last year's items",
        "The flags of each item of last year.",
    ),
    ComputedRange(
        ROUND_DEADLINES,
        lambda name, _: ROUNDS.named_range(name, ROUNDS.capacity, "due_on", "state"),
        "SECOR_ROUND_DEADLINES",
        "The deadlines of the rounds",
        "For each correction round the due date, the days left, and its state.",
    ),
    ComputedRange(
        ROUND_FLAGS,
        lambda name, _: ROUNDS.named_range(name, ROUNDS.capacity, FLAGS),
        "SECOR_ROUND_FLAGS",
        "The flags of the rounds",
        "The flags of each correction round.",
    ),
    ComputedRange(
        ALL_FLAGS,
        lambda name, _: FLAG_LIST.named_range(name, FLAG_LIST.capacity, "code", "clear"),
        "SECOR_ALL_FLAGS",
        "Every flag",
        "Every flag, in the order of the work: code, severity, where, the cell, what was seen, the clause, how to clear it.",
    ),
    ComputedRange(
        ALL_CHANGES,
        lambda name, _: CHANGE_LIST.named_range(name, CHANGE_LIST.capacity, "where", "after"),
        "SECOR_ALL_CHANGES",
        "Every change",
        "Every change since the last feedback: where, the cell, the kind of change, what was asked for, the fact then and now.",
    ),
    ComputedRange(
        CHART,
        lambda name, size: NamedRange(
            name, FORM_SHEET, CHART_HEADER_ROW + 1, CHART_COLUMN, size.elements, len(CHART_HEADERS)
        ),
        "SECOR_CHART",
        "The numbers of the chart",
        "The score of each element and the minimum, for the chart; a number below 0 if there is none.",
    ),
)
"""In the order in which they are in the workbook; ``functions.results`` computes each."""
COMPUTED = tuple(each.range_name for each in COMPUTED_RANGES)
