"""``secor-xl record``: the day on which letters were sent, or a correction came back."""

import datetime as dt
import hashlib
import json
from dataclasses import replace

import pytest

from secor_xl.records.records import writing
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.writing.build import build_workbook
from tests.cli.test_compare_command import OLD, SAMPLE
from tests.runs.test_recording import MADE, SENT
from tests.workbook.shipped import CLEAN, built, judged


@pytest.fixture
def folder(tmp_path):
    for name, review in (("made", MADE), ("sent", SENT), ("other", CLEAN)):
        case = replace(review.case, reference=name)
        (tmp_path / f"{name}.xlsx").write_bytes(built(replace(review, case=case)))
    (tmp_path / "letter.docx").write_bytes(b"PK")
    return tmp_path


def test_it_fills_what_was_made_and_not_entered_in_a_whole_folder(secor, folder):
    ran = secor("record", folder, "--sent", "2026-06-10")
    assert ran.code == 0
    assert "Correction round 1: Feedback sent: June 10, 2026 (Rounds!" in ran.err
    assert "the file as it was is" in ran.err
    assert "\n  Outcome with these entries: " in ran.err
    assert ran.err.count("nothing to enter") == 2
    assert read_workbook(folder / "made.xlsx").review.rounds[0].feedback_sent_on == dt.date(2026, 6, 10)
    again = secor("record", folder, "--sent", "2026-06-10")
    assert (again.code, again.err.count("nothing to enter")) == (0, 3)


def test_json_names_each_cell(secor, folder):
    ran = secor("record", folder / "sent.xlsx", "--returned", "2026-06-12", "--json")
    data = json.loads(ran.out)
    assert data["schema"] == "secor-xl/record/1"
    assert [each["value"] for each in data["entered"]] == ["2026-06-12"]
    assert data["kept"].endswith("sent (before record).xlsx")


def test_a_dry_run_writes_nothing(secor, folder):
    ran = secor("record", folder, "--sent", "2026-06-10", "--dry-run")
    assert "to enter; nothing was written" in ran.err
    assert len(list(folder.iterdir())) == 4


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Give either --sent DATE or --returned DATE."),
        (("--sent", "2026-06-10", "--returned", "2026-06-10"), "Give either"),
        (("--sent", "2027-06-10"), "is after today"),
        (("--returned", "2026-06-10", "--kind", "approval"), "leave it out with --returned"),
        (("--returned", "2026-06-10"), "name the workbook, not a folder"),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_done(secor, folder, options, said):
    ran = secor("record", folder, *options)
    assert (ran.code, said in ran.err) == (2, True)
    assert len(list(folder.iterdir())) == 4


def test_a_file_that_cannot_be_read_stops_no_other(secor, folder):
    (folder / "bad.xlsx").write_text("no workbook")
    ran = secor("record", folder, folder / "gone.xlsx", "--sent", "2026-06-10")
    assert ran.code == 3
    assert "gone.xlsx" in ran.err
    assert read_workbook(folder / "made.xlsx").review.rounds


def test_a_day_before_the_letter_ends_with_1(secor, folder):
    ran = secor("record", folder, "--sent", "2026-06-01")
    assert (ran.code, "before the day of the letter" in ran.err) == (1, True)


def state_of(secor, path, day, *options):
    [line] = json.loads(secor("status", path, "--as-of", day, "--json", *options).out)["reviews"]
    return line["state"]


def test_letters_that_a_run_made_are_entered_in_the_log_and_as_sent(secor, tmp_path):
    path, out = tmp_path / "review.xlsx", tmp_path / "letters"
    path.write_bytes(build_workbook(judged(OLD, as_of=SAMPLE.as_of)))
    assert secor("letters", path, "--out", out, "--as-of", SAMPLE.as_of).code == 0
    (made,) = out.glob("*.docx")
    day = (SAMPLE.as_of + dt.timedelta(1)).isoformat()
    assert "nothing to enter" in secor("record", path, "--sent", day).err
    assert state_of(secor, path, day) == "letter due"
    assert state_of(secor, path, day, "--letters", out) == "letter not entered as sent"
    with writing(out, lambda: dt.datetime.now(dt.UTC)):
        in_use = secor("status", path, "--as-of", day, "--letters", out)
    assert "a run is writing letters to this folder" in in_use.err
    assert "has no records of letters" in secor("status", path, "--letters", tmp_path).err
    ran = secor("record", path, "--sent", day, "--letters", out)
    assert (ran.code, "Feedback sent" in ran.err) == (0, True)
    review = read_workbook(path).review
    (logged,) = review.letters
    assert (logged.file, logged.round, logged.written_on) == (made.name, 1, SAMPLE.as_of)
    assert logged.fingerprint == hashlib.sha256(made.read_bytes()).hexdigest()
    assert review.rounds[0].feedback_sent_on == dt.date.fromisoformat(day)
    assert "Awaiting correction" in secor("check", path, "--as-of", day).out
    assert state_of(secor, path, day, "--letters", out) == "correction awaited"
    assert "nothing to enter" in secor("record", path, "--sent", day, "--letters", out).err


