"""The chart on the start sheet: the score of each element beside the mark to reach."""

from __future__ import annotations

from secor_xl.procedure.instrument import Instrument
from secor_xl.workbook.functions.results import NOT_DRAWN
from secor_xl.workbook.schema import computed_ranges, start_sheet
from secor_xl.workbook.schema.geometry import NamedRange
from secor_xl.workbook.schema.layout import START
from secor_xl.workbook.schema.start_sheet import FIRST, SCORE
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.build_state import CHANGED
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet

NOT_BELOW_ZERO = "General;;General"
CHART_PIXELS = (1130, 300)


def add_chart(book: Book, sheet: AutoHeightSheet, instrument: Instrument, *, computed: bool) -> None:
    """Put the chart below everything else of the start sheet.

    Args:
        book: the workbook.
        sheet: its start sheet.
        instrument: its instrument.
        computed: whether the chart has numbers of its own on the form sheet: a blank cell is left out, but a formula can only give
            an empty text, which is drawn as 0. A number below the axis is not drawn, and the labels leave it out.
    """
    block = book.ranges[computed_ranges.ELEMENTS]
    first, last = block.row - 1, block.row + block.rows - 2
    letters = [START, first, FIRST.index - 1, last, FIRST.index - 1]
    chart = book.workbook.add_chart({"type": "column"})
    line = book.workbook.add_chart({"type": "line"})
    font = {"name": formats.FONT, "size": 10, "color": formats.INK}
    percent, minimum = (
        _column(book.ranges[computed_ranges.CHART], number)
        if computed
        else _column(block, SCORE[field].index - block.column)
        for number, field in enumerate(("percent", "minimum"))
    )
    chart.add_series(
        {
            "name": "Score, per cent",
            "categories": letters,
            "values": percent,
            "fill": {"color": formats.TEAL},
            "gap": 70,
            "data_labels": {
                "value": True,
                "position": "inside_end",
                **({"num_format": NOT_BELOW_ZERO} if computed else {}),
                "font": {**font, "size": 9, "color": formats.WHITE},
            },
        }
    )
    line.add_series(
        {
            "name": "To reach",
            "categories": letters,
            "values": minimum,
            "line": {"color": formats.RED, "width": 1.75, "dash_type": "dash"},
        }
    )
    chart.combine(line)
    chart.set_title({"name": "Score by element, per cent", "name_font": {**font, "size": 12, "bold": True}})
    chart.set_x_axis({"num_font": {**font, "bold": True}, "line": {"color": formats.LINE}})
    grid = {"visible": True, "line": {"color": formats.LINE, "width": 0.5}}
    chart.set_y_axis(
        {"min": 0, "max": 100, "major_unit": 20, "num_font": font, "major_gridlines": grid, "line": {"none": True}}
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_chartarea({"border": {"color": formats.LINE}})
    chart.show_blanks_as("gap")
    if computed:
        chart.show_hidden_data()  # the form sheet is hidden
    width, height = CHART_PIXELS
    chart.set_size({"width": width, "height": height})
    place = {"object_position": 2, "description": "Column chart of the score of each element, with the mark to reach"}
    sheet.insert_chart(start_sheet.chart_row(instrument) - 1, FIRST.index - 1, chart, place)


def put_chart_numbers(book: Book, *, live: bool) -> None:
    """Write the numbers of the chart on the form sheet; without live cells none of them is drawn once an entry has changed."""
    block = book.ranges[computed_ranges.CHART]
    sheet = book.sheet_named(block.sheet)
    for number, header in enumerate(computed_ranges.CHART_HEADERS):
        book.put(sheet, computed_ranges.CHART_HEADER_ROW, block.column + number, header, book.formats())
    book.put_computed(computed_ranges.CHART, {})
    for down, row in enumerate(() if live else book.values[computed_ranges.CHART]):
        for across, value in enumerate(row):
            formula = f"=IF({CHANGED},{NOT_DRAWN},{value})"
            book.put_formula(sheet, block.row + down, block.column + across, formula, value)


def _column(block: NamedRange, number: int) -> list[str | int]:
    """Return the reference of a chart to a column of a range."""
    first, column = block.row - 1, block.column - 1 + number
    return [block.sheet, first, column, first + block.rows - 1, column]
