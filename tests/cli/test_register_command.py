"""``secor-xl register``: every review of a season in one workbook."""

import json

import openpyxl
import pytest

from tests.season import season


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("season")
    return folder, season(folder, 3).isoformat()


def test_it_writes_the_register_and_names_what_failed_with_its_cure(secor, made, tmp_path):
    folder, day = made
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04")
    out = tmp_path / "register.xlsx"
    ran = secor("register", folder, tmp_path / "broken.xlsx", "--out", out, "--as-of", day)
    assert ran.code == 3
    assert "register.xlsx: written, 3 reviews." in ran.err
    assert f"{tmp_path / 'broken.xlsx'}: is damaged" in ran.err
    assert openpyxl.load_workbook(out)["Reviews"].max_row == 3 + 3


def test_json_says_the_same_and_a_note_of_a_review_that_is_gone_is_told(secor, made, tmp_path):
    folder, day = made
    out = tmp_path / "register.xlsx"
    done = json.loads(secor("register", folder, "--out", out, "--as-of", day, "--json").out)
    assert done == {
        "schema": "secor-xl/register/1",
        "file": str(out),
        "writing": "written",
        "kept": None,
        "reviews": 3,
        "other_notes": 0,
        "failed": [],
    }
    book = openpyxl.load_workbook(out)
    book["Reviews"].cell(4, book["Reviews"].max_column, "a note")
    book.save(out)
    ran = secor("register", max(folder.iterdir()), "--out", out, "--as-of", day)
    assert ran.code == 0
    assert "replaced, 1 review; the file that was there is" in ran.err
    assert "1 note for reviews that the register does not list: see the sheet Other notes." in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["FOLDER"], 2, "add --out and a file, such as --out register.xlsx."),
        (["FOLDER", "--out", "register.xls"], 2, "does not end in .xlsx; name it such as register.xlsx."),
        (["--out", "register.xlsx"], 2, "Name the folder of your reviews"),
        (["slip", "--out", "register.xlsx"], 3, "No review was found, so no register was written. slip: is not there"),
        (["FOLDER", "--out", "register.xlsx", "--letters", "."], 3, "has no records.sqlite"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(secor, made, tmp_path, monkeypatch, arguments, code, words):
    monkeypatch.chdir(tmp_path)
    ran = secor("register", *(made[0] if each == "FOLDER" else each for each in arguments))
    assert ran.code == code
    assert words in " ".join(ran.err.split())
    assert not list(tmp_path.iterdir())


def test_a_dry_run_of_letters_says_that_it_writes_no_register(secor, made, tmp_path):
    ran = secor("letters", made[0], "--out", tmp_path / "letters", "--register", "--dry-run", "--as-of", made[1])
    assert "--dry-run writes no register; 'secor-xl register' makes one without letters." in ran.err
    assert not (tmp_path / "letters").exists()
