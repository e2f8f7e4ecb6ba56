"""The checks of one workbook: who made it, how it came here, and where it lies."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path

from pyopenvba import ExcelFile

from secor_xl import __version__
from secor_xl.excel.setup.checks import CheckResult
from secor_xl.excel.setup.checks_windows import IN_TRUSTED_FOLDER, trusted
from secor_xl.excel.setup.machine import Machine, inside, path_on
from secor_xl.excel.vba import XLWINGS
from secor_xl.workbook.migration.versions import INSTALL_NEWER, is_newer
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.xlsx.guard import UnreadableWorkbook

VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([^"]*)"', re.MULTILINE)
# Windows notes where a file came from in a second stream of it; zones from this one on are strangers.
MARK, FROM_THE_INTERNET = ":Zone.Identifier", 3
ZONE = re.compile(r"^[ \t]*+ZoneId[ \t]*+=[ \t]*+([0-9]+)", re.MULTILINE | re.IGNORECASE)
ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
PASSING = ("inetcache", "temporary internet files", "content.outlook")


def check_workbook(machine: Machine, file: str) -> CheckResult:
    """Whether the workbook, secor-xl and xlwings belong together."""
    data = machine.read(file)
    if data is None:
        return _workbook(f"{file} is not there, or may not be read", "Check the name, and close it in Excel")
    try:
        made_by = read_workbook_bytes(data, file).tool_version
    except UnreadableWorkbook as error:
        return _workbook(f"{error.file} {error.seen}", error.cure)
    anew = f'secor-xl upgrade "{file}"'
    if made_by != __version__:
        cure = f"I{INSTALL_NEWER[1:]}" if is_newer(made_by) else f"Close it in Excel and run: {anew}"
        return _workbook(f"made by secor-xl {made_by}; this one is {__version__}", cure)
    xlwings = workbook_xlwings(data)
    if xlwings is None:
        says = f"made by secor-xl {made_by}, without macros: its cells are computed by 'secor-xl refresh'"
        return _workbook(
            f"{says}; for live cells make an .xlsm (secor-xl export, then secor-xl new review.xlsm --from)"
        )
    if xlwings != machine.version("xlwings"):
        says = f"made with xlwings {xlwings}; here is {machine.version('xlwings')}, and Excel would look for the other library"
        return _workbook(says, f"Close it in Excel and run: {anew} --again")
    return _workbook(f"made by secor-xl {made_by} with xlwings {xlwings}, as installed here")


def _workbook(says: str, cure: str = "") -> CheckResult:
    return CheckResult("workbook", "Workbook", not cure, says, cure)


def workbook_xlwings(data: bytes) -> str | None:
    """The version of xlwings in a workbook's macros; ``None`` where it has none, empty where they are not ours."""
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


def check_mark(machine: Machine, file: str) -> CheckResult:
    """Whether Windows takes the workbook for a download, whose macros Excel blocks."""
    mark = machine.read(file + MARK)
    zone = ZONE.search(mark.decode("utf-8", "replace")) if mark else None
    if zone and int(zone[1]) >= FROM_THE_INTERNET and not trusted(machine, file):
        says = "it is marked as coming from the internet or an e-mail, and Excel blocks its macros"
        cure = "In Explorer: right-click the file, Properties, Unblock, OK. A workbook made by secor-xl new has no such mark"
        return CheckResult("mark", "Origin", False, says, cure)
    return CheckResult(
        "mark", "Origin", True, "not marked as a download" if not zone else "Excel trusts its folder or zone"
    )


def check_place(machine: Machine, file: str) -> CheckResult:
    """Whether the workbook lies where Excel can call it by a plain path, and where it will still be tomorrow."""
    if any(part.lower() in PASSING for part in path_on(machine, file).parts) or inside(
        machine, file, machine.variable("TEMP")
    ):
        says = "it was opened out of an e-mail or a zip archive, in a folder that is emptied from time to time"
        return CheckResult(
            "place", "Folder", False, says, f"Save it in a folder of your own first. {IN_TRUSTED_FOLDER}"
        )
    if any(inside(machine, file, machine.variable(name)) for name in ONEDRIVE):
        says = "it is in OneDrive; nothing here depends on the path by which Excel calls it, and letters go to their own folder"
        return CheckResult("place", "Folder", True, says)
    return CheckResult("place", "Folder", True, str(path_on(machine, file).parent))
