"""A run: the same letters however it was cut in pieces, none twice, none half, and one bad file never stops it."""

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from secor_xl.letters.letter import LetterState
from secor_xl.records.database import RECORDS
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.model import LetterKind
from secor_xl.runs import output, staging
from secor_xl.runs.season.result import Trouble
from secor_xl.runs.season.run import LetterRun, Progress, Request
from tests.runs.conftest import clock, letters_in, recorded, records_in
from tests.season import season


def states(results):
    return {letter.state for result in results for letter in result.letters}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_over_a_folder_makes_the_letters_that_each_workbook_alone_would_have(workbooks, run, tmp_path, jobs):
    together = run(workbooks, jobs=jobs)
    alone = [result for path in sorted(workbooks.iterdir()) for result in run(path, out=tmp_path / "alone")]
    assert [result.letters for result in together] == [result.letters for result in alone]
    assert letters_in(tmp_path / "out") == letters_in(tmp_path / "alone")
    assert states(together) == {LetterState.WRITTEN}
    assert {letter.name: letter.fingerprint for result in together for letter in result.letters} == letters_in(
        tmp_path / "out"
    )


def test_a_second_run_skips_what_has_not_changed(workbooks, run, tmp_path):
    first = run(workbooks)
    before, records = letters_in(tmp_path / "out"), (tmp_path / "out" / RECORDS).read_bytes()
    second = run(workbooks)
    assert all(result.unchanged_since == "2026-12-31" for result in second)
    assert states(second) == {LetterState.THERE}
    assert [result.outcome for result in second] == [result.outcome for result in first]
    assert letters_in(tmp_path / "out") == before
    assert (tmp_path / "out" / RECORDS).read_bytes() == records


def test_a_workbook_that_was_moved_or_copied_elsewhere_is_known_again(workbooks, run, tmp_path):
    run(workbooks)
    workbooks.rename(tmp_path / "moved")
    again = run(tmp_path / "moved")
    assert all(result.unchanged_since for result in again)
    files = records_in(tmp_path / "out").database.rows(tuple, "SELECT workbook FROM review ORDER BY number")
    assert len(files) == 34
    assert all(file.startswith("../moved/") for (file,) in files[17:])


def test_a_letter_that_is_missing_is_made_again_and_no_other(workbooks, run, tmp_path):
    run(workbooks)
    before = letters_in(tmp_path / "out")
    gone = next(iter(before))
    (tmp_path / "out" / gone).unlink()
    again = run(workbooks)
    assert [letter.name for result in again for letter in result.letters if letter.state is LetterState.WRITTEN] == [
        gone
    ]
    assert letters_in(tmp_path / "out") == before


def test_on_another_day_a_letter_that_was_made_of_the_same_workbook_is_left_as_it_is(workbooks, run, day, tmp_path):
    import datetime as dt

    run(workbooks)
    before = letters_in(tmp_path / "out")
    later = run(workbooks, as_of=day + dt.timedelta(days=1))
    assert not [result.failure for result in later if result.failure]
    assert {name: print_ for name, print_ in letters_in(tmp_path / "out").items() if name in before} == before


def test_a_workbook_that_was_changed_never_overwrites_the_letter_of_the_old_one(workbooks, run, tmp_path):
    run(workbooks)
    before = letters_in(tmp_path / "out")
    path = next(
        path
        for path in sorted(workbooks.iterdir())
        if b"QA-000000" in zipfile.ZipFile(path).read("xl/sharedStrings.xml")
    )
    replace_text(path, b"Ltd.", b"Limited")
    [changed] = [result for result in run(workbooks) if not result.unchanged_since]
    assert changed.failure.trouble is Trouble.OUTPUT
    assert "--replace" in changed.failure.cure
    assert letters_in(tmp_path / "out") == before
    replaced = [letter for result in run(path, replace=True) for letter in result.letters]
    assert {letter.state for letter in replaced} == {LetterState.REPLACED}
    for letter in replaced:
        assert letters_in(tmp_path / "out")[letter.kept] == before[letter.name]


