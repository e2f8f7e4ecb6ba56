"""A correction taken into its review: the submitted facts are replaced, the reviewer's own entries stay."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from secor_xl.intake.submission import IntakeRefused, add_note
from secor_xl.judgement.case import Place
from secor_xl.review.calendar import shown_date
from secor_xl.review.comparison import as_compared
from secor_xl.review.difference import is_submitted, pairs_of
from secor_xl.review.labels import LABELS
from secor_xl.review.names import employer_name
from secor_xl.review.snapshots import snapshot_of, with_snapshot
from secor_xl.workbook.schema.layout import cell_of

if TYPE_CHECKING:
    import datetime as dt

    from secor_xl.intake.submission import Submission
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.review.model import CorrectionRound, Review
    from secor_xl.xlsx.comments import Notes

LONGEST_VALUE, LONGEST_CHANGED = 40, 400


def corrected(
    review: Review, instrument: Instrument, submission: Submission, returned_on: dt.date
) -> tuple[Review, Notes]:
    """Take a correction into a review.

    Args:
        review: the review, whose last round is out.
        instrument: the instrument of the review.
        submission: the corrected submission, whole: what it leaves blank is blank afterwards.
        returned_on: the day on which it came back.

    Returns:
        The review, with a snapshot of what it was before, and the notes for its cells: values that were not understood, and the
        assessor's answers. Each question whose submitted facts changed says so, and is open until the reviewer has looked at it.

    Raises:
        IntakeRefused: no round is out, or the correction is of another employer or another instrument.
    """
    _refuse_other(review, instrument, submission)
    open_round, number = _open_round(review, submission), len(review.rounds)
    if not snapshot_of(review, number):
        review = with_snapshot(review, number, returned_on)
    rounds = (*review.rounds[:-1], replace(open_round, returned_on=returned_on))
    new, notes = submission.for_review()
    result = with_submitted(review, new)
    result = replace(result, rounds=rounds, case=replace(result.case, not_understood=new.case.not_understood))
    _note_answers(notes, submission, instrument, number)
    return result, notes


def with_submitted(review: Review, new: Review) -> Review:
    """Return a review with the submitted facts of another one, and its own of the office and the reviewer."""
    merged: dict[str, Any] = {}
    for section in ("accounts", "action_plan", "questions"):
        pairs = pairs_of(section, getattr(review, section), getattr(new, section))
        merged[section] = tuple(_merged(section, old, each) for _, old, each in pairs if each is not None)
    for each in fields(review):
        part = getattr(review, each.name)
        if is_dataclass(part) and each.name != "form":
            merged[each.name] = _merged(each.name, part, getattr(new, each.name))
    return replace(review, **merged)


def _refuse_other(review: Review, instrument: Instrument, submission: Submission) -> None:
    submission.refuse_other_instrument(instrument)
    ours, theirs = review, submission.review
    same = as_compared(ours.case.certificate_number) == as_compared(theirs.case.certificate_number) != ""
    if not same and as_compared(ours.employer.legal_name) != as_compared(theirs.employer.legal_name):
        names = (employer_name(each.employer, "nobody") for each in (theirs, ours))
        raise IntakeRefused(
            f'{submission.source}: is from "{next(names)}", but the review is of "{next(names)}". If both are the same employer,'
            " enter the legal name or the certificate number of the review in the correction."
        )


def _open_round(review: Review, submission: Submission) -> CorrectionRound:
    last = review.rounds[-1] if review.rounds else None
    if last is None or last.received_on is None:
        raise IntakeRefused(
            f"{submission.source}: no feedback was sent yet. If one was sent, enter that day on the sheet Rounds first."
        )
    if last.returned_on is not None:
        raise IntakeRefused(
            f"{submission.source}: the correction of round {len(review.rounds)} was returned on"
            f" {shown_date(last.returned_on)} already. Clear that day on the sheet Rounds to take this file in for that round."
        )
    return last


def _merged(section: str, old: Any, new: Any) -> Any:  # noqa: ANN401 - a record of any section
    """Return the new record with the reviewer's own entries of the old one."""
    if old is None:
        return new
    kept = {each.name: getattr(old, each.name) for each in fields(old) if not is_submitted(section, each.name)}
    return replace(new, **kept)


def _note_answers(notes: Notes, submission: Submission, instrument: Instrument, number: int) -> None:
    """Add a note for each answer to the feedback, on the finding of its question or on the fact that it is about."""
    places = {str(Place(section, field)): Place(section, field) for section, names in LABELS.items() for field in names}
    places |= {question_id: Place("questions", "finding", question_id) for question_id in instrument.by_id}
    for item, answer in submission.answers.items():
        cell = cell_of(places.get(item, Place("case", "reference")), instrument)
        about = "" if item in places else f" to {item}"
        if cell:
            add_note(notes, cell, f"The assessor's answer{about}, round {number}: {answer}")
