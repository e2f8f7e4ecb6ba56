"""The register of a season: the notes of people outlive every run, and nothing of theirs is lost."""

import datetime as dt
import io
import re
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from secor_xl.resources import shipped_letter_templates
from secor_xl.review.calendar import DUE_SOON_DAYS
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.register import register_notes
from secor_xl.runs.register import season_register as module
from secor_xl.runs.register.register_notes import OTHER_NOTES, PreviousRegister, RegisterNote, joined, read_previous
from secor_xl.runs.register.season_register import RegisterRequest, season_register
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.status.own_output import write_again
from secor_xl.runs.status.season_status import StatusRequest, season_status
from secor_xl.text import capitalized
from secor_xl.xlsx import guard
from tests.killing import killed_at
from tests.runs.register_entries import entry, nameless_rows, plain_row, sample_rows
from tests.runs.test_register import records
from tests.season import season


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("season")
    return folder, season(folder, 3)


@pytest.fixture
def folder(made, tmp_path):
    return Path(shutil.copytree(made[0], tmp_path / "season"))


@pytest.fixture
def service(made):
    return ReviewService(shipped_letter_templates(), made[1])


@pytest.fixture
def asked(folder, tmp_path):
    return RegisterRequest((str(folder),), tmp_path / "register.xlsx", tmp_path / "profile", jobs=1)


@pytest.fixture(scope="module")
def register(made, tmp_path_factory):
    """The register of the season."""
    folder = tmp_path_factory.mktemp("register")
    asked = RegisterRequest((str(made[0]),), folder / "register.xlsx", folder / "profile", jobs=1)
    season_register(asked, ReviewService(shipped_letter_templates(), made[1]))
    return asked.out.read_bytes()


@pytest.fixture
def noted(asked, register):
    """A register with two notes; a person made one of its columns wider, and hid another one."""
    book = openpyxl.load_workbook(io.BytesIO(register))
    sheet = book["Reviews"]
    for row, words in ((4, "Called on Monday"), (6, "=1+1 is no formula\nsecond line")):
        cell = sheet.cell(row, sheet.max_column, words)
        cell.data_type = "s"
    sheet.column_dimensions["A"].width = 51
    sheet.column_dimensions["B"].hidden = True
    book.save(asked.out)
    return asked


def notes_of(path, sheet="Reviews"):
    return {row["File reference"]: row["Notes"] for row in records(openpyxl.load_workbook(path)[sheet]) if row["Notes"]}


def test_notes_and_widths_survive_the_next_run_and_the_old_file_is_kept(noted, service):
    before = noted.out.read_bytes()
    done = season_register(noted, service)
    notes = {"QA-000000": "Called on Monday", "QA-000002": "=1+1 is no formula\nsecond line"}
    assert notes_of(noted.out) == notes
    assert noted.out.with_name("register (replaced 1).xlsx").read_bytes() == before
    assert done.written.kept
    columns = openpyxl.load_workbook(noted.out)["Reviews"].column_dimensions
    assert columns["A"].width == pytest.approx(51, abs=0.1)
    assert columns["B"].hidden
    assert not columns["C"].hidden
    assert season_register(noted, service).written.kept is None  # nobody has changed this one
    assert notes_of(noted.out) == notes


def test_the_note_of_a_review_that_is_gone_is_kept_in_a_place_that_is_told_and_goes_back(noted, service, folder):
    first = min(folder.iterdir())
    away = first.rename(folder.parent / first.name)
    for _ in range(2):
        assert season_register(noted, service).other_notes == 1
        assert notes_of(noted.out, OTHER_NOTES) == {"QA-000000": "Called on Monday"}
        assert list(notes_of(noted.out)) == ["QA-000002"]
    away.rename(folder / "under another name.xlsx")
    assert season_register(noted, service).other_notes == 0
    assert notes_of(noted.out)["QA-000000"] == "Called on Monday"
    assert OTHER_NOTES not in openpyxl.load_workbook(noted.out).sheetnames


