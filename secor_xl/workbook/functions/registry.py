"""The one registry of in-cell functions: one for each rectangle that Python computes.

Each takes the same whole ranges with their header rows and the as-of day, and returns a block of fixed size, so it is in the
workbook as one array formula of the old kind (Ctrl+Shift+Enter): right in every Excel since 2007, and nothing spills.
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


FUNCTIONS = tuple(
    CellFunction(each.function, each.title, each.help, each.name)
    for each in named_ranges.COMPUTED_RANGES
    if each.function
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
