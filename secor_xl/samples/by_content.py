"""Samples that are there for what was submitted: accounts, answers, action plan, evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from secor_xl.review.model import Decided, DocumentsVerdict, NotesVerdict, QuestionReview, Review, Timing
from secor_xl.samples.changes import (
    with_action_item,
    with_facts,
    with_finding,
    with_no,
    with_not_applicable,
    with_question,
)
from secor_xl.samples.clean import GATHERING_END
from secor_xl.samples.losses import losses, with_losses
from secor_xl.samples.sample_identity import account_of
from secor_xl.samples.texts import NOES, NOTES_NOT_APPLICABLE, NOTES_OF_OWNER

SCORED_ELEMENTS = "ABCD"


def _three_provinces(review: Review) -> Review:
    return replace(review, accounts=(account_of("AB", 152), account_of("BC", 153), account_of("SK", 154)))


def _contradiction(review: Review) -> Review:
    review = with_no(
        review,
        "D2",
        "The crews were too busy from November to April, and no round of the shop, the yard or a lease was made.",
        action="Name one person for the monthly rounds and put them on the shift plan.",
    )
    return with_facts(review, "profile", contractors=0)


def _no_action_plan(review: Review) -> Review:
    for question_id in ("A5", "H2", "H5"):
        review = with_no(review, question_id, NOES[question_id]["notes"])
    return review


def _for_the_future(review: Review) -> Review:
    review = with_losses(review, losses("A2 10, D6 20, F3 10"), timing=Timing.FUTURE)
    review = with_question(review, "A2", add_to_plan="Write down the responsibilities of hired contractors")
    review = with_question(review, "F3", add_to_plan="Write a review after each drill, and improve the plan by it")
    review = with_question(review, "D6", add_to_plan="Have a licensed shop record the work on the shop hoist")
    return with_facts(review, "previous_plan", asked_for=Decided.YES)


def _weak_evidence(review: Review) -> Review:
    review = with_facts(review, "employer", phone="", email="office at ochre-basin")
    review = with_losses(review, losses("B6 15, D2 20"), timing=Timing.NOW)
    review = with_question(review, "B6", documents=DocumentsVerdict.INCOMPLETE)
    review = with_question(
        review,
        "D2",
        documents=DocumentsVerdict.OUT_OF_DATE,
        oldest_record=GATHERING_END - dt.timedelta(days=700),
        newest_record=GATHERING_END - dt.timedelta(days=401),
    )
    review = with_finding(
        review,
        "F3",
        "0",
        "No record of a drill is attached, and the notes do not say when one took place.",
        "Send the dated drill records with attendance, and notes on what was learned.",
        timing=Timing.NOW,
    )
    review = with_question(
        review,
        "F3",
        documents=DocumentsVerdict.MISSING,
        oldest_record=None,
        newest_record=None,
        notes="Yes, done every year.",
        notes_verdict=NotesVerdict.INSUFFICIENT,
    )
    return with_action_item(review, ("F3",), "No drill on record", "Improve", responsible="", relevant=Decided.NO)


def _half_done(review: Review) -> Review:
    review = with_facts(review, "reviewer", practice_applied=None, reviewed_on=None)
    return replace(review, questions=tuple(_not_yet_reviewed(entry) for entry in review.questions))


def _not_yet_reviewed(entry: QuestionReview) -> QuestionReview:
    if entry.question_id[0] in SCORED_ELEMENTS:
        return entry
    return replace(entry, points=None, documents=None, notes_verdict=None)


def _owner_alone(review: Review) -> Review:
    review = with_facts(review, "profile", owners=1, managers=0, supervisors=0, workers=0, contractors=0)
    for question_id, reason in NOTES_NOT_APPLICABLE.items():
        review = with_not_applicable(review, question_id, reason)
    for question_id, notes in NOTES_OF_OWNER.items():
        review = with_question(review, question_id, notes=notes)
    return review


CONTENT_CHANGES = {
    "three-rivers-osprey": _three_provinces,
    "amber-lynx": _contradiction,
    "silverberry-derrick": _no_action_plan,
    "copper-kestrel": _for_the_future,
    "ochre-basin": _weak_evidence,
    "pemmican-trail": _half_done,
    "whistling-willow": _owner_alone,
}
