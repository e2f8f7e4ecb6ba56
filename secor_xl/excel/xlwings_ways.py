"""Names the uses of xlwings that its version 1.0 changes, in one place. A test fails where a version from ``BELOW`` on is allowed.

Its plan for 1.0, marked as work in progress, keeps functions in cells and ``RunPython``, and says of what is here:

- the decorators ``func`` and ``arg`` raise an error on other systems than Windows: ``as_cell_function`` must not call them there;
- ``Book.caller()`` is replaced: ``calling_book``;
- the keys of the settings are renamed: ``INTERPRETER`` and ``SERVER``;
- the libraries (DLL) are no longer beside python.exe: ``library_folders``;
- whole numbers arrive as ``int``: nothing changes, ``workbook.handed`` takes both (a test compares the two).

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
"""The first version that is not allowed, as the dependency in pyproject.toml has it."""
INTERPRETER = {WINDOWS: "INTERPRETER_WIN", MAC: "INTERPRETER_MAC"}
SERVER = "USE UDF SERVER"
"""Whether the buttons run in the Python that the cells use already; a new one would take a second to start."""


def as_cell_function(
    call: Callable[..., Any], category: str, arguments: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> Callable[..., Any]:
    """A function as xlwings looks it up for a cell.

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
    """The workbook whose macro has called Python."""
    import xlwings  # noqa: PLC0415

    return xlwings.Book.caller()


def library_folders(interpreter: PurePath) -> tuple[PurePath, ...]:
    """Where the macros look for the library: beside the Python that they start, then one folder up."""
    return (interpreter.parent, interpreter.parent.parent)
