"""The review as plain data: back without loss, and refused with the place where it does not fit."""

import copy
import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from secor_xl.review.json_form import SCHEMA, RecordError, from_record, to_record
from secor_xl.review.model import CaseFile, Review, YearKind
from tests.judgement.tiny import CLEAN, Setting, item, rounds
from tests.strategies import reviews

FULL = to_record(replace(CLEAN, action_plan=(item("B2"),)))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(reviews())
def test_a_review_comes_back_from_json_without_loss(review):
    text = json.dumps(to_record(review))
    assert from_record(json.loads(text)) == review


def test_a_record_names_its_schema_first():
    assert next(iter(to_record(CLEAN))) == "schema"
    assert to_record(CLEAN)["schema"] == SCHEMA == "secor-xl/review/1"


def test_facts_that_are_left_out_are_not_given():
    assert from_record({"schema": SCHEMA}) == Review()
    assert from_record({"schema": SCHEMA, "case": {"reference": "7"}}) == Review(case=CaseFile("7"))


def test_points_stay_exact_and_dates_and_answers_are_words():
    record = to_record(CLEAN)
    assert record["questions"][0]["points"] == "10"
    assert record["questions"][0]["response"] == "yes"
    assert record["case"]["received_on"] == "2026-03-11"
    assert record["case"]["year_kind"] == "certification"
    assert from_record(record) == CLEAN


def changed(place, value):
    record = copy.deepcopy(FULL)
    target = record
    *path, last = place
    for step in path:
        target = target[step]
    target[last] = value
    return record


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (
            ("schema",),
            "secor-xl/review/9",
            'its schema is "secor-xl/review/9", so this is no review made by',
        ),
        (("case", "recieved_on"), None, "case.recieved_on: is not a key that is known here; known: reference"),
        (("extra",), 1, "extra: is not a key that is known here"),
        (("case",), [], "case: is []; an object is needed"),
        (("case", "received_on"), "11.3.2026", 'case.received_on: is "11.3.2026"; a date such as 2026-03-31 is needed'),
        (("case", "received_on"), "2026-02-30", 'case.received_on: is "2026-02-30"; a date'),
        (("case", "received_on"), "２026-03-11", 'case.received_on: is "２026-03-11"; a date'),
        (("case", "received_on"), "20260311", 'case.received_on: is "20260311"; a date'),
        (("case", "received_on"), 20260311, "case.received_on: is 20260311; a date"),
        (("case", "year_kind"), "yearly", 'case.year_kind: is "yearly"; one of certification, maintenance is needed'),
        (("case", "year_kind"), ["x"], 'case.year_kind: is ["x"]; one of certification, maintenance is needed'),
        (("case", "reference"), 7, "case.reference: is 7; a text is needed"),
        (("case", "reference"), None, "case.reference: is null; a text is needed"),
        (("profile", "workers"), "4", 'profile.workers: is "4"; a whole number is needed'),
        (("profile", "workers"), 4.0, "profile.workers: is 4.0; a whole number is needed"),
        (("profile", "workers"), True, "profile.workers: is true; a whole number is needed"),
        (("questions",), {}, "questions: is {}; a list is needed"),
        (("questions", 1), "A2", 'questions[2]: is "A2"; an object is needed'),
        (("questions", 1), {"notes": "x"}, "questions[2].question_id: is missing"),
        (("questions", 1, "points"), 9.9, 'questions[2].points: is 9.9; a number in quotes, such as "2.5" is needed'),
        (("questions", 1, "points"), "1E-401", 'questions[2].points: is "1E-401"; a number in quotes'),
        (("questions", 1, "points"), "1E+400", 'questions[2].points: is "1E+400"; a number in quotes'),
        (("questions", 1, "points"), "9,9", 'questions[2].points: is "9,9"; a number in quotes'),
        (("questions", 1, "points"), "NaN", 'questions[2].points: is "NaN"; a number in quotes'),
        (("questions", 1, "points"), "sNaN", 'questions[2].points: is "sNaN"; a number in quotes'),
        (("questions", 1, "points"), "-Infinity", 'questions[2].points: is "-Infinity"; a number in quotes'),
        (("questions", 1, "points"), "1E+999999", 'questions[2].points: is "1E+999999"; a number in quotes'),
        (("questions", 1, "points"), "0E-999999", 'questions[2].points: is "0E-999999"; a number in quotes'),
        (("questions", 1, "points"), "1_5", 'questions[2].points: is "1_5"; a number in quotes'),
        (("questions", 1, "points"), "１５", 'questions[2].points: is "１５"; a number in quotes'),
        (("questions", 1, "points"), "", 'questions[2].points: is ""; a number in quotes'),
        (("case", "received_on"), "2026-00-00", 'case.received_on: is "2026-00-00"; a date'),
        (("questions", 1, "points"), "9" * 5000, f'questions[2].points: is "{"9" * 70}…; a number in quotes'),
        (("action_plan", 0, "question_ids"), "B2", 'action_plan[1].question_ids: is "B2"; a list is needed'),
        (("action_plan", 0, "question_ids"), [2], "action_plan[1].question_ids[1]: is 2; a text is needed"),
    ],
)
def test_refuses_what_does_not_fit_and_names_the_place(place, value, message):
    with pytest.raises(RecordError) as refused:
        from_record(changed(place, value))
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("number", ["1E-400", "9.99E+399", "-2.5", "0"])
def test_a_number_of_four_hundred_places_is_read_exactly(number):
    assert from_record(changed(("questions", 1, "points"), number)).questions[1].points == Decimal(number)


@pytest.mark.parametrize("record", [None, [], "x", 7])
def test_refuses_what_is_no_object(record):
    with pytest.raises(RecordError, match="export one with"):
        from_record(record)


@pytest.mark.parametrize("nothing", ["\u200b", " \u200e", "\u3164\ufeff", "\x00"])
def test_a_text_that_shows_nothing_is_not_given(nothing):
    assert from_record(changed(("employer", "legal_name"), nothing)).employer.legal_name == ""


def test_what_is_invisible_around_a_value_does_not_count():
    assert (
        from_record(changed(("employer", "legal_name"), "\u200bBlue Camas Ltd.\ufeff")).employer.legal_name
        == "Blue Camas Ltd."
    )
    assert from_record(changed(("case", "received_on"), "\u200e2026-03-11")).case.received_on == dt.date(2026, 3, 11)
    assert from_record(changed(("case", "year_kind"), "maintenance\u200b")).case.year_kind is YearKind.MAINTENANCE
    assert from_record(changed(("questions", 1, "points"), "2.5\u200b")).questions[1].points == Decimal("2.5")


def test_rounds_keep_their_order():
    review = rounds("3-12 3-12 3-13", "3-14 3-15 -")(Setting()).review
    assert from_record(to_record(review)).rounds == review.rounds
