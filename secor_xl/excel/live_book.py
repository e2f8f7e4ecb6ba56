"""The workbook that is open in Excel, unsaved entries included, read by the same code that reads a file."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

from secor_xl.errors import SecorError
from secor_xl.workbook.functions.arguments import as_range, cell_value
from secor_xl.workbook.reading.read_review import SHEETS_READ, ReadReview, read_values
from secor_xl.workbook.schema.layout import START
from secor_xl.xlsx.careful_reader import FAR_COLUMN, FAR_ROW
from secor_xl.xlsx.guard import UnreadableWorkbook
from secor_xl.xlsx.sheet_values import Rows, SheetValues, cell_position, copied_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlwings


def read_live(book: xlwings.Book) -> ReadReview:
    """Read the review in the open workbook; raises ``UnreadableWorkbook`` where it is no review workbook of this form."""

    def refuse(seen: str, cure: str) -> Never:
        raise UnreadableWorkbook(book.name, seen, cure)

    sheets = {sheet.name: sheet for sheet in book.sheets}
    wanted = [name for name in sheets if name in SHEETS_READ or copied_from(name) in SHEETS_READ]
    return read_values({name: _values(sheets[name]) for name in wanted}, refuse)


def _values(sheet: xlwings.Sheet) -> SheetValues:
    """Read a sheet from its first cell on, up to the most rows and columns of a form; whole columns may be formatted."""
    used = sheet.used_range
    height = min(used.row + used.shape[0] - 1, FAR_ROW)
    width = min(used.column + used.shape[1] - 1, FAR_COLUMN)
    cells = sheet.range((1, 1), (max(height, 1), max(width, 1)))
    rows = _rows(cells)
    return SheetValues(sheet.name, rows, _formulas(cells, rows))


def _formulas(cells: xlwings.Range, rows: Rows) -> frozenset[tuple[int, int]]:
    """Find the cells with a formula. Excel gives a text that begins with "=" as its own formula: it is none."""
    return frozenset(
        (row, column)
        for row, values in enumerate(as_range(cells.formula))
        for column, formula in enumerate(values)
        if isinstance(formula, str) and formula.startswith("=") and formula != rows[row][column]
    )


def live_area(book: xlwings.Book, sheet: str) -> SheetValues:
    """Read a sheet of the open workbook; raises ``SecorError`` where it is missing."""
    return _values(sheet_of(book, sheet))


def _rows(cells: xlwings.Range) -> Rows:
    values = cells.options(ndim=2, err_to_str=True).value
    return [[cell_value(value) for value in row] for row in values]


def shown_text(book: xlwings.Book, sheet: str, cell: str) -> str:
    """Return the text of a cell; empty where it has none."""
    value = sheet_of(book, sheet).range(cell).value
    return value if isinstance(value, str) else ""


def sheet_of(book: xlwings.Book, name: str) -> xlwings.Sheet:
    """Return a sheet of the form; raises ``SecorError`` where it is missing."""
    if name not in {sheet.name for sheet in book.sheets}:
        raise SecorError(f"The sheet {name} is missing. If it was renamed, name it {name} again.")
    return book.sheets[name]


def go_to(book: xlwings.Book, sheet: str, cell: str) -> None:
    """Select a cell of a sheet and bring that to the front."""
    _activate(book, sheet)
    sheet_of(book, sheet).range(cell).select()


def selected_row(book: xlwings.Book) -> tuple[str, int] | None:
    """Return the sheet and row of the selected cell; ``None`` where a chart or a button is selected."""
    try:
        return (book.selection.sheet.name, book.selection.row) if book.selection is not None else None
    except Exception:  # noqa: BLE001 - each system has an exception of its own for it
        return None


def recalculate(book: xlwings.Book) -> None:
    """Let Excel calculate, and show the start sheet."""
    book.app.calculate()
    _activate(book, START)


def _activate(book: xlwings.Book, sheet: str) -> None:
    """Bring a sheet to the front of its workbook, in which the reviewer has just clicked.

    xlwings' own ``activate`` brings Excel itself to the front first, and raises where two of them are open.
    """
    sheet_of(book, sheet).impl.activate()


def enter(book: xlwings.Book, sheet: str, first: str, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows of facts into input cells, in one step, because Excel recalculates after every step."""
    row, column = cell_position(first)
    last = (row + len(rows), column + len(rows[0]))
    sheet_of(book, sheet).range((row + 1, column + 1), last).value = [
        [_as_excel(value) for value in each] for each in rows
    ]


def _as_excel(value: Any) -> Any:  # noqa: ANN401 - a fact of the model
    if isinstance(value, dt.date):  # Excel on macOS takes no date without a time
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day, in no zone
    return str(value) if isinstance(value, str) else value


@contextmanager
def calculated_once(book: xlwings.Book) -> Iterator[None]:
    """Let Excel calculate after the block only, and not after each cell that is written in it."""
    app = book.app
    before, app.calculation = app.calculation, "manual"
    try:
        yield
    finally:
        app.calculation = before


def add_note(book: xlwings.Book, sheet: str, cell: str, text: str) -> None:
    """Add a text to the note on a cell; Excel refuses one on a cell with a threaded comment."""
    place = sheet_of(book, sheet).range(cell)
    if place.note:
        place.note.text = f"{place.note.text}\n{text}"
    else:
        place.add_note(text)


def open_beside(book: xlwings.Book, path: Path) -> None:
    """Open another workbook in the same Excel, with Excel's questions on, which the macro of a button has switched off."""
    app = book.app
    before, app.display_alerts = app.display_alerts, True
    try:
        app.books.open(str(path))
    finally:
        app.display_alerts = before


def is_saved(book: xlwings.Book) -> bool:
    """Tell whether the workbook was ever saved: until then its full name is its name alone."""
    return book.fullname != book.name and bool(book.fullname)


def is_online(book: xlwings.Book) -> bool:
    """Tell whether Excel knows the workbook by a web address only, as in OneDrive and SharePoint."""
    return "://" in book.fullname


def path_of(book: xlwings.Book) -> Path | None:
    """Return the workbook's file; ``None`` where it has none on this computer."""
    return Path(book.fullname) if is_saved(book) and not is_online(book) else None
