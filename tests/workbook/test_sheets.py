"""The sheets for whoever works in them all day: what stays in sight, what closes, where the links lead."""

import re
import zipfile
from io import BytesIO

import pytest

from secor_xl.samples.changes import with_question
from secor_xl.workbook.schema import computed_ranges, layout, named_ranges, start_sheet
from secor_xl.workbook.schema.layout import QUESTIONS, START, VISIBLE_SHEETS
from secor_xl.workbook.schema.printed_words import COLOURS
from secor_xl.workbook.schema.start_sheet import SCORE
from secor_xl.workbook.writing.build import build_workbook
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, SMALL, SMALL_REVIEW, clean_book, judged, opened

PIXELS_OF_A_LAPTOP = 1366


def value(book, name, down=0, across=0, instrument=INSTRUMENT):
    block = named_ranges.range_of(name, instrument)
    return book[block.sheet].cell(block.row + down, block.column + across).value


def links(sheet):
    """The cells that the links of a sheet lead to, by their own."""
    return {cell.coordinate: cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink}


# In sight


def test_question_and_guideline_stay_in_sight_and_leave_room_for_the_verdict():
    frozen = QUESTIONS.columns[: QUESTIONS.column(layout.QUESTION_FROZEN).index]
    assert {"question_id", "text", "guideline", layout.SCORED} <= {column.field for column in frozen}
    verdict = [QUESTIONS.column(field) for field in ("documents", "oldest_record", "newest_record", "notes_verdict")]
    verdict += [QUESTIONS.column(field) for field in ("method_not_used", "points")]
    assert sum(7 * column.width + 5 for column in (*frozen, *verdict)) * 0.9 < PIXELS_OF_A_LAPTOP - 60


def test_each_group_of_columns_closes_and_its_first_column_stays():
    sheet = clean_book()[QUESTIONS.sheet]
    closing = set()
    for stays, (first, last) in layout.QUESTION_GROUPS.items():
        group = range(QUESTIONS.column(first).index, QUESTIONS.column(last).index + 1)
        assert QUESTIONS.column(stays).index + 1 == group[0]
        closing |= set(group)
    for column in QUESTIONS.columns:
        # openpyxl joins columns of one width
        level = next(
            each.outlineLevel
            for each in sheet.column_dimensions.values()
            if (each.min or 0) <= column.index <= (each.max or 0)
        )
        assert bool(level) is (column.index in closing), column.field
        assert not sheet.column_dimensions[column.letter].hidden
    assert sheet.sheet_properties.outlinePr.summaryRight is False


def test_the_signs_of_the_groups_are_there_only_where_a_macro_can_let_them_work():
    for live in (True, False):
        text = zipfile.ZipFile(BytesIO(build_workbook(judged(CLEAN), live=live))).read("xl/worksheets/sheet3.xml")
        assert (b'showOutlineSymbols="0"' in text) is not live


# How far


@pytest.mark.parametrize(
    ("points", "words"), [(None, "7 of 8"), ("15", "all 8")], ids=["one is not scored", "everything is scored"]
)
def test_the_questions_scored_are_counted_by_element_on_both_sheets(points, words):
    review = CLEAN if points else with_question(CLEAN, "A1", points=None)
    book = opened(build_workbook(judged(review)))
    assert value(book, computed_ranges.ELEMENTS) == words
    assert value(book, computed_ranges.PROGRESS) == words
    assert value(book, computed_ranges.OVERALL) == ("all 63" if points else "62 of 63")
    column = [book[QUESTIONS.sheet][QUESTIONS.cell(layout.SCORED, n)].value for n in range(1, 64)]
    assert sum(text is not None for text in column) == len(INSTRUMENT.elements)


# From sheet to sheet


def test_start_leads_to_every_sheet_and_every_element_and_each_sheet_back():
    for book, instrument in ((clean_book(), INSTRUMENT), (opened(build_workbook(judged(SMALL_REVIEW, SMALL))), SMALL)):
        found = links(book[START])
        assert {f"{name}!A1" for name in VISIBLE_SHEETS[1:]} <= {each.replace("'", "") for each in found.values()}
        for number, element in enumerate(instrument.elements, 1):
            sheet, _, cell = found[f"{start_sheet.FIRST.letter}{start_sheet.OVERALL_ROW + number}"].partition("!")
            row = int(re.sub("[A-Z]", "", cell))
            assert sheet == QUESTIONS.sheet
            assert book[sheet].cell(row, QUESTIONS.column("element").index).value == element.letter
            before = book[sheet].cell(row - 1, QUESTIONS.column("element").index).value
            assert before != element.letter
        for name in VISIBLE_SHEETS[1:]:
            assert links(book[name])[f"A{layout.BAND_ROW}"] == f"{START}!A1"
            assert book[name][f"A{layout.BAND_ROW}"].value == layout.BACK


def test_the_links_to_the_bands_stay_in_sight_and_lead_to_their_headers():
    sheet = clean_book()[QUESTIONS.sheet]
    frozen = {column.letter for column in QUESTIONS.columns[: QUESTIONS.column(layout.QUESTION_FROZEN).index]}
    found = {cell: there for cell, there in links(sheet).items() if there.startswith(QUESTIONS.sheet)}
    assert len(found) == 4
    for cell, there in found.items():
        assert cell.rstrip("0123456789") in frozen
        first = there.partition("!")[2].partition(":")[0]
        assert int(re.sub("[A-Z]", "", first)) == layout.HEADER_ROW  # so the rows below do not move
        words = sheet[cell].value.removeprefix("→ ")
        assert words in (sheet[f"{first.rstrip('0123456789')}{layout.BAND_ROW}"].value, "Flags")


def test_the_colours_are_explained_on_start():
    for book in (clean_book(), opened(build_workbook(judged(BLANK)))):
        sheet, row = book[START], start_sheet.deadlines_heading_row(len(INSTRUMENT.elements))
        column = SCORE["percent"].index
        shown = [(sheet.cell(row + n, column).value, sheet.cell(row + n, column + 1).value) for n in range(1, 7)]
        assert shown == list(COLOURS.items())
        cream = sheet.cell(row + 1, column)
        assert cream.fill.fgColor.rgb == book[layout.SUBMISSION_SHEET]["B6"].fill.fgColor.rgb
        assert cream.protection.locked
