"""A sheet of tables with charts, in the house style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from secor_xl.text import clean
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.list_workbook import NOTHING, NUMBER, PROSE, ListedValue, ListingBook, header_style

Row: TypeAlias = tuple[ListedValue, ...]
Chart: TypeAlias = Any  # XlsxWriter has no types

KEY, FIRST_TABLE_ROW, ROW_PIXELS = 2, 4, 20
"""The first column of each table, and the row of the first heading, both from 1; the height of a plain row."""
ROOM, ROWS_ON_PAGE = 3, 48
"""The rows of a heading, the headers and a gap; the rows that a printed page has room for."""

FONT: dict[str, Any] = {"name": formats.FONT, "size": 10, "color": formats.INK}
LIGHT = {**FONT, "size": 9, "color": formats.WHITE}
LINE = {"color": formats.LINE}
GRID = {"visible": True, "line": {**LINE, "width": 0.75}}
VALUES = {"num_font": FONT, "major_gridlines": GRID, "line": {"none": True}}
COUNTED = {"value": True, "num_format": "#,##0;;", "font": {**FONT, "size": 9}}
"""Labels at bars: no label where the number is 0."""
WORDS: Style = {**PROSE, "text_wrap": False}
COUNT: Style = {**NUMBER, "num_format": '#,##0;-#,##0;"–"'}


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A table on the sheet: the rows and columns of its values, counted from 1."""

    first: int
    rows: int
    headers: Sequence[str]

    def column(self, header: str) -> int:
        """Return the column with a header."""
        return KEY + self.headers.index(header)


class ChartSheet:
    """The sheet.

    Args:
        book: the workbook.
        name: the sheet's name.
        title: the text of its first row.
        tip: the text below the title.
        widths: of its columns, in digits.
        chart_column: the column of charts beside their tables, from 1; 0 where charts are below them.
        chart_size: width and height of a chart in pixels.
    """

    def __init__(
        self,
        book: ListingBook,
        name: str,
        title: str,
        tip: str,
        widths: Sequence[float],
        chart_size: tuple[int, int],
        chart_column: int = 0,
    ) -> None:
        self.book, self.name, self.sheet = book, name, book.sheet(name, tab=formats.DEEP)
        self.last, self.at = len(widths), FIRST_TABLE_ROW
        self._size, self._chart_column, self._page = chart_size, chart_column, FIRST_TABLE_ROW
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        book.title(self.sheet, title, tip, self.last)
        self.sheet.freeze_panes(2, 0)

    def table(
        self, heading: str, headers: Sequence[str], rows: Sequence[Row], styles: Sequence[Style], empty: str = ""
    ) -> ChartTable:
        """Write a table, and go on below it and its charts.

        Where the second column has no header, the first one has the room of both.
        """
        height = self._height(len(rows))
        if self.at + height > self._page + ROWS_ON_PAGE and self.at > self._page:
            self._page = self.at
            self.sheet.set_h_pagebreaks([*self.sheet.hbreaks, self.at - 1])
        header_row = self.at + 1
        for column in range(KEY, self.last + 1):
            self.book.put(self.sheet, self.at, column, heading if column == KEY else None, formats.HEADING)
        self.sheet.set_row(self.at - 1, 24)
        made = ChartTable(header_row + 1, len(rows), headers)
        if not rows:
            self.book.put(self.sheet, made.first, KEY, empty, NOTHING)
            self.at += height
            return made
        self.sheet.set_row(header_row - 1, 32)
        for row, values in enumerate((headers, *rows), header_row):
            looks = [header_style(style) for style in styles] if row == header_row else styles
            if not headers[1]:
                self.sheet.merge_range(row - 1, KEY - 1, row - 1, KEY, "", self.book.formats(looks[0]))
            for column, (value, style) in enumerate(zip(values, looks, strict=True), KEY):
                if headers[1] or column != KEY + 1:
                    self.book.put(self.sheet, row, column, value, style)
        self.at += height
        return made

    def _height(self, rows: int) -> int:
        """Return the rows that a table takes on the sheet, with its heading, its chart and a gap."""
        of_chart = self._size[1] // ROW_PIXELS
        if not rows:
            return ROOM + 1
        return max(rows, of_chart) + ROOM if self._chart_column else rows + of_chart + ROOM + 1

    def chart(self, kind: str, title: str, *, subtype: str = "", legend: bool = True) -> Chart:
        """Return a chart without series."""
        chart = self.book.workbook.add_chart({"type": kind, "subtype": subtype})
        chart.set_title({"name": title, "name_font": {**FONT, "size": 11, "bold": True}})
        chart.set_x_axis({"num_font": FONT, "line": LINE})
        chart.set_y_axis({"num_format": "#,##0;;0", "min": 0, **VALUES})
        chart.set_legend({"position": "bottom", "font": FONT} if legend else {"none": True})
        chart.set_chartarea({"border": LINE})
        chart.show_blanks_as("gap")
        chart.set_size(dict(zip(("width", "height"), self._size, strict=True)))
        return chart

    def series(
        self,
        chart: Chart,
        table: ChartTable,
        header: str,
        name: str = "",
        rows: tuple[int, int] | None = None,
        **looks: Any,  # noqa: ANN401 - as XlsxWriter takes them
    ) -> None:
        """Draw a column of a table.

        Args:
            chart: the chart.
            table: the table.
            header: of the column.
            name: of the series; the header if left out.
            rows: the number of rows that are left out at the top, and of those that are drawn; all if left out.
            looks: options of XlsxWriter.
        """
        left_out, drawn = rows or (0, table.rows)
        first = table.first + left_out - 1
        keys, values = (
            [self.name, first, column - 1, first + drawn - 1, column - 1] for column in (KEY, table.column(header))
        )
        style = {"fill": {"color": formats.TEAL}, "gap": 70, "data_labels": COUNTED, **looks}
        chart.add_series({"name": name or header, "categories": keys, "values": values, **style})

    def insert(self, chart: Chart, table: ChartTable, words: str, *, second: bool = False) -> None:
        """Put a chart beside its table, or below it.

        Args:
            chart: the chart.
            table: the table.
            words: for people who cannot see it.
            second: whether it is the one to the right of another below the table.
        """
        options: dict[str, Any] = {"object_position": 2, "description": clean(words)}
        row, column = table.first - 2, self._chart_column - 1
        if not self._chart_column:
            row, column = table.first + table.rows - 1, KEY - 1
            options |= {"y_offset": ROW_PIXELS // 2, "x_offset": (self._size[0] + ROW_PIXELS) * second}
        self.sheet.insert_chart(row, column, chart, options)


def lie_down(chart: Chart) -> None:
    """Put the first row of a bar chart at its top, and the labels of its bars in the place of the axis."""
    chart.set_y_axis({"reverse": True, "num_font": FONT, "line": LINE, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
