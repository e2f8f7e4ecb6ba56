"""``letters`` and ``verify`` as a person or a scheduler runs them."""

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.own_office import own_office
from tests.season import season


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("season")
    day = season(folder, 24)
    (folder / "~$review 00001.xlsx").write_bytes(b"lock")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04")
    return folder, day.isoformat()


def test_many_workbooks_are_told_in_a_line_each_and_a_sum(secor, workbooks, tmp_path):
    folder, day = workbooks
    ran = secor("letters", folder, "--out", tmp_path / "out", "--as-of", day)
    assert ran.code == 3
    lines = ran.out.splitlines()
    assert len(lines) == 25
    assert sum("written: " in line for line in lines) == 24
    assert [line for line in lines if "broken.xlsx: failed: is damaged" in line]
    assert re.search(r"25 workbooks in .* s .*: \d+ letters written, 1 failed\.", ran.err)
    assert "Left alone: 1 lock file." in ran.err


def test_json_gives_one_line_for_each_workbook(secor, workbooks, tmp_path):
    folder, day = workbooks
    ran = secor("letters", folder, "--out", tmp_path / "out", "--as-of", day, "--json")
    records = [json.loads(line) for line in ran.out.splitlines()]
    assert len(records) == 25
    assert {record["schema"] for record in records} == {"secor-xl/letters/1"}
    [failed] = [record for record in records if record["error"]]
    assert failed["trouble"] == "unreadable"
    assert failed["cause"] in failed["error"]
    assert failed["cure"]
    for record in records:
        for made in record["made"]:
            assert Path(made["path"]).exists()


def test_a_kind_can_be_asked_for(secor, workbooks, tmp_path):
    folder, day = workbooks
    secor("letters", folder, "--out", tmp_path / "out", "--as-of", day, "--kind", "notice", "--kind", "invalidation")
    names = [path.name for path in (tmp_path / "out").glob("*.docx")]
    assert names
    assert all("notice" in name or "invalidation" in name for name in names)
    assert secor("letters", folder, "--out", tmp_path / "out", "--kind", "letter").code == 2


def test_everything_at_once(secor, workbooks, tmp_path):
    folder, day = workbooks
    ran = secor("letters", folder, "--out", tmp_path / "out", "--as-of", day, "--email", "--register", "--json")
    letters = [made for line in ran.out.splitlines() for made in json.loads(line)["made"]]
    assert all(Path(made["email"]).exists() for made in letters)
    assert (tmp_path / "out" / "register.xlsx").exists()
    assert differing(secor("verify", tmp_path / "out", "--json")) == [str(folder / "broken.xlsx")]


def differing(ran):
    """The files that a verification tells of."""
    return [record["file"] for line in ran.out.splitlines() if not (record := json.loads(line))["right"]]


