"""Whoever compares a folder of letters with its records finds what was changed since, and nothing else."""

import contextlib
import datetime as dt
import os
import shutil
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from secor_xl.delivery.pdf import converters
from secor_xl.errors import DataError
from secor_xl.records import database
from secor_xl.records.database import RECORDS, FolderInUse, RecordsRefused
from secor_xl.records.records import writing
from secor_xl.records.schema import COLUMNS
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.verification import rejudging
from secor_xl.runs.verification.file_check import CheckVerdict
from secor_xl.runs.verification.verify import NoRecords, verified
from tests.runs.conftest import clock, tamper
from tests.runs.season.test_derived_files import Press
from tests.runs.season.test_run import replace_text


@pytest.fixture
def made(workbooks, run, tmp_path):
    run(workbooks, email=True, register=True)
    return tmp_path / "out"


@pytest.fixture
def press(monkeypatch):
    monkeypatch.setattr(converters, "converter", Press)


def differing(folder, templates=None):
    found = [
        each
        for each in verified(folder, templates or shipped_letter_templates())
        if each.verdict is not CheckVerdict.RIGHT
    ]
    return [(each.verdict, each.file.rpartition("/")[2]) for each in found]


def test_what_nobody_touched_is_right_and_all_of_it_is_looked_at(made, workbooks):
    checked = list(verified(made, shipped_letter_templates()))
    assert all(each.verdict is CheckVerdict.RIGHT for each in checked)
    files = {path.name for path in (*made.iterdir(), *workbooks.iterdir())} - {RECORDS}
    assert {each.file.rpartition("/")[2] for each in checked} == files


@pytest.mark.parametrize("pattern", ["*.docx", "*.eml", "register.xlsx"])
def test_a_file_that_was_changed_by_hand_is_found(made, pattern):
    path = min(made.glob(pattern))
    path.write_bytes(b" " if path.suffix == ".xlsx" else path.read_bytes() + b" ")
    of_the_letter = [(CheckVerdict.OLDER, f"{path.stem}.eml")] if pattern == "*.docx" else []
    assert differing(made) == [(CheckVerdict.CHANGED, path.name), *of_the_letter]


def test_notes_in_a_register_are_told_and_nothing_is_to_be_done_about_them(made):
    book = openpyxl.load_workbook(made / "register.xlsx")
    book["Reviews"]["V4"] = "Called on Monday"
    book.save(made / "register.xlsx")
    assert differing(made) == [(CheckVerdict.WRITTEN_INTO, "register.xlsx")]
    assert all(each.is_right for each in verified(made, shipped_letter_templates()))


@pytest.mark.parametrize("pattern", ["*.docx", "*.eml", "register.xlsx"])
def test_a_file_that_is_missing_is_found(made, pattern):
    path = min(made.glob(pattern))
    path.unlink()
    assert differing(made) == [(CheckVerdict.MISSING, path.name)]


def test_a_workbook_that_was_changed_or_removed_since_is_found(made, workbooks):
    changed, gone = sorted(workbooks.iterdir())[:2]
    replace_text(changed, b"Ltd.", b"Limited")
    gone.unlink()
    assert sorted(differing(made)) == [(CheckVerdict.CHANGED, changed.name), (CheckVerdict.MISSING, gone.name)]


def test_after_another_run_a_changed_workbook_is_right_again(made, workbooks, run):
    changed = min(workbooks.iterdir())
    replace_text(changed, b"Ltd.", b"Limited")
    results = run(workbooks, replace=True, email=True, register=True)
    kept = [letter.kept for result in results for letter in result.letters if letter.kept]
    assert kept
    assert sorted(differing(made)) == sorted((CheckVerdict.REPLACED, name) for name in kept)
    assert all(each.is_right for each in verified(made, shipped_letter_templates()))


@pytest.mark.parametrize("days", [1, 30])
def test_letters_of_an_earlier_day_stay_right_after_a_run_on_a_later_one(made, workbooks, run, day, days):
    run(workbooks, as_of=day + dt.timedelta(days=days))
    assert not differing(made)


def test_in_many_processes_the_same_is_found(made, workbooks):
    replace_text(min(workbooks.iterdir()), b"Ltd.", b"Limited")
    alone, together = (list(verified(made, shipped_letter_templates(), jobs=jobs)) for jobs in (1, 2))
    assert alone == together


