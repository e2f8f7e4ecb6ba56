"""Values from a spreadsheet keep their kind: an error is never a blank, a blank never a text, and nothing raises."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl.workbook.functions.arguments import ERROR_TEXTS, FIRST_ERROR, as_range, cell_value
from secor_xl.xlsx.sheet_values import ErrorValue

MARCH_31 = dt.date(2026, 3, 31)


class ComDate(dt.datetime):
    """The dates of COM are of a type of their own."""


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        ("", None),
        (" ", " "),
        ("text", "text"),
        ("#1 of 3", "#1 of 3"),
        (True, True),
        (False, False),
        (2.0, 2),
        (2.5, 2.5),
        (-0.0, 0),
        (7, 7),
        (1e300, 1e300),
        (Decimal("12.50"), 12.5),
        (Decimal(3), 3),
        (dt.datetime(2026, 3, 31), MARCH_31),
        (ComDate(2026, 3, 31), MARCH_31),
        (dt.datetime(2026, 3, 31, 9, 5), dt.datetime(2026, 3, 31, 9, 5)),
        (dt.datetime(2026, 3, 31, tzinfo=dt.UTC), MARCH_31),
        (dt.datetime(1899, 12, 30, 9, 5), dt.time(9, 5)),
        (MARCH_31, MARCH_31),
        (dt.timedelta(1), dt.timedelta(1)),
    ],
    ids=repr,
)
def test_a_value_is_what_the_cell_holds(value: Any, cell: Any) -> None:
    found = cell_value(value)
    assert (found, type(found)) == (cell, type(cell))


@pytest.mark.parametrize("text", sorted(ERROR_TEXTS))
def test_the_text_of_an_error_is_that_error(text: str) -> None:
    assert cell_value(text) == ErrorValue(text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (-2146826288, "#NULL!"),
        (-2146826281, "#DIV/0!"),
        (-2146826273, "#VALUE!"),
        (-2146826265, "#REF!"),
        (-2146826259, "#NAME?"),
        (-2146826252, "#NUM!"),
        (-2146826246, "#N/A"),
        (-2146826243, "#SPILL!"),
        (-2146826238, "#CALC!"),
        (-2146826237, "#BUSY!"),
        (FIRST_ERROR + 2099, "number 2099"),
    ],
)
def test_an_error_that_arrives_as_a_number_of_com_is_that_error(number: int, text: str) -> None:
    assert cell_value(number) == ErrorValue(text)


@pytest.mark.parametrize("value", [object(), b"bytes", [1], {}, Decimal("nan"), 1j])
def test_what_no_cell_can_hold_is_an_error_that_says_its_kind(value: Any) -> None:
    assert cell_value(value) == ErrorValue(f"of the kind {type(value).__name__}")


@pytest.mark.parametrize(
    ("given_value", "rows"),
    [
        (None, ((None,),)),
        (5.0, ((5.0,),)),
        ("text", (("text",),)),
        ([], ((),)),
        ([1.0, 2.0], ((1.0, 2.0),)),
        (((1.0,), (2.0,)), ((1.0,), (2.0,))),
        ([[1.0], None, []], ((1.0,), (None,), ())),
    ],
)
def test_a_range_is_rows_however_it_comes(given_value: Any, rows: Any) -> None:
    assert as_range(given_value) == rows


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(), st.text(), st.binary(), st.dates(), st.times(), st.timedeltas(),
    st.datetimes(timezones=st.none() | st.timezones()), st.decimals(allow_nan=False), st.just(Decimal("nan")),
    st.sampled_from(sorted(ERROR_TEXTS)),
    st.integers(FIRST_ERROR - 5, FIRST_ERROR + 3005),
)  # fmt: skip


@given(ANYTHING)
def test_nothing_raises(value: Any) -> None:
    cell_value(value)
    as_range(value)


TWINS = st.sampled_from(
    [0.0, -0.0, 0, False, 1.0, 1, True, Decimal("1.0"), Decimal("1.00"), "", "1", float("nan"), MARCH_31]
    + [dt.datetime(2026, 3, 31, hour, tzinfo=dt.timezone(dt.timedelta(hours=hour))) for hour in range(3)]
    + [dt.datetime(2026, 3, 31), dt.datetime(2026, 3, 31, fold=1), ComDate(2026, 3, 31)]
)


@given(TWINS, TWINS)
def test_equal_values_of_one_type_are_the_same_cell(one: Any, other: Any) -> None:
    """The cache of ``live_results`` relies on this."""
    if type(one) is type(other) and one == other:
        assert repr(cell_value(one)) == repr(cell_value(other))


@pytest.mark.parametrize(("one", "other"), [(0.0, -0.0), (Decimal("1.0"), Decimal("1.00"))])
def test_equal_values_that_are_written_differently_are_the_same_cell(one: Any, other: Any) -> None:
    assert repr(cell_value(one)) == repr(cell_value(other))


def test_equal_moments_of_two_zones_are_the_same_cell() -> None:
    east = dt.datetime(2026, 3, 31, 2, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert cell_value(east) == cell_value(dt.datetime(2026, 3, 31, tzinfo=dt.UTC)) == MARCH_31
