"""The outcome (2.6 to 2.15): a pure function of the facts and a date, with its *because*.

The tool proposes; the reviewer confirms by issuing the letter. The order of the questions asked below is the procedure's:

1. the review is not finished: *incomplete*, no letter;
2. the score passes, nothing that blocks is open, the process is within its timeframe: *approve*;
3. no feedback sent yet: *request corrections*, round 1;
4. last feedback not answered: *awaiting correction* until its due date, after it *invalid* (2.7a);
5. last feedback answered: late or past the final date: *invalid* (2.7a, 2.7b, 2.7c); otherwise *request corrections*, next round.

A return is judged by the day on which it came back, not by the day on which the reviewer got to it. A next round that could
only start after the final date is not asked for: the deficiencies were then not addressed within the timeframe (2.7c). A feedback
that came after the final date opens no round either: the process had ended with deficiencies open.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase

from secor_xl.judgement.case import Case
from secor_xl.judgement.deadlines import Deadlines, RoundDeadline, RoundState
from secor_xl.judgement.flags import Flag, Severity
from secor_xl.judgement.scoring import Score, Scores, Verdict
from secor_xl.procedure.parameters import Parameter
from secor_xl.review.calendar import shown_date
from secor_xl.text import counted

ENDED_WITH_DEFICIENCIES = "2.7c"


class OutcomeKind(StrEnum):
    """The outcomes of the procedure."""

    INCOMPLETE = "incomplete"
    APPROVE = "approve"
    REQUEST_CORRECTIONS = "request corrections"
    AWAITING_CORRECTION = "awaiting correction"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Because:
    """One reason of an outcome: the clause, what was seen, and the procedure's number that it was held against."""

    clause: str
    seen: str
    parameter: Parameter | None = None

    def __str__(self) -> str:
        held = f"; {self.parameter.value:f} {_unit(self.parameter)}" if self.parameter else ""
        return f"{self.seen} ({self.clause}{held})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome.

    Attributes:
        kind: what the procedure leads to.
        because: its reasons, the deciding one first.
        round: the round that a feedback letter would open; 0 for the other outcomes.
        accepted_late: the rounds whose late return a person accepted; shown wherever the outcome is.
        flags: the flags that block an approval or, for an incomplete review, any letter.
        next_step: what the reviewer does next, in words.
    """

    kind: OutcomeKind
    because: tuple[Because, ...]
    round: int
    accepted_late: tuple[RoundDeadline, ...]
    flags: tuple[Flag, ...]
    next_step: str

    @property
    def words(self) -> str:
        """The outcome for people, an accepted late return included."""
        words = self.kind.value.capitalize()
        if self.round:
            words += f" (round {self.round})"
        return "; ".join([words, *self.acceptances])

    @property
    def acceptances(self) -> tuple[str, ...]:
        """One sentence for each late return that was accepted: round, by whom, when, why."""
        return tuple(
            f"late return of round {each.number} accepted by {each.round.late_accepted_by}"
            f" on {shown_date(each.round.late_accepted_on)}: {each.round.late_accepted_reason}"
            for each in self.accepted_late
            if each.round.late_accepted_on
        )


def outcome_of(case: Case, scores: Scores, flags: tuple[Flag, ...], deadlines: Deadlines) -> Outcome:
    """The outcome of a case from its scores, flags and deadlines."""
    unfinished = tuple(flag for flag in flags if flag.severity is Severity.FORM)
    blocking = tuple(flag for flag in flags if flag.severity is Severity.BLOCKING)
    late = deadlines.out_of_time
    accepted = deadlines.accepted_late

    def outcome(kind: OutcomeKind, because: tuple[Because, ...], next_step: str, number: int = 0) -> Outcome:
        stand_in_the_way = unfinished if kind is OutcomeKind.INCOMPLETE else blocking
        return Outcome(kind, because, number, accepted, stand_in_the_way, next_step)

    if unfinished or not scores.complete:
        step = "Finish the review: each open item is in the list of flags"
        return outcome(OutcomeKind.INCOMPLETE, _why_incomplete(scores, unfinished), step)
    open_reasons = _why_not_approved(scores, blocking)
    if not open_reasons and late is None:
        step = "Make the approval letter and the notices to the governing bodies"
        return outcome(OutcomeKind.APPROVE, (*_why_passed(scores), *_why_in_time(case, deadlines)), step)
    if late is not None:
        step = "Make the invalidation letter"
        if _may_be_accepted(case, deadlines, late):
            step += ", unless a person accepts the late return on the sheet of correction rounds"
        return outcome(OutcomeKind.INVALID, (_why_out_of_time(case, deadlines, late), *open_reasons), step)
    last = deadlines.last
    if last is not None and last.state is RoundState.AWAITED:
        step = f"Wait for the correction: round {last.number} is due on {_date(last.due_on)}"
        return outcome(OutcomeKind.AWAITING_CORRECTION, (_why_awaited(case, last), *open_reasons), step)
    if deadlines.final_on is not None and case.as_of > deadlines.final_on:
        because = (_why_final_date_passed(case, deadlines.final_on), *open_reasons)
        return outcome(OutcomeKind.INVALID, because, "Make the invalidation letter")
    number = 1 if last is None else last.number + 1
    step = f"Make the feedback letter of round {number}, and enter the day it was sent"
    return outcome(OutcomeKind.REQUEST_CORRECTIONS, open_reasons, step, number)


def _may_be_accepted(case: Case, deadlines: Deadlines, late: RoundDeadline) -> bool:
    """Return whether a person could still accept a late return: an acceptance after the final date does not count (2.7b)."""
    in_time = deadlines.final_on is not None and case.as_of <= deadlines.final_on
    return in_time and late.state in (RoundState.OVERDUE, RoundState.LATE)


def _why_incomplete(scores: Scores, unfinished: tuple[Flag, ...]) -> tuple[Because, ...]:
    reasons = []
    if open_questions := len(scores.overall.unscored):
        are = "is" if open_questions == 1 else "are"
        reasons.append(Because("2.6a", f"{counted(open_questions, 'question')} {are} not scored by the reviewer"))
    if unfinished:
        first = unfinished[0]
        seen = f"{counted(len(unfinished), 'open item')} of the form, first {first.where}"
        reasons.append(Because(first.clause, seen))
    return tuple(reasons)


def _why_not_approved(scores: Scores, blocking: tuple[Flag, ...]) -> tuple[Because, ...]:
    reasons = [Because(_clause(score), f"{_name(score)} {score.shown}", score.minimum) for score in scores.below]
    if scores.overall.verdict is Verdict.NOT_APPLICABLE:
        reasons.append(Because("2.5e", "every question is marked n/a, so there is no score"))
    for clause in sorted({flag.clause for flag in blocking}, key=_clause_order):
        of_clause = [flag for flag in blocking if flag.clause == clause]
        more = f", and {len(of_clause) - 1} more" if len(of_clause) > 1 else ""
        reasons.append(Because(clause, f"{of_clause[0].where}: {of_clause[0].message}{more}"))
    return tuple(reasons)


def _why_passed(scores: Scores) -> tuple[Because, ...]:
    reasons = [Because(_clause(scores.overall), f"overall {scores.overall.shown}", scores.overall.minimum)]
    marked = [
        (score.percentage, score.label, score)
        for score in scores.elements
        if score.verdict is Verdict.PASS and score.percentage is not None
    ]
    if marked:
        *_, lowest = min(marked)
        reasons.append(Because(_clause(lowest), f"lowest element {lowest.label} {lowest.shown}", lowest.minimum))
    return (*reasons, Because("2.14", "nothing that blocks is open"))


def _why_in_time(case: Case, deadlines: Deadlines) -> tuple[Because, ...]:
    reasons = []
    for each in deadlines.rounds:
        if each.round.returned_on:
            parameter = case.parameters.correction_days
            seen = f"round {each.number} was due on {_date(each.due_on)} and came back {_how(each)}"
            reasons.append(Because(parameter.clause, seen, parameter))
    return tuple(reasons)


def _why_out_of_time(case: Case, deadlines: Deadlines, late: RoundDeadline) -> Because:
    correction, process = case.parameters.correction_days, case.parameters.process_days
    name, due_on, final_on = f"round {late.number}", _date(late.due_on), _date(deadlines.final_on)
    was_due = f"{name} was due on {due_on} and"
    if late.state is RoundState.FEEDBACK_TOO_LATE:
        received_on = _date(late.round.received_on)
        seen = f"deficiencies were still open on the final date {final_on}; the feedback of {name} came after it, on {received_on}"
        return Because(ENDED_WITH_DEFICIENCIES, seen, process)
    if late.state is RoundState.AFTER_FINAL_DATE:
        seen = f"{name} was returned on {_date(late.round.returned_on)}, after the final date {final_on}"
        return Because(process.clause, seen, process)
    if late.state is RoundState.OVERDUE and late.due_on == deadlines.final_on:
        return Because(process.clause, f"{name} was due on the final date {due_on} and {_not_returned(case)}", process)
    if late.state is RoundState.OVERDUE:
        return Because(correction.clause, f"{was_due} {_not_returned(case)}", correction)
    seen = f"{was_due} was returned on {_date(late.round.returned_on)}"
    if late.state is RoundState.ACCEPTED_TOO_LATE:
        accepted_on = _date(late.round.late_accepted_on)
        seen += f"; it was accepted on {accepted_on}, after the final date {final_on}, which nothing lifts"
    return Because(correction.clause, seen, correction)


def _why_final_date_passed(case: Case, final_on: dt.date) -> Because:
    return Because(
        ENDED_WITH_DEFICIENCIES,
        f"deficiencies are still open on {_date(case.as_of)}, after the final date {_date(final_on)}",
        case.parameters.process_days,
    )


def _why_awaited(case: Case, last: RoundDeadline) -> Because:
    seen = f"the feedback of round {last.number} is not answered yet; it is due on {_date(last.due_on)}"
    return Because(case.parameters.correction_days.clause, seen, case.parameters.correction_days)


def _how(each: RoundDeadline) -> str:
    day = _date(each.round.returned_on)
    if each.state is RoundState.LATE_ACCEPTED:
        return f"late on {day}, accepted by {each.round.late_accepted_by}"
    return f"in time on {day}"


def _not_returned(case: Case) -> str:
    return f"had not been returned when it was judged on {_date(case.as_of)}"


def _name(score: Score) -> str:
    return "overall" if score.label == "Overall" else f"element {score.label}"


def _clause(score: Score) -> str:
    return score.minimum.clause if score.minimum else "2.6"


def _clause_order(clause: str) -> tuple[int, str]:
    """The procedure's order: "2.5a", "2.5b", "2.7", "2.10"."""
    return len(clause.rstrip(ascii_lowercase)), clause


def _date(day: dt.date | None) -> str:
    return shown_date(day) if day else ""


def _unit(parameter: Parameter) -> str:
    return "%" if parameter.unit == "percent" else parameter.unit
