"""The workbook as built: what may be typed where, what is locked, what the computed cells hold, what is refused."""

import datetime as dt
import html
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from secor_xl.judgement import rules
from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.case import Place
from secor_xl.procedure.clauses import shipped_clauses
from secor_xl.procedure.instrument import parse_instrument
from secor_xl.review.labels import LABELS
from secor_xl.review.model import CorrectionRound, LetterKind, Timing
from secor_xl.samples.changes import with_facts, with_finding, with_question
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.reading.cell_parsing import short_forms
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.workbook.schema import computed_ranges, layout, named_ranges, start_sheet
from secor_xl.workbook.schema.fields import Kind
from secor_xl.workbook.schema.layout import QUESTIONS, TABLES, cell_of, rows_of
from secor_xl.workbook.writing.build import build_blank, build_workbook
from secor_xl.workbook.writing.build_state import CHANGED
from secor_xl.workbook.writing.capacity import fitted
from secor_xl.xlsx.sheet_values import column_letter
from tests.workbook.shipped import (
    BLANK,
    CLEAN,
    INSTRUMENT,
    OFFICE,
    SMALL,
    SMALL_REVIEW,
    SMALL_TEXT,
    TODAY,
    blank_book,
    built,
    clean_book,
    judged,
    opened,
)


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))}


def input_cells(instrument=INSTRUMENT):
    """Sheet, cell and entry of every input."""
    for field in layout.SUBMISSION_FIELDS:
        yield field.sheet, field.input_cell, field.entry
    for table in TABLES.values():
        for number in range(1, rows_of(table, instrument) + 1):
            for column in table.inputs:
                yield table.sheet, table.cell(column.field, number), column.entry


def found(place):
    cell = cell_of(place, INSTRUMENT)
    assert cell
    return cell


def value(book, name, instrument=INSTRUMENT):
    """The value of the first cell of a named rectangle."""
    block = named_ranges.range_of(name, instrument)
    return book[block.sheet][block.first].value


# What the file is


def test_the_same_review_gives_the_same_bytes():
    assert built(CLEAN) == built(CLEAN)


def test_a_blank_workbook_is_that_of_a_review_in_which_nothing_is_entered():
    assert build_blank(INSTRUMENT, OFFICE, TODAY) == built(BLANK)
    assert fitted(BLANK, INSTRUMENT) == BLANK


def test_the_sheets_stand_in_the_order_of_the_work_and_the_form_is_out_of_sight():
    book = clean_book()
    assert tuple(book.sheetnames) == (*layout.SHEETS, layout.STATE_SHEET)
    assert [sheet.sheet_state for sheet in book] == ["visible"] * len(layout.VISIBLE_SHEETS) + ["veryHidden"] * 3
    assert tuple(blank_book().sheetnames) == layout.SHEETS
    assert book.active.title == layout.START


def test_no_entry_becomes_a_formula():
    formulas = set()
    for review in (CLEAN, with_facts(CLEAN, "employer", legal_name="=1+1", street='=HYPERLINK("http://x.example")')):
        for name, text in parts(built(review)).items():
            formulas |= set(re.findall("<f>([^<]*)</f>", text)) if "worksheets/" in name else set()
    assert len(formulas) < 6
    assert all("secor_" in formula or "A1" in formula for formula in formulas), formulas
    assert not any("<f>" in text for text in parts(built(BLANK)).values())


def test_conditional_formats_look_at_words_and_blanks_never_at_numbers():
    formulas = [
        html.unescape(formula)
        for name, text in parts(built(CLEAN)).items()
        if "worksheets/" in name
        for formula in re.findall(r"<formula>([^<]*)</formula>", text)
    ]
    assert len(formulas) > 30
    for formula in formulas:
        if formula == CHANGED:  # the number of entries that have changed: any but 0 is true
            continue
        compared = formula.replace("<>", "=")
        assert not re.search("[<>]", compared), formula
        assert all(right == '"' for right in re.findall("=(.)", compared)), formula


def test_names_point_to_their_rectangles():
    book = clean_book()
    for name, block in named_ranges.all_ranges(INSTRUMENT).items():
        if name not in named_ranges.LIVE_ONLY:
            assert book.defined_names[name].attr_text == block.reference


# What may be typed where


@pytest.mark.parametrize("sheet", layout.SHEETS)
def test_every_sheet_is_protected_without_a_password(sheet):
    protection = clean_book()[sheet].protection
    assert protection.sheet
    assert not protection.password
    assert not protection.formatColumns  # openpyxl's flags say what is locked
    assert not protection.formatRows
    assert not protection.autoFilter
    assert not protection.selectLockedCells


