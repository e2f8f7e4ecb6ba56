"""The figures of a bulk run, counted while the reviews go by; nothing of a single review is kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from secor_xl.judgement.flags import Severity
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.calendar import days_after
from secor_xl.review.quantities import truncated
from secor_xl.runs.register_row import RegisterEntry, RegisterRow, RegisterScore

WEEKS_SHOWN = 13
"""A quarter of a year: what is due later needs nobody's attention now. The weeks after it are counted together."""
OVERDUE, LATER = "Overdue", "Later"
DAYS = 7


@dataclass
class ElementFigures:
    """The scores of one element over all reviews.

    Attributes:
        label: its letter, or "Overall".
        title: its title.
        scored: how many reviews have a number for it.
        total: these numbers together.
        below: how many are below their mark.
        no_number: how many are not applicable or not complete.
        marks: how many reviews are held to which mark.
    """

    label: str
    title: str
    scored: int = 0
    total: Decimal = Decimal(0)
    below: int = 0
    no_number: int = 0
    marks: Counter[Decimal] = field(default_factory=Counter)

    def add(self, score: RegisterScore) -> None:
        """Count one review's score."""
        if score.percent is None:
            self.no_number += 1
            return
        self.scored += 1
        self.total += score.percent
        self.below += score.below
        if score.minimum is not None:
            self.marks[score.minimum] += 1

    @property
    def mean(self) -> Decimal | None:
        """The mean of the numbers, truncated like each of them."""
        return truncated(Fraction(self.total) / self.scored) if self.scored else None

    @property
    def mark(self) -> Decimal | None:
        """The mark that most of the reviews are held to, where there is one; the higher one where two are as frequent."""
        return max(self.marks, key=lambda mark: (self.marks[mark], mark)) if self.marks else None


@dataclass(frozen=True, slots=True)
class Week:
    """What is due in a calendar week (ISO 8601), before or after those that are shown."""

    name: str
    starts_on: dt.date | None
    due: int
    final: int


class Figures:
    """The figures as of a day."""

    def __init__(self, as_of: dt.date) -> None:
        self.as_of = as_of
        self.reviews = self.letters = self.links = 0
        self.outcomes: Counter[OutcomeKind] = Counter()
        self.overall = ElementFigures("Overall", "All elements")
        self.elements: dict[tuple[str, str], ElementFigures] = {}
        self.flagged: Counter[tuple[str, Severity]] = Counter()
        self.raised: Counter[tuple[str, Severity]] = Counter()
        self._due: Counter[str] = Counter()
        self._final: Counter[str] = Counter()
        this_week = as_of - dt.timedelta(days=as_of.weekday())
        mondays = (days_after(this_week, DAYS * number) for number in range(WEEKS_SHOWN))
        self._mondays = {week_name(monday): monday for monday in mondays}

    def add(self, entry: RegisterEntry) -> None:
        """Count one review."""
        row = entry.row
        self.reviews += 1
        self.letters += len(entry.letters)
        self.outcomes[row.outcome] += 1
        self.overall.add(row.overall)
        for score in row.elements:
            key = (score.label, score.title)
            self.elements.setdefault(key, ElementFigures(*key)).add(score)
        for flag in row.flags:
            self.flagged[flag.code, flag.severity] += 1
            self.raised[flag.code, flag.severity] += flag.times
        self._add_deadlines(row)

    def _add_deadlines(self, row: RegisterRow) -> None:
        if row.days_left is not None and row.due_on is not None:
            self._due[self._week(row.due_on)] += 1
        if row.is_open and row.final_on is not None:
            self._final[self._week(row.final_on)] += 1

    def _week(self, day: dt.date) -> str:
        if day < self.as_of:
            return OVERDUE
        name = week_name(day)
        return name if name in self._mondays else LATER

    @property
    def labels(self) -> tuple[str, ...]:
        """The letters of all elements that were seen, each once."""
        return tuple(dict.fromkeys(label for label, _ in self.elements))

    @property
    def most_frequent(self) -> list[tuple[str, Severity]]:
        """The rules that raised flags: those of the most reviews first."""
        return sorted(self.flagged, key=lambda each: (-self.flagged[each], -self.raised[each], each))

    @property
    def weeks(self) -> list[Week]:
        """What is overdue, the weeks from the day's own on, and what is due later; empty where no deadline is open."""
        if not self._due and not self._final:
            return []
        named = [(OVERDUE, None), *self._mondays.items(), (LATER, None)]
        return [Week(name, monday, self._due[name], self._final[name]) for name, monday in named]


def week_name(day: dt.date) -> str:
    """The calendar week of a day as ISO 8601 writes it, such as ``2026-W27``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
