"""The add-in itself, run by LibreOffice's own Python: every call goes to the function that answers the same call in Excel.

Its only work is to hand over a range as xlwings does in Excel: rows of floats, texts, truth values, dates with a time, ``None``
for a blank, an error as its text.
"""

# ruff: noqa: N802, N816 - the names and arguments are LibreOffice's, a spelling mistake of its own included

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import uno
import unohelper
from com.sun.star.lang import Locale, XServiceInfo, XServiceName
from com.sun.star.sheet import LocalizedName, XAddIn, XCompatibilityNames

from secor_xl.workbook.functions.live_results import answer
from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
from secor_xl.workbook.schema.computed_ranges import ComputedRange
from tests.in_cell.addin import ADD_IN, IMPLEMENTATION, INTERFACE, SERVICE, method_name

BY_METHOD = {method_name(function.name): function for function in FUNCTIONS}
FIRST_DAY = dt.datetime(1899, 12, 30)
ENGLISH = Locale("en", "US", "")
# Numbers of the constant groups CellFlags and NumberFormat of com.sun.star.
DATE_CELLS, FORMULA_CELLS = 2, 16
DATE_FORMAT, TRUTH_FORMAT = 2, 1024
TRUTHS = (0.0, 1.0)
# Calc's numbers of the errors that Excel knows; it has many more, which are all errors of value.
ERRORS = {503: "#NUM!", 519: "#VALUE!", 521: "#NULL!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
OTHER_ERROR = "#VALUE!"


class Ranges:
    """Reads ranges of the open document."""

    def __init__(self, context: Any) -> None:
        self._desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def rows(self, cells: Any) -> list[list[Any]]:
        """The values of a range as xlwings hands them to a function in Excel."""
        kind = self._kinds_of_format()
        rows: list[list[Any]] = [[None if value == "" else value for value in row] for row in cells.getDataArray()]
        for row, column in _positions(cells, DATE_CELLS):
            rows[row][column] = _date(rows[row][column])
        for row, column in _positions(cells, FORMULA_CELLS):
            cell = cells.getCellByPosition(column, row)
            if cell.getError():
                rows[row][column] = ERRORS.get(cell.getError(), OTHER_ERROR)
            elif isinstance(rows[row][column], float) and kind(cell.NumberFormat) & DATE_FORMAT:
                rows[row][column] = _date(rows[row][column])
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if value in TRUTHS and kind(cells.getCellByPosition(column, row).NumberFormat) & TRUTH_FORMAT:
                    values[column] = bool(value)
        return rows

    def _kinds_of_format(self) -> Callable[[int], int]:
        """From the number of a number format to its kind; only the document knows it, and one document is open at a time."""

        @cache
        def kind(key: int) -> int:
            document = self._desktop.Components.createEnumeration().nextElement()
            return int(document.NumberFormats.getByKey(key).Type)

        return kind


def _positions(cells: Any, kind: int) -> Iterator[tuple[int, int]]:
    """Where cells of a kind are in a range, from its own first cell."""
    own = cells.RangeAddress
    for part in cells.queryContentCells(kind).RangeAddresses:
        for row in range(part.StartRow, part.EndRow + 1):
            for column in range(part.StartColumn, part.EndColumn + 1):
                yield row - own.StartRow, column - own.StartColumn


def _date(serial: float) -> dt.datetime:
    """A date as Excel gives it to xlwings, exact to the second."""
    return FIRST_DAY + dt.timedelta(seconds=round(serial * 86_400))


def _result(value: object) -> str | float:
    """A value as Calc takes it: a text or a number, and a date is a number."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return float((value - FIRST_DAY.date()).days)
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


class _AddIn(unohelper.Base, XAddIn, XCompatibilityNames, XServiceName, XServiceInfo):  # type: ignore[misc]
    """What Calc asks an add-in about itself."""

    def __init__(self, context: Any) -> None:
        self.ranges = Ranges(context)
        self.locale = ENGLISH

    def getServiceName(self) -> str:
        return SERVICE

    def getImplementationName(self) -> str:
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (SERVICE, ADD_IN)

    def setLocale(self, locale: Any) -> None:
        self.locale = locale

    def getLocale(self) -> Any:
        return self.locale

    def getProgrammaticFuntionName(self, name: str) -> str:
        return method_name(name)

    def getDisplayFunctionName(self, method: str) -> str:
        return BY_METHOD[method].name if method in BY_METHOD else ""

    def getFunctionDescription(self, method: str) -> str:
        return BY_METHOD[method].help if method in BY_METHOD else ""

    def getDisplayArgumentName(self, method: str, number: int) -> str:
        return ARGUMENTS[number].name

    def getArgumentDescription(self, method: str, number: int) -> str:
        return ARGUMENTS[number].help

    def getProgrammaticCategoryName(self, method: str) -> str:
        return "Add-In"

    def getDisplayCategoryName(self, method: str) -> str:
        return "Add-In"

    def getCompatibilityNames(self, method: str) -> tuple[Any, ...]:
        return (LocalizedName(ENGLISH, BY_METHOD[method].name),) if method in BY_METHOD else ()


def _method(function: ComputedRange) -> Callable[..., tuple[tuple[str | float, ...], ...]]:
    def method(self: _AddIn, *ranges: Any) -> tuple[tuple[str | float, ...], ...]:
        values: list[Any] = []
        for argument, cells in zip(ARGUMENTS, ranges, strict=True):
            rows = self.ranges.rows(cells)
            values.append(rows[0][0] if argument.scalar else rows)
        return tuple(tuple(map(_result, row)) for row in answer(function, values))

    return method


SecorFunctions = type(
    "SecorFunctions",
    (_AddIn, uno.getClass(INTERFACE)),
    {name: _method(function) for name, function in BY_METHOD.items()},
)
g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(SecorFunctions, IMPLEMENTATION, (SERVICE, ADD_IN))
