"""A workbook of long lists in the house style: a title, a line below it, frozen headers, filters, as many rows as there are.

Texts are always written as texts, never as formulas, links or numbers, whatever they look like.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeAlias

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from secor_xl.errors import SecorError
from secor_xl.text import clean
from secor_xl.workbook import formats
from secor_xl.workbook.formats import Formats, Style
from secor_xl.workbook.geometry import column_letter
from secor_xl.workbook.growing import LEAST_HEIGHT, height_of
from secor_xl.workbook.links import link_target
from secor_xl.workbook.page import LETTER_PAPER, set_up_page
from secor_xl.workbook.streamed import StreamedSheet

TITLE_ROW, TIP_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4
TITLE_HEIGHT, TIP_HEIGHT, HEADER_HEIGHT = 30, 20, 32
MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
CUT_MARK = " … (cut here: longer than a cell of Excel can be)"
MEASURED_TEXT = 1_000
"""A longer text needs more height than a row of a list gets anyway."""
MOST_ROW_HEIGHT = 118.0
"""In points, about nine lines: a list is looked through, and the whole text is in its cell."""
FIRST_DATE = dt.date(1900, 3, 1)
"""Excel has no days before 1900, and counts a February 29 in that year which there never was."""
FORMULA_SIGNS = ("=", "+", "-", "@")

RIGHT: Style = {"align": "right", "indent": 1}
NUMBER: Style = {**formats.BOX, **RIGHT, "num_format": "#,##0"}
PERCENT: Style = {**formats.BOX, **RIGHT, "num_format": '0.00" %"'}
DATE: Style = {**formats.BOX, "align": "left", "num_format": formats.DATE}
TEXT: Style = {**formats.PLAIN, "num_format": formats.TEXT}
PROSE: Style = formats.PLAIN
LINK: Style = {"font_color": formats.TEAL, "underline": 1}
STANDS_OUT: Style = {"font_color": formats.RED, "bold": True, "bg_color": formats.PALE_RED}


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that is a link to a file, where one can lead there; ``path`` as ``link_target`` takes it."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class StandsOut:
    """A number that is to be seen at once; what is the matter with it stands in words in the same row."""

    number: Decimal


ListedValue: TypeAlias = str | int | Decimal | dt.date | Linked | StandsOut | None


@dataclass(frozen=True, slots=True)
class ListedColumn:
    """A column of a list: its header, its width in digits, and how its cells look."""

    header: str
    width: float
    style: Style = field(default_factory=lambda: PROSE)


class ListingBook:
    """The workbook; its rows wait in temporary files. Leave its ``with`` block in peace and it is written.

    Args:
        target: what the file is written to, once it is whole.
        title: the title in the file's properties and at the top of each printed page.
        subtitle: beside it on paper.
        day: the day in the file's properties; nothing else about the time gets into the file.

    Raises:
        OSError: from the ``with`` block, where it cannot be written.
    """

    def __init__(self, target: BinaryIO, *, title: str, subtitle: str, day: dt.date) -> None:
        self._target, self._title, self._subtitle, self._day = target, clean(title), clean(subtitle), day

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="secor-xl-", ignore_cleanup_errors=True)
        options = {
            "constant_memory": True,
            "tmpdir": self._folder.name,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._finished = Path(self._folder.name, "finished.xlsx")
        self.workbook = Workbook(str(self._finished), options)
        created = dt.datetime.combine(self._day, dt.time())
        self.workbook.set_properties({"title": self._title, "comments": self._subtitle, "created": created})
        self.formats = Formats(self.workbook)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.workbook.close()
                with self._finished.open("rb") as file:
                    shutil.copyfileobj(file, self._target)
        except FileCreateError as failure:
            raise failure.args[0] from None  # what the system said
        finally:
            for sheet in self.workbook.worksheets():
                sheet.let_go()
            self._folder.cleanup()

    def sheet(self, name: str, kind: type[Any], *, tab: str, paper: int = LETTER_PAPER) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        """A new sheet: no grid, across the paper and fitted to its width, with headers and footers."""
        sheet = self.workbook.add_worksheet(name, worksheet_class=kind)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(tab)
        set_up_page(sheet, self._title, self._subtitle, paper=paper)
        return sheet

    def put(self, sheet: Any, row: int, column: int, value: ListedValue, *styles: Style) -> Format:  # noqa: ANN401
        """Write one value into a cell, counted from 1, and give back the format that it got."""
        if isinstance(value, Linked):
            return self._put_link(sheet, row, column, value, *styles)
        if isinstance(value, StandsOut):
            return self.put(sheet, row, column, value.number, *styles, STANDS_OUT)
        if isinstance(value, dt.date) and value < FIRST_DATE:
            value = value.isoformat()
        made, at = self.formats(*styles), (row - 1, column - 1)
        if value is None or value == "":
            wrong = sheet.write_blank(*at, None, made)
        elif isinstance(value, str):
            text = fitting(value)
            if text.startswith(FORMULA_SIGNS):  # stays a text even when somebody edits the cell and leaves it as it is
                made = self.formats(*styles, quote_prefix=True)
            if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter would take it for its own finished XML
                wrong = sheet.write_rich_string(*at, text[0], self.formats(), text[1:], made)
            else:
                wrong = sheet.write_string(*at, text, made)
        elif isinstance(value, dt.date):
            wrong = sheet.write_datetime(*at, value, made)
        else:
            wrong = sheet.write_number(*at, float(value) if isinstance(value, Decimal) else value, made)
        if wrong:
            raise SecorError(f"{sheet.get_name()}!{column_letter(column)}{row}: Excel cannot hold what belongs there")
        return made

    def _put_link(self, sheet: StreamedSheet, row: int, column: int, value: Linked, *styles: Style) -> Format:
        target = link_target(value.path) if value.words else ""
        linked = bool(target) and sheet.link(row - 1, column - 1, target)
        return self.put(sheet, row, column, value.words, *styles, LINK if linked else {})


class Listing:
    """One sheet of the book: a list that grows downwards, one row after the other.

    Args:
        book: the workbook.
        name: the sheet's name.
        title: what stands in its first row.
        tip: what stands below the title.
        columns: its columns; the first stays in sight when one scrolls to the right.
        tab: the colour of its tab.
        paper: the paper that it is printed on.
    """

    def __init__(
        self,
        book: ListingBook,
        name: str,
        title: str,
        tip: str,
        columns: Sequence[ListedColumn],
        *,
        tab: str = formats.TEAL,
        paper: int = LETTER_PAPER,
    ) -> None:
        self.book, self.columns, self.last_row = book, columns, HEADER_ROW
        self.sheet: StreamedSheet = book.sheet(name, StreamedSheet, tab=tab, paper=paper)
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, column.width)
        for row, height in ((TITLE_ROW, TITLE_HEIGHT), (TIP_ROW, TIP_HEIGHT), (HEADER_ROW, HEADER_HEIGHT)):
            self.sheet.set_height(row - 1, height, fixed=True)
        for number in range(1, len(columns) + 1):
            book.put(self.sheet, TITLE_ROW, number, title if number == 1 else None, formats.SHEET_TITLE)
        book.put(self.sheet, TIP_ROW, 1, tip, formats.SHEET_TIP)
        for number, column in enumerate(columns, 1):
            book.put(self.sheet, HEADER_ROW, number, column.header, header_style(column.style))
        self.sheet.freeze_panes(HEADER_ROW, 1)
        self.sheet.repeat_rows(HEADER_ROW - 1)

    def add(self, values: Sequence[ListedValue]) -> None:
        """Write the next row."""
        if self.last_row == MOST_ROWS:
            raise SecorError(f"{self.sheet.get_name()}: a sheet of Excel has no room for more than {MOST_ROWS:,} rows")
        self.last_row += 1
        height = LEAST_HEIGHT
        for number, (column, value) in enumerate(zip(self.columns, values, strict=True), 1):
            made = self.book.put(self.sheet, self.last_row, number, value, column.style)
            words = value.words if isinstance(value, Linked) else value
            if isinstance(words, str) and made.text_wrap:
                height = max(height, height_of(words[:MEASURED_TEXT], column.width, made))
        self.sheet.set_height(self.last_row - 1, min(height, MOST_ROW_HEIGHT), fixed=height > MOST_ROW_HEIGHT)

    def number(self, header: str) -> int:
        """The number of the column with a header, counted from 1."""
        return [column.header for column in self.columns].index(header) + 1

    def colour(self, header: str, rule: dict[str, Any], **changes: Any) -> None:  # noqa: ANN401 - as a format has them
        """Colour the cells of a column by a rule; call it after the last row."""
        if self.last_row > HEADER_ROW:
            made = {**rule, "format": self.book.formats.changes(**changes)}
            column = self.number(header) - 1
            self.sheet.conditional_format(FIRST_ROW - 1, column, self.last_row - 1, column, made)

    def finish(self, empty: str) -> None:
        """Put filters over the rows, or the words for a list without any."""
        last = self.last_row
        if last == HEADER_ROW:
            self.sheet.set_height(FIRST_ROW - 1, HEADER_HEIGHT, fixed=True)
            style: Style = {
                "italic": True,
                "font_color": formats.MUTED,
                "font_size": 11,
                "indent": 1,
                "valign": "vcenter",
            }
            self.book.put(self.sheet, FIRST_ROW, 1, empty, style)
            return
        self.sheet.autofilter(HEADER_ROW - 1, 0, last - 1, len(self.columns) - 1)
        self.sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW}:{column_letter(len(self.columns))}{last}"})


def header_style(style: Style) -> Style:
    """How the header of a column looks whose cells have a style: it stands where they stand."""
    return {**formats.HEADER, **(RIGHT if style.get("align") == "right" else {})}


def fitting(text: str) -> str:
    """The text as a cell can hold it: what is too long is cut, and says so. Excel counts as UTF-16 does."""
    text = clean(text)
    if len(text) * 2 <= LONGEST_TEXT or len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return text
    room = (LONGEST_TEXT - len(CUT_MARK)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT_MARK
