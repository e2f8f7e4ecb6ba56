"""The chart on the start sheet: the score of each element beside the mark to reach."""

from __future__ import annotations

from secor_xl.procedure.instrument import Instrument
from secor_xl.workbook import blocks, formats
from secor_xl.workbook.blocks import FIRST, SCORE
from secor_xl.workbook.book import Book
from secor_xl.workbook.growing import GrowingSheet
from secor_xl.workbook.layout import START

CHART_PIXELS = (1130, 300)


def add_chart(book: Book, sheet: GrowingSheet, instrument: Instrument) -> None:
    """Put the chart below everything else of the start sheet."""
    block = blocks.block(blocks.ELEMENTS, instrument)
    first, last = block.row - 1, block.row + block.rows - 2
    letters = [START, first, FIRST.index - 1, last, FIRST.index - 1]
    chart = book.workbook.add_chart({"type": "column"})
    line = book.workbook.add_chart({"type": "line"})
    font = {"name": formats.FONT, "size": 10, "color": formats.INK}
    percent, minimum = SCORE["percent"].index - 1, SCORE["minimum"].index - 1
    chart.add_series(
        {
            "name": "Score, per cent",
            "categories": letters,
            "values": [START, first, percent, last, percent],
            "fill": {"color": formats.TEAL},
            "gap": 70,
            "data_labels": {
                "value": True,
                "position": "inside_end",
                "font": {**font, "size": 9, "color": formats.WHITE},
            },
        }
    )
    line.add_series(
        {
            "name": "To reach",
            "categories": letters,
            "values": [START, first, minimum, last, minimum],
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
    width, height = CHART_PIXELS
    chart.set_size({"width": width, "height": height})
    place = {"object_position": 2, "description": "Column chart of the score of each element, with the mark to reach"}
    sheet.insert_chart(blocks.chart_row(instrument) - 1, FIRST.index - 1, chart, place)
