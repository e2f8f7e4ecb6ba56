"""A sample of an employer that is one person: the owner does the work, assesses it and signs for it."""

from __future__ import annotations

from secor_xl.review.model import Review
from secor_xl.samples.changes import with_facts, with_not_applicable, with_question
from secor_xl.samples.texts import NOTES_NOT_APPLICABLE, NOTES_OF_OWNER


def of_owner_alone(review: Review) -> Review:
    """The questions on employees and contractors do not apply, and nobody else signs."""
    review = with_facts(review, "profile", owners=1, managers=0, supervisors=0, workers=0, contractors=0)
    for question_id, reason in NOTES_NOT_APPLICABLE.items():
        review = with_not_applicable(review, question_id, reason)
    for question_id, notes in NOTES_OF_OWNER.items():
        review = with_question(review, question_id, notes=notes)
    return review
