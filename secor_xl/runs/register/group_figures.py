"""The numbers of some reviews, by month or by group: pure, and exact where they are scores."""

from __future__ import annotations

import calendar
import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto
from fractions import Fraction

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.quantities import truncated
from secor_xl.runs.register.register_entry import RegisterEntry

FEW = 10
"""Fewer decisions than this are called few: a percentile of them says little."""
LONGEST_SEASON = 730
"""Empty months are shown within so many days; a single day that is far off does not make hundreds of rows."""
A_MONTH = dt.timedelta(31)
NOT_ENTERED = "not entered"


class Event(Enum):
    """The events of a review that are counted, and the numbers that come with some of them."""

    RECEIVED = auto()
    OPEN = auto()
    APPROVED = auto()
    INVALID = auto()
    CORRECTIONS = auto()
    DAYS = auto()
    """From receipt to decision."""
    ROUNDS = auto()
    """The rounds that an approval needed."""


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The numbers of one month or group, by event: 1 for each event that is only counted."""

    numbers: Mapping[Event, list[int]] = field(default_factory=lambda: defaultdict(list))

    def count(self, event: Event) -> int:
        """Return how often an event happened."""
        return len(self.numbers.get(event, ()))

    @property
    def median_days(self) -> Decimal | None:
        """The median of the days from receipt to decision."""
        days = self.numbers.get(Event.DAYS)
        return truncated(statistics.median(map(Fraction, days))) if days else None

    @property
    def most_days(self) -> Decimal | None:
        """The 90th percentile of the days from receipt to decision, as ``PERCENTILE.INC`` of Excel computes it."""
        days = [*map(Fraction, self.numbers.get(Event.DAYS, ()))]
        if not days:
            return None
        return truncated(statistics.quantiles(days, n=10, method="inclusive")[-1] if len(days) > 1 else days[0])

    @property
    def approved_at_first(self) -> Decimal | None:
        """The share of the approvals that needed no correction, in per cent."""
        rounds = self.numbers.get(Event.ROUNDS)
        return truncated(Fraction(100 * rounds.count(0), len(rounds))) if rounds else None

    @property
    def mean_rounds(self) -> Decimal | None:
        """The mean number of the rounds that an approval needed."""
        rounds = self.numbers.get(Event.ROUNDS)
        return truncated(Fraction(sum(rounds), len(rounds))) if rounds else None

    @property
    def decided(self) -> int | str:
        """The number of decisions behind the days; one that is small says so."""
        decisions = self.count(Event.DAYS)
        return f"few: {decisions}" if 0 < decisions < FEW else decisions


def _events(entry: RegisterEntry) -> Iterator[tuple[Event, dt.date | None, int]]:
    """Yield the events of a review, each with its day and its number."""
    row, decided_on = entry.row, entry.decided_on
    yield Event.RECEIVED, row.received_on, 1
    if row.is_open:
        yield Event.OPEN, row.received_on, 1
    elif row.outcome is OutcomeKind.APPROVE:
        yield Event.APPROVED, decided_on, 1
        yield Event.ROUNDS, decided_on, row.rounds
    else:
        yield Event.INVALID, decided_on, 1
    for sent_on, _ in row.turns:
        if sent_on:
            yield Event.CORRECTIONS, sent_on, 1
    if decided_on and row.received_on and row.received_on <= decided_on:
        yield Event.DAYS, decided_on, (decided_on - row.received_on).days


def by_group(
    entries: Iterable[RegisterEntry], groups_of: Callable[[RegisterEntry], Iterable[str]]
) -> dict[str, GroupFigures]:
    """Return the figures of each group, by name; a review counts in every group that it belongs to.

    Args:
        entries: the reviews.
        groups_of: returns the names of a review's groups; blank names are left out.
    """
    groups: dict[str, GroupFigures] = defaultdict(GroupFigures)
    for entry in entries:
        for name in [each for each in groups_of(entry) if each] or [NOT_ENTERED]:
            for event, _, number in _events(entry):
                groups[name].numbers[event].append(number)
    return {
        name: groups[name] for name in sorted(groups, key=lambda name: (name == NOT_ENTERED, name.casefold(), name))
    }


def by_month(entries: Iterable[RegisterEntry]) -> dict[dt.date | None, GroupFigures]:
    """Return the figures of each month, by its first day; every event counts in the month of its own day.

    The last key, ``None``, has the events without a day, where there are any.
    """
    months: dict[dt.date | None, GroupFigures] = defaultdict(GroupFigures)
    for entry in entries:
        for event, day, number in _events(entry):
            months[day.replace(day=1) if day else None].numbers[event].append(number)
    known = sorted(month for month in months if month)
    if known and (known[-1] - known[0]).days <= LONGEST_SEASON:
        month, last = known[0], known[-1]
        known = [month]
        while month < last:
            month = (month + A_MONTH).replace(day=1)
            known.append(month)
    return {month: months[month] for month in (*known, *(each for each in months if each is None))}


def month_name(month: dt.date | None) -> str:
    """Return the name of a month, such as ``Jun 2026``."""
    return f"{calendar.month_abbr[month.month]} {month.year}" if month else "Not dated"
