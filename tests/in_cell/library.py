"""What the library says of a workbook, cell by cell: read from the file's bytes, a change put into what was read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Never

from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.samples.employers import Sample, samples
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.reading.read_workbook import SHEETS_READ, ReadReview, read_values
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes
from secor_xl.xlsx.sheet_values import cell_position
from tests.in_cell.changes import FIRST_DAY, Change

Shown = dict[str, list[list[str | float | None]]]
"""The values of cells by the rectangle; a date is a number, as in any workbook, and ``None`` an error."""

INSTRUMENT = read_instrument(shipped_instrument())
OFFICE = read_office(shipped_letter_templates() / "office.toml")
SAMPLES = samples(INSTRUMENT)


def judged(sample: Sample) -> Assessment:
    """The judgement of a sample."""
    return assess(sample.review, instrument=INSTRUMENT, office=OFFICE, as_of=sample.as_of)


def judged_as_read(read: ReadReview, as_of: dt.date) -> Assessment:
    """The judgement of what was read."""
    return assess(read.review, instrument=read.instrument, office=OFFICE, as_of=as_of, problems=read.problems)


class Library:
    """The review in a file, read as the command line reads it."""

    def __init__(self, content: bytes, as_of: dt.date) -> None:
        self.as_of = as_of
        self.sheets = read_sheets(guard_bytes(content, "review.xlsx"), SHEETS_READ)

    def shown(self, *changes: Change) -> Shown:
        """What every Python cell is to show of the review with some changes in it."""
        sheets, as_of = dict(self.sheets), self.as_of
        for change in changes:
            row, column = cell_position(change.cell)
            rows = [list(values) for values in sheets[change.sheet].rows]
            rows[row] += [None] * (column + 1 - len(rows[row]))
            rows[row][column] = change.value
            sheets[change.sheet] = replace(sheets[change.sheet], rows=rows)
            as_of = change.as_of or as_of
        return as_shown(judged_as_read(read_values(sheets, _refuse), as_of))


def as_shown(assessment: Assessment) -> Shown:
    """The values of every computed rectangle as a cell holds them."""
    return {name: [list(map(_plain, row)) for row in rows] for name, rows in computed_values(assessment).items()}


def _plain(value: str | int | Decimal | dt.date | None) -> str | float:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return float((value - FIRST_DAY).days)
    return str(value) if isinstance(value, str) else float(value)


def _refuse(seen: str, cure: str) -> Never:
    raise AssertionError(f"{seen}; {cure}")
