"""The one registry of in-cell functions: one for each rectangle that Python computes.

Each is given the same whole ranges with their header rows and the as-of day, and gives back a block of fixed size, so that it
stands in the workbook as one array formula of the old kind (Ctrl+Shift+Enter): right in every Excel since 2007, and nothing spills.
From this registry come the workbook's formulas, the VBA that Excel calls, the add-in for LibreOffice and the reference page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from secor_xl.workbook.functions.live_results import RANGES, Shown, shown_cells
from secor_xl.workbook.schema import named_ranges


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function.

    Attributes:
        name: what VBA and Excel call it.
        range_name: the name of its cells in the workbook.
        help: what it is, in a sentence.
        scalar: whether it is a single cell; else it is a range with its header row.
    """

    name: str
    range_name: str
    help: str
    scalar: bool = False


ARGUMENTS = (
    Argument("submission", named_ranges.SUBMISSION_RANGE, "The labels and entries of the sheet Submission."),
    Argument("accounts", named_ranges.ACCOUNTS_RANGE, "The table of WCB accounts."),
    Argument("questions", named_ranges.QUESTIONS_RANGE, "The table of questions, from the id to the last entry."),
    Argument("action_plan", named_ranges.ACTION_PLAN_RANGE, "The table of action items."),
    Argument("rounds", named_ranges.ROUNDS_RANGE, "The table of correction rounds."),
    Argument("letters", named_ranges.LETTERS_RANGE, "The table of letters."),
    Argument(
        "form", named_ranges.FORM_RANGE, "The form's identity and the text of its instrument, from the hidden sheet."
    ),
    Argument("as_of", named_ranges.AS_OF, "The day on which the review is judged.", scalar=True),
)


@dataclass(frozen=True, slots=True)
class CellFunction:
    """An in-cell function.

    Attributes:
        name: its name in a formula.
        title: what it gives back, as a few words.
        help: the same as a sentence.
        block: the name of the rectangle that it fills.
        arguments: what it is given; the same for all.
    """

    name: str
    title: str
    help: str
    block: str
    arguments: tuple[Argument, ...] = ARGUMENTS

    @property
    def formula(self) -> str:
        """Its array formula."""
        return f"={self.name}({','.join(argument.range_name for argument in self.arguments)})"


FUNCTIONS = (
    CellFunction(
        "SECOR_FACTS",
        "What the review is about",
        "The employer, the file reference and the kind of year, one a row.",
        named_ranges.FACTS,
    ),
    CellFunction(
        "SECOR_COUNTS",
        "What is open, counted",
        "The numbers of blocking flags, of open items of the form, of advisory flags, and of questions not scored.",
        named_ranges.COUNTS,
    ),
    CellFunction(
        "SECOR_STATE",
        "The day and the entries",
        "The day as of which all computed cells are judged, and the number of entries that they are computed from.",
        named_ranges.STATE,
    ),
    CellFunction(
        "SECOR_OUTCOME",
        "The outcome",
        "What the procedure leads to; below it late returns that a person accepted.",
        named_ranges.OUTCOME,
    ),
    CellFunction("SECOR_NEXT_STEP", "What to do next", "What the reviewer does next.", named_ranges.NEXT_STEP),
    CellFunction(
        "SECOR_BECAUSE",
        "Why",
        "The reasons of the outcome, each with its clause, the deciding one first.",
        named_ranges.BECAUSE,
    ),
    CellFunction(
        "SECOR_OVERALL",
        "The overall score",
        "The questions scored, the points given and possible, the score in words and as a number, the mark to reach, the verdict,"
        " the assessor's claim.",
        named_ranges.OVERALL,
    ),
    CellFunction(
        "SECOR_ELEMENTS",
        "The score of each element",
        "One row for each element: the questions scored, the points given and possible, the score in words and as a number, the"
        " mark to reach, the verdict, the assessor's claim.",
        named_ranges.ELEMENTS,
    ),
    CellFunction(
        "SECOR_DEADLINES",
        "The last correction rounds",
        "One row for each of the last rounds: how it stands, received, due, returned, days left.",
        named_ranges.DEADLINES,
    ),
    CellFunction("SECOR_FINAL_DATE", "The final date", "The last day of the whole process.", named_ranges.FINAL_DATE),
    CellFunction(
        "SECOR_SUBMISSION_FLAGS",
        "The flags of the submission",
        "The flags of each line of the submission.",
        named_ranges.SUBMISSION_FLAGS,
    ),
    CellFunction(
        "SECOR_HEADCOUNT",
        "All people together",
        "The sum of the people of the employer profile, when all five numbers are given.",
        named_ranges.HEADCOUNT,
    ),
    CellFunction(
        "SECOR_ACCOUNT_FLAGS", "The flags of the accounts", "The flags of each WCB account.", named_ranges.ACCOUNT_FLAGS
    ),
    CellFunction(
        "SECOR_PROGRESS",
        "The questions scored",
        "In the row of each element's first question, how many of the element's questions are scored.",
        named_ranges.PROGRESS,
    ),
    CellFunction(
        "SECOR_QUESTION_FLAGS", "The flags of the questions", "The flags of each question.", named_ranges.QUESTION_FLAGS
    ),
    CellFunction(
        "SECOR_ACTION_PLAN_FLAGS",
        "The flags of the action plan",
        "The flags of each action item.",
        named_ranges.ACTION_PLAN_FLAGS,
    ),
    CellFunction(
        "SECOR_ROUND_DEADLINES",
        "The deadlines of the rounds",
        "For each correction round the due date, the days left, and how it stands.",
        named_ranges.ROUND_DEADLINES,
    ),
    CellFunction(
        "SECOR_ROUND_FLAGS", "The flags of the rounds", "The flags of each correction round.", named_ranges.ROUND_FLAGS
    ),
    CellFunction(
        "SECOR_ALL_FLAGS",
        "Every flag",
        "Every flag, in the order of the work: code, severity, where, the cell, what was seen, the clause, how to clear it.",
        named_ranges.ALL_FLAGS,
    ),
    CellFunction(
        "SECOR_CHART",
        "The numbers of the chart",
        "The score of each element and the mark to reach, for the chart; a number below 0 where there is none.",
        named_ranges.CHART,
    ),
)
"""In the order in which they stand in the workbook."""

if any(argument.range_name != name for argument, name in zip(ARGUMENTS, RANGES, strict=True)):
    raise AssertionError("the arguments are not in the order of the ranges")


def answer(function: CellFunction, values: Sequence[object]) -> list[list[Shown]]:
    """What the function gives back for its arguments' values: exactly the rows of its rectangle.

    Args:
        function: one of ``FUNCTIONS``.
        values: for each argument its rows as a spreadsheet hands them over, for a scalar its value.

    Returns:
        The rows; a sentence in the first cell and blanks elsewhere where there is nothing to judge. It never raises.
    """
    return [list(row) for row in shown_cells(values)[function.block]]
