"""The macro-enabled review workbook (.xlsm): live cells, VBA project, ribbon tab.

The VBA project is built without Excel, from the installed xlwings. It is the same for every review, so it is cached.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress

from secor_xl.excel.button_list import COMMANDS
from secor_xl.excel.ribbon import with_ribbon
from secor_xl.excel.vba import BUTTONS, modules
from secor_xl.excel.wrapper import wrapper_module
from secor_xl.judgement.assessment import Assessment
from secor_xl.workbook.schema.layout import SHEETS
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.build import Button, build_workbook
from secor_xl.xlsx.comments import Notes

SOURCE_ONLY = bytes.fromhex("cc61ffff000000")
"""The stream ``_VBA_PROJECT`` of a project without compiled code ([MS-OVBA] 2.3.4.1): Excel compiles the sources itself."""
TERMINATOR = bytes.fromhex("10 00 00 00 00 00")
"""The end of the stream ``dir`` ([MS-OVBA] 2.3.4.2); pyOpenVBA leaves four more bytes behind it."""


def build_macro_workbook(assessment: Assessment, *, live_as_of: bool = True, notes: Notes | None = None) -> bytes:
    """Build the macro-enabled workbook of an assessment; the same bytes on every build.

    Args:
        assessment: the judged review; the computed cells show it until Excel recalculates.
        live_as_of: whether the as-of day moves to today on opening, or stays that of the assessment.
        notes: notes of people on cells.

    Raises:
        SecorError: the review does not fit, or the installed xlwings is not the one this was made for.
    """
    buttons = tuple(Button(each.label, f"{BUTTONS}.{each.name}", each.group) for each in COMMANDS if each.on_start)
    workbook = build_workbook(
        assessment, live=True, live_as_of=live_as_of, vba_project=vba_project(len(SHEETS)), buttons=buttons, notes=notes
    )
    return with_ribbon(workbook)


@cache
def vba_project(sheets: int) -> bytes:
    """Build the part ``vbaProject.bin`` for a workbook with so many sheets.

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
    directory = decompress(container.get_stream_in_storage("VBA", "dir"))
    container.write_stream_in_storage(
        "VBA", "dir", compress(directory[: directory.rindex(TERMINATOR) + len(TERMINATOR)])
    )
    return _with_directory_of_the_specification(container.to_bytes())


def _with_directory_of_the_specification(container: bytes) -> bytes:
    """Correct pyOpenVBA's directory entries to what [MS-CFB] 2.6 asks of writers.

    pyOpenVBA makes all entries of the tree red, where no red one may follow another: all black is the simplest valid tree.
    A storage names no sector, and an unused entry is blank.
    """
    sector, length = 512, 128
    first, end = (sector * (1 + int.from_bytes(container[at : at + 4], "little")) for at in (48, 60))
    made = bytearray(container)
    for at in range(first, end, length):
        kind = made[at + 66]
        if kind == 0:
            made[at : at + length] = bytes(68) + b"\xff" * 12 + bytes(48)
        else:
            made[at + 67] = 1
        if kind == 1:
            made[at + 116 : at + 120] = bytes(4)
    return bytes(made)
