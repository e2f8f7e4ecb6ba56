"""The workbook on paper: every sheet prints, nothing is hidden behind number signs, and nothing that is empty takes a page."""

import datetime as dt
import re
import zipfile
from dataclasses import replace
from html import unescape
from io import BytesIO

from secor_xl.judgement.assessment import assess
from secor_xl.review.model import ActionItem, CorrectionRound
from secor_xl.samples.employers import samples
from secor_xl.workbook.schema import layout
from secor_xl.workbook.schema.layout import VISIBLE_SHEETS
from secor_xl.workbook.writing.build import build_workbook
from tests.rendering import needs_pages, page_count, pdfs_of, text_of
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, OFFICE, judged, opened

pytestmark = needs_pages
STEMS = ("lodgepole-lantern", "ochre-basin", "pemmican-trail", "northern-pintail", "etoile-hostile-text")
COMPLETED = ("ochre-basin", "northern-pintail")
MOST_PAGES = 15


def test_every_sheet_prints_and_no_cell_is_too_narrow(tmp_path):
    chosen = [sample for sample in samples(INSTRUMENT) if sample.file_stem in STEMS]
    assert len(chosen) == len(STEMS)
    files = []
    for sample in chosen:
        assessment = assess(sample.review, instrument=INSTRUMENT, office=OFFICE, as_of=sample.as_of)
        files.append(tmp_path / f"{sample.file_stem}.xlsx")
        files[-1].write_bytes(build_workbook(assessment))
    for sample, pdf in zip(chosen, pdfs_of(files, tmp_path), strict=True):
        text = text_of(pdf)
        assert "###" not in text, sample.file_stem
        assert all(sheet in text for sheet in VISIBLE_SHEETS), sample.file_stem
        assert sample.review.case.reference in text
        assert sample.expected_outcome.value.capitalize() in text


def area(content, sheet):
    """The print area of a sheet, as the workbook has it."""
    text = zipfile.ZipFile(BytesIO(content)).read("xl/workbook.xml").decode()
    index = layout.SHEETS.index(sheet)
    (found,) = re.findall(rf'Print_Area" localSheetId="{index}"[^>]*>([^<]*)<', text)
    return unescape(found)


def tables(review):
    """Each sheet that is printed down to its last entry: its table, and how many rows of it are filled."""
    flags = len(judged(review).flags)
    lists = [table for table in layout.TABLES.values() if table is not layout.QUESTIONS]
    return [*((table, len(getattr(review, table.section))) for table in lists), (layout.FLAG_LIST, flags)]


BEGUN = replace(BLANK, case=replace(BLANK.case, reference="QA-1"))
GAPS = replace(
    CLEAN,
    action_plan=(
        ActionItem(),
        ActionItem(),
        ActionItem(deficiency="#N/A", action="x"),
        ActionItem(question_ids=("B2",)),
    ),
    rounds=(CorrectionRound(), CorrectionRound(dt.date(2026, 6, 1))),
    letters=(),
)


def test_a_sheet_is_printed_down_to_its_last_entry_and_at_least_to_the_first_row(tmp_path):
    """LibreOffice calculates the formulas of the print areas, in cells of a sheet that is added for it."""
    files, reviews = [], (BEGUN, GAPS)
    for number, review in enumerate(reviews):
        content = build_workbook(judged(review))
        book = opened(content)
        for sheet in book:
            sheet.sheet_state = "hidden"
        added = book.create_sheet("Areas", 0)
        for row, (table, _) in enumerate(tables(review), 1):
            added.cell(row, 1).value = f'="{table.section} "&ROWS({area(content, table.sheet)})'
        files.append(tmp_path / f"{number}.xlsx")
        book.save(files[-1])
    for review, pdf in zip(reviews, pdfs_of(files, tmp_path), strict=True):
        first_page = text_of(pdf).partition("\f")[0]
        for table, filled in tables(review):
            assert f"{table.section} {table.header_row + max(1, filled)}" in first_page


def test_a_completed_review_has_at_most_fifteen_pages_and_every_sheet_is_one_wide(tmp_path):
    """LibreOffice knows print areas of fixed size only, so each is put in as what its formula comes to."""
    files = []
    for sample in samples(INSTRUMENT):
        if sample.file_stem in COMPLETED:
            assessment = assess(sample.review, instrument=INSTRUMENT, office=OFFICE, as_of=sample.as_of)
            book = opened(build_workbook(assessment))
            for table, filled in tables(sample.review):
                bottom = table.header_row + max(1, len(assessment.flags) if table is layout.FLAG_LIST else filled)
                book[table.sheet].print_area = f"A1:{table.columns[-1].letter}{bottom}"
            files.append(tmp_path / f"{sample.file_stem}.xlsx")
            book.save(files[-1])
    for pdf in pdfs_of(files, tmp_path):
        assert page_count(pdf) <= MOST_PAGES, pdf.name
        sheets = re.findall(r"^ *(\w+(?: \w+)?) +Page \d+ of", text_of(pdf), re.MULTILINE)
        assert set(sheets) == set(VISIBLE_SHEETS)
        assert sheets.count(layout.SUBMISSION_SHEET) == sheets.count(layout.ACTION_PLAN_SHEET) == 1
