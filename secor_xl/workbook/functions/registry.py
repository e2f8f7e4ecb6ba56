"""The one registry of in-cell functions: one for each range that Python computes.

Each takes the same whole ranges with their header rows and the as-of day, and returns a block of fixed size, so it is in the
workbook as one array formula of the old kind (Ctrl+Shift+Enter): right in every Excel since 2007, and nothing spills.
From this registry come the workbook's formulas, the VBA that Excel calls, the add-in for LibreOffice and the reference page.
"""

from __future__ import annotations

from dataclasses import dataclass

from secor_xl.workbook.schema.computed_ranges import COMPUTED_RANGES, ComputedRange


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function.

    Attributes:
        name: what VBA and Excel call it.
        help: what it is, in a sentence.
        scalar: whether it is a single cell; else it is a range with its header row.
    """

    name: str
    help: str
    scalar: bool = False

    @property
    def range_name(self) -> str:
        """The name of its cells in the workbook."""
        return f"secor_{self.name}"


ARGUMENTS = (
    Argument("submission", "The labels and entries of the sheet Submission."),
    Argument("accounts", "The table of WCB accounts."),
    Argument("questions", "The table of questions, from the id to the last entry."),
    Argument("action_plan", "The table of action items."),
    Argument("rounds", "The table of correction rounds."),
    Argument("letters", "The table of letters."),
    Argument("form", "The form's identity and the text of its instrument, from the hidden sheet."),
    Argument("last_year", "The table of last year's items."),
    Argument("snapshots", "The snapshots of the review, one a round, from their hidden sheet."),
    Argument("as_of", "The day on which the review is judged.", scalar=True),
)


FUNCTIONS = tuple(each for each in COMPUTED_RANGES if each.name)
"""In the order of their ranges in the workbook."""


def formula_of(function: ComputedRange) -> str:
    """Return the array formula of a function."""
    return f"={function.name}({','.join(argument.range_name for argument in ARGUMENTS)})"
