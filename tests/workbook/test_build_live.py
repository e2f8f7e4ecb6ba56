"""The live workbook as built: formulas with true results, an open as-of day, links, chart and print area that follow the list."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest

from secor_xl.judgement.case import Place
from secor_xl.review.model import Review
from secor_xl.samples.changes import with_facts
from secor_xl.samples.employers import Sample, samples
from secor_xl.workbook.functions.registry import FUNCTIONS
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.workbook.schema import computed_ranges, layout, named_ranges
from secor_xl.workbook.writing.build import Button, build_workbook
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes
from secor_xl.xlsx.sheet_values import UNCACHED, ErrorValue
from tests.workbook.live_ranges import answers, expected, handed
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, TODAY, blank_book, built, judged

RECTANGLES = named_ranges.all_ranges(INSTRUMENT)
HARD_TEXTS = ("00123", "1E5", "nan", "_x0041_", "a < b & c", "<r>", "=1+1", "#N/A", "  two  blanks")


@cache
def live(review: Review = CLEAN, *, today: bool = False) -> bytes:
    return build_workbook(judged(review), live=True, live_as_of=today)


def opened(content: bytes, *, data_only: bool = False) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only)


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def cached(content: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of each computed range, as a reader sees them that calculates nothing."""
    sheets = read_sheets(guard_bytes(content, "f"), layout.SHEETS)
    found = {}
    for function in FUNCTIONS:
        block = RECTANGLES[function.range_name]
        area = sheets[block.sheet]
        found[function.range_name] = [
            [area.value(block.row - 1 + row, block.column - 1 + column) for column in range(block.columns)]
            for row in range(block.rows)
        ]
    return found


def blank_is_none(rows: list[list[Any]]) -> list[list[Any]]:
    return [[None if value == "" else value for value in row] for row in rows]


class TestTheResults:
    @pytest.mark.parametrize("sample", samples(INSTRUMENT), ids=lambda sample: sample.file_stem)
    def test_are_true_in_every_cell(self, sample: Sample) -> None:
        assessment = judged(sample.review, as_of=sample.as_of)
        content = build_workbook(assessment, live=True)
        wanted = {name: blank_is_none(rows) for name, rows in expected(assessment).items()}
        assert cached(content) == wanted

    @pytest.mark.parametrize("text", HARD_TEXTS)
    def test_are_true_of_texts_that_look_like_something_else(self, text: str) -> None:
        review = with_facts(CLEAN, "employer", legal_name=text, trade_name="")
        book = opened(live(review))
        shown = book[layout.START][RECTANGLES[computed_ranges.FACTS].first]
        assert shown.value.ref == RECTANGLES[computed_ranges.FACTS].cells
        head = re.search(
            rf'<c r="{RECTANGLES[computed_ranges.FACTS].first}"[^>]*t="str"',
            part(live(review), "xl/worksheets/sheet1.xml"),
        )
        assert head
        assert cached(live(review))[computed_ranges.FACTS][0][0] == " ".join(text.split())

    def test_are_what_the_functions_give_for_the_same_cells(self) -> None:
        given = answers(handed(live(BLANK)))
        assert cached(live(BLANK)) == {name: blank_is_none(rows) for name, rows in given.items()}

    def test_of_no_formula_are_missing_or_an_error(self) -> None:
        for sheet in read_sheets(guard_bytes(live(BLANK), "f"), layout.SHEETS).values():
            assert not any(value is UNCACHED or isinstance(value, ErrorValue) for row in sheet.rows for value in row)

    def test_are_shown_until_something_changes(self) -> None:
        """Excel recalculates a file on opening it that says so, or that an older engine has calculated."""
        text = part(live(), "xl/workbook.xml")
        assert "fullCalcOnLoad" not in text
        assert int(re.findall(r'calcId="(\d+)"', text)[0]) >= 191029

    def test_look_as_in_a_workbook_without_formulas(self) -> None:
        plain, formulas = opened(built(CLEAN)), opened(live())
        for function in FUNCTIONS:
            block = RECTANGLES[function.range_name]
            if block.sheet == layout.FORM_SHEET:
                continue
            for row in range(block.row, block.row + block.rows):
                for column in range(block.column, block.column + block.columns):
                    one, other = plain[block.sheet].cell(row, column), formulas[block.sheet].cell(row, column)
                    for look in ("font", "fill", "border", "alignment", "number_format", "protection"):
                        assert repr(getattr(one, look)) == repr(getattr(other, look)), (block.name, row, column)

    def test_may_become_dates_later_where_a_review_has_dates(self) -> None:
        """A cell keeps the format that it was built with, and a date without one is shown as a number."""
        book, dates = opened(live(BLANK)), set()
        for sample in samples(INSTRUMENT):
            for name, rows in expected(judged(sample.review, as_of=sample.as_of)).items():
                block = RECTANGLES[name]
                for row, values in enumerate(rows, block.row):
                    for column, value in enumerate(values, block.column):
                        if isinstance(value, dt.date):
                            dates.add((block.sheet, row, column))
        assert len(dates) > 5
        for sheet, row, column in dates:
            assert book[sheet].cell(row, column).number_format == "yyyy-mm-dd", (sheet, row, column)


