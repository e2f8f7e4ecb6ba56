"""The in-cell functions as Excel calls them: the very wrapper that xlwings would make, run, with the arguments in their order."""

import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from secor_xl.excel import udfs
from secor_xl.excel.wrapper import PYTHON_MODULE, wrapper_module
from secor_xl.workbook import blocks
from secor_xl.workbook.functions import FUNCTIONS
from tests.excel.macro_books import Desk, macro_workbook
from tests.workbook import built

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    path = tmp_path_factory.mktemp("wrapper") / "review.xlsm"
    path.write_bytes(macro_workbook())
    return Desk(path)


def test_the_wrapper_is_the_one_that_xlwings_itself_makes():
    program = ROOT / "tests" / "excel" / "xlwings_own.py"
    command = [sys.executable, str(program), PYTHON_MODULE]
    made = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert wrapper_module() == made.stdout


def test_every_function_is_in_the_wrapper_once():
    assert wrapper_module().count("\nFunction ") == len(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_hands_its_ranges_to_python_in_their_order(desk, function):
    rectangles = blocks.blocks(built.instrument())
    names = [argument.range_name for argument in function.arguments]
    ranges = ", ".join(f'Range("{name}")' for name in names)
    assert desk.evaluate(f"{function.name}({ranges})") == f"answer of {function.name}"
    module, called, addresses = desk.python.calls[-1]
    assert (module, called) == (PYTHON_MODULE, function.name)
    assert addresses == [rectangles[name].reference.split("!")[1] for name in names]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_xlwings_finds_the_function_with_its_arguments(function):
    found = getattr(udfs, function.name)
    assert found.__name__ == function.name
    assert found.__doc__ == function.help
    assert list(inspect.signature(found).parameters) == [argument.name for argument in function.arguments]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_answers_whatever_it_is_given(function):
    odds: tuple[Any, ...] = (None, "#N/A", [], [[]], [[None]], 1e308, [["#REF!", True, -1.5]])
    for odd in odds:
        rows = getattr(udfs, function.name)(*[odd] * len(function.arguments))
        assert rows
        assert len({len(row) for row in rows}) == 1
