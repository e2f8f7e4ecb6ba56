"""A workbook never contradicts itself: every sheet says of which day and entries its computed cells are."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from secor_xl.review.model import CorrectionRound, Review
from secor_xl.samples.changes import with_facts
from secor_xl.workbook.functions.results import entries
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.workbook.schema import computed_ranges, layout, named_ranges
from secor_xl.workbook.schema.printed_words import NOTHING_YET
from secor_xl.workbook.writing.build import build_workbook
from secor_xl.workbook.writing.build_state import CHANGED, CHANGED_WORDS, HIDDEN_FORMAT
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, TODAY, blank_book, clean_book, judged, opened

RECTANGLES = named_ranges.all_ranges(INSTRUMENT)
STATE = RECTANGLES[computed_ranges.STATE]
STATE_CELLS = {
    layout.START: STATE.first,
    **{sheet: f"{column.letter}{layout.BAND_ROW}" for sheet, column in layout.STATE_COLUMNS.items()},
}
COMPUTED = [RECTANGLES[name] for name in computed_ranges.COMPUTED if name not in named_ranges.LIVE_ONLY]


def shown(content: bytes, sheet: str, cell: str) -> str:
    """The result of a formula, or the text of a cell, as the file keeps it."""
    number = [*layout.SHEETS, layout.STATE_SHEET].index(sheet) + 1
    part = zipfile.ZipFile(io.BytesIO(content)).read(f"xl/worksheets/sheet{number}.xml").decode()
    found = re.search(rf'<c r="{cell}"[^>]*>(?:<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>', part)
    return found[1] if found else ""


def test_every_sheet_with_a_computed_cell_says_its_state() -> None:
    assert {block.sheet for block in COMPUTED} == set(STATE_CELLS)


@pytest.mark.parametrize("live", [True, False], ids=["live", "plain"])
def test_each_sheet_names_the_day_and_the_entries(live: bool) -> None:
    content = build_workbook(judged(CLEAN), live=live)
    for sheet, cell in STATE_CELLS.items():
        assert f"Computed as of {TODAY} from {entries(CLEAN)} entries." in shown(content, sheet, cell)


def test_entries_are_counted_one_by_one() -> None:
    assert entries(Review()) == entries(BLANK) == 0
    one = with_facts(BLANK, "employer", legal_name="A")
    assert entries(one) == 1
    assert entries(replace(one, rounds=(CorrectionRound(), CorrectionRound(TODAY)))) == 2
    assert entries(with_facts(one, "profile", workers=0)) == 2, "0 is an entry"
    assert "from 1 entry." in str(build_text(one))


def build_text(review: Review) -> Any:
    return opened(build_workbook(judged(review)))[layout.START][STATE.first].value


class TestABlankPlainWorkbook:
    def test_has_no_computed_cell_and_says_how_to_fill_them(self) -> None:
        book = blank_book()
        for block in COMPUTED:
            for row in book[block.sheet][block.cells] if ":" in block.cells else ((book[block.sheet][block.cells],),):
                for cell in row:
                    assert cell.value is None or (block.name == computed_ranges.STATE and cell.value == NOTHING_YET), (
                        cell
                    )
        for sheet, cell in STATE_CELLS.items():
            assert book[sheet][cell].value == NOTHING_YET
        assert "secor-xl refresh" in NOTHING_YET

    def test_lists_no_flag_and_leads_nowhere(self) -> None:
        assert not any(row[0].value for row in blank_book()[layout.FLAGS_SHEET].iter_rows(min_row=layout.FIRST_ROW))

    def test_has_no_state_of_entries_to_compare(self) -> None:
        assert CHANGED not in blank_book().defined_names

    def test_of_one_entry_is_computed(self) -> None:
        book = opened(build_workbook(judged(with_facts(BLANK, "employer", legal_name="A"))))
        assert book[layout.START][RECTANGLES[computed_ranges.OUTCOME].first].value == "Incomplete"


class TestAPlainWorkbookWithEntries:
    def test_hides_every_computed_cell_once_an_entry_is_another(self) -> None:
        """By a rule that is the first of its cells, so that no other colours what is hidden."""
        for block in COMPUTED:
            if block.name == computed_ranges.STATE:
                continue
            rules = [
                rule
                for area in clean_book()[block.sheet].conditional_formatting
                for rule in area.rules
                if str(area.sqref) == block.cells and rule.formula == [CHANGED]
            ]
            (rule,) = rules
            assert rule.stopIfTrue
            assert rule.dxf.numFmt.formatCode == HIDDEN_FORMAT
            others = [
                other.priority
                for area in clean_book()[block.sheet].conditional_formatting
                for other in area.rules
                if other.formula != [CHANGED]
            ]
            assert rule.priority < min(others, default=99)

    def test_says_so_in_place_of_the_day(self) -> None:
        for sheet, cell in STATE_CELLS.items():
            formula = clean_book()[sheet][cell].value
            assert formula.startswith(f'=IF({CHANGED},"{CHANGED_WORDS}","Computed as of {TODAY}')
            assert all(len(text) <= 255 for text in re.findall('"([^"]*)"', formula)), "Excel takes no longer text"

    def test_keeps_its_entries_as_they_were(self) -> None:
        state, row = clean_book()[layout.STATE_SHEET], 3
        for name in named_ranges.INPUT_RANGES:
            block = RECTANGLES[name]
            sheet = clean_book()[block.sheet]
            for down in range(block.rows):
                for across in range(block.columns):
                    one = sheet.cell(block.row + down, block.column + across)
                    other = state.cell(row + down, across + 1)
                    assert serial(one) == serial(other), one
            row += block.rows

    def test_compares_every_entry(self) -> None:
        formula = clean_book()[layout.STATE_SHEET]["A1"].value
        cells = sum(RECTANGLES[name].rows * RECTANGLES[name].columns for name in named_ranges.INPUT_RANGES)
        assert formula.startswith(f"={cells}-")
        assert re.findall(r"EXACT\((\w+)&", formula) == list(named_ranges.INPUT_RANGES)
        assert shown(build_workbook(judged(CLEAN)), layout.STATE_SHEET, "A2") == "0"

    def test_is_read_as_the_same_review(self) -> None:
        assert read_workbook_bytes(build_workbook(judged(CLEAN)), "x").review == CLEAN


def serial(cell: Any) -> Any:
    """The value of a cell, a day as its number."""
    from openpyxl.utils.datetime import to_excel

    return to_excel(cell.value) if cell.is_date and cell.value is not None else cell.value
