"""Change the judging code in one place after another, and name every change that no test notices.

A comparison becomes its neighbour (< and <=, == and !=, is and is not, in and not in), a whole number one more or one less, True
becomes False. Works in a copy of the repository; no part of the test suite, because it takes hours.

    uv run python -m tests.mutation                                         all of procedure, review and judgement
    uv run python -m tests.mutation secor_xl/judgement/scoring.py           one file
    uv run python -m tests.mutation secor_xl/judgement/scoring.py:163       one line
"""

import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

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
PYTEST = ("-B", "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider")
SECONDS = 600
"""A change that makes the tests run longer than this was noticed."""


def mutants(source: str, line: int | None) -> Iterator[tuple[int, str, str]]:
    """Every change of a source: its line, the change in words, the changed source."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        at = getattr(node, "lineno", 0)
        for said, changed in _changes(node) if line in (None, at) else ():
            other = copy.deepcopy(tree)
            found = list(ast.walk(other))[number]
            vars(found).update(changed)
            yield at, said, ast.unparse(other)


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


def is_noticed(folder: Path, room: str) -> bool:
    """Whether a test fails in the copy; the tests of the room itself are asked first."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    for tests in ([room], [each for each in ROOMS if each != room]):
        command = [sys.executable, *PYTEST, *(f"tests/{each}" for each in tests)]
        try:
            ran = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return True
        if ran.returncode:
            return True
    return False


def main(arguments: list[str]) -> int:
    """Try every mutant of the files; returns 1 where one is alive."""
    places = [each.partition(":") for each in arguments] or [
        (str(path.relative_to(ROOT)), "", "")
        for room in ROOMS
        for path in sorted((ROOT / "secor_xl" / room).rglob("*.py"))
    ]
    alive = tried = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder / name)
        if is_noticed(folder, ROOMS[0]):
            print("The tests fail without any change; put that right first.")
            return 1
        for name, _, line in places:
            path = folder / name
            original = path.read_text(encoding="utf-8")
            for at, said, changed in mutants(original, int(line) if line else None):
                path.write_text(changed, encoding="utf-8")
                tried += 1
                if not is_noticed(folder, Path(name).parts[1]):
                    alive += 1
                    print(f"{name}:{at} {said}", flush=True)
            path.write_text(original, encoding="utf-8")
    print(f"{tried} tried, {alive} alive")
    return int(alive > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
