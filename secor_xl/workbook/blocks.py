"""The rectangles that have a name in the workbook: what Python computes, and the ranges that it computes from.

Each computed rectangle has a fixed size, because an array formula fills it later. The start sheet consists of little else.
"""

from __future__ import annotations

from functools import lru_cache

from secor_xl.procedure.instrument import Instrument
from secor_xl.workbook.geometry import Block, Column
from secor_xl.workbook.layout import (
    ACCOUNTS,
    ACTION_PLAN,
    FIRST_ROW,
    FLAG,
    FLAG_LIST,
    FLAGS,
    HEADCOUNT_ROW,
    HEADER_ROW,
    INPUT,
    LABEL,
    QUESTIONS,
    ROUNDS,
    START,
    SUBMISSION_FIELDS,
    SUBMISSION_SHEET,
)

# What Python computes. A name must not read as a cell's address.
FACTS, AS_OF, COUNTS = "secor_facts", "secor_as_of", "secor_counts"
OUTCOME, NEXT_STEP, BECAUSE = "secor_outcome", "secor_next_step", "secor_because"
OVERALL, ELEMENTS = "secor_overall", "secor_elements"
DEADLINES, FINAL_DATE = "secor_deadlines", "secor_final_date"
SUBMISSION_FLAGS, HEADCOUNT, ACCOUNT_FLAGS = "secor_submission_flags", "secor_headcount", "secor_account_flags"
QUESTION_FLAGS, ACTION_PLAN_FLAGS = "secor_question_flags", "secor_action_plan_flags"
ROUND_DEADLINES, ROUND_FLAGS = "secor_round_deadlines", "secor_round_flags"
ALL_FLAGS = "secor_all_flags"
COMPUTED = (
    FACTS,
    AS_OF,
    COUNTS,
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
    QUESTION_FLAGS,
    ACTION_PLAN_FLAGS,
    ROUND_DEADLINES,
    ROUND_FLAGS,
    ALL_FLAGS,
)

# The ranges that it computes from, each with its header row.
SUBMISSION_RANGE, ACCOUNTS_RANGE, QUESTIONS_RANGE = "secor_submission", "secor_accounts", "secor_questions"
ACTION_PLAN_RANGE, ROUNDS_RANGE = "secor_action_plan", "secor_rounds"

# The start sheet's columns, by what the score table has in them; column A is the margin.
MARGIN = Column("margin", "", 2, None, 1)
SCORE_COLUMNS = tuple(
    Column(field, header, width, None, number)
    for number, (field, header, width) in enumerate(
        (
            ("letter", "Element", 16),
            ("title", "", 48),
            ("given", "Points given", 11),
            ("possible", "Possible", 11),
            ("shown", "Score", 12),
            ("percent", "", 22),
            ("minimum", "To reach", 11),
            ("verdict", "Verdict", 16),
            ("claimed", "Claimed by assessor", 12),
        ),
        2,
    )
)
SCORE = {column.field: column for column in SCORE_COLUMNS}
FIRST, SECOND, LAST = SCORE_COLUMNS[0], SCORE_COLUMNS[1], SCORE_COLUMNS[-1]
DEADLINE_HEADERS = ("Round", "How it stands", "Received", "Due", "Returned", "Days left")
"""Of the start sheet's list of rounds, from its first column; the feedback's day, the due day, the day of the return."""
COUNT_LABELS = ("Blocking flags", "Open items of the form", "Advisory flags", "Questions not scored")
FACT_LABELS = ("Employer", "File reference", "Kind of year", "As of")

# The start sheet's rows.
PRODUCT_ROW, INSTRUMENT_ROW, NOTICE_ROW, FACTS_ROW = 1, 2, 3, 5
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


def deadlines_heading_row(instrument: Instrument) -> int:
    """The row of the start sheet where the deadlines begin, below the elements."""
    return OVERALL_ROW + len(instrument.elements) + 2


def final_date_row(instrument: Instrument) -> int:
    """The row of the start sheet that shows the final date."""
    return deadlines_heading_row(instrument) + ROUND_LINES + 2


def chart_row(instrument: Instrument) -> int:
    """The row of the start sheet where the chart begins."""
    return final_date_row(instrument) + 2


def block(name: str, instrument: Instrument) -> Block:
    """The rectangle with a name."""
    return blocks(instrument)[name]


def blocks(instrument: Instrument) -> dict[str, Block]:
    """Every named rectangle of a workbook for this instrument, by its name."""
    return _blocks(len(instrument.by_id), len(instrument.elements), deadlines_heading_row(instrument))


@lru_cache(maxsize=16)
def _blocks(questions: int, elements: int, deadlines_row: int) -> dict[str, Block]:
    last_field = SUBMISSION_FIELDS[-1].input_cell.removeprefix(INPUT.letter)
    submission_rows = int(last_field) - FIRST_ROW + 1
    from_given = LAST.index - SCORE["given"].index + 1
    every = (
        _start(FACTS, FACTS_ROW, SECOND, len(FACT_LABELS) - 1),
        _start(AS_OF, FACTS_ROW + len(FACT_LABELS) - 1, SECOND),
        _start(COUNTS, FACTS_ROW, LAST, len(COUNT_LABELS)),
        _start(OUTCOME, OUTCOME_ROW, FIRST, 1 + ACCEPTANCE_LINES),
        _start(NEXT_STEP, NEXT_STEP_ROW, SECOND),
        _start(BECAUSE, BECAUSE_HEADER_ROW + 1, FIRST, BECAUSE_LINES, 2),
        _start(OVERALL, OVERALL_ROW, SCORE["given"], 1, from_given),
        _start(ELEMENTS, OVERALL_ROW + 1, SCORE["given"], elements, from_given),
        _start(DEADLINES, deadlines_row + 2, FIRST, ROUND_LINES, len(DEADLINE_HEADERS)),
        _start(FINAL_DATE, deadlines_row + 2 + ROUND_LINES, SECOND),
        Block(SUBMISSION_FLAGS, SUBMISSION_SHEET, FIRST_ROW, FLAG.index, submission_rows),
        Block(HEADCOUNT, SUBMISSION_SHEET, HEADCOUNT_ROW, INPUT.index),
        ACCOUNTS.block(ACCOUNT_FLAGS, ACCOUNTS.capacity, FLAGS),
        QUESTIONS.block(QUESTION_FLAGS, questions, FLAGS),
        ACTION_PLAN.block(ACTION_PLAN_FLAGS, ACTION_PLAN.capacity, FLAGS),
        ROUNDS.block(ROUND_DEADLINES, ROUNDS.capacity, "due_on", "state"),
        ROUNDS.block(ROUND_FLAGS, ROUNDS.capacity, FLAGS),
        FLAG_LIST.block(ALL_FLAGS, FLAG_LIST.capacity, "code", "clear"),
        Block(SUBMISSION_RANGE, SUBMISSION_SHEET, HEADER_ROW, LABEL.index, submission_rows + 1, 2),
        ACCOUNTS.block(ACCOUNTS_RANGE, ACCOUNTS.capacity, "province", "industry_code", header=True),
        QUESTIONS.block(QUESTIONS_RANGE, questions, "question_id", "add_to_plan", header=True),
        ACTION_PLAN.block(ACTION_PLAN_RANGE, ACTION_PLAN.capacity, "number", "relevant", header=True),
        ROUNDS.block(ROUNDS_RANGE, ROUNDS.capacity, "number", "late_accepted_reason", header=True),
    )
    return {each.name: each for each in every}


def _start(name: str, row: int, column: Column, rows: int = 1, columns: int = 1) -> Block:
    return Block(name, START, row, column.index, rows, columns)
