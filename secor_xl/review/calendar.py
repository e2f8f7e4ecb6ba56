"""Calendar days and months, counted as the procedure counts them: the last day is in time."""

from __future__ import annotations

import calendar
import datetime as dt

EXCEL_DAY_0 = dt.date(1899, 12, 30)
"""The day from which Excel counts, for every day that matters here."""
DUE_SOON_DAYS = 7
"""A due date so many days ahead counts as soon, because people look at a season about once a week; no rule of the procedure."""


def days_after(day: dt.date, days: int) -> dt.date:
    """The last day that is in time when ``days`` calendar days run from ``day``."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.max


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the day some months earlier; a day that the month does not have becomes its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < dt.MINYEAR:
        return dt.date.min
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_after(day: dt.date, years: int) -> dt.date:
    """Return the day some years later; 29 February becomes 28 February where the year has none."""
    year = day.year + years
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def shown_date(day: dt.date) -> str:
    """A date for people: ``March 30, 2022``."""
    return f"{calendar.month_name[day.month]} {day.day}, {day.year}"
