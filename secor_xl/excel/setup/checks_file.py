"""The checks of one workbook: the version that made it, its origin and its folder."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path

from pyopenvba import ExcelFile

from secor_xl import __version__
from secor_xl.excel.setup.checks import CheckResult, check
from secor_xl.excel.setup.checks_windows import IN_TRUSTED_FOLDER, is_trusted
from secor_xl.excel.setup.machine import Machine
from secor_xl.excel.vba import XLWINGS
from secor_xl.workbook.migration.versions import INSTALL_NEWER, is_newer
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.xlsx.guard import UnreadableWorkbook

VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([^"]*)"', re.MULTILINE)
# Windows notes a file's origin in a second stream of it; zones from this one on are not trusted.
MARK, FROM_THE_INTERNET = ":Zone.Identifier", 3
ZONE = re.compile(r"^[ \t]*+ZoneId[ \t]*+=[ \t]*+([0-9]+)", re.MULTILINE | re.IGNORECASE)
ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
PASSING = ("inetcache", "temporary internet files", "content.outlook")


@check("workbook", "Workbook")
def check_workbook(machine: Machine, file: str) -> CheckResult:
    """Check that the workbook, secor-xl and xlwings belong together."""
    data = machine.read(file)
    if data is None:
        return CheckResult(f"{file} is not there, or may not be read", "Check the name, and close it in Excel")
    try:
        made_by = read_workbook_bytes(data, file).tool_version
    except UnreadableWorkbook as error:
        return CheckResult(f"{error.file} {error.seen}", error.cure)
    run = f'Close it in Excel and run: secor-xl upgrade "{file}"'
    if made_by != __version__:
        cure = f"I{INSTALL_NEWER[1:]}" if is_newer(made_by) else run
        return CheckResult(f"made by secor-xl {made_by}; this one is {__version__}", cure)
    xlwings, here = workbook_xlwings(data), machine.version("xlwings")
    if xlwings is None:
        return CheckResult(
            f"made by secor-xl {made_by}, without macros: its cells are computed by 'secor-xl refresh'; for live cells make an"
            " .xlsm (secor-xl export, then secor-xl new review.xlsm --from)"
        )
    if xlwings != here:
        says = f"made with xlwings {xlwings}; here is {here}, and Excel would look for the other library"
        return CheckResult(says, f"{run} --again")
    return CheckResult(f"made by secor-xl {made_by} with xlwings {xlwings}, as installed here")


def workbook_xlwings(data: bytes) -> str | None:
    """Return the version of xlwings in a workbook's macros; ``None`` where it has none, empty where they are not ours."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "xl/vbaProject.bin" not in package.namelist():
            return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "copy.xlsm")  # pyOpenVBA opens files only
        path.write_bytes(data)
        try:
            with ExcelFile(path) as book:
                text = book.vba_modules().get(XLWINGS, "")
        except Exception:  # noqa: BLE001 - whatever a damaged project raises, the answer is the same
            return ""
    found = VERSION.search(text)
    return found[1] if found else ""


@check("mark", "Origin")
def check_mark(machine: Machine, file: str) -> CheckResult:
    """Check that Windows does not take the workbook for a download, whose macros Excel blocks."""
    mark = machine.read(file + MARK)
    zone = ZONE.search(mark.decode("utf-8", "replace")) if mark else None
    if zone and int(zone[1]) >= FROM_THE_INTERNET and not is_trusted(machine, file):
        says = "it is marked as coming from the internet or an e-mail, and Excel blocks its macros"
        cure = "In Explorer: right-click the file, Properties, Unblock, OK. A workbook made by secor-xl new has no such mark"
        return CheckResult(says, cure)
    return CheckResult("Excel trusts its folder or zone" if zone else "not marked as a download")


@check("place", "Folder")
def check_place(machine: Machine, file: str) -> CheckResult:
    """Check that the workbook is not in a folder that is emptied from time to time."""
    path = machine.path(file)
    if any(part.lower() in PASSING for part in path.parts) or machine.inside(file, machine.variable("TEMP")):
        says = "it was opened out of an e-mail or a zip archive, in a folder that is emptied from time to time"
        return CheckResult(says, f"Save it in a folder of your own first. {IN_TRUSTED_FOLDER}")
    if any(machine.inside(file, machine.variable(name)) for name in ONEDRIVE):
        return CheckResult(
            "it is in OneDrive; nothing here depends on the path by which Excel calls it, and letters go to their own folder"
        )
    return CheckResult(str(path.parent))
