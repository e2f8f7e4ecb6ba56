"""The parts of a review from ranges with their header rows, as an in-cell function gets them: the same as from the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from secor_xl.review.model import LetterKind, LetterRecord, Review
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.read_submission import SECTIONS, submission_from
from secor_xl.workbook.reading.read_tables import list_from, questions_from
from secor_xl.workbook.schema import named_ranges
from secor_xl.workbook.schema.layout import ACCOUNTS, ACTION_PLAN, HEADER_ROW, LETTERS, ROUNDS, SHEETS, cell_of
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes
from secor_xl.xlsx.sheet_values import Rows, SheetValues
from tests.workbook.built import built, instrument, review, workbook
from tests.workbook.test_read import SAMPLES


def ranges(content: bytes) -> dict[str, SheetValues]:
    """The named ranges that an in-cell function reads, each alone in its place on its sheet."""
    sheets = read_sheets(guard_bytes(content, "f"), SHEETS)
    found = {}
    for name, block in named_ranges.all_ranges(instrument()).items():
        sheet = sheets[block.sheet]
        left = block.column - 1
        rows: Rows = [[] for _ in range(block.row - 1)]
        for values in sheet.rows[block.row - 1 : block.row - 1 + block.rows]:
            rows.append([*[None] * left, *values[left : left + block.columns]])
        found[name] = SheetValues(block.sheet, rows)
    return found


@pytest.mark.parametrize("facts", [sample.review for sample in SAMPLES], ids=[sample.file_stem for sample in SAMPLES])
def test_ranges_give_the_same_review_as_the_file(facts: Review) -> None:
    by_name = ranges(built(facts))
    problems: list[CellProblem] = []
    submission = submission_from(by_name[named_ranges.SUBMISSION_RANGE], problems)
    assert submission == {section: getattr(facts, section) for section in SECTIONS}
    assert list_from(by_name[named_ranges.ACCOUNTS_RANGE], ACCOUNTS, problems) == facts.accounts
    assert questions_from(by_name[named_ranges.QUESTIONS_RANGE], instrument(), problems) == facts.questions
    plan = list_from(by_name["secor_action_plan"], ACTION_PLAN, problems, ids=instrument().by_id)
    assert plan == facts.action_plan
    assert list_from(by_name["secor_rounds"], ROUNDS, problems) == facts.rounds
    assert problems == []


def test_the_letters_in_a_range_are_read_like_those_of_the_file() -> None:
    letters = (
        LetterRecord(LetterKind.FEEDBACK, 1, dt.date(2026, 5, 1), "2026-014 - feedback round 1.docx", "0" * 64),
        LetterRecord(LetterKind.APPROVAL, None, dt.date(2026, 6, 1), "2026-014 - approval.docx", "e" * 64),
    )
    problems: list[CellProblem] = []
    sheet = ranges(built(replace(review(), letters=letters)))["secor_letters"]
    assert list_from(sheet, LETTERS, problems) == letters
    assert problems == []
    sheet.rows[HEADER_ROW][sheet.rows[HEADER_ROW - 1].index("Letter")] = "reminder"
    list_from(sheet, LETTERS, problems)
    assert [(each.sheet, each.cell) for each in problems] == [("Letters", "B5")]


def test_a_problem_in_a_range_is_named_by_its_cell_in_the_sheet() -> None:
    sheet = ranges(workbook())[named_ranges.QUESTIONS_RANGE]
    sheet.rows[HEADER_ROW + 2][sheet.rows[HEADER_ROW - 1].index("Response")] = "maybe"
    problems: list[CellProblem] = []
    questions_from(sheet, instrument(), problems)
    (problem,) = problems
    assert problem.sheet == "Questions"
    assert problem.place is not None
    assert cell_of(problem.place, instrument()) == (problem.sheet, problem.cell)


@pytest.mark.parametrize("rows", [[], [[]], [[None]], [["x"], ["y", 1, None]]])
def test_an_empty_or_foreign_range_is_reported_and_never_raises(rows: list[list[object]]) -> None:
    sheet = SheetValues("Questions", rows)  # type: ignore[arg-type]
    readers: tuple[Callable[..., object], ...] = (
        submission_from,
        lambda sheet, problems: questions_from(sheet, instrument(), problems),
        *(partial(list_from, table=table) for table in (ACCOUNTS, ACTION_PLAN, ROUNDS, LETTERS)),
    )
    for read in readers:
        problems: list[CellProblem] = []
        read(sheet, problems=problems)
        assert problems


def test_a_blank_range_with_its_headers_is_a_blank_part() -> None:
    sheet = ranges(workbook())["secor_rounds"]
    problems: list[CellProblem] = []
    assert list_from(SheetValues(sheet.name, sheet.rows[:HEADER_ROW]), ROUNDS, problems) == ()
    assert (problems, review().rounds) == ([], ())