class TestTheFile:
    def test_is_the_same_on_every_build(self) -> None:
        assert build_workbook(judged(CLEAN), live=True) == build_workbook(judged(CLEAN), live=True)

    @pytest.mark.parametrize("sample", samples(INSTRUMENT), ids=lambda sample: sample.file_stem)
    def test_is_read_like_the_one_without_formulas(self, sample: Sample) -> None:
        one = read_workbook_bytes(build_workbook(judged(sample.review, as_of=sample.as_of)), "x")
        other = read_workbook_bytes(
            build_workbook(judged(sample.review, as_of=sample.as_of), live=True, live_as_of=True), "x"
        )
        assert replace(one, fingerprint="") == replace(other, fingerprint="")
        assert other.shown_outcome
        assert other.shown_score

    def test_is_read_by_the_fast_reader(self) -> None:
        sheets = read_sheets(guard_bytes(live(), "f"), layout.SHEETS)
        assert not any(sheet.careful for sheet in sheets.values())

    def test_as_other_programs_save_it_is_read_all_the_same(self) -> None:
        book, stream = opened(live()), io.BytesIO()
        book.save(stream)  # openpyxl drops every result
        read = read_workbook_bytes(stream.getvalue(), "x")
        assert (read.problems, read.review) == ((), CLEAN)

    def test_has_formulas_only_where_it_is_live(self) -> None:
        content = build_workbook(judged(CLEAN))
        assert not any("SECOR_" in part(content, f"xl/worksheets/sheet{number}.xml") for number in range(1, 12))
        assert not set(named_ranges.LIVE_ONLY) & set(opened(content).defined_names)
        assert layout.STATE_SHEET not in opened(live()).sheetnames

    def test_names_every_range_that_a_function_is_given(self) -> None:
        names = opened(live()).defined_names
        for name, block in RECTANGLES.items():
            assert names[name].attr_text == block.reference

    def test_holds_the_whole_instrument_in_the_range_of_the_form(self) -> None:
        sheet = opened(live())[layout.FORM_SHEET]
        block = RECTANGLES[named_ranges.FORM_RANGE]
        pieces = [sheet.cell(row, 1).value for row in range(layout.SOURCE_HEADER_ROW + 1, block.row + block.rows)]
        assert "\n".join(pieces) + "\n" == INSTRUMENT.source
        assert sheet.cell(block.row + block.rows, 1).value is None


class TestTheDay:
    CELL, KIND = RECTANGLES[computed_ranges.AS_OF].first, RECTANGLES[named_ranges.AS_OF_KIND].first

    def test_is_an_input(self) -> None:
        sheet = opened(live())[layout.START]
        assert sheet[self.CELL].value == dt.datetime.combine(TODAY, dt.time())
        assert not sheet[self.CELL].protection.locked
        rules = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
        assert rules == {self.CELL: "date", self.KIND: "list"}

    def test_and_whether_it_moves_are_the_only_inputs_of_the_start_sheet(self) -> None:
        unlocked = [
            cell.coordinate for row in opened(live())[layout.START] for cell in row if not cell.protection.locked
        ]
        assert unlocked == [self.CELL, self.KIND]

    @pytest.mark.parametrize(("today", "word"), [(True, named_ranges.MOVES), (False, named_ranges.FIXED)])
    def test_is_a_value_and_may_move(self, today: bool, word: str) -> None:
        sheet = opened(live(today=today))[layout.START]
        assert sheet[self.CELL].value == dt.datetime.combine(TODAY, dt.time())
        assert sheet[self.KIND].value == word

    def test_is_no_input_of_a_workbook_without_formulas(self) -> None:
        assert blank_book()[layout.START][self.CELL].protection.locked