def test_inputs_and_nothing_else_are_open_for_typing():
    for book in (clean_book(), blank_book()):
        unlocked = {
            (sheet.title, cell.coordinate)
            for sheet in book
            for row in sheet
            for cell in row
            if not cell.protection.locked and sheet.title != layout.SNAPSHOTS_SHEET
        }
        assert unlocked == {(sheet, cell) for sheet, cell, _ in input_cells()}


def validations():
    """Return the data validation of each cell of the blank workbook."""
    return {
        (sheet.title, f"{column_letter(column)}{row}"): rule
        for sheet in blank_book()
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for row, column in area.cells
    }


def test_every_input_says_what_is_needed_there_when_it_is_entered():
    rules_of = validations()
    for sheet, cell, entry in input_cells():
        if entry.needed:
            assert entry.needed in rules_of[sheet, cell].prompt
            assert rules_of[sheet, cell].promptTitle == entry.label


def test_every_closed_answer_offers_exactly_its_words():
    rules_of = validations()
    for sheet, cell, entry in input_cells():
        rule = rules_of.get((sheet, cell))
        words = f'"{",".join(entry.allowed)}"' if entry.allowed else None
        assert (rule.formula1 if rule is not None and rule.type == "list" else None) == words
        if words:
            assert bool(rule.showErrorMessage) is not bool(short_forms(entry.choices or LetterKind))
            assert rule.showDropDown is not True  # True hides the arrow


def test_dates_and_head_counts_are_checked():
    rules_of = validations()
    for sheet, cell, entry in input_cells():
        if entry.kind is Kind.DATE:
            assert (rules_of[sheet, cell].type, rules_of[sheet, cell].operator or "between") == ("date", "between")
        if entry.kind is Kind.WHOLE_NUMBER:
            assert (rules_of[sheet, cell].type, rules_of[sheet, cell].formula1) == ("whole", "0")


@pytest.mark.parametrize(("field", "style"), [("points", "stop"), ("points_claimed", "warning")])
def test_points_are_checked_against_their_own_question(field, style):
    rules_of = validations()
    for number, question in enumerate(INSTRUMENT.questions, 1):
        rule = rules_of[QUESTIONS.sheet, QUESTIONS.cell(field, number)]
        assert (rule.type, Decimal(rule.formula1), Decimal(rule.formula2)) == ("decimal", Decimal(0), question.points)
        assert question.points_allowed in rule.prompt
        assert (rule.errorStyle or "stop") == style


def test_columns_of_numbers_typed_as_text_are_text_so_that_leading_zeros_stay():
    for sheet, cell, entry in input_cells():
        if entry.kind in (Kind.TEXT, Kind.QUESTION_IDS):
            assert blank_book()[sheet][cell].number_format == "@"
        if entry.kind is Kind.DATE:
            assert blank_book()[sheet][cell].number_format == "yyyy-mm-dd"


def test_headers_and_the_columns_that_say_what_a_row_is_stay_in_sight():
    book = clean_book()
    panes = {
        layout.QUESTIONS_SHEET: QUESTIONS.cell("element_title", 1),
        layout.SUBMISSION_SHEET: "B5",
        layout.FLAGS_SHEET: "A5",
    }
    for table in (layout.ACTION_PLAN, layout.ROUNDS):
        panes[table.sheet] = f"C{table.first_row}"
    for sheet, pane in panes.items():
        assert book[sheet].freeze_panes == pane


def test_every_sheet_prints_on_letter_paper_with_its_headers_on_each_page():
    for sheet in clean_book():
        assert sheet.page_setup.paperSize == 1
        portrait = (layout.START, layout.SUBMISSION_SHEET, layout.RULES_SHEET, layout.CLAUSES_SHEET)
        assert sheet.page_setup.orientation == ("portrait" if sheet.title in portrait else "landscape")
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert "&P of &N" in sheet.oddFooter.right.text or "of" in sheet.oddFooter.right.text
        if sheet.title != layout.START and sheet.sheet_state == "visible":
            assert sheet.print_title_rows == f"${layout.HEADER_ROW}:${layout.HEADER_ROW}"
            assert sheet.print_title_cols == ("$C:$D" if sheet.title == layout.QUESTIONS_SHEET else None)


@pytest.mark.parametrize(("reference", "printed"), [("2026-0110", "2026-0110"), ("R&G-1", "R+G-1"), ("&P", "+P")])
def test_the_reference_is_printed_at_the_top_of_each_page_whatever_it_looks_like(reference, printed):
    review = replace(CLEAN, case=replace(CLEAN.case, reference=reference))
    for sheet in opened(build_workbook(judged(review))):
        assert sheet.oddHeader
        assert sheet.oddHeader.right.text.strip() == printed
        assert sheet.oddHeader.right.size == 9


