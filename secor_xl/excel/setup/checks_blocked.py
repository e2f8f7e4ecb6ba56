"""The checks of Windows' rules that stop Excel from starting Python or loading its library, with requests to administrators."""

from __future__ import annotations

from typing import NamedTuple

from secor_xl.excel.setup.checks import MEANWHILE, CheckResult, check, interpreter_in_use
from secor_xl.excel.setup.checks_windows import excel_path
from secor_xl.excel.setup.machine import Machine
from secor_xl.excel.xlwings_ways import library_folders

RULES_BY_GROUP = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
RULES_BY_MANAGER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
RULES_HERE = r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
BLOCK, AUDIT, WARN = "1", "2", "6"
NO_PROMPT = r"HKCU\Software\Policies\Microsoft\Windows\System"
APP_LOCKER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2"
ENFORCED = 1
SMART_APP_CONTROL = r"HKLM\SYSTEM\CurrentControlSet\Control\CI\Policy"
ON = 1
FORWARD = f"Forward the request below to your administrators. {MEANWHILE}"


class DefenderRule(NamedTuple):
    """A rule of Microsoft Defender (attack surface reduction): its GUID, Microsoft's name, what it keeps Excel from."""

    id: str
    name: str
    keeps: str


CHILD_RULE = DefenderRule(
    "D4F940AB-401B-4EFC-AADC-AD5F3C50688A",
    "Block all Office applications from creating child processes",
    "starting Python",
)
CALL_RULE = DefenderRule(
    "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B",
    "Block Win32 API calls from Office macros",
    "opening workbooks whose macros call Windows, as those of secor-xl do to load a library",
)


@check("children", "Starting Python")
def check_children(machine: Machine) -> CheckResult:
    """Check that Excel may start other programs; xlwings starts Python through the command prompt."""
    found = _check_rule(machine, CHILD_RULE)
    if found.ok and machine.registry(NO_PROMPT, "DisableCMD") in (1, 2):
        says = "the command prompt is switched off on this computer, and Excel starts Python through it"
        allow = (
            "Please allow the command prompt (policy System, Prevent access to the command prompt) for this user: Excel starts"
            f" {interpreter_in_use(machine)} through cmd.exe when a review workbook of secor-xl is open."
        )
        return CheckResult(says, FORWARD, allow)
    return found


@check("calls", "Macros that call Windows")
def check_calls(machine: Machine) -> CheckResult:
    """Check that the macros of Office may call Windows; those of xlwings load a library that way."""
    return _check_rule(machine, CALL_RULE)


@check("blocked", "Loading the library")
def check_blocked(machine: Machine) -> CheckResult:
    """Check that Windows lets programs load libraries from the user's own folders, where xlwings' library is."""
    folder, above = library_folders(machine.path(interpreter_in_use(machine)))
    if machine.registry(rf"{APP_LOCKER}\Dll", "EnforcementMode") == ENFORCED:
        allow = (
            f"Please add an AppLocker DLL rule that allows the libraries in {folder} and in {above} (xlwings64-*.dll,"
            " xlwings32-*.dll and those of Python): Excel loads them when a review workbook of secor-xl is open."
        )
        return CheckResult(
            "AppLocker lets programs load only libraries that your administrators have allowed", FORWARD, allow
        )
    if machine.registry(rf"{APP_LOCKER}\Exe", "EnforcementMode") == ENFORCED:
        return CheckResult(
            "AppLocker lets only those programs start that your administrators have allowed; this Python is one, as it runs"
        )
    if machine.registry(SMART_APP_CONTROL, "VerifiedAndReputablePolicyState") == ON:
        says = "Smart App Control is on, and it blocks libraries that are not signed, such as xlwings' own"
        cure = f"Windows has no exceptions from it: whether it is switched off is for you or your administrators. {MEANWHILE}"
        allow = (
            "Please decide whether Smart App Control can be switched off on this computer: it keeps Excel from loading the"
            f" unsigned library of xlwings in {above}."
        )
        return CheckResult(says, cure, allow)
    return CheckResult("no rule of AppLocker or Smart App Control against it is set")


def _check_rule(machine: Machine, rule: DefenderRule) -> CheckResult:
    state = _state(machine, rule)
    if state not in (BLOCK, WARN):
        noted = "allowed, and noted by Microsoft Defender"
        return CheckResult(noted if state == AUDIT else "no rule of Microsoft Defender against it is set")
    set_to, does, first = "block", "keeps Excel from", ""
    if state == WARN:
        set_to, does = "warn", "warns, and asks, where it would keep Excel from"
        first = "Choose Unblock when it asks. "
    allow = (
        f'Please make an exception from the rule of Microsoft Defender "{rule.name}" ({rule.id}), which is on {set_to}: for'
        f" {excel_path(machine) or 'EXCEL.EXE'}, which starts {interpreter_in_use(machine)} through cmd.exe, and for the folder in"
        " which the review workbooks are kept. The macros of these workbooks are made by secor-xl."
    )
    says = f"Microsoft Defender {does} {rule.keeps} (rule {rule.id} is on {set_to})"
    return CheckResult(says, f"{first}{FORWARD}", allow)


def _state(machine: Machine, rule: DefenderRule) -> str:
    """Return the state of a rule; settings of administrators come before those of the computer itself."""
    by_group = machine.registry(RULES_BY_GROUP, rule.id)
    by_manager = str(machine.registry(RULES_BY_MANAGER, "ASRRules") or "").upper()
    managed = next((each.partition("=")[2] for each in by_manager.split("|") if each.startswith(rule.id)), None)
    here = machine.registry(RULES_HERE, rule.id)
    return next((str(each).strip() for each in (by_group, managed, here) if each is not None), "")
