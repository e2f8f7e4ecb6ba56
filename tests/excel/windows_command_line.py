"""Windows' own rules for a command line, as far as Excel's way to Python needs them: cmd.exe, the C library, xlwings' library.

cmd.exe: the help text of ``cmd /?`` on quotes, and percent signs as on a command line (a variable that is not set stays as it is).
The C library: Microsoft's "Parsing C command-line arguments". xlwings' library: its sources, ``config.cpp``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST = 2047
"""What the buffer of xlwings' library has room for."""
OWN_VARIABLES = {"CD": r"C:\Temp", "DATE": "2026-05-18", "TIME": "9:00", "RANDOM": "4711", "ERRORLEVEL": "0"}
"""Variables that cmd.exe knows although nobody has set them."""


class NotStarted(Exception):
    """Windows, or xlwings' library, makes no process of this."""


def environment_filled_in(text: str, environment: Mapping[str, str]) -> str:
    """A text with its ``%VARIABLES%`` filled in, as Windows' ``ExpandEnvironmentStrings`` and cmd.exe do."""
    known = {name.upper(): value for name, value in environment.items()}
    made, at = "", 0
    while (begin := text.find("%", at)) >= 0:
        end = text.find("%", begin + 1)
        if end < 0:
            break
        name = text[begin + 1 : end].upper()
        made += text[at:begin] + known.get(name, text[begin:end])
        at = end + 1 if name in known else end
    return made + text[at:]


def library_starts(command: str, values: Mapping[str, str]) -> str:
    """The command line that xlwings' library gives to Windows: what stands in ``$(...)`` is replaced."""
    while (begin := command.find("$(")) >= 0:
        end = command.find(")", begin)
        name = command[begin + 2 : end]
        if end < 0 or name not in values:
            raise NotStarted(f"Key '{name}' not found in configuration (nor is it pre-defined).")
        command = command[:begin] + values[name] + command[end + 1 :]
    if len(command) > LONGEST:
        raise NotStarted("longer than the library's buffer")
    return command


def cmd_runs(line: str, environment: Mapping[str, str]) -> list[str]:
    """The command lines that ``cmd.exe /C`` or ``/K`` starts, one after the other; redirections are left out."""
    found = re.match(r"\S+(?: /showconsole)?\s+/[KC] ", line, re.IGNORECASE)
    if not found:
        raise NotStarted(f"no command for cmd.exe: {line}")
    command = line[found.end() :]
    # Anything else than two quotes around a program's name alone: the first quote and the last one go.
    if command.startswith('"') and not (command.count('"') == 2 and not set(command) & set("&<>()@^|")):
        command = command[1:].rpartition('"')[0] + command.rpartition('"')[2]
    command = environment_filled_in(command, {**OWN_VARIABLES, **environment})
    commands, quoted, at = [""], False, 0
    while at < len(command):
        letter = command[at]
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter == "^":
            at += 1
            letter = command[at : at + 1]
        elif not quoted and letter in "&|":
            commands.append("")
            letter = ""
        elif not quoted and letter in "<>":
            redirected = re.compile(r'>\s*("[^"]*"?|\S*)').match(command, at)
            commands[-1] = re.sub(r"2$", "", commands[-1])
            at, letter = redirected.end() if redirected else len(command), ""
            continue
        commands[-1] += letter
        at += 1
    return [each.strip() for each in commands if each.strip()]


def c_arguments(line: str) -> list[str]:
    """The arguments that a program sees, its own name first."""
    program = re.match(r'"([^"]*)"|(\S*)', line)
    assert program
    arguments = [program[1] if program[1] is not None else program[2]]
    at, rest = 0, line[program.end() :].lstrip(" \t")
    while at < len(rest):
        made, quoted = "", False
        while at < len(rest) and (quoted or rest[at] not in " \t"):
            slashes = len(rest[at:]) - len(rest[at:].lstrip("\\"))
            if rest[at + slashes : at + slashes + 1] == '"':
                made += "\\" * (slashes // 2)
                if slashes % 2:
                    made += '"'
                elif quoted and rest[at + slashes + 1 : at + slashes + 2] == '"':
                    made += '"'
                    slashes += 1
                else:
                    quoted = not quoted
                at += slashes + 1
            elif slashes:
                made += "\\" * slashes
                at += slashes
            else:
                made += rest[at]
                at += 1
        arguments.append(made)
        at += len(rest[at:]) - len(rest[at:].lstrip(" \t"))
    return arguments
