"""The sheet of figures: four tables, and beside each the chart that draws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.rules import ALL
from secor_xl.review.calendar import shown_date
from secor_xl.runs.register_figures import ElementFigures, Figures
from secor_xl.text import clean, counted
from secor_xl.workbook import formats
from secor_xl.workbook.build_start import OUTCOME_COLOURS
from secor_xl.workbook.formats import Style
from secor_xl.workbook.listing import NUMBER, PERCENT, PROSE, ListedValue, ListingBook, header_style
from secor_xl.workbook.streamed import KeptSheet

Row: TypeAlias = tuple[ListedValue, ...]

FIGURES = "Figures"
MARGIN, KEY, NAME, FIRST_NUMBER, LAST_NUMBER, CHART, LAST = 1, 2, 3, 4, 7, 9, 16
WIDTHS = {
    MARGIN: 2,
    KEY: 9,
    NAME: 44,
    CHART - 1: 2,
    **dict.fromkeys(range(FIRST_NUMBER, LAST_NUMBER + 1), 14),
    **dict.fromkeys(range(CHART, LAST + 1), 12.5),
}
FIRST_BAND_ROW = 4
CHART_PIXELS, CHART_ROWS = (736, 336), 16
FLAGS_DRAWN = 10
"""As many bars as can be told apart at a glance; the table has every flag."""
FONT: dict[str, Any] = {"name": formats.FONT, "size": 10, "color": formats.INK}
GRID: dict[str, Any] = {"visible": True, "line": {"color": formats.LINE, "width": 0.75}}
WORDS: Style = {**PROSE, "text_wrap": False}
COUNT: Style = {**NUMBER, "num_format": '#,##0;-#,##0;"–"'}
MARK: Style = {**PERCENT, "num_format": formats.PERCENT}
NOTHING: Style = {"italic": True, "font_color": formats.MUTED, "font_size": 11}
WHOLE_NUMBERS = "#,##0;;0"


def write_figures(book: ListingBook, figures: Figures, failed: int) -> None:
    """Write the sheet."""
    _FigureSheet(book, figures, failed).write()


class _FigureSheet:
    def __init__(self, book: ListingBook, figures: Figures, failed: int) -> None:
        self.book, self.figures, self.failed = book, figures, failed
        self.sheet = book.sheet(FIGURES, KeptSheet, tab=formats.DEEP)
        self.row = FIRST_BAND_ROW

    def write(self) -> None:
        """Write the four tables with their charts, two to a page."""
        sheet, figures = self.sheet, self.figures
        for column, width in WIDTHS.items():
            sheet.set_column(column - 1, column - 1, width)
        sheet.set_row(0, 30)
        for column in range(MARGIN, LAST + 1):
            self._put(1, column, "Figures" if column == MARGIN else None, formats.SHEET_TITLE)
        reviews = counted(figures.reviews, "review")
        self._put(2, MARGIN, f"As of {shown_date(figures.as_of)}, over {reviews}", formats.SHEET_TIP)
        sheet.freeze_panes(2, 0)
        self._outcomes()
        self._elements()
        if figures.reviews:
            sheet.set_h_pagebreaks([self.row - 1])
        self._deadlines()
        self._flags()

    def _outcomes(self) -> None:
        kinds, counts = list(OutcomeKind), self.figures.outcomes
        rows: list[Row] = [(_first_up(kind.value), None, counts[kind]) for kind in kinds]
        rows += [("All reviews", None, self.figures.reviews), ("Files that failed", None, self.failed)]
        top, draw = self._table("Outcomes", ("Outcome", "", "Reviews"), rows, (WORDS, WORDS, COUNT))
        if not self.figures.reviews:
            return
        chart = self._chart("column", "Reviews by outcome")
        colours = [OUTCOME_COLOURS[kind][0] for kind in kinds]
        self._series(
            chart, (top, len(kinds)), FIRST_NUMBER, "Reviews", points=[{"fill": {"color": each}} for each in colours]
        )
        chart.set_legend({"none": True})
        told = ", ".join(f"{kind.value} {counts[kind]:,}" for kind in kinds)
        self._insert(chart, draw, f"Column chart of the number of reviews by outcome: {told}")

    def _elements(self) -> None:
        elements = list(self.figures.elements.values())
        rows = [_element("All", self.figures.overall), *(_element(each.label, each) for each in elements)]
        headers = ("Element", "Title", "Mean score", "Mark to reach", "Below the mark", "N/A or incomplete")
        styles = (WORDS, WORDS, PERCENT, MARK, COUNT, COUNT)
        top, draw = self._table(
            "Mean score by element", headers, rows if elements else [], styles, "No element was scored."
        )
        if not any(each.scored for each in elements):
            return
        drawn, words = (top + 1, len(elements)), "Column chart of the mean score of each element"
        chart = self._chart("column", "Mean score by element, per cent")
        inside = {**FONT, "size": 9, "color": formats.WHITE}
        labels = {"value": True, "num_format": "0.00", "position": "inside_end", "font": inside}
        self._series(chart, drawn, FIRST_NUMBER, "Mean score, per cent", data_labels=labels)
        if any(each.mark is not None for each in elements):
            line = self.book.workbook.add_chart({"type": "line"})
            dashed = {"color": formats.RED, "width": 1.75, "dash_type": "dash"}
            self._series(line, drawn, FIRST_NUMBER + 1, "Mark to reach", line=dashed, data_labels={})
            chart.combine(line)
            words += ", with the mark to reach"
        ends = {"min": 0, "max": 100, "major_unit": 20}
        chart.set_y_axis({**ends, "num_font": FONT, "major_gridlines": GRID, "line": {"none": True}})
        told = ", ".join(f"{each.label} {each.mean}" for each in elements if each.mean is not None)
        self._insert(chart, draw, f"{words}; in per cent: {told}")

    def _deadlines(self) -> None:
        weeks = self.figures.weeks
        rows: list[Row] = [
            (week.name, f"from {shown_date(week.starts_on)}" if week.starts_on else "", week.due, week.final)
            for week in weeks
        ]
        headers = ("Week", "ISO 8601, from Monday", "Corrections due", "Final dates")
        heading = "Open deadlines by week"
        top, draw = self._table(heading, headers, rows, (WORDS, WORDS, COUNT, COUNT), "No deadline is open.")
        if not weeks:
            return
        chart = self._chart("column", heading, subtype="stacked", turned=True)
        light = {"value": True, "num_format": "#,##0;;", "font": {**FONT, "size": 9, "color": formats.WHITE}}
        self._series(chart, (top, len(weeks)), FIRST_NUMBER, "Corrections due", data_labels=light)
        amber = {"color": formats.AMBER}
        self._series(chart, (top, len(weeks)), FIRST_NUMBER + 1, "Final dates", fill=amber, data_labels=light)
        told = ", ".join(f"{week.name} {week.due + week.final:,}" for week in weeks if week.due or week.final)
        self._insert(chart, draw, f"Stacked column chart of the corrections due and the final dates by week: {told}")

    def _flags(self) -> None:
        titles = {rule.code: rule.title for rule in ALL}
        most, flagged, raised = self.figures.most_frequent, self.figures.flagged, self.figures.raised
        rows: list[Row] = [
            (f"{each[0]}  {titles.get(each[0], '')}".rstrip(), None, flagged[each], raised[each], each[1].value)
            for each in most
        ]
        headers = ("Flag", "", "Reviews", "Flags", "Severity")
        styles = (WORDS, WORDS, COUNT, COUNT, WORDS)
        top, draw = self._table("Most frequent flags", headers, rows, styles, "No flag was raised.")
        if not rows:
            return
        drawn = min(FLAGS_DRAWN, len(rows))
        chart = self._chart("bar", f"Most frequent flags, by reviews ({drawn} of {len(rows)})")
        self._series(chart, (top, drawn), FIRST_NUMBER, "Reviews with the flag")
        chart.set_legend({"none": True})
        chart.set_y_axis(
            {"reverse": True, "num_font": FONT, "line": {"color": formats.LINE}, "major_tick_mark": "none"}
        )
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        told = ", ".join(f"{each[0]} {flagged[each]:,}" for each in most[:drawn])
        self._insert(chart, draw, f"Bar chart of the flags that the most reviews have: {told}")

    def _table(
        self, heading: str, headers: Sequence[str], rows: Sequence[Row], styles: Sequence[Style], empty: str = ""
    ) -> tuple[int, int]:
        """Write a table and go on below it; gives back the first row of its values, and the row of its chart.

        Where a table has no names, its keys have the room of both columns.
        """
        heading_row, header_row, first = self.row, self.row + 1, self.row + 2
        for column in range(KEY, LAST + 1):
            self._put(heading_row, column, heading if column == KEY else None, formats.HEADING)
        self.sheet.set_row(heading_row - 1, 24)
        if not rows:
            self._put(first, KEY, empty, NOTHING)
            self.row = first + 2
            return first, header_row
        self.sheet.set_row(header_row - 1, 32)
        looks = [header_style(style) for style in styles]
        for row, values, row_styles in (
            (header_row, headers, looks),
            *((first + down, values, styles) for down, values in enumerate(rows)),
        ):
            for across, (value, style) in enumerate(zip(values, row_styles, strict=True)):
                self._put(row, KEY + across, value, style)
            if not headers[1]:
                self.sheet.merge_range(row - 1, KEY - 1, row - 1, NAME - 1, "", self.book.formats(row_styles[0]))
                self._put(row, KEY, values[0], row_styles[0])
        self.row = heading_row + max(len(rows) + 3, CHART_ROWS + 3)
        return first, header_row

    def _put(self, row: int, column: int, value: ListedValue, *styles: Style) -> None:
        self.book.put(self.sheet, row, column, value, *styles)

    def _chart(self, kind: str, title: str, *, subtype: str = "", turned: bool = False) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        chart = self.book.workbook.add_chart({"type": kind, "subtype": subtype})
        chart.set_title({"name": title, "name_font": {**FONT, "size": 11, "bold": True}})
        chart.set_x_axis(
            {"num_font": {**FONT, **({"rotation": -45} if turned else {})}, "line": {"color": formats.LINE}}
        )
        whole = {"num_format": WHOLE_NUMBERS, "min": 0}
        chart.set_y_axis({**whole, "num_font": FONT, "major_gridlines": GRID, "line": {"none": True}})
        chart.set_legend({"position": "bottom", "font": FONT})
        chart.set_chartarea({"border": {"color": formats.LINE}})
        chart.show_blanks_as("gap")
        width, height = CHART_PIXELS
        chart.set_size({"width": width, "height": height})
        return chart

    @staticmethod
    def _series(chart: Any, rows: tuple[int, int], column: int, name: str, **looks: Any) -> None:  # noqa: ANN401 - as above
        """Let a chart draw a column of a table: the first row and the number of rows, then the column."""
        first, last = rows[0] - 1, sum(rows) - 2
        series = {
            "name": name,
            "categories": [FIGURES, first, KEY - 1, last, KEY - 1],
            "values": [FIGURES, first, column - 1, last, column - 1],
            "fill": {"color": formats.TEAL},
            "gap": 70,
            "data_labels": {"value": True, "num_format": "#,##0;;", "font": {**FONT, "size": 9}},
        }
        chart.add_series({**series, **looks})

    def _insert(self, chart: Any, row: int, words: str) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self.sheet.insert_chart(row - 1, CHART - 1, chart, {"object_position": 2, "description": clean(words)})


def _element(key: str, figures: ElementFigures) -> Row:
    mean = "no score" if figures.mean is None else figures.mean
    return (key, figures.title, mean, figures.mark, figures.below, figures.no_number)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
