"""Snapshots in the workbook: whatever a review says comes back, and a damaged one is told and judges nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secor_xl.errors import SecorError
from secor_xl.judgement.assessment import assess
from secor_xl.judgement.flags import Severity
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.json_form import RecordError, from_record, to_record
from secor_xl.review.model import CorrectionRound, DocumentsVerdict, Response, Review, Snapshot
from secor_xl.review.snapshots import facts_in, text_of, with_snapshot
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.upgrade import rebuild
from secor_xl.samples.changes import with_question
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.schema import computed_ranges
from secor_xl.workbook.schema.layout import SNAPSHOT_PIECE, SNAPSHOT_PIECES, SNAPSHOTS_SHEET, place_of
from secor_xl.workbook.writing.build import build_workbook
from tests.workbook.built import AS_OF, built, edited, instrument, office, read, review

DAY = dt.date(2026, 5, 4)


def with_two() -> Review:
    odd = with_question(review(), "A2", notes="=1+1 «é» _x0041_ \\_x0041_ 👷" + " and so on" * 3_000)
    taken = with_snapshot(odd, 1, DAY).snapshots
    sent = dataclasses.replace(review(), rounds=(CorrectionRound(feedback_sent_on=DAY),), snapshots=taken)
    return with_snapshot(sent, 2, AS_OF)


def test_a_snapshot_has_what_the_review_was_and_stays_when_the_review_changes() -> None:
    facts = with_question(with_two(), "A2", notes="New")
    found = read(built(facts))
    assert (found.problems, found.review) == ((), facts)
    assert [(each.round, each.taken_on, len(each.review.rounds)) for each in found.review.snapshots] == [
        (1, DAY, 0),
        (2, AS_OF, 1),
    ]
    assert from_record(to_record(facts)) == facts


def test_a_later_snapshot_of_the_same_round_takes_the_place_of_the_first() -> None:
    again = with_snapshot(with_two(), 1, AS_OF)
    assert [(each.round, each.taken_on) for each in again.snapshots] == [(1, AS_OF), (2, AS_OF)]
    assert again.snapshots[0].review.snapshots == ()


def damaged(cell: str, value: Any) -> bytes:
    def change(book: openpyxl.Workbook) -> None:
        book[SNAPSHOTS_SHEET][cell].value = value

    return edited(change, built(with_two()))


DAMAGE = [
    ("C2", None),
    ("C2", "{"),
    ("C2", "[1]"),
    ("C2", "[" * 7_000),
    ("C3", '{"rounds":7'),
    ("D2", None),
    ("E2", "more"),
    ("C2", '{"case":{"colour":"red"}}'),
    ("B2", "yesterday"),
    ("B3", 1e9),
]


@pytest.mark.parametrize(("cell", "value"), DAMAGE, ids=range(len(DAMAGE)))
def test_a_damaged_snapshot_is_told_and_the_review_is_judged_without_it(cell: str, value: Any) -> None:
    content = damaged(cell, value)
    found = read(content)
    (problem,) = found.problems
    number = int(cell[1:]) - 1
    assert f"the snapshot of round {number} cannot be read" in str(problem)
    assert [each.round for each in found.review.snapshots] == [3 - number]
    judged = assess(found.review, instrument=found.instrument, office=office(), as_of=AS_OF, problems=found.problems)
    (flag,) = [flag for flag in judged.flags if flag.problem]
    assert flag.severity is Severity.ADVISORY


def test_upgrade_carries_snapshots_and_leaves_a_damaged_one_with_a_word() -> None:
    service = ReviewService(shipped_letter_templates(), AS_OF)

    def build(assessment: Any, notes: Any) -> bytes:
        return build_workbook(assessment, notes=notes)

    assert read(rebuild(built(with_two()), "f", service, build).data).review == with_two()
    made = rebuild(damaged("C3", "{"), "f", service, build)
    assert [each.round for each in read(made.data).review.snapshots] == [1]
    assert any("the snapshot of round 2 cannot be read" in each for each in made.left)


@pytest.mark.parametrize(
    ("snapshots", "said"),
    [
        ((Snapshot(0),), "one for each round from 1 to 10"),
        ((Snapshot(1), Snapshot(1)), "one for each round from 1 to 10"),
        ((Snapshot(11),), "one for each round from 1 to 10"),
        (with_snapshot(with_question(review(), "A2", notes="x" * 32_000), 1, DAY).snapshots, ""),
    ],
)
def test_what_no_workbook_can_hold_is_refused_in_words(snapshots: tuple[Snapshot, ...], said: str) -> None:
    facts = dataclasses.replace(review(), snapshots=snapshots)
    if not said:
        assert read(built(facts)).review == facts
        return
    with pytest.raises(SecorError, match=said):
        built(facts)


def test_a_review_that_is_too_long_for_a_snapshot_is_refused_with_the_cure() -> None:
    facts = review()
    for question_id in list(instrument().by_id)[: SNAPSHOT_PIECE * SNAPSHOT_PIECES // 30_000 + 1]:
        facts = with_question(facts, question_id, notes="x" * 30_000)
    with pytest.raises(SecorError, match=r"Snapshot of round 1: .* at most 240,000: shorten the longest texts"):
        built(with_snapshot(facts, 1, DAY))


def test_a_snapshot_in_a_snapshot_is_refused() -> None:
    inner = dataclasses.replace(review(), snapshots=with_two().snapshots)
    record = to_record(dataclasses.replace(review(), snapshots=(Snapshot(1, DAY, inner),)))
    with pytest.raises(RecordError, match="a snapshot has no snapshots of its own"):
        from_record(record)
    assert facts_in(text_of(Snapshot(1, DAY, inner)).replace('"questions"', '"letters":[],"questions"')).letters == ()


SUBMITTED: dict[str, Any] = {
    "response": Response.NOT_ANSWERED,
    "notes": "Other notes of the assessor.",
    "attached": "Form 7",
    "points_claimed": Decimal(1),
}
OWN: dict[str, Any] = {"points": Decimal(1), "finding": "A finding.", "documents": DocumentsVerdict.ALTERED}


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(tuple(instrument().by_id)), st.sampled_from((*SUBMITTED, *OWN))), st.none()
    )
)
def test_the_sheets_show_every_edit_since_the_feedback_and_no_other(edits: dict[tuple[str, str], None]) -> None:
    before = with_snapshot(review(), 1, AS_OF)
    now = before
    for question_id, name in edits:
        now = with_question(now, question_id, **{name: (SUBMITTED | OWN)[name]})
    made = {
        (question_id, name)
        for question_id, name in edits
        if getattr(now.question(question_id), name) != getattr(before.question(question_id), name)
    }
    judged = assess(now, instrument=instrument(), office=office(), as_of=AS_OF)
    values = computed_values(judged)
    listed = [row for row in values[computed_ranges.ALL_CHANGES] if row[2]]
    cells = [str(row[1]).split("!") for row in listed]
    places = [place_of(sheet, cell, instrument()) for sheet, cell in cells]
    assert sorted((place.item, place.field) for place in places if place) == sorted(made)
    of_questions = zip(instrument().by_id, values[computed_ranges.QUESTION_CHANGES], strict=True)
    changed = {question_id for question_id, (words,) in of_questions if words}
    assert changed == {question_id for question_id, name in made if name in SUBMITTED}
    assert {flag.place.item for flag in judged.flags if flag.code == "FM-109"} == changed