@pytest.mark.parametrize("kind", ["feedback", "approval"])
def test_the_records_know_what_was_entered(secor, tmp_path, kind):
    path, out = tmp_path / "review.xlsx", tmp_path / "letters"
    review = OLD if kind == "feedback" else CLEAN
    path.write_bytes(build_workbook(judged(review, as_of=SAMPLE.as_of)))
    secor("letters", path, "--out", out, "--as-of", SAMPLE.as_of, "--email")
    assert any(kind in each.name for each in out.glob("*.docx"))
    day = (SAMPLE.as_of + dt.timedelta(1)).isoformat()
    secor("record", path, "--sent", day, "--letters", out, "--dry-run")
    assert secor("verify", out).code == 0
    assert "Outcome with these entries" in secor("record", path, "--sent", day, "--letters", out).err
    checked = secor("verify", out)
    assert (checked.code, "Nothing differs" in checked.err) == (0, True), checked.err
    with writing(out, lambda: dt.datetime.now(dt.UTC)):
        in_use = secor("record", path, "--sent", day, "--letters", out)
    assert (in_use.code, "another run" in in_use.err) == (3, True), in_use.err


def test_letters_are_entered_in_the_run_that_makes_them(secor, tmp_path):
    path, out = tmp_path / "review.xlsx", tmp_path / "letters"
    path.write_bytes(build_workbook(judged(OLD, as_of=SAMPLE.as_of)))
    day = SAMPLE.as_of + dt.timedelta(1)
    asked = ("letters", path, "--out", out, "--as-of", SAMPLE.as_of, "--record")
    for refused in ((day, "--dry-run"), (SAMPLE.as_of - dt.timedelta(1),), ("2027-06-10",)):
        assert secor(*asked, *refused).code == 2
    assert not out.exists()
    ran = secor(*asked, day, "--json")
    assert [json.loads(line)["schema"] for line in ran.out.splitlines()] == ["secor-xl/letters/1", "secor-xl/record/1"]
    review = read_workbook(path).review
    assert [letter.file for letter in review.letters] == [made.name for made in out.glob("*.docx")]
    assert review.rounds[0].feedback_sent_on == day
    assert path.with_name("review (before record).xlsx").exists()
    assert "Awaiting correction" in json.loads(ran.out.splitlines()[1])["outcome"]
    assert secor("verify", out).code == 0
    again = secor("letters", path, "--out", out, "--as-of", day, "--record", day)
    assert (again.code, "Feedback sent" in again.err) == (1, False)


def test_a_workbook_that_was_changed_since_its_letter_is_left_to_the_reviewer(secor, tmp_path):
    path, out = tmp_path / "review.xlsx", tmp_path / "letters"
    path.write_bytes(build_workbook(judged(OLD, as_of=SAMPLE.as_of)))
    secor("letters", path, "--out", out, "--as-of", SAMPLE.as_of)
    changed = replace(OLD, employer=replace(OLD.employer, city="Hinton"))
    path.write_bytes(build_workbook(judged(changed, as_of=SAMPLE.as_of)))
    assert "nothing to enter" in secor("record", path, "--sent", SAMPLE.as_of, "--letters", out).err


def test_kind_enters_only_letters_of_that_kind(secor, tmp_path):
    path, other, out = tmp_path / "approved.xlsx", tmp_path / "made.xlsx", tmp_path / "letters"
    path.write_bytes(build_workbook(judged(CLEAN, as_of=SAMPLE.as_of)))
    other.write_bytes(built(replace(MADE, case=replace(MADE.case, reference="made"))))
    secor("letters", path, "--out", out, "--as-of", SAMPLE.as_of)
    for kind, logged in (("notice", {LetterKind.NOTICE}), ("approval", {LetterKind.NOTICE, LetterKind.APPROVAL})):
        secor("record", path, other, "--sent", SAMPLE.as_of, "--letters", out, "--kind", kind)
        assert {letter.kind for letter in read_workbook(path).review.letters} == logged
        assert not read_workbook(other).review.rounds
    secor("record", path, other, "--sent", "2026-06-10", "--kind", "feedback")
    assert read_workbook(other).review.rounds
