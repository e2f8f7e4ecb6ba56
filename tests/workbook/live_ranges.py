"""The arguments of the in-cell functions of a workbook as xlwings passes them, made from the file."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from secor_xl.judgement.assessment import Assessment
from secor_xl.procedure.instrument import Instrument
from secor_xl.workbook.functions.arguments import ERROR_TEXTS
from secor_xl.workbook.functions.live_results import answer
from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.geometry import NamedRange
from secor_xl.workbook.schema.layout import SHEETS
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes
from secor_xl.xlsx.sheet_values import CellValue, ErrorValue, SheetValues
from tests.workbook.built import instrument

RangeValues = list[Any]
NAMES = [argument.range_name for argument in ARGUMENTS]
DAY = NAMES.index(computed_ranges.AS_OF)


def handed(content: bytes, made_with: Instrument | None = None, as_of: Any = None) -> RangeValues:
    """One value for each argument: rows for a range, the value itself for the as-of day."""
    sheets = read_sheets(guard_bytes(content, "f"), SHEETS)
    known = named_ranges.all_ranges(made_with or instrument())
    values: RangeValues = [cells(sheets[known[name].sheet], known[name]) for name in NAMES]
    return with_day(values, as_of or values[DAY][0][0])


def with_day(values: RangeValues, day: Any) -> RangeValues:
    """The same values with another as-of day."""
    return [*values[:DAY], day, *values[DAY + 1 :]]


def cells(area: SheetValues, block: NamedRange) -> list[list[Any]]:
    """The values of a rectangle as xlwings has them."""
    columns = range(block.column - 1, block.column - 1 + block.columns)
    return [
        [from_excel(area.value(row, column)) for column in columns]
        for row in range(block.row - 1, block.row - 1 + block.rows)
    ]


def from_excel(value: CellValue) -> object:
    """A value of a cell as xlwings has it: numbers are floats, dates have a time, an error is its text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value.text if isinstance(value, ErrorValue) else value


def answers(values: RangeValues) -> dict[str, list[list[Any]]]:
    """Return the result of every function, by its range."""
    return {function.range_name: answer(function, values) for function in FUNCTIONS}


def expected(assessment: Assessment) -> dict[str, list[list[Any]]]:
    """Return the values that the library computes for these ranges; ``5 == 5.0 == Decimal(5)``, as it is in a cell."""
    made = computed_values(assessment)
    return {
        function.range_name: [[_number(value) for value in row] for row in made[function.range_name]]
        for function in FUNCTIONS
    }


def _number(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | dt.date) else float(value)


def without_error_texts(record: Any) -> Any:
    """A review in which no text is that of an error: such a text in a cell cannot be told from the error itself."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        changed = {each.name: without_error_texts(getattr(record, each.name)) for each in dataclasses.fields(record)}
        return dataclasses.replace(record, **changed)
    if isinstance(record, tuple):
        return tuple(map(without_error_texts, record))
    return "an error" if isinstance(record, str) and record in ERROR_TEXTS else record
