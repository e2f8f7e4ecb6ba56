"""The rectangles that have a name in the workbook: what Python computes, and the ranges that it computes from.

Each computed rectangle has a fixed size, because an array formula fills it later. The start sheet consists of little else.
"""

from __future__ import annotations

from functools import lru_cache

from secor_xl.procedure.instrument import Instrument
from secor_xl.workbook.schema.geometry import Block, Column, SheetTable
from secor_xl.workbook.schema.layout import (
    ACCOUNTS,
    ACTION_PLAN,
    FIRST_ROW,
    FLAG,
    FLAG_LIST,
    FLAGS,
    FORM_SHEET,
    HEADCOUNT_ROW,
    HEADER_ROW,
    INPUT,
    LABEL,
    LETTERS,
    QUESTIONS,
    ROUNDS,
    SCORED,
    SOURCE_HEADER_ROW,
    START,
    SUBMISSION_SHEET,
    source_pieces,
)

# What Python computes. A name must not read as a cell's address, nor be that of a function (``SECOR_OUTCOME``): Excel keeps
# functions of VBA and names of ranges in one list, where small and capital letters are the same.
FACTS, AS_OF, COUNTS, STATE = "secor_facts_cells", "secor_as_of", "secor_counts_cells", "secor_state_cells"
OUTCOME, NEXT_STEP, BECAUSE = "secor_outcome_cells", "secor_next_step_cells", "secor_because_cells"
OVERALL, ELEMENTS = "secor_overall_cells", "secor_elements_cells"
DEADLINES, FINAL_DATE = "secor_deadlines_cells", "secor_final_date_cells"
SUBMISSION_FLAGS, ACCOUNT_FLAGS = "secor_submission_flags_cells", "secor_account_flags_cells"
HEADCOUNT, PROGRESS = "secor_headcount_cells", "secor_progress_cells"
QUESTION_FLAGS, ACTION_PLAN_FLAGS = "secor_question_flags_cells", "secor_action_plan_flags_cells"
ROUND_DEADLINES, ROUND_FLAGS = "secor_round_deadlines_cells", "secor_round_flags_cells"
ALL_FLAGS = "secor_all_flags_cells"
CHART = "secor_chart_cells"
COMPUTED = (
    FACTS,
    AS_OF,
    COUNTS,
    STATE,
    OUTCOME,
    NEXT_STEP,
    BECAUSE,
    OVERALL,
    ELEMENTS,
    DEADLINES,
    FINAL_DATE,
    SUBMISSION_FLAGS,
    HEADCOUNT,
    ACCOUNT_FLAGS,
    PROGRESS,
    QUESTION_FLAGS,
    ACTION_PLAN_FLAGS,
    ROUND_DEADLINES,
    ROUND_FLAGS,
    ALL_FLAGS,
    CHART,
)

# The ranges that it computes from, each with its header row.
FORM_RANGE = "secor_form"
SUBMISSION_RANGE, ACCOUNTS_RANGE, QUESTIONS_RANGE = "secor_submission", "secor_accounts", "secor_questions"
ACTION_PLAN_RANGE, ROUNDS_RANGE, LETTERS_RANGE = "secor_action_plan", "secor_rounds", "secor_letters"
INPUT_RANGES = (SUBMISSION_RANGE, ACCOUNTS_RANGE, QUESTIONS_RANGE, ACTION_PLAN_RANGE, ROUNDS_RANGE, LETTERS_RANGE)
"""Those that every workbook has."""
AS_OF_KIND = "secor_as_of_kind"
LIVE_ONLY = (FORM_RANGE, CHART, AS_OF_KIND)
"""What only a workbook with live cells has."""
MOVES, FIXED = "today", "fixed"
"""What the cell beside the as-of day says: whether that day moves to today, or stays as it is."""

# The start sheet's columns, by what the score table has in them; column A is the margin.
MARGIN = Column("margin", "", 2, None, 1)
SCORE_COLUMNS = tuple(
    Column(field, header, width, None, number, since=2 if field == SCORED else 1)
    for number, (field, header, width) in enumerate(
        (
            ("letter", "Element", 15),
            ("title", "", 48),
            (SCORED, "Scored", 11),
            ("given", "Points given", 11),
            ("possible", "Possible", 11),
            ("shown", "Score", 12),
            ("percent", "", 16),
            ("minimum", "To reach", 10),
            ("verdict", "Verdict", 14),
            ("claimed", "Claimed by assessor", 11),
        ),
        2,
    )
)
SCORE = {column.field: column for column in SCORE_COLUMNS}
FIRST, SECOND, THIRD, LAST = *SCORE_COLUMNS[:3], SCORE_COLUMNS[-1]
DEADLINE_HEADERS = ("Round", "How it stands", "Received", "Due", "Returned", "Days left")
"""Of the start sheet's list of rounds, from its first column; the feedback's day, the due day, the day of the return."""
CHART_HEADERS, CHART_HEADER_ROW, CHART_COLUMN = ("Score as the chart has it", "To reach as the chart has it"), 1, 4
"""Of the numbers that the chart of a live workbook is made of, on the form sheet."""
COUNT_LABELS = ("Blocking flags", "Open items of the form", "Advisory flags", "Questions not scored")
FACT_LABELS = ("Employer", "File reference", "Kind of year", "As of")

