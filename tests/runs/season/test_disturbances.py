"""What happens around a run: its folder moves, its terminal is closed, pipes lie where files should be, a name is mistyped."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from secor_xl.records.database import RECORDS, RecordsRefused
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.season.run import Progress
from tests.runs.conftest import letters_in, recorded, records_in

posix = pytest.mark.skipif(
    os.name != "posix", reason="Windows moves no folder in which a file is open, and has no such pipes"
)


@pytest.fixture
def few(workbooks):
    """Five workbooks."""
    for path in sorted(workbooks.iterdir())[5:]:
        path.unlink()
    return workbooks


class Mover(Progress):
    """Does something to the output folder when the letters of so many workbooks are made."""

    def __init__(self, steps, move):
        self.steps, self.move, self.part = steps, move, ""

    def begin(self, words, total):
        self.part = words

    def advance(self, steps):
        self.steps -= steps if self.part == "Letters" else 0
        if not self.steps:
            self.move()


def pipe(path):
    os.mkfifo(path)


def rename(out):
    out.rename(out.with_name("renamed"))


def replace(out):
    rename(out)
    out.mkdir()


def replace_by_another_run(out):
    replace(out)
    (out / RECORDS).touch()
    (out / ".secor-xl-0.tmp").write_bytes(b"of the other run")


def remove(out):
    while out.exists():  # a letter may be written into it at this moment
        shutil.rmtree(out, ignore_errors=True)


@posix
@pytest.mark.parametrize(
    "move", [rename, replace, replace_by_another_run, remove, lambda out: (out / RECORDS).unlink()]
)
@pytest.mark.parametrize("wishes", [{}, {"jobs": 2}, {"email": True, "register": True}])
def test_a_folder_that_is_moved_during_a_run_gets_no_letter_without_its_record(
    few, run, tmp_path, monkeypatch, move, wishes
):
    monkeypatch.setattr("secor_xl.runs.season.run.WORKED_ON_TOGETHER", 1)
    out = tmp_path / "out"
    before = {}

    def moved():
        move(out)
        before.update(letters_in(out))

    with pytest.raises(RecordsRefused, match="renamed, moved or removed"):
        run(few, progress=Mover(2, moved), **wishes)
    assert letters_in(out) == before
    if out.exists():
        assert [path.read_bytes() for path in out.glob(".*")] in ([], [b"of the other run"])
        assert not [path for path in out.glob("*.eml") if path.stem + ".docx" not in before]
    if (tmp_path / "renamed").exists():
        assert letters_in(tmp_path / "renamed") == recorded(tmp_path / "renamed")


@pytest.mark.parametrize("argument", ["seaso", "seaso/*.xlsx", "empty", "notes.txt", "broken.xlsx"])
@pytest.mark.parametrize("wishes", [{}, {"register": True}, {"dry_run": True}])
def test_a_run_that_finds_no_review_leaves_nothing_behind(run, tmp_path, monkeypatch, argument, wishes):
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("notes.txt").write_text("notes", encoding="utf-8")
    Path("broken.xlsx").write_bytes(b"PK\3\4 broken")
    results = run(argument, **wishes)
    assert all(result.failure for result in results)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.xlsx", "empty", "notes.txt"]


def test_a_run_that_finds_no_review_is_recorded_where_records_are(workbooks, run, tmp_path):
    run(workbooks)
    [first, *_] = sorted(workbooks.glob("*.xlsx"))
    first.write_bytes(b"PK\3\4 broken")
    run(first)
    assert list(records_in(tmp_path / "out").failed().values()) == ["unreadable"]


@posix
@pytest.mark.parametrize(
    "make", [pipe, Path.mkdir, lambda path: path.symlink_to(path), lambda path: path.symlink_to("/dev/zero")]
)
@pytest.mark.parametrize("suffix", [".docx", ".eml", ".pdf", ".xlsx"])
@pytest.mark.parametrize("again", [False, True])
def test_what_is_no_file_in_the_place_of_one_is_told_and_stops_nothing(few, run, tmp_path, make, suffix, again):
    out = tmp_path / "out"
    wishes = {"email": True, "register": suffix == ".xlsx"}
    run(few, **wishes)
    names = sorted(path.name for path in out.glob(f"*{suffix}")) or [f"{path.stem}.pdf" for path in out.glob("*.docx")]
    if not again:
        shutil.rmtree(out)
        out.mkdir()
    (out / names[0]).unlink(missing_ok=True)
    make(out / names[0])
    if (
        suffix == ".xlsx" and (out / names[0]).is_symlink() and not (out / names[0]).exists()
    ):  # the link is kept beside it
        run(few, **wishes)
        assert (out / "register (replaced 1).xlsx").is_symlink()
    elif suffix == ".xlsx":
        with pytest.raises(OutputRefused, match="Move it away"):
            run(few, **wishes)
    else:
        failed = [result for result in run(few, **wishes) if result.failure]
        assert len(failed) == (suffix != ".pdf")
    assert not list(out.glob(".*"))


@posix
@pytest.mark.parametrize("ending", [signal.SIGHUP, signal.SIGTERM] if os.name == "posix" else [])
def test_what_ends_a_program_is_heard_unless_it_was_started_to_ignore_it(ending):
    from secor_xl.runs.season.interruptions import ending_as_interrupted

    with pytest.raises(KeyboardInterrupt), ending_as_interrupted():
        signal.raise_signal(ending)
    before = signal.signal(ending, signal.SIG_IGN)
    try:
        with ending_as_interrupted():
            signal.raise_signal(ending)
        assert signal.getsignal(ending) is signal.SIG_IGN
    finally:
        signal.signal(ending, before)
