"""A workbook of lists in the house style: a title, a line below it, frozen headers, filters.

Texts are always written as texts, never as formulas, links or numbers, whatever they look like.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeAlias, TypeVar

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from secor_xl.errors import SecorError
from secor_xl.text import clean
from secor_xl.workbook.schema.cell_limits import cut
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.file_links import MOST_LINKS, link_target
from secor_xl.workbook.writing.formats import Formats, Style
from secor_xl.workbook.writing.xlsxwriter_internals import LEAST_HEIGHT, AutoHeightSheet, PlainValue, height_of
from secor_xl.xlsx.sheet_values import FIRST_DATE, MOST_CHARACTERS, MOST_ROWS, column_letter

TITLE_ROW, TIP_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4
HEADER_HEIGHT = 32
CUT_MARK = " … (cut here: longer than a cell of Excel can be)"
MEASURED_TEXT = 1_000
"""The characters that are measured for the height of a row: so many need more than the most height."""
MOST_ROW_HEIGHT = 118.0
"""In points, about nine lines; the cell has the whole text."""
FORMULA_SIGNS = ("=", "+", "-", "@")

RIGHT: Style = {"align": "right", "indent": 1}
NUMBER: Style = {**formats.BOX, **RIGHT, "num_format": "#,##0"}
PERCENT: Style = {**formats.BOX, **RIGHT, "num_format": '0.00" %"'}
DATE: Style = {**formats.BOX, "align": "left", "num_format": formats.DATE}
TEXT: Style = {**formats.PLAIN, "num_format": formats.TEXT}
PROSE: Style = formats.PLAIN
STANDS_OUT: Style = {"font_color": formats.RED, "bold": True, "bg_color": formats.PALE_RED}
NOTHING: Style = {"italic": True, "font_color": formats.MUTED, "font_size": 11}


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that is a link to a file, where a link can lead there; ``path`` as ``link_target`` takes it."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class StandsOut:
    """A number in alarming colours; another cell of its row gives the reason in words."""

    number: Decimal


ListedValue: TypeAlias = PlainValue | Linked | StandsOut
Item = TypeVar("Item")
Colours: TypeAlias = Mapping[str, Sequence[tuple[dict[str, Any], Style]]]
NO_COLOURS: Colours = {}


@dataclass(frozen=True, slots=True)
class ListedColumn(Generic[Item]):
    """A column of a list: its header, its width in digits, the value of a row's item, and the look of its cells."""

    header: str
    width: float
    value: Callable[[Item], ListedValue]
    style: Style = field(default_factory=lambda: PROSE)
    hidden: bool = False


