"""The doctor: every known cause of trouble with Excel, checked one by one."""

from __future__ import annotations

from typing import Any

from secor_xl import __version__
from secor_xl.excel.setup import checks, checks_blocked, checks_file, checks_windows
from secor_xl.excel.setup.checks import CheckResult
from secor_xl.excel.setup.machine import MAC, WINDOWS, Machine

SCHEMA = "secor-xl/doctor/1"
ON_WINDOWS = (
    checks.check_python,
    checks_windows.check_excel,
    checks_windows.check_library,
    checks.check_settings,
    checks.check_own_settings,
    checks.check_profile,
    checks_blocked.check_children,
    checks_blocked.check_calls,
    checks_blocked.check_blocked,
    checks_windows.check_add_ins,
    checks.check_processes,
)
ON_MAC = (checks.check_python, checks.check_settings, checks.check_own_settings, checks.check_script)
WHAT_WORKS = {
    WINDOWS: "Windows: live cells, buttons and the command line work here.",
    MAC: "macOS: the buttons and the command line work here. Live cells need Excel on Windows; here the cells keep what was true"
    " as of the day that the sheets name, and Check now judges what is entered now.",
}
ELSEWHERE = (
    "not Windows: the command line works here (secor-xl new, check, letters). Excel's live cells and buttons need Windows,"
    " its buttons alone also macOS."
)


def doctor(machine: Machine, file: str = "") -> tuple[CheckResult, ...]:
    """Check a computer, and a workbook where one is named.

    Args:
        machine: the computer.
        file: the whole path of a workbook; empty for none.

    Returns:
        One result for each check; on a system without our Excel one that says what works there.
    """
    found = [CheckResult(what_works(machine), check="system", title="System")]
    if machine.platform == WINDOWS:
        found += [check(machine) for check in ON_WINDOWS]
        found.append(checks_windows.check_macros(machine, file))
    elif machine.platform == MAC:
        found += [check(machine) for check in ON_MAC]
    if file:
        found.append(checks_file.check_workbook(machine, file))
        if machine.platform == WINDOWS:
            found += [checks_file.check_mark(machine, file), checks_file.check_place(machine, file)]
    return tuple(found)


def what_works(machine: Machine) -> str:
    """Say in a sentence which parts of secor-xl work on a computer."""
    return WHAT_WORKS.get(machine.platform, ELSEWHERE)


def doctor_record(machine: Machine, results: tuple[CheckResult, ...]) -> dict[str, Any]:
    """Return the results as plain data (docs/json.md)."""
    return {
        "schema": SCHEMA,
        "tool": __version__,
        "platform": machine.platform,
        "ok": all(each.ok for each in results),
        "checks": [
            {
                "check": each.check,
                "title": each.title,
                "ok": each.ok,
                "says": each.says,
                "cure": each.cure or None,
                "allow": each.allow or None,
            }
            for each in results
        ],
    }
