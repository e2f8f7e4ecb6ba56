"""What xlwings 1.0 changes is in one module, and nobody allows another xlwings without looking at it."""

import ast
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from secor_xl.excel import xlwings_ways
from secor_xl.workbook.functions.arguments import cell_value

ROOT = Path(__file__).parents[2]
MODULE = ROOT / "secor_xl" / "excel" / "xlwings_ways.py"


def numbers(text):
    return tuple(int(part) for part in text.split("."))


def test_the_dependency_allows_no_xlwings_that_this_module_does_not_know():
    """Read the module, change what 1.0 changes, and only then allow a later version there and in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (xlwings,) = [each for each in project["dependencies"] if each.startswith("xlwings")]
    assert re.findall(r"<([0-9.]+)", xlwings) == [xlwings_ways.BELOW]
    assert numbers(version("xlwings")) < numbers(xlwings_ways.BELOW) <= (1, 0)


def test_no_other_module_uses_what_changes():
    for path in (ROOT / "secor_xl").rglob("*.py"):
        if path == MODULE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not named & {
            "xw.Book.caller",
            "xlwings.Book.caller",
            "xlwings.func",
            "xlwings.arg",
            "xw.func",
            "xw.arg",
        }, path
        words = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        keys = {*xlwings_ways.INTERPRETER.values(), xlwings_ways.SERVER}
        assert not words & keys, path


@pytest.mark.parametrize("number", [0, 7, 46203, -3])
def test_a_whole_number_is_the_same_value_as_int_and_as_float(number):
    one, other = cell_value(number), cell_value(float(number))
    assert (one, type(one)) == (other, type(other))