def words_in(register):
    return [each.words for each in read_previous(register, "").notes]


def note(reference, words, workbook="a.xlsx"):
    return RegisterNote("", reference, workbook, words)


def test_a_note_never_goes_to_a_review_that_may_be_another():
    twice = [entry(file="in/a.xlsx"), entry(file="in/b.xlsx")]  # both have the reference QA-1
    assert joined([note("QA-1", "x", "old/b.xlsx")], twice) == ({"in/b.xlsx": "x"}, [])
    assert joined([note("QA-1", "x", "c.xlsx")], twice) == ({}, [note("QA-1", "x", "c.xlsx")])
    assert joined([note("QA-11", "x")], twice) == ({}, [note("QA-11", "x")])
    nameless = [entry(replace(plain_row(), reference=""), file="in/a.xlsx"), entry(file="in/b.xlsx")]
    assert joined([note("", "x"), note("qa-1 ", "y")], nameless) == ({"in/a.xlsx": "x", "in/b.xlsx": "y"}, [])
    assert joined([note("QA-1", "x"), note("QA-1", "y"), note("QA-1", "x")], [entry()])[0] == {"in/a.xlsx": "x\ny"}


@pytest.mark.parametrize("value", [7, 2.5, dt.date(2026, 7, 1), True, "#N/A", " spaces "])
def test_whatever_is_in_a_note_is_kept(register, value):
    book, content = openpyxl.load_workbook(io.BytesIO(register)), io.BytesIO()
    book["Reviews"].insert_rows(1)
    book["Reviews"].cell(5, book["Reviews"].max_column, value)
    book.save(content)
    [kept] = read_previous(content.getvalue(), "register.xlsx").notes
    assert kept.words == str(value)


def test_a_run_that_is_killed_while_it_writes_loses_no_note(noted, service, tmp_path, monkeypatch):
    old, profile = noted.out.read_bytes(), tmp_path / "profile"
    notes = words_in(old)
    season_register(noted, service)
    new = noted.out.read_bytes()
    for step in range(1, 30):
        noted.out.write_bytes(old)
        with killed_at(step, monkeypatch) as ended:
            write_again(noted.out, new, profile)
        assert noted.out.read_bytes() in (old, new)
        assert words_in(noted.out.read_bytes()) == notes
        if ended:
            break
    assert ended
    assert step > 5


