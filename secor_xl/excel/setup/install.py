"""Setting Excel up for one user, and taking exactly that away again. Nothing here needs an administrator.

What is put where is noted in a record; only what stands there, and is still as it was put, is ever changed or taken away.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.excel.setup.checks import CheckResult, check_profile, check_python
from secor_xl.excel.setup.checks_windows import check_library
from secor_xl.excel.setup.excel_folders import (
    record_file,
    script_file,
    script_name,
    settings,
    settings_file,
    shifting_line,
    template_file,
    with_settings,
)
from secor_xl.excel.setup.machine import MAC, WINDOWS, Machine, path_on
from secor_xl.excel.xlwings_ways import INTERPRETER, SERVER

SCHEMA, RECORD_SCHEMA = "secor-xl/excel-install/1", "secor-xl/excel-installed/1"
TEMPLATE_HINT = (
    "in Excel: File, New, Personal; where that is missing: File, Options, Save, Default personal templates location"
)
OWN = "is there already and was not put there by install"
CHANGED = "was changed since install put it there"


class Action(StrEnum):
    """What becomes of a file."""

    WRITE = "write"
    KEEP = "keep"
    REMOVE = "remove"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One thing that install or remove does.

    Attributes:
        action: what becomes of the file: written, kept because it is right already, removed, or left because it is not ours.
        path: the file.
        why: what it is for, or why it is left.
        data: what is written.
    """

    action: Action
    path: str
    why: str
    data: bytes = b""


@dataclass(frozen=True)
class Installed:
    """What install has put on a computer: settings with their values, files with the SHA-256 of their bytes."""

    settings: dict[str, str]
    files: dict[str, str]


@dataclass(frozen=True)
class Plan:
    """What is to be done, and the record as it will be.

    Attributes:
        steps: in the order in which they are done.
        record: the record afterwards.
        refused: why nothing is done; empty where all is well.
    """

    steps: tuple[SetupStep, ...]
    record: Installed
    refused: tuple[CheckResult, ...] = ()


def install_plan(machine: Machine, template: bytes) -> Plan:
    """What installing does here: the settings, the template for *New*, on macOS the script that lets Excel start Python.

    Args:
        machine: the computer, a Windows or a macOS one.
        template: the bytes of the template workbook.
    """
    before = installed(machine)
    refused = _obstacles(machine)
    if refused:
        return Plan((), before, refused)
    wanted = {str(template_file(machine)): (template, TEMPLATE_HINT)}
    if machine.platform == MAC:
        script = machine.shipped(script_name(machine))
        if script is None:
            raise SecorError(f"{script_name(machine)} is missing from the installed xlwings. Install secor-xl again.")
        wanted[str(script_file(machine))] = (script, "lets Excel start Python")
    record = Installed({INTERPRETER[machine.platform]: _interpreter(machine), SERVER: "True"}, {})
    steps = [_settings_step(machine, record.settings)]
    for path, (data, why) in wanted.items():
        step, ours = _file_step(machine, path, data, why, before.files.get(path))
        steps.append(step)
        if ours:
            record.files[path] = _fingerprint(data)
    for path, fingerprint in before.files.items():
        if path not in wanted:  # of an earlier version, or of another folder of templates
            steps.append(_removal(machine, path, fingerprint))
    return Plan(tuple(steps), record)


def _obstacles(machine: Machine) -> tuple[CheckResult, ...]:
    """Why Excel could not start the Python that is running; what the settings have named so far does not matter any more."""
    findings = [check_python(machine)]
    if machine.platform == WINDOWS:
        findings += [check_library(machine, _interpreter(machine)), check_profile(machine, _interpreter(machine))]
    return tuple(each for each in findings if not each.ok)


def remove_plan(machine: Machine) -> Plan:
    """What takes away exactly that which install has put here."""
    before = installed(machine)
    steps = [_removal(machine, path, fingerprint) for path, fingerprint in before.files.items()]
    now = settings(machine) or {}
    ours = {key: None for key, value in before.settings.items() if now.get(key) == value}
    if ours:
        path = str(settings_file(machine))
        left = with_settings(machine, dict(ours))
        steps.append(
            SetupStep(
                Action.WRITE, path, "without what install put there; the rest of it is yours", _encoded(machine, left)
            )
            if left
            else SetupStep(Action.REMOVE, path, "told Excel which Python to start")
        )
    return Plan(tuple(steps), Installed({}, {}))


