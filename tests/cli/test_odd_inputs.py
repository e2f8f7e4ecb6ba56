"""Every command with everything that is no ordinary file: a plain sentence, its exit code, nothing made, and never a wait."""

import contextlib
import os
import shutil
import signal
from pathlib import Path

import pytest

from secor_xl.records.database import RECORDS
from secor_xl.resources import shipped_letter_templates
from secor_xl.screen import STEERING

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
SECONDS = 60
JUNK = bytes(range(256)) * 50
STEERED = "a\x1b[31m\x9b1m\u202e\x07b"


def pipe(path):
    os.mkfifo(path)


def sparse(path):
    with path.open("wb") as stream:
        stream.truncate(5 << 30)


def unreadable(path):
    path.write_bytes(b"x")
    path.chmod(0)


ODD = {
    "pipe": pipe,
    "endless device": lambda path: path.symlink_to("/dev/zero"),
    "folder": lambda path: path.mkdir(),
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to nothing": lambda path: path.symlink_to("gone"),
    "unreadable file": unreadable,
    "empty file": lambda path: path.touch(),
    "huge file": sparse,
    "binary junk": lambda path: path.write_bytes(JUNK),
    "half a zip": lambda path: path.write_bytes(b"PK\3\4" + bytes(5000)),
}
NAMED = {
    "check": "check ODD",
    "check among others": "check ok.xlsx ODD --json",
    "check with its templates": "check ok.xlsx --templates ODD",
    "export": "export ODD",
    "new from": "new new.xlsx --from ODD",
    "new with its instrument": "new new.xlsx --instrument ODD",
    "new with its templates": "new new.xlsx --templates ODD",
    "new after": "new new.xlsx --after ODD",
    "form for": "form new.xlsx --for ODD",
    "intake": "intake ODD --out season --plain",
    "intake that is checked": "intake ODD --check",
    "intake that is proposed": "intake --propose ODD --out new.toml",
    "intake of a correction": "intake ODD --into ok.xlsx",
    "intake into a review": "intake ok.xlsx --into ODD",
    "intake with its mapping": "intake ours/office.toml --check --mapping ODD",
    "intake after": "intake ok.xlsx --out season --plain --after ODD",
    "compare": "compare ok.xlsx ODD",
    "upgrade": "upgrade ODD --json",
    "letters": "letters ODD --out out --register --as-of 2026-01-20",
    "letters with its templates": "letters ok.xlsx --out out --templates ODD --as-of 2026-01-20",
    "verify": "verify ODD",
    "verify with its templates": "verify letters --templates ODD",
    "templates": "templates ODD",
    "explain": "explain ODD",
    "doctor": "excel doctor ODD",
}
WRITTEN = {
    "export": "export ok.xlsx --out ODD",
    "new": "new ODD",
    "form": "form ODD",
    "letters": "letters ok.xlsx --out ODD --as-of 2026-01-20",
    "templates": "templates ours --out ODD",
    "demo": "demo --out ODD",
}
HELD = {
    "office": ("ours/office.toml", "check ok.xlsx --templates ours"),
    "letter template": ("ours/feedback.docx", "letters ok.xlsx --out out --templates ours --as-of 2026-01-20"),
    "templates": ("ours/approval.docx", "templates ours"),
    "text of an e-mail": (
        "ours/email/feedback.txt",
        "letters ok.xlsx --out out --email --templates ours --as-of 2026-01-20",
    ),
    "settings": (".secor-xl/settings.toml", "check ok.xlsx"),
    "records of a run": (f"letters/{RECORDS}", "letters ok.xlsx --out letters --as-of 2026-01-20"),
    "records that are verified": (f"letters/{RECORDS}", "verify letters"),
}


@contextlib.contextmanager
def no_wait():
    """An end to what would wait for ever."""

    def ended(*_):
        raise AssertionError("it waits")

    before = signal.signal(signal.SIGALRM, ended)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def ready(demo_folder):
    return next((demo_folder / "workbooks").glob("*request*.xlsx"), None) or min(
        (demo_folder / "workbooks").iterdir()
    ), demo_folder


@pytest.fixture
def place(ready, tmp_path, monkeypatch):
    """A folder with a workbook, an office's templates and the letters of a run."""
    monkeypatch.chdir(tmp_path)
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))
    shutil.copy(ready[0], "ok.xlsx")
    shutil.copytree(ready[1] / "letters", "letters")
    shutil.copytree(shipped_letter_templates(), "ours")
    Path(".secor-xl").mkdir()
    return tmp_path


def files(folder):
    """Everything in a folder, and when each file was written; without what is remembered in the user's profile."""
    paths = (path for path in sorted(folder.rglob("*")) if not path.is_dir() and path.parent.name != "templates-cache")
    return {str(path): path.lstat().st_mtime_ns for path in paths}


def told(ran):
    """What was said, in words and without what steers a terminal."""
    assert not STEERING.search(ran.out + ran.err)
    said = ran.err + ran.out
    assert said.strip()
    assert "Errno" not in said
    return said


def skip_where_all_is_readable(kind):
    if kind == "unreadable file" and os.geteuid() == 0:
        pytest.skip("this user may read everything")


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("command", NAMED)
def test_what_is_no_file_that_a_command_reads_is_told(secor, place, kind, command):
    skip_where_all_is_readable(kind)
    ODD[kind](place / STEERED)
    there = files(place)
    with no_wait():
        ran = secor(*(STEERED if each == "ODD" else each for each in NAMED[command].split()))
    assert ran.code in ((0, 1, 2, 3) if (command, kind) in (("letters", "folder"), ("check", "folder")) else (1, 2, 3))
    told(ran)
    assert files(place) == there


@pytest.mark.parametrize("kind", ["pipe", "endless device", "link to itself", "binary junk"])
@pytest.mark.parametrize("command", WRITTEN)
def test_what_stands_in_the_place_of_an_output_is_told_and_left_as_it_is(secor, place, kind, command):
    odd = f"{STEERED}.xlsx"
    ODD[kind](place / odd)
    there = files(place)
    with no_wait():
        ran = secor(*(odd if each == "ODD" else each for each in WRITTEN[command].split()))
    assert ran.code == 3, ran
    told(ran)
    assert files(place) == there


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("held", HELD)
def test_what_is_no_file_in_a_folder_of_ours_is_told(secor, place, kind, held):
    skip_where_all_is_readable(kind)
    where, command = HELD[held]
    odd = place / where
    odd.unlink(missing_ok=True)
    ODD[kind](odd)
    there = files(place)
    with no_wait():
        ran = secor(*command.split())
    said = told(ran)
    if ran.code in (2, 3):
        assert odd.name in said or odd.parent.name in said
    changed = {name for name, day in files(place).items() if there.get(name) != day}
    assert not [name for name in changed if not name.endswith((RECORDS, ".docx", "gone"))]
