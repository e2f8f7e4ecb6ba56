"""The folders that Excel and its macros read (settings, templates, the script of macOS), and the format of the settings file."""

from __future__ import annotations

import re
from pathlib import PurePath

from secor_xl.excel.setup.machine import MAC, WINDOWS, Machine
from secor_xl.resources import PROJECT_NAME

TEMPLATE = "SECOR review.xltm"
CUSTOM_TEMPLATES = "Custom Office Templates"
EXCEL_OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"

# A line as xlwings writes it, and as VBA's Input statement takes it.
LINE = re.compile(r'\s*+"?+([^",]*+)("?+)\s*+,\s*+"?+([^"]*+)("?+)\s*+')
# A line that Input reads as one setting; after any other line, an empty one too, it reads all that follow wrongly.
PAIR = re.compile(r'[ \t]*+("[^"]*+"|[^",]*+)[ \t]*+,[ \t]*+("[^"]*+"|[^",]*+)[ \t]*+')


def settings_file(machine: Machine) -> PurePath:
    """Return the file that the macros of our workbooks read, and those of no other."""
    if machine.platform == WINDOWS:
        return machine.home / f".{PROJECT_NAME}" / f"{PROJECT_NAME}.conf"
    return machine.home / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / f"{PROJECT_NAME}.conf"


def record_file(machine: Machine) -> PurePath:
    """Return the file in which install records what it has put where."""
    return machine.home / f".{PROJECT_NAME}" / "installed.json"


def template_file(machine: Machine) -> PurePath:
    """Return the place where *File, New, Personal* finds our template."""
    if machine.platform == MAC:
        office = machine.home / "Library" / "Group Containers" / "UBF8T346G9.Office"
        return office / "User Content.localized" / "Templates.localized" / TEMPLATE
    chosen = machine.registry(EXCEL_OPTIONS, "PersonalTemplates")
    if isinstance(chosen, str) and chosen.strip():
        return machine.path(machine.expanded(chosen.strip()), TEMPLATE)
    documents = machine.registry(FOLDERS, "Personal")
    own = machine.expanded(documents) if isinstance(documents, str) else machine.home / "Documents"
    return machine.path(own, CUSTOM_TEMPLATES, TEMPLATE)


def script_file(machine: Machine) -> PurePath:
    """Return the place of the script without which Excel for Mac may start no other program."""
    return machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel" / script_name(machine)


def script_name(machine: Machine) -> str:
    """Return the name of that script in xlwings, with its version."""
    return f"xlwings-{machine.version('xlwings')}.applescript"


def _lines(machine: Machine) -> list[str]:
    return (machine.read(settings_file(machine)) or b"").decode(machine.encoding, "replace").splitlines()


def settings(machine: Machine) -> dict[str, str] | None:
    """Read the settings file, its keys in capitals; ``None`` where there is none."""
    if machine.read(settings_file(machine)) is None:
        return None
    pairs = map(_key_and_value, reversed(_lines(machine)))  # of two lines with one key the macros take the first
    return {key: value for key, value in pairs if key}


def _key_and_value(line: str) -> tuple[str, str]:
    """Return the key of a line in capitals, and its value; both are empty where the line has no setting."""
    found = LINE.fullmatch(line)
    if found is None:
        return "", ""
    key, value = (text if quote else text.rstrip() for text, quote in (found.group(1, 2), found.group(3, 4)))
    return key.upper(), value


def misread_line(machine: Machine) -> tuple[int, str] | None:
    """Return the number and text of the first line of the settings file that the macros would misread; ``None`` for none."""
    lines = enumerate(_lines(machine), start=1)
    return next(((number, line) for number, line in lines if not PAIR.fullmatch(line)), None)


def with_settings(machine: Machine, changes: dict[str, str | None]) -> str:
    """Return the text of the settings file with some settings changed, and those without a value taken out.

    Every other setting stays as it is; a line that the macros would misread stays only where nothing is put in.
    """
    kept, putting = [], any(value is not None for value in changes.values())
    for line in _lines(machine):
        ours = _key_and_value(line)[0] in changes
        if line.strip() and not ours and (PAIR.fullmatch(line) or not putting):
            kept.append(line)
    made = [f'"{key}","{value}"' for key, value in changes.items() if value is not None]
    return "".join(f"{line}\r\n" for line in (*made, *kept))
