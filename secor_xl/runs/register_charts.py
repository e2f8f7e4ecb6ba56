"""The sheet of figures: four tables, each with its chart beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.rules import ALL
from secor_xl.review.calendar import shown_date
from secor_xl.runs.register_figures import ElementFigures, Figures
from secor_xl.text import capitalized, clean, counted
from secor_xl.workbook import formats
from secor_xl.workbook.build_start import OUTCOME_COLOURS
from secor_xl.workbook.formats import Style
from secor_xl.workbook.listing import NOTHING, NUMBER, PERCENT, PROSE, ListedValue, ListingBook, header_style

Row: TypeAlias = tuple[ListedValue, ...]
Chart: TypeAlias = Any  # XlsxWriter has no types

FIGURES = "Figures"
KEY, NAME, FIRST_NUMBER, LAST_NUMBER, CHART, LAST = 2, 3, 4, 7, 9, 16
"""The columns, counted from 1: a margin, the tables from ``KEY`` to ``LAST_NUMBER``, a gap, the charts."""
WIDTHS = (2, 9, 44, *[14] * (LAST_NUMBER - NAME), 2, *[12.5] * (LAST - CHART + 1))
FIRST_TABLE_ROW = 4
CHART_SIZE = {"width": 736, "height": 336}
"""In pixels."""
ROWS_WITH_CHART = 19
FLAGS_DRAWN = 10
"""The most bars of the chart of flags; its table has every flag."""
FONT: dict[str, Any] = {"name": formats.FONT, "size": 10, "color": formats.INK}
SMALL, LIGHT = {**FONT, "size": 9}, {**FONT, "size": 9, "color": formats.WHITE}
LINE = {"color": formats.LINE}
VALUES = {
    "num_font": FONT,
    "major_gridlines": {"visible": True, "line": {**LINE, "width": 0.75}},
    "line": {"none": True},
}
"""An axis of values."""
WHOLE_NUMBERS = {"num_format": "#,##0;;0", "min": 0}
COUNTED = {"value": True, "num_format": "#,##0;;", "font": SMALL}
"""Labels at bars: no label where the number is 0."""
WORDS: Style = {**PROSE, "text_wrap": False}
COUNT: Style = {**NUMBER, "num_format": '#,##0;-#,##0;"–"'}
MARK: Style = {**PERCENT, "num_format": formats.PERCENT}


def write_figures(book: ListingBook, figures: Figures, failed: int) -> None:
    """Write the sheet; ``failed`` is the number of files that failed."""
    _FigureSheet(book, figures).write(failed)


class _FigureSheet:
    def __init__(self, book: ListingBook, figures: Figures) -> None:
        self.book, self.figures = book, figures
        self.sheet = book.sheet(FIGURES, tab=formats.DEEP)
        self.row = FIRST_TABLE_ROW

    def write(self, failed: int) -> None:
        """Write the four tables with their charts, two to a page."""
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        reviews = counted(self.figures.reviews, "review")
        self.book.title(self.sheet, "Figures", f"As of {shown_date(self.figures.as_of)}, over {reviews}", LAST)
        self.sheet.freeze_panes(2, 0)
        self._outcomes(failed)
        self._elements()
        if self.figures.reviews:
            self.sheet.set_h_pagebreaks([self.row - 1])
        self._deadlines()
        self._flags()

    def _outcomes(self, failed: int) -> None:
        kinds, counts = list(OutcomeKind), self.figures.outcomes
        rows: list[Row] = [(capitalized(kind.value), None, counts[kind]) for kind in kinds]
        rows += [("All reviews", None, self.figures.reviews), ("Files that failed", None, failed)]
        first = self._table("Outcomes", ("Outcome", "", "Reviews"), rows, (WORDS, WORDS, COUNT))
        if not self.figures.reviews:
            return
        chart = self._chart("column", "Reviews by outcome", legend=False)
        points = [{"fill": {"color": OUTCOME_COLOURS[kind][0]}} for kind in kinds]
        self._series(chart, (first, len(kinds)), FIRST_NUMBER, "Reviews", points=points)
        told = ", ".join(f"{kind.value} {counts[kind]:,}" for kind in kinds)
        self._insert(chart, first, f"Column chart of the number of reviews by outcome: {told}")

    def _elements(self) -> None:
        elements = self.figures.elements
        rows = [_element("All", self.figures.overall), *(_element(each.label, each) for each in elements)]
        headers = ("Element", "Title", "Mean score", "Mark to reach", "Below the mark", "N/A or incomplete")
        styles = (WORDS, WORDS, PERCENT, MARK, COUNT, COUNT)
        first = self._table(
            "Mean score by element", headers, rows if elements else [], styles, "No element was scored."
        )
        means = [f"{each.label} {each.mean}" for each in elements if each.mean is not None]
        if not means:
            return
        drawn, words = (first + 1, len(elements)), "Column chart of the mean score of each element"
        chart = self._chart("column", "Mean score by element, per cent")
        labels = {"value": True, "num_format": "0.00", "position": "inside_end", "font": LIGHT}
        self._series(chart, drawn, FIRST_NUMBER, "Mean score, per cent", data_labels=labels)
        if any(each.mark is not None for each in elements):
            line = self.book.workbook.add_chart({"type": "line"})
            dashed = {"color": formats.RED, "width": 1.75, "dash_type": "dash"}
            self._series(line, drawn, FIRST_NUMBER + 1, "Mark to reach", line=dashed, data_labels={})
            chart.combine(line)
            words += ", with the mark to reach"
        chart.set_y_axis({"min": 0, "max": 100, "major_unit": 20, **VALUES})
        self._insert(chart, first, f"{words}; in per cent: {', '.join(means)}")

    def _deadlines(self) -> None:
        weeks, heading = self.figures.weeks, "Open deadlines by week"
        rows: list[Row] = [
            (week.name, f"from {shown_date(week.starts_on)}" if week.starts_on else "", week.due, week.final)
            for week in weeks
        ]
        headers = ("Week", "ISO 8601, from Monday", "Corrections due", "Final dates")
        first = self._table(heading, headers, rows, (WORDS, WORDS, COUNT, COUNT), "No deadline is open.")
        if not weeks:
            return
        chart = self._chart("column", heading, subtype="stacked")
        chart.set_x_axis({"num_font": {**FONT, "rotation": -45}, "line": LINE})
        drawn, labels = (first, len(weeks)), {**COUNTED, "font": LIGHT}
        self._series(chart, drawn, FIRST_NUMBER, "Corrections due", data_labels=labels)
        amber = {"color": formats.AMBER}
        self._series(chart, drawn, FIRST_NUMBER + 1, "Final dates", fill=amber, data_labels=labels)
        told = ", ".join(f"{week.name} {week.due + week.final:,}" for week in weeks if week.due or week.final)
        self._insert(chart, first, f"Stacked column chart of the corrections due and the final dates by week: {told}")

    def _flags(self) -> None:
        titles = {rule.code: rule.title for rule in ALL}
        most, flagged, raised = self.figures.most_frequent, self.figures.flagged, self.figures.raised
        rows: list[Row] = [
            (f"{each[0]}  {titles.get(each[0], '')}".rstrip(), None, flagged[each], raised[each], each[1].value)
            for each in most
        ]
        headers = ("Flag", "", "Reviews", "Flags", "Severity")
        styles = (WORDS, WORDS, COUNT, COUNT, WORDS)
        first = self._table("Most frequent flags", headers, rows, styles, "No flag was raised.")
        if not rows:
            return
        drawn = min(FLAGS_DRAWN, len(rows))
        chart = self._chart("bar", f"Most frequent flags, by reviews ({drawn} of {len(rows)})", legend=False)
        self._series(chart, (first, drawn), FIRST_NUMBER, "Reviews with the flag")
        chart.set_y_axis({"reverse": True, "num_font": FONT, "line": LINE, "major_tick_mark": "none"})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        told = ", ".join(f"{each[0]} {flagged[each]:,}" for each in most[:drawn])
        self._insert(chart, first, f"Bar chart of the flags that the most reviews have: {told}")

    def _table(
        self, heading: str, headers: Sequence[str], rows: Sequence[Row], styles: Sequence[Style], empty: str = ""
    ) -> int:
        """Write a table, go on below it and its chart, and return the first row of its values.

        Where the second column has no header, the first one has the room of both.
        """
        header_row, first = self.row + 1, self.row + 2
        for column in range(KEY, LAST + 1):
            self.book.put(self.sheet, self.row, column, heading if column == KEY else None, formats.HEADING)
        self.sheet.set_row(self.row - 1, 24)
        if not rows:
            self.book.put(self.sheet, first, KEY, empty, NOTHING)
            self.row += 4
            return first
        self.sheet.set_row(header_row - 1, 32)
        for row, values in enumerate((headers, *rows), header_row):
            looks = [header_style(style) for style in styles] if row == header_row else styles
            for column, (value, style) in enumerate(zip(values, looks, strict=True), KEY):
                if column == NAME and not headers[1]:
                    self.sheet.merge_range(row - 1, KEY - 1, row - 1, NAME - 1, "", self.book.formats(style))
                    self.book.put(self.sheet, row, KEY, values[0], style)
                else:
                    self.book.put(self.sheet, row, column, value, style)
        self.row += max(len(rows) + 3, ROWS_WITH_CHART)
        return first

    def _chart(self, kind: str, title: str, *, subtype: str = "", legend: bool = True) -> Chart:
        chart = self.book.workbook.add_chart({"type": kind, "subtype": subtype})
        chart.set_title({"name": title, "name_font": {**FONT, "size": 11, "bold": True}})
        chart.set_x_axis({"num_font": FONT, "line": LINE})
        chart.set_y_axis({**WHOLE_NUMBERS, **VALUES})
        chart.set_legend({"position": "bottom", "font": FONT} if legend else {"none": True})
        chart.set_chartarea({"border": LINE})
        chart.show_blanks_as("gap")
        chart.set_size(CHART_SIZE)
        return chart

    @staticmethod
    def _series(chart: Chart, rows: tuple[int, int], column: int, name: str, **looks: Any) -> None:  # noqa: ANN401
        """Draw a column of a table: ``rows`` are its first row and the number of rows."""
        first, last = rows[0] - 1, sum(rows) - 2
        series = {
            "name": name,
            "categories": [FIGURES, first, KEY - 1, last, KEY - 1],
            "values": [FIGURES, first, column - 1, last, column - 1],
            "fill": {"color": formats.TEAL},
            "gap": 70,
            "data_labels": COUNTED,
        }
        chart.add_series({**series, **looks})

    def _insert(self, chart: Chart, first: int, words: str) -> None:
        """Put a chart beside the table whose values begin in row ``first``; ``words`` tell readers who cannot see it."""
        self.sheet.insert_chart(first - 2, CHART - 1, chart, {"object_position": 2, "description": clean(words)})


def _element(key: str, figures: ElementFigures) -> Row:
    mean = "no score" if figures.mean is None else figures.mean
    return (key, figures.title, mean, figures.mark, figures.below, figures.no_number)
