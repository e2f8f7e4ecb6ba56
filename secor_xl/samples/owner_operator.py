"""A sample of an employer that is one person: the owner does the work, assesses it and signs for it."""

from __future__ import annotations

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import Instrument, NotApplicable, Question
from secor_xl.review.model import AssessorRole
from secor_xl.samples.changes import with_facts, with_not_applicable, with_question
from secor_xl.samples.clean import clean_review
from secor_xl.samples.owner_notes import NOTES_NOT_APPLICABLE, NOTES_OF_OWNER
from secor_xl.samples.sample_type import Sample, SampleIdentity, with_identity

ALONE = (NotApplicable.OWNER_OPERATOR, NotApplicable.NO_CONTRACTORS)


def owner_operator_samples(instrument: Instrument) -> tuple[Sample, ...]:
    """The sample of an employer that is one person."""
    identity = SampleIdentity(
        *(21, "Gwendolyn Marchetti (sole proprietor)", "Whistling Willow Contract Operating"),
        *("Box 99, Range Road Example 71", "Spirit River", "AB", "T0H 9G9"),
        *("Gwendolyn Marchetti", "Gwendolyn Marchetti"),
        "The owner looks after oil wells and a small battery for a producer, alone and with one truck.",
        AssessorRole.OWNER,
    )
    review = with_identity(clean_review(instrument), identity)
    review = with_facts(review, "profile", owners=1, managers=0, supervisors=0, workers=0, contractors=0)
    review = with_facts(review, "assessor_sign_off", name="Gwendolyn Marchetti")
    for question in instrument.questions:
        if _does_not_apply(question):
            review = with_not_applicable(review, question.id, NOTES_NOT_APPLICABLE.get(question.id, ""))
        elif question.id in NOTES_OF_OWNER:
            review = with_question(review, question.id, notes=NOTES_OF_OWNER[question.id])
    why = "An owner without employees or contractors: the questions on them do not apply and nobody else signs (2.5e, 2.3g)."
    return (Sample("Whistling Willow", "whistling-willow", why, review, OutcomeKind.APPROVE),)


def _does_not_apply(question: Question) -> bool:
    return question.not_applicable in ALONE or question.id in NOTES_NOT_APPLICABLE
