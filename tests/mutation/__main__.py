"""Change the judging code in one place after another, and name every change that no test notices.

A comparison becomes its neighbour (< and <=, == and !=, is and is not, in and not in), a whole number one more or one less, True
becomes False. The options of dataclasses stay, because they decide nothing. No part of the test suite, because it takes long:

    uv run python -m tests.mutation                                         all of procedure, review and judgement
    uv run python -m tests.mutation secor_xl/judgement/scoring.py           one file
    uv run python -m tests.mutation secor_xl/judgement/scoring.py:163       one line

The tests are collected once. A change inside a function is tried in a fork, in which the function gets its new code. A change of
anything else, and one that a fork does not notice, is tried in a copy of the repository with tests that are collected anew.
Changes that cannot matter are listed with their reason in ``equivalent.toml``.
"""

import ast
import copy
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("procedure", "review", "judgement")
COPIED = (
    "secor_xl",
    "tests",
    "workbook_templates",
    "letter_templates",
    "docs",
    "pyproject.toml",
    "CHANGELOG.md",
    "README.md",
)
NEIGHBOURS: list[tuple[type[ast.cmpop], type[ast.cmpop]]] = [
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.Eq, ast.NotEq),
    (ast.Is, ast.IsNot),
    (ast.In, ast.NotIn),
]
OTHER = {**dict(NEIGHBOURS), **{second: first for first, second in NEIGHBOURS}}
PYTEST = (
    "-x",
    "-o",
    "addopts=--import-mode=importlib",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:warnings",
    "-p",
    "no:terminal",
)
SLOW = ("test_properties.py", "test_new_version.py")
"""Tests that come last, because they take long."""
SECONDS = 600
"""A change that makes the tests run longer than this was noticed."""


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the line and its text, the change in words, the changed module."""

    file: str
    line: int
    text: str
    change: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.change}: {self.text}"


def mutants(file: str, line: int | None = None) -> Iterator[Mutant]:
    """Every change of a file that is not known to be equivalent."""
    source = (ROOT / file).read_text(encoding="utf-8")
    lines, tree = source.splitlines(), ast.parse(source)
    known = tomllib.loads(Path(__file__).with_name("equivalent.toml").read_text(encoding="utf-8")).get(file, {})
    options = {id(each) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for each in _options(node)}
    for number, node in enumerate(ast.walk(tree)):
        at = getattr(node, "lineno", 0)
        for change, changed in _changes(node) if line in (None, at) and id(node) not in options else ():
            text = lines[at - 1].strip()
            if change not in known.get(text, {}):
                other = copy.deepcopy(tree)
                vars(list(ast.walk(other))[number]).update(changed)
                yield Mutant(file, at, text, change, other)


def _options(node: ast.ClassDef) -> list[ast.expr]:
    """The options of a class's decorators, such as ``frozen=True``."""
    return [each.value for call in node.decorator_list if isinstance(call, ast.Call) for each in call.keywords]


def _changes(node: ast.AST) -> Iterator[tuple[str, dict[str, object]]]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            changed = OTHER[type(operator)]()
            operators = [*node.ops[:place], changed, *node.ops[place + 1 :]]
            yield f"{type(operator).__name__} becomes {type(changed).__name__}", {"ops": operators}
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} becomes {not node.value}", {"value": not node.value}
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        for value in (node.value - 1, node.value + 1):
            yield f"{node.value} becomes {value}", {"value": value}


def _functions(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """The code of every function in a module's code, by name and first line."""
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    found = {(each.co_qualname, each.co_firstlineno): each for each in inner}
    for each in inner:
        found |= _functions(each)
    return found


class Trials:
    """A plugin for pytest: in place of one run of the tests, a run in a fork for each mutant."""

    def __init__(self, wanted: list[Mutant]) -> None:
        self.wanted, self.unnoticed = wanted, list[Mutant]()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant, the tests of its own module first."""
        for mutant in self.wanted:
            stem = Path(mutant.file).stem
            session.items.sort(key=lambda item: (item.path.name in SLOW, stem not in item.path.name))
            child = os.fork()
            if not child:
                self._try(mutant, session)
            if not os.waitpid(child, 0)[1]:
                print(f"not noticed in a fork: {mutant}", flush=True)
                self.unnoticed.append(mutant)
        return True

    def _try(self, mutant: Mutant, session: pytest.Session) -> None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        noticed = 1
        try:
            if self._changed(mutant):
                for item, following in zip(session.items, [*session.items[1:], None], strict=True):
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    if session.testsfailed:
                        break
                else:
                    noticed = 0
            else:
                noticed = 0
        finally:
            os._exit(noticed)

    def _changed(self, mutant: Mutant) -> bool:
        """Give the functions of a module their new code, and forget every cached result; False where no function changes."""
        file = str(ROOT / mutant.file)
        new = _functions(compile(mutant.tree, file, "exec", dont_inherit=True))
        changed = False
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename == file:
                code = new.get((each.__code__.co_qualname, each.__code__.co_firstlineno), each.__code__)
                if code != each.__code__:
                    each.__code__, changed = code, True
            elif isinstance(each, _lru_cache_wrapper):
                each.cache_clear()
        return changed


def is_noticed(mutant: Mutant | None, folder: Path) -> bool:
    """Whether a test fails in a copy of the repository with this mutant; without one, whether the tests fail anyway."""
    path = folder / (mutant.file if mutant else "README.md")
    original = path.read_text(encoding="utf-8")
    if mutant:
        path.write_text(ast.unparse(mutant.tree), encoding="utf-8")
    try:
        ran = subprocess.run(
            [sys.executable, "-B", "-m", "pytest", *PYTEST, *(f"tests/{room}" for room in ROOMS)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(original, encoding="utf-8")
    return ran.returncode != 0


def main(arguments: list[str]) -> int:
    """Try every mutant of the files; returns 1 where one is alive."""
    rooms = [path for room in ROOMS for path in sorted((ROOT / "secor_xl" / room).rglob("*.py"))]
    places = arguments or [path.relative_to(ROOT).as_posix() for path in rooms]
    wanted = [
        mutant
        for file, _, line in (each.partition(":") for each in places)
        for mutant in mutants(file, int(line) if line else None)
    ]
    trials = Trials(wanted)
    if pytest.main([*PYTEST, *(f"tests/{room}" for room in ROOMS)], plugins=[trials]):
        print("The tests cannot be collected; put that right first.")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, folder / name)
        if trials.unnoticed and is_noticed(None, folder):
            print("The tests fail without any change; put that right first.")
            return 1
        alive = 0
        for mutant in trials.unnoticed:
            if not is_noticed(mutant, folder):
                alive += 1
                print(f"alive: {mutant}", flush=True)
    print(f"{len(wanted)} tried, {alive} alive")
    return int(alive > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
