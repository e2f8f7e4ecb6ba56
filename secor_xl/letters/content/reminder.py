"""The fields of the e-mail that reminds an assessor of a correction; no letter goes with it."""

from __future__ import annotations

from dataclasses import dataclass

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deadlines import RoundDeadline
from secor_xl.letters.content import common_fields, formatting
from secor_xl.letters.content.common_fields import Stationery


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Stationery):
    """The fields of a reminder.

    Attributes:
        round: the number of the correction round.
        feedback_on: the day on which the assessor received the feedback.
        due_on: the last day for the correction.
        final_on: the last day of the whole process.
        final_comes_later: whether that is after the last day for the correction.
    """

    round: str
    feedback_on: str
    due_on: str
    final_on: str
    final_comes_later: bool


def reminder_fields(assessment: Assessment, asked: RoundDeadline) -> Reminder:
    """Fill the fields for a round whose correction is awaited."""
    case, final_on = assessment.case, assessment.deadlines.final_on
    salutation = common_fields.salutation(case.review.assessor.name)
    return Reminder(
        **common_fields.stationery(assessment, case.as_of, "Reminder", [], salutation),
        round=str(asked.number),
        feedback_on=formatting.date(asked.round.received_on),
        due_on=formatting.date(asked.due_on),
        final_on=formatting.date(final_on),
        final_comes_later=final_on != asked.due_on,
    )
