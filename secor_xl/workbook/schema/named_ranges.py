"""The rectangles that have a name in the workbook: what Python computes, and the ranges that it computes from.

Each computed rectangle has a fixed size, because an array formula fills it later. The start sheet consists of little else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

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
# The ranges that it computes from, each with its header row.
FORM_RANGE = "secor_form"
SUBMISSION_RANGE, ACCOUNTS_RANGE, QUESTIONS_RANGE = "secor_submission", "secor_accounts", "secor_questions"
ACTION_PLAN_RANGE, ROUNDS_RANGE, LETTERS_RANGE = "secor_action_plan", "secor_rounds", "secor_letters"
INPUT_RANGES = (SUBMISSION_RANGE, ACCOUNTS_RANGE, QUESTIONS_RANGE, ACTION_PLAN_RANGE, ROUNDS_RANGE, LETTERS_RANGE)
"""Those that every workbook has."""
AS_OF_KIND = "secor_as_of_kind"
LIVE_ONLY = (FORM_RANGE, CHART, AS_OF_KIND)
"""The names that only a workbook with live cells has."""
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
SCORES_WIDTH = LAST.index - THIRD.index + 1
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


def _start(name: str, row: int, column: Column, rows: int = 1, columns: int = 1) -> Block:
    return Block(name, START, row, column.index, rows, columns)


class Size(NamedTuple):
    """The numbers of questions and elements of an instrument."""

    questions: int
    elements: int

    @property
    def deadlines_row(self) -> int:
        """The row of the start sheet where the deadlines begin, below the elements."""
        return deadlines_heading_row(self.elements)


class ComputedRange(NamedTuple):
    """A rectangle that Python computes: the one declaration of it and of the in-cell function that fills it.

    Attributes:
        name: its name in the workbook.
        place: its cells in a workbook of a size, given the name.
        function: the name of the function in a formula; empty where there is none.
        title: the result of the function, in a few words.
        help: the same as a sentence.
    """

    name: str
    place: Callable[[str, Size], Block]
    function: str
    title: str
    help: str


COMPUTED_RANGES = (
    ComputedRange(
        FACTS,
        lambda name, _: _start(name, FACTS_ROW, SECOND, len(FACT_LABELS) - 1),
        "SECOR_FACTS",
        "The review",
        "The employer, the file reference and the kind of year, one a row.",
    ),
    ComputedRange(
        AS_OF,
        lambda name, _: _start(name, FACTS_ROW + len(FACT_LABELS) - 1, SECOND),
        "",
        "The day of the judgement",
        "A value: the reviewer, or a button, enters it.",
    ),
    ComputedRange(
        COUNTS,
        lambda name, _: _start(name, FACTS_ROW, LAST, len(COUNT_LABELS)),
        "SECOR_COUNTS",
        "The numbers of open items",
        "The numbers of blocking flags, open items of the form, advisory flags, and questions that are not scored.",
    ),
    ComputedRange(
        STATE,
        lambda name, _: _start(name, OUTCOME_HEADING_ROW, THIRD),
        "SECOR_STATE",
        "The day and the entries",
        "The day of the judgement of all computed cells, and the number of entries from which they are computed.",
    ),
    ComputedRange(
        OUTCOME,
        lambda name, _: _start(name, OUTCOME_ROW, FIRST, 1 + ACCEPTANCE_LINES),
        "SECOR_OUTCOME",
        "The outcome",
        "The outcome; below it, the late returns that a person accepted.",
    ),
    ComputedRange(
        NEXT_STEP,
        lambda name, _: _start(name, NEXT_STEP_ROW, SECOND),
        "SECOR_NEXT_STEP",
        "The next step",
        "The next step of the reviewer.",
    ),
    ComputedRange(
        BECAUSE,
        lambda name, _: _start(name, BECAUSE_HEADER_ROW + 1, FIRST, BECAUSE_LINES, 2),
        "SECOR_BECAUSE",
        "The reasons",
        "The reasons of the outcome, each with its clause, the deciding one first.",
    ),
    ComputedRange(
        OVERALL,
        lambda name, _: _start(name, OVERALL_ROW, THIRD, 1, SCORES_WIDTH),
        "SECOR_OVERALL",
        "The overall score",
        "The questions scored, the points given and possible, the score in words and as a number, the"
        " minimum, the verdict, the points that the assessor claims.",
    ),
    ComputedRange(
        ELEMENTS,
        lambda name, size: _start(name, OVERALL_ROW + 1, THIRD, size.elements, SCORES_WIDTH),
        "SECOR_ELEMENTS",
        "The score of each element",
        "One row for each element: the questions scored, the points given and possible, the score in words and as a number, the"
        " minimum, the verdict, the points that the assessor claims.",
    ),
    ComputedRange(
        DEADLINES,
        lambda name, size: _start(name, size.deadlines_row + 2, FIRST, ROUND_LINES, len(DEADLINE_HEADERS)),
        "SECOR_DEADLINES",
        "The last correction rounds",
        "One row for each of the last rounds: its state, the days received, due and returned, the days left.",
    ),
    ComputedRange(
        FINAL_DATE,
        lambda name, size: _start(name, size.deadlines_row + 2 + ROUND_LINES, SECOND),
        "SECOR_FINAL_DATE",
        "The final date",
        "The last day of the whole process.",
    ),
    ComputedRange(
        SUBMISSION_FLAGS,
        lambda name, _: Block(name, SUBMISSION_SHEET, FIRST_ROW, FLAG.index, HEADCOUNT_ROW - FIRST_ROW),
        "SECOR_SUBMISSION_FLAGS",
        "The flags of the submission",
        "The flags of each line of the submission.",
    ),
    ComputedRange(
        HEADCOUNT,
        lambda name, _: Block(name, SUBMISSION_SHEET, HEADCOUNT_ROW, INPUT.index),
        "SECOR_HEADCOUNT",
        "All people together",
        "The sum of the people of the employer profile, when all five numbers are given.",
    ),
    ComputedRange(
        ACCOUNT_FLAGS,
        lambda name, _: ACCOUNTS.block(name, ACCOUNTS.capacity, FLAGS),
        "SECOR_ACCOUNT_FLAGS",
        "The flags of the accounts",
        "The flags of each WCB account.",
    ),
    ComputedRange(
        PROGRESS,
        lambda name, size: QUESTIONS.block(name, size.questions, SCORED),
        "SECOR_PROGRESS",
        "The questions scored",
        "In the row of each element's first question: the number of the element's questions that are scored.",
    ),
    ComputedRange(
        QUESTION_FLAGS,
        lambda name, size: QUESTIONS.block(name, size.questions, FLAGS),
        "SECOR_QUESTION_FLAGS",
        "The flags of the questions",
        "The flags of each question.",
    ),
    ComputedRange(
        ACTION_PLAN_FLAGS,
        lambda name, _: ACTION_PLAN.block(name, ACTION_PLAN.capacity, FLAGS),
        "SECOR_ACTION_PLAN_FLAGS",
        "The flags of the action plan",
        "The flags of each action item.",
    ),
    ComputedRange(
        ROUND_DEADLINES,
        lambda name, _: ROUNDS.block(name, ROUNDS.capacity, "due_on", "state"),
        "SECOR_ROUND_DEADLINES",
        "The deadlines of the rounds",
        "For each correction round the due date, the days left, and its state.",
    ),
    ComputedRange(
        ROUND_FLAGS,
        lambda name, _: ROUNDS.block(name, ROUNDS.capacity, FLAGS),
        "SECOR_ROUND_FLAGS",
        "The flags of the rounds",
        "The flags of each correction round.",
    ),
    ComputedRange(
        ALL_FLAGS,
        lambda name, _: FLAG_LIST.block(name, FLAG_LIST.capacity, "code", "clear"),
        "SECOR_ALL_FLAGS",
        "Every flag",
        "Every flag, in the order of the work: code, severity, where, the cell, what was seen, the clause, how to clear it.",
    ),
    ComputedRange(
        CHART,
        lambda name, size: Block(
            name, FORM_SHEET, CHART_HEADER_ROW + 1, CHART_COLUMN, size.elements, len(CHART_HEADERS)
        ),
        "SECOR_CHART",
        "The numbers of the chart",
        "The score of each element and the minimum, for the chart; a number below 0 if there is none.",
    ),
)
"""In the order in which they are in the workbook; ``functions.results`` computes each."""
COMPUTED = tuple(each.name for each in COMPUTED_RANGES)


def block(name: str, instrument: Instrument) -> Block:
    """The rectangle with a name."""
    return blocks(instrument)[name]


def blocks(instrument: Instrument) -> dict[str, Block]:
    """Every named rectangle of a workbook for this instrument, by its name."""
    return blocks_of(len(instrument.by_id), len(instrument.elements), len(source_pieces(instrument.source)))


@lru_cache(maxsize=16)
def blocks_of(questions: int, elements: int, pieces: int = 1) -> dict[str, Block]:
    """The same for an instrument of which only this is known: so many questions, elements, and pieces of its text."""
    size = Size(questions, elements)
    submission_rows = HEADCOUNT_ROW - FIRST_ROW
    every = (
        *(each.place(each.name, size) for each in COMPUTED_RANGES),
        _start(AS_OF_KIND, FACTS_ROW + len(FACT_LABELS) - 1, THIRD),
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
