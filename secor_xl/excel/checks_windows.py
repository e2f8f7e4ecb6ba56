"""The checks of Excel on Windows and of what the computer's administrators have set."""

from __future__ import annotations

from pathlib import PurePath

from secor_xl.excel.checks import MEANWHILE, STORE, USE_UV, Finding, chosen_interpreter
from secor_xl.excel.machine import Machine, expanded, inside, path_on

EXCEL_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
# The processor that a program was made for stands in its first bytes.
HEAD, OFFSET_AT = 4096, 0x3C
BITS = {0x8664: 64, 0x014C: 32, 0xAA64: 64}

CHILD_RULE = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"  # "Block all Office applications from creating child processes"
RULES_BY_GROUP = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
RULES_BY_MANAGER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
RULES_HERE = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
BLOCK, AUDIT, WARN = "1", "2", "6"
NO_PROMPT = r"HKCU\Software\Policies\Microsoft\Windows\System"
WITHOUT_PROMPT = "Ask your administrators to allow it"

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


def check_excel(machine: Machine) -> Finding:
    """Whether Excel is installed, not out of the Store, and for how many bits."""
    path = excel_path(machine)
    if not path:
        says = "no Excel for Windows is installed here"
        return Finding("excel", "Excel", False, says, f"Live cells and buttons need one (2016 or later). {MEANWHILE}")
    if STORE in path.lower():
        says = f"Excel comes from the Microsoft Store ({path}), and the macros of such an Excel may not be able to start Python"
        cure = f"Uninstall Office in the Windows settings and install it from office.com instead. {MEANWHILE}"
        return Finding("excel", "Excel", False, says, cure)
    bits = excel_bits(machine)
    return Finding("excel", "Excel", True, f"{f'{bits}-bit' if bits else 'of an unknown kind'} ({path})")


def excel_path(machine: Machine) -> str:
    """Where Excel is; empty where there is none."""
    for root in ("HKCU", "HKLM"):
        path = machine.registry(rf"{root}\{EXCEL_PATH}")
        if isinstance(path, str) and machine.exists(path.strip('"')):
            return path.strip('"')
    return ""


def excel_bits(machine: Machine) -> int:
    """64 or 32; 0 where it cannot be told."""
    head = machine.read(excel_path(machine), HEAD) or b""
    offset = int.from_bytes(head[OFFSET_AT : OFFSET_AT + 4], "little")
    if head[:2] != b"MZ" or head[offset : offset + 4] != b"PE\0\0":
        return 0
    return BITS.get(int.from_bytes(head[offset + 4 : offset + 6], "little"), 0)


def check_library(machine: Machine, interpreter: str = "") -> Finding:
    """Whether the library that Excel loads lies where it looks: beside the Python that it starts, or one folder up.

    Args:
        machine: the computer.
        interpreter: the Python to start; the one that the settings name if left out.
    """
    folder = path_on(machine, interpreter or chosen_interpreter(machine) or machine.interpreter).parent
    version = machine.version("xlwings")
    # Excel's own bits count, not Python's; where they cannot be told, both libraries are wanted.
    for bits in (excel_bits(machine),) if excel_bits(machine) else (64, 32):
        name = f"xlwings{bits}-{version}.dll"
        found = [each / name for each in (folder, folder.parent) if machine.exists(str(each / name))]
        if not found:
            says = f"{name} is neither in {folder} nor in {folder.parent}"
            cure = f"{USE_UV}; where it was installed so, a virus scanner may have taken the file away"
            return Finding("library", "xlwings library", False, says, cure)
    return Finding("library", "xlwings library", True, _in(found[0]))


def _in(path: PurePath) -> str:
    return f"{path.name} in {path.parent}"


