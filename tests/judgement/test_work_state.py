"""What is to be done next on a review, and by which day; in pairs around each line. Days are of 2026."""

import datetime as dt

import pytest

from secor_xl.judgement.assessment import assess
from secor_xl.judgement.work_state import WorkState, work_item
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.calendar import DUE_SOON_DAYS
from secor_xl.review.model import LetterKind, LetterRecord
from secor_xl.samples.employers import samples
from tests.judgement.tiny import Setting, both, day, lists, no, on, put, question, rounds

INSTRUMENT = read_instrument(shipped_instrument())
FIRST = "4-1"  # 15 days after it is April 16, 90 days after it is June 30
BELOW = both(no("A1"), no("A2"))
"""A review that asks for corrections."""


def item(*changes, within=DUE_SOON_DAYS, made=()):
    return work_item(both(*changes)(Setting()).judged(), within, made)


def letter(kind, number=None, on_day="3-20"):
    return LetterRecord(kind, number, day(on_day), "letter.docx", "f")


def test_a_review_without_points_is_in_review_and_says_how_far():
    seen = item(question("A1", points=None), question("A2", points=None))
    assert (seen.state, seen.scored, seen.questions) == (WorkState.IN_REVIEW, 4, 6)
    assert (seen.day, seen.days_left, seen.is_late) == (None, None, False)


def test_a_review_that_is_finished_waits_for_its_letter():
    assert (item().state, item().next_step) == (
        WorkState.LETTER_DUE,
        "Make the approval letter and the notices",
    )
    assert item(BELOW).state is WorkState.LETTER_DUE


def test_it_is_closed_when_its_last_letter_was_made():
    approval = letter(LetterKind.APPROVAL)
    made = lists(letters=(approval,))
    assert item(made).state is WorkState.CLOSED
    assert item(made=(approval,)).state is WorkState.CLOSED, "the records know it, and the letter log does not"
    assert item(made, BELOW).state is WorkState.LETTER_DUE, "the letter tells an older decision"


def test_a_feedback_letter_that_was_made_is_not_forgotten_until_its_day_of_sending_is_entered():
    made = lists(letters=(letter(LetterKind.FEEDBACK, 1),))
    seen = item(BELOW, made)
    assert seen == item(BELOW, made=(letter(LetterKind.FEEDBACK, 1),))
    assert seen.state is WorkState.NOT_ENTERED
    assert seen.next_step == "Enter the day on which the feedback letter of round 1 was sent"
    assert item(BELOW, made, rounds(f"{FIRST} - -"), on(FIRST)).state is not WorkState.NOT_ENTERED


@pytest.mark.parametrize(
    ("as_of", "state", "left", "late"),
    [
        ("4-8", WorkState.AWAITED, 8, False),
        ("4-9", WorkState.DUE_SOON, 7, False),
        ("4-16", WorkState.DUE_SOON, 0, False),
        ("4-17", WorkState.OVERDUE, -1, True),
    ],
)
def test_a_correction_is_awaited_then_due_soon_then_overdue(as_of, state, left, late):
    seen = item(BELOW, rounds(f"{FIRST} {FIRST} -"), on(as_of))
    assert (seen.state, seen.day, seen.days_left, seen.is_late) == (state, day("4-16"), left, late)
    assert seen.round == 1


def test_how_soon_is_soon_can_be_asked_for():
    awaited = both(BELOW, rounds(f"{FIRST} {FIRST} -"), on("4-8"))
    assert item(awaited, within=DUE_SOON_DAYS).state is WorkState.AWAITED
    assert item(awaited, within=8).state is WorkState.DUE_SOON


def test_a_correction_that_came_back_waits_for_the_reviewer_until_it_was_reviewed():
    back = both(BELOW, rounds(f"{FIRST} {FIRST} 4-10"), on("4-12"))
    seen = item(back, put("reviewer", reviewed_on=day("3-16")))
    assert (seen.state, seen.next_step) == (WorkState.RETURNED, "Review the correction of round 1")
    assert (seen.day, seen.days_left) == (day("6-30"), 79), "the final date of the whole process"
    assert item(back, put("reviewer", reviewed_on=day("4-10"))).state is WorkState.LETTER_DUE


@pytest.mark.parametrize(("as_of", "late"), [("6-30", False), ("7-1", True)])
def test_a_review_that_is_open_after_its_final_date_is_late(as_of, late):
    seen = item(BELOW, rounds(f"{FIRST} {FIRST} 4-10"), on(as_of))
    assert (seen.state, seen.is_late) == (WorkState.LETTER_DUE, late)


def test_a_closed_review_is_never_late():
    closed = item(BELOW, rounds(f"{FIRST} {FIRST} -"), on("12-1"), lists(letters=(letter(LetterKind.INVALIDATION),)))
    assert (closed.state, closed.is_late, closed.day) == (WorkState.CLOSED, False, None)


@pytest.mark.parametrize(
    "sample", [each for each in samples(INSTRUMENT) if each.review.rounds], ids=lambda sample: sample.file_stem
)
def test_on_every_day_it_is_what_a_calendar_says(sample):
    rounds_of_it = [each for each in sample.review.rounds if each.received_on]
    if not rounds_of_it:
        return
    first, last = rounds_of_it[0].received_on, rounds_of_it[-1]
    final = first + dt.timedelta(90)
    for passed in range(0, 120, 3):
        today = last.received_on + dt.timedelta(passed)
        office = read_office(shipped_letter_templates() / OFFICE_FILE)
        seen = work_item(assess(sample.review, instrument=INSTRUMENT, office=office, as_of=today), DUE_SOON_DAYS)
        due = min(last.received_on + dt.timedelta(15), final) if last.returned_on is None else final
        assert (seen.day, seen.days_left) == (due, (due - today).days)
        assert seen.is_late == (today > due)
        if last.returned_on is None:
            left = (due - today).days
            wanted = (
                WorkState.OVERDUE if left < 0 else WorkState.DUE_SOON if left <= DUE_SOON_DAYS else WorkState.AWAITED
            )
            assert seen.state is wanted