def test_a_record_that_was_changed_is_found_even_where_its_seals_were_made_to_fit(made):
    tamper(
        made,
        "UPDATE review SET outcome = 'invalid' WHERE number IN (SELECT min(number) FROM review WHERE outcome = 'approve')",
    )
    verdicts = {verdict for verdict, _ in differing(made)}
    assert verdicts == {CheckVerdict.CHANGED, CheckVerdict.DIFFERENT}
    seal_again(made)
    assert {verdict for verdict, _ in differing(made)} == {CheckVerdict.DIFFERENT}


def seal_again(folder):
    with contextlib.closing(sqlite3.connect(folder / RECORDS)) as connection, connection:
        rows = [
            (number, table, row)
            for table, columns in COLUMNS.items()
            for number, *_ in [row[:1] for row in connection.execute(f"SELECT number FROM {table}")]
            for row in connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE number = {number}")
        ]
        seal = ""
        for number, table, row in sorted(rows):
            seal = database._sealed(seal, table, list(row))
            connection.execute(f"UPDATE {table} SET seal = ? WHERE number = ?", (seal, number))
        connection.execute("UPDATE chain SET seal = ?", (seal,))


def test_a_letter_that_the_records_do_not_know_is_told(made):
    (made / "by hand.docx").write_bytes(b"PK")
    assert differing(made) == [(CheckVerdict.UNKNOWN, "by hand.docx")]


