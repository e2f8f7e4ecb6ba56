"""The register's sheet of months and groups: the same numbers by month, reviewer, province and kind of year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from secor_xl.review.calendar import shown_date
from secor_xl.runs.register.chart_sheet import COUNT, COUNTED, FONT, LIGHT, WORDS, ChartSheet, ChartTable, Row, lie_down
from secor_xl.runs.register.group_figures import (
    FEW,
    Event,
    GroupFigures,
    by_group,
    by_month,
    month_name,
)
from secor_xl.runs.register.register_entry import RegisterEntry
from secor_xl.text import counted
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.list_workbook import NUMBER, PERCENT, ListingBook

Months: TypeAlias = Mapping[dt.date | None, GroupFigures]

GROUPS = "Months and groups"
EARLIER_YEARS = 3
"""The most earlier years that are shown beside a season."""
WIDTHS = (2, 24, *[11.5] * (3 * (1 + EARLIER_YEARS)))
CHART_SIZE = (560, 300)
MOST_DRAWN = 10
ALL = "All"
COUNTS = {
    "Received": Event.RECEIVED,
    "Approved": Event.APPROVED,
    "Invalid": Event.INVALID,
    "Corrections asked": Event.CORRECTIONS,
    "Open": Event.OPEN,
}
MEDIAN, MOST = "Median days", "9 in 10 within, days"
HEADERS = (*COUNTS, MEDIAN, MOST, "Approved at first", "Mean rounds", "Decided")
DAYS: Style = {**NUMBER, "num_format": "#,##0.0"}
STYLES = (*[COUNT] * len(COUNTS), DAYS, DAYS, PERCENT, {**NUMBER, "num_format": "0.00"}, COUNT)
COLOURS = {
    "Received": formats.TEAL,
    "Approved": formats.GREEN,
    "Invalid": formats.RED,
    "Corrections asked": formats.AMBER,
    "Open": formats.MUTED,
}
OF_YEARS = (formats.TEAL, formats.AMBER, formats.MUTED, formats.LINE)
TIP = (
    "Days are counted from receipt to the letter of the outcome. Approved at first: without a correction. Each event counts in"
    f" its own month. Fewer than {FEW} decisions are marked few: their percentiles mean little"
)


def add_groups(
    book: ListingBook,
    entries: Sequence[RegisterEntry],
    earlier: Sequence[RegisterEntry],
    as_of: dt.date,
    *,
    names: bool = True,
) -> None:
    """Add the sheet.

    Args:
        book: the workbook.
        entries: the reviews.
        earlier: those of earlier seasons, whose same months come beside those of this one.
        as_of: the day of all judgements.
        names: whether reviewers are named.
    """
    over = f"As of {shown_date(as_of)}, over {counted(len(entries), 'review')}. {TIP}"
    sheet = ChartSheet(book, GROUPS, GROUPS, over, WIDTHS, CHART_SIZE)
    every = by_group(entries, lambda _: [ALL])
    months = by_month(entries)
    _months(sheet, {month_name(month): figures for month, figures in months.items()} | every)
    if earlier:
        _same_months(sheet, months, by_month(earlier))
    if names:
        _group(sheet, "Reviewer", by_group(entries, lambda each: [each.row.reviewer]) | every)
    _group(sheet, "Province", by_group(entries, lambda each: each.row.provinces) | every)
    _group(sheet, "Kind of year", by_group(entries, lambda each: [each.row.year_kind]) | every)


def _table(sheet: ChartSheet, key: str, groups: Mapping[str, GroupFigures]) -> ChartTable:
    rows: list[Row] = [
        (
            name,
            *(each.count(event) for event in COUNTS.values()),
            each.median_days,
            each.most_days,
            each.approved_at_first,
            each.mean_rounds,
            each.decided,
        )
        for name, each in groups.items()
    ]
    return sheet.table(
        f"By {key[0].lower()}{key[1:]}", (key, *HEADERS), rows, (WORDS, *STYLES), "No review was judged."
    )


def _months(sheet: ChartSheet, months: Mapping[str, GroupFigures]) -> None:
    table = _table(sheet, "Month", months)
    if not months:
        return
    drawn = (0, sum(name not in (ALL, month_name(None)) for name in months))
    chart = sheet.chart("column", "Reviews by month")
    for header in ("Received", "Approved", "Invalid", "Corrections asked"):
        sheet.series(chart, table, header, rows=drawn, fill={"color": COLOURS[header]}, data_labels={})
    told = ", ".join(f"{name} {each.count(Event.RECEIVED)}" for name, each in months.items())
    sheet.insert(chart, table, f"Column chart of the events by month; received: {told}")
    if not months[ALL].count(Event.DAYS):
        return
    chart = sheet.chart("column", "Days from receipt to decision, by month")
    for header, colour in ((MEDIAN, formats.TEAL), (MOST, formats.AMBER)):
        sheet.series(chart, table, header, rows=drawn, fill={"color": colour}, data_labels={})
    told = ", ".join(f"{name} {each.median_days}" for name, each in months.items() if each.median_days is not None)
    sheet.insert(chart, table, f"Column chart of the days to the decision by month; median: {told}", second=True)


def _same_months(sheet: ChartSheet, months: Months, earlier: Months) -> None:
    """Write the same months of earlier years beside those of this season."""
    earlier = {month: figures for month, figures in earlier.items() if figures.numbers}
    shown, none = [month for month in months if month], GroupFigures()
    years = {year - month.year for year in {each.year for each in shown} for month in earlier if month}
    ago = sorted(each for each in years if each > 0 and any(_before(month, each) in earlier for month in shown))[
        :EARLIER_YEARS
    ]

    def beside(month: dt.date) -> list[GroupFigures]:
        return [months[month], *(earlier.get(_before(month, years), none) for years in ago)]

    before = ["", *(f", {counted(years, 'year')} before" for years in ago)]
    measures = ("Received", "Approved", MEDIAN)
    headers = [f"{measure}{words}" for measure in measures for words in before]
    rows: list[Row] = [
        (
            month_name(month),
            *(each.count(Event.RECEIVED) for each in beside(month)),
            *(each.count(Event.APPROVED) for each in beside(month)),
            *(each.median_days for each in beside(month)),
        )
        for month in shown
    ]
    styles = [COUNT] * (2 * len(before)) + [DAYS] * len(before)
    heading, empty = "The same months of earlier seasons", "The earlier seasons have no event in these months."
    table = sheet.table(heading, ("Month", *headers), rows if ago else [], (WORDS, *styles), empty)
    for number, measure in enumerate(("Received", MEDIAN) if ago else ()):
        chart = sheet.chart("column", f"{measure}, beside earlier seasons")
        for words, colour in zip(before, OF_YEARS, strict=False):
            name = words.removeprefix(", ") or "this season"
            sheet.series(chart, table, f"{measure}{words}", name, fill={"color": colour}, data_labels={})
        told = f"Column chart by month, this season beside earlier ones: {measure.lower()}"
        sheet.insert(chart, table, told, second=bool(number))


def _before(month: dt.date, years: int) -> dt.date:
    return month.replace(year=month.year - years)


def _group(sheet: ChartSheet, key: str, groups: Mapping[str, GroupFigures]) -> None:
    table = _table(sheet, key, groups)
    if not groups:
        return
    named = list(groups)[:-1]
    drawn = (0, min(MOST_DRAWN, len(named)))
    chart = sheet.chart("bar", f"Reviews by {key[0].lower()}{key[1:]}", subtype="stacked")
    for header in ("Approved", "Invalid", "Open"):
        labels = {**COUNTED, "font": LIGHT}
        sheet.series(chart, table, header, rows=drawn, fill={"color": COLOURS[header]}, data_labels=labels)
    lie_down(chart)
    told = ", ".join(f"{name} {groups[name].count(Event.RECEIVED)}" for name in named[:MOST_DRAWN])
    sheet.insert(chart, table, f"Stacked bar chart of the reviews, approved, invalid and open: {told}")
    if not groups[ALL].count(Event.DAYS):
        return
    chart = sheet.chart("bar", "Days from receipt to decision")
    for header, colour in ((MEDIAN, formats.TEAL), (MOST, formats.AMBER)):
        labels = {"value": True, "num_format": "0.0;;", "font": FONT}
        sheet.series(chart, table, header, rows=drawn, fill={"color": colour}, data_labels=labels)
    lie_down(chart)
    sheet.insert(
        chart, table, "Bar chart of the median and the 90th percentile of the days to the decision", second=True
    )
