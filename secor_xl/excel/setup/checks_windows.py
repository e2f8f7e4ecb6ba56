"""The checks of Excel on Windows: whether it is there, finds its library, runs macros, and has no add-in in the way."""

from __future__ import annotations

from secor_xl.excel.setup.checks import (
    ARM64,
    MEANWHILE,
    STORE,
    USE_UV,
    CheckResult,
    check,
    interpreter_in_use,
    made_for,
)
from secor_xl.excel.setup.machine import Machine
from secor_xl.excel.xlwings_ways import library_folders

EXCEL_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
BITS = {0x8664: 64, 0x014C: 32, ARM64: 64}
MACROS_BY_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
MACROS_BY_USER = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
NO_VBA = (
    r"HKCU\Software\Policies\Microsoft\Office\16.0\Common",
    r"HKLM\Software\Policies\Microsoft\Office\16.0\Common",
)
TRUST_LEVELS = r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security"
START_FOLDER = ("Microsoft", "Excel", "XLSTART")
ASKED, ONLY_SIGNED, NEVER = 2, 3, 4
IN_TRUSTED_FOLDER = (
    "Keep the workbooks in a trusted folder: in Excel, File, Options, Trust Center, Trust Center Settings,"
    " Trusted Locations"
)
ALLOW_MACROS = (
    "Please allow VBA macros in Excel for the review workbooks of secor-xl: add the folder in which they are kept as a trusted"
    " location (policy Excel, Security, Trust Center, Trusted Locations), or let users enable macros there."
)


@check("excel", "Excel")
def check_excel(machine: Machine) -> CheckResult:
    """Check that Excel is installed, and not out of the Store; tell for how many bits."""
    path = excel_path(machine)
    if not path:
        cure = f"Live cells and buttons need one (2016 or later). {MEANWHILE}"
        return CheckResult("no Excel for Windows is installed here", cure)
    if STORE in path.lower():
        says = f"Excel comes from the Microsoft Store ({path}), and the macros of such an Excel may not be able to start Python"
        return CheckResult(
            says, f"Uninstall Office in the Windows settings and install it from office.com instead. {MEANWHILE}"
        )
    bits = excel_bits(machine)
    return CheckResult(f"{f'{bits}-bit' if bits else 'of an unknown kind'} ({path})")


def excel_path(machine: Machine) -> str:
    """Return the path of Excel; empty where there is none."""
    for root in ("HKCU", "HKLM"):
        path = machine.registry(rf"{root}\{EXCEL_PATH}")
        if isinstance(path, str) and machine.exists(path.strip('"')):
            return path.strip('"')
    return ""


def excel_bits(machine: Machine) -> int:
    """Return 64 or 32; 0 where the file does not tell."""
    return BITS.get(made_for(machine, excel_path(machine)), 0)


@check("library", "xlwings library")
def check_library(machine: Machine, interpreter: str = "") -> CheckResult:
    """Check that the library that Excel loads is where it looks: beside the Python that it starts, or one folder up.

    Args:
        machine: the computer.
        interpreter: the Python to start; the one that the settings name if left out.
    """
    folders = library_folders(machine.path(interpreter or interpreter_in_use(machine)))
    # Excel's own bits count, not Python's; where they cannot be told, both libraries are wanted.
    for bits in (excel_bits(machine),) if excel_bits(machine) else (64, 32):
        name = f"xlwings{bits}-{machine.version('xlwings')}.dll"
        found = [each for each in folders if machine.exists(each / name)]
        if not found:
            cure = f"{USE_UV}; where it was installed so, a virus scanner may have taken the file away"
            return CheckResult(f"{name} is neither in {folders[0]} nor in {folders[1]}", cure)
    return CheckResult(f"{name} in {found[0]}")


@check("macros", "Macros")
def check_macros(machine: Machine, file: str = "") -> CheckResult:
    """Check that Excel runs macros, of a workbook or at all."""
    if any(machine.registry(key, "vbaoff") == 1 for key in NO_VBA):
        return CheckResult("macros are switched off for all of Office by your administrators", MEANWHILE, ALLOW_MACROS)
    if file and is_trusted(machine, file):
        return CheckResult("the workbook is in a trusted folder, where Excel runs them")
    by_policy = machine.registry(MACROS_BY_POLICY, "VBAWarnings")
    level = by_policy if by_policy is not None else machine.registry(MACROS_BY_USER, "VBAWarnings")
    if level in (ONLY_SIGNED, NEVER):
        kind = "only signed macros run" if level == ONLY_SIGNED else "no macros run"
        who, allow = ("in the Trust Center", "") if by_policy is None else ("by your administrators", ALLOW_MACROS)
        return CheckResult(f"{kind}, as set {who}", f"{IN_TRUSTED_FOLDER}. {MEANWHILE}", allow)
    if machine.registry(TRUST_LEVELS, "enablemacrotrustlevel") == 1:
        says = "macros of files outside of trusted folders are blocked by your administrators"
        return CheckResult(says, IN_TRUSTED_FOLDER, ALLOW_MACROS)
    asks = level in (ASKED, None)
    return CheckResult("Excel asks before they run: choose Enable Content" if asks else "Excel runs them")


def is_trusted(machine: Machine, file: str) -> bool:
    """Tell whether a file is in a folder whose macros Excel runs without a question."""
    for key in (rf"{MACROS_BY_POLICY}\Trusted Locations", rf"{MACROS_BY_USER}\Trusted Locations"):
        if machine.registry(key, "AllLocationsDisabled") == 1:
            return False
        for name in machine.keys(key):
            folder = machine.registry(rf"{key}\{name}", "Path")
            if isinstance(folder, str) and folder:
                path = machine.expanded(folder)
                below = machine.registry(rf"{key}\{name}", "AllowSubFolders") == 1
                if machine.path(file).parent == machine.path(path) or (below and machine.inside(file, path)):
                    return True
    return False


@check("add-ins", "Other add-ins")
def check_add_ins(machine: Machine) -> CheckResult:
    """Check that nothing that opens with every Excel gets in the way of our workbooks."""
    folder = machine.path(machine.variable("APPDATA"), *START_FOLDER)
    names = [name for name in machine.names(folder) if not name.startswith("~$")]
    ours = next((name for name in names if "secor" in name.lower()), "")
    if ours:
        says = f"{ours} opens with every Excel (it is in {folder}); Excel takes its functions in place of those of other reviews"
        return CheckResult(says, f"Move {ours} to another folder")
    xlwings = next((name for name in names if "xlwings" in name.lower()), "")
    if xlwings:
        return CheckResult(
            f"xlwings' own add-in ({xlwings}) is there too; never press its Import Functions in a review"
        )
    return CheckResult("none in the way")
