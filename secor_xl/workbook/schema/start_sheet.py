"""The columns and rows of the start sheet, with the labels and headers that it prints.

Rows and columns count from 1, as Excel shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secor_xl.workbook.schema.geometry import Column
from secor_xl.workbook.schema.layout import SCORED

if TYPE_CHECKING:
    from secor_xl.procedure.instrument import Instrument

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
    """Return the row of the start sheet where the deadlines begin."""
    return OVERALL_ROW + elements + 2


def final_date_row(instrument: Instrument) -> int:
    """Return the row of the start sheet that shows the final date."""
    return deadlines_heading_row(len(instrument.elements)) + ROUND_LINES + 2


def chart_row(instrument: Instrument) -> int:
    """Return the row of the start sheet where the chart begins."""
    return final_date_row(instrument) + 2
