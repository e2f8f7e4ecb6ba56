"""The sheet of figures: four tables, and beside each the chart that draws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.rules import ALL
from secor_xl.review.calendar import shown_date
from secor_xl.runs.register_figures import ElementFigures, Figures
from secor_xl.workbook import formats
from secor_xl.workbook.build_start import OUTCOME_COLOURS
from secor_xl.workbook.formats import Style
from secor_xl.workbook.listing import NUMBER, PERCENT, PROSE, KeptSheet, ListedValue, ListingBook

FIGURES = "Figures"
MARGIN, KEY, NAME, FIRST_NUMBER, LAST_NUMBER, CHART = 1, 2, 3, 4, 7, 9
WIDTHS = {MARGIN: 2, KEY: 9, NAME: 44, CHART - 1: 2, **dict.fromkeys(range(FIRST_NUMBER, LAST_NUMBER + 1), 13)}
FIRST_BAND_ROW = 4
ROW_HEIGHT = 18  # points
CHART_PIXELS, CHART_ROWS = (700, 336), 16
FLAGS_DRAWN = 10
"""As many bars as can be told apart at a glance; the table has every flag."""
LABEL_LENGTH = 48  # characters of a flag beside its bar
FONT: dict[str, Any] = {"name": formats.FONT, "size": 10, "color": formats.INK}
GRID: dict[str, Any] = {"visible": True, "line": {"color": formats.LINE, "width": 0.5}}
WORDS: Style = {**PROSE, "valign": "top"}
NOTHING: Style = {"italic": True, "font_color": formats.MUTED, "font_size": 11}
WHOLE_NUMBERS = "#,##0;;0"
"""An axis of reviews has no halves: a small one labels some of its lines with the same number otherwise."""


def write_figures(book: ListingBook, figures: Figures, failed: int) -> None:
    """Write the sheet."""
    _FigureSheet(book, figures, failed).write()


class _FigureSheet:
    def __init__(self, book: ListingBook, figures: Figures, failed: int) -> None:
        self.book, self.figures, self.failed = book, figures, failed
        self.sheet = book.sheet(FIGURES, KeptSheet, tab=formats.DEEP)
        self.row = FIRST_BAND_ROW

    def write(self) -> None:
        sheet, figures = self.sheet, self.figures
        for column, width in WIDTHS.items():
            sheet.set_column(column - 1, column - 1, width)
        sheet.set_column(CHART - 1, CHART + 6, 12.5)
        sheet.set_row(0, 30)
        for column in range(1, CHART + 8):
            self._put(1, column, "Figures" if column == 1 else None, formats.SHEET_TITLE)
        reviews = f"{figures.reviews:,} review{'' if figures.reviews == 1 else 's'}"
        self._put(2, 1, f"As of {shown_date(figures.as_of)}, over {reviews}", formats.SHEET_TIP)
        sheet.freeze_panes(2, 0)
        self._outcomes()
        self._elements()
        self._deadlines()
        self._flags()

    def _outcomes(self) -> None:
        kinds, counts = list(OutcomeKind), self.figures.outcomes
        rows: list[tuple[ListedValue, ...]] = [(_first_up(kind.value), None, counts[kind]) for kind in kinds]
        total = [("All reviews", None, self.figures.reviews), ("Files that failed", None, self.failed)]
        top, draw = self._table("Outcomes", ("Outcome", "", "Reviews"), [*rows, *total], (WORDS, WORDS, NUMBER))
        if not self.figures.reviews:
            return
        chart = self._chart("column", "Reviews by outcome", len(kinds))
        self._series(chart, top, len(kinds), FIRST_NUMBER, "Reviews", KEY, [OUTCOME_COLOURS[kind][0] for kind in kinds])
        chart.set_legend({"none": True})
        told = ", ".join(f"{kind.value} {counts[kind]:,}" for kind in kinds)
        self._insert(chart, draw, f"Column chart of the number of reviews by outcome: {told}")

    def _elements(self) -> None:
        every = [self.figures.overall, *self.figures.elements.values()] if self.figures.elements else []
        rows = [self._element(each) for each in every]
        headers = ("Element", "", "Mean score", "Mark to reach", "Below the mark", "N/A or incomplete")
        styles = (WORDS, WORDS, PERCENT, PERCENT, NUMBER, NUMBER)
        top, draw = self._table("Mean score by element", headers, rows, styles, "No element was scored.")
        if not any(each.scored for each in every):
            return
        chart = self._chart("column", "Mean score by element, per cent", len(every))
        self._series(chart, top, len(every), FIRST_NUMBER, "Mean score, per cent", KEY, [], "0.00")
        words = "Column chart of the mean score of each element"
        if any(each.mark is not None for each in every):
            line = self.book.workbook.add_chart({"type": "line"})
            marks = [FIGURES, top - 1, FIRST_NUMBER, top + len(every) - 2, FIRST_NUMBER]
            dashed = {"color": formats.RED, "width": 1.75, "dash_type": "dash"}
            marker = {"type": "long_dash", "size": 9, "border": {"color": formats.RED}, "fill": {"color": formats.RED}}
            categories = [FIGURES, top - 1, KEY - 1, top + len(every) - 2, KEY - 1]
            line.add_series(
                {"name": "Mark to reach", "categories": categories, "values": marks, "line": dashed, "marker": marker}
            )
            chart.combine(line)
            words += ", with the mark to reach"
        chart.set_y_axis(
            {"min": 0, "max": 100, "major_unit": 20, "num_font": FONT, "major_gridlines": GRID, "line": {"none": True}}
        )
        told = ", ".join(f"{each.label} {each.mean}" for each in every if each.mean is not None)
        self._insert(chart, draw, f"{words}: {told} per cent")

    @staticmethod
    def _element(each: ElementFigures) -> tuple[ListedValue, ...]:
        overall = each.label == "Overall"
        mean = "no score" if each.mean is None else each.mean
        key = "All" if overall else each.label
        return (key, each.title, mean, each.mark, each.below, each.no_number)

    def _deadlines(self) -> None:
        weeks = self.figures.weeks
        rows: list[tuple[ListedValue, ...]] = [
            (week.name, f"from {shown_date(week.starts_on)}" if week.starts_on else None, week.due, week.final)
            for week in weeks
        ]
        headers = ("Week", "", "Corrections due", "Final dates")
        heading = "Open deadlines by week (ISO 8601)"
        top, draw = self._table(heading, headers, rows, (WORDS, WORDS, NUMBER, NUMBER), "No deadline is open.")
        if not weeks:
            return
        chart = self._chart("column", "Open deadlines by week", len(weeks), "stacked")
        self._series(chart, top, len(weeks), FIRST_NUMBER, "Corrections due", KEY, [])
        self._series(chart, top, len(weeks), FIRST_NUMBER + 1, "Final dates", KEY, [], colour=formats.AMBER)
        told = ", ".join(f"{week.name} {week.due + week.final:,}" for week in weeks if week.due or week.final)
        self._insert(chart, draw, f"Stacked column chart of the corrections due and the final dates by week: {told}")

    def _flags(self) -> None:
        titles = {rule.code: rule.title for rule in ALL}
        most, flagged, raised = self.figures.most_frequent, self.figures.flagged, self.figures.raised
        rows: list[tuple[ListedValue, ...]] = [
            (each[0], titles.get(each[0], ""), flagged[each], raised[each], each[1].value) for each in most
        ]
        headers = ("Flag", "", "Reviews", "Flags", "Severity")
        styles = (WORDS, WORDS, NUMBER, NUMBER, WORDS)
        top, draw = self._table("Most frequent flags", headers, rows, styles, "No flag was raised.")
        if not rows:
            return
        drawn = min(FLAGS_DRAWN, len(rows))
        for number, row in enumerate(rows[:drawn]):  # what stands beside the bars: code and title, on one line
            label = f"{row[0]}  {row[1]}"
            label = label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1].rstrip()}…"
            self._put(top + number, CHART, label, {"font_color": formats.WHITE})
        chart = self._chart("bar", f"Most frequent flags, by reviews ({drawn} of {len(rows)})", drawn)
        self._series(chart, top, drawn, FIRST_NUMBER, "Reviews with the flag", CHART, [])
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": FONT, "line": {"color": formats.LINE}})
        chart.set_x_axis(
            {"num_font": FONT, "major_gridlines": GRID, "line": {"none": True}, "num_format": WHOLE_NUMBERS}
        )
        told = ", ".join(f"{row[0]} {row[2]:,}" for row in rows[:drawn])
        self._insert(chart, draw, f"Bar chart of the flags that the most reviews have: {told}")

    def _table(
        self,
        heading: str,
        headers: Sequence[str],
        rows: Sequence[Sequence[ListedValue]],
        styles: Sequence[Style],
        empty: str = "",
    ) -> tuple[int, int]:
        """Write a table and go on below it; gives back the first row of its values, and the row of its chart."""
        heading_row = self.row
        for column in range(KEY, CHART + 7):
            self._put(heading_row, column, heading if column == KEY else None, formats.HEADING)
        self.sheet.set_row(heading_row - 1, 24)
        first = heading_row + 2
        if rows:
            self.sheet.set_row(heading_row, 32)
            for number, header in enumerate(headers):
                align: Style = {"align": "right"} if number >= FIRST_NUMBER - KEY else {}
                self._put(heading_row + 1, KEY + number, header, formats.HEADER, align)
        else:
            self._put(heading_row + 1, KEY, empty, NOTHING)
        for down, row in enumerate(rows):
            for across, (value, style) in enumerate(zip(row, styles, strict=True)):
                right: Style = {"align": "right"} if across >= FIRST_NUMBER - KEY else {}
                self._put(first + down, KEY + across, value, style, right)
            if row[1] is None:  # the words need the room of both columns
                at = (first + down - 1, KEY - 1, first + down - 1, NAME - 1)
                self.sheet.merge_range(*at, "", self.book.formats(styles[0]))
                self._put(first + down, KEY, row[0], styles[0])
        self.row = heading_row + (max(len(rows) + 3, CHART_ROWS + 2) if rows else 3)
        return first, heading_row + 1

    def _put(self, row: int, column: int, value: ListedValue, *styles: Style) -> None:
        self.book.put(self.sheet, row, column, value, *styles)

    def _chart(self, kind: str, title: str, columns: int, subtype: str = "") -> Any:  # noqa: ANN401 - XlsxWriter has no types
        chart = self.book.workbook.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
        chart.set_title({"name": title, "name_font": {**FONT, "size": 12, "bold": True}, "overlay": False})
        turned = {"rotation": -45} if columns > CHART_ROWS - 3 else {}
        chart.set_x_axis({"num_font": {**FONT, **turned}, "line": {"color": formats.LINE}})
        chart.set_y_axis(
            {"num_font": FONT, "major_gridlines": GRID, "line": {"none": True}, "num_format": WHOLE_NUMBERS, "min": 0}
        )
        chart.set_legend({"position": "bottom", "font": FONT})
        chart.set_chartarea({"border": {"color": formats.LINE}})
        chart.show_blanks_as("gap")
        chart.set_size(dict(zip(("width", "height"), CHART_PIXELS, strict=True)))
        return chart

    @staticmethod
    def _series(
        chart: Any,  # noqa: ANN401 - XlsxWriter has no types
        top: int,
        rows: int,
        column: int,
        name: str,
        categories: int,
        points: list[str],
        number_format: str = "#,##0;;",
        colour: str = formats.TEAL,
    ) -> None:
        first, last = top - 1, top + rows - 2
        series: dict[str, Any] = {
            "name": name,
            "categories": [FIGURES, first, categories - 1, last, categories - 1],
            "values": [FIGURES, first, column - 1, last, column - 1],
            "fill": {"color": colour},
            "gap": 70,
            "data_labels": {"value": True, "num_format": number_format, "font": {**FONT, "size": 9}},
        }
        if points:
            series["points"] = [{"fill": {"color": point}} for point in points]
        chart.add_series(series)

    def _insert(self, chart: Any, row: int, words: str) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self.sheet.insert_chart(row - 1, CHART - 1, chart, {"object_position": 2, "description": words})


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
