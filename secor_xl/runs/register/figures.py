"""The register's sheet of figures: tables over all reviews, each with its chart beside it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from secor_xl.judgement.flags import Severity
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.rules import ALL
from secor_xl.judgement.scoring import NOTHING
from secor_xl.review.calendar import days_after, shown_date
from secor_xl.review.quantities import truncated
from secor_xl.runs.register.chart_sheet import (
    COUNT,
    COUNTED,
    FONT,
    LIGHT,
    LINE,
    VALUES,
    WORDS,
    ChartSheet,
    Row,
    lie_down,
)
from secor_xl.runs.register.register_row import QuestionPoints, RegisterRow, RegisterScore
from secor_xl.text import capitalized, counted
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.build_start import OUTCOME_COLOURS
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.list_workbook import NUMBER, PERCENT, ListingBook

FIGURES = "Figures"
WIDTHS = (2, 9, 44, *[14] * 4, 2, *[12.5] * 8)
CHART_COLUMN, CHART_SIZE = 9, (736, 336)
MOST_DRAWN = 10
"""The most bars of the charts of flags and questions."""
MOST_QUESTIONS, LONGEST_TEXT = 20, 48
WEEKS_SHOWN, DAYS = 13, 7
"""A quarter of a year; the weeks after it are counted together."""
OVERDUE, LATER, NO_SCORE = "Overdue", "Later", "no score"
MARK: Style = {**PERCENT, "num_format": formats.PERCENT}
POINTS: Style = {**NUMBER, "num_format": "#,##0.##"}


def add_figures(book: ListingBook, rows: Sequence[RegisterRow], failed: int, as_of: dt.date) -> None:
    """Add the sheet of figures; ``failed`` is the number of files that failed."""
    over = f"As of {shown_date(as_of)}, over {counted(len(rows), 'review')}"
    sheet = ChartSheet(book, FIGURES, "Figures", over, WIDTHS, CHART_SIZE, CHART_COLUMN)
    _outcomes(sheet, rows, failed)
    _rounds(sheet, rows)
    _elements(sheet, rows)
    _lost_points(sheet, rows)
    _deadlines(sheet, rows, as_of)
    _flags(sheet, rows)


def _outcomes(sheet: ChartSheet, rows: Sequence[RegisterRow], failed: int) -> None:
    kinds, counts = list(OutcomeKind), Counter(row.outcome for row in rows)
    listed: list[Row] = [(capitalized(kind.value), None, counts[kind]) for kind in kinds]
    listed += [("All reviews", None, len(rows)), ("Files that failed", None, failed)]
    table = sheet.table("Outcomes", ("Outcome", "", "Reviews"), listed, (WORDS, WORDS, COUNT))
    if not rows:
        return
    chart = sheet.chart("column", "Reviews by outcome", legend=False)
    points = [{"fill": {"color": OUTCOME_COLOURS[kind][0]}} for kind in kinds]
    sheet.series(chart, table, "Reviews", rows=(0, len(kinds)), points=points)
    told = ", ".join(f"{kind.value} {counts[kind]:,}" for kind in kinds)
    sheet.insert(chart, table, f"Column chart of the number of reviews by outcome: {told}")


def _rounds(sheet: ChartSheet, rows: Sequence[RegisterRow]) -> None:
    needed = Counter(row.rounds for row in rows if row.outcome is OutcomeKind.APPROVE)
    every = needed.total()
    listed: list[Row] = [
        (counted(rounds, "round") if rounds else "no correction", None, needed[rounds], _share(needed[rounds], every))
        for rounds in range(max(needed, default=-1) + 1)
    ]
    headers, styles = ("Rounds", "", "Approved reviews", "Share"), (WORDS, WORDS, COUNT, PERCENT)
    table = sheet.table("Rounds needed for an approval", headers, listed, styles, "No review is approved.")
    if not listed:
        return
    chart = sheet.chart("column", "Approved reviews by the rounds that they needed", legend=False)
    sheet.series(chart, table, "Approved reviews")
    told = ", ".join(f"{words} {reviews:,}" for words, _, reviews, _ in listed)
    sheet.insert(chart, table, f"Column chart of the approved reviews by the rounds that they needed: {told}")


def _elements(sheet: ChartSheet, rows: Sequence[RegisterRow]) -> None:
    scores: dict[tuple[str, str], list[RegisterScore]] = {}
    for score in (score for row in rows for score in row.elements):
        scores.setdefault((score.label, score.title), []).append(score)
    elements = [_element(*key, each) for key, each in scores.items()]
    listed = [_element("All", "All elements", [row.overall for row in rows]), *elements] if elements else []
    headers = ("Element", "Title", "Mean score", "Mark to reach", "Below the mark", "N/A or incomplete")
    styles = (WORDS, WORDS, PERCENT, MARK, COUNT, COUNT)
    table = sheet.table("Mean score by element", headers, listed, styles, "No element was scored.")
    means = [f"{label} {mean}" for label, _, mean, *_ in elements if mean != NO_SCORE]
    if not means:
        return
    drawn, words = (1, len(elements)), "Column chart of the mean score of each element"
    chart = sheet.chart("column", "Mean score by element, per cent")
    labels = {"value": True, "num_format": "0.00", "position": "inside_end", "font": LIGHT}
    sheet.series(chart, table, "Mean score", "Mean score, per cent", drawn, data_labels=labels)
    if any(mark is not None for _, _, _, mark, *_ in elements):
        line = sheet.book.workbook.add_chart({"type": "line"})
        dashed = {"color": formats.RED, "width": 1.75, "dash_type": "dash"}
        sheet.series(line, table, "Mark to reach", rows=drawn, line=dashed, data_labels={})
        chart.combine(line)
        words += ", with the mark to reach"
    chart.set_y_axis({"min": 0, "max": 100, "major_unit": 20, **VALUES})
    sheet.insert(chart, table, f"{words}; in per cent: {', '.join(means)}")


def _element(label: str, title: str, scores: Sequence[RegisterScore]) -> Row:
    """Return an element's row: its mean is truncated as each score is, its mark is the one that most scores are held to."""
    numbers = [score.percent for score in scores if score.percent is not None]
    marks = Counter(score.minimum for score in scores if None not in (score.percent, score.minimum))
    mean = truncated(Fraction(sum(numbers)) / len(numbers)) if numbers else NO_SCORE
    mark = max(marks, key=lambda mark: (marks[mark], mark), default=None)
    return label, title, mean, mark, sum(score.below for score in scores), len(scores) - len(numbers)


