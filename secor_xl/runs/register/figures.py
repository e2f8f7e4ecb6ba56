"""The register's sheet of figures: four tables over all reviews, each with its chart beside it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from secor_xl.judgement.flags import Severity
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.rules import ALL
from secor_xl.review.calendar import days_after, shown_date
from secor_xl.review.quantities import truncated
from secor_xl.runs.register.register_row import RegisterRow, RegisterScore
from secor_xl.text import capitalized, clean, counted
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.build_start import OUTCOME_COLOURS
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.list_workbook import (
    NOTHING,
    NUMBER,
    PERCENT,
    PROSE,
    ListedValue,
    ListingBook,
    header_style,
)

Row: TypeAlias = tuple[ListedValue, ...]
Chart: TypeAlias = Any  # XlsxWriter has no types

FIGURES = "Figures"
KEY, NAME, FIRST_NUMBER, LAST_NUMBER, CHART, LAST = 2, 3, 4, 7, 9, 16
"""The columns, counted from 1: a margin, the tables from ``KEY`` to ``LAST_NUMBER``, a gap, the charts."""
WIDTHS = (2, 9, 44, *[14] * (LAST_NUMBER - NAME), 2, *[12.5] * (LAST - CHART + 1))
FIRST_TABLE_ROW, ROWS_WITH_CHART = 4, 19
CHART_SIZE = {"width": 736, "height": 336}
"""In pixels."""
FLAGS_DRAWN = 10
"""The most bars of the chart of flags; its table has every flag."""
WEEKS_SHOWN, DAYS = 13, 7
"""A quarter of a year; the weeks after it are counted together."""
OVERDUE, LATER = "Overdue", "Later"

FONT: dict[str, Any] = {"name": formats.FONT, "size": 10, "color": formats.INK}
LIGHT = {**FONT, "size": 9, "color": formats.WHITE}
LINE = {"color": formats.LINE}
GRID = {"visible": True, "line": {**LINE, "width": 0.75}}
VALUES = {"num_font": FONT, "major_gridlines": GRID, "line": {"none": True}}
COUNTED = {"value": True, "num_format": "#,##0;;", "font": {**FONT, "size": 9}}
"""Labels at bars: no label where the number is 0."""
WORDS: Style = {**PROSE, "text_wrap": False}
COUNT: Style = {**NUMBER, "num_format": '#,##0;-#,##0;"–"'}
MARK: Style = {**PERCENT, "num_format": formats.PERCENT}


class FigureSheet:
    """The sheet of figures of some reviews."""

    def __init__(self, book: ListingBook, rows: Sequence[RegisterRow], as_of: dt.date) -> None:
        self.book, self.rows, self.as_of = book, rows, as_of
        self.sheet = book.sheet(FIGURES, tab=formats.DEEP)
        self.at = FIRST_TABLE_ROW

    def write(self, failed: int) -> None:
        """Write the four tables with their charts, two to a page; ``failed`` is the number of files that failed."""
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        over = f"As of {shown_date(self.as_of)}, over {counted(len(self.rows), 'review')}"
        self.book.title(self.sheet, "Figures", over, LAST)
        self.sheet.freeze_panes(2, 0)
        self._outcomes(failed)
        self._elements()
        if self.rows:
            self.sheet.set_h_pagebreaks([self.at - 1])
        self._deadlines()
        self._flags()

    def _outcomes(self, failed: int) -> None:
        kinds, counts = list(OutcomeKind), Counter(row.outcome for row in self.rows)
        table: list[Row] = [(capitalized(kind.value), None, counts[kind]) for kind in kinds]
        table += [("All reviews", None, len(self.rows)), ("Files that failed", None, failed)]
        first = self._table("Outcomes", ("Outcome", "", "Reviews"), table, (WORDS, WORDS, COUNT))
        if not self.rows:
            return
        chart = self._chart("column", "Reviews by outcome", legend=False)
        points = [{"fill": {"color": OUTCOME_COLOURS[kind][0]}} for kind in kinds]
        self._series(chart, (first, len(kinds)), FIRST_NUMBER, "Reviews", points=points)
        told = ", ".join(f"{kind.value} {counts[kind]:,}" for kind in kinds)
        self._insert(chart, first, f"Column chart of the number of reviews by outcome: {told}")

    def _elements(self) -> None:
        scores: dict[tuple[str, str], list[RegisterScore]] = {}
        for score in (score for row in self.rows for score in row.elements):
            scores.setdefault((score.label, score.title), []).append(score)
        elements = [_element(*key, each) for key, each in scores.items()]
        table = [_element("All", "All elements", [row.overall for row in self.rows]), *elements] if elements else []
        headers = ("Element", "Title", "Mean score", "Mark to reach", "Below the mark", "N/A or incomplete")
        styles = (WORDS, WORDS, PERCENT, MARK, COUNT, COUNT)
        first = self._table("Mean score by element", headers, table, styles, "No element was scored.")
        means = [f"{label} {mean}" for label, _, mean, *_ in elements if mean != NO_SCORE]
        if not means:
            return
        drawn, words = (first + 1, len(elements)), "Column chart of the mean score of each element"
        chart = self._chart("column", "Mean score by element, per cent")
        labels = {"value": True, "num_format": "0.00", "position": "inside_end", "font": LIGHT}
        self._series(chart, drawn, FIRST_NUMBER, "Mean score, per cent", data_labels=labels)
        if any(mark is not None for _, _, _, mark, *_ in elements):
            line = self.book.workbook.add_chart({"type": "line"})
            dashed = {"color": formats.RED, "width": 1.75, "dash_type": "dash"}
            self._series(line, drawn, FIRST_NUMBER + 1, "Mark to reach", line=dashed, data_labels={})
            chart.combine(line)
            words += ", with the mark to reach"
        chart.set_y_axis({"min": 0, "max": 100, "major_unit": 20, **VALUES})
        self._insert(chart, first, f"{words}; in per cent: {', '.join(means)}")

    def _deadlines(self) -> None:
        this_week = self.as_of - dt.timedelta(days=self.as_of.weekday())
        mondays = [days_after(this_week, DAYS * number) for number in range(WEEKS_SHOWN)]
        weeks = {OVERDUE: "", **{_week(monday): f"from {shown_date(monday)}" for monday in mondays}, LATER: ""}

        def by_week(days: Iterable[dt.date | None]) -> Counter[str]:
            names = (OVERDUE if day < self.as_of else _week(day) for day in days if day)
            return Counter(name if name in weeks else LATER for name in names)

        due = by_week(row.due_on for row in self.rows if row.days_left is not None)
        final = by_week(row.final_on for row in self.rows if row.is_open)
        table = [(name, starts, due[name], final[name]) for name, starts in weeks.items()] if due or final else []
        headers, heading = ("Week", "ISO 8601, from Monday", "Corrections due", "Final dates"), "Open deadlines by week"
        first = self._table(heading, headers, table, (WORDS, WORDS, COUNT, COUNT), "No deadline is open.")
        if not table:
            return
        chart = self._chart("column", heading, subtype="stacked")
        chart.set_x_axis({"num_font": {**FONT, "rotation": -45}, "line": LINE})
        drawn, labels = (first, len(table)), {**COUNTED, "font": LIGHT}
        self._series(chart, drawn, FIRST_NUMBER, "Corrections due", data_labels=labels)
        amber = {"color": formats.AMBER}
        self._series(chart, drawn, FIRST_NUMBER + 1, "Final dates", fill=amber, data_labels=labels)
        both = due + final
        told = ", ".join(f"{name} {both[name]:,}" for name in weeks if both[name])
        self._insert(chart, first, f"Stacked column chart of the corrections due and the final dates by week: {told}")

    def _flags(self) -> None:
        titles = {rule.code: rule.title for rule in ALL}
        reviews, raised = Counter[tuple[str, Severity]](), Counter[tuple[str, Severity]]()
        for flag in (flag for row in self.rows for flag in row.flags):
            reviews[flag.code, flag.severity] += 1
            raised[flag.code, flag.severity] += flag.times
        most = sorted(reviews, key=lambda each: (-reviews[each], -raised[each], each))
        table: list[Row] = [
            (f"{each[0]}  {titles.get(each[0], '')}".rstrip(), None, reviews[each], raised[each], each[1].value)
            for each in most
        ]
        headers, styles = ("Flag", "", "Reviews", "Flags", "Severity"), (WORDS, WORDS, COUNT, COUNT, WORDS)
        first = self._table("Most frequent flags", headers, table, styles, "No flag was raised.")
        if not table:
            return
        drawn = min(FLAGS_DRAWN, len(table))
        chart = self._chart("bar", f"Most frequent flags, by reviews ({drawn} of {len(table)})", legend=False)
        self._series(chart, (first, drawn), FIRST_NUMBER, "Reviews with the flag")
        chart.set_y_axis({"reverse": True, "num_font": FONT, "line": LINE, "major_tick_mark": "none"})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        told = ", ".join(f"{each[0]} {reviews[each]:,}" for each in most[:drawn])
        self._insert(chart, first, f"Bar chart of the flags that the most reviews have: {told}")

    def _table(
        self, heading: str, headers: Sequence[str], rows: Sequence[Row], styles: Sequence[Style], empty: str = ""
    ) -> int:
        """Write a table, go on below it and its chart, and return the first row of its values.

        Where the second column has no header, the first one has the room of both.
        """
        header_row, first = self.at + 1, self.at + 2
        for column in range(KEY, LAST + 1):
            self.book.put(self.sheet, self.at, column, heading if column == KEY else None, formats.HEADING)
        self.sheet.set_row(self.at - 1, 24)
        if not rows:
            self.book.put(self.sheet, first, KEY, empty, NOTHING)
            self.at += 4
            return first
        self.sheet.set_row(header_row - 1, 32)
        for row, values in enumerate((headers, *rows), header_row):
            looks = [header_style(style) for style in styles] if row == header_row else styles
            if not headers[1]:
                self.sheet.merge_range(row - 1, KEY - 1, row - 1, NAME - 1, "", self.book.formats(looks[0]))
            for column, (value, style) in enumerate(zip(values, looks, strict=True), KEY):
                if headers[1] or column != NAME:
                    self.book.put(self.sheet, row, column, value, style)
        self.at += max(len(rows) + 3, ROWS_WITH_CHART)
        return first

    def _chart(self, kind: str, title: str, *, subtype: str = "", legend: bool = True) -> Chart:
        chart = self.book.workbook.add_chart({"type": kind, "subtype": subtype})
        chart.set_title({"name": title, "name_font": {**FONT, "size": 11, "bold": True}})
        chart.set_x_axis({"num_font": FONT, "line": LINE})
        chart.set_y_axis({"num_format": "#,##0;;0", "min": 0, **VALUES})
        chart.set_legend({"position": "bottom", "font": FONT} if legend else {"none": True})
        chart.set_chartarea({"border": LINE})
        chart.show_blanks_as("gap")
        chart.set_size(CHART_SIZE)
        return chart

    @staticmethod
    def _series(chart: Chart, rows: tuple[int, int], column: int, name: str, **looks: Any) -> None:  # noqa: ANN401
        """Draw a column of a table: ``rows`` are its first row and the number of rows."""
        first, last = rows[0] - 1, sum(rows) - 2
        keys, values = ([FIGURES, first, each - 1, last, each - 1] for each in (KEY, column))
        style = {"fill": {"color": formats.TEAL}, "gap": 70, "data_labels": COUNTED, **looks}
        chart.add_series({"name": name, "categories": keys, "values": values, **style})

    def _insert(self, chart: Chart, first: int, words: str) -> None:
        """Put a chart beside the table whose values begin in row ``first``; ``words`` are for people who cannot see it."""
        self.sheet.insert_chart(first - 2, CHART - 1, chart, {"object_position": 2, "description": clean(words)})


NO_SCORE = "no score"


def _element(label: str, title: str, scores: Sequence[RegisterScore]) -> Row:
    """Return an element's row: its mean is truncated as each score is, its mark is the one that most scores are held to."""
    numbers = [score.percent for score in scores if score.percent is not None]
    marks = Counter(score.minimum for score in scores if None not in (score.percent, score.minimum))
    mean = truncated(Fraction(sum(numbers)) / len(numbers)) if numbers else NO_SCORE
    mark = max(marks, key=lambda mark: (marks[mark], mark), default=None)
    return label, title, mean, mark, sum(score.below for score in scores), len(scores) - len(numbers)


def _week(day: dt.date) -> str:
    """Return the calendar week of a day as ISO 8601 writes it, such as ``2026-W27``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
