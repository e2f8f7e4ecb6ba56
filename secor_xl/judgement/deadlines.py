"""Deadlines (2.7a, 2.7b): calendar days, the last day itself is in time.

A round is due so many days after that feedback was received, and never later than so many days after the first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto

from secor_xl.judgement.case import Case
from secor_xl.review.calendar import days_after, shown_date
from secor_xl.review.model import CorrectionRound
from secor_xl.text import counted


class RoundState(Enum):
    """The state of a round on the day of the judgement."""

    NOT_SENT = auto()
    AWAITED = auto()
    OVERDUE = auto()
    IN_TIME = auto()
    LATE = auto()
    LATE_ACCEPTED = auto()
    ACCEPTED_TOO_LATE = auto()
    AFTER_FINAL_DATE = auto()
    FEEDBACK_TOO_LATE = auto()


OUT_OF_TIME = (
    RoundState.OVERDUE,
    RoundState.LATE,
    RoundState.ACCEPTED_TOO_LATE,
    RoundState.AFTER_FINAL_DATE,
    RoundState.FEEDBACK_TOO_LATE,
)


@dataclass(frozen=True, slots=True)
class RoundDeadline:
    """One round with its due date.

    Attributes:
        number: from 1.
        round: the dates as entered.
        due_on: the last day that is in time; ``None`` while no feedback date is entered, and for a feedback that came after
            the final date, when no correction could be in time any more.
        days_left: from the day of the judgement to the due date, below 0 when it has passed; ``None`` where answered.
        state: such as awaited or overdue.
    """

    number: int
    round: CorrectionRound
    due_on: dt.date | None
    days_left: int | None
    state: RoundState

    @property
    def words(self) -> str:
        """The state in words."""
        if self.state is RoundState.AWAITED:
            if not self.days_left:
                return "Due today"
            return f"{counted(self.days_left, 'day')} left"
        if self.state is RoundState.OVERDUE and self.due_on:
            return f"Not returned by {shown_date(self.due_on)}"
        return {
            RoundState.NOT_SENT: "Feedback not sent yet",
            RoundState.IN_TIME: "Returned in time",
            RoundState.LATE: "Returned late",
            RoundState.LATE_ACCEPTED: f"Returned late, accepted by {self.round.late_accepted_by}",
            RoundState.ACCEPTED_TOO_LATE: "Returned late, accepted after the final date",
            RoundState.AFTER_FINAL_DATE: "Returned after the final date",
            RoundState.FEEDBACK_TOO_LATE: "Feedback after the final date",
        }.get(self.state, "")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The rounds and the final date of the whole process (``None`` before the first feedback)."""

    rounds: tuple[RoundDeadline, ...]
    final_on: dt.date | None

    @property
    def last(self) -> RoundDeadline | None:
        """The last round whose feedback was sent."""
        sent = [each for each in self.rounds if each.state is not RoundState.NOT_SENT]
        return sent[-1] if sent else None

    @property
    def accepted_late(self) -> tuple[RoundDeadline, ...]:
        """The rounds whose late return a person accepted."""
        return tuple(each for each in self.rounds if each.state is RoundState.LATE_ACCEPTED)

    @property
    def out_of_time(self) -> RoundDeadline | None:
        """The first round that ran out of time, if one did."""
        return next((each for each in self.rounds if each.state in OUT_OF_TIME), None)


def deadlines_of(case: Case) -> Deadlines:
    """The deadlines of a case as of its day."""
    parameters = case.parameters
    received = [each.received_on for each in case.review.rounds if each.received_on]
    final_on = days_after(min(received), parameters.process_days.count) if received else None
    rounds = []
    for number, each in enumerate(case.review.rounds, 1):
        due_on = None
        if each.received_on and final_on and each.received_on <= final_on:
            due_on = min(days_after(each.received_on, parameters.correction_days.count), final_on)
        left = (due_on - case.as_of).days if due_on and each.returned_on is None else None
        rounds.append(RoundDeadline(number, each, due_on, left, _state(each, due_on, final_on, case.as_of)))
    return Deadlines(tuple(rounds), final_on)


def next_due_on(case: Case, feedback_received_on: dt.date) -> tuple[dt.date, dt.date]:
    """The due date and the final date of a feedback that is about to be sent."""
    received = [each.received_on for each in case.review.rounds if each.received_on]
    final_on = days_after(min([*received, feedback_received_on]), case.parameters.process_days.count)
    return min(days_after(feedback_received_on, case.parameters.correction_days.count), final_on), final_on


def is_accepted_late(each: CorrectionRound) -> bool:
    """Return whether a person accepted the late return: name, day and reason are all recorded."""
    return bool(each.late_accepted_by and each.late_accepted_on and each.late_accepted_reason)


def _state(each: CorrectionRound, due_on: dt.date | None, final_on: dt.date | None, as_of: dt.date) -> RoundState:
    if each.received_on is None or final_on is None:
        return RoundState.NOT_SENT
    if due_on is None:
        return RoundState.FEEDBACK_TOO_LATE
    if each.returned_on is None:
        return RoundState.AWAITED if as_of <= due_on else RoundState.OVERDUE
    if each.returned_on <= due_on:
        return RoundState.IN_TIME
    # Nothing lifts the final date, not even a person: neither a return nor an acceptance after it counts (2.7b).
    if each.returned_on > final_on:
        return RoundState.AFTER_FINAL_DATE
    if not is_accepted_late(each) or each.late_accepted_on is None:
        return RoundState.LATE
    return RoundState.LATE_ACCEPTED if each.late_accepted_on <= final_on else RoundState.ACCEPTED_TOO_LATE