def check_children(machine: Machine) -> Finding:
    """Whether Excel may start other programs; xlwings starts Python through the command prompt."""
    state = _child_rule(machine)
    if state == BLOCK:
        says = f"Microsoft Defender keeps Excel from starting Python (rule {CHILD_RULE} is on block)"
        cure = f"Ask your administrators for an exception for secor-xl. {MEANWHILE}"
        return Finding("children", "Starting Python", False, says, cure)
    if state == WARN:
        says = f"Microsoft Defender warns when Excel starts Python (rule {CHILD_RULE} is on warn)"
        cure = f"Choose Unblock when it asks, or ask your administrators for an exception. {MEANWHILE}"
        return Finding("children", "Starting Python", False, says, cure)
    if machine.registry(NO_PROMPT, "DisableCMD") in (1, 2):
        says = "the command prompt is switched off on this computer, and Excel starts Python through it"
        return Finding("children", "Starting Python", False, says, f"{WITHOUT_PROMPT}. {MEANWHILE}")
    says = (
        "no rule of Microsoft Defender against it is set"
        if state != AUDIT
        else "allowed, and noted by Microsoft Defender"
    )
    return Finding("children", "Starting Python", True, says)


def _child_rule(machine: Machine) -> str:
    """The state of the rule; what administrators set counts before what was set on the computer itself."""
    by_group = machine.registry(RULES_BY_GROUP, CHILD_RULE)
    by_manager = str(machine.registry(RULES_BY_MANAGER, "ASRRules") or "").upper()
    managed = next((rule.partition("=")[2] for rule in by_manager.split("|") if rule.startswith(CHILD_RULE)), None)
    here = machine.registry(RULES_HERE, CHILD_RULE)
    return next((str(each).strip() for each in (by_group, managed, here) if each is not None), "")


def check_macros(machine: Machine, file: str = "") -> Finding:
    """Whether Excel runs macros, of this workbook or at all."""
    if any(machine.registry(key, "vbaoff") == 1 for key in NO_VBA):
        says = "macros are switched off for all of Office by your administrators"
        return Finding("macros", "Macros", False, says, MEANWHILE)
    if file and trusted(machine, file):
        return Finding("macros", "Macros", True, "the workbook is in a trusted folder, where Excel runs them")
    by_policy = machine.registry(MACROS_BY_POLICY, "VBAWarnings")
    level = by_policy if by_policy is not None else machine.registry(MACROS_BY_USER, "VBAWarnings")
    who = "by your administrators" if by_policy is not None else "in the Trust Center"
    if level in (ONLY_SIGNED, NEVER):
        kind = "only signed macros run" if level == ONLY_SIGNED else "no macros run"
        return Finding("macros", "Macros", False, f"{kind}, as set {who}", f"{IN_TRUSTED_FOLDER}. {MEANWHILE}")
    if machine.registry(TRUST_LEVELS, "enablemacrotrustlevel") == 1:
        says = "macros of files outside of trusted folders are blocked by your administrators"
        return Finding("macros", "Macros", False, says, IN_TRUSTED_FOLDER)
    says = "Excel asks before they run: choose Enable Content" if level in (ASKED, None) else "Excel runs them"
    return Finding("macros", "Macros", True, says)


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


def check_add_ins(machine: Machine) -> Finding:
    """Whether something opens with every Excel that gets in the way of our workbooks."""
    folder = path_on(machine, machine.variable("APPDATA"), *START_FOLDER)
    names = [name for name in machine.names(str(folder)) if not name.startswith("~$")]
    ours = [name for name in names if "secor" in name.lower()]
    if ours:
        says = (
            f"{ours[0]} opens with every Excel (it is in {folder}); its functions stand before those of other reviews"
        )
        return Finding("add-ins", "Other add-ins", False, says, f"Move {ours[0]} to another folder")
    xlwings = [name for name in names if "xlwings" in name.lower()]
    if xlwings:
        says = f"xlwings' own add-in ({xlwings[0]}) is there too; never press its Import Functions in a review"
        return Finding("add-ins", "Other add-ins", True, says)
    return Finding("add-ins", "Other add-ins", True, "none in the way")
