"""What a check says, and the checks of Python and of the settings: what Excel starts, and whether it is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from secor_xl import __version__
from secor_xl.excel.setup.excel_folders import script_file, settings, settings_file, shifting_line
from secor_xl.excel.setup.machine import MAC, WINDOWS, Machine, expanded, inside, path_on
from secor_xl.excel.xlwings_ways import INTERPRETER, SERVER

STORE = "\\windowsapps\\"
"""In the path of everything that comes from the Microsoft Store."""
CONDA = ("CONDA PATH", "CONDA ENV")
"""What xlwings reads before it starts Python; install never writes it."""
INSTALL = "secor-xl excel install"
USE_UV = "Install it with uv instead (uv tool install, see the README), then run: secor-xl excel install"
USE_X86 = (
    "Install the x86-64 Python, which Windows on ARM runs too: in the folder of secor-xl run"
    " 'uv tool install --force --python cpython-3.12-windows-x86_64 .', then: secor-xl excel install"
)
# The processor that a Windows program was made for stands in its first bytes.
HEAD, OFFSET_AT = 4096, 0x3C
ARM64 = 0xAA64
# Windows' command line fills in %NAME%, and xlwings' library fills in $(NAME).
VARIABLES = re.compile(r"%.*%|\$\(")
LONGEST_PATH = 259
LIBRARY = "xlwings64-0.00.00.dll"
ELSEWHERE = (
    "Install secor-xl in another folder, for example C:\\uv-tools: run 'setx UV_TOOL_DIR C:\\uv-tools', open a new terminal,"
    " install secor-xl again with uv (see the README), then run: secor-xl excel install"
)
MEANWHILE = "Until then the command line does the same work: secor-xl check FILE, secor-xl letters FILE --out FOLDER"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found.

    Attributes:
        check: its name for programs.
        title: its name for people.
        ok: whether nothing is to be done.
        says: what was seen.
        cure: what to do; empty where nothing is.
        allow: where only an administrator can help, what is to be allowed, as a request that can be forwarded.
    """

    check: str
    title: str
    ok: bool
    says: str
    cure: str = ""
    allow: str = ""


Check: TypeAlias = Callable[[Machine], CheckResult]


def check_python(machine: Machine) -> CheckResult:
    """Whether the Python that is running is one that Excel can start, today and tomorrow."""
    found = (machine.interpreter, machine.base)
    if any(STORE in each.lower() for each in found):
        says = f"Python comes from the Microsoft Store ({machine.interpreter}); Excel cannot load its library"
        return CheckResult("python", "Python", False, says, USE_UV)
    parts = [part.lower() for part in path_on(machine, machine.interpreter).parts]
    if "uv" in parts and any(part.startswith(("cache", "archive-v", "environments-v", "builds-v")) for part in parts):
        says = f"this Python is only there for a moment ({machine.interpreter}), as with uvx"
        return CheckResult("python", "Python", False, says, USE_UV)
    base = str(path_on(machine, machine.base, "python.exe"))
    if (made_for(machine, base) or made_for(machine, machine.interpreter)) == ARM64:
        says = f"this Python is made for ARM processors ({machine.interpreter}), for which xlwings has no library"
        return CheckResult("python", "Python", False, says, USE_X86)
    by_user = {WINDOWS: (machine.variable("APPDATA"), "Python"), MAC: (machine.variable("HOME"), "Library", "Python")}
    own = by_user.get(machine.platform)
    if own and own[0] and inside(machine, machine.libraries, str(path_on(machine, *own))):
        says = f"secor-xl was installed with pip --user ({machine.libraries}), where Excel does not look"
        return CheckResult("python", "Python", False, says, USE_UV)
    return CheckResult("python", "Python", True, machine.interpreter)


def made_for(machine: Machine, program: str) -> int:
    """The processor that a Windows program was made for, as its file names it; 0 where that cannot be told."""
    head = machine.read(program, HEAD) or b""
    offset = int.from_bytes(head[OFFSET_AT : OFFSET_AT + 4], "little")
    if head[:2] != b"MZ" or head[offset : offset + 4] != b"PE\0\0":
        return 0
    return int.from_bytes(head[offset + 4 : offset + 6], "little")


