"""Steers one LibreOffice by UNO for the tests: a request a line on stdin, an answer a line on stdout, both JSON.

    python3 driver.py SOFFICE_BIN PROFILE_URL [more options of LibreOffice]

It is run by a Python that has the module uno, and imports nothing else. One workbook is open at a time.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
import uuid
from itertools import product
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
START_AGAIN = (79, 81)  # what a fresh profile ends with
SECONDS_TO_START = 90
FORMULAS = 16  # a constant of CellFlags
ERRORS = 4  # a constant of FormulaResult
GONE = tuple(
    map(uno.getClass, ("com.sun.star.lang.DisposedException", "com.sun.star.beans.UnknownPropertyException"))
)  # raised once LibreOffice has ended


class Office:
    """A running LibreOffice with at most one open workbook."""

    def __init__(self, program: str, profile: str, *options: str) -> None:
        self.program = [program, f"-env:UserInstallation={profile}", *options, *OPTIONS]
        self.document: Any = None
        self.formats: dict[tuple[str, str], int] = {}
        self._start()

    def _start(self) -> None:
        address = f"pipe,name=secor{uuid.uuid4().hex};urp;StarOffice.ComponentContext"
        self.command = [*self.program, f"--accept={address}"]
        self.process = self._started()
        self.context = self._connected(f"uno:{address}")
        self.desktop = self._service("com.sun.star.frame.Desktop")

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, stdout=sys.stderr)

    def _connected(self, address: str) -> Any:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                return resolver.resolve(address)
            except uno.getClass("com.sun.star.connection.NoConnectException"):
                status = self.process.poll()
                if status in START_AGAIN:
                    self.process = self._started()
                elif status is not None or time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def _service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def open(self, url: str, functions: list[str]) -> int:
        """Open a workbook; gives the number of formulas that call our functions."""
        self.close()
        self.formats.clear()
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, _properties(Hidden=True))
        for sheet in self._sheets():
            sheet.unprotect("")  # the protection is of XlsxWriter's making and of no concern here
        return sum(self._rebind(sheet, functions) for sheet in self._sheets())

    def _rebind(self, sheet: Any, functions: list[str]) -> int:
        """Enter the formulas again: an Excel file's names of functions are not those of an add-in to older versions."""
        count, calls = 0, tuple(f"{name}(" for name in functions)
        bound: set[tuple[int, int]] = set()
        for part in sheet.queryContentCells(FORMULAS).RangeAddresses:
            cells = sheet.getCellRangeByPosition(part.StartColumn, part.StartRow, part.EndColumn, part.EndRow)
            for row, formulas in enumerate(cells.getFormulaArray()):
                for column, formula in enumerate(formulas):
                    at = (part.StartColumn + column, part.StartRow + row)
                    if at not in bound and formula.startswith("{") and any(call in formula.upper() for call in calls):
                        bound |= self._bind(sheet.getCellByPosition(*at), formula)
                        count += 1
        return count

    def _bind(self, cell: Any, formula: str) -> set[tuple[int, int]]:
        """Enter an array formula again; gives all its cells."""
        cursor = cell.Spreadsheet.createCursorByRange(cell)
        cursor.collapseToCurrentArray()
        own = cursor.RangeAddress
        cursor.setArrayFormula(formula.strip("{}").replace(",", ";"))  # UNO's formulas have semicolons
        return set(product(range(own.StartColumn, own.EndColumn + 1), range(own.StartRow, own.EndRow + 1)))

    def put(self, sheet: str, cell: str, value: object) -> None:
        """Type a number, a text, a formula (a text in a list) or nothing into a cell."""
        target = self.document.Sheets.getByName(sheet).getCellRangeByName(cell)
        # Calc gives a cell a format for a truth value, and keeps it for the number that comes after it; Excel does not.
        target.NumberFormat = self.formats.setdefault((sheet, cell), target.NumberFormat)
        if isinstance(value, list):
            target.Formula = value[0]
        elif isinstance(value, int | float):
            target.Value = value
        else:
            target.String = value or ""

    def read(self, ranges: dict[str, tuple[str, str]]) -> dict[str, Any]:
        """The values of ranges by their names: numbers and texts, ``null`` for an error."""
        sheets = self.document.Sheets
        return {
            name: sheets.getByName(sheet).getCellRangeByName(cells).getDataArray()
            for name, (sheet, cells) in ranges.items()
        }

    def entered(self, sheet: str, cell: str) -> str:
        """What stands in a cell, as its formula."""
        return str(self.document.Sheets.getByName(sheet).getCellRangeByName(cell).Formula)

    def errors(self) -> list[str]:
        """The cells that show an error, as one text for each connected range."""
        return [f"{part.AbsoluteName}" for sheet in self._sheets() for part in _each(sheet.queryFormulaCells(ERRORS))]

    def recalculate(self, times: int) -> float:
        """Calculate every formula anew, so many times; gives the seconds of one."""
        start = time.perf_counter()
        for _ in range(times):
            self.document.calculateAll()
        return (time.perf_counter() - start) / times

    def save(self, url: str, form: str) -> None:
        """Save a copy, in one of LibreOffice's formats."""
        self.document.storeToURL(url, _properties(FilterName=form))

    def run_basic(self, modules: dict[str, str], module: str, function: str, arguments: list[object]) -> dict[str, Any]:
        """Run a function of Basic; gives its value, and the arguments that it has set, by their position.

        The modules go into a new library each time: LibreOffice may crash when a library that has run is removed. It may crash
        over a broken module too, and is started again once.
        """
        try:
            return self._run_basic(modules, module, function, arguments)
        except GONE:
            self.process.wait(30)
            self._start()
            return self._run_basic(modules, module, function, arguments)

    def _run_basic(
        self, modules: dict[str, str], module: str, function: str, arguments: list[object]
    ) -> dict[str, Any]:
        libraries = self._service("com.sun.star.script.ApplicationScriptLibraryContainer")
        name = f"Secor{len(libraries.ElementNames)}"
        library = libraries.createLibrary(name)
        for each, text in modules.items():
            library.insertByName(each, text)
        factory = self._service("com.sun.star.script.provider.MasterScriptProviderFactory")
        address = f"vnd.sun.star.script:{name}.{module}.{function}?language=Basic&location=application"
        value, places, given = factory.createScriptProvider("").getScript(address).invoke(tuple(arguments), (), ())
        return {"value": value, "set": dict(zip(places, given, strict=True))}

    def crash(self) -> None:
        """End LibreOffice as a crash does."""
        self.process.kill()

    def close(self) -> None:
        """Close the workbook."""
        if self.document is not None:
            self.document.close(True)
            self.document = None

    def end(self) -> None:
        """End LibreOffice."""
        self.close()
        with contextlib.suppress(*GONE):
            self.desktop.terminate()
        self.process.wait(30)

    def _sheets(self) -> list[Any]:
        sheets = self.document.Sheets
        return [sheets.getByIndex(number) for number in range(sheets.Count)]


def _each(ranges: Any) -> list[Any]:
    return [ranges.getByIndex(number) for number in range(ranges.Count)]


def _properties(**values: object) -> tuple[Any, ...]:
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def main() -> None:
    """Answer requests until there are no more."""
    office = Office(*sys.argv[1:])
    try:
        for line in sys.stdin:
            do, what = json.loads(line)
            try:
                told = {"answer": getattr(office, do)(**what)}
            except Exception as error:  # noqa: BLE001 - the test on the other side is to see it
                told = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(told), flush=True)
    finally:
        office.end()


if __name__ == "__main__":
    main()
