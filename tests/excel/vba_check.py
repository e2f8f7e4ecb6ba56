"""Faults that the VBA compiler would find: by pyvbaanalysis, and what that library passes over by checks of ours.

Ours: blocks and their ends, names of types, and members of Excel's own workbook and application.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from pyvbaanalysis import ModuleInput, ModuleSymbolKind, analyze_project

OWN_TYPES = set(
    re.findall(
        r"\w+",
        "boolean byte collection currency date double integer long longlong longptr object single string variant",
    )
)
_OPENED = re.compile(
    r"(?:public |private |friend |static )*(sub|function|property|type|enum)\b|(if)\b.*\bthen$|(with|select|for|do|while)\b"
)
_CLOSED = {"next": "for", "loop": "do", "wend": "while"}


def compiler_faults(modules: dict[str, str]) -> set[tuple[str, str, str]]:
    """The faults that pyvbaanalysis is sure of: the module, the kind, the text. Every name has to be declared."""
    given = {name: _explicit(text) for name, text in modules.items()}
    kinds = {False: ModuleSymbolKind.STANDARD, True: ModuleSymbolKind.CLASS}
    found = analyze_project(
        [ModuleInput(name, kinds[name == "Dictionary"], text) for name, text in given.items()],
        referenced_libraries=[],
        referenced_hosts=[],
    )
    return {
        (name, each.code, given[name][each.span.start : each.span.end])
        for name, every in found.items()
        for each in every
        if each.severity.value == "error"
    }


def _explicit(text: str) -> str:
    return text if "Option Explicit" in text else text.replace("\r\n", "\r\nOption Explicit\r\n", 1)


WINDOWS = {
    "app": "Microsoft Excel",
    "mac": False,
    "vba7": True,
    "win64": True,
    "usescriptingdictionaryifavailable": True,
}
MAC = {**WINDOWS, "mac": True, "win64": False, "mac_office_version": 16}
"""The compiler's constants."""


def resolved(text: str, constants: dict[str, object]) -> str:
    """A module as its compiler sees it: lines under an ``#If`` that does not hold are left out, and the ``#`` lines themselves."""
    kept, open_ifs = [], list[tuple[bool, bool]]()  # whether this branch holds, and whether any of its #If did so far
    for line in text.splitlines():
        directive = re.match(r"(?i)\s*#(if|elseif|else|end if)\b\s*(.*?)(?:\s+then)?\s*(?:'.*)?$", line)
        if not directive:
            if all(holds for holds, _ in open_ifs) and not re.match(r"(?i)\s*#const", line):
                kept.append(line)
            continue
        word, condition = directive[1].lower(), directive[2]
        if word == "if":
            open_ifs.append((_holds(condition, constants),) * 2)
        elif not open_ifs:
            raise ValueError(f"{line.strip()} without #If")
        elif word == "end if":
            open_ifs.pop()
        else:
            _, before = open_ifs.pop()
            now = not before and (word == "else" or _holds(condition, constants))
            open_ifs.append((now, before or now))
    if open_ifs:
        raise ValueError("an #If without its end")
    return "\r\n".join(kept) + "\r\n"


def _holds(condition: str, constants: dict[str, object]) -> bool:
    words = re.sub(r"(?<![<>])=", "==", condition)
    words = re.sub(r'"[^"]*"|\w+', lambda found: found[0] if found[0].startswith('"') else found[0].lower(), words)
    return bool(eval(words, {}, defaultdict(int, constants)))  # of the installed xlwings and of ours, in a test


def block_faults(text: str) -> list[str]:
    """Ends of blocks that end another one than was begun last, and blocks without an end; on Windows and on a Mac."""
    try:
        return [fault for constants in (WINDOWS, MAC) for fault in _block_faults(resolved(text, constants))]
    except ValueError as fault:
        return [str(fault)]


def _block_faults(text: str) -> list[str]:
    faults, open_blocks = [], list[str]()
    for line in statements(text):
        closed = re.match(r"end (if|sub|function|property|with|select|type|enum)\b|(next|loop|wend)\b", line)
        if closed:
            what = closed[1] or _CLOSED[closed[2]]
            begun = open_blocks.pop() if open_blocks else "nothing"
            if begun != what:
                faults.append(f"{line!r} ends {begun}")
        elif opened := _OPENED.match(line):
            open_blocks.append(next(word for word in opened.groups() if word))
    return [*faults, *(f"{block} has no end" for block in open_blocks)]


def type_faults(modules: dict[str, str]) -> list[str]:
    """Types that neither VBA nor Excel nor the project has."""
    known = OWN_TYPES | {name.lower() for name in modules} | _excels_types()
    for text in modules.values():
        known |= {name.lower() for name in re.findall(r"(?im)^\s*(?:public |private )?(?:type|enum) (\w+)", text)}
    return [
        f"{name}: {kind}"
        for name, text in modules.items()
        for line in statements(text)
        for kind in re.findall(r"\bas (?:new )?(?:\w+\.)?(\w+)", re.sub(r'"[^"]*"', "", line))
        if kind not in known and not line.startswith("open ")
    ]


def member_faults(text: str) -> list[str]:
    """Members that Excel's workbook and application do not have."""
    owners = {"thisworkbook": "Workbook", "activeworkbook": "Workbook", "application": "Application"}
    return [
        f"{owner}.{member}"
        for line in statements(text)
        for owner, member in re.findall(
            r"(?<![\w.])(thisworkbook|activeworkbook|application)\.(\w+)", re.sub(r'"[^"]*"', "", line)
        )
        if member not in _members(owners[owner])
    ]


def statements(text: str) -> list[str]:
    """The lines of a module in small letters, continued ones joined, comments taken off."""
    joined = re.sub(r"[ \t]_\r?\n[ \t]*", " ", text).lower()
    bare = (re.match(r"""((?:[^'"]|"[^"]*"?)*)""", line) for line in joined.splitlines())
    return [line for found in bare if found and (line := re.sub(r"^\d*\s*", "", found[1]).strip())]


@cache
def _model() -> dict[str, Any]:
    model: dict[str, Any] = json.loads(files("pyvbaanalysis").joinpath("data/excel_host_model.json").read_bytes())
    return model


@cache
def _excels_types() -> set[str]:
    return {name.rpartition(".")[2].lower() for name in (*_model()["types"], *_model()["enums"])}


@cache
def _members(kind: str) -> set[str]:
    return {member["name"].lower() for member in _model()["types"][f"Excel.{kind}"]["members"]}
