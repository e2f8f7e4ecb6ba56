"""The state of the work on one review: who has to do what next, and by which day (2.7a to 2.7c)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deadlines import RoundState
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.model import CorrectionRound, LetterKind, LetterRecord, Review
from secor_xl.text import counted

LETTERS = {
    OutcomeKind.APPROVE: "Make the approval letter and the notices",
    OutcomeKind.REQUEST_CORRECTIONS: "Make the feedback letter of round {round}",
    OutcomeKind.INVALID: "Make the invalidation letter",
}


class WorkState(StrEnum):
    """The states of a review, in the order in which people look at them."""

    OVERDUE = "correction overdue"
    NOT_ENTERED = "letter not entered as sent"
    DUE_SOON = "correction due soon"
    RETURNED = "correction came back"
    LETTER_DUE = "letter due"
    IN_REVIEW = "in review"
    AWAITED = "correction awaited"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """The next step of one review.

    Attributes:
        state: the state of the review.
        round: the correction round that it is about; 0 before the first feedback.
        next_step: in words.
        day: the day by which: the due day of a correction, else the final date; ``None`` before the first feedback.
        days_left: from the day of the judgement to that day, below 0 when it has passed.
        final_on: the final date of the whole process; ``None`` before the first feedback and where it is closed.
        scored: the number of questions with points.
        questions: the number of questions that need points.
    """

    state: WorkState
    round: int
    next_step: str
    day: dt.date | None
    days_left: int | None
    final_on: dt.date | None
    scored: int
    questions: int

    @property
    def is_late(self) -> bool:
        """Whether the day has passed and the review is not closed."""
        return self.state is not WorkState.CLOSED and self.days_left is not None and self.days_left < 0


def work_item(assessment: Assessment, within: int, made: tuple[LetterRecord, ...] = ()) -> WorkItem:
    """Return the next step of a review.

    Args:
        assessment: the judgement, as of the day that is asked about.
        within: a correction that is due within so many days is due soon.
        made: letters that were made of the review and are not in its letter log.
    """
    deadlines = assessment.deadlines
    last = deadlines.last
    state, next_step = _state(assessment, within, made)
    awaits = state in (WorkState.OVERDUE, WorkState.DUE_SOON, WorkState.AWAITED)
    final_on = None if state is WorkState.CLOSED else deadlines.final_on
    day = last.due_on if awaits and last else final_on
    left = (day - assessment.case.as_of).days if day else None
    elements = assessment.scores.elements
    unscored = sum(len(score.unscored) for score in elements)
    questions = len(assessment.case.answered)
    return WorkItem(state, last.number if last else 0, next_step, day, left, final_on, questions - unscored, questions)


def _state(assessment: Assessment, within: int, made: tuple[LetterRecord, ...]) -> tuple[WorkState, str]:
    review, outcome, last = assessment.case.review, assessment.outcome, assessment.deadlines.last
    review = replace(review, letters=(*review.letters, *made))
    if waiting := next(not_entered_as_sent(review), None):
        return WorkState.NOT_ENTERED, f"Enter the day on which the feedback letter of round {waiting[0].round} was sent"
    kinds = {letter.kind for letter in review.letters}
    closing = {OutcomeKind.APPROVE: LetterKind.APPROVAL, OutcomeKind.INVALID: LetterKind.INVALIDATION}
    if closing.get(outcome.kind) in kinds:
        return WorkState.CLOSED, "Nothing: the review is closed"
    if last and last.state is RoundState.OVERDUE:
        return WorkState.OVERDUE, LETTERS[OutcomeKind.INVALID]
    if last and last.state is RoundState.AWAITED:
        soon = last.days_left is not None and last.days_left <= within
        state = WorkState.DUE_SOON if soon else WorkState.AWAITED
        return state, f"Wait for the correction of round {last.number}"
    reviewed_on = review.reviewer.reviewed_on
    if last and last.round.returned_on and (reviewed_on is None or reviewed_on < last.round.returned_on):
        return WorkState.RETURNED, f"Review the correction of round {last.number}"
    if outcome.kind is OutcomeKind.INCOMPLETE:
        return WorkState.IN_REVIEW, f"Finish the review: {counted(len(assessment.unfinished), 'open item')}"
    return WorkState.LETTER_DUE, LETTERS[outcome.kind].format(round=outcome.round)


def not_entered_as_sent(review: Review) -> Iterator[tuple[LetterRecord, CorrectionRound]]:
    """Yield the feedback letters that were made and whose day of sending is not entered, each with its round."""
    rounds = dict(enumerate(review.rounds, 1))
    for letter in review.letters:
        each = rounds.get(letter.round or 0, CorrectionRound())
        if letter.kind is LetterKind.FEEDBACK and letter.round and not each.feedback_sent_on:
            yield letter, each