def carry_out(machine: Machine, plan: Plan) -> None:
    """Do what a plan says, its record first, so that nothing is ever there that the record does not know.

    Raises:
        OutputRefused: a file cannot be written or removed; what was done before stays, and the next run goes on from there.
    """
    path = str(record_file(machine))
    if plan.record.files or plan.record.settings:
        machine.write(path, _record_bytes(_both(installed(machine), plan.record)))
    for step in plan.steps:
        if step.action is Action.WRITE:
            machine.write(step.path, step.data)
        elif step.action is Action.REMOVE:
            machine.remove(step.path)
    if plan.record.files or plan.record.settings:
        machine.write(path, _record_bytes(plan.record))
    elif machine.exists(path):
        machine.remove(path)


def installed(machine: Machine) -> Installed:
    """What install has put here before; nothing where it was never run."""
    data = machine.read(str(record_file(machine)))
    if data is None:
        return Installed({}, {})
    try:
        record = json.loads(data)
        made = Installed(dict(record["settings"]), dict(record["files"]))
        valid = record["schema"] == RECORD_SCHEMA and all(
            isinstance(text, str) for part in (made.settings, made.files) for pair in part.items() for text in pair
        )
    except (ValueError, TypeError, KeyError):
        valid = False
    if not valid:
        raise SecorError(
            f"{record_file(machine)}: is not what install wrote there, so it is not known what belongs to it. Delete it, and"
            " run 'secor-xl excel install' again; 'secor-xl excel doctor' names the files."
        )
    return made


def _interpreter(machine: Machine) -> str:
    """The Python that Excel is to start: the one that is running, on Windows in its form without a console window."""
    path = path_on(machine, machine.interpreter)
    if machine.platform == WINDOWS and machine.exists(str(path.with_name("pythonw.exe"))):
        return str(path.with_name("pythonw.exe"))
    return str(path)


def _settings_step(machine: Machine, wanted: dict[str, str]) -> SetupStep:
    path, now = str(settings_file(machine)), settings(machine) or {}
    why = f"tells Excel to start {wanted[INTERPRETER[machine.platform]]}"
    if all(now.get(key) == value for key, value in wanted.items()) and shifting_line(machine) is None:
        return SetupStep(Action.KEEP, path, why)
    return SetupStep(Action.WRITE, path, why, _encoded(machine, with_settings(machine, dict(wanted))))


def _encoded(machine: Machine, text: str) -> bytes:
    return text.encode(machine.encoding, "replace")  # a letter that cannot be written was refused before


def _file_step(machine: Machine, path: str, data: bytes, why: str, put: str | None) -> tuple[SetupStep, bool]:
    """The step for one file, and whether the file belongs to install afterwards; ``put`` is what install put there before."""
    there = machine.read(path)
    if there is None:
        return SetupStep(Action.WRITE, path, why, data), True
    if there == data:
        return SetupStep(Action.KEEP, path, why), put is not None
    if put == _fingerprint(there):
        return SetupStep(Action.WRITE, path, why, data), True
    return SetupStep(Action.LEAVE, path, CHANGED if put else OWN), False


def _removal(machine: Machine, path: str, put: str) -> SetupStep:
    there = machine.read(path)
    if there is None:
        return SetupStep(Action.KEEP, path, "is gone already")
    if _fingerprint(there) != put:
        return SetupStep(Action.LEAVE, path, CHANGED)
    return SetupStep(Action.REMOVE, path, "was put there by install")


def _fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _both(before: Installed, after: Installed) -> Installed:
    return replace(after, settings={**before.settings, **after.settings}, files={**before.files, **after.files})


def _record_bytes(record: Installed) -> bytes:
    data = {"schema": RECORD_SCHEMA, "tool": __version__, "settings": record.settings, "files": record.files}
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


def plan_record(machine: Machine, plan: Plan, *, dry_run: bool) -> dict[str, Any]:
    """A plan as plain data (docs/json.md)."""
    return {
        "schema": SCHEMA,
        "tool": __version__,
        "platform": machine.platform,
        "dry_run": dry_run,
        "steps": [{"action": step.action.value, "path": step.path, "why": step.why} for step in plan.steps],
        "refused": [{"check": each.check, "says": each.says, "cure": each.cure} for each in plan.refused],
    }
