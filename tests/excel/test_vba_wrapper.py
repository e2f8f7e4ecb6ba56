"""The in-cell functions as Excel calls them: the very wrapper that xlwings would make, run, with the arguments in their order."""

import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from secor_xl.excel import udfs
from secor_xl.excel.vba import FAILED
from secor_xl.excel.wrapper import OUR_FAILED, PYTHON_MODULE, wrapper_module
from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.schema import computed_ranges, named_ranges
from tests.excel.macro_books import Desk, assessment, written
from tests.workbook import built

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return Desk(written(tmp_path_factory.mktemp("wrapper")))


def test_the_wrapper_is_the_one_that_xlwings_itself_makes_but_for_what_stands_in_a_block_when_it_fails():
    program = ROOT / "tests" / "excel" / "xlwings_own.py"
    command = [sys.executable, str(program), PYTHON_MODULE]
    made = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert wrapper_module().replace(OUR_FAILED, "Err.Description") == made.stdout
    assert wrapper_module().count(OUR_FAILED) == len(FUNCTIONS)


def test_every_function_is_in_the_wrapper_once():
    assert wrapper_module().count("\nFunction ") == len(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_hands_its_ranges_to_python_in_their_order(desk, function):
    rectangles = named_ranges.all_ranges(built.instrument())
    names = [argument.range_name for argument in ARGUMENTS]
    ranges = ", ".join(f'Range("{name}")' for name in names)
    assert desk.evaluate(f"{function.name}({ranges})") == f"answer of {function.name}"
    module, called, addresses = desk.python.calls[-1]
    assert (module, called) == (PYTHON_MODULE, function.name)
    assert addresses == [rectangles[name].reference.split("!")[1] for name in names]


@pytest.mark.parametrize(
    ("words", "shown"), [("secor-xl is not set up.", "secor-xl is not set up."), ("x" * 600, "x" * 254 + "…")]
)
@pytest.mark.parametrize("block", [computed_ranges.ALL_FLAGS, computed_ranges.NEXT_STEP])
def test_where_python_cannot_be_reached_one_cell_of_a_block_says_so(tmp_path, block, words, shown):
    desk, rectangle = Desk(written(tmp_path), caller=block), named_ranges.range_of(block, built.instrument())
    function = next(function for function in FUNCTIONS if function.range_name == block)
    ranges = ", ".join(f'Range("{argument.range_name}")' for argument in ARGUMENTS)
    desk.python.fails = words
    answer = desk.evaluate(f"{function.name}({ranges})")
    assert len(answer) == rectangle.rows
    assert {len(row) for row in answer} == {rectangle.columns}
    assert answer[0][0] == shown
    assert {value for number, row in enumerate(answer) for value in row[not number :]} <= {""}


def test_on_a_mac_each_cell_of_a_block_keeps_what_it_shows(tmp_path):
    desk = Desk(written(tmp_path), caller=computed_ranges.BECAUSE)
    rectangle = named_ranges.range_of(computed_ranges.BECAUSE, built.instrument())
    desk.add("secor_buttons", desk.buttons.replace("#If Mac Then", "#If True Then"))
    answer = desk.evaluate(f'{FAILED}(Range("{computed_ranges.BECAUSE}"), "no Python")')
    wanted = [[value or "" for value in row] for row in computed_values(assessment())[computed_ranges.BECAUSE]]
    assert [list(row) for row in answer] == wanted
    assert len(wanted) == rectangle.rows


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_xlwings_finds_the_function_with_its_arguments(function):
    found = getattr(udfs, function.name)
    assert found.__name__ == function.name
    assert found.__doc__ == function.help
    assert list(inspect.signature(found).parameters) == [argument.name for argument in ARGUMENTS]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_answers_whatever_it_is_given(function):
    odds: tuple[Any, ...] = (None, "#N/A", [], [[]], [[None]], 1e308, [["#REF!", True, -1.5]])
    for odd in odds:
        rows = getattr(udfs, function.name)(*[odd] * len(ARGUMENTS))
        assert rows
        assert len({len(row) for row in rows}) == 1
