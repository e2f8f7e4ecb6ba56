"""The result of a check, and the checks of Python and of the settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Concatenate, ParamSpec

from secor_xl import __version__
from secor_xl.errors import DataError
from secor_xl.excel.setup.excel_folders import misread_line, script_file, settings, settings_file
from secor_xl.excel.setup.machine import MAC, WINDOWS, Machine
from secor_xl.excel.xlwings_ways import INTERPRETER, SERVER
from secor_xl.procedure.office import OFFICE_FILE
from secor_xl.resources import PROJECT_NAME
from secor_xl.runs.settings import FILE, KEYS, TEMPLATES, settings_values

STORE = "\\windowsapps\\"
"""A part of every path into the Microsoft Store."""
CONDA = ("CONDA PATH", "CONDA ENV")
"""Settings that xlwings reads before it starts Python; install never writes them."""
RUN_INSTALL = "Run: secor-xl excel install"
USE_UV = "Install it with uv instead (uv tool install, see the README), then run: secor-xl excel install"
USE_X86 = (
    "Install the x86-64 Python, which Windows on ARM runs too: in the folder of secor-xl run"
    " 'uv tool install --force --python cpython-3.12-windows-x86_64 .', then: secor-xl excel install"
)
# The processor that a Windows program was made for is in its first bytes.
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
Options = ParamSpec("Options")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check.

    Attributes:
        says: what was seen.
        cure: what to do; empty where all is well.
        allow: where only an administrator can help, a request that can be forwarded.
        check: the check's name for programs.
        title: the check's name for people.
    """

    says: str
    cure: str = ""
    allow: str = ""
    check: str = ""
    title: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is to be done."""
        return not self.cure


Check = Callable[Concatenate[Machine, Options], CheckResult]


def check(name: str, title: str) -> Callable[[Check[Options]], Check[Options]]:
    """Name the results of the decorated check."""

    def named(function: Check[Options]) -> Check[Options]:
        @wraps(function)
        def run(machine: Machine, /, *arguments: Options.args, **options: Options.kwargs) -> CheckResult:
            return replace(function(machine, *arguments, **options), check=name, title=title)

        return run

    return named


@check("python", "Python")
def check_python(machine: Machine) -> CheckResult:
    """Check that the running Python is one that Excel can start, today and tomorrow."""
    python = machine.interpreter
    if any(STORE in each.lower() for each in (python, machine.base)):
        return CheckResult(f"Python comes from the Microsoft Store ({python}); Excel cannot load its library", USE_UV)
    parts = [part.lower() for part in machine.path(python).parts]
    if "uv" in parts and any(part.startswith(("cache", "archive-v", "environments-v", "builds-v")) for part in parts):
        return CheckResult(f"this Python is only there for a moment ({python}), as with uvx", USE_UV)
    if (made_for(machine, str(machine.path(machine.base, "python.exe"))) or made_for(machine, python)) == ARM64:
        says = f"this Python is made for ARM processors ({python}), for which xlwings has no library"
        return CheckResult(says, USE_X86)
    by_user = {WINDOWS: (machine.variable("APPDATA"), "Python"), MAC: (machine.variable("HOME"), "Library", "Python")}
    own = by_user.get(machine.platform)
    if own and own[0] and machine.inside(machine.libraries, str(machine.path(*own))):
        says = f"secor-xl was installed with pip --user ({machine.libraries}), where Excel does not look"
        return CheckResult(says, USE_UV)
    return CheckResult(python)


def made_for(machine: Machine, program: str) -> int:
    """Return the processor that a Windows program was made for, from its first bytes; 0 where they do not name it."""
    head = machine.read(program, HEAD) or b""
    offset = int.from_bytes(head[OFFSET_AT : OFFSET_AT + 4], "little")
    if head[:2] != b"MZ" or head[offset : offset + 4] != b"PE\0\0":
        return 0
    return int.from_bytes(head[offset + 4 : offset + 6], "little")


@check("settings", "Set up")
def check_settings(machine: Machine) -> CheckResult:
    """Check that the macros find a Python with this version of secor-xl."""
    file, found = settings_file(machine), settings(machine)
    if found is None:
        return CheckResult(f"Excel does not know yet which Python to start ({file} is not there)", RUN_INSTALL)
    misread = misread_line(machine)
    if misread is not None:
        number, line = misread
        seen = repr(line.strip()) if line.strip() else "an empty line"
        says = f"{file}: line {number} is no setting ({seen}); Excel would read all that follow wrongly"
        return CheckResult(says, RUN_INSTALL)
    interpreter = chosen_interpreter(machine)
    if interpreter is None:
        return CheckResult(f"{file} names no Python", RUN_INSTALL)
    conda = [key for key in CONDA if found.get(key, "").strip()]
    if conda:
        says = f"{file} has the setting {' and '.join(conda)}, so that Excel would start a Python of Conda instead"
        return CheckResult(says, f"Take {'that line' if len(conda) == 1 else 'these lines'} out with any text editor")
    if not machine.exists(interpreter):
        return CheckResult(f"{file} names a Python that is gone ({interpreter})", RUN_INSTALL)
    version = installed_version(machine, interpreter, "secor_xl")
    if not version:
        return CheckResult(f"{file} names a Python without secor-xl ({interpreter})", RUN_INSTALL)
    if version != __version__:
        return CheckResult(f"Excel starts secor-xl {version} ({interpreter}); this one is {__version__}", RUN_INSTALL)
    server = found.get(SERVER, "True")
    if machine.platform == WINDOWS and server.strip().lower() != "true":
        says = f"{file}: {SERVER} is {server!r}, so that every button starts a Python of its own and is slow"
        return CheckResult(says, RUN_INSTALL)
    return CheckResult(f"Excel starts {interpreter}")


def chosen_interpreter(machine: Machine) -> str | None:
    """Return the full path of the Python that the settings name; ``None`` where they name none."""
    value = machine.expanded((settings(machine) or {}).get(INTERPRETER.get(machine.platform, ""), ""))
    return value if machine.path(value).is_absolute() else None


def interpreter_in_use(machine: Machine) -> str:
    """Return the Python that Excel starts, or else the one that is running."""
    return chosen_interpreter(machine) or machine.interpreter


def installed_version(machine: Machine, interpreter: str, package: str) -> str:
    """Return the version of a Python's package, by the folder name that every installer leaves; empty where it has none."""
    folder = machine.path(interpreter).parent
    unix = folder.parent / "lib"
    libraries = [each / "Lib" / "site-packages" for each in (folder, folder.parent)]
    libraries += [unix / name / "site-packages" for name in machine.names(unix) if name.startswith("python")]
    for name in (name for library in libraries for name in machine.names(library)):
        found = re.fullmatch(rf"{package}-([^-]+)\.dist-info", name, re.IGNORECASE)
        if found:
            return found[1]
    return ""


