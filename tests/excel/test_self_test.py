"""The comparison that Excel is put to, over an engine of ours: it agrees where all is well, and notices what is not."""

import datetime as dt

import pytest

from secor_xl.excel.setup import self_test
from secor_xl.excel.setup.self_test import ExcelDiffers, changes, check_cells, compare
from secor_xl.workbook.functions.registry import FUNCTIONS
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.schema import computed_ranges, named_ranges
from tests.excel import macro_books
from tests.excel.clicks import SAMPLES, every_sample, judged_sample
from tests.excel.fake_engine import open_book, opener
from tests.excel.fake_machine import linux, windows
from tests.workbook import built


def cells():
    named = [named_ranges.range_of(function.range_name, built.instrument()) for function in FUNCTIONS]
    return sum(block.rows * block.columns for block in named)


@every_sample
def test_every_cell_of_every_sample_is_compared_before_and_after_a_change(sample):
    found = check_cells(windows(), judged_sample(sample), opener(sample.as_of))
    assert found.ok, found.says
    assert found.says.startswith(f"{4 * cells()} cells")


def test_the_changes_change_what_the_cells_show():
    for sample in SAMPLES:
        assessment = judged_sample(sample)
        before = computed_values(assessment)
        for typed, changed in changes(assessment):
            assert typed
            assert computed_values(changed) != before
            before = computed_values(changed)


def test_a_long_finding_and_a_long_refusal_are_part_of_it():
    """Excel shows #VALUE! in every cell of a block that has a longer text."""
    (_, _), (typed, found) = changes(judged_sample(SAMPLES[0]))
    assert max(len(str(value)) for value in typed.values()) >= 300
    assert any(str(row[0]).endswith("…") for row in computed_values(found)[computed_ranges.QUESTION_FLAGS])
    assert len(self_test.LONG_VERSION) >= 600


def test_an_excel_whose_cells_do_not_follow_is_noticed():
    found = check_cells(windows(), judged_sample(SAMPLES[0]), opener(dt.date(2026, 6, 1), python_in_cells=False))
    assert not found.ok
    assert "shows" in found.says
    assert "more" in found.says, "only the first differences are named"
    assert found.cure


@pytest.mark.parametrize("wrong", ["Approve", "", 0.0, True, dt.datetime(2026, 1, 1)])
def test_a_single_wrong_cell_is_named(tmp_path, monkeypatch, wrong):
    book = open_book(macro_books.written(tmp_path), built.AS_OF)
    monkeypatch.setattr(self_test, "recalculate", lambda _book: None)
    block = named_ranges.range_of(computed_ranges.NEXT_STEP, built.instrument())
    book.impl.values[block.sheet][block.first].value = wrong
    with pytest.raises(ExcelDiffers, match=f"{block.sheet}!{block.first} shows"):
        compare(book, macro_books.assessment())


def test_an_excel_that_cannot_be_started_is_a_finding_not_a_fault():
    def opened(path):
        raise OSError("no\nserver")

    found = check_cells(windows(), judged_sample(SAMPLES[0]), opened)
    assert not found.ok
    assert "Excel did not start" in found.says
    assert found.cure


def test_without_windows_it_is_not_tried():
    assert check_cells(linux(), judged_sample(SAMPLES[0])).ok
