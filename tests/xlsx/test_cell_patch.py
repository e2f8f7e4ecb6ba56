"""Values are written into blank cells, and no other byte of any part changes."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from secor_xl.review.difference import difference
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.workbook.schema.layout import LETTERS, ROUNDS
from secor_xl.xlsx.cell_patch import patched
from secor_xl.xlsx.guard import UnreadableWorkbook
from tests.workbook.packages import changed, small_workbook
from tests.workbook.shipped import CLEAN, built, opened

SENT, TEXT = ROUNDS.cell("feedback_sent_on", 1), ROUNDS.cell("late_accepted_by", 1)
DAY = dt.date(2026, 6, 3)


def parts(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def blank_cells(**options):
    def write(book, sheet):
        made = book.add_format({"num_format": "yyyy-mm-dd"})
        for cell in ("A1", "B2", "C3"):
            sheet.write_blank(cell, None, made)
        sheet.write_blank("F6", None, book.add_format({"bold": True}))
        sheet.write_string("D4", "word")
        sheet.write_formula("E5", "=1+1")

    return small_workbook(write, options=options or None)


def test_a_review_has_the_new_facts_and_no_other():
    old = built(CLEAN)
    new = patched(
        old, "review.xlsx", {ROUNDS.sheet: {SENT: DAY, TEXT: "A & <b>"}, LETTERS.sheet: {LETTERS.cell("round", 1): 1}}
    )
    before, after = (read_workbook_bytes(each, "review.xlsx").review for each in (old, new))
    assert {(each.section, each.field or "entry") for each in difference(before, after)} == {
        ("rounds", "entry"),
        ("letters", "entry"),
    }
    assert (after.rounds[0].feedback_sent_on, after.rounds[0].late_accepted_by) == (DAY, "A & <b>")
    assert after.letters[0].round == 1
    assert replace(after, rounds=(), letters=()) == before


def test_no_other_byte_of_any_part_changes():
    old = built(CLEAN)
    new = patched(old, "review.xlsx", {ROUNDS.sheet: {SENT: DAY}})
    before, after = parts(old), parts(new)
    assert list(before) == list(after)
    (part,) = (name for name in before if before[name] != after[name])
    cell = rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % SENT.encode()
    assert re.sub(cell, b"", before[part]) == re.sub(cell, b"", after[part])


def test_the_format_of_the_cell_stays():
    new = opened(patched(built(CLEAN), "review.xlsx", {ROUNDS.sheet: {SENT: DAY}}))
    cell = new[ROUNDS.sheet][SENT]
    assert (cell.value.date(), cell.is_date) == (DAY, True)


@pytest.mark.parametrize("date_1904", [False, True])
def test_days_are_counted_as_the_workbook_counts_them(date_1904):
    content = patched(
        blank_cells(date_1904=date_1904), "a.xlsx", {"Sheet": {"B2": DAY, "F6": Decimal("2.5"), "A1": " two "}}
    )
    sheet = opened(content)["Sheet"]
    assert (sheet["B2"].value.date(), sheet["F6"].value, sheet["A1"].value) == (DAY, 2.5, " two ")


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'<c r="B2" s="1"/>', b'<c s="1" r="B2" t="n" ></c>'), (b'<c r="B2" s="1"/>', b'<c\n r="B2"\ts="1" />')],
)
def test_a_cell_is_found_as_any_program_writes_it(before, after):
    content = changed(blank_cells(), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(before, after))
    assert opened(patched(content, "a.xlsx", {"Sheet": {"B2": DAY}}))["Sheet"]["B2"].value.date() == DAY


@pytest.mark.parametrize(
    ("sheet", "cell", "said"),
    [
        ("Sheet", "D4", "Sheet!D4 is not blank"),
        ("Sheet", "E5", "Sheet!E5 is not blank"),
        ("Sheet", "B9", "Sheet!B9 is not written as the form has it"),
        ("Other", "A1", "has no sheet Other"),
    ],
)
def test_a_cell_that_cannot_be_written_is_named(sheet, cell, said):
    with pytest.raises(UnreadableWorkbook, match=said) as refused:
        patched(blank_cells(), "a.xlsx", {sheet: {cell: DAY}})
    assert str(refused.value).endswith(" enter it there.")


def test_a_cell_that_is_there_twice_is_refused():
    twice = b'<c r="B2" s="1"/>'
    content = changed(blank_cells(), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(twice, twice * 2))
    with pytest.raises(UnreadableWorkbook, match="B2 is not written"):
        patched(content, "a.xlsx", {"Sheet": {"B2": DAY}})