def test_a_letter_that_tells_another_decision_than_the_one_of_today_is_pointed_at(workbooks, run, tmp_path):
    results = run(workbooks)
    assert not any(result.warnings for result in results)
    approved = next(result for result in results if result.outcome == "approve")
    invalid = next(result for result in results if result.outcome == "invalid")
    shutil.copy(invalid.file, approved.file)
    Path(invalid.file).unlink()
    [now] = [result for result in run(workbooks) if result.warnings]
    assert now.outcome == "invalid"
    assert all(letter.name in now.warnings[0] for letter in approved.letters)
    for letter in approved.letters:
        (tmp_path / "out" / letter.name).unlink()
    assert not any(result.warnings for result in run(workbooks))


def replace_text(path, old, new):
    """Change a text in a workbook, as a reviewer would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_only_the_kinds_that_were_asked_for_are_made_and_the_others_later(workbooks, run, tmp_path):
    only = run(workbooks, kinds=frozenset({LetterKind.APPROVAL}))
    assert {letter.kind for result in only for letter in result.letters} == {LetterKind.APPROVAL}
    assert {kind for result in only for kind in result.left_out} == set(LetterKind) - {LetterKind.APPROVAL}
    assert all("approval" in name for name in letters_in(tmp_path / "out"))
    rest = run(workbooks)
    written = [letter for result in rest for letter in result.letters if letter.state is LetterState.WRITTEN]
    assert LetterKind.APPROVAL not in {letter.kind for letter in written}
    run(workbooks, out=tmp_path / "whole")
    assert letters_in(tmp_path / "out") == letters_in(tmp_path / "whole")


def test_a_dry_run_says_the_same_and_writes_nothing(workbooks, run, tmp_path):
    planned = run(workbooks, dry_run=True)
    assert not (tmp_path / "out").exists()
    made = run(workbooks)
    assert states(planned) == {LetterState.PLANNED}
    assert [[letter.name for letter in result.letters] for result in planned] == [
        [letter.name for letter in result.letters] for result in made
    ]
    before = sorted((tmp_path / "out").iterdir())
    assert states(run(workbooks, dry_run=True)) == {LetterState.THERE}
    assert sorted((tmp_path / "out").iterdir()) == before


def test_templates_that_changed_make_a_new_judgement_but_no_letter_anew(workbooks, run, tmp_path):
    office = tmp_path / "office"
    shutil.copytree(shipped_letter_templates(), office)
    run(workbooks, templates_folder=office)
    before = letters_in(tmp_path / "out")
    text = (office / "office.toml").read_text(encoding="utf-8")
    (office / "office.toml").write_text(f"# checked\n{text}", encoding="utf-8")
    again = run(workbooks, templates_folder=office)
    assert not any(result.unchanged_since or result.failure for result in again)
    assert states(again) == {LetterState.THERE}
    assert letters_in(tmp_path / "out") == before


class Spoiler(Progress):
    """Does something between the first look and the work."""

    def __init__(self, deed):
        self.deed = deed

    def begin(self, words, total):
        if words == "Letters":
            self.deed()


def test_bad_files_never_stop_a_run(workbooks, run, tmp_path):
    paths = sorted(workbooks.iterdir())
    paths[0].write_bytes(paths[0].read_bytes()[:5000])
    paths[1].write_bytes(b"")
    paths[2].write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    shutil.copy(paths[3], workbooks / "zz the same again.xlsx")

    def deed():
        paths[5].unlink()
        replace_text(paths[6], b"Ltd.", b"Limited")

    results = {result.file: result for result in run(workbooks, workbooks / "never there.xlsx", progress=Spoiler(deed))}
    failed = {Path(file).name: result.failure for file, result in results.items() if result.failure}
    expected = [*(path.name for path in (*paths[:3], *paths[5:7])), "zz the same again.xlsx", "never there.xlsx"]
    assert sorted(failed) == sorted(expected)
    assert all(each.cause and each.cure for each in failed.values())
    assert "is not there" in failed[paths[5].name].cause
    assert "changed while the run" in failed[paths[6].name].cause
    assert len(results) == 19
    assert len([result for result in results.values() if result.letters]) == 12
    for number in (0, 1, 2, 5, 6):
        assert not list((tmp_path / "out").glob(f"QA-{number:06}*"))


def test_two_employers_with_one_account_number_have_no_letters_and_the_others_theirs(workbooks, run, tmp_path):
    paths = sorted(workbooks.iterdir())
    replace_text(paths[0], b"7000000<", b"7000010<")
    results = run(workbooks)
    assert [result.file for result in results if result.failure] == [str(paths[0]), str(paths[1])]
    assert all(result.failure.trouble is Trouble.CONFLICT for result in results[:2])
    assert "account number 7000010" in results[0].failure.cause
    assert not list((tmp_path / "out").glob("QA-00000[01] *"))


def test_no_room_on_the_disk_is_told_for_each_file_and_leaves_no_half_letter(workbooks, run, tmp_path, monkeypatch):
    written: list[Path] = []

    def narrow(temporary, data):
        if len(written) >= 5:
            temporary.write_bytes(data[:100])
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(temporary)
        output.write_through(temporary, data)

    monkeypatch.setattr(staging, "write_through", narrow)
    results = run(workbooks)
    failed = [result for result in results if result.failure]
    assert failed
    assert all("the disk is full" in result.failure.cause and "room" in result.failure.cure for result in failed)
    monkeypatch.undo()
    assert not list((tmp_path / "out").glob(".*.tmp"))
    made = {letter.name for result in results for letter in result.letters}
    assert set(letters_in(tmp_path / "out")) == made
    run(workbooks)
    run(workbooks, out=tmp_path / "whole")
    assert letters_in(tmp_path / "out") == letters_in(tmp_path / "whole")


def test_an_office_whose_templates_are_broken_is_told_for_each_file(workbooks, run, tmp_path):
    office = tmp_path / "office"
    shutil.copytree(shipped_letter_templates(), office)
    (office / "invalidation.docx").write_bytes(b"no template")
    results = run(workbooks, templates_folder=office)
    failed = [result for result in results if result.failure]
    assert {result.outcome for result in failed} == {"invalid"}
    assert {result.failure.trouble for result in failed} == {Trouble.TEMPLATE}


def test_a_broken_office_stops_the_run_before_anything_is_written(workbooks, run, tmp_path):
    from secor_xl.errors import DataError

    (tmp_path / "office").mkdir()
    with pytest.raises(DataError, match=r"office\.toml"):
        run(workbooks, templates_folder=tmp_path / "office")
    assert not (tmp_path / "out").exists()


LONG = 120


class Interrupter(Progress):
    """Ctrl-C after so many steps of a part of the run."""

    def __init__(self, part, steps):
        self.part, self.steps, self.now = part, steps, ""

    def begin(self, words, total):
        self.now = words

    def advance(self, steps):
        self.steps -= steps if self.now == self.part else 0
        if self.steps <= 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("part", "steps"), [("Files", 1), ("Files", 17), ("Letters", 1), ("Letters", 16)])
def test_an_interruption_in_any_part_leaves_whole_letters_that_the_records_know(
    workbooks, run, tmp_path, jobs, part, steps
):
    with pytest.raises(KeyboardInterrupt):
        run(workbooks, jobs=jobs, progress=Interrupter(part, steps))
    out = tmp_path / "out"
    assert letters_in(out) == recorded(out)
    assert out.exists() == (part == "Letters")
    assert not out.exists() or [path.name for path in out.iterdir() if path.suffix != ".docx"] == [RECORDS]
    run(workbooks, jobs=jobs)
    run(workbooks, out=tmp_path / "whole")
    assert letters_in(out) == letters_in(tmp_path / "whole")


def command(folder, out, day, *options):
    return [
        sys.executable,
        "-m",
        "secor_xl",
        "letters",
        folder,
        "--out",
        out,
        "--as-of",
        day.isoformat(),
        "--json",
        *options,
    ]


@pytest.fixture(scope="module")
def long_season(tmp_path_factory):
    """A season that is long enough to be cut, its day, and the letters of an undisturbed run."""
    folder = tmp_path_factory.mktemp("long")
    day = season(folder / "season", LONG)
    run = LetterRun(Request((str(folder / "season"),), folder / "out", shipped_letter_templates(), day, jobs=1), clock)
    assert not [result for result in run.results() if result.failure]
    return folder / "season", day, letters_in(folder / "out")


posix = pytest.mark.skipif(os.name != "posix", reason="sends signals to a group of processes")


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("cut", range(2))
def test_a_run_that_is_killed_anywhere_and_run_again_ends_with_the_same_letters(long_season, tmp_path, jobs, cut):
    folder, day, undisturbed = long_season
    out = tmp_path / "out"
    spread = random.Random(cut * 10 + int(jobs))
    for _ in range(1 + cut):
        with subprocess.Popen(
            command(folder, out, day, "--jobs", jobs), stdout=subprocess.PIPE, start_new_session=True
        ) as ran:
            assert ran.stdout
            if cut:
                for _ in range(spread.randrange(1, 40)):
                    ran.stdout.readline()
            else:
                time.sleep(spread.uniform(0.2, 1.2))
            os.killpg(ran.pid, signal.SIGKILL)
        assert set(letters_in(out).items()) <= set(undisturbed.items()), "a half letter, or another one"
    last = subprocess.run(command(folder, out, day, "--jobs", jobs), capture_output=True, check=True)
    results = [json.loads(line) for line in last.stdout.splitlines()]
    assert len(results) == LONG
    assert letters_in(out) == undisturbed
    assert sorted(path.name for path in out.iterdir() if path.suffix != ".docx") == [RECORDS]
    assert not records_in(out).faults


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_what_is_finished_and_no_trace_of_the_rest(long_season, tmp_path, jobs):
    folder, day, undisturbed = long_season
    out = tmp_path / "out"
    with (
        (tmp_path / "talk").open("wb") as talk,
        subprocess.Popen(
            command(folder, out, day, "--jobs", jobs),
            stdout=subprocess.PIPE,
            stderr=talk,
            start_new_session=True,
            pipesize=4096,  # the run waits for its reader, and so cannot be at its end before the signal
        ) as ran,
    ):
        assert ran.stdout
        told = [json.loads(ran.stdout.readline()) for _ in range(5)]
        os.killpg(ran.pid, signal.SIGINT)  # a terminal sends it to every process
        told += [json.loads(line) for line in ran.stdout]
    talk = (tmp_path / "talk").read_bytes()
    assert ran.returncode == 130
    assert b"Interrupted" in talk
    assert b"Traceback" not in talk
    there = letters_in(out)
    assert {Path(made["path"]).name for each in told for made in each["made"]} <= set(there)
    assert set(there.items()) < set(undisturbed.items())
    assert sorted(path.name for path in out.iterdir() if path.suffix != ".docx") == [RECORDS]
    assert set(recorded(out)) == set(there)
    subprocess.run(command(folder, out, day), capture_output=True, check=True)
    assert letters_in(out) == undisturbed


def test_a_second_run_on_one_folder_says_so_and_stops(long_season, tmp_path):
    folder, day, undisturbed = long_season
    with subprocess.Popen(command(folder, tmp_path / "out", day), stdout=subprocess.PIPE, pipesize=4096) as first:
        assert first.stdout
        first.stdout.readline()
        second = subprocess.run(command(folder, tmp_path / "out", day), capture_output=True, text=True, check=False)
        first.communicate()
    assert second.returncode == 3
    assert "another run" in second.stderr
    assert not second.stdout
    assert letters_in(tmp_path / "out") == undisturbed
