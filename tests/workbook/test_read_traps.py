"""Mistakes in workbooks that people fill in: each is found, named by its cell, and its cure is said."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from secor_xl import __version__
from secor_xl.judgement.case import Place
from secor_xl.procedure.form import FORM, FORM_VERSION
from secor_xl.procedure.instrument import parse_instrument
from secor_xl.review.model import Account, ActionItem, CorrectionRound, QuestionReview, Response
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.workbook.reading.unread_cells import MOST_TOLD
from secor_xl.workbook.schema import layout
from secor_xl.workbook.writing.build import blank_review
from secor_xl.xlsx.guard import UnreadableWorkbook
from tests.workbook.built import built, edited, instrument, only_problem, read, review, typed, where, workbook
from tests.workbook.packages import changed, small_workbook

PHONE = Place("employer", "phone")
POINTS = Place("questions", "points", "B2")
RESPONSE = Place("questions", "response", "B2")
RECEIVED = Place("case", "received_on")
WORKERS = Place("profile", "workers")
ACCOUNT = Place("accounts", "number", "1")
TARGET = Place("action_plan", "target_date", "1")
SENT = Place("rounds", "feedback_sent_on", "1")


@pytest.mark.parametrize(
    ("place", "value", "seen", "cure"),
    [
        (POINTS, "5", 'a text that looks like a number, "5"', "set the cell's number format to General first"),
        (POINTS, "five", 'the text "five"', "Type the points as a number"),
        (POINTS, "=B2", "a formula without a value", "A formula does not count"),
        (POINTS, "#N/A", "the error #N/A", "A formula does not count"),
        (POINTS, dt.date(2026, 5, 2), "a date, 2026-05-02", "Type the points as a number"),
        (POINTS, True, "the truth value TRUE", "Type the points as a number"),
        (RESPONSE, "maybe", 'the text "maybe"', "Choose one of: yes, no, n/a, not answered"),
        (RESPONSE, 1, 'the number "1"', "Choose one of: yes, no, n/a, not answered"),
        (
            RECEIVED,
            "2026-03-31",
            'a text that looks like a date, "2026-03-31"',
            "set the cell's number format to Date first",
        ),
        (RECEIVED, "last week", 'the text "last week"', "Type a date such as 2026-03-31"),
        (RECEIVED, 46112, "the number 46112, which would be 2026-03-31", "number format to Date"),
        (RECEIVED, dt.datetime(2026, 3, 31, 14, 30), "a date with a time of day", "Type the date alone"),
        (RECEIVED, "#REF!", "the error #REF!", "A formula does not count"),
        (WORKERS, 2.5, "the number 2.5", "Type a whole number"),
        (WORKERS, "3", 'a text that looks like a number, "3"', "number format to General first"),
        (PHONE, 4035550100, "the number 4035550100; leading zeros may be lost", "number format to Text"),
        (ACCOUNT, 123456, "the number 123456; leading zeros may be lost", "with its leading zeros"),
        (Place("employer", "postal_code"), 90210, "the number 90210", "number format to Text"),
        (Place("accounts", "industry_code", "2"), 7, "the number 7;", "number format to Text"),
        (Place("employer", "legal_name"), "#NAME?", "the error #NAME?", "A formula does not count"),
        (
            POINTS,
            "2.5",
            'a text that looks like a number, "2.5"',
            "type 2,5 where the workbook's other numbers have",
        ),
        (RECEIVED, dt.time(), "the number 0 as a date", "Clear the cell, or type a date"),
        (TARGET, "soon", 'the text "soon"', "Type a date"),
        (SENT, "1 June 2026", "looks like a date", "type it again"),
        (Place("action_plan", "question_ids", "1"), 2, 'the number "2"', "such as B2, C1"),
        (Place("rounds", "late_accepted_by", "3"), "#VALUE!", "the error #VALUE!", "A formula does not count"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_cure(place: Place, value: Any, seen: str, cure: str) -> None:
    problem = only_problem(typed(place, value))
    assert (problem.sheet, problem.cell) == where(place)
    assert problem.place == place
    assert seen in problem.seen
    assert cure in problem.allowed
    assert problem.seen[0] != '"'
    assert str(problem).startswith(f"{problem.sheet}!{problem.cell}: ")


def test_what_cannot_be_read_is_left_out_and_everything_else_is_there() -> None:
    found = read(typed(POINTS, "5"))
    assert found.review.question("B2").points is None
    without = tuple(replace(entry, points=None) if entry.question_id == "B2" else entry for entry in review().questions)
    assert found.review == replace(review(), questions=without)


def test_every_problem_is_told_at_once() -> None:
    places: dict[Place, Any] = {
        POINTS: "x",
        RESPONSE: "x",
        RECEIVED: "x",
        WORKERS: "x",
        ACCOUNT: 5,
        TARGET: "x",
        SENT: "x",
        PHONE: 5,
    }

    def change(book: openpyxl.Workbook) -> None:
        for place, value in places.items():
            sheet, cell = where(place)
            book[sheet][cell] = value

    assert {problem.place for problem in read(edited(change)).problems} == set(places)


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0", "\n", "\u200b", "\u200e \ufeff", "\u2800", "\u3164"])
def test_a_blank_is_no_problem(blank: str | None) -> None:
    found = read(typed(POINTS, blank))
    assert (found.problems, found.review.question("B2").points) == ((), None)


@pytest.mark.parametrize(
    "place", [RECEIVED, WORKERS, PHONE, ACCOUNT, TARGET, SENT, RESPONSE, Place("employer", "legal_name")]
)
@pytest.mark.parametrize("nothing", ["\u200b", "\u00ad\u2060 "])
def test_an_entry_that_shows_nothing_is_none(place: Place, nothing: str) -> None:
    found, blank = read(typed(place, nothing)), read(typed(place, None))
    assert (found.review, found.problems) == (blank.review, blank.problems)


def test_what_is_invisible_around_an_entry_does_not_count() -> None:
    found = read(typed(Place("employer", "legal_name"), "\u200bBlue Camas Ltd.\u200e"))
    assert (found.review.employer.legal_name, found.problems) == ("Blue Camas Ltd.", ())
    assert read(typed(RESPONSE, "\u202aye\u00ads\u202c")).review.question("B2").response is Response.YES


@pytest.mark.parametrize("place", [POINTS, RECEIVED, Place("employer", "legal_name"), ACCOUNT])
def test_an_entry_that_is_struck_through_counts_and_is_told(place: Place) -> None:
    sheet, cell = where(place)

    def strike(book: openpyxl.Workbook) -> None:
        book[sheet][cell].font = Font(strike=True)
        book[sheet]["A1"].font = Font(strike=True)

    untouched, struck = read(edited(lambda _: None)), read(edited(strike))
    assert struck.review == untouched.review
    (problem,) = struck.problems
    assert (problem.sheet, problem.cell, problem.place, problem.is_advisory) == (sheet, cell, place, True)
    assert "struck through, and counts" in problem.seen


def test_leading_zeros_survive() -> None:
    accounts = (Account("AB", "0001234", "00420"),)
    employer = replace(review().employer, phone="0049 30 123", postal_code="01234", fax="000")
    found = read(built(replace(review(), accounts=accounts, employer=employer)))
    assert (found.review.accounts, found.review.employer) == (accounts, employer)


def test_pasted_line_breaks_are_line_breaks() -> None:
    found = read(built(replace(review(), questions=with_notes("one\r\ntwo\rthree\x0b"))))
    assert found.review.question("A1").notes == "one\ntwo\nthree"
    assert found.problems == ()
    found = read(typed(Place("questions", "notes", "A1"), "one_x000D_\ntwo"))
    assert found.review.question("A1").notes == "one\ntwo"


def with_notes(notes: str) -> tuple[QuestionReview, ...]:
    return tuple(replace(entry, notes=notes) if entry.question_id == "A1" else entry for entry in review().questions)


def test_a_choice_in_capitals_with_a_no_break_space_is_taken() -> None:
    assert read(typed(RESPONSE, " NOT\u00a0Answered ")).review.question("B2").response is Response.NOT_ANSWERED


def test_a_date_cell_of_the_1904_system_is_the_day_that_excel_shows() -> None:
    def change(book: openpyxl.Workbook) -> None:
        from openpyxl.utils.datetime import MAC_EPOCH

        book.epoch = MAC_EPOCH
        sheet, cell = where(RECEIVED)
        book[sheet][cell] = dt.date(2026, 4, 1)

    assert read(edited(change)).review.case.received_on == dt.date(2026, 4, 1)


class TestSheets:
    @pytest.mark.parametrize(
        "name", [layout.SUBMISSION_SHEET, layout.QUESTIONS_SHEET, layout.ACTION_PLAN_SHEET, layout.ROUNDS_SHEET]
    )
    def test_that_was_renamed(self, name: str) -> None:
        def change(book: openpyxl.Workbook) -> None:
            book[name].title = "Renamed"

        problem = only_problem(edited(change))
        assert (problem.where, problem.seen) == (name, "there is no sheet of this name, so nothing of it could be read")
        assert f"If it was renamed, name it {name} again" in problem.allowed

    def test_that_was_deleted_leaves_the_questions_blank(self) -> None:
        found = read(edited(lambda book: book.remove(book[layout.QUESTIONS_SHEET])))
        assert len(found.problems) == 1
        assert found.review.questions == blank_review(instrument()).questions

    @pytest.mark.parametrize("name", [layout.SUBMISSION_SHEET, layout.QUESTIONS_SHEET, layout.ACTION_PLAN_SHEET])
    def test_that_was_copied_is_told_where_it_has_other_entries(self, name: str) -> None:
        def copied(book: openpyxl.Workbook) -> Worksheet:
            sheet = book.copy_worksheet(book[name])
            sheet.title = f"{name} (2)"
            return sheet

        def change(book: openpyxl.Workbook) -> None:
            cells = {layout.SUBMISSION_SHEET: "B13", layout.QUESTIONS_SHEET: "S7", layout.ACTION_PLAN_SHEET: "C9"}
            copied(book)[cells[name]] = "entered in the copy"

        assert read(edited(copied)).problems == ()
        problem = only_problem(edited(change))
        assert (problem.where, read(edited(change)).review) == (f"{name} (2)", review())
        assert f"other entries; only {name} is read" in problem.seen
        assert "Move or Copy" in problem.allowed

    def test_of_which_only_a_copy_is_left(self) -> None:
        def change(book: openpyxl.Workbook) -> None:
            book[layout.ROUNDS_SHEET].title = "Rounds (2)"

        assert "If Rounds (2) is this sheet, name it Rounds" in only_problem(edited(change)).allowed


def swap_columns(sheet: Worksheet, first: int, second: int) -> None:
    for row in range(1, sheet.max_row + 1):
        one, other = sheet.cell(row, first), sheet.cell(row, second)
        one.value, other.value = other.value, one.value
        one.number_format, other.number_format = other.number_format, one.number_format


def on_questions(change: Callable[[Worksheet], object]) -> bytes:
    return edited(lambda book: change(book[layout.QUESTIONS_SHEET]))


def on_submission(change: Callable[[Worksheet], object]) -> bytes:
    return edited(lambda book: change(book[layout.SUBMISSION_SHEET]))


def column(field: str) -> int:
    return layout.QUESTIONS.column(field).index


def letter(field: str) -> str:
    return layout.QUESTIONS.column(field).letter


class TestColumns:
    def test_that_were_moved_are_read_by_their_headers(self) -> None:
        found = read(on_questions(lambda sheet: swap_columns(sheet, column("points"), column("points_claimed"))))
        assert (found.problems, found.review) == ((), review())

    def test_moved_by_a_new_column_before_them(self) -> None:
        found = read(on_questions(lambda sheet: sheet.insert_cols(column("response"))))
        assert (found.problems, found.review) == ((), review())

    def test_of_the_submission_that_were_moved(self) -> None:
        found = read(on_submission(lambda sheet: sheet.insert_cols(1)))
        assert (found.problems, found.review) == ((), review())

    def test_and_the_problem_names_the_cell_where_it_stands_now(self) -> None:
        def change(sheet: Worksheet) -> None:
            sheet[where(POINTS)[1]] = "x"
            sheet.insert_cols(1)
            sheet.insert_rows(1)

        problem = only_problem(on_questions(change))
        old = re.fullmatch(r"([A-Z])(\d+)", where(POINTS)[1])
        assert old is not None
        assert problem.cell == f"{chr(ord(old[1]) + 1)}{int(old[2]) + 1}"

    def test_with_a_header_in_capitals_and_other_spaces(self) -> None:
        def change(sheet: Worksheet) -> None:
            cell = sheet.cell(layout.QUESTIONS.header_row, column("points"))
            cell.value = str(cell.value).upper().replace(" ", "\n ")

        assert read(on_questions(change)).problems == ()

    def test_whose_header_is_gone(self) -> None:
        def change(sheet: Worksheet) -> None:
            sheet.cell(layout.QUESTIONS.header_row, column("points")).value = "Score"

        problem = only_problem(on_questions(change))
        assert problem.cell == f"{layout.QUESTIONS.column('points').letter}4"
        belongs = 'is where the header "Points awarded" belongs, so nothing of this column could be read'
        assert (problem.seen, problem.allowed) == (f'"Score" {belongs}', "Type Points awarded there again")

    def test_that_only_print_have_a_header_too(self) -> None:
        def change(sheet: Worksheet) -> None:
            sheet.cell(layout.QUESTIONS.header_row, column("guideline")).value = "Hints"

        problem = only_problem(on_questions(change))
        assert (problem.cell, problem.loses_a_fact) == (f"{layout.QUESTIONS.column('guideline').letter}4", False)

    def test_that_was_deleted_is_missing(self) -> None:
        problem = read(on_questions(lambda sheet: sheet.delete_cols(column("points")))).problems[0]
        assert problem.seen == 'the column with the header "Points awarded" is missing, so nothing of it could be read'
        assert problem.allowed == 'Put the header "Points awarded" back above its column in row 4'

    def test_whose_header_is_there_twice(self) -> None:
        def change(sheet: Worksheet) -> None:
            sheet.cell(layout.QUESTIONS.header_row, 30).value = "Points awarded"

        problem = only_problem(on_questions(change))
        assert problem.cell == "AD4"
        assert 'the header "Points awarded" is there more than once' in problem.seen
        assert (
            problem.allowed == f"Move what is entered below AD4 to the column below {letter('points')}4, then clear AD4"
        )

    def test_of_two_with_one_header_the_one_in_its_place_is_read(self) -> None:
        def change(sheet: Worksheet) -> None:
            sheet.insert_cols(column("newest_record"))
            sheet.cell(layout.QUESTIONS.header_row, column("newest_record")).value = "Points awarded"
            sheet.cell(9, column("newest_record")).value = 3

        found = read(on_questions(change))
        assert (found.review, [problem.cell for problem in found.problems]) == (
            review(),
            [f"{letter('newest_record')}4", f"{letter('newest_record')}9"],
        )

    def test_without_the_column_of_ids(self) -> None:
        found = read(on_questions(lambda sheet: sheet.delete_cols(column("question_id"))))
        (problem,) = found.problems
        assert "the column of question ids is missing" in problem.seen
        assert found.review.questions == blank_review(instrument()).questions

    def test_of_the_submission_that_are_gone(self) -> None:
        found = read(on_submission(lambda sheet: sheet.delete_cols(layout.INPUT.index)))
        assert 'the column with the header "Entry" is missing' in " ".join(problem.seen for problem in found.problems)


class TestRows:
    def test_moved_by_new_rows_above_them(self) -> None:
        for change in (on_questions, on_submission):
            found = read(change(lambda sheet: sheet.insert_rows(2, 3)))
            assert (found.problems, found.review) == ((), review())

    def test_of_the_submission_in_another_place_of_their_group(self) -> None:
        def change(sheet: Worksheet) -> None:
            for offset in (1, 2):
                one, other = (
                    sheet.cell(layout.GROUP_ROWS["Employer"] + 1, offset),
                    sheet.cell(layout.GROUP_ROWS["Employer"] + 4, offset),
                )
                one.value, other.value = other.value, one.value

        assert read(on_submission(change)).review == review()

    def test_of_the_submission_whose_label_is_gone(self) -> None:
        row = int(where(PHONE)[1][1:])

        def change(sheet: Worksheet) -> None:
            sheet.cell(row, layout.LABEL.index).value = "Mobile"

        problems = read(on_submission(change)).problems
        assert problems[0].place == PHONE
        assert problems[0].seen == "the row of Employer: Phone is missing, so it could not be read"
        assert (problems[1].cell, problems[1].allowed) == (f"A{row}", "Move it to its place or clear it")
        assert f"A{row}:B{row}" in problems[1].seen

    def test_of_the_submission_whose_label_is_there_twice(self) -> None:
        def change(sheet: Worksheet) -> None:
            sheet.cell(int(where(PHONE)[1][1:]) + 1, layout.LABEL.index).value = "Phone"

        places = [problem.place for problem in read(on_submission(change)).problems]
        assert places[:2] == [PHONE, Place("employer", "fax")]

    def test_with_a_question_id_that_was_changed(self) -> None:
        cell = where(Place("questions", "question_id", "B2"))[1]

        def change(sheet: Worksheet) -> None:
            sheet[cell] = "B22"

        found = read(on_questions(change))
        (problem,) = found.problems
        assert (problem.cell, problem.place) == (cell, Place("questions", "", "B2"))
        assert problem.seen == '"B22" is where the id B2 belongs'
        assert "Type B2 there again" in problem.allowed
        assert found.review.question("B2") == QuestionReview("B2")

    def test_of_two_with_one_id_the_form_s_own_is_read_and_both_are_named(self) -> None:
        row = int(where(Place("questions", "points", "A5"))[1][1:])

        def change(sheet: Worksheet, at: int) -> None:
            sheet.insert_rows(at)
            sheet.cell(at, column("points")).value = 0
            for name, value in {"question_id": "A5", "finding": "a second finding"}.items():
                sheet.cell(at, column(name)).value = value

        points, finding = letter("points"), letter("finding")
        for at, own in ((row, row + 1), (row + 1, row)):
            found = read(on_questions(lambda sheet, at=at: change(sheet, at)))  # type: ignore[misc]
            (problem,) = found.problems
            assert (found.review, problem.place) == (review(), Place("questions", "", "A5"))
            seen = f"row {at} is a second row of question A5; only row {own} is read, and not C{at}, {points}{at}:{finding}{at}"
            assert (problem.cell, problem.seen) == (f"C{at}", seen)
            assert problem.allowed == f"Move what is entered in row {at} to row {own}, then clear row {at}"

    def test_put_in_between_with_a_finding_but_no_id_are_told_cell_by_cell(self) -> None:
        def change(sheet: Worksheet) -> None:
            sheet.insert_rows(9)
            for name in ("notes", "finding", "needed", "timing"):
                sheet.cell(9, column(name)).value = "No emergency plan"

        found = read(on_questions(change))
        assert (found.review, [problem.cell for problem in found.problems]) == (
            review(),
            [f"{letter('notes')}9", f"{letter('finding')}9"],
        )
        assert f"what is typed in {letter('finding')}9:{letter('timing')}9" in found.problems[1].seen

    @pytest.mark.parametrize("words", ["The employer", "", None])
    def test_of_a_group_whose_heading_was_edited_are_read_and_the_heading_is_told(self, words: str | None) -> None:
        row = layout.GROUP_ROWS["Employer"]

        def change(sheet: Worksheet) -> None:
            sheet.cell(row, layout.LABEL.index).value = words

        found = read(on_submission(change))
        (problem,) = found.problems
        seen = f'"{words}"' if words else "nothing"
        assert (found.review, problem.cell) == (review(), f"A{row}")
        assert problem.seen == f'{seen} is where the heading "Employer" belongs'
        assert (problem.allowed, problem.loses_a_fact) == ("Type Employer there again", False)

    def test_of_a_group_whose_heading_row_was_deleted_are_read_and_the_heading_is_told(self) -> None:
        row = layout.GROUP_ROWS["Assessor"]
        found = read(on_submission(lambda sheet: sheet.delete_rows(row)))
        (problem,) = found.problems
        assert (found.review, problem.cell) == (review(), f"A{row}")
        assert problem.allowed == "Insert a row above it and type Assessor there"

    def test_of_groups_that_cannot_be_told_apart_without_headings_are_not_guessed(self) -> None:
        alike = [heading for heading in layout.GROUP_ROWS if "sign-off" in heading.lower()]

        def change(sheet: Worksheet) -> None:
            for heading in alike:
                sheet.cell(layout.GROUP_ROWS[heading], layout.LABEL.index).value = "Signed"

        problems = read(on_submission(change)).problems
        assert [problem.seen for problem in problems][: len(alike)] == [
            f'the heading "{heading}" is missing, so nothing of its group could be read' for heading in alike
        ]

    def test_with_a_question_id_that_is_there_twice(self) -> None:
        cell = where(Place("questions", "question_id", "B2"))[1]

        def change(sheet: Worksheet) -> None:
            sheet[cell] = "B1"

        assert only_problem(on_questions(change)).place == Place("questions", "", "B2")

    def test_with_a_question_id_that_was_erased(self) -> None:
        sheet, cell = where(Place("questions", "question_id", "B2"))
        problem = only_problem(typed(Place("questions", "question_id", "B2"), None))
        assert (problem.sheet, problem.cell, problem.seen) == (sheet, cell, "the id B2 is gone")

    def test_with_a_question_that_was_deleted(self) -> None:
        row = int(where(POINTS)[1][1:])
        problem = only_problem(on_questions(lambda sheet: sheet.delete_rows(row)))
        assert (problem.seen, problem.place) == ("question B2 has no row", Place("questions", "", "B2"))

    def test_put_in_between_the_questions_do_no_harm(self) -> None:
        row = int(where(POINTS)[1][1:])
        found = read(on_questions(lambda sheet: sheet.insert_rows(row)))
        assert (found.problems, found.review) == ((), review())

    def test_put_in_between_with_something_in_them_are_reported(self) -> None:
        def change(sheet: Worksheet) -> None:
            sheet.insert_rows(9)
            sheet.cell(9, column("question_id")).value = "my own"

        problem = only_problem(on_questions(change))
        assert (problem.cell, problem.allowed) == ("C9", "Move it to its place or clear it")

    def test_of_questions_that_were_sorted_are_read_right_but_reported(self) -> None:
        def change(sheet: Worksheet) -> None:
            first, second = layout.QUESTIONS.first_row, layout.QUESTIONS.first_row + 7
            for index in range(1, sheet.max_column + 1):
                one, other = sheet.cell(first, index), sheet.cell(second, index)
                one.value, other.value = other.value, one.value

        found = read(on_questions(change))
        (problem,) = found.problems
        assert (problem.seen, problem.allowed) == (
            "the questions are in another order than the form has them",
            "Undo the sorting",
        )
        assert found.review == review()


class TestStrays:
    """A value that was typed where nothing is read is reported, never silently lost."""

    @pytest.mark.parametrize(
        ("sheet", "cell"),
        [
            (layout.QUESTIONS_SHEET, "AB7"),
            (layout.QUESTIONS_SHEET, "J200"),
            (layout.QUESTIONS_SHEET, "J12000"),
            (layout.QUESTIONS_SHEET, "ZZ7"),
            (layout.SUBMISSION_SHEET, "G9"),
            (layout.SUBMISSION_SHEET, "B400"),
            (layout.SUBMISSION_SHEET, f"B{layout.GROUP_ROWS['Employer']}"),
            (layout.SUBMISSION_SHEET, f"B{layout.ACCOUNTS.header_row + layout.ACCOUNTS.capacity + 1}"),
            (layout.ACTION_PLAN_SHEET, f"C{layout.ACTION_PLAN.header_row + layout.ACTION_PLAN.capacity + 1}"),
            (layout.ROUNDS_SHEET, f"C{layout.ROUNDS.header_row + layout.ROUNDS.capacity + 1}"),
            (layout.ROUNDS_SHEET, "P6"),
        ],
    )
    def test_below_or_beside(self, sheet: str, cell: str) -> None:
        def change(book: openpyxl.Workbook) -> None:
            book[sheet][cell] = "remember this"

        problem = only_problem(edited(change))
        assert (problem.sheet, problem.cell) == (sheet, cell)
        assert "where it is not read" in problem.seen
        assert problem.allowed == "Move it to its place or clear it"

    def test_side_by_side_are_told_together(self) -> None:
        def change(sheet: Worksheet) -> None:
            for row in range(100, 200):
                sheet.cell(row, 10).value = sheet.cell(row, 11).value = "x"

        problem = only_problem(on_questions(change))
        assert problem.cell == "J100"
        assert problem.seen.startswith('what is typed in J100:K199, first "x", is below the questions')

    def test_very_many_are_named_in_one_last_line(self) -> None:
        def change(sheet: Worksheet) -> None:
            for row in range(100, 200, 2):
                sheet.cell(row, 10).value = "x"

        problems = read(on_questions(change)).problems
        assert len(problems) == MOST_TOLD + 1
        assert problems[-1].seen.endswith("from " + ", ".join(f"J{row}" for row in range(140, 200, 2)) + " on")

    def test_white_space_is_nothing(self) -> None:
        assert read(on_questions(lambda sheet: sheet.cell(200, 10, "  \n"))).problems == ()


def unreadable(content: bytes) -> str:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook_bytes(content, "review.xlsx")
    return str(caught.value)


def form(cell: str, value: Any) -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book[layout.FORM_SHEET][cell] = value

    return edited(change)


FORM_VERSION_CELL, _, _, FINGERPRINT_CELL = (field.input_cell for field in layout.FORM_FIELDS)


class TestNotOurs:
    def test_another_workbook(self) -> None:
        assert "no review workbook of secor-xl. Choose a workbook that was made by 'secor-xl new'" in unreadable(
            small_workbook()
        )

    def test_a_sheet_called_form_of_another_program(self) -> None:
        assert "no review workbook of secor-xl" in unreadable(form(layout.FORM_ID_CELL, "ORDER FORM"))

    def test_the_form_sheet_is_gone(self) -> None:
        message = unreadable(edited(lambda book: book.remove(book[layout.FORM_SHEET])))
        assert "has lost its hidden sheet Form" in message
        assert "Document Inspector" in message
        assert "Take an earlier copy of the workbook. Without one, make a new workbook with 'secor-xl new'" in message

    @pytest.mark.parametrize("version", [str(FORM + 1), FORM + 1, "0", "", "-1", "1.0", "٢", "9" * 30])
    def test_a_later_version_of_the_form_or_none(self, version: object) -> None:
        message = unreadable(form(FORM_VERSION_CELL, version))
        assert f'has version "{version}" of the review form; this secor-xl reads versions 1 to {FORM}' in message
        assert f"Read it with secor-xl {__version__}, or a newer one" in message

    def test_the_version_typed_as_a_number_is_the_same_version(self) -> None:
        assert read(form(FORM_VERSION_CELL, int(FORM_VERSION))).problems == ()


class TestInstrument:
    def test_that_was_edited_in_the_workbook(self) -> None:
        cell = f"A{layout.SOURCE_HEADER_ROW + 2}"

        def change(book: openpyxl.Workbook) -> None:
            text: Any = book[layout.FORM_SHEET][cell].value
            book[layout.FORM_SHEET][cell].value = text.replace("Does the company", "Does any company", 1)

        message = unreadable(edited(change))
        assert (
            "carries an instrument that was changed or damaged (it is not the one that the workbook was made with)"
            in message
        )
        assert "Make a new workbook with 'secor-xl new'" in message

    @pytest.mark.parametrize("value", ["", "x", 0, 100_000, 2, 2.5, "#N/A"])
    def test_whose_rows_are_not_what_they_were(self, value: object) -> None:
        assert "carries an instrument that was changed or damaged" in unreadable(form(layout.SOURCE_LINES_CELL, value))

    @pytest.mark.parametrize("value", ["", "not TOML", "= =", "#REF!", 5])
    def test_whose_text_is_damaged(self, value: object) -> None:
        assert "carries an instrument that was changed or damaged" in unreadable(
            form(f"A{layout.SOURCE_HEADER_ROW + 1}", value)
        )

    def test_whose_fingerprint_was_changed(self) -> None:
        assert "not the one that the workbook was made with" in unreadable(form(FINGERPRINT_CELL, "0" * 16))

    def test_that_has_the_shipped_ones_name_and_version_but_other_words(self) -> None:
        other = parse_instrument(instrument().source.replace("points = 15", "points = 16", 1), "other.toml")
        found = read(built(blank_review(other), other))
        (problem,) = found.problems
        assert (problem.where, problem.place) == (
            f"{layout.FORM_SHEET}!{FINGERPRINT_CELL}",
            Place("form", "instrument_fingerprint"),
        )
        assert "differs from the one that comes with secor-xl" in problem.seen
        assert "give the changed instrument a version of its own" in problem.allowed


def test_the_clean_workbook_has_no_problem_at_all() -> None:
    assert (read(workbook()).problems, read(workbook()).review) == ((), review())


PARTS = [
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    *(f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3, 9)),
]


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_damage_ends_in_anything_but_a_review_or_a_plain_sentence(chance: random.Random) -> None:
    def damage(part: bytes) -> bytes:
        damaged = bytearray(part)
        for _ in range(chance.randint(1, 20)):
            at = chance.randrange(len(damaged))
            match chance.randrange(3):
                case 0:
                    damaged[at] = chance.choice(b"<>/\"'=&;0123456789Aadesznul \x00\xff")
                case 1:
                    del damaged[at : at + chance.randint(1, 200)]
                case _:
                    start = chance.randrange(len(damaged))
                    damaged[at:at] = damaged[start : start + chance.randint(1, 200)]
        return bytes(damaged)

    with contextlib.suppress(UnreadableWorkbook):
        found = read(changed(workbook(), chance.choice(PARTS), damage))
        assert len(found.review.questions) == len(instrument().questions)
        assert all(str(problem) for problem in found.problems)


FORMULA_CELLS = [POINTS, RESPONSE, RECEIVED, WORKERS, PHONE, ACCOUNT, TARGET, SENT, Place("employer", "legal_name")]


@pytest.mark.parametrize("place", FORMULA_CELLS, ids=str)
@pytest.mark.parametrize("written", [b"<f>0*1</f>", b'<f t="shared" si="0"/>'])
def test_a_formula_in_an_input_is_told_and_its_value_kept(place: Place, written: bytes) -> None:
    sheet, cell = where(place)
    pattern = re.compile(rb'(<c r="%s"[^>]*[^/>])(>)(?=<v>)' % cell.encode())

    def change(part: bytes) -> bytes:
        changed_part, times = pattern.subn(lambda found: found[1] + b">" + written, part)
        assert times == 1
        return changed_part

    number = layout.SHEETS.index(sheet) + 1
    content = changed(filled(), f"xl/worksheets/sheet{number}.xml", change)
    for saved in (content, with_careful_reader(content, number)):
        found = read(saved)
        (problem,) = found.problems
        assert (problem.sheet, problem.cell, problem.place) == (sheet, cell, place)
        assert problem.seen.startswith("a formula")
        assert (problem.loses_a_fact, found.review) == (False, read(filled()).review)


def filled() -> bytes:
    """A workbook with a value in each of the cells that get a formula."""
    facts = replace(
        review(),
        action_plan=(ActionItem(("B2",), "Write it down", "Together", "Ann", dt.date(2027, 1, 1)),),
        rounds=(CorrectionRound(feedback_sent_on=dt.date(2026, 6, 1)),),
    )
    return built(facts)


def with_careful_reader(content: bytes, number: int) -> bytes:
    """The workbook with a remark in a sheet, which the fast reader leaves to the careful one."""
    return changed(
        content, f"xl/worksheets/sheet{number}.xml", lambda part: part.replace(b"<sheetData>", b"<!-- --><sheetData>")
    )
