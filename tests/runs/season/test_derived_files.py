"""PDFs, e-mail drafts and the register: made once, of the letters as they are on disk, and recorded."""

import datetime as dt
import email
import email.policy
import shutil

import openpyxl
import pytest

from secor_xl.delivery.pdf import converters
from secor_xl.delivery.pdf.converters import Converted, NoConverter
from secor_xl.errors import SecorError
from secor_xl.letters.letter import LetterState
from secor_xl.records.database import RECORDS
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.season.result import Trouble
from tests.libreoffice import needs_programs
from tests.runs.conftest import letters_in, recorded, records_in
from tests.runs.season.test_run import replace_text


class Press:
    """Makes PDFs at once; the real converters have tests of their own."""

    name = "Press"

    def __init__(self):
        self.asked = []
        self.fails = ""

    def convert(self, letters, *, jobs=1):
        for letter in reversed(letters):
            self.asked.append(letter.name)
            if self.fails and self.fails in letter.name:
                yield Converted(letter, None, f"{letter}: Press hung on it. Open it and look.")
            else:
                yield Converted(letter, b"%PDF of " + letter.read_bytes()[-40:] + b"%%EOF")


@pytest.fixture
def press(monkeypatch):
    made = Press()
    monkeypatch.setattr(converters, "converter", lambda: made)
    return made


def draft(path):
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def endings(folder, ending):
    return sorted(path.stem for path in folder.glob(f"*{ending}"))


def test_each_letter_has_its_pdf_and_its_draft_which_carries_the_pdf(workbooks, run, tmp_path, press):
    results = run(workbooks, pdf=True, email=True)
    out = tmp_path / "out"
    assert endings(out, ".docx") == endings(out, ".pdf") == endings(out, ".eml")
    for letter in (letter for result in results for letter in result.letters):
        [attached] = draft(out / letter.email).iter_attachments()
        assert attached.get_filename() == letter.pdf
        assert attached.get_content() == (out / letter.pdf).read_bytes()
        assert draft(out / letter.email)["X-Unsent"] == "1"


def test_without_pdfs_the_draft_carries_the_word_file(workbooks, run, tmp_path):
    for result in run(workbooks, email=True):
        for letter in result.letters:
            [attached] = draft(tmp_path / "out" / letter.email).iter_attachments()
            assert attached.get_content() == (tmp_path / "out" / letter.name).read_bytes()


def test_a_second_run_makes_nothing_again(workbooks, run, tmp_path, press):
    run(workbooks, pdf=True, email=True)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    press.asked.clear()
    results = run(workbooks, pdf=True, email=True)
    assert not press.asked
    assert all(result.unchanged_since for result in results)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_replaced_letters_have_new_pdfs_and_their_drafts_carry_them(workbooks, run, tmp_path, press):
    run(workbooks, pdf=True, email=True)
    results = run(workbooks, pdf=True, email=True, replace=True, as_of=run.day + dt.timedelta(days=1))
    for letter in (letter for result in results for letter in result.letters):
        assert letter.pdf
        [attached] = draft(tmp_path / "out" / letter.email).iter_attachments()
        assert attached.get_filename() == letter.pdf


def test_a_draft_that_is_the_same_after_a_change_of_the_office_is_known_to_be_so(workbooks, run, tmp_path):
    office = tmp_path / "office"
    shutil.copytree(shipped_letter_templates(), office)
    run(workbooks, templates_folder=office, email=True)
    text = (office / "office.toml").read_text(encoding="utf-8")
    (office / "office.toml").write_text(f"# checked\n{text}", encoding="utf-8")
    run(workbooks, templates_folder=office, email=True)
    assert all(result.unchanged_since for result in run(workbooks, templates_folder=office, email=True))


def test_pdfs_and_drafts_can_be_asked_for_later(workbooks, run, tmp_path, press):
    run(workbooks)
    before = letters_in(tmp_path / "out")
    results = run(workbooks, pdf=True, email=True)
    assert {letter.state for result in results for letter in result.letters} == {LetterState.THERE}
    assert len(press.asked) == len(before)
    assert letters_in(tmp_path / "out") == before
    assert endings(tmp_path / "out", ".eml") == endings(tmp_path / "out", ".docx")


def test_a_letter_that_was_improved_by_hand_gets_a_new_pdf_and_a_new_draft(workbooks, run, tmp_path, press):
    run(workbooks, pdf=True, email=True)
    letter = min((tmp_path / "out").glob("*.docx"))
    letter.write_bytes(letter.read_bytes() + b"improved")
    press.asked.clear()
    assert not [result.failure for result in run(workbooks, pdf=True, email=True) if result.failure]
    assert press.asked == [letter.name]
    [attached] = draft(letter.with_suffix(".eml")).iter_attachments()
    assert attached.get_content() == letter.with_suffix(".pdf").read_bytes()
    assert b"improved" in attached.get_content()