def _lost_points(sheet: ChartSheet, rows: Sequence[RegisterRow]) -> None:
    questions = defaultdict[tuple[str, str], list[QuestionPoints]](list)
    for each in (each for row in rows for each in row.points):
        questions[each.question_id, each.text].append(each)
    lost = {key: sum((each.lost for each in points), NOTHING) for key, points in questions.items()}
    losing = sorted((key for key in lost if lost[key]), key=lambda key: (-lost[key], key))
    listed: list[Row] = [
        (
            *key,
            lost[key],
            _share(lost[key], sum(each.possible for each in points)),
            sum(bool(each.lost) for each in points),
        )
        for key in losing[:MOST_QUESTIONS]
        if (points := questions[key])
    ]
    headers = ("Question", "Text", "Points lost", "Of the points possible", "Reviews with a loss")
    styles = (WORDS, WORDS, POINTS, PERCENT, COUNT)
    table = sheet.table("Where points are lost most", headers, listed, styles, "No points were lost.")
    if not listed:
        return
    drawn = min(MOST_DRAWN, len(listed))
    chart = sheet.chart("bar", f"Points lost by question ({drawn} of {len(losing)})", legend=False)
    sheet.series(chart, table, "Points lost", rows=(0, drawn), data_labels={**COUNTED, "num_format": "#,##0.##"})
    lie_down(chart)
    told = ", ".join(f"{key[0]} {lost[key]:f}" for key in losing[:drawn])
    sheet.insert(chart, table, f"Bar chart of the questions that lose the most points: {told}")


