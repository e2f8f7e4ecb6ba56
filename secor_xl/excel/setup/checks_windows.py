"""The checks of Excel on Windows and of what the computer's administrators have set."""

from __future__ import annotations

from pathlib import PurePath

from secor_xl.excel.setup.checks import ARM64, MEANWHILE, STORE, USE_UV, CheckResult, chosen_interpreter, made_for
from secor_xl.excel.setup.machine import Machine, expanded, inside, path_on
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
ASKED, ONLY_SIGNED, NEVER = 2, 3, 4
IN_TRUSTED_FOLDER = (
    "Keep the workbooks in a trusted folder: in Excel, File, Options, Trust Center, Trust Center Settings,"
    " Trusted Locations"
)
ALLOW_MACROS = (
    "Please allow VBA macros in Excel for the review workbooks of secor-xl: add the folder in which they are kept as a trusted"
    " location (policy Excel, Security, Trust Center, Trusted Locations), or let users enable macros there."
)


def check_excel(machine: Machine) -> CheckResult:
    """Whether Excel is installed, not out of the Store, and for how many bits."""
    path = excel_path(machine)
    if not path:
        says = "no Excel for Windows is installed here"
        return CheckResult(
            "excel", "Excel", False, says, f"Live cells and buttons need one (2016 or later). {MEANWHILE}"
        )
    if STORE in path.lower():
        says = f"Excel comes from the Microsoft Store ({path}), and the macros of such an Excel may not be able to start Python"
        cure = f"Uninstall Office in the Windows settings and install it from office.com instead. {MEANWHILE}"
        return CheckResult("excel", "Excel", False, says, cure)
    bits = excel_bits(machine)
    return CheckResult("excel", "Excel", True, f"{f'{bits}-bit' if bits else 'of an unknown kind'} ({path})")


def excel_path(machine: Machine) -> str:
    """Where Excel is; empty where there is none."""
    for root in ("HKCU", "HKLM"):
        path = machine.registry(rf"{root}\{EXCEL_PATH}")
        if isinstance(path, str) and machine.exists(path.strip('"')):
            return path.strip('"')
    return ""


def excel_bits(machine: Machine) -> int:
    """64 or 32; 0 where it cannot be told."""
    return BITS.get(made_for(machine, excel_path(machine)), 0)


def check_library(machine: Machine, interpreter: str = "") -> CheckResult:
    """Whether the library that Excel loads lies where it looks: beside the Python that it starts, or one folder up.

    Args:
        machine: the computer.
        interpreter: the Python to start; the one that the settings name if left out.
    """
    python = path_on(machine, interpreter or chosen_interpreter(machine) or machine.interpreter)
    folders = library_folders(python)
    version = machine.version("xlwings")
    # Excel's own bits count, not Python's; where they cannot be told, both libraries are wanted.
    for bits in (excel_bits(machine),) if excel_bits(machine) else (64, 32):
        name = f"xlwings{bits}-{version}.dll"
        found = [each / name for each in folders if machine.exists(str(each / name))]
        if not found:
            says = f"{name} is neither in {folders[0]} nor in {folders[1]}"
            cure = f"{USE_UV}; where it was installed so, a virus scanner may have taken the file away"
            return CheckResult("library", "xlwings library", False, says, cure)
    return CheckResult("library", "xlwings library", True, _in(found[0]))


def _in(path: PurePath) -> str:
    return f"{path.name} in {path.parent}"


def check_macros(machine: Machine, file: str = "") -> CheckResult:
    """Whether Excel runs macros, of this workbook or at all."""
    if any(machine.registry(key, "vbaoff") == 1 for key in NO_VBA):
        says = "macros are switched off for all of Office by your administrators"
        return CheckResult("macros", "Macros", False, says, MEANWHILE, ALLOW_MACROS)
    if file and trusted(machine, file):
        return CheckResult("macros", "Macros", True, "the workbook is in a trusted folder, where Excel runs them")
    by_policy = machine.registry(MACROS_BY_POLICY, "VBAWarnings")
    level = by_policy if by_policy is not None else machine.registry(MACROS_BY_USER, "VBAWarnings")
    who = "by your administrators" if by_policy is not None else "in the Trust Center"
    if level in (ONLY_SIGNED, NEVER):
        kind = "only signed macros run" if level == ONLY_SIGNED else "no macros run"
        allow = ALLOW_MACROS if by_policy is not None else ""
        return CheckResult(
            "macros", "Macros", False, f"{kind}, as set {who}", f"{IN_TRUSTED_FOLDER}. {MEANWHILE}", allow
        )
    if machine.registry(TRUST_LEVELS, "enablemacrotrustlevel") == 1:
        says = "macros of files outside of trusted folders are blocked by your administrators"
        return CheckResult("macros", "Macros", False, says, IN_TRUSTED_FOLDER, ALLOW_MACROS)
    says = "Excel asks before they run: choose Enable Content" if level in (ASKED, None) else "Excel runs them"
    return CheckResult("macros", "Macros", True, says)


def trusted(machine: Machine, file: str) -> bool:
    """Whether a file is in a folder whose macros Excel runs without a question."""
    for key in (rf"{MACROS_BY_POLICY}\Trusted Locations", rf"{MACROS_BY_USER}\Trusted Locations"):
        if machine.registry(key, "AllLocationsDisabled") == 1:
            return False
        for name in machine.keys(key):
            folder = machine.registry(rf"{key}\{name}", "Path")
            if isinstance(folder, str) and folder:
                path = expanded(machine, folder)
                below = machine.registry(rf"{key}\{name}", "AllowSubFolders") == 1
                if path_on(machine, file).parent == path_on(machine, path) or (below and inside(machine, file, path)):
                    return True
    return False


START_FOLDER = ("Microsoft", "Excel", "XLSTART")


def check_add_ins(machine: Machine) -> CheckResult:
    """Whether something opens with every Excel that gets in the way of our workbooks."""
    folder = path_on(machine, machine.variable("APPDATA"), *START_FOLDER)
    names = [name for name in machine.names(str(folder)) if not name.startswith("~$")]
    ours = [name for name in names if "secor" in name.lower()]
    if ours:
        says = (
            f"{ours[0]} opens with every Excel (it is in {folder}); its functions stand before those of other reviews"
        )
        return CheckResult("add-ins", "Other add-ins", False, says, f"Move {ours[0]} to another folder")
    xlwings = [name for name in names if "xlwings" in name.lower()]
    if xlwings:
        says = f"xlwings' own add-in ({xlwings[0]}) is there too; never press its Import Functions in a review"
        return CheckResult("add-ins", "Other add-ins", True, says)
    return CheckResult("add-ins", "Other add-ins", True, "none in the way")
