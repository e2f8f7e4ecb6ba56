"""Our in-cell functions as an add-in of LibreOffice Calc, generated from the registry: the type, and where its code is.

LibreOffice reads the IDL as source, so nothing is compiled and nothing is installed: two options on its command line name the
two files. The code is ``component.py``; it too makes its methods from the registry.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.workbook.functions.registry import ARGUMENTS

if TYPE_CHECKING:
    from secor_xl.workbook.schema.computed_ranges import ComputedRange

SERVICE, IMPLEMENTATION, INTERFACE = "org.secor.addin.Secor", "org.secor.addin.SecorFunctions", "org.secor.addin.XSecor"
ADD_IN = "com.sun.star.sheet.AddIn"
# A range object, not an array of values: Calc does not call a function when one value of an array is an error, and an
# array has lost which of its numbers are dates.
RANGE, BLOCK = "com::sun::star::table::XCellRange", "sequence< sequence< any > >"


def method_name(function: str) -> str:
    """The method of a function; a UNO name must not have an underscore: ``SECOR_OUTCOME`` is ``secoroutcome``."""
    return function.replace("_", "").lower()


def idl(functions: Sequence[ComputedRange]) -> str:
    """The type of the add-in: one method for each function, each taking ranges and giving a block of values."""
    methods = []
    for function in functions:
        arguments = (f"[in] {RANGE} range{number}" for number in range(1, len(ARGUMENTS) + 1))
        methods.append(f"  {BLOCK} {method_name(function.name)}({', '.join(arguments)});")
    *modules, interface = INTERFACE.split(".")
    opening = " ".join(f"module {module} {{" for module in modules)
    body = "\n".join(methods)
    return (
        f"{opening}\ninterface {interface}: com::sun::star::uno::XInterface {{\n{body}\n}};\n{' }; ' * len(modules)}\n"
    )


def components() -> str:
    """Where LibreOffice finds the code of the add-in."""
    services = "".join(f'<service name="{name}"/>' for name in (SERVICE, ADD_IN))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<components xmlns="http://openoffice.org/2010/uno-components">'
        f'<component loader="com.sun.star.loader.Python" uri="{Path(__file__).with_name("component.py").as_uri()}">'
        f'<implementation name="{IMPLEMENTATION}">{services}</implementation></component></components>\n'
    )


def write_add_in(folder: Path, functions: Sequence[ComputedRange], programs: Path) -> tuple[str, str]:
    """Write the two files, and give the options with which LibreOffice starts with them beside its own."""
    (folder / "secor.idl").write_text(idl(functions), encoding="utf-8")
    (folder / "secor.components").write_text(components(), encoding="utf-8")
    own, ours = programs.as_uri(), folder.as_uri()
    return (
        f"-env:URE_MORE_TYPES=<{own}/types>* {ours}/secor.idl",
        f"-env:URE_MORE_SERVICES=<{own}/services>* {ours}/secor.components",
    )
