"""The house: rooms import only rooms above them, and each costly library is let in by one door."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "secor_xl"
GROUND = {"errors", "files", "old_files", "resources", "screen", "text"}
ROOMS = [
    "procedure",
    "review",
    "judgement",
    "xlsx",
    "workbook",
    "letters",
    "delivery",
    "intake",
    "records",
    "runs",
    "excel",
]
FACES = {"cli", "samples", "__main__", "__init__"}
DOORS = {
    "docxtpl": {"letters"},
    "docx": {"letters", "delivery"},
    "jinja2": {"letters", "delivery"},
    "openpyxl": {"intake"},
    "xlsxwriter": {"workbook"},
    "xlwings": {"excel"},
    "pyopenvba": {"excel"},
    "sqlite3": {"records"},
    "icalendar": {"delivery"},
    "click": {"cli"},
    "rich": {"cli"},
}
STANDARD_LIBRARY_ONLY = {"review"}


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py"))


def room_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides the room it reaches into"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_belongs_to_a_room_or_a_face():
    assert {room_of(path) for path in modules()} <= GROUND | set(ROOMS) | FACES


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_above_it(path):
    room = room_of(path)
    if room in GROUND:
        allowed = GROUND
    elif room in ROOMS:
        allowed = GROUND | set(ROOMS[: ROOMS.index(room) + 1])
    else:
        allowed = GROUND | set(ROOMS) | FACES
    for name in imports_of(path):
        if name.startswith("secor_xl."):
            reached = name.split(".")[1]
            known = (PACKAGE / reached).is_dir() or (PACKAGE / f"{reached}.py").exists()
            assert not known or reached in allowed, f"{path.name} in {room} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_its_door(path):
    room = room_of(path)
    for name in imports_of(path):
        library = name.split(".")[0]
        if library in DOORS:
            assert room in DOORS[library], f"{path.name} imports {library}; only {DOORS[library]} may"
        if room in STANDARD_LIBRARY_ONLY:
            assert library in {"secor_xl", "__future__", *__import__("sys").stdlib_module_names}, name


def test_the_samples_are_imported_by_no_room():
    for path in modules():
        if room_of(path) in ROOMS:
            assert not any(name.startswith("secor_xl.samples") for name in imports_of(path)), path


def test_the_judging_rooms_never_read_the_clock():
    days, durations = {"today", "now", "utcnow"}, {"monotonic", "perf_counter"}
    for path in modules():
        if room_of(path) in set(ROOMS) - {"excel"}:
            forbidden = days if "pdf" in path.parts else days | durations  # a converter that hangs is ended
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in forbidden:
                    owner = ast.unparse(node.func.value)
                    assert owner not in {"dt.date", "dt.datetime", "datetime", "date", "time"}, f"{path}: {owner}"
                    assert (owner, node.func.attr) != ("time", "time"), path


def test_files_that_others_name_are_opened_in_one_place_only():
    """A pipe in the place of a file waits for ever where it is opened like a file."""
    reading = re.compile(r"""(?<!\))\.read_(?:bytes|text)\(|\bopen\([^)]*["']rb["']|\.open\(\)""")
    of_our_own = {
        "files.py",
        "vba.py",
        "machine.py",
        "list_workbook.py",
    }  # shipped, temporary, or open already
    for path in modules():
        if path.name not in of_our_own:
            assert not reading.search(path.read_text(encoding="utf-8")), path


def test_only_the_process_writes_to_the_terminal():
    for path in modules():
        if path.name not in {"process.py", "terminal.py"}:
            said = re.search(
                r"\bclick\.echo\(|\bprint\(|(?<!Plain)\bConsole\(",
                path.read_text(encoding="utf-8").replace(".print(", ""),
            )
            assert not said, f"{path}: text of cells and names goes through show, say or PlainConsole"


def test_no_module_is_longer_than_a_person_reads_in_one_go():
    for path in modules():
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 400, f"{path}: {lines} lines"


def test_no_two_modules_have_one_name():
    names = [path.stem for path in modules() if path.stem != "__init__"]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_two_public_classes_have_one_name():
    names = [
        node.name
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_room_has_more_modules_than_a_reader_surveys():
    folders = {path.parent for path in modules()}
    counts = {folder: len([*folder.glob("*.py")]) - 1 for folder in folders}
    assert {folder.name: count for folder, count in counts.items() if count > 17} == {}