@check("own-settings", "Your settings")
def check_own_settings(machine: Machine) -> CheckResult:
    """Check the reviewer's own settings (folders of letters and templates); without the file the usual ones apply."""
    file = machine.home / f".{PROJECT_NAME}" / FILE
    data = machine.read(file)
    if data is None:
        return CheckResult("the usual ones")
    try:
        values = settings_values(data, str(file))
    except DataError as error:
        return CheckResult(str(error), "Put this right with any text editor")
    for key in KEYS:
        value = values.get(key, "~")
        if not (isinstance(value, str) and _is_whole_path(machine, value)):
            return CheckResult(
                f"{file}: {key}: is {value!r}; the whole path of a folder is needed", "Correct that line"
            )
    templates = values.get(TEMPLATES)
    seen = _missing_templates(machine, templates) if templates else ""
    if seen:
        return CheckResult(f"{file}: {TEMPLATES}: {seen}", "Correct that line, or put back what is missing")
    return CheckResult(str(file))


def _missing_templates(machine: Machine, text: str) -> str:
    """Name the files that a folder of templates lacks; empty for none, or where only a running program knows the path."""
    from secor_xl.letters.kinds import KINDS  # noqa: PLC0415 - costly to import, and mostly not needed

    if "$" in text:
        return ""
    folder = machine.expanded(str(machine.home / text[1:].lstrip("/\\")) if text.startswith("~") else text)
    there = {name.casefold() for name in machine.names(folder)}
    if not there:
        return f"the folder {folder} is not there, or is empty"
    missing = [name for name in (OFFICE_FILE, *(kind.file for kind in KINDS.values())) if name not in there]
    return f"the folder {folder} lacks {', '.join(missing)}" if missing else ""


def _is_whole_path(machine: Machine, text: str) -> bool:
    return text.startswith(("~", "$")) or machine.path(machine.expanded(text)).is_absolute()


@check("profile", "User name")
def check_profile(machine: Machine, interpreter: str = "") -> CheckResult:
    """Check that Excel's macros can read the paths: they know only the letters of the computer's own language.

    The path of Python also goes through Windows' command line and xlwings' library, which replace what they take for variables.

    Args:
        machine: the computer.
        interpreter: the Python to start; the one that the settings name if left out.
    """
    python = interpreter or interpreter_in_use(machine)
    for path in (str(settings_file(machine)), python):
        try:
            path.encode(machine.encoding)
        except UnicodeEncodeError:
            cure = (
                "An administrator can set the language for non-Unicode programs (Region, Administrative) to that of the name. "
                f"{MEANWHILE}"
            )
            return CheckResult(f"Excel's macros cannot read a path with these letters: {path}", cure)
    if machine.platform == WINDOWS:
        if VARIABLES.search(python):
            says = f"a path with two percent signs, or with $( in it, does not reach Python unchanged: {python}"
            return CheckResult(says, ELSEWHERE)
        if len(str(machine.path(python).with_name(LIBRARY))) > LONGEST_PATH:
            return CheckResult(f"the path of Python is too long for Excel's macros: {python}", ELSEWHERE)
    return CheckResult("its letters are known to Excel's macros")


@check("script", "Script")
def check_script(machine: Machine) -> CheckResult:
    """Check that Excel for Mac may start Python."""
    path = script_file(machine)
    if not machine.exists(path):
        return CheckResult(f"the script that lets Excel start Python is not there ({path})", RUN_INSTALL)
    return CheckResult(str(path))


@check("processes", "Left-over Python")
def check_processes(machine: Machine) -> CheckResult:
    """Check that no Python is left over from a closed Excel: it would go on with the version that it started with."""
    running = machine.processes()
    excels = sum(1 for each in running if each.name.lower() == "excel.exe")
    servers = [each.number for each in running if "xlwings.serve(" in each.command.replace(" ", "")]
    if len(servers) > excels:
        numbers = ", ".join(map(str, servers))
        says = f"more Pythons wait for Excel than Excels are open (processes {numbers}; Excels: {excels})"
        return CheckResult(says, "Close Excel, end these processes in the Task Manager (Details), and open Excel again")
    return CheckResult("none")