class ListingBook:
    """The workbook.

    Args:
        title: the title in the file's properties and at the top left of each printed page.
        subtitle: the text at the top right of each printed page.
        day: the day in the file's properties; no other time gets into the file.
    """

    def __init__(self, *, title: str, subtitle: str, day: dt.date) -> None:
        self._bytes, self._title, self._subtitle = io.BytesIO(), clean(title), clean(subtitle)
        self.workbook = Workbook(self._bytes, formats.OPTIONS)
        created = dt.datetime.combine(day, dt.time())
        self.workbook.set_properties({"title": self._title, "comments": self._subtitle, "created": created})
        self.formats = Formats(self.workbook)

    def content(self) -> bytes:
        """Finish the workbook and return the file."""
        self.workbook.close()
        return self._bytes.getvalue()

    def sheet(self, name: str, *, tab: str, paper: int = formats.LETTER_PAPER) -> AutoHeightSheet:
        """Add a sheet without a grid; it prints across the paper and as wide as one page."""
        sheet: AutoHeightSheet = self.workbook.add_worksheet(name, worksheet_class=AutoHeightSheet)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(tab)
        formats.set_up_page(sheet, self._title, self._subtitle, paper=paper)
        return sheet

    def put(self, sheet: AutoHeightSheet, row: int, column: int, value: ListedValue, *styles: Style) -> Format:
        """Write one value into a cell, counted from 1, and return the cell's format."""
        if isinstance(value, Linked):
            target = link_target(value.path) if value.words else ""
            linked = bool(target) and sheet.link(row - 1, column - 1, target)
            return self.put(sheet, row, column, value.words, *styles, formats.LINK if linked else {})
        if isinstance(value, StandsOut):
            return self.put(sheet, row, column, value.number, *styles, STANDS_OUT)
        made = self.formats(*styles)
        if isinstance(value, dt.date) and value < FIRST_DATE:
            value = value.isoformat()
        if isinstance(value, str):
            value = cut(clean(value), MOST_CHARACTERS, CUT_MARK)
            if value.startswith(FORMULA_SIGNS):  # it stays a text when a person edits the cell and leaves it unchanged
                made = self.formats(*styles, quote_prefix=True)
        sheet.write_value(row - 1, column - 1, value, made, self.formats())
        return made

    def title(self, sheet: AutoHeightSheet, title: str, tip: str, columns: int) -> None:
        """Write the title over so many columns, and the tip below it."""
        sheet.set_row(TITLE_ROW - 1, 30)
        for column in range(1, columns + 1):
            self.put(sheet, TITLE_ROW, column, title if column == 1 else None, formats.SHEET_TITLE)
        self.put(sheet, TIP_ROW, 1, tip, formats.SHEET_TIP)

    def add_list(
        self,
        name: str,
        title: str,
        tip: str,
        columns: Sequence[ListedColumn[Item]],
        items: Iterable[Item],
        empty: str,
        colours: Colours = NO_COLOURS,
        tab: str = formats.TEAL,
        paper: int = formats.LETTER_PAPER,
    ) -> AutoHeightSheet:
        """Add a sheet with a list; its first column stays in sight when a person scrolls to the right.

        Args:
            name: the sheet's name.
            title: the text of its first row.
            tip: the text below the title.
            columns: its columns.
            items: the things that it lists, one in each row.
            empty: the sentence for a list of nothing.
            colours: by the header of a column the rules that colour its cells, each with the changes to the format.
            tab: the colour of its tab.
            paper: the paper that it prints on.

        Returns:
            The sheet.

        Raises:
            SecorError: there are more items than a sheet takes.
        """
        sheet, last = self.sheet(name, tab=tab, paper=paper), HEADER_ROW
        sheet.set_row(TIP_ROW - 1, 20)
        sheet.set_row(HEADER_ROW - 1, HEADER_HEIGHT)
        for number, column in enumerate(columns, 1):
            sheet.set_column(number - 1, number - 1, column.width, None, {"hidden": column.hidden})
            self.put(sheet, HEADER_ROW, number, column.header, header_style(column.style))
        sheet.freeze_panes(HEADER_ROW, 1)
        sheet.repeat_rows(HEADER_ROW - 1)
        for last, item in enumerate(items, FIRST_ROW):
            if last > MOST_ROWS:
                raise SecorError(f"{name}: a sheet of Excel has no room for more than {MOST_ROWS:,} rows")
            self._row(sheet, last, columns, item)
        left_out = f". Only the first {MOST_LINKS:,} names are links: Excel takes no more"
        self.title(sheet, title, tip + (left_out if sheet.hlink_count > MOST_LINKS else ""), len(columns))
        if last == HEADER_ROW:
            sheet.set_row(FIRST_ROW - 1, HEADER_HEIGHT)
            self.put(sheet, FIRST_ROW, 1, empty, NOTHING, {"indent": 1, "valign": "vcenter"})
            return sheet
        sheet.autofilter(HEADER_ROW - 1, 0, last - 1, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW}:{column_letter(len(columns))}{last}"})
        for header, rules in colours.items():
            at = number_of(header, columns) - 1
            for rule, changes in rules:
                made = {**rule, "format": self.formats.changes(**changes)}
                sheet.conditional_format(FIRST_ROW - 1, at, last - 1, at, made)
        return sheet

    def _row(self, sheet: AutoHeightSheet, row: int, columns: Sequence[ListedColumn[Item]], item: Item) -> None:
        height = LEAST_HEIGHT
        for number, column in enumerate(columns, 1):
            value = column.value(item)
            made = self.put(sheet, row, number, value, column.style)
            words = value.words if isinstance(value, Linked) else value
            if isinstance(words, str) and made.text_wrap and not column.hidden:
                height = max(height, height_of(words[:MEASURED_TEXT], column.width, made))
        sheet.set_row(row - 1, min(height, MOST_ROW_HEIGHT))
        if height <= MOST_ROW_HEIGHT:
            sheet.auto_height_rows.add(row)


def number_of(header: str, columns: Sequence[ListedColumn[Item]]) -> int:
    """Return the number of the column with a header, counted from 1."""
    return [column.header for column in columns].index(header) + 1


def header_style(style: Style) -> Style:
    """Return the style of a column's header: aligned as its cells are."""
    return {**formats.HEADER, **(RIGHT if style.get("align") == "right" else {})}