def check_settings(machine: Machine) -> CheckResult:
    """Whether the macros find a Python with this version of secor-xl."""
    file, found = settings_file(machine), settings(machine)
    if found is None:
        return _settings(f"Excel does not know yet which Python to start ({file} is not there)", INSTALL)
    shifting = shifting_line(machine)
    if shifting is not None:
        number, line = shifting
        seen = f"{line.strip()!r}" if line.strip() else "an empty line"
        return _settings(
            f"{file}: line {number} is no setting ({seen}); Excel would read all that follow wrongly", INSTALL
        )
    interpreter = chosen_interpreter(machine)
    if interpreter is None:
        return _settings(f"{file} names no Python", INSTALL)
    conda = [key for key in CONDA if found.get(key, "").strip()]
    if conda:
        says = f"{file} has the setting {' and '.join(conda)}, so that Excel would start a Python of Conda instead"
        cure = (
            "Take that line out with any text editor"
            if len(conda) == 1
            else "Take these lines out with any text editor"
        )
        return CheckResult("settings", "Set up", False, says, cure)
    if not machine.exists(interpreter):
        return _settings(f"{file} names a Python that is gone ({interpreter})", INSTALL)
    version = installed_version(machine, interpreter, "secor_xl")
    if not version:
        return _settings(f"{file} names a Python without secor-xl ({interpreter})", INSTALL)
    if version != __version__:
        return _settings(f"Excel starts secor-xl {version} ({interpreter}); this one is {__version__}", INSTALL)
    server = found.get(SERVER, "True")
    if machine.platform == WINDOWS and server.strip().lower() != "true":
        says = f"{file}: {SERVER} is {server!r}, so that every button starts a Python of its own and is slow"
        return _settings(says, INSTALL)
    return _settings(f"Excel starts {interpreter}")


def _settings(says: str, command: str = "") -> CheckResult:
    return CheckResult("settings", "Set up", not command, says, f"Run: {command}" if command else "")


def chosen_interpreter(machine: Machine) -> str | None:
    """The Python that the settings name, with a full path; ``None`` where they name none."""
    value = expanded(machine, (settings(machine) or {}).get(INTERPRETER.get(machine.platform, ""), ""))
    return value if path_on(machine, value).is_absolute() else None


def installed_version(machine: Machine, interpreter: str, package: str) -> str:
    """The version of a package that belongs to a Python, by the folder names that every installer leaves."""
    folder = path_on(machine, interpreter).parent
    libraries = [str(each / "Lib" / "site-packages") for each in (folder, folder.parent)]
    unix = folder.parent / "lib"
    libraries += [str(unix / name / "site-packages") for name in machine.names(str(unix)) if name.startswith("python")]
    for library in libraries:
        for name in machine.names(library):
            found = re.fullmatch(rf"{package}-([^-]+)\.dist-info", name, re.IGNORECASE)
            if found:
                return found[1]
    return ""


def check_profile(machine: Machine, interpreter: str = "") -> CheckResult:
    """Whether Excel's macros can read the paths: they know only the letters of the computer's own language.

    The path of Python also goes through Windows' command line and xlwings' library, which replace what they take for variables.

    Args:
        machine: the computer.
        interpreter: the Python to start; the one that the settings name if left out.
    """
    python = interpreter or chosen_interpreter(machine) or machine.interpreter
    for path in (str(settings_file(machine)), python):
        try:
            path.encode(machine.encoding)
        except UnicodeEncodeError:
            cure = (
                "An administrator can set the language for non-Unicode programs (Region, Administrative) to that of the name. "
                f"{MEANWHILE}"
            )
            return _profile(f"Excel's macros cannot read a path with these letters: {path}", cure)
    if machine.platform == WINDOWS:
        if VARIABLES.search(python):
            says = f"a path with two percent signs, or with $( in it, does not reach Python unchanged: {python}"
            return _profile(says, ELSEWHERE)
        if len(str(path_on(machine, python).with_name(LIBRARY))) > LONGEST_PATH:
            return _profile(f"the path of Python is too long for Excel's macros: {python}", ELSEWHERE)
    return _profile("its letters are known to Excel's macros")


def _profile(says: str, cure: str = "") -> CheckResult:
    return CheckResult("profile", "User name", not cure, says, cure)


def check_script(machine: Machine) -> CheckResult:
    """On macOS, whether Excel may start Python at all."""
    path = str(script_file(machine))
    if not machine.exists(path):
        says = f"the script that lets Excel start Python is not there ({path})"
        return CheckResult("script", "Script", False, says, f"Run: {INSTALL}")
    return CheckResult("script", "Script", True, path)


def check_processes(machine: Machine) -> CheckResult:
    """Whether a Python is left over from an Excel that has gone: it would go on with the version of its day."""
    running = machine.processes()
    excels = sum(1 for each in running if each.name.lower() == "excel.exe")
    servers = [each.number for each in running if "xlwings.serve(" in each.command.replace(" ", "")]
    if len(servers) > excels:
        numbers = ", ".join(map(str, servers))
        says = f"more Pythons wait for Excel than Excels are open (processes {numbers}; Excels: {excels})"
        cure = "Close Excel, end these processes in the Task Manager (Details), and open Excel again"
        return CheckResult("processes", "Left-over Python", False, says, cure)
    return CheckResult("processes", "Left-over Python", True, "none")
