"""An engine for xlwings over a workbook file: what Excel does for our buttons and cells, without Excel.

xlwings' own classes (``Book.caller``, sheets, ranges, options, converters) run unchanged over it; only the layer below them, which
on Windows speaks COM, is ours. It behaves as COM does where that matters: numbers are floats, dates have a time, errors are large
negative whole numbers, a protected cell refuses, a cell in text format keeps a number as text, and formulas are calculated by our
functions as Excel would call them.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import xlwings
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

from secor_xl.workbook.functions.live_results import answer
from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS

ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
NEW_ERRORS = {"#SPILL!": -2146826243, "#CALC!": -2146826238}  # xlwings does not know these
TEXTS = {number: text for text, number in ERRORS.items()}
NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")
REJECTED, EXCEPTION_OCCURRED = -2147418111, -2147352567


FITTED = 123.0
"""The height of every row that was fitted; only Excel knows the right one."""


class com_error(Exception):  # noqa: N801 - as pywin32 has it
    """What COM raises."""


class Engine:
    name, type, apps = "excel", "desktop", None

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, date_builder: Any, empty: Any, number_builder: Any, errors_as_text: bool) -> Any:
        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty
            if isinstance(value, dt.datetime):
                parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return date_builder(**{part: getattr(value, part) for part in parts}, tzinfo=None)
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            if isinstance(value, int) and value in TEXTS:
                return TEXTS[value] if errors_as_text else None
            return value

        return [[clean(value) for value in row] for row in data]


class App:
    """Excel: its open books, what it asks, who answers."""

    display_alerts = True
    pid, hwnd, version = 1, 0, "16.0"

    def __init__(self, today: dt.date) -> None:
        self.engine = ENGINE.impl
        self.today = today
        self.books = Books(self)
        self.selection: Range | None = None
        self.api: Any = None
        self.told: list[str] = []
        self.troubles: list[str] = []
        self.asked: list[str] = []
        self.answers: deque[str] = deque()
        self.calculations = 0
        self.fitted: list[tuple[str, int]] = []
        self.python_in_cells = True
        self.calculation = "automatic"
        self.written_while_calculating = 0

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        assert (title, callback) == ("SECOR QA", None)
        assert not self.display_alerts, "Excel would say that it waits for another application"
        if buttons == "ok":
            (self.troubles if mode == "critical" else self.told).append(prompt)
            return "ok"
        self.asked.append(prompt)
        return self.answers.popleft()

    def activate(self, steal_focus: bool = False) -> None:
        pass

    def calculate(self) -> None:
        self.calculations += 1
        for book in self.books.open_books:
            book.calculate()


class Books:
    def __init__(self, app: App) -> None:
        self.app = app
        self.open_books: list[Book] = []

    def __iter__(self) -> Iterator[Book]:
        return iter(self.open_books)

    def __call__(self, name: Any) -> Book:
        for book in self.open_books:
            if book.name == name:
                return book
        raise KeyError(name)

    def open(self, fullname: str, *_options: Any) -> Book:
        assert self.app.display_alerts, "Excel could not ask what matters"
        book = Book(self.app, Path(fullname))
        self.open_books.append(book)
        return book


class Book:
    """A workbook file, opened: what is written here reaches the file only when it is saved."""

    api = True

    def __init__(self, app: App, path: Path) -> None:
        self.app, self.path, self.fullname = app, path, str(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl drops some formatting and says so
            self.file = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
            self.values = openpyxl.load_workbook(path, data_only=True)
        self.sheets = Sheets(self)
        self.active = self.file.sheetnames[0]
        self.busy = False

    @property
    def name(self) -> str:
        return re.split(r"[/\\]", self.fullname)[-1]

    def activate(self) -> None:
        pass

    def save(self, path: str | None = None, **_options: Any) -> None:
        self.file.save(path or self.path)

    def area(self, name: str) -> Range:
        """The cells that a name of the workbook means."""
        sheet, cells = self.file.defined_names[name].attr_text.split("!")
        return self.sheets(sheet.strip("'")).range(cells)

    def calculate(self) -> None:
        """Every formula of ours gets its value anew, as if Excel had called it."""
        if not self.app.python_in_cells:
            return
        for function in FUNCTIONS:
            if f"{function.name}(" not in self._formula(function.range_name):
                continue
            # The formulas of an earlier form have fewer arguments.
            arguments = [each for each in ARGUMENTS if each.range_name in self.file.defined_names]
            given = [xlwings.Range(impl=self.area(argument.range_name)) for argument in arguments]
            values = [
                cells.options(err_to_str=True, **({} if argument.scalar else {"ndim": 2})).value
                for argument, cells in zip(arguments, given, strict=True)
            ]
            block = self.area(function.range_name)
            for down, row in enumerate(answer(function, values)):
                for across, value in enumerate(row):
                    self.values[block.sheet.name].cell(block.row + down, block.column + across).value = value

    def _formula(self, name: str) -> str:
        if name not in self.file.defined_names:
            return ""
        block = self.area(name)
        return str(block.sheet.formula(block.row, block.column))


class Sheets:
    api = True

    def __init__(self, book: Book) -> None:
        self.book = book

    def __len__(self) -> int:
        return len(self.book.file.sheetnames)

    def __iter__(self) -> Any:
        return (Sheet(self.book, name) for name in self.book.file.sheetnames)

    def __call__(self, key: Any) -> Sheet:
        names = self.book.file.sheetnames
        if isinstance(key, int):
            return Sheet(self.book, names[key - 1])
        if key not in names:
            raise com_error(EXCEPTION_OCCURRED)
        return Sheet(self.book, key)


class Sheet:
    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name = book, name
        self.file, self.values = book.file[name], book.values[name]
        self.api = self

    def Unprotect(self) -> None:  # noqa: N802 - as Excel has it
        self.file.protection.sheet = False

    @property
    def index(self) -> int:
        return int(self.book.file.sheetnames.index(self.name)) + 1

    def range(self, first: Any, last: Any = None) -> Range:
        left, top, right, bottom = (*self._corner(first), *self._corner(last or first, end=True))
        return Range(self, (top, left), (bottom - top + 1, right - left + 1))

    @staticmethod
    def _corner(at: Any, *, end: bool = False) -> tuple[int, int]:
        if isinstance(at, tuple):
            return at[1], at[0]
        if isinstance(at, Range):
            bottom, right = at.row + at.shape[0] - 1, at.column + at.shape[1] - 1
            return (right, bottom) if end else (at.column, at.row)
        left, top, right, bottom = (int(each or 0) for each in range_boundaries(at.replace("$", "")))
        return (right, bottom) if end else (left, top)

    @property
    def used_range(self) -> Range:
        left, top, right, bottom = range_boundaries(self.file.calculate_dimension())
        return self.range((top, left), (bottom, right))

    def activate(self) -> None:
        self.book.active = self.name

    def formula(self, row: int, column: int) -> Any:
        value = self.file.cell(row, column).value
        if isinstance(value, ArrayFormula):
            return value.text
        return value if isinstance(value, str) and value.startswith("=") else ""


class Note:
    def __init__(self, cell: Any) -> None:
        self._cell = cell

    @property
    def text(self) -> str:
        return str(self._cell.comment.text)

    @text.setter
    def text(self, text: str) -> None:
        self._cell.comment.text = text


class Range:
    api = True
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, first: tuple[int, int], shape: tuple[int, int]) -> None:
        self.sheet, (self.row, self.column), self.shape = sheet, first, shape

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self.sheet, (self.row + row - 1, self.column + column - 1), (1, 1))

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, col_absolute: bool, _external: bool) -> str:
        def cell(row: int, column: int) -> str:
            column_sign, row_sign = "$" * col_absolute, "$" * row_absolute
            return f"{column_sign}{get_column_letter(column)}{row_sign}{row}"

        first = cell(self.row, self.column)
        last = cell(self.row + self.shape[0] - 1, self.column + self.shape[1] - 1)
        return first if self.shape == (1, 1) else f"{first}:{last}"

    @property
    def raw_value(self) -> Any:
        if self.sheet.book.busy:
            raise com_error(REJECTED)
        if self.shape == (1, 1):
            return self._value(self.row, self.column)
        rows = range(self.row, self.row + self.shape[0])
        columns = range(self.column, self.column + self.shape[1])
        return tuple(tuple(self._value(row, column) for column in columns) for row in rows)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.sheet.book.app.written_while_calculating += self.sheet.book.app.calculation == "automatic"
        for down in range(self.shape[0]):
            for across in range(self.shape[1]):
                value = data[down][across] if isinstance(data, list | tuple) else data
                self._write(self.row + down, self.column + across, value)

    @property
    def formula(self) -> Any:
        rows = range(self.row, self.row + self.shape[0])
        columns = range(self.column, self.column + self.shape[1])
        made = tuple(
            tuple(self.sheet.formula(row, column) or self._value(row, column) or "" for column in columns)
            for row in rows
        )
        return made if len(self) > 1 else made[0][0]

    def _value(self, row: int, column: int) -> Any:
        cell = self.sheet.values.cell(row, column)
        value = cell.value
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return float(value)
        if isinstance(value, dt.time):
            return dt.datetime.combine(dt.date(1899, 12, 30), value)
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return dt.datetime(value.year, value.month, value.day)
        if isinstance(value, str) and value in ERRORS | NEW_ERRORS and cell.data_type == "e":
            return (ERRORS | NEW_ERRORS)[value]
        return value

    def _write(self, row: int, column: int, value: Any) -> None:
        cell = self.sheet.file.cell(row, column)
        if self.sheet.book.busy:
            raise com_error(REJECTED)
        if self.sheet.file.protection.sheet and cell.protection.locked:
            raise com_error(EXCEPTION_OCCURRED, "the cell is protected")
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            raise com_error(EXCEPTION_OCCURRED, "Excel for Mac takes no date without a time")
        if isinstance(value, str) and cell.number_format != "@" and NUMBER.fullmatch(value):
            value = float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and cell.number_format == "@":
            value = f"{value:.15g}"
        if isinstance(value, str) and value.startswith("=") and cell.number_format != "@":
            raise com_error(EXCEPTION_OCCURRED, "that would be a formula")
        for each in (cell, self.sheet.values.cell(row, column)):
            if isinstance(value, str) and value in ERRORS | NEW_ERRORS:
                each.value, each.data_type = value, "e"
            else:
                each.value = None if value == "" else value

    @property
    def note(self) -> Note | None:
        cell = self.sheet.file.cell(self.row, self.column)
        return Note(cell) if cell.comment else None

    def add_note(self, text: str) -> Note:
        cell = self.sheet.file.cell(self.row, self.column)
        if cell.comment:
            raise com_error(EXCEPTION_OCCURRED, "the cell has a note already")
        cell.comment = Comment(text, "somebody")
        return Note(cell)

    @property
    def column_width(self) -> float:
        return float(self.sheet.file.column_dimensions[get_column_letter(self.column)].width)

    @property
    def row_height(self) -> float:
        row = self.sheet.file.row_dimensions[self.row]
        return 0.0 if row.hidden else float(row.height or 15.0)

    @row_height.setter
    def row_height(self, height: float) -> None:
        """Excel may give rows of a protected sheet a height only where its protection lets people format rows."""
        protection = self.sheet.file.protection
        if protection.sheet and protection.formatRows:
            raise com_error(EXCEPTION_OCCURRED, "the sheet is protected")
        for row in range(self.row, self.row + self.shape[0]):
            self.sheet.book.app.fitted.append((self.sheet.name, row))
            self.sheet.file.row_dimensions[row].hidden = False
            self.sheet.file.row_dimensions[row].height = height

    def autofit(self, axis: str) -> None:
        assert axis == "r"
        self.row_height = FITTED

    def select(self) -> None:
        self.sheet.book.app.selection = self


ENGINE = xlwings.Engine(impl=Engine())
if "excel" not in [engine.name for engine in xlwings.engines]:
    xlwings.engines.add(ENGINE)


def open_book(path: Path, today: dt.date) -> xlwings.Book:
    """Open a workbook in an Excel of its own, in which it is that day."""
    return xlwings.Book(impl=App(today).books.open(str(path)))


def opener(today: dt.date, *, python_in_cells: bool = True) -> Callable[[Path], AbstractContextManager[xlwings.Book]]:
    """An opener for the self-test and the evidence."""

    @contextmanager
    def opened(path: Path) -> Iterator[xlwings.Book]:
        book = open_book(path, today)
        book.app.impl.python_in_cells = python_in_cells
        yield book

    return opened
