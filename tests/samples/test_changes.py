"""The small changes give a new review, change what they say, and leave everything else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument
from secor_xl.review.model import QuestionReview, Response, Review, Timing
from secor_xl.samples.changes import (
    with_action_item,
    with_facts,
    with_finding,
    with_no,
    with_not_applicable,
    with_question,
    with_round,
)
from secor_xl.samples.clean import clean_review

INSTRUMENT = read_instrument(shipped_instrument())
CLEAN = clean_review(INSTRUMENT)
DAY = dt.date(2026, 6, 10)


def others(review: Review, question_id: str) -> list[QuestionReview]:
    return [entry for entry in review.questions if entry.question_id != question_id]


def test_facts_of_a_section_are_changed() -> None:
    changed = with_facts(CLEAN, "employer", fax="none")
    assert changed.employer == replace(CLEAN.employer, fax="none")
    assert replace(changed, employer=CLEAN.employer) == CLEAN


def test_one_question_is_changed_and_keeps_its_place() -> None:
    changed = with_question(CLEAN, "B2", points=Decimal(5))
    assert changed.question("B2") == replace(CLEAN.question("B2"), points=Decimal(5))
    assert others(changed, "B2") == others(CLEAN, "B2")
    assert [entry.question_id for entry in changed.questions] == list(INSTRUMENT.by_id)


def test_a_question_of_which_nothing_is_said_is_added() -> None:
    assert with_question(Review(), "B2", notes="Seen.").questions == (QuestionReview("B2", notes="Seen."),)


def test_a_finding_takes_points_away() -> None:
    entry = with_finding(CLEAN, "B2", "20.5", "Found", "Needed", timing=Timing.NOW).question("B2")
    assert (entry.points, entry.finding, entry.needed, entry.timing) == (Decimal("20.5"), "Found", "Needed", Timing.NOW)


def test_a_no_has_no_points_and_its_action_item() -> None:
    changed = with_no(CLEAN, "A5", "Nothing there.", action="Put it there.")
    assert changed.question("A5").response is Response.NO
    assert changed.question("A5").points == 0
    (item,) = changed.action_plan
    assert (item.question_ids, item.deficiency, item.action) == (("A5",), "Nothing there.", "Put it there.")
    assert item.target_date is not None
    assert with_no(CLEAN, "A5", "Nothing there.").action_plan == ()


def test_not_applicable_leaves_no_points_and_no_finding() -> None:
    found = with_finding(CLEAN, "J1", "0", "Found", "Needed")
    entry = with_not_applicable(found, "J1", "Not asked for.").question("J1")
    assert (entry.response, entry.points, entry.finding, entry.timing) == (Response.NOT_APPLICABLE, None, "", None)


def test_action_items_and_rounds_are_added_at_the_end() -> None:
    changed = with_action_item(with_action_item(CLEAN, ("A1",), "One", "Do"), ("A2",), "Two", "Do")
    assert [item.deficiency for item in changed.action_plan] == ["One", "Two"]
    changed = with_round(with_round(CLEAN, DAY, returned=DAY), DAY, received=DAY + dt.timedelta(days=1))
    first, second = changed.rounds
    assert first.received_on == first.returned_on == DAY
    assert (second.received_on, second.returned_on) == (DAY + dt.timedelta(days=1), None)
