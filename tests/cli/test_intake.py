"""The commands form and intake: from a form, a record or a table to review workbooks."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from secor_xl.intake.form_layout import FORM_QUESTIONS
from secor_xl.review.json_form import to_record
from secor_xl.review.model import ActionItem, CorrectionRound, LastYearItem, LastYearList
from secor_xl.runs.season.recognition import LeftAlone, recognize
from secor_xl.runs.season.workbook_paths import FoundPath
from secor_xl.workbook.reading.read_workbook import read_workbook
from tests.intake.conftest import form_of
from tests.workbook.built import built, edited, review
from tests.workbook.shipped import opened

GUIDE = Path(__file__).parents[2] / "docs" / "intake.md"
TABLE = """\
File,Company,Phone,Sent,QA1,QA2
7,Pine Ltd.,780-555-0100,2026-03-02,yes,maybe
8,Oak Ltd.,780-555-0101,2026-03-03,no,n/a
"""
MAPPING = """
[submissions]
key = "File"
"case.reference" = "File"
"employer.legal_name" = "Company"
"employer.phone" = "Phone"
"case.submitted_on" = "Sent"
"questions.response" = "Q{id}"
"""


@pytest.fixture
def table(tmp_path):
    """A table of two submissions, with the mapping that understands all but one value."""
    (tmp_path / "export.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "intake.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path / "export.csv"


def test_a_form_is_made_and_never_over_another_one(secor, tmp_path):
    made = secor("form", tmp_path / "form.xlsx")
    assert (made.code, opened((tmp_path / "form.xlsx").read_bytes()).sheetnames[0]) == (0, "Start")
    (tmp_path / "form.xlsx").write_bytes(b"mine")
    assert secor("form", tmp_path / "form.xlsx").code == 3
    assert (tmp_path / "form.xlsx").read_bytes() == b"mine"
    assert secor("form", tmp_path / "form.docx").code == 2


def test_of_a_folder_the_files_in_it_are_asked_for(secor, tmp_path):
    ran = secor("intake", tmp_path, "--out", tmp_path / "season")
    assert (ran.code, f"{tmp_path}: is a folder. Name the files in it, such as {tmp_path / '*.xlsx'}." in ran.err) == (
        3,
        True,
    )


def test_a_form_that_was_filled_in_becomes_a_review(secor, tmp_path):
    (tmp_path / "form.xlsx").write_bytes(form_of(review()))
    ran = secor("intake", tmp_path / "form.xlsx", "--out", tmp_path / "season", "--plain", "--received", "2026-06-05")
    read = read_workbook(tmp_path / "season" / "Lodgepole Lantern Oilfield Services Ltd.xlsx")
    assert ran.code == 0
    assert read.review.employer == review().employer
    assert (str(read.review.case.received_on), read.review.questions[0].points) == ("2026-06-05", None)
    assert read.problems == ()


def test_a_record_becomes_a_review(secor, tmp_path):
    (tmp_path / "review.json").write_text(json.dumps(to_record(review())), encoding="utf-8")
    assert secor("intake", tmp_path / "review.json", "--out", tmp_path, "--plain").code == 0
    assert read_workbook(tmp_path / "QA-2026-0110.xlsx").review == review()


def test_a_table_becomes_workbooks_and_what_is_not_understood_keeps_letters_back(secor, table):
    ran = secor("intake", table, "--mapping", table.parent / "intake.toml", "--out", table.parent, "--plain", "--json")
    assert ran.code == 1
    assert 'export.csv: row 2, column "QA2": the text "maybe". Choose one of: yes' in ran.err
    assert ran.err.endswith("2 submissions taken in, 1 value not understood.\n")
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert (first["taken"], len(first["not_understood"]), second["not_understood"]) == (5, 1, [])
    judged = json.loads(secor("check", table.parent / "7.xlsx", "--json").out)
    (flag,) = (flag for flag in judged["flags"] if flag["code"] == "FM-108")
    assert 'A2: Response: the text "maybe"' in flag["message"]
    assert judged["outcome"]["kind"] == "incomplete"
    notes = [
        cell.comment
        for row in opened((table.parent / "7.xlsx").read_bytes())["Questions"]
        for cell in row
        if cell.comment
    ]
    assert [note.author for note in notes] == ["secor-xl intake"]


def test_a_second_intake_leaves_the_workbooks_as_they_are(secor, table):
    arguments = ("intake", table, "--mapping", table.parent / "intake.toml", "--out", table.parent, "--plain")
    secor(*arguments)
    path = table.parent / "8.xlsx"
    path.write_bytes(edited(lambda book: book.close(), path.read_bytes()))
    before = path.read_bytes()
    ran = secor(*arguments)
    assert (ran.code, path.read_bytes()) == (3, before)
    assert "8.xlsx: is there already with other content and is left as it is" in ran.err


def test_check_says_how_a_table_is_understood_and_makes_nothing(secor, table):
    ran = secor("intake", table, "--mapping", table.parent / "intake.toml", "--check")
    assert ran.code == 1
    assert 'Employer: Legal name: "Company"' in ran.out
    assert "A1: Response: yes" in ran.out
    assert "11 values would be taken, 1 not understood. Nothing was made." in ran.err
    assert sorted(path.name for path in table.parent.iterdir()) == ["export.csv", "intake.toml"]


def test_a_table_without_a_mapping_a_missing_file_and_a_missing_folder_are_told(secor, table, tmp_path):
    ran = secor("intake", table, "--out", tmp_path)
    assert ran.code == 3
    assert "secor-xl intake --propose" in ran.err
    assert secor("intake", tmp_path / "nothing.xlsx", "--out", tmp_path).code == 3
    assert secor("intake", table).code == 2
    assert secor("intake", "--propose", table, table, "--out", tmp_path / "x.toml").code == 2


def test_a_submission_that_names_nobody_makes_nothing(secor, tmp_path):
    (tmp_path / "form.xlsx").write_bytes(form_of())
    ran = secor("intake", tmp_path / "form.xlsx", "--out", tmp_path / "season", "--plain")
    assert (ran.code, (tmp_path / "season").exists()) == (3, False)
    assert "has neither a file reference nor an employer's name" in ran.err


def test_the_example_of_the_guide_runs_as_it_is_written(secor, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    guide = GUIDE.read_text(encoding="utf-8").split("## Take in a table of your own\n")[1]
    for name, text in re.findall(r"`([\w.]+)`:\n\n```(?:csv|toml)\n(.*?)```", guide, re.DOTALL):
        Path(name).write_text(text, encoding="utf-8")
    commands = re.findall(r"^secor-xl (intake .*)$", guide, re.MULTILINE)
    codes = [secor(*command.split()).code for command in commands]
    assert codes == [0] * len(commands)
    assert {path.name for path in Path("season").iterdir()} == {"Pine Example Ltd.xlsx", "Oak Example Inc.xlsx"}


@pytest.fixture
def sent(secor, tmp_path):
    """The workbook of a review whose feedback is out, and the return form that came back with one change."""
    out = replace(review(), rounds=(CorrectionRound(feedback_sent_on=dt.date(2026, 6, 10)),))
    (tmp_path / "review.json").write_text(json.dumps(to_record(out)), encoding="utf-8")
    secor("new", tmp_path / "review.xlsx", "--from", tmp_path / "review.json")
    secor("form", tmp_path / "blank.xlsx", "--for", tmp_path / "review.xlsx")
    cell = FORM_QUESTIONS.cell("notes", 2)
    changed = edited(
        lambda book: setattr(book["Questions"][cell], "value", "Other notes"), (tmp_path / "blank.xlsx").read_bytes()
    )
    (tmp_path / "correction.xlsx").write_bytes(changed)
    return tmp_path / "review.xlsx"


def test_a_correction_is_taken_into_its_review(secor, sent):
    before = sent.read_bytes()
    ran = secor("intake", sent.parent / "correction.xlsx", "--into", sent, "--returned", "2026-06-20")
    assert ran.code == 0, ran.err
    read = read_workbook(sent)
    entry = read.review.question("A2")
    assert (entry.notes, str(read.review.rounds[0].returned_on)) == ("Other notes", "2026-06-20")
    assert entry.points == review().question("A2").points
    kept = sent.parent / "review (before correction).xlsx"
    assert kept.read_bytes() == before
    seen = recognize((FoundPath(str(sent), named=False), FoundPath(str(kept), named=False)))
    assert [each.left_alone for each in seen] == [None, LeftAlone.KEPT], "the old file is no second review"
    assert "Other notes" in ran.out
    codes = [flag["code"] for flag in json.loads(secor("check", sent, "--json").out)["flags"]]
    assert "FM-109" in codes


def test_a_correction_without_an_open_round_or_of_two_files_changes_nothing(secor, sent):
    correction = sent.parent / "correction.xlsx"
    assert secor("intake", correction, correction, "--into", sent).code == 2
    secor("intake", correction, "--into", sent, "--returned", "2026-06-20")
    before = sent.read_bytes()
    again = secor("intake", correction, "--into", sent)
    assert (again.code, sent.read_bytes()) == (3, before)
    assert "was returned on June 20, 2026 already" in again.err


def test_a_workbook_that_is_open_in_excel_is_left_alone(secor, sent):
    before = sent.read_bytes()
    (sent.parent / "~$review.xlsx").write_bytes(b"")
    ran = secor("intake", sent.parent / "correction.xlsx", "--into", sent)
    assert (ran.code, sent.read_bytes()) == (3, before)
    assert "is open in Excel" in ran.err


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("scan.pdf", b"%PDF-1.7\n1 0 obj", "is a PDF"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "in an old format"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "is no Excel workbook"),
        ("empty.csv", b"", "is a table"),
        ("broken.json", b'{"schema": ', "is not JSON"),
    ],
)
def test_a_file_of_another_kind_is_told_as_what_it_is(secor, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    ran = secor("intake", tmp_path / name, "--out", tmp_path / "season")
    assert (ran.code, (tmp_path / "season").exists()) == (3, False)
    assert words in ran.err


def test_a_review_workbook_is_no_submission(secor, sent):
    ran = secor("intake", sent, "--out", sent.parent / "season")
    assert ran.code == 3
    assert "is a review workbook already" in ran.err


@pytest.fixture
def last_year(tmp_path):
    """The workbook of last year's review, with one action item."""
    path = tmp_path / "last.xlsx"
    path.write_bytes(built(replace(review(), action_plan=(ActionItem(("H2",), "No trends"),))))
    return path