class TestTheListOfFlags:
    GO, CELL = layout.FLAG_LIST.column("go").letter, layout.FLAG_LIST.column("cell").letter

    def test_leads_to_the_cell_that_stands_beside(self) -> None:
        review = with_facts(CLEAN, "employer", fax="")
        formulas, results = opened(live(review)), opened(live(review), data_only=True)
        row = layout.FLAG_LIST.first_row
        assert results[layout.FLAGS_SHEET][f"{self.CELL}{row}"].value == "!".join(
            layout.cell_of(Place("employer", "fax"), INSTRUMENT) or ()
        )
        assert results[layout.FLAGS_SHEET][f"{self.GO}{row}"].value == "Go"
        assert f'HYPERLINK("#"&{self.CELL}{row},"Go")' in formulas[layout.FLAGS_SHEET][f"{self.GO}{row}"].value
        assert formulas[layout.FLAGS_SHEET][f"{self.GO}{row}"].hyperlink is None

    def test_has_a_formula_in_every_row_and_a_link_only_beside_a_cell(self) -> None:
        formulas, results = opened(live(BLANK)), opened(live(BLANK), data_only=True)
        first = layout.FLAG_LIST.first_row
        for row in range(first, first + layout.FLAG_LIST.capacity):
            assert f"{self.CELL}{row}" in formulas[layout.FLAGS_SHEET][f"{self.GO}{row}"].value
            cell = results[layout.FLAGS_SHEET][f"{self.CELL}{row}"].value
            assert (results[layout.FLAGS_SHEET][f"{self.GO}{row}"].value == "Go") == ("!" in (cell or ""))

    def test_does_not_lead_to_the_hidden_sheet(self) -> None:
        review = replace(CLEAN, form=replace(CLEAN.form, instrument_fingerprint=""))
        assessment = judged(review)
        assert any(flag.place.section == "form" for flag in assessment.flags)
        book = opened(build_workbook(assessment, live=True), data_only=True)
        (row,) = [row for row in book[layout.FLAGS_SHEET].iter_rows(min_row=5) if str(row[4].value).startswith("Form!")]
        assert not row[0].value

    def test_has_room_for_flags_that_come_later(self) -> None:
        heights = [opened(live())[layout.FLAGS_SHEET].row_dimensions[row].height for row in (5, 200, 304)]
        assert all(height and height > 40 for height in heights)

    def test_is_printed_as_far_as_it_goes(self) -> None:
        number = layout.SHEETS.index(layout.FLAGS_SHEET)
        name = rf'_xlnm.Print_Area" localSheetId="{number}">([^<]*)<'
        (area,) = re.findall(name, part(live(), "xl/workbook.xml"))
        assert area == 'Flags!$A$1:INDEX(Flags!$H$1:$H$304,MAX(5,4+COUNTIF(Flags!$F$5:$F$304,"?*")))'


class TestTheChart:
    def chart(self, review: Review) -> str:
        return part(live(review), "xl/charts/chart1.xml")

    def test_is_drawn_from_its_own_numbers_although_they_are_hidden(self) -> None:
        text = self.chart(CLEAN)
        assert re.findall(r"<c:val><c:numRef><c:f>([^<]*)<", text) == ["Form!$D$2:$D$11", "Form!$E$2:$E$11"]
        assert "plotVisOnly" not in text  # Excel leaves it out where hidden cells are drawn too
        assert "plotVisOnly" in part(built(BLANK), "xl/charts/chart1.xml")

    def test_has_its_numbers_from_the_start(self) -> None:
        values = re.findall(r"<c:val>.*?</c:val>", self.chart(CLEAN))
        assert [re.findall(r"<c:v>([^<]*)<", each) for each in values] == [["100"] * 10, ["50"] * 10]

    def test_draws_nothing_for_what_is_not_there(self) -> None:
        """An empty text would be drawn as 0; below the axis nothing is drawn, and the label of such a number is empty."""
        text = self.chart(BLANK)
        values = re.findall(r"<c:val>.*?</c:val>", text)
        assert [set(re.findall(r"<c:v>([^<]*)<", each)) for each in values] == [{"-1"}, {"-1"}]
        assert re.search(r'<c:valAx>.*<c:min val="0"/>', text)
        assert 'formatCode="General;;General"' in text

    def test_of_a_plain_workbook_draws_nothing_once_an_entry_has_changed(self) -> None:
        content = built(CLEAN)
        text = part(content, "xl/charts/chart1.xml")
        assert re.findall(r"<c:val><c:numRef><c:f>([^<]*)<", text) == ["Form!$D$2:$D$11", "Form!$E$2:$E$11"]
        assert "plotVisOnly" not in text
        form, shown = (opened(content, data_only=kept)["Form"] for kept in (False, True))
        assert {cell.value for row in form["D2:E11"] for cell in row} == {
            "=IF(secor_changed,-1,100)",
            "=IF(secor_changed,-1,50)",
        }
        assert [[cell.value for cell in row] for row in shown["D2:E11"]] == [[100, 50]] * 10

    def test_of_a_workbook_in_which_nothing_is_entered_leaves_blanks_out(self) -> None:
        text = part(built(BLANK), "xl/charts/chart1.xml")
        assert "Form!" not in text
        assert re.findall(r"<c:val>.*?</c:val>", text)


