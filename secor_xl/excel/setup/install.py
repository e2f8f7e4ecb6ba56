"""Set Excel up for one user, and remove exactly that again, without an administrator.

A record lists the settings and files that install has written; only those, while unchanged, are ever changed or removed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.excel.setup.checks import CheckResult, check_profile, check_python
from secor_xl.excel.setup.checks_windows import check_library
from secor_xl.excel.setup.excel_folders import (
    misread_line,
    record_file,
    script_file,
    script_name,
    settings,
    settings_file,
    template_file,
    with_settings,
)
from secor_xl.excel.setup.machine import MAC, WINDOWS, Machine
from secor_xl.excel.xlwings_ways import INTERPRETER, SERVER
from secor_xl.files import fingerprint_of

SCHEMA, RECORD_SCHEMA = "secor-xl/excel-install/1", "secor-xl/excel-installed/1"
TEMPLATE_HINT = (
    "in Excel: File, New, Personal; where that is missing: File, Options, Save, Default personal templates location"
)
OWN = "is there already and was not put there by install"
CHANGED = "was changed since install put it there"


class Action(StrEnum):
    """The fate of a file."""

    WRITE = "write"
    KEEP = "keep"
    REMOVE = "remove"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One action of install or remove.

    Attributes:
        action: written, kept because it is right already, removed, or left because it is not ours.
        path: the file.
        why: its purpose, or why it is left.
        data: the bytes to write.
    """

    action: Action
    path: str
    why: str
    data: bytes = b""


@dataclass(frozen=True)
class InstallRecord:
    """The settings that install has written, with their values, and its files, with the SHA-256 of their bytes."""

    settings: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def and_also(self, later: InstallRecord) -> InstallRecord:
        """Merge a later record into this one."""
        return InstallRecord(self.settings | later.settings, self.files | later.files)

    def encoded(self) -> bytes:
        """Return the record as it is saved."""
        data = {"schema": RECORD_SCHEMA, "tool": __version__, "settings": self.settings, "files": self.files}
        return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


@dataclass(frozen=True)
class Plan:
    """The steps to take, in their order, the record afterwards, and why nothing is done; empty where all is well."""

    steps: tuple[SetupStep, ...] = ()
    record: InstallRecord = field(default_factory=InstallRecord)
    refused: tuple[CheckResult, ...] = ()


def install_plan(machine: Machine, template: bytes) -> Plan:
    """Plan the installation: the settings, the template for *New*, on macOS the script that lets Excel start Python.

    Args:
        machine: the computer, a Windows or a macOS one.
        template: the bytes of the template workbook.
    """
    before, python = installed(machine), _interpreter(machine)
    results = [check_python(machine)]
    if machine.platform == WINDOWS:
        results += [check_library(machine, python), check_profile(machine, python)]
    refused = tuple(each for each in results if not each.ok)
    if refused:
        return Plan(record=before, refused=refused)
    wanted = {str(template_file(machine)): (template, TEMPLATE_HINT)}
    if machine.platform == MAC:
        script = machine.shipped(script_name(machine))
        if script is None:
            raise SecorError(f"{script_name(machine)} is missing from the installed xlwings. Install secor-xl again.")
        wanted[str(script_file(machine))] = (script, "lets Excel start Python")
    record = InstallRecord({INTERPRETER[machine.platform]: python, SERVER: "True"})
    steps = [_settings_step(machine, record.settings, python)]
    for path, (data, why) in wanted.items():
        step, ours = _file_step(machine, path, data, why, before.files.get(path))
        steps.append(step)
        if ours:
            record.files[path] = fingerprint_of(data)
    # Files of an earlier version, or of another folder of templates.
    steps += [_removal(machine, *each) for each in before.files.items() if each[0] not in wanted]
    return Plan(tuple(steps), record)