def test_a_register_may_be_larger_than_a_review(register, monkeypatch):
    monkeypatch.setattr(guard, "LARGE", 1000)
    package = guard.guard_bytes(register, "register.xlsx")
    sheets = [name for name in package.members if "worksheets/sheet" in name]
    monkeypatch.setattr(guard, "MOST_MARKS", sum(len(package.part(name)) // 20 for name in sheets))
    with pytest.raises(guard.UnreadableWorkbook, match="tags and attributes"):
        [package.part(name) for name in sheets]
    assert read_previous(register, "register.xlsx").widths


@pytest.mark.parametrize("content", [b"a letter", b"", "a review"])
def test_another_file_of_that_name_is_left_as_it_is(asked, service, folder, content):
    content = min(folder.iterdir()).read_bytes() if content == "a review" else content
    asked.out.write_bytes(content)
    with pytest.raises(OutputRefused, match="Choose another name, or move the file away"):
        season_register(asked, service)
    assert asked.out.read_bytes() == content


def test_a_register_that_is_open_in_excel_is_not_touched(noted, service):
    before = noted.out.read_bytes()
    lock = noted.out.with_name("~$register.xlsx")
    lock.write_bytes(b"")
    with pytest.raises(OutputRefused, match="is open in Excel"):
        season_register(noted, service)
    assert noted.out.read_bytes() == before


def test_a_register_that_is_saved_while_the_run_goes_on_is_not_touched(noted, service, monkeypatch):
    saved = noted.out.read_bytes() + b" "

    def judged(*arguments):
        noted.out.write_bytes(saved)
        return judge(*arguments)

    judge = module._judged
    monkeypatch.setattr(module, "_judged", judged)
    with pytest.raises(OutputRefused, match="was changed meanwhile"):
        season_register(noted, service)
    assert noted.out.read_bytes() == saved


def test_where_no_review_is_found_the_register_of_the_season_stays(noted, service, tmp_path):
    before = noted.out.read_bytes()
    with pytest.raises(OutputRefused, match="No review was found, so no register was written"):
        season_register(replace(noted, arguments=(str(tmp_path / "slip"),)), service)
    assert noted.out.read_bytes() == before


def test_what_cannot_be_read_or_contradicts_is_listed_with_its_cure(asked, service, folder):
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04")
    shutil.copy(min(folder.iterdir()), folder / "zz.xlsx")
    done = season_register(asked, service)
    listed = records(openpyxl.load_workbook(asked.out)["Failed"])
    assert sorted(Path(each["File"]).name for each in listed) == ["broken.xlsx", "zz.xlsx"]
    assert all(each["What to do"] for each in listed)
    assert (done.reviews, len(done.failures)) == (3, 2)


def test_the_same_reference_in_another_season_is_no_contradiction(asked, service, folder, tmp_path):
    for number in (1, 2):
        season(tmp_path / f"earlier {number}", 3)
    earlier = tuple(str(tmp_path / f"earlier {number}") for number in (1, 2))
    done = season_register(replace(asked, earlier=earlier), service)
    assert (done.reviews, done.failures) == (3, ())
    again = season_register(replace(asked, earlier=(str(folder),)), service)  # the season itself is no earlier one
    assert again.failures == ()
    assert not records(openpyxl.load_workbook(asked.out)["Learning"])[0].get("In reviews")


def test_letters_and_register_make_the_same(folder, service, run, tmp_path):
    run(folder, register=True, as_of=service.as_of)
    out = tmp_path / "out" / "other.xlsx"
    season_register(RegisterRequest((str(folder),), out, tmp_path / "profile", jobs=1), service)
    one, other = (openpyxl.load_workbook(tmp_path / "out" / name) for name in ("register.xlsx", "other.xlsx"))
    assert one.sheetnames == other.sheetnames
    for sheet in one:
        seen, also = (
            [[cell.value for cell in row] for row in each.iter_rows()] for each in (sheet, other[sheet.title])
        )
        assert seen == also, sheet.title
    assert any(row["Decided"] for row in records(other["Days"]))
    asked = StatusRequest(
        (str(folder),), service.templates_folder, service.as_of, DUE_SOON_DAYS, 1, None, tmp_path / "out"
    )
    states = {line.reference: capitalized(line.state) for line in season_status(asked).lines}
    assert {row["File reference"]: row["State"] for row in records(other["Reviews"])} == states


def test_without_names_no_reviewer_is_named_anywhere(asked, service, register):
    names = {row["Reviewer"] for row in records(openpyxl.load_workbook(io.BytesIO(register))["Reviews"])} - {None}
    assert names
    season_register(replace(asked, names=False), service)
    book = openpyxl.load_workbook(asked.out)
    told = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [words for words in told if any(name in words for name in names) or words == "By reviewer"]


def test_without_names_nobody_is_named_who_accepted_a_late_return():
    accepted = [row for row in sample_rows().values() if "accepted by" in row.words]
    names = {re.search(r"accepted by (.+?) on ", row.words)[1] for row in accepted}  # type: ignore[index]
    assert names
    told = [str(row) for row in nameless_rows().values()]
    assert not [row for row in told if any(name in row for name in names)]
    assert any("accepted by a reviewer" in row for row in told)


def test_a_register_of_an_earlier_version_has_no_notes():
    book, content = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet(register_notes.REVIEWS)
    for row in (
        ["Register"],
        ["As of"],
        ["Employer", "File reference", "Review workbook"],
        ["Hauling", "QA-1", "a.xlsx"],
    ):
        sheet.append(row)
    book.save(content)
    assert read_previous(content.getvalue(), "register.xlsx") == PreviousRegister((), {"Reviews": {}})
