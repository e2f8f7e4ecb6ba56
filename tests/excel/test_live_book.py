"""The open workbook says the same as its file, with what is typed and not saved yet."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from secor_xl.excel.live_book import read_live
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.schema.layout import FORM_FIELDS, FORM_SHEET, QUESTIONS, ROUNDS
from secor_xl.workbook.writing.build import build_workbook
from secor_xl.workbook.writing.capacity import fitted
from secor_xl.xlsx.guard import UnreadableWorkbook
from tests.excel.clicks import every_sample, of_sample, reviewer, where
from tests.excel.fake_engine import open_book
from tests.strategies import reviews
from tests.workbook.live_ranges import without_error_texts
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, SMALL, SMALL_REVIEW, TODAY, judged


@every_sample
def test_every_sample_is_read_from_the_open_workbook_as_from_its_file(tmp_path, sample):
    at = of_sample(tmp_path, sample)
    live, file = read_live(at.book), read_workbook(at.path)
    assert replace(live, fingerprint=file.fingerprint) == file
    assert (live.review, live.problems) == (sample.review, ())


def test_another_instrument_comes_along(tmp_path):
    at = reviewer(tmp_path, SMALL_REVIEW, TODAY, SMALL)
    assert read_live(at.book).instrument == SMALL


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(review=reviews(INSTRUMENT, BLANK.form).map(without_error_texts))
def test_any_review_is_read_from_the_open_workbook_as_it_was_built(tmp_path, review):
    # An error and a text that looks like one come from Excel alike; it is named, and asked for anew.
    path = tmp_path / "review.xlsx"
    path.write_bytes(build_workbook(judged(review), live=True))
    live = read_live(open_book(path, TODAY))
    assert live.review == fitted(review, INSTRUMENT)
    assert live.problems == read_workbook(path).problems


def test_what_is_typed_counts_though_it_is_not_saved(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    at.enter(where("questions", "points", "A1"), 2.5)
    at.enter(where("questions", "finding", "A1"), "Nobody signed it")
    at.enter(where("rounds", "feedback_sent_on", "1"), dt.datetime(2026, 6, 1))
    live = read_live(at.book).review
    assert (str(live.question("A1").points), live.question("A1").finding) == ("2.5", "Nobody signed it")
    assert live.rounds[0].feedback_sent_on == dt.date(2026, 6, 1)
    assert read_workbook(at.path).review == CLEAN


ODD = [
    (("questions", "points", "A1"), "#N/A"),
    (("questions", "points", "A1"), "#SPILL!"),
    (("questions", "points", "A2"), "ten"),
    (("questions", "response", "A3"), "perhaps"),
    (("profile", "workers"), 2.5),
    (("profile", "owners"), True),
    (("case", "received_on"), 46000.0),
    (("case", "submitted_on"), dt.datetime(2026, 3, 1, 10, 30)),
    (("employer", "legal_name"), dt.datetime(2026, 3, 1)),
    (("letters", "round", "2"), "second"),
]


@pytest.mark.parametrize(("place", "value"), ODD, ids=str)
def test_what_cannot_be_read_is_named_as_in_the_file(tmp_path, place, value):
    at = reviewer(tmp_path, CLEAN, TODAY)
    sheet, cell = where(*place)
    at.open_workbook.file[sheet][cell].number_format = "yyyy-mm-dd" if isinstance(value, dt.datetime) else "General"
    at.enter((sheet, cell), value)
    saved = tmp_path / "saved.xlsx"
    at.open_workbook.file.save(saved)
    live, file = read_live(at.book), read_workbook(saved)
    assert (live.review, live.problems) == (file.review, file.problems)
    assert live.problems or place == ("employer", "legal_name")


def test_a_formula_in_an_input_is_told_and_a_text_that_begins_like_one_is_not(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    points, name = where("questions", "points", "A1"), where("employer", "trade_name")
    at.open_workbook.file[points[0]][points[1]].value = "=0*1"
    at.open_workbook.values[points[0]][points[1]].value = 15
    at.enter(name, "=we are called so")
    live = read_live(at.book)
    assert [(problem.sheet, problem.cell) for problem in live.problems] == [points]
    assert (str(live.review.question("A1").points), live.review.employer.trade_name) == ("15", "=we are called so")


def test_a_sheet_that_is_gone_is_a_problem_and_not_the_end(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    for name in (ROUNDS.sheet, QUESTIONS.sheet):
        at.rename(name, f"my {name}")
    assert {problem.sheet for problem in read_live(at.book).problems} == {ROUNDS.sheet, QUESTIONS.sheet}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda values: values.__setitem__("B5", "a shopping list"), "no review workbook of secor-xl"),
        (lambda values: values.__setitem__(FORM_FIELDS[0].input_cell, "99"), 'has version "99" of the review form'),
        (lambda values: values.__setitem__("A11", "x"), "carries an instrument that was changed or damaged"),
    ],
)
def test_another_kind_of_workbook_is_refused_in_a_sentence(tmp_path, change, words):
    at = reviewer(tmp_path, CLEAN, TODAY)
    change(at.open_workbook.values[FORM_SHEET])
    with pytest.raises(UnreadableWorkbook, match=words):
        read_live(at.book)


def test_columns_that_are_formatted_to_the_end_are_not_followed(tmp_path):
    at = reviewer(tmp_path, CLEAN, TODAY)
    at.open_workbook.file[ROUNDS.sheet].cell(1_000_000, 200).value = None
    at.open_workbook.file[ROUNDS.sheet].cell(1_000_000, 200).number_format = "@"
    assert read_live(at.book).review == CLEAN
