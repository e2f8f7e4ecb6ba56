"""Check now makes room for flags that have grown, and for nothing else."""

import sys

import pytest

from secor_xl.excel import buttons
from secor_xl.judgement.case import Place
from secor_xl.samples.changes import with_question
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.layout import cell_of
from tests.excel.clicks import every_sample, of_sample, reviewer
from tests.workbook.shipped import CLEAN, INSTRUMENT, TODAY

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="on a Mac flags never change by themselves")
SHEET, CELL = cell_of(Place("questions", "points", "B2"), INSTRUMENT) or ("", "")
ROW = int(CELL.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def low(at):
    """The review with a row that is as low as Excel's own, and a flag in it that needs several lines."""
    at.open_workbook.file[SHEET].row_dimensions[ROW].height = 15
    at.enter((SHEET, CELL), "ten and a half points, because the list of tasks was half done when it was looked at")
    return at


def test_the_row_of_a_flag_that_has_grown_is_fitted(tmp_path):
    at = low(reviewer(tmp_path, CLEAN, TODAY))
    at.click(buttons.check_now)
    assert at.excel.fitted == [(SHEET, ROW)]
    at.excel.fitted.clear()
    at.click(buttons.check_now)
    assert at.excel.fitted == []


def test_the_rows_of_the_list_of_flags_are_fitted(tmp_path):
    at = low(reviewer(tmp_path, CLEAN, TODAY))
    block = named_ranges.range_of(computed_ranges.ALL_FLAGS, INSTRUMENT)
    at.open_workbook.file[block.sheet].row_dimensions[block.row].height = 15
    at.click(buttons.check_now)
    assert (block.sheet, block.row) in at.excel.fitted


@every_sample
def test_a_workbook_as_it_was_made_needs_no_fitting(tmp_path, sample):
    at = of_sample(tmp_path, sample)
    at.click(buttons.check_now)
    assert at.excel.fitted == []


def test_a_row_that_is_hidden_stays_hidden(tmp_path):
    at = low(reviewer(tmp_path, CLEAN, TODAY))
    at.open_workbook.file[SHEET].row_dimensions[ROW].hidden = True
    at.click(buttons.check_now)
    assert (SHEET, ROW) not in at.excel.fitted


def test_a_higher_row_of_the_reviewers_own_stays_as_it_is(tmp_path):
    at = low(reviewer(tmp_path, with_question(CLEAN, "A1", finding=""), TODAY))
    at.open_workbook.file[SHEET].row_dimensions[ROW].height = 300
    at.click(buttons.check_now)
    assert (SHEET, ROW) not in at.excel.fitted


def test_a_check_never_fails_because_of_a_height(tmp_path):
    at = low(reviewer(tmp_path, CLEAN, TODAY))
    for sheet in at.open_workbook.file.worksheets:
        sheet.protection.formatRows = True
    (said,) = at.click(buttons.check_now)
    assert said.startswith("Incomplete")
    assert at.excel.fitted == []
