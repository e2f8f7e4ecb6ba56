"""Calendar days and months."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl.review.calendar import days_after, months_before, shown_date, years_after
from tests.judgement.tiny import day


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-4-1", 15, "2026-4-16"),
        ("2024-2-28", 1, "2024-2-29"),
        ("2023-2-28", 1, "2023-3-1"),
        ("2025-12-31", 1, "2026-1-1"),
        ("9999-12-31", 1, "9999-12-31"),
        ("2026-4-1", 10**12, "9999-12-31"),
        ("2026-4-1", 0, "2026-4-1"),
    ],
)
def test_days_after(start, days, last):
    assert days_after(day(start), days) == day(last)


@pytest.mark.parametrize(
    ("end", "months", "first"),
    [
        ("2026-3-6", 12, "2025-3-6"),
        ("2024-2-29", 12, "2023-2-28"),
        ("2025-2-28", 12, "2024-2-28"),
        ("2026-3-31", 1, "2026-2-28"),
        ("2026-1-31", 2, "2025-11-30"),
        ("2026-1-15", 1, "2025-12-15"),
        ("1-1-1", 12, "1-1-1"),
        ("2-3-4", 12, "1-3-4"),
    ],
)
def test_months_before(end, months, first):
    assert months_before(day(end), months) == day(first)


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        ("2023-3-6", 3, "2026-3-6"),
        ("2024-2-29", 1, "2025-2-28"),
        ("2024-2-29", 4, "2028-2-29"),
        ("9999-1-1", 1, "9999-12-31"),
        ("9998-1-1", 1, "9999-1-1"),
    ],
)
def test_years_after(start, years, last):
    assert years_after(day(start), years) == day(last)


@given(st.dates(), st.integers(0, 600))
def test_months_never_raise_and_never_go_forward(end, months):
    assert months_before(end, months) <= end


@given(st.dates(), st.integers(0, 12_000))
def test_years_never_raise_and_never_go_back(start, years):
    assert years_after(start, years) >= start


def test_a_date_for_people():
    assert shown_date(dt.date(2022, 3, 30)) == "March 30, 2022"
    assert shown_date(dt.date(2026, 12, 1)) == "December 1, 2026"