def test_what_was_made_with_other_templates_is_compared_by_its_bytes(made, tmp_path):
    office = tmp_path / "office"
    shutil.copytree(shipped_letter_templates(), office)
    (office / "office.toml").write_text(
        "# checked\n" + (office / "office.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert {verdict for verdict, _ in differing(made, office)} == {CheckVerdict.OTHER_VERSION}


def test_what_another_version_judged_is_not_rejudging(made, monkeypatch):
    monkeypatch.setattr(rejudging, "__version__", "99.0")
    assert {verdict for verdict, _ in differing(made)} == {CheckVerdict.OTHER_VERSION}


def test_a_folder_without_records_is_refused_in_words(tmp_path):
    with pytest.raises(NoRecords, match=r"has no records\.sqlite"):
        list(verified(tmp_path, shipped_letter_templates()))


def right(folder):
    return all(each.is_right for each in verified(folder, shipped_letter_templates()))


def says(folder, verdict):
    found = {each.says for each in verified(folder, shipped_letter_templates()) if each.verdict is verdict}
    return found.pop()


def test_a_replaced_letter_that_was_changed_by_hand_is_told(made, workbooks, run):
    run(workbooks, replace=True, email=True, as_of=dt.date(2026, 7, 1))
    kept = min(made.glob("* (replaced 1).docx"))
    kept.write_bytes(b"by hand")
    assert (CheckVerdict.UNKNOWN, kept.name) in differing(made)


@pytest.mark.parametrize("replaced", [False, True])
def test_a_draft_of_a_letter_that_is_another_one_now_is_told_until_it_is_made_anew(made, workbooks, run, replaced):
    workbook = min(workbooks.iterdir())
    if replaced:
        replace_text(workbook, b"Ltd.", b"Limited")
        letter = run(workbook, replace=True)[0].letters[0].name
    else:
        letter = min(made.glob("*.docx")).name
        (made / letter).write_bytes((made / letter).read_bytes() + b"improved")
    draft = letter.replace(".docx", ".eml")
    assert (CheckVerdict.OLDER, draft) in differing(made)
    assert "again with --email" in says(made, CheckVerdict.OLDER)
    run(workbooks, email=True)
    assert (CheckVerdict.OLDER, draft) not in differing(made)


def test_a_pdf_of_an_older_letter_is_told_and_so_is_the_draft_that_carries_it(workbooks, run, tmp_path, press):
    run(workbooks, pdf=True, email=True)
    out = tmp_path / "out"
    assert not differing(out)
    letter = min(out.glob("*.docx"))
    letter.write_bytes(letter.read_bytes() + b"improved")
    expected = [
        (CheckVerdict.CHANGED, letter.name),
        (CheckVerdict.OLDER, f"{letter.stem}.pdf"),
        (CheckVerdict.OLDER, f"{letter.stem}.eml"),
    ]
    assert sorted(differing(out)) == sorted(expected)
    run(workbooks, pdf=True)
    assert sorted(differing(out)) == sorted([expected[0], expected[2]]), "the draft carries the old PDF"
    run(workbooks, pdf=True, email=True)
    assert differing(out) == expected[:1]


def test_a_draft_of_a_workbook_whose_addresses_changed_is_told_and_made_anew(made, workbooks, run):
    workbook = sorted(workbooks.iterdir())[
        2
    ]  # the feedback goes to the assessor and does not show the employer's address
    replace_text(workbook, b"office@", b"desk@")
    letters = run(workbook)[0].letters
    assert letters
    assert sorted(differing(made)) == sorted((CheckVerdict.OLDER, Path(each.name).stem + ".eml") for each in letters)
    run(workbooks, email=True)
    assert b"desk@" in (made / f"{Path(letters[0].name).stem}.eml").read_bytes()
    assert not differing(made)


def test_another_text_of_the_e_mails_touches_the_drafts_alone_and_they_are_made_anew(workbooks, run, tmp_path):
    office, out = tmp_path / "office", tmp_path / "out"
    shutil.copytree(shipped_letter_templates(), office)
    run(workbooks, templates_folder=office, email=True)
    for text in (office / "email").glob("*.txt"):
        text.write_text(text.read_text(encoding="utf-8") + "\nHave a good day.\n", encoding="utf-8")
    drafts = {path.name for path in out.glob("*.eml")}
    assert set(differing(out, office)) == {(CheckVerdict.OTHER_VERSION, name) for name in drafts}
    assert all(result.unchanged_since for result in run(workbooks, templates_folder=office))
    by_hand = min(out.glob("*.eml"))
    by_hand.write_bytes(b"by hand")
    [failed] = [each for each in run(workbooks, templates_folder=office, email=True) if each.failure]
    assert by_hand.stem in failed.failure.cause
    assert by_hand.read_bytes() == b"by hand"
    assert all(b"Have a good day" in path.read_bytes() for path in out.glob("*.eml") if path != by_hand)
    by_hand.unlink()
    run(workbooks, templates_folder=office, email=True)
    assert not differing(out, office)
    assert all(result.unchanged_since for result in run(workbooks, templates_folder=office, email=True))


@pytest.mark.parametrize("way", ["moved", "renamed"])
def test_workbooks_that_were_moved_and_recorded_again_are_not_missing(made, workbooks, run, way):
    if way == "moved":
        workbooks = workbooks.rename(workbooks.with_name("moved"))
    else:
        for path in list(workbooks.iterdir()):
            path.rename(path.with_name(f"new {path.name}"))
    assert not right(made)
    run(workbooks)
    assert not differing(made)
    workbook = min(workbooks.iterdir())
    workbook.unlink()
    assert differing(made) == [(CheckVerdict.MISSING, workbook.name)], "once, at its last place"


def test_workbooks_that_were_moved_and_moved_back_are_not_missing(made, workbooks, run):
    moved = workbooks.rename(workbooks.with_name("moved"))
    run(moved)
    moved.rename(workbooks)
    assert not differing(made)
    run(workbooks)
    assert not differing(made)


def test_a_workbook_that_was_moved_and_then_changed_is_asked_for_at_its_new_place(made, workbooks, run):
    moved = workbooks.rename(workbooks.with_name("moved"))
    run(moved)
    changed = sorted(moved.iterdir())[2]
    replace_text(changed, b"office@", b"desk@")
    assert differing(made) == [(CheckVerdict.CHANGED, changed.name)]
    run(moved, email=True)
    assert not differing(made)


def test_of_copies_one_may_go(made, workbooks, run):
    original = min(workbooks.iterdir())
    copy = shutil.copy(original, workbooks.parent / "copy.xlsx")
    run(copy)
    assert not differing(made)
    original.unlink()
    assert not differing(made)
    copy.unlink()
    assert [verdict for verdict, _ in differing(made)] == [CheckVerdict.MISSING]


def test_a_workbook_that_failed_in_the_last_run_is_told_until_it_is_mended_or_gone(made, workbooks, run):
    good, bad = min(workbooks.iterdir()), workbooks / "broken.xlsx"
    content = good.read_bytes()
    good.write_bytes(content[:5000])
    bad.write_bytes(b"PK\x03\x04")
    run(workbooks, workbooks / "never there.xlsx")
    assert differing(made) == [(CheckVerdict.FAILED, bad.name), (CheckVerdict.FAILED, good.name)]
    good.write_bytes(content)
    bad.unlink()
    run(workbooks)
    assert not differing(made)


def test_a_workbook_that_failed_because_it_was_not_there_is_still_missing(made, workbooks, run):
    gone = min(workbooks.iterdir())
    gone.rename(workbooks.parent / "elsewhere.xlsx")
    run(gone)
    assert differing(made) == [(CheckVerdict.MISSING, gone.name)]
    run(workbooks.parent / "elsewhere.xlsx")
    assert not differing(made)


def test_a_letter_that_was_taken_away_as_its_decision_no_longer_holds_is_no_difference(made, workbooks, run):
    results = run(workbooks)
    approved = next(result for result in results if result.outcome == "approve")
    invalid = next(result for result in results if result.outcome == "invalid")
    for letter in approved.letters:
        (made / letter.name).unlink()
        (made / letter.name).with_suffix(".eml").unlink()
    names = {letter.name for letter in approved.letters}
    assert (CheckVerdict.MISSING, min(names)) in differing(made)
    shutil.copy(invalid.file, approved.file)
    references = [result.letters[0].name.partition(" - ")[0].encode() for result in (invalid, approved)]
    replace_text(Path(approved.file), *references)
    run(workbooks)
    assert {name for verdict, name in differing(made) if verdict is CheckVerdict.WITHDRAWN} >= names
    assert right(made)


@pytest.mark.parametrize("name", ["by hand.pdf", "by hand.eml"])
def test_what_goes_with_letters_and_no_run_has_made_is_told(made, name):
    (made / name).write_bytes(b"by hand")
    (made / "notes.txt").write_bytes(b"something else")
    assert differing(made) == [(CheckVerdict.UNKNOWN, name)]


def test_a_register_that_no_run_has_made_is_told(workbooks, run, tmp_path):
    run(workbooks)
    (tmp_path / "out" / "register.xlsx").write_bytes(b"by hand")
    assert differing(tmp_path / "out") == [(CheckVerdict.UNKNOWN, "register.xlsx")]


@pytest.mark.parametrize(
    ("pattern", "option"), [("*.pdf", "--pdf"), ("*.eml", "--email"), ("register.xlsx", "--register")]
)
def test_what_is_missing_is_told_with_the_option_that_makes_it(workbooks, run, tmp_path, press, pattern, option):
    run(workbooks, pdf=True, email=True, register=True)
    min((tmp_path / "out").glob(pattern)).unlink()
    assert f"run 'secor-xl letters' again with {option} to make it" in says(tmp_path / "out", CheckVerdict.MISSING)


def test_a_letter_that_no_run_can_make_again_is_told_so(made, workbooks, run):
    workbook = min(workbooks.iterdir())
    letter = run(workbook)[0].letters[0].name
    replace_text(workbook, b"QA-0000", b"QA-9000")
    (made / letter).unlink()
    assert "again to make it" in says(made, CheckVerdict.MISSING)
    run(workbook)
    assert "no run makes it again" in says(made, CheckVerdict.MISSING)


def test_a_broken_office_is_told_once_and_not_for_each_workbook(made, tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "office.toml").write_text("what", encoding="utf-8")
    with pytest.raises(DataError, match=r"office\.toml"):
        list(verified(made, tmp_path / "office"))


posix = pytest.mark.skipif(os.name != "posix", reason="links and file names of Linux")


@posix
def test_through_a_link_a_run_and_its_verification_see_the_same(workbooks, run, tmp_path):
    real = tmp_path / "somewhere" / "deep" / "real"
    real.mkdir(parents=True)
    (tmp_path / "link").symlink_to(real)
    run(workbooks, out=tmp_path / "link")
    before = (real / RECORDS).read_bytes()
    assert all(result.unchanged_since for result in run(workbooks, out=real))
    (tmp_path / "season link").symlink_to(workbooks)
    run(tmp_path / "season link", out=real)
    assert (real / RECORDS).read_bytes() == before
    for folder in (real, tmp_path / "link"):
        checked = list(verified(folder, shipped_letter_templates()))
        assert all(each.verdict is CheckVerdict.RIGHT and Path(each.file).exists() for each in checked)


@posix
def test_a_file_name_that_is_no_text_is_known_again(workbooks, run, tmp_path):
    strange = Path(os.fsdecode(os.fsencode(workbooks) + b"/caf\xe9.xlsx"))
    min(workbooks.iterdir()).rename(strange)
    (workbooks / os.fsdecode(b"broken \xe9.xlsx")).write_bytes(b"PK\x03\x04")
    run(workbooks)
    assert [each.unchanged_since for each in run(strange)] == ["2026-12-31"]
    [failed] = differing(tmp_path / "out")
    assert failed == (CheckVerdict.FAILED, os.fsdecode(b"broken \xe9.xlsx"))


def test_while_a_run_is_writing_nothing_is_compared(made):
    with writing(made, clock), pytest.raises(FolderInUse, match="a run is writing letters to this folder"):
        list(verified(made, shipped_letter_templates()))
    assert list(verified(made, shipped_letter_templates()))


def test_records_of_a_newer_version_are_left_to_the_newer_secor_xl(made):
    tamper(made, "PRAGMA user_version = 99")
    with pytest.raises(RecordsRefused, match="newer secor-xl"):
        list(verified(made, shipped_letter_templates()))
