"""A correction taken into its review: submitted facts are replaced, the reviewer's entries stay, every change is seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from secor_xl.intake.correction import corrected
from secor_xl.intake.submission import IntakeRefused, Submission
from secor_xl.judgement.case import Place
from secor_xl.review.difference import difference, facts_of, is_submitted
from secor_xl.review.model import ActionItem, CorrectionRound, Decided, Response, Review
from secor_xl.review.snapshots import with_snapshot
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.schema.layout import cell_of
from tests.intake.conftest import form_of, judged, taken
from tests.strategies import reviews
from tests.workbook.built import instrument, review

SENT, RETURNED = dt.date(2026, 6, 10), dt.date(2026, 6, 20)
OUT = (CorrectionRound(feedback_sent_on=SENT),)
BY_INTAKE = frozenset({("case", "not_understood"), ("rounds", "returned_on")})


def waiting(facts: Review | None = None) -> Review:
    """A review whose first round is out."""
    return replace(facts or review(), rounds=OUT)


def with_question(facts: Review, question_id: str, **changes: object) -> Review:
    return replace(
        facts,
        questions=tuple(
            replace(entry, **changes) if entry.question_id == question_id else entry  # type: ignore[arg-type]
            for entry in facts.questions
        ),
    )


def back(facts: Review, **more: object) -> Submission:
    return Submission("correction.xlsx", facts, instrument(), **more)  # type: ignore[arg-type]


def taken_in(old: Review, new: Submission) -> Review:
    return corrected(old, instrument(), new, RETURNED)[0]


def test_submitted_facts_are_replaced_and_the_day_of_return_is_entered():
    new = with_question(review(), "A2", notes="Other notes", response=Response.NO)
    result = taken_in(waiting(), back(replace(new, employer=replace(new.employer, fax="none"))))
    entry = result.question("A2")
    assert (entry.notes, entry.response, result.employer.fax) == ("Other notes", Response.NO, "none")
    assert result.rounds == (CorrectionRound(feedback_sent_on=SENT, returned_on=RETURNED),)
    assert result.snapshots == with_snapshot(waiting(), 1, RETURNED).snapshots
    assert entry.points == review().question("A2").points


def changes_of(facts: Review) -> dict[str, str]:
    """What the review says of its questions that changed."""
    return judged(facts).case.changed


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(reviews(form=review().form), reviews(form=review().form))
def test_no_entry_of_the_reviewer_changes_and_every_submitted_fact_is_the_new_one(old: Review, new: Review):
    old = replace(waiting(old), snapshots=(), employer=replace(old.employer, legal_name="Pine"))
    new = replace(new, employer=replace(new.employer, legal_name="Pine"))
    result = taken_in(old, back(new))
    mine = [fact for fact in facts_of(old) if not is_submitted(fact.section, fact.field)]
    kept = {fact for fact in facts_of(result) if (fact.section, fact.field) not in BY_INTAKE}
    for fact in mine:
        if fact.section != "action_plan" and (fact.section, fact.field) not in BY_INTAKE:
            assert fact in kept
    given_now = {fact for fact in facts_of(new) if is_submitted(fact.section, fact.field)}
    assert {fact for fact in facts_of(result) if is_submitted(fact.section, fact.field)} == given_now
    changed = {
        change.item for change in difference(old, result) if change.section == "questions" and change.is_submitted
    }
    assert changed <= changes_of(result).keys()


def test_each_changed_question_says_what_changed_and_the_others_nothing():
    result = taken_in(waiting(), back(with_question(review(), "A2", response=Response.NO)))
    assert changes_of(result) == {"A2": "Response: yes → no"}


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        ("{} The log names each unit.", "… → … The log names each unit."),
        ("Since May: {}", "… → Since May: …"),
        ("Nothing of it.", "Each of the four units has its own page… → Nothing of it."),
    ],
)
def test_of_a_long_text_the_words_that_changed_are_shown(after, changed):
    notes = "Each of the four units has its own page in the log book of the shop"
    old = waiting(with_question(review(), "A2", notes=notes))
    result = taken_in(old, back(with_question(old, "A2", notes=after.format(notes))))
    assert changes_of(result)["A2"] == f"Notes as submitted: {changed}"


def test_a_verdict_on_an_action_item_stays_with_its_item_when_rows_move():
    first, second = (
        ActionItem(("A1",), "No sign", "Hang one"),
        ActionItem(("B2",), "No list", "Write one", relevant=Decided.YES),
    )
    old = waiting(replace(review(), action_plan=(first, second)))
    result = taken_in(old, back(replace(review(), action_plan=(replace(second, relevant=None), first))))
    assert [item.relevant for item in result.action_plan] == [Decided.YES, None]
    assert changes_of(result) == {}


def test_a_new_action_item_is_a_change_of_its_questions():
    result = taken_in(
        waiting(), back(replace(review(), action_plan=(*review().action_plan, ActionItem(("B2",), "New", "Do"))))
    )
    assert list(changes_of(result)) == ["B2"]


def test_what_the_correction_leaves_blank_is_blank():
    assert taken_in(waiting(), back(with_question(review(), "A2", notes=""))).question("A2").notes == ""


def test_answers_and_values_that_were_not_understood_stand_as_notes():
    place = Place("questions", "oldest_record", "A1")
    problem = CellProblem("Questions", "J5", 'the text "soon"', "Type a date", place)
    answers = {"A1": "Scanned anew", "Employer: Fax": "We have none", "All questions": "Done"}
    facts, notes = corrected(waiting(), instrument(), back(review(), problems=(problem,), answers=answers), RETURNED)
    texts: dict[object, str] = {cell: note.text for cell, note in notes.items()}
    finding, fax, oldest, other = (
        cell_of(each, instrument())
        for each in (Place("questions", "finding", "A1"), Place("employer", "fax"), place, Place("case", "reference"))
    )
    assert None not in (finding, fax, oldest, other)
    assert texts[finding] == "The assessor's answer, round 1: Scanned anew"
    assert texts[fax] == "The assessor's answer, round 1: We have none"
    assert texts[other] == "The assessor's answer to All questions, round 1: Done"
    assert texts[oldest].startswith("Not understood")
    assert facts.case.not_understood


@pytest.mark.parametrize(
    ("rounds", "words"),
    [
        ((), "no feedback was sent yet"),
        ((CorrectionRound(judged_as_of=SENT),), "no feedback was sent yet"),
        ((CorrectionRound(SENT, returned_on=RETURNED),), "was returned on June 20, 2026 already"),
    ],
)
def test_without_a_round_that_is_out_nothing_is_taken_in(rounds: tuple[CorrectionRound, ...], words: str):
    with pytest.raises(IntakeRefused, match=words):
        taken_in(replace(review(), rounds=rounds), back(review()))


def test_a_correction_of_another_employer_or_instrument_is_refused():
    other = replace(
        review(),
        employer=replace(review().employer, legal_name="Oak Ltd."),
        case=replace(review().case, certificate_number=""),
    )
    with pytest.raises(IntakeRefused, match=r'is from "Oak Ltd\.", but the review is of "Lodgepole'):
        taken_in(waiting(), back(other))
    foreign = replace(back(review()), instrument=replace(instrument(), version="x", source=instrument().source + "\n#"))
    if foreign.instrument.fingerprint != instrument().fingerprint:
        with pytest.raises(IntakeRefused, match="is for the instrument"):
            taken_in(waiting(), foreign)


def test_a_return_form_that_comes_back_unchanged_changes_nothing():
    old = waiting()
    result = taken_in(old, taken(form_of(old, for_correction=True)))
    assert replace(result, rounds=OUT, snapshots=()) == old
