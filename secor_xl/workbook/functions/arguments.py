"""The arguments of an in-cell function: plain values as a spreadsheet passes them.

By way of xlwings a number is a float, a blank ``None`` or an empty text, a date a ``datetime`` at midnight, an error one of the
texts below, and one that xlwings does not know a large negative whole number. Nothing here raises, whatever comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from secor_xl.xlsx.sheet_values import DAY_ZERO, CellValue, ErrorValue, whole_if_whole

RangeValues: TypeAlias = tuple[tuple[object, ...], ...]

# Excel's errors by the numbers that VBA has for them. Over COM they arrive as whole numbers: the first one and this number.
FIRST_ERROR = -2146828288
ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
    2051: "#BUSY!",
}
ERROR_TEXTS = frozenset(ERRORS.values()) | {"#PYTHON!", "#EXTERNAL!", "#TIMEOUT!"}
LAST_ERROR = 2999


def as_range(value: object) -> RangeValues:
    """Rows of values from what came for a range: a single value is one cell, a flat list one row."""
    if not isinstance(value, list | tuple):
        return ((value,),)
    if not any(isinstance(row, list | tuple) for row in value):
        return (tuple(value),)
    return tuple(tuple(row) if isinstance(row, list | tuple) else (row,) for row in value)


def cell_value(value: object) -> CellValue:
    """Return the value of the cell; two equal values of one type give the same."""
    convert = CONVERTERS.get(type(value))
    if convert is None:
        # COM has a type of its own for dates, numpy for numbers; both descend from Python's.
        convert = next((made for kind, made in CONVERTERS.items() if isinstance(value, kind)), _unknown)
    return convert(value)


def _text(value: str) -> CellValue:
    if value[:1] == "#" and value in ERROR_TEXTS:
        return ErrorValue(str(value))
    return str(value) or None


def _number(value: float) -> CellValue:
    return whole_if_whole(float(value))


def _whole_number(value: int) -> CellValue:
    number = value - FIRST_ERROR
    if 0 <= number <= LAST_ERROR:
        return ErrorValue(ERRORS.get(number, f"number {number}"))
    return int(value)


def _decimal(value: Decimal) -> CellValue:
    """Convert a number of a cell with a currency format."""
    return _number(float(value)) if value.is_finite() else _unknown(value)


def _moment(value: dt.datetime) -> CellValue:
    if value.tzinfo is not None:
        try:
            value = value.astimezone(dt.UTC).replace(tzinfo=None)
        except OverflowError:  # the first or the last day of all
            return _unknown(value)
    if value.date() == DAY_ZERO:  # the day of a cell with a time and no day, as COM has it
        return value.time()
    plain = dt.datetime.combine(value.date(), value.time())  # COM's own type, if it is that
    return plain.date() if plain.time() == dt.time() else plain


def _unknown(value: object) -> CellValue:
    return ErrorValue(f"of the kind {type(value).__name__}")


def _same(value: Any) -> CellValue:  # noqa: ANN401 - a value of a cell already
    return value  # type: ignore[no-any-return]


# ``bool`` comes before ``int`` and ``datetime`` before ``date``: each is also the other.
CONVERTERS: dict[type, Callable[[Any], CellValue]] = {
    str: _text,
    float: _number,
    type(None): _same,
    bool: _same,
    int: _whole_number,
    dt.datetime: _moment,
    dt.date: _same,
    dt.time: _same,
    dt.timedelta: _same,
    Decimal: _decimal,
    ErrorValue: _same,
}