ITEM = LastYearItem(LastYearList.ACTION_PLAN, ("H2",), "No trends")


def test_a_new_review_begins_where_last_year_ended(secor, last_year):
    ran = secor("new", last_year.parent / "next.xlsx", "--after", last_year)
    read = read_workbook(last_year.parent / "next.xlsx").review
    assert (ran.code, read.employer, read.case.reference, read.last_year) == (0, review().employer, "", (ITEM,))
    assert secor("new", last_year.parent / "x.xlsx", "--after", last_year, "--from", last_year).code == 2


def test_intake_carries_last_year_on(secor, last_year, table):
    text = table.read_text(encoding="utf-8").replace("Pine Ltd.", review().employer.legal_name)
    table.write_text(text, encoding="utf-8")
    arguments = ("intake", table, "--mapping", table.parent / "intake.toml", "--out", table.parent / "now", "--plain")
    ran = secor(*arguments, "--after", last_year)
    assert ran.code == 1, ran.err
    same, other = (read_workbook(table.parent / "now" / name).review for name in ("7.xlsx", "8.xlsx"))
    assert (same.case.certificate_number, same.last_year) == ("SECOR-550110", (ITEM,))
    assert (other.case.certificate_number, other.last_year) == ("", ())


def test_a_form_that_came_back_is_compared_with_its_review_before_it_is_taken_in(secor, sent):
    correction = sent.parent / "correction.xlsx"
    changes = json.loads(secor("compare", sent, correction, "--json").out)["changes"]
    assert [each["where"] for each in changes] == ["A2: Notes as submitted"]
    same = secor("compare", sent, sent.parent / "blank.xlsx")
    assert (same.code, "Nothing differs." in same.out) == (0, True)
    both = json.loads(secor("compare", sent.parent / "blank.xlsx", correction, "--json").out)["changes"]
    assert [each["where"] for each in both] == ["A2: Notes as submitted"]
