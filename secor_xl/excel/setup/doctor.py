"""Every known cause of failure checked one by one: what stands in the way of Excel, and what to do about it."""

from __future__ import annotations

from functools import partial
from typing import Any

from secor_xl import __version__
from secor_xl.excel.setup.checks import (
    Check,
    CheckResult,
    check_processes,
    check_profile,
    check_python,
    check_script,
    check_settings,
)
from secor_xl.excel.setup.checks_blocked import check_blocked, check_calls, check_children
from secor_xl.excel.setup.checks_file import check_mark, check_place, check_workbook
from secor_xl.excel.setup.checks_settings import check_own_settings
from secor_xl.excel.setup.checks_windows import check_add_ins, check_excel, check_library, check_macros
from secor_xl.excel.setup.machine import MAC, WINDOWS, Machine

SCHEMA = "secor-xl/doctor/1"

ON_WINDOWS: tuple[Check, ...] = (
    check_python,
    check_excel,
    check_library,
    check_settings,
    check_own_settings,
    check_profile,
    check_children,
    check_calls,
    check_blocked,
    check_add_ins,
    check_processes,
)
ON_MAC: tuple[Check, ...] = (check_python, check_settings, check_own_settings, check_script)

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
        One finding for each check; on a system without our Excel one that says what works there.
    """
    checks: tuple[Check, ...] = ()
    if machine.platform == WINDOWS:
        checks = (*ON_WINDOWS, partial(check_macros, file=file))
    elif machine.platform == MAC:
        checks = ON_MAC
    found = [CheckResult("system", "System", True, what_works(machine)), *(check(machine) for check in checks)]
    if file:
        found.append(check_workbook(machine, file))
        if machine.platform == WINDOWS:
            found += [check_mark(machine, file), check_place(machine, file)]
    return tuple(found)


def what_works(machine: Machine) -> str:
    """What of all this works on a computer, in a sentence."""
    return WHAT_WORKS.get(machine.platform, ELSEWHERE)


def doctor_record(machine: Machine, findings: tuple[CheckResult, ...]) -> dict[str, Any]:
    """The findings as plain data (docs/json.md)."""
    return {
        "schema": SCHEMA,
        "tool": __version__,
        "platform": machine.platform,
        "ok": all(each.ok for each in findings),
        "checks": [
            {
                "check": each.check,
                "title": each.title,
                "ok": each.ok,
                "says": each.says,
                "cure": each.cure or None,
                "allow": each.allow or None,
            }
            for each in findings
        ],
    }