@pytest.mark.parametrize("ending", [".pdf", ".eml"])
def test_a_pdf_or_a_draft_that_a_person_has_changed_is_never_overwritten(workbooks, run, tmp_path, press, ending):
    run(workbooks, pdf=True, email=True)
    letter = min((tmp_path / "out").glob("*.docx"))
    letter.write_bytes(letter.read_bytes() + b"improved")
    changed = letter.with_suffix(ending)
    changed.write_bytes(b"by hand")
    failed = [result for result in run(workbooks, pdf=True, email=True) if result.failure]
    assert len(failed) == 1
    assert "is there already with other content" in failed[0].failure.cause
    assert changed.read_bytes() == b"by hand"


def test_a_letter_whose_pdf_fails_is_there_all_the_same_and_is_told(workbooks, run, tmp_path, press):
    press.fails = "QA-000001"
    results = run(workbooks, pdf=True, email=True)
    failed = [result for result in results if result.failure]
    assert len(failed) == 1
    assert failed[0].failure.trouble is Trouble.PDF
    assert "the letter is there, but not the PDF" in failed[0].failure.cause
    assert all(letter.state is LetterState.WRITTEN for letter in failed[0].letters)
    assert not list((tmp_path / "out").glob("QA-000001*.eml")), "an e-mail without its attachment"
    press.fails = ""
    again = run(workbooks, pdf=True, email=True)
    assert not [result for result in again if result.failure]
    assert endings(tmp_path / "out", ".docx") == endings(tmp_path / "out", ".pdf") == endings(tmp_path / "out", ".eml")


def test_without_a_converter_a_run_that_needs_one_does_not_begin(workbooks, run, tmp_path, monkeypatch):
    def none():
        raise NoConverter

    monkeypatch.setattr(converters, "converter", none)
    with pytest.raises(SecorError, match="Word or by LibreOffice"):
        run(workbooks, pdf=True)
    assert not (tmp_path / "out").exists()
    assert not [result.failure for result in run(workbooks) if result.failure]


def test_an_office_without_e_mail_templates_is_told_and_has_its_letters(workbooks, run, tmp_path):
    office = tmp_path / "office"
    shutil.copytree(shipped_letter_templates(), office)
    shutil.rmtree(office / "email")
    results = run(workbooks, templates_folder=office, email=True)
    assert all(result.failure.trouble is Trouble.EMAIL for result in results)
    assert letters_in(tmp_path / "out")


def test_a_missing_address_is_told_with_the_letter(workbooks, run):
    path = min(workbooks.iterdir())
    replace_text(path, b"@", b" at ")
    [result] = run(path, email=True)
    assert not result.failure
    assert any("e-mail address" in remark for letter in result.letters for remark in letter.warnings)


def test_a_dry_run_makes_neither(workbooks, run, tmp_path, press):
    run(workbooks, pdf=True, email=True, register=True, dry_run=True)
    assert not (tmp_path / "out").exists()
    assert not press.asked


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=needs_programs("soffice"))])
def test_a_real_converter_makes_real_pdfs(workbooks, run, tmp_path, jobs):
    [result] = run(min(workbooks.iterdir()), pdf=True, jobs=jobs)
    for letter in result.letters:
        assert (tmp_path / "out" / letter.pdf).read_bytes().startswith(b"%PDF")


def register(folder):
    return openpyxl.load_workbook(folder / "register.xlsx")


def test_the_register_has_a_row_for_each_review_and_one_for_each_failure(workbooks, run, tmp_path):
    (workbooks / "broken.xlsx").write_bytes(b"PK\x03\x04")
    run(workbooks, register=True)
    book = register(tmp_path / "out")
    references = {str(cell.value) for column in book["Reviews"].iter_cols() for cell in column}
    assert {f"QA-{number:06}" for number in range(17)} <= references
    failed = [str(cell.value) for row in book["Failed"].iter_rows() for cell in row]
    assert any("broken.xlsx" in each for each in failed)


def test_the_register_of_a_second_run_is_the_same_and_tells_of_unchanged_workbooks_too(workbooks, run, tmp_path):
    run(workbooks, register=True)
    before = (tmp_path / "out" / "register.xlsx").read_bytes()
    run(workbooks, register=True)
    assert (tmp_path / "out" / "register.xlsx").read_bytes() == before
    assert [path.name for path in (tmp_path / "out").glob("register*")] == ["register.xlsx"]


def test_a_register_that_nobody_changed_is_replaced_and_one_with_remarks_is_kept(workbooks, run, tmp_path):
    run(workbooks, register=True)
    path = tmp_path / "out" / "register.xlsx"
    min(workbooks.iterdir()).unlink()
    run(workbooks, register=True)
    assert [each.name for each in path.parent.glob("register*")] == ["register.xlsx"]
    path.write_bytes(path.read_bytes() + b"remarks")
    remarks = path.read_bytes()
    min(workbooks.iterdir()).unlink()
    run(workbooks, register=True)
    assert (path.parent / "register (replaced 1).xlsx").read_bytes() == remarks
    assert path.read_bytes() != remarks


def test_the_records_know_all_of_them(workbooks, run, tmp_path, press):
    run(workbooks, pdf=True, email=True, register=True)
    known = {
        *recorded(tmp_path / "out"),
        *(each.name for each in records_in(tmp_path / "out").derived_files()),
        RECORDS,
    }
    assert {path.name for path in (tmp_path / "out").iterdir()} == known
