"""The check of the reviewer's own settings: the folders of letters and of templates."""

from __future__ import annotations

from secor_xl.errors import DataError
from secor_xl.excel.setup.checks import CheckResult
from secor_xl.excel.setup.machine import Machine, expanded, home, path_on
from secor_xl.procedure.office import OFFICE_FILE
from secor_xl.resources import PROJECT_NAME
from secor_xl.runs.settings import FILE, KEYS, TEMPLATES, settings_values


def check_own_settings(machine: Machine) -> CheckResult:
    """Whether the reviewer's own settings (folders of letters and templates) can be used; without the file all is as usual."""
    file = path_on(machine, str(home(machine)), f".{PROJECT_NAME}", FILE)
    data = machine.read(str(file))
    if data is None:
        return _own_settings("the usual ones")
    try:
        values = settings_values(data, str(file))
    except DataError as error:
        return _own_settings(str(error), "Put this right with any text editor")
    for key in KEYS:
        value = values.get(key, "~")
        if not (isinstance(value, str) and _whole_path(machine, value)):
            return _own_settings(
                f"{file}: {key}: is {value!r}; the whole path of a folder is needed", "Correct that line"
            )
    templates = values.get(TEMPLATES)
    seen = _missing_templates(machine, templates) if templates else ""
    if seen:
        return _own_settings(f"{file}: {TEMPLATES}: {seen}", "Correct that line, or put back what is missing")
    return _own_settings(str(file))


def _missing_templates(machine: Machine, text: str) -> str:
    """What a folder of templates lacks; empty where nothing, or where the path is one that only a running program knows."""
    from secor_xl.letters.kinds import KINDS  # noqa: PLC0415 - costly to import, and mostly not needed

    if "$" in text:
        return ""
    whole = str(path_on(machine, str(home(machine)), text[1:].lstrip("/\\"))) if text.startswith("~") else text
    folder = expanded(machine, whole)
    there = {name.casefold() for name in machine.names(folder)}
    if not there:
        return f"the folder {folder} is not there, or is empty"
    missing = [name for name in (OFFICE_FILE, *(kind.file for kind in KINDS.values())) if name not in there]
    return f"the folder {folder} lacks {', '.join(missing)}" if missing else ""


def _whole_path(machine: Machine, text: str) -> bool:
    """Whether a text is a whole path, or begins with what stands for one."""
    return text.startswith(("~", "$")) or path_on(machine, expanded(machine, text)).is_absolute()


def _own_settings(says: str, cure: str = "") -> CheckResult:
    return CheckResult("own-settings", "Your settings", not cure, says, cure)
