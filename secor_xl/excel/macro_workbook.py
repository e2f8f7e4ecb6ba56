"""The macro-enabled review workbook (.xlsm): the workbook with live cells, its VBA project, its ribbon tab.

The VBA project is made without Excel, from the installed xlwings, and is the same for every review: it is made once and kept.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.cfb import CFB

from secor_xl.excel.commands import COMMANDS
from secor_xl.excel.ribbon import with_ribbon
from secor_xl.excel.vba import BUTTONS, modules
from secor_xl.excel.wrapper import wrapper_module
from secor_xl.judgement.assessment import Assessment
from secor_xl.workbook.book import Book
from secor_xl.workbook.build import Button, build_workbook
from secor_xl.workbook.layout import SHEETS
from secor_xl.workbook.notes import Notes

SOURCE_ONLY = bytes.fromhex("cc61ffff000000")
"""The stream ``_VBA_PROJECT`` of a project without compiled code ([MS-OVBA] 2.3.4.1): Excel compiles the sources itself."""


def build_macro_workbook(assessment: Assessment, *, live_as_of: bool = True, notes: Notes | None = None) -> bytes:
    """The review workbook of an assessment as a macro-enabled workbook; the same bytes on every build.

    Args:
        assessment: what the workbook is about; its computed cells show it until Excel recalculates.
        live_as_of: whether its as-of day moves to today when it is opened; else it stays the assessment's day.
        notes: what people have written onto cells.

    Raises:
        SecorError: the review does not fit, or the installed xlwings is not the one this was made for.
    """
    buttons = tuple(Button(each.label, f"{BUTTONS}.{each.name}", each.group) for each in COMMANDS)
    workbook = build_workbook(
        assessment,
        live=True,
        live_as_of=live_as_of,
        vba_project=vba_project(len(SHEETS)),
        buttons=buttons,
        notes=notes,
    )
    return with_ribbon(workbook)


@cache
def vba_project(sheets: int) -> bytes:
    """The part ``vbaProject.bin`` for a workbook with so many sheets.

    Its modules for the workbook and its sheets are named ``ThisWorkbook``, ``Sheet1`` and so on, in the order of the sheets.
    """
    empty = Book()
    for number in range(sheets):
        empty.workbook.add_worksheet(f"Sheet{number + 1}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "project.xlsm")
        file.write_bytes(empty.finish())
        with ExcelFile(file) as workbook:
            project = workbook.add_vba_project()
            for module in modules(wrapper_module()):
                kind = VBAModuleKind.other if module.is_class else VBAModuleKind.standard
                project.add_module(module.name, module.text, kind=kind)
            workbook.save()
        with ExcelFile(file) as workbook:
            container = CFB.from_bytes(workbook.vba_project_bytes())
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", SOURCE_ONLY)
    made: bytes = container.to_bytes()
    return made
