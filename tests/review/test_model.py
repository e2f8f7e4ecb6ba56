"""The facts of one review, and what they are called."""

import datetime as dt
from dataclasses import fields

import pytest

from secor_xl.review.labels import LABELS, SECTIONS
from secor_xl.review.model import CorrectionRound, Profile, QuestionReview, Review
from tests.judgement.tiny import CLEAN


def test_every_section_and_every_fact_has_a_name_for_people():
    assert set(SECTIONS) == set(LABELS) == {section.name for section in fields(Review)} - {"snapshots"}
    for section in SECTIONS:
        part = getattr(CLEAN, section)
        entry = part[0] if isinstance(part, tuple) and part else part
        if not isinstance(entry, tuple):
            assert {item.name for item in fields(entry)} == set(LABELS[section]), section


def test_a_question_that_the_review_leaves_out_is_an_empty_record():
    assert CLEAN.question("A1") is CLEAN.questions[0]
    assert CLEAN.question("Z9") == QuestionReview("Z9")


@pytest.mark.parametrize(
    ("counts", "total"),
    [((1, 0, 1, 4, 2), 8), ((0, 0, 0, 0, 0), 0), ((1, 0, None, 4, 2), None), ((None,) * 5, None)],
)
def test_the_head_count_is_known_only_when_every_count_is(counts, total):
    assert Profile("", *counts).headcount == total


def test_a_feedback_counts_from_the_day_it_was_received_or_else_from_the_day_it_was_sent():
    sent, received = dt.date(2026, 4, 1), dt.date(2026, 4, 3)
    assert CorrectionRound(sent, received).received_on == received
    assert CorrectionRound(sent).received_on == sent
    assert CorrectionRound().received_on is None