def test_a_folder_without_reviews_is_told(secor, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("text")
    ran = secor("letters", tmp_path / "notes", "--out", tmp_path / "out")
    assert ran.code == 0
    assert "No review workbook was found" in ran.err
    assert "1 other file" in ran.err


def test_verify_says_what_differs_and_ends_with_1(secor, workbooks, tmp_path):
    folder, day = workbooks
    out = tmp_path / "out"
    secor("letters", *folder.glob("review*"), "--out", out, "--as-of", day)
    right = secor("verify", out)
    assert right.code == 0
    assert "Nothing differs" in right.err
    letter = min(out.glob("*.docx"))
    letter.write_bytes(b"by hand")
    found = secor("verify", out)
    assert found.code == 1
    assert f"{letter}: changed" in found.out
    again = secor("verify", out, "--json")
    assert {json.loads(line)["schema"] for line in again.out.splitlines()} == {"secor-xl/verify/1"}
    assert differing(again) == [str(letter)]
    assert secor("verify", folder).code == 2


def test_verify_tells_of_a_workbook_that_failed(secor, workbooks, tmp_path):
    folder, day = workbooks
    secor("letters", folder, "--out", tmp_path / "out", "--as-of", day)
    found = secor("verify", tmp_path / "out")
    assert found.code == 1
    assert found.out == (
        f"{folder / 'broken.xlsx'}: failed in the last run: it could not be read; run 'secor-xl letters' again, which says"
        " what to do.\n"
    )


def test_verify_of_records_that_a_power_cut_left_in_a_transaction_ends_with_0(secor, workbooks, tmp_path):
    folder, day = workbooks
    out, cut = tmp_path / "out", tmp_path / "cut"
    secor("letters", *folder.glob("review*"), "--out", out, "--as-of", day)
    with contextlib.closing(sqlite3.connect(out / "records.sqlite", isolation_level=None)) as connection:
        for statement in (
            "PRAGMA cache_size = 1",
            "BEGIN",
            "UPDATE review SET outcome = 'approve' || hex(zeroblob(5000))",
        ):
            connection.execute(statement)
        shutil.copytree(out, cut)
    assert (cut / "records.sqlite-journal").stat().st_size
    ran = secor("verify", cut)
    assert ran.code == 0
    assert "records" not in ran.out
    assert secor("letters", *folder.glob("review*"), "--out", cut, "--as-of", day).code == 0
    assert [path.name for path in cut.iterdir() if path.suffix != ".docx"] == ["records.sqlite"]


@pytest.mark.skipif(os.name != "posix", reason="file names and pipes of Linux")
def test_names_that_are_no_text_and_records_that_are_no_files_are_told_in_words(workbooks, tmp_path):
    folder, day = workbooks
    strange = os.path.join(os.fsencode(tmp_path), b"caf\xe9.xlsx")  # noqa: PTH118 - bytes
    Path(os.fsdecode(strange)).write_bytes((folder / "review 00000.xlsx").read_bytes())
    command = [sys.executable, "-m", "secor_xl"]
    subprocess.run([*command, "letters", strange, "--out", tmp_path / "out", "--as-of", day], check=True)
    Path(os.fsdecode(strange)).write_bytes(b"by hand")
    for options in ([], ["--json"]):
        ran = subprocess.run(
            [*command, "verify", tmp_path / "out", *options],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert ran.returncode == 1
        assert not re.search("Traceback|Error", ran.stderr)
    assert os.fsencode(json.loads(ran.stdout.splitlines()[0])["file"]) == strange
    (tmp_path / "out" / "records.sqlite").unlink()
    os.mkfifo(tmp_path / "out" / "records.sqlite")
    for arguments in (["verify", tmp_path / "out"], ["letters", folder, "--out", tmp_path / "out"]):
        ran = subprocess.run([*command, *arguments], check=False, capture_output=True, text=True, timeout=60)
        assert "is no file, so it has no records" in ran.stderr
        assert ran.returncode == 3


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of its own")
def test_on_a_terminal_there_is_a_bar_with_rate_and_time_left_and_only_failures_below_it(workbooks, tmp_path):
    folder, day = workbooks
    shown = on_a_terminal("letters", folder, "--out", tmp_path / "out", "--as-of", day)
    assert re.search(r"Letters .*\d+/25", shown)
    assert "a second" in shown
    assert re.search(r"\d:\d\d", shown)
    assert "broken.xlsx: failed" in shown
    assert "written: QA" not in shown
    assert "letters written, 1 failed" in shown


def on_a_terminal(*arguments):
    """What a terminal of 100 columns shows while a command runs."""
    import pty  # not on Windows

    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "secor_xl", *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=environment):
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())


def test_a_run_over_records_that_were_changed_says_so(secor, workbooks, tmp_path):
    folder, day = workbooks
    out = tmp_path / "out"
    arguments = ("letters", folder, "--out", out, "--as-of", day)
    assert "Look at the records" not in secor(*arguments).err
    with contextlib.closing(sqlite3.connect(out / "records.sqlite", isolation_level=None)) as connection:
        connection.execute(
            "UPDATE review SET round = 9 WHERE number IN (SELECT min(number) FROM review WHERE failed = '')"
        )
    assert "Look at the records" in secor(*arguments).err


def test_values_in_letters_that_are_not_the_offices_own_are_named_with_their_letters(secor, workbooks, tmp_path):
    folder, day = workbooks
    path = folder / "review 00000.xlsx"
    ran = secor("letters", path, "--out", tmp_path / "out", "--as-of", day)
    assert 'certifying_partner.email is "secor@partner.example" (in ' in ran.err
    assert "secor-xl office new FOLDER" in ran.err
    own = own_office(tmp_path / "own")
    ran = secor("letters", path, "--out", tmp_path / "ours", "--as-of", day, "--templates", own, "--json")
    assert ran.code == 0
    assert "not those of your office" not in ran.err
    assert all(each["placeholders"] == [] for each in json.loads(ran.out)["planned"])
