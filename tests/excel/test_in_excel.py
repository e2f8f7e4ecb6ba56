"""Real Excel: 'secor-xl excel install', then 'pytest -m excel -n0', on Windows. Skipped everywhere else."""

import sys

import pytest

from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.excel.package_edits import as_template
from secor_xl.excel.setup.checks_windows import check_excel
from secor_xl.excel.setup.doctor import doctor
from secor_xl.excel.setup.machine import Machine
from secor_xl.excel.setup.self_test import compare, in_excel, recalculate, refuse_differences
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.upgrade import upgrade
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.reading.read_workbook import read_workbook
from tests.excel.clicks import SAMPLES, every_sample, judged_sample
from tests.notes import read_notes
from tests.workbook import built

pytestmark = [
    pytest.mark.excel,
    pytest.mark.skipif(
        sys.platform != "win32" or not check_excel(Machine()).ok, reason="Excel on Windows is not installed here"
    ),
]


def test_the_doctor_finds_nothing_to_do():
    assert [each for each in doctor(Machine()) if not each.ok] == []


@every_sample
def test_every_cell_shows_what_the_library_says_before_and_after_a_change(sample, tmp_path):
    path = tmp_path / "review.xlsm"
    path.write_bytes(build_macro_workbook(judged_sample(sample), live_as_of=False))
    with in_excel(path) as book:
        assert compare(book, judged_sample(sample))


def test_the_template_starts_a_review_of_its_own(tmp_path):
    path = tmp_path / "review.xltm"
    path.write_bytes(as_template(build_macro_workbook(judged_sample(SAMPLES[0]), live_as_of=False)))
    with in_excel(path) as book:
        assert not book.name.lower().endswith(".xltm")
        recalculate(book)
        assert refuse_differences(book, computed_values(judged_sample(SAMPLES[0])), built.instrument())


def test_what_excel_saves_is_read_and_upgraded_without_loss(tmp_path):
    path = tmp_path / "review.xlsm"
    path.write_bytes(build_macro_workbook(judged_sample(SAMPLES[0]), live_as_of=False))
    with in_excel(path) as book:
        book.sheets["Questions"].range("D6").api.AddComment("written in Excel")
        book.save()
    assert read_workbook(path).review == SAMPLES[0].review
    assert [note.text for note in read_notes(path).values()] == ["written in Excel"]
    service = ReviewService(shipped_letter_templates(), SAMPLES[0].as_of)
    done = upgrade(path, service, lambda judgement, notes: build_macro_workbook(judgement, notes=notes), again=True)
    assert done.rebuilt is not None
    assert done.rebuilt.left == ()
    assert read_workbook(path).review == SAMPLES[0].review