def test_questions_can_be_filtered_and_are_one_clean_block():
    sheet = clean_book()[QUESTIONS.sheet]
    last = QUESTIONS.header_row + len(INSTRUMENT.questions)
    assert sheet.auto_filter.ref == f"A{QUESTIONS.header_row}:{QUESTIONS.columns[-1].letter}{last}"
    ids = [sheet[QUESTIONS.cell("question_id", number)].value for number in range(1, len(INSTRUMENT.questions) + 1)]
    assert ids == list(INSTRUMENT.by_id)
    assert [sheet.cell(QUESTIONS.header_row, column.index).value for column in QUESTIONS.columns] == [
        column.header for column in QUESTIONS.columns
    ]


def heights(review, number):
    """The rows of a sheet with their heights, and whether these are fixed."""
    rows = re.findall(r'<row r="(\d+)"([^>]*)>', parts(built(review))[f"xl/worksheets/sheet{number}.xml"])
    return {int(row): (re.search(r' ht="([^"]*)"', each), "customHeight" in each) for row, each in rows}


def test_rows_grow_while_a_person_types():
    for row, (height, fixed) in heights(CLEAN, 2).items():
        if (layout.SUBMISSION_SHEET, f"B{row}") in {(sheet, cell) for sheet, cell, _ in input_cells()}:
            assert height
            assert not fixed


def test_rows_of_questions_keep_their_height_and_no_note_makes_one_higher_than_the_most():
    notes = "A note that goes on and on. " * 120
    for review in (CLEAN, BLANK, with_question(CLEAN, "B2", notes=notes)):
        rows = heights(review, 3)
        found = [rows[QUESTIONS.header_row + number] for number in range(1, len(INSTRUMENT.questions) + 1)]
        assert all(height and fixed for height, fixed in found)
        highest = max(float(height[1]) for height, _ in found if height)
        assert highest == layout.QUESTION_HEIGHT if review not in (CLEAN, BLANK) else highest < layout.QUESTION_HEIGHT


# What the cells hold


def test_inputs_hold_what_was_entered_as_what_it_is():
    book = clean_book()
    sheet, address = found(Place("accounts", "number", "1"))
    assert book[sheet][address].value == "0550110"
    sheet, address = found(Place("case", "received_on"))
    assert book[sheet][address].value == dt.datetime(2026, 6, 5)
    sheet, address = found(Place("questions", "points", "A1"))
    assert book[sheet][address].value == 15
    for field in layout.SUBMISSION_FIELDS:
        assert book[field.sheet][field.label_cell].value == LABELS[field.place.section][field.place.field]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "@x",
        "{=A1}",
        "http://x.example",
        "00123",
        "<r><t>x</t></r>",
        "<r>",
        "_x0041_",
        "_x000D_ and _x005F_",
        "a\nb\tc",
        "& < > \" '",
        "\U0001f9ba été",
        "\x85 and \u2028",
    ],
)
def test_any_text_arrives_as_it_is(text):
    review = with_question(CLEAN, "A1", finding=text)
    assert read_workbook_bytes(built(review), "x.xlsx").review.question("A1").finding == text.strip()


def test_the_computed_rectangles_are_as_large_as_their_values():
    for review in (CLEAN, BLANK):
        rectangles = named_ranges.all_ranges(INSTRUMENT)
        values = computed_values(judged(review))
        assert set(values) == set(computed_ranges.COMPUTED)
        for name, rows in values.items():
            assert len(rows) == rectangles[name].rows, name
            assert {len(row) for row in rows} == {rectangles[name].columns}, name


def test_the_start_sheet_says_what_the_judgement_says():
    book = clean_book()
    assert value(book, computed_ranges.OUTCOME) == "Approve"
    assert value(book, computed_ranges.NEXT_STEP) == judged(CLEAN).outcome.next_step
    assert value(book, computed_ranges.AS_OF) == dt.datetime(2026, 6, 30)
    assert value(book, computed_ranges.FACTS) == "Lodgepole Lantern Oilfield Services Ltd., Lodgepole Lantern"
    assert value(book, computed_ranges.COUNTS) == 0
    assert value(book, computed_ranges.FINAL_DATE) == "not before the first feedback is sent"


def test_the_bars_never_show_a_score_rounded_up():
    question = INSTRUMENT.by_id["F4"]
    review = with_question(CLEAN, "F4", points=question.points - Decimal("0.1"))
    score = judged(review).scores.elements[5]
    shown = computed_values(judged(review))[computed_ranges.ELEMENTS][5]
    assert shown[3] == score.shown
    assert shown[4] <= score.percentage
    assert f"{shown[4]} %" == shown[3]


