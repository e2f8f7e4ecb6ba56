"""The uses of xlwings that its version 1.0 changes. A test fails where the dependency allows a version from ``BELOW`` on.

The plan for 1.0, marked as work in progress, keeps functions in cells and ``RunPython``, and changes these:

- the decorators ``func`` and ``arg`` raise an error on other systems than Windows: ``as_cell_function`` must not call them there;
- ``Book.caller()`` is replaced: ``calling_book``;
- the keys of the settings are renamed: ``INTERPRETER`` and ``SERVER``;
- the libraries (DLL) are no longer beside python.exe: ``library_folders``;
- whole numbers arrive as ``int``: ``workbook.functions.arguments`` takes both already (a test compares the two).

The texts that ``vba`` replaces in xlwings' own VBA module are a list of their own: each is looked for when a workbook is built.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from secor_xl.excel.setup.machine import MAC, WINDOWS

if TYPE_CHECKING:
    import xlwings

BELOW = "0.38"
"""The first version that the dependency in pyproject.toml does not allow."""
INTERPRETER = {WINDOWS: "INTERPRETER_WIN", MAC: "INTERPRETER_MAC"}
SERVER = "USE UDF SERVER"
"""The setting by which the buttons run in the Python of the cells; a new one would take a second to start."""


def as_cell_function(
    call: Callable[..., Any], category: str, arguments: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> Callable[..., Any]:
    """Make a function that xlwings finds for a cell.

    Args:
        call: the function; its name and signature are those that Excel calls.
        category: its category in Excel's list of functions.
        arguments: by the name of each argument its help and how xlwings reads it.
    """
    import xlwings  # noqa: PLC0415 - costly, and whoever asks for a name of a setting needs none of it

    for name, (words, options) in arguments.items():
        call = xlwings.arg(name, doc=words, **options)(call)
    made: Callable[..., Any] = xlwings.func(category=category)(call)
    return made


def calling_book() -> xlwings.Book:
    """Return the workbook whose macro has called Python."""
    import xlwings  # noqa: PLC0415

    return xlwings.Book.caller()


def library_folders(interpreter: PurePath) -> tuple[PurePath, ...]:
    """Return the folders where the macros look for the library: that of the Python that they start, and the one above."""
    return (interpreter.parent, interpreter.parent.parent)
