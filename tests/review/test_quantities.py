"""Exact percentages, and what is shown of them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl.review.quantities import percentage, shown_number, shown_percentage


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(80), "80 %"),
        (Fraction(7997, 100), "79.97 %"),
        (Fraction(79999, 1000), "79.99 %"),
        (Fraction(8_000_000 - 1, 100_000), "79.99 %"),
        (Fraction(1995, 25), "79.8 %"),
        (Fraction(100, 3), "33.33 %"),
        (Fraction(200, 3), "66.66 %"),
        (Fraction(0), "0 %"),
        (Fraction(1, 1000), "0 %"),
        (Fraction(100), "100 %"),
    ],
)
def test_a_percentage_is_truncated_and_never_rounded_up(value, shown):
    assert shown_percentage(value) == shown


@given(st.fractions(0, 100))
def test_what_is_shown_is_never_more_than_the_score_and_less_than_a_hundredth_under_it(value):
    shown = Fraction(shown_percentage(value).removesuffix(" %"))
    assert shown <= value < shown + Fraction(1, 100)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_exact(given_points, possible):
    exact = percentage(Decimal(given_points) / 1000, Decimal(possible) / 1000)
    assert exact == Fraction(given_points * 100, possible)


def test_where_no_point_is_possible_there_is_no_percentage():
    assert percentage(Decimal(0), Decimal(0)) is None
    assert percentage(Decimal(0), Decimal("0.1")) == 0


@pytest.mark.parametrize(
    ("value", "shown"),
    [("12", "12"), ("12.0", "12"), ("2.50", "2.5"), ("100", "100"), ("1E+2", "100"), ("0", "0"), ("0.00", "0")],
)
def test_a_number_has_no_exponent_and_no_needless_zeros(value, shown):
    assert shown_number(Decimal(value)) == shown
