"""Small changes to a review, for samples and tests: each gives a new review and leaves the old one as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from secor_xl.review.model import (
    ActionItem,
    CorrectionRound,
    Decided,
    DocumentsVerdict,
    NotesVerdict,
    QuestionReview,
    Response,
    Review,
    Timing,
)


def with_facts(review: Review, section: str, **changes: Any) -> Review:  # noqa: ANN401 - facts are of many types
    """The review with some facts of one section changed, such as ``with_facts(review, "employer", fax="")``."""
    return replace(review, **{section: replace(getattr(review, section), **changes)})


def with_question(review: Review, question_id: str, **changes: Any) -> Review:  # noqa: ANN401 - facts are of many types
    """The review with some facts of one question changed, such as ``with_question(review, "B2", finding="...")``.

    A question of which the review says nothing yet is added at the end.
    """
    if all(entry.question_id != question_id for entry in review.questions):
        review = replace(review, questions=(*review.questions, QuestionReview(question_id)))
    return replace(
        review,
        questions=tuple(
            replace(entry, **changes) if entry.question_id == question_id else entry for entry in review.questions
        ),
    )


def with_finding(
    review: Review, question_id: str, points: str, found: str, needed: str, *, timing: Timing = Timing.FUTURE
) -> Review:
    """The review with fewer points for one question, and the finding that took them away."""
    return with_question(
        review, question_id, points=Decimal(points), finding=found, needed=needed, timing=timing, resolved_on=None
    )


def with_no(review: Review, question_id: str, notes: str, *, action: str = "") -> Review:
    """The review with one question answered "no", by assessor and reviewer alike, and without documents and records.

    Args:
        review: the review to start from.
        question_id: the question.
        notes: the assessor's notes; also the deficiency of the action item.
        action: the action item's action, due a quarter after the sign-off; without one, no action item is added.
    """
    review = with_question(
        review,
        question_id,
        response=Response.NO,
        points=Decimal(0),
        points_claimed=Decimal(0),
        notes=notes,
        documents=DocumentsVerdict.NOT_REQUIRED,
        notes_verdict=NotesVerdict.NOT_REQUIRED,
        oldest_record=None,
        newest_record=None,
    )
    if not action:
        return review
    signed = review.assessor_sign_off.signed_on
    target = signed + dt.timedelta(days=90) if signed else None
    return with_action_item(review, (question_id,), notes, action, target_date=target)


def with_action_item(
    review: Review,
    question_ids: tuple[str, ...],
    deficiency: str,
    action: str,
    *,
    responsible: str = "Operations manager",
    target_date: dt.date | None = None,
    relevant: Decided | None = Decided.YES,
) -> Review:
    """The review with one more item in its action plan."""
    item = ActionItem(question_ids, deficiency, action, responsible, target_date, relevant)
    return replace(review, action_plan=(*review.action_plan, item))


def with_not_applicable(review: Review, question_id: str, notes: str) -> Review:
    """The review with one question answered "n/a", and the notes that say why."""
    return with_question(
        review,
        question_id,
        response=Response.NOT_APPLICABLE,
        points=None,
        points_claimed=None,
        notes=notes,
        documents=DocumentsVerdict.NOT_REQUIRED,
        notes_verdict=NotesVerdict.SUFFICIENT,
        oldest_record=None,
        newest_record=None,
        finding="",
        needed="",
        timing=None,
    )


def with_round(
    review: Review,
    sent: dt.date,
    *,
    received: dt.date | None = None,
    returned: dt.date | None = None,
    accepted_by: str = "",
    accepted_on: dt.date | None = None,
    accepted_reason: str = "",
) -> Review:
    """The review with one more correction round; the feedback is received on the day it was sent unless said otherwise."""
    entry = CorrectionRound(sent, received or sent, returned, accepted_by, accepted_on, accepted_reason)
    return replace(review, rounds=(*review.rounds, entry))
