"""The figures of a register, counted over all its reviews."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from secor_xl.judgement.flags import Severity
from secor_xl.review.calendar import days_after
from secor_xl.review.quantities import truncated
from secor_xl.runs.register_row import RegisterRow, RegisterScore

WEEKS_SHOWN = 13
"""A quarter of a year; the weeks after it are counted together."""
OVERDUE, LATER = "Overdue", "Later"
DAYS = 7


class ElementFigures:
    """The scores of one element, or the overall ones, over all reviews.

    Attributes:
        label: the element's letter, or "Overall".
        title: the element's title.
        mean: the mean of the numbers, truncated like each of them; ``None`` where there is none.
        mark: the mark that most of the numbers are held to, the higher one of two; ``None`` where there is none.
        below: the number of scores below their mark.
        no_number: the number of scores that are not applicable or not complete.
    """

    def __init__(self, label: str, title: str, scores: Sequence[RegisterScore]) -> None:
        numbers = [score.percent for score in scores if score.percent is not None]
        marks = Counter(score.minimum for score in scores if None not in (score.percent, score.minimum))
        self.label, self.title = label, title
        self.mean = truncated(Fraction(sum(numbers)) / len(numbers)) if numbers else None
        self.mark = max(marks, key=lambda mark: (marks[mark], mark), default=None)
        self.below = sum(score.below for score in scores)
        self.no_number = len(scores) - len(numbers)


@dataclass(frozen=True, slots=True)
class Week:
    """The deadlines of a calendar week (ISO 8601), or of the time before or after the weeks that are shown."""

    name: str
    starts_on: dt.date | None
    due: int
    final: int


class Figures:
    """The figures of some reviews as of a day.

    Attributes:
        outcomes: the number of reviews by outcome.
        overall: the overall scores.
        elements: the scores of each element, told apart by label and title.
        flagged: the number of reviews by the code and severity of a flag.
        raised: the number of flags by code and severity.
    """

    def __init__(self, rows: Sequence[RegisterRow], as_of: dt.date) -> None:
        self.as_of, self.reviews = as_of, len(rows)
        self.outcomes = Counter(row.outcome for row in rows)
        self.overall = ElementFigures("Overall", "All elements", [row.overall for row in rows])
        scores: dict[tuple[str, str], list[RegisterScore]] = {}
        self.flagged, self.raised = Counter[tuple[str, Severity]](), Counter[tuple[str, Severity]]()
        for row in rows:
            for score in row.elements:
                scores.setdefault((score.label, score.title), []).append(score)
            for flag in row.flags:
                self.flagged[flag.code, flag.severity] += 1
                self.raised[flag.code, flag.severity] += flag.times
        self.elements = [ElementFigures(*key, each) for key, each in scores.items()]
        self._rows = rows

    @property
    def labels(self) -> tuple[str, ...]:
        """The letters of all elements, each once."""
        return tuple(dict.fromkeys(element.label for element in self.elements))

    @property
    def most_frequent(self) -> list[tuple[str, Severity]]:
        """The code and severity of each flag; those of the most reviews first."""
        return sorted(self.flagged, key=lambda each: (-self.flagged[each], -self.raised[each], each))

    @cached_property
    def weeks(self) -> list[Week]:
        """The overdue deadlines, those of each week from the day's own on, and the later ones; empty where none is open."""
        this_week = self.as_of - dt.timedelta(days=self.as_of.weekday())
        mondays = (days_after(this_week, DAYS * number) for number in range(WEEKS_SHOWN))
        weeks = {OVERDUE: None, **{_week_name(monday): monday for monday in mondays}, LATER: None}

        def counted(days: Iterable[dt.date | None]) -> Counter[str]:
            names = (OVERDUE if day < self.as_of else _week_name(day) for day in days if day)
            return Counter(name if name in weeks else LATER for name in names)

        due = counted(row.due_on for row in self._rows if row.days_left is not None)
        final = counted(row.final_on for row in self._rows if row.is_open)
        return [Week(name, monday, due[name], final[name]) for name, monday in weeks.items()] if due or final else []


def _week_name(day: dt.date) -> str:
    """Return the calendar week of a day as ISO 8601 writes it, such as ``2026-W27``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
