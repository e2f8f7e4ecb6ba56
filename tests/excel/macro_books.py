"""Macro-enabled workbooks for the tests, and a VBA interpreter over one: Excel's part is played by pyOpenVBA."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import _objects as vba_objects

from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.judgement.assessment import Assessment, assess
from tests.workbook import built


@cache
def assessment() -> Assessment:
    return assess(built.review(), instrument=built.instrument(), office=built.office(), as_of=built.AS_OF)


@cache
def macro_workbook() -> bytes:
    """The clean review's macro-enabled workbook."""
    return build_macro_workbook(assessment())


@cache
def module_texts() -> dict[str, str]:
    """The texts of the VBA modules of that workbook, by name."""
    with TemporaryDirectory() as folder, ExcelFile(written(Path(folder))) as file:
        assert file.validate() == []
        return dict(file.vba_modules())


def written(folder: Path, name: str = "review.xlsm") -> Path:
    """That workbook as a file in a folder."""
    path = folder / name
    path.write_bytes(macro_workbook())
    return path


class Python(vba_objects.VBAObject):  # type: ignore[misc]
    """Stands where xlwings' ``XLPy`` stands: takes the calls of the in-cell functions and notes what it was given."""

    vba_type_name = "XLPython"

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, str, list[str]]] = []
        self.set: list[str] = []
        self.ran: list[str] = []
        self.fails = ""

    @vba_objects.method  # type: ignore[untyped-decorator]
    def Module(self, name: Any) -> str:  # noqa: N802
        return str(name)

    @vba_objects.method  # type: ignore[untyped-decorator]
    def SetAttr(self, _module: Any, name: Any, _value: Any) -> None:  # noqa: N802
        if self.fails:
            raise VBARuntimeError(1000, self.fails)
        self.set.append(str(name))

    @vba_objects.method  # type: ignore[untyped-decorator]
    def Exec(self, line: Any) -> None:  # noqa: N802
        self.ran.append(str(line))

    @vba_objects.method  # type: ignore[untyped-decorator]
    def CallUDF(self, module: Any, name: Any, values: Any, _book: Any = None, _caller: Any = None) -> str:  # noqa: N802
        self.calls.append((str(module), str(name), [value.vba_get("Address", [], {}) for value in values.items]))
        if self.fails:
            raise VBARuntimeError(1000, self.fails)
        return f"answer of {name}"


class Desk:
    """A workbook whose macros can be run; xlwings' own module, full of calls of Windows, is replaced by one that takes notes."""

    def __init__(self, path: Path, caller: str = "A1") -> None:
        self.application = ExcelApplication.open(str(path), with_vba=False)
        self.python = Python()
        real = self.application.interpreter.host.global_object
        host = self.application.interpreter.host
        host.global_object = lambda name: self.python if name == "xlpy" else real(name)
        modules = module_texts()
        self.add("xlwings", _NOTES)
        # Two gaps of the interpreter: a comment after #Const, and Application.Caller.
        wrapper = re.sub(r"(?m)^(#Const [^'\r\n]*)'.*$", r"\1", modules["xlwings_udfs"])
        self.add("xlwings_udfs", wrapper.replace("Application.Caller", f'Range("{caller}")'))
        # Two more: it knows no macros of another workbook, and shows no message.
        self.buttons = modules["secor_buttons"].replace("Application.Run", "RunMacro").replace("MsgBox ", "Told ")
        self.add("secor_buttons", self.buttons)

    def open_with_macros(self) -> None:
        """Move the as-of day, as the macro does that Excel calls when it has opened the workbook."""
        self.application.run("MoveDay")

    def add(self, name: str, text: str) -> None:
        self.application.add_module(text, name=name)

    def press(self, macro: str) -> None:
        self.application.run(macro)

    def press_ribbon(self, callback: str) -> None:
        self.add(f"press_{callback}", f"Public Sub Press{callback}()\n    {callback} Nothing\nEnd Sub\n")
        self.application.run(f"Press{callback}")

    def told(self, what: str) -> Any:
        return self.application.evaluate(what)

    def evaluate(self, formula: str) -> Any:
        return self.application.evaluate(formula)


_NOTES = """
Public LastPython As String
Public LastMacro As String
Public Heard As String
Public AlertsThen As Boolean
Public Broken As String
Public Function RunPython(PythonCommand As String)
    LastPython = PythonCommand
    AlertsThen = Application.DisplayAlerts
    If Broken <> "" Then Err.Raise 1000, Description:=Broken
End Function
Public Sub Break(words)
    Broken = words
End Sub
Public Sub Hush(alerts)
    Application.DisplayAlerts = alerts
    Heard = ""
End Sub
Public Sub Told(text, Optional icon, Optional title)
    Heard = title & ": " & text
End Sub
Public Function RunMacro(Macro As String)
    LastMacro = Macro
End Function
"""