class TestColours:
    def test_follow_words_in_every_computed_cell_of_flags(self) -> None:
        book = opened(live())
        for name in (
            computed_ranges.SUBMISSION_FLAGS,
            computed_ranges.ACCOUNT_FLAGS,
            computed_ranges.QUESTION_FLAGS,
            computed_ranges.ACTION_PLAN_FLAGS,
            computed_ranges.ROUND_FLAGS,
            computed_ranges.ALL_FLAGS,
            computed_ranges.OUTCOME,
            computed_ranges.ELEMENTS,
            computed_ranges.OVERALL,
        ):
            block = RECTANGLES[name]
            rules = [
                rule
                for cells in book[block.sheet].conditional_formatting
                for rule in cells.rules
                if any(within(area, block) for area in cells.sqref.ranges)
            ]
            assert {"containsText", "beginsWith"} & {rule.type for rule in rules}, name


def within(area: Any, block: Any) -> bool:
    """Whether an area of cells has one in common with a rectangle."""
    return bool(
        area.min_row < block.row + block.rows
        and area.max_row >= block.row
        and area.min_col < block.column + block.columns
        and area.max_col >= block.column
    )


class TestButtons:
    def macro_workbook(self) -> bytes:
        buttons = (Button("Check now", "secor_buttons.CheckNow"), Button("Make letters", "secor_buttons.MakeLetters"))
        return build_workbook(judged(CLEAN), live=True, vba_project=b"a project", buttons=buttons)

    def test_stand_on_the_start_sheet_and_run_their_macros(self) -> None:
        drawing = part(self.macro_workbook(), "xl/drawings/vmlDrawing1.vml")
        assert re.findall(r"<x:FmlaMacro>\[0\]!([^<]+)<", drawing) == [
            "secor_buttons.CheckNow",
            "secor_buttons.MakeLetters",
        ]
        assert "Check now" in drawing

    def test_make_a_macro_workbook_whose_sheets_have_the_names_of_its_modules(self) -> None:
        content = self.macro_workbook()
        assert zipfile.ZipFile(io.BytesIO(content)).read("xl/vbaProject.bin") == b"a project"
        assert "macroEnabled" in part(content, "[Content_Types].xml")
        assert 'codeName="ThisWorkbook"' in part(content, "xl/workbook.xml")
        for number in range(1, len(layout.SHEETS) + 1):
            assert f'codeName="Sheet{number}"' in part(content, f"xl/worksheets/sheet{number}.xml")

    def test_do_not_hide_each_other(self) -> None:
        drawing = part(self.macro_workbook(), "xl/drawings/vmlDrawing1.vml")
        anchors = [[int(n) for n in each.split(",")] for each in re.findall(r"<x:Anchor>([^<]*)<", drawing)]
        (left, right) = sorted((each[0], each[1]) for each in anchors)
        assert right > left


def test_all_people_together_are_below_their_inputs() -> None:
    sheet = opened(built(CLEAN))[layout.SUBMISSION_SHEET]
    row = [cell.value for cell in sheet[layout.HEADCOUNT_ROW]]
    assert row[0] == layout.HEADCOUNT_LABEL
    assert row[layout.INPUT.index - 1] == CLEAN.profile.headcount
    above = [field.place.field for field in layout.SUBMISSION_FIELDS[-5:]]
    assert above == ["owners", "managers", "supervisors", "workers", "contractors"]
    inputs = RECTANGLES[named_ranges.SUBMISSION_RANGE]
    assert inputs.row + inputs.rows == layout.HEADCOUNT_ROW  # it is computed from the range, so it is none of it
