"""Which reviews a workbook holds, and that what it holds comes back as it was."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from secor_xl.errors import SecorError
from secor_xl.procedure.instrument import parse_instrument
from secor_xl.review.model import Account, ActionItem, CorrectionRound, LetterKind, LetterRecord, QuestionReview
from secor_xl.samples.changes import with_question
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.workbook.writing.capacity import fitted
from tests.strategies import odd_reviews, reviews
from tests.workbook.shipped import BLANK, CLEAN, INSTRUMENT, SMALL_REVIEW, SMALL_TEXT, TODAY, built


def too_many(entry, count):
    return (entry,) * count


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"form": replace(CLEAN.form, instrument_version="2025.1")}, "was made with '2025.1'"),
        (
            {"form": replace(CLEAN.form, instrument_fingerprint="0")},
            "Form: Instrument fingerprint: the review was made",
        ),
        ({"accounts": too_many(Account("AB", "1", "2"), 13)}, "has 13 WCB accounts; the sheet Submission holds 12"),
        ({"action_plan": too_many(ActionItem(deficiency="x"), 101)}, "has 101 action items"),
        ({"rounds": too_many(CorrectionRound(TODAY), 11)}, "has 11 correction rounds"),
        ({"letters": too_many(LetterRecord(LetterKind.NOTICE), 41)}, "has 41 letters; the sheet Letters holds 40"),
        ({"questions": (QuestionReview("Z9"),)}, "Question 'Z9': is no question of the instrument"),
        ({"questions": (QuestionReview("A1"),) * 2}, "Question A1: is in the review 2 times"),
        ({"questions": (QuestionReview("A1", notes="x" * 32_768),)}, "A1: Notes as submitted: has 32768 characters"),
        ({"questions": (QuestionReview("A1", notes="\U0001f9ba" * 16_384),)}, "has 32768 characters"),
        ({"questions": (QuestionReview("A1", points=Decimal("1.000000000000001")),)}, "at most 15 digits"),
        ({"questions": (QuestionReview("A1", points=Decimal("NaN")),)}, "A1: Points awarded: is NaN"),
        ({"questions": (QuestionReview("A1", points=Decimal("1E+400")),)}, "at most 15 digits"),
        ({"rounds": (CorrectionRound(dt.date(1900, 2, 28)),)}, "Correction round 1: Feedback sent: is 1900-02-28"),
        ({"action_plan": (ActionItem(("B2, C1",)),)}, "Action item 1: Questions: is ['B2, C1']"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_does_not_fit_is_refused_in_a_sentence(changes, words):
    with pytest.raises(SecorError, match=re.escape(words)):
        built(replace(CLEAN, **changes))


def test_the_longest_text_that_a_cell_holds_arrives():
    text = "x" * 32_766 + "é"
    assert (
        read_workbook_bytes(built(with_question(CLEAN, "A1", notes=text)), "x.xlsx").review.question("A1").notes == text
    )


def test_an_instrument_with_a_line_that_no_cell_holds_is_refused():
    instrument = parse_instrument(SMALL_TEXT.replace("Read it.", "x" * 33_000), "small.toml")
    with pytest.raises(SecorError, match=r"characters; a cell holds at most|Excel cannot hold"):
        built(SMALL_REVIEW, instrument)


def test_as_many_entries_as_there_are_rows_come_back():
    full = replace(
        CLEAN,
        accounts=too_many(Account("AB", "0001", "002"), 12),
        action_plan=too_many(ActionItem(("A1", "B2"), "x"), 100),
        rounds=too_many(CorrectionRound(TODAY), 10),
        letters=too_many(LetterRecord(LetterKind.FEEDBACK, 2, TODAY, "x - feedback round 2.docx", "0" * 64), 40),
    )
    assert read_workbook_bytes(built(full), "x.xlsx").review == full


def test_questions_that_a_review_leaves_out_and_empty_entries_at_the_end_are_put_right():
    few = replace(CLEAN, questions=CLEAN.questions[5:3:-1], accounts=(*CLEAN.accounts, Account()))
    kept = fitted(few, INSTRUMENT)
    assert tuple(entry.question_id for entry in kept.questions) == tuple(INSTRUMENT.by_id)
    assert kept.question("A5") == CLEAN.question("A5")
    assert kept.question("A1") == QuestionReview("A1")
    assert kept.accounts == CLEAN.accounts


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(review=reviews(INSTRUMENT, BLANK.form))
def test_what_is_built_reads_back_as_the_same_review(review):
    read = read_workbook_bytes(built(review), "x.xlsx")
    assert read.review == fitted(review, INSTRUMENT)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(review=odd_reviews())
def test_odd_reviews_are_built_or_refused_in_a_sentence(review):
    try:
        content = built(review)
    except SecorError:
        return
    assert content.startswith(b"PK")
