"""Where Excel and its macros look: the settings, the templates, the script of macOS; and the settings file's own form."""

from __future__ import annotations

import re
from pathlib import PurePath

from secor_xl.excel.setup.machine import MAC, WINDOWS, Machine, expanded, home, path_on
from secor_xl.resources import PROJECT_NAME

TEMPLATE = "SECOR review.xltm"
CUSTOM_TEMPLATES = "Custom Office Templates"
EXCEL_OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"

# A line as xlwings writes it, and as VBA's Input statement takes it.
LINE = re.compile(r'\s*"?([^",]*?)"?\s*,\s*"?([^"]*?)"?\s*')
# What Input takes for one setting and no more: any other line, an empty one too, would shift all that follow.
PAIR = re.compile(r'[ \t]*("[^"]*"|[^",]*)[ \t]*,[ \t]*("[^"]*"|[^",]*)[ \t]*')


def settings_file(machine: Machine) -> PurePath:
    """The file that the macros of our workbooks read, and those of no other."""
    if machine.platform == WINDOWS:
        return home(machine) / f".{PROJECT_NAME}" / f"{PROJECT_NAME}.conf"
    return home(machine) / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / f"{PROJECT_NAME}.conf"


def record_file(machine: Machine) -> PurePath:
    """The file in which install notes what it has put where."""
    return home(machine) / f".{PROJECT_NAME}" / "installed.json"


def template_file(machine: Machine) -> PurePath:
    """Where *File, New, Personal* finds our template."""
    if machine.platform == MAC:
        office = home(machine) / "Library" / "Group Containers" / "UBF8T346G9.Office"
        return office / "User Content.localized" / "Templates.localized" / TEMPLATE
    chosen = machine.registry(EXCEL_OPTIONS, "PersonalTemplates")
    if isinstance(chosen, str) and chosen.strip():
        return path_on(machine, expanded(machine, chosen.strip()), TEMPLATE)
    documents = machine.registry(FOLDERS, "Personal")
    own = expanded(machine, documents) if isinstance(documents, str) else str(home(machine) / "Documents")
    return path_on(machine, own, CUSTOM_TEMPLATES, TEMPLATE)


def script_file(machine: Machine) -> PurePath:
    """The script without which Excel for Mac may start no other program."""
    name = script_name(machine)
    return home(machine) / "Library" / "Application Scripts" / "com.microsoft.Excel" / name


def script_name(machine: Machine) -> str:
    """The name of that script in xlwings, with its version."""
    return f"xlwings-{machine.version('xlwings')}.applescript"


def settings(machine: Machine) -> dict[str, str] | None:
    """What the settings file says, its keys in capitals; ``None`` where there is none."""
    data = machine.read(str(settings_file(machine)))
    if data is None:
        return None
    lines = data.decode(machine.encoding, "replace").splitlines()
    found: dict[str, str] = {}
    for line in lines:
        parts = LINE.fullmatch(line)
        if parts:
            found.setdefault(parts[1].upper(), parts[2])  # the macros take the first of two
    return found


def shifting_line(machine: Machine) -> tuple[int, str] | None:
    """The first line of the settings file, with its number, that the macros would read as something else; mostly none."""
    data = machine.read(str(settings_file(machine))) or b""
    lines = enumerate(data.decode(machine.encoding, "replace").splitlines(), start=1)
    return next(((number, line) for number, line in lines if not PAIR.fullmatch(line)), None)


def with_settings(machine: Machine, changes: dict[str, str | None]) -> str:
    """The text of the settings file with some settings changed, and those without a value taken out.

    Every other setting stays as it is; a line that is none stays only where nothing is put in, because macros would stumble
    over it.
    """
    data = machine.read(str(settings_file(machine))) or b""
    kept, putting = [], any(value is not None for value in changes.values())
    for line in data.decode(machine.encoding, "replace").splitlines():
        parts = LINE.fullmatch(line)
        ours = bool(parts and parts[1].upper() in changes)
        if line.strip() and not ours and (PAIR.fullmatch(line) or not putting):
            kept.append(line)
    made = [f'"{key}","{value}"' for key, value in changes.items() if value is not None]
    return "".join(f"{line}\r\n" for line in (*made, *kept))
