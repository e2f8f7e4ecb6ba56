"""One line of the status: a review and what is to be done next, or a file that cannot be judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from secor_xl.delivery.calendar_file import DayToKeep
from secor_xl.judgement.work_state import WorkState, work_item
from secor_xl.review.names import employer_name
from secor_xl.text import capitalized, counted

if TYPE_CHECKING:
    from secor_xl.judgement.assessment import Assessment
    from secor_xl.review.model import LetterRecord

HELD, UNREADABLE = "held", "unreadable"
STATES = (UNREADABLE, HELD, *(each.value for each in WorkState))
"""The states of a line, in the order of urgency."""


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One workbook in the status.

    Attributes:
        file: the workbook.
        state: one of ``STATES``.
        reference: the file reference; empty where none is entered.
        employer: the employer's name; empty where none is entered.
        reviewer: the reviewer's name; empty where none is entered.
        round: the last correction round; 0 before the first feedback.
        next_step: in words; of a file that cannot be judged, the cause and the cure.
        day: the day by which, such as ``2026-06-30``; empty where there is none.
        days_left: from the day of the status to that day, below 0 when it has passed; ``None`` where there is no day.
        final_on: the final date of the whole process, such as ``2026-08-30``; empty where there is none.
        scored: the number of questions with points.
        questions: the number of all questions.
        late: whether the day has passed while something is still to be done.
    """

    file: str
    state: str
    reference: str = ""
    employer: str = ""
    reviewer: str = ""
    round: int = 0
    next_step: str = ""
    day: str = ""
    days_left: int | None = None
    final_on: str = ""
    scored: int = 0
    questions: int = 0
    late: bool = False

    @property
    def due_on(self) -> dt.date | None:
        """The day by which."""
        return dt.date.fromisoformat(self.day) if self.day else None

    @property
    def order(self) -> tuple[bool, int, dt.date, str, str]:
        """The key to sort by: late first, then by state, day and reference."""
        return (not self.late, STATES.index(self.state), self.due_on or dt.date.max, self.reference, self.file)

    def record(self) -> dict[str, Any]:
        """The line as plain data (docs/json.md)."""
        return {**asdict(self), "day": self.day or None, "final_on": self.final_on or None}


def status_line(file: str, assessment: Assessment, within: int, made: tuple[LetterRecord, ...] = ()) -> StatusLine:
    """Return the line of a review that was judged; ``made`` are letters of it that its letter log does not have."""
    review = assessment.case.review
    item = work_item(assessment, within, made)
    return StatusLine(
        file,
        item.state.value,
        review.case.reference,
        employer_name(review.employer, ""),
        review.reviewer.name,
        item.round,
        item.next_step,
        item.day.isoformat() if item.day else "",
        item.days_left,
        item.final_on.isoformat() if item.final_on else "",
        item.scored,
        item.questions,
        item.is_late,
    )


def days_to_keep(line: StatusLine, within: int) -> Iterator[DayToKeep]:
    """Return the days of a review for a calendar: the due day of a correction with a reminder before it, and the final date.

    Args:
        line: the review.
        within: the reminder is so many days before the due day; 0 for none.
    """
    whose = f"{line.employer or line.file} ({line.reference})" if line.reference else line.employer or line.file
    text = f"{capitalized(line.state)}. {line.next_step}. Reviewer: {line.reviewer or 'not entered'}."
    key = (line.reference or line.employer or line.file, str(line.round))
    if line.state in (WorkState.AWAITED, WorkState.DUE_SOON, WorkState.OVERDUE) and line.due_on:
        yield DayToKeep((*key, "due"), line.due_on, f"Correction due: {whose}", text)
        if within:
            title = f"Correction due in {counted(within, 'day')}: {whose}"
            yield DayToKeep((*key, "reminder"), line.due_on - dt.timedelta(within), title, text)
    if line.final_on:
        yield DayToKeep((*key[:1], "final"), dt.date.fromisoformat(line.final_on), f"Final date: {whose}", text)


def is_due(line: StatusLine) -> bool:
    """Return whether a line is late or due soon, or cannot be judged."""
    return line.late or line.state in (UNREADABLE, HELD, WorkState.OVERDUE, WorkState.DUE_SOON)