def remove_plan(machine: Machine) -> Plan:
    """Plan the removal of exactly what install has put here."""
    before, path = installed(machine), str(settings_file(machine))
    steps = [_removal(machine, *each) for each in before.files.items()]
    now = settings(machine) or {}
    ours: dict[str, str | None] = {key: None for key, value in before.settings.items() if now.get(key) == value}
    left = with_settings(machine, ours)
    if ours and left:
        why = "without what install put there; the rest of it is yours"
        steps.append(SetupStep(Action.WRITE, path, why, _encoded(machine, left)))
    elif ours:
        steps.append(SetupStep(Action.REMOVE, path, "told Excel which Python to start"))
    return Plan(tuple(steps))


def carry_out(machine: Machine, plan: Plan) -> None:
    """Carry out a plan, its record first, so that no file of ours is ever missing from the record.

    Raises:
        OutputRefused: a file cannot be written or removed; earlier steps stay done, and the next run goes on from there.
    """
    path, kept = record_file(machine), plan.record != InstallRecord()
    if kept:
        machine.write(path, installed(machine).and_also(plan.record).encoded())
    for step in plan.steps:
        if step.action is Action.WRITE:
            machine.write(step.path, step.data)
        elif step.action is Action.REMOVE:
            machine.remove(step.path)
    if kept:
        machine.write(path, plan.record.encoded())
    elif machine.exists(path):
        machine.remove(path)


def installed(machine: Machine) -> InstallRecord:
    """Read the record of install; an empty one where it was never run."""
    data = machine.read(record_file(machine))
    if data is None:
        return InstallRecord()
    try:
        raw = json.loads(data)
        made = InstallRecord(dict(raw["settings"]), dict(raw["files"]))
        texts = [text for part in (made.settings, made.files) for pair in part.items() for text in pair]
        valid = raw["schema"] == RECORD_SCHEMA and all(isinstance(text, str) for text in texts)
    except (ValueError, TypeError, KeyError):
        valid = False
    if not valid:
        raise SecorError(
            f"{record_file(machine)}: is not what install wrote there, so it is not known what belongs to it. Delete it, and"
            " run 'secor-xl excel install' again; 'secor-xl excel doctor' names the files."
        )
    return made


def _interpreter(machine: Machine) -> str:
    """Return the Python for Excel: the running one, on Windows in its form without a console window."""
    path = machine.path(machine.interpreter)
    silent = path.with_name("pythonw.exe")
    return str(silent if machine.platform == WINDOWS and machine.exists(silent) else path)


def _settings_step(machine: Machine, wanted: dict[str, str], python: str) -> SetupStep:
    path, now, why = str(settings_file(machine)), settings(machine) or {}, f"tells Excel to start {python}"
    if wanted.items() <= now.items() and misread_line(machine) is None:
        return SetupStep(Action.KEEP, path, why)
    return SetupStep(Action.WRITE, path, why, _encoded(machine, with_settings(machine, {**wanted})))


def _encoded(machine: Machine, text: str) -> bytes:
    return text.encode(machine.encoding, "replace")  # a letter that cannot be written was refused before


def _file_step(machine: Machine, path: str, data: bytes, why: str, put: str | None) -> tuple[SetupStep, bool]:
    """Return the step for a file, and whether it is ours afterwards; ``put`` is its fingerprint in the record."""
    there = machine.read(path)
    if there == data:
        return SetupStep(Action.KEEP, path, why), put is not None
    if there is None or put == fingerprint_of(there):
        return SetupStep(Action.WRITE, path, why, data), True
    return SetupStep(Action.LEAVE, path, CHANGED if put else OWN), False


def _removal(machine: Machine, path: str, put: str) -> SetupStep:
    there = machine.read(path)
    if there is None:
        return SetupStep(Action.KEEP, path, "is gone already")
    if fingerprint_of(there) != put:
        return SetupStep(Action.LEAVE, path, CHANGED)
    return SetupStep(Action.REMOVE, path, "was put there by install")


def plan_record(machine: Machine, plan: Plan, *, dry_run: bool) -> dict[str, Any]:
    """Return a plan as plain data (docs/json.md)."""
    return {
        "schema": SCHEMA,
        "tool": __version__,
        "platform": machine.platform,
        "dry_run": dry_run,
        "steps": [{"action": step.action.value, "path": step.path, "why": step.why} for step in plan.steps],
        "refused": [{"check": each.check, "says": each.says, "cure": each.cure} for each in plan.refused],
    }
