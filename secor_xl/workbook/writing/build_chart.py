"""The chart on the start sheet: the score of each element beside the mark to reach."""

from __future__ import annotations

from secor_xl.procedure.instrument import Instrument
from secor_xl.workbook.schema import named_ranges
from secor_xl.workbook.schema.geometry import Block
from secor_xl.workbook.schema.layout import START
from secor_xl.workbook.schema.named_ranges import FIRST, SCORE
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.xlsxwriter_internals import GrowingSheet

NOT_BELOW_ZERO = "General;;General"
CHART_PIXELS = (1130, 300)


def add_chart(book: Book, sheet: GrowingSheet, instrument: Instrument, *, live: bool) -> None:
    """Put the chart below everything else of the start sheet.

    A blank is left out, but a function can only give an empty text, which is drawn as 0: a live chart has numbers of its own,
    with one below the axis for what is not there, and labels that leave such a number out.
    """
    block = named_ranges.block(named_ranges.ELEMENTS, instrument)
    first, last = block.row - 1, block.row + block.rows - 2
    letters = [START, first, FIRST.index - 1, last, FIRST.index - 1]
    chart = book.workbook.add_chart({"type": "column"})
    line = book.workbook.add_chart({"type": "line"})
    font = {"name": formats.FONT, "size": 10, "color": formats.INK}
    percent, minimum = (
        _column(named_ranges.block(named_ranges.CHART, instrument), number)
        if live
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
                **({"num_format": NOT_BELOW_ZERO} if live else {}),
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
    if live:
        chart.show_hidden_data()  # the numbers stand on the hidden sheet
    width, height = CHART_PIXELS
    chart.set_size({"width": width, "height": height})
    place = {"object_position": 2, "description": "Column chart of the score of each element, with the mark to reach"}
    sheet.insert_chart(named_ranges.chart_row(instrument) - 1, FIRST.index - 1, chart, place)


def _column(block: Block, number: int) -> list[str | int]:
    """A column of a rectangle, as a chart refers to it."""
    first, column = block.row - 1, block.column - 1 + number
    return [block.sheet, first, column, first + block.rows - 1, column]