def _deadlines(sheet: ChartSheet, rows: Sequence[RegisterRow], as_of: dt.date) -> None:
    this_week = as_of - dt.timedelta(days=as_of.weekday())
    mondays = [days_after(this_week, DAYS * number) for number in range(WEEKS_SHOWN)]
    weeks = {OVERDUE: "", **{_week(monday): f"from {shown_date(monday)}" for monday in mondays}, LATER: ""}

    def by_week(days: Iterable[dt.date | None]) -> Counter[str]:
        names = (OVERDUE if day < as_of else _week(day) for day in days if day)
        return Counter(name if name in weeks else LATER for name in names)

    due = by_week(row.due_on for row in rows if row.days_left is not None)
    final = by_week(row.final_on for row in rows if row.is_open)
    listed = [(name, starts, due[name], final[name]) for name, starts in weeks.items()] if due or final else []
    headers, heading = ("Week", "ISO 8601, from Monday", "Corrections due", "Final dates"), "Open deadlines by week"
    table = sheet.table(heading, headers, listed, (WORDS, WORDS, COUNT, COUNT), "No deadline is open.")
    if not listed:
        return
    chart = sheet.chart("column", heading, subtype="stacked")
    chart.set_x_axis({"num_font": {**FONT, "rotation": -45}, "line": LINE})
    labels = {**COUNTED, "font": LIGHT}
    sheet.series(chart, table, "Corrections due", data_labels=labels)
    sheet.series(chart, table, "Final dates", fill={"color": formats.AMBER}, data_labels=labels)
    both = due + final
    told = ", ".join(f"{name} {both[name]:,}" for name in weeks if both[name])
    sheet.insert(chart, table, f"Stacked column chart of the corrections due and the final dates by week: {told}")


def _flags(sheet: ChartSheet, rows: Sequence[RegisterRow]) -> None:
    titles = {rule.code: rule.title for rule in ALL}
    reviews, raised = Counter[tuple[str, Severity]](), Counter[tuple[str, Severity]]()
    for flag in (flag for row in rows for flag in row.flags):
        reviews[flag.code, flag.severity] += 1
        raised[flag.code, flag.severity] += flag.times
    most = sorted(reviews, key=lambda each: (-reviews[each], -raised[each], each))
    listed: list[Row] = [
        (f"{each[0]}  {titles.get(each[0], '')}".rstrip(), None, reviews[each], raised[each], each[1].value)
        for each in most
    ]
    headers, styles = ("Flag", "", "Reviews", "Flags", "Severity"), (WORDS, WORDS, COUNT, COUNT, WORDS)
    table = sheet.table("Most frequent flags", headers, listed, styles, "No flag was raised.")
    if not listed:
        return
    drawn = min(MOST_DRAWN, len(listed))
    chart = sheet.chart("bar", f"Most frequent flags, by reviews ({drawn} of {len(listed)})", legend=False)
    sheet.series(chart, table, "Reviews", "Reviews with the flag", (0, drawn))
    lie_down(chart)
    told = ", ".join(f"{each[0]} {reviews[each]:,}" for each in most[:drawn])
    sheet.insert(chart, table, f"Bar chart of the flags that the most reviews have: {told}")


def _share(part: int | Decimal, whole: int | Decimal) -> Decimal:
    """Return a share in per cent, truncated."""
    return truncated(Fraction(part) / Fraction(whole) * 100)


def _week(day: dt.date) -> str:
    """Return the calendar week of a day as ISO 8601 writes it, such as ``2026-W27``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
