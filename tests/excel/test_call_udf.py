"""xlwings' own call of an in-cell function, converters and all, over the ranges of an open workbook: what Excel would get.

``xlwings.udfs`` exists on Windows alone, because it needs pywin32; empty modules stand in for that, and nothing else is replaced.
"""

from __future__ import annotations

import datetime as dt
import importlib
import sys
import types
from decimal import Decimal
from typing import Any

import pytest
import xlwings

from secor_xl.judgement.case import Place
from secor_xl.resources import shipped_letter_templates
from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.schema import named_ranges
from secor_xl.workbook.schema.layout import cell_of
from secor_xl.workbook.writing.capacity import fitted
from tests.excel import fake_engine
from tests.excel.clicks import Reviewer, every_sample, judged_sample, of_sample, reviewer
from tests.excel.xlwings_own import Empty
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, SMALL, SMALL_REVIEW, TODAY, judged

MODULE = "secor_xl.excel.udfs"
CALLER_CELL = "A1"


@pytest.fixture
def call(monkeypatch):
    """Calls an in-cell function by its name, as the VBA wrapper does by way of COM."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
        monkeypatch.setitem(sys.modules, name, Empty(name))
    monkeypatch.setattr("pythoncom.CoInitialize", lambda: None, raising=False)
    windows = types.SimpleNamespace(
        Range=lambda xl: xl, is_range_instance=lambda value: isinstance(value, fake_engine.Range), BOOK_CALLER=None
    )
    monkeypatch.setattr(xlwings, "_xlwindows", windows, raising=False)
    monkeypatch.setitem(sys.modules, "xlwings.com_server", types.SimpleNamespace(loop=None))
    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
    udfs = importlib.import_module("xlwings.udfs")
    monkeypatch.setattr(xlwings, "func", udfs.xlfunc)
    monkeypatch.setattr(xlwings, "arg", udfs.xlarg)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    module = importlib.import_module(MODULE)
    monkeypatch.setitem(udfs.udf_modules, MODULE, {"module": module, "filename": "", "filetime": None})

    def run(at: Reviewer, name: str) -> list[list[Any]]:
        arguments = tuple(at.open_workbook.area(argument.range_name) for argument in ARGUMENTS)
        caller = at.open_workbook.sheets("Start").range(CALLER_CELL)
        result: list[list[Any]] = udfs.call_udf(MODULE, name, arguments, None, caller)
        return result

    yield run
    sys.modules.pop("xlwings.udfs", None)
    sys.modules.pop(MODULE, None)


def as_excel(value: Any) -> Any:
    """A computed value as Excel takes it: no number type but its own, nothing for a blank."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return (value.year, value.month, value.day)
    return float(value) if isinstance(value, int | float | Decimal) else value


def compare(at: Reviewer, call: Any, expected: dict[str, Any]) -> int:
    for function in FUNCTIONS:
        if function.range_name in expected:
            result = [[as_excel(value) for value in row] for row in call(at, function.name)]
            assert result == [[as_excel(value) for value in row] for row in expected[function.range_name]], (
                function.name
            )
    return sum(function.range_name in expected for function in FUNCTIONS)


@every_sample
def test_every_function_gives_excel_what_the_library_says(tmp_path, call, sample):
    at = of_sample(tmp_path, sample)
    assert compare(at, call, computed_values(judged_sample(sample))) == len(FUNCTIONS)


def test_a_blank_review_and_a_small_instrument_too(tmp_path, call):
    compare(reviewer(tmp_path, BLANK, TODAY), call, computed_values(judged(BLANK)))
    compare(
        reviewer(tmp_path, SMALL_REVIEW, TODAY, SMALL),
        call,
        computed_values(judged(fitted(SMALL_REVIEW, SMALL), SMALL)),
    )


@pytest.mark.parametrize("value", ["ten", "#N/A", "#SPILL!", True, dt.datetime(2026, 1, 1)], ids=str)
def test_what_cannot_be_read_is_named_by_its_cell_and_nothing_is_raised(tmp_path, call, value):
    at = reviewer(tmp_path, CLEAN, TODAY)
    found = cell_of(Place("questions", "points", "A1"), INSTRUMENT)
    assert found
    at.enter(found, value)
    assert call(at, "SECOR_OUTCOME")[0] == ["Incomplete"]
    flags = call(at, "SECOR_ALL_FLAGS")
    assert "!".join(found) in flags[0]


def test_each_result_fills_exactly_the_cells_of_its_formula(tmp_path, call):
    at = reviewer(tmp_path, CLEAN, TODAY)
    for function in FUNCTIONS:
        result = call(at, function.name)
        block = named_ranges.range_of(function.range_name, INSTRUMENT)
        assert (len(result), {len(row) for row in result}) == (block.rows, {block.columns})


def test_cells_and_buttons_are_judged_by_the_same_office(tmp_path, call, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    office = tmp_path / "office"
    office.mkdir()
    text = (shipped_letter_templates() / "office.toml").read_text(encoding="utf-8")
    (office / "office.toml").write_text("broken = [", encoding="utf-8")
    (tmp_path / ".secor-xl").mkdir()
    (tmp_path / ".secor-xl" / "settings.toml").write_text(f"templates_folder = '{office}'", encoding="utf-8")
    at = reviewer(tmp_path, CLEAN, TODAY)
    assert str(office / "office.toml") in call(at, "SECOR_OUTCOME")[0][0]
    (office / "office.toml").write_text(text, encoding="utf-8")
    assert call(at, "SECOR_OUTCOME")[0] == ["Approve"]