# The start sheet's rows.
PRODUCT_ROW, INSTRUMENT_ROW, NOTICE_ROW, BUTTONS_ROW, LINKS_ROW, FACTS_ROW = 1, 2, 3, 4, 5, 6
OUTCOME_HEADING_ROW = FACTS_ROW + len(FACT_LABELS) + 1
OUTCOME_ROW = OUTCOME_HEADING_ROW + 1
ACCEPTANCE_LINES = 2
NEXT_STEP_ROW = OUTCOME_ROW + 1 + ACCEPTANCE_LINES
BECAUSE_HEADER_ROW = NEXT_STEP_ROW + 1
BECAUSE_LINES = 8
SCORES_HEADING_ROW = BECAUSE_HEADER_ROW + BECAUSE_LINES + 2
SCORES_HEADER_ROW = SCORES_HEADING_ROW + 1
OVERALL_ROW = SCORES_HEADER_ROW + 1
ROUND_LINES = 5
TEXT_WIDTH, FACT_WIDTH = 145, 84
"""The characters that one line across the start sheet holds, and one fact beside the counts."""


def deadlines_heading_row(elements: int) -> int:
    """The row of the start sheet where the deadlines begin, below so many elements."""
    return OVERALL_ROW + elements + 2


def final_date_row(instrument: Instrument) -> int:
    """The row of the start sheet that shows the final date."""
    return deadlines_heading_row(len(instrument.elements)) + ROUND_LINES + 2


def chart_row(instrument: Instrument) -> int:
    """The row of the start sheet where the chart begins."""
    return final_date_row(instrument) + 2


def block(name: str, instrument: Instrument) -> Block:
    """The rectangle with a name."""
    return blocks(instrument)[name]


def blocks(instrument: Instrument) -> dict[str, Block]:
    """Every named rectangle of a workbook for this instrument, by its name."""
    return blocks_of(len(instrument.by_id), len(instrument.elements), len(source_pieces(instrument.source)))


@lru_cache(maxsize=16)
def blocks_of(questions: int, elements: int, pieces: int = 1) -> dict[str, Block]:
    """The same for an instrument of which only this is known: so many questions, elements, and pieces of its text."""
    deadlines_row = deadlines_heading_row(elements)
    submission_rows = HEADCOUNT_ROW - FIRST_ROW
    score_columns = LAST.index - THIRD.index + 1
    every = (
        _start(FACTS, FACTS_ROW, SECOND, len(FACT_LABELS) - 1),
        _start(AS_OF, FACTS_ROW + len(FACT_LABELS) - 1, SECOND),
        _start(AS_OF_KIND, FACTS_ROW + len(FACT_LABELS) - 1, THIRD),
        _start(COUNTS, FACTS_ROW, LAST, len(COUNT_LABELS)),
        _start(STATE, OUTCOME_HEADING_ROW, THIRD),
        _start(OUTCOME, OUTCOME_ROW, FIRST, 1 + ACCEPTANCE_LINES),
        _start(NEXT_STEP, NEXT_STEP_ROW, SECOND),
        _start(BECAUSE, BECAUSE_HEADER_ROW + 1, FIRST, BECAUSE_LINES, 2),
        _start(OVERALL, OVERALL_ROW, THIRD, 1, score_columns),
        _start(ELEMENTS, OVERALL_ROW + 1, THIRD, elements, score_columns),
        _start(DEADLINES, deadlines_row + 2, FIRST, ROUND_LINES, len(DEADLINE_HEADERS)),
        _start(FINAL_DATE, deadlines_row + 2 + ROUND_LINES, SECOND),
        Block(SUBMISSION_FLAGS, SUBMISSION_SHEET, FIRST_ROW, FLAG.index, submission_rows),
        Block(HEADCOUNT, SUBMISSION_SHEET, HEADCOUNT_ROW, INPUT.index),
        ACCOUNTS.block(ACCOUNT_FLAGS, ACCOUNTS.capacity, FLAGS),
        QUESTIONS.block(PROGRESS, questions, SCORED),
        QUESTIONS.block(QUESTION_FLAGS, questions, FLAGS),
        ACTION_PLAN.block(ACTION_PLAN_FLAGS, ACTION_PLAN.capacity, FLAGS),
        ROUNDS.block(ROUND_DEADLINES, ROUNDS.capacity, "due_on", "state"),
        ROUNDS.block(ROUND_FLAGS, ROUNDS.capacity, FLAGS),
        FLAG_LIST.block(ALL_FLAGS, FLAG_LIST.capacity, "code", "clear"),
        Block(CHART, FORM_SHEET, CHART_HEADER_ROW + 1, CHART_COLUMN, elements, len(CHART_HEADERS)),
        Block(FORM_RANGE, FORM_SHEET, 1, 1, SOURCE_HEADER_ROW + pieces, 2),
        Block(SUBMISSION_RANGE, SUBMISSION_SHEET, HEADER_ROW, LABEL.index, submission_rows + 1, 2),
        _inputs(ACCOUNTS_RANGE, ACCOUNTS, ACCOUNTS.capacity),
        _inputs(QUESTIONS_RANGE, QUESTIONS, questions, "question_id"),
        _inputs(ACTION_PLAN_RANGE, ACTION_PLAN, ACTION_PLAN.capacity, "number"),
        _inputs(ROUNDS_RANGE, ROUNDS, ROUNDS.capacity, "number"),
        _inputs(LETTERS_RANGE, LETTERS, LETTERS.capacity, "number"),
    )
    return {each.name: each for each in every}


def _inputs(name: str, table: SheetTable, rows: int, first: str = "") -> Block:
    """A table's entries with their headers, from a column on, or from the first input, to the last input."""
    inputs = table.inputs
    return table.block(name, rows, first or inputs[0].field, inputs[-1].field, header=True)


def _start(name: str, row: int, column: Column, rows: int = 1, columns: int = 1) -> Block:
    return Block(name, START, row, column.index, rows, columns)