def test_an_accepted_late_return_stands_below_the_outcome():
    late = CorrectionRound(
        dt.date(2026, 6, 1), None, dt.date(2026, 6, 20), "Ines", dt.date(2026, 6, 21), "The post was on strike"
    )
    book = opened(built(replace(CLEAN, rounds=(late,))))
    block = named_ranges.range_of(computed_ranges.OUTCOME, INSTRUMENT)
    below = book[block.sheet].cell(block.row + 1, block.column).value
    assert below.startswith("Late return of round 1 accepted by Ines on June 21, 2026: The post was on strike")
    rounds = named_ranges.range_of(computed_ranges.ROUND_DEADLINES, INSTRUMENT)
    assert book[rounds.sheet].cell(rounds.row, rounds.column).value == dt.datetime(2026, 6, 16)


def test_more_reasons_than_lines_end_in_a_count():
    review = replace(BLANK, questions=CLEAN.questions, reviewer=CLEAN.reviewer, case=CLEAN.case)
    review = replace(review, assessor=replace(BLANK.assessor, training_met=CLEAN.assessor.training_met))
    for question_id in ("A1", "B1", "C1"):
        review = with_finding(review, question_id, "0", "x " * 400, "y", timing=Timing.NOW)
    rows = computed_values(judged(review))[computed_ranges.BECAUSE]
    assert len(rows) == start_sheet.BECAUSE_LINES
    assert all(len(str(text or "")) <= start_sheet.TEXT_WIDTH for _, text in rows)


def test_a_flag_stands_beside_its_cell_and_in_the_list_with_a_way_there():
    review = with_facts(CLEAN, "employer", fax="")
    book = opened(built(review))
    field = next(field for field in layout.SUBMISSION_FIELDS if field.place == Place("employer", "fax"))
    beside = book[field.sheet][field.flag_cell].value
    assert re.fullmatch(r"[A-Z]{2}-\d{3} \(blocking\): .*fax.*", beside)
    sheet = book[layout.FLAGS_SHEET]
    row = [sheet.cell(layout.FLAG_LIST.first_row, column.index) for column in layout.FLAG_LIST.columns]
    assert row[1].value == beside[:6]
    assert row[4].value == f"Submission!{field.input_cell}"
    assert row[0].hyperlink.location == f"Submission!{field.input_cell}"


def test_a_flag_of_a_question_stands_in_its_row():
    book = opened(built(with_finding(CLEAN, "B2", "30", "Tanks are left out", "Add them", timing=Timing.NOW)))
    number = list(INSTRUMENT.by_id).index("B2") + 1
    assert "(blocking): Tanks are left out" in book[QUESTIONS.sheet][QUESTIONS.cell("flags", number)].value


def test_more_flags_than_lines_end_in_a_count():
    unreadable = tuple(CellProblem("Rounds", f"H{row}", "a text is there", "Clear it") for row in range(1, 500))
    many = Assessment(replace(judged(BLANK).case, problems=unreadable))
    rows = computed_values(many)[computed_ranges.ALL_FLAGS]
    assert len(rows) == layout.FLAG_LIST.capacity
    assert rows[-1][4] == f"and {len(many.flags) - layout.FLAG_LIST.capacity + 1} more"
    assert build_workbook(many)


def test_rules_and_clauses_are_there_to_look_up():
    book = clean_book()
    codes = [row[0].value for row in book[layout.RULES_SHEET].iter_rows(min_row=layout.RULE_LIST.first_row)]
    assert codes == [rule.code for rule in rules.ALL]
    ids = [row[0].value for row in book[layout.CLAUSES_SHEET].iter_rows(min_row=layout.CLAUSE_LIST.first_row)]
    assert ids == list(shipped_clauses())


def test_an_illustrative_instrument_says_so_on_the_face():
    row = clean_book()[layout.START][start_sheet.NOTICE_ROW]
    assert any(INSTRUMENT.notice in str(cell.value) for cell in row)
    small = opened(built(SMALL_REVIEW, SMALL))[layout.START]
    assert not any(cell.value for cell in small[start_sheet.NOTICE_ROW])


def test_another_instrument_makes_its_own_workbook_and_comes_back():
    read = read_workbook_bytes(built(SMALL_REVIEW, SMALL), "x.xlsx")
    assert read.instrument == SMALL
    assert read.review == fitted(SMALL_REVIEW, SMALL)


def test_line_breaks_that_only_python_knows_do_not_split_the_instrument():
    text = SMALL_TEXT.replace("Read it.", "Read\u2028it.\x85Twice.")
    instrument = parse_instrument(text, "small.toml")
    assert read_workbook_bytes(built(SMALL_REVIEW, instrument), "x.xlsx").instrument.source == instrument.source
