"""The in-cell functions for xlwings: one module function for each entry of their registry.

xlwings finds each function by its name, reads its argument names and options, and calls it with one value for each argument.
Outside of Windows its decorators do nothing, and only the tests import this module.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

from secor_xl.excel.button_list import TITLE
from secor_xl.excel.xlwings_ways import as_cell_function
from secor_xl.runs.settings import templates_in_use
from secor_xl.workbook.functions.live_office import OfficeFile, use_office
from secor_xl.workbook.functions.live_results import answer
from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS, Argument
from secor_xl.workbook.schema.computed_ranges import ComputedRange


def _for_xlwings(function: ComputedRange) -> Callable[..., Any]:
    """Make the function that xlwings calls; it never raises, because ``answer`` never does."""

    def call(*values: Any) -> Any:  # noqa: ANN401 - the value of a cell
        return answer(function, values)

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.help
    call.__annotations__ = {}  # xlwings would take them for converters
    parameters = [Parameter(argument.name, Parameter.POSITIONAL_OR_KEYWORD) for argument in ARGUMENTS]
    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # what inspect.signature shows
    arguments = {argument.name: (argument.help, _options(argument)) for argument in ARGUMENTS}
    return as_cell_function(call, TITLE, arguments)


def _options(argument: Argument) -> dict[str, Any]:
    """Return xlwings' options of an argument: errors as their texts; a range as rows, even one of a single cell."""
    return {"err_to_str": True} if argument.scalar else {"err_to_str": True, "ndim": 2}


# The cells are judged by the office of the reviewer's own settings, as the letters are.
use_office(OfficeFile(templates_in_use))
globals().update({function.name: _for_xlwings(function) for function in FUNCTIONS})
