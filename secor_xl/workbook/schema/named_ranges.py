"""Every range that has a name in the workbook: those that the in-cell functions are given, and those that they fill."""

from __future__ import annotations

from functools import lru_cache

from secor_xl.procedure.instrument import Instrument
from secor_xl.workbook.schema.computed_ranges import CHART, COMPUTED_RANGES, Size, on_start
from secor_xl.workbook.schema.geometry import NamedRange, SheetTable
from secor_xl.workbook.schema.layout import (
    FIRST_ROW,
    FORM_SHEET,
    HEADCOUNT_ROW,
    HEADER_ROW,
    LABEL,
    QUESTIONS,
    ROUNDS,
    SNAPSHOT_PIECES,
    SNAPSHOT_TEXT_COLUMN,
    SNAPSHOTS_SHEET,
    SOURCE_HEADER_ROW,
    SUBMISSION_SHEET,
    TABLES,
    source_pieces,
)
from secor_xl.workbook.schema.start_sheet import FACT_LABELS, FACTS_ROW, THIRD

# The ranges that it computes from, each with its header row.
FORM_RANGE, SNAPSHOTS_RANGE = "secor_form", "secor_snapshots"
SUBMISSION_RANGE, ACCOUNTS_RANGE, QUESTIONS_RANGE = "secor_submission", "secor_accounts", "secor_questions"
TABLE_RANGES = {f"secor_{section}": table for section, table in TABLES.items()}
INPUT_RANGES = (SUBMISSION_RANGE, *TABLE_RANGES)
"""Those that every workbook has."""
AS_OF_KIND = "secor_as_of_kind"
LIVE_ONLY = (FORM_RANGE, SNAPSHOTS_RANGE, CHART, AS_OF_KIND)
"""The names that only a workbook with live cells has."""
MOVES, FIXED = "today", "fixed"
"""The words of the cell beside the as-of day: that day moves to today, or stays as it is."""


def range_of(name: str, instrument: Instrument) -> NamedRange:
    """Return the range with a name."""
    return all_ranges(instrument)[name]


def all_ranges(instrument: Instrument) -> dict[str, NamedRange]:
    """Return every named range of a workbook for this instrument, by its name."""
    return ranges_of_size(len(instrument.by_id), len(instrument.elements), len(source_pieces(instrument.source)))


@lru_cache(maxsize=16)
def ranges_of_size(questions: int, elements: int, pieces: int = 1) -> dict[str, NamedRange]:
    """Return every named range for the numbers of an instrument's questions, elements and pieces of text."""
    size = Size(questions, elements)
    submission_rows = HEADCOUNT_ROW - FIRST_ROW
    every = (
        *(each.place(each.range_name, size) for each in COMPUTED_RANGES),
        on_start(AS_OF_KIND, FACTS_ROW + len(FACT_LABELS) - 1, THIRD),
        NamedRange(FORM_RANGE, FORM_SHEET, 1, 1, SOURCE_HEADER_ROW + pieces, 2),
        NamedRange(
            SNAPSHOTS_RANGE, SNAPSHOTS_SHEET, 1, 1, 1 + ROUNDS.capacity, SNAPSHOT_TEXT_COLUMN - 1 + SNAPSHOT_PIECES
        ),
        NamedRange(SUBMISSION_RANGE, SUBMISSION_SHEET, HEADER_ROW, LABEL.index, submission_rows + 1, 2),
        *(_inputs(name, table, table.capacity or questions) for name, table in TABLE_RANGES.items()),
    )
    return {each.name: each for each in every}


def _inputs(name: str, table: SheetTable, rows: int) -> NamedRange:
    """Return a table's entries with their headers, from the id or the number of an entry to the last input."""
    first = "question_id" if table is QUESTIONS else table.columns[0].field
    return table.named_range(name, rows, first, table.inputs[-1].field, header=True)
