"""The invalidation letter to the employer (2.15): which requirement was not met, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deadlines import Deadlines, RoundDeadline, RoundState
from secor_xl.judgement.deficiencies import to_correct
from secor_xl.judgement.outcome import Because, OutcomeKind
from secor_xl.judgement.scoring import Score, Verdict
from secor_xl.letters.content import common_fields, formatting, shared_rows
from secor_xl.letters.content.common_fields import Stationery
from secor_xl.letters.content.letter_definition import Content, LetterDefinition, employer_only
from secor_xl.letters.content.shared_rows import ListedFinding
from secor_xl.procedure.office import Office
from secor_xl.review.model import CorrectionRound


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One correction round with its dates."""

    round: str
    sent: str
    received: str
    due: str
    returned: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalidation(Stationery):
    """The fields of the invalidation letter.

    Attributes:
        reason: why the assessment could not be approved, as the end of a sentence.
        requirement: the requirement that was not met, a sentence with its clause.
        what_happened: how it was not met and when, a sentence.
        rounds: the history, one row per round.
        rounds_count: how many rounds there were, such as "two rounds".
        one_round: whether there was only one.
        final_on: the last day of the whole process.
        overall_sentence: the overall score, and its minimum where it was below it.
        below: the elements' scores that were below their minimum, one sentence each.
        open_items: the items that were open when the assessment was last reviewed.
        nothing_open: whether neither a score nor an item was open.
        overall_score: the overall percentage.
        office_paragraph: a paragraph of the office's own; may be empty.
    """

    reason: str
    requirement: str
    what_happened: str
    rounds: list[RoundRow]
    rounds_count: str
    one_round: bool
    final_on: str
    overall_sentence: str
    below: list[str]
    open_items: list[ListedFinding]
    nothing_open: bool
    overall_score: str
    office_paragraph: str


def _contents(assessment: Assessment, letter_date: dt.date) -> Iterator[Content]:
    address, salutation = common_fields.to_the_employer(assessment.case.review)
    title = "SECOR assessment marked invalid"
    deciding, deadlines, office = assessment.outcome.because[0], assessment.deadlines, assessment.case.office
    below = assessment.scores.below
    open_items = shared_rows.findings(to_correct(assessment))
    fields = Invalidation(
        **common_fields.stationery(assessment, letter_date, title, address, salutation),
        reason=_reason(deadlines),
        requirement=_requirement(deciding, office),
        what_happened=formatting.sentence(formatting.kept_together(deciding.seen)),
        rounds=[_round_row(each) for each in deadlines.rounds],
        rounds_count=formatting.counted(len(deadlines.rounds), "round"),
        one_round=len(deadlines.rounds) == 1,
        final_on=formatting.date(deadlines.final_on),
        overall_sentence=_score_sentence(assessment.scores.overall, office),
        below=[_score_sentence(score, office) for score in below if score is not assessment.scores.overall],
        open_items=open_items,
        nothing_open=not below and not open_items,
        overall_score=formatting.score(assessment.scores.overall),
        office_paragraph=office.invalidation_paragraph,
    )
    yield Content(fields, "invalidation", fields.employer)


def _reason(deadlines: Deadlines) -> str:
    """Name the date that was missed: a round's due date (2.7a), or the final date (2.7b, 2.7c)."""
    late, final_on = deadlines.out_of_time, formatting.date(deadlines.final_on)
    if late is None or late.state is RoundState.FEEDBACK_TOO_LATE:
        return f"its deficiencies were not sufficiently corrected by the final date, {final_on}"
    correction, due_on = f"the correction of round {late.number}", formatting.date(late.due_on)
    if late.state is RoundState.AFTER_FINAL_DATE:
        return f"{correction} was returned after the final date, {final_on}"
    if late.state in (RoundState.LATE, RoundState.ACCEPTED_TOO_LATE):
        too_late = f", and accepted only after the final date, {final_on}" if late.state is not RoundState.LATE else ""
        return f"{correction} was returned after its due date, {due_on}{too_late}"
    missed = "the final date" if late.due_on == deadlines.final_on else "its due date"
    return f"{correction} was not returned by {missed}, {due_on}"


def _requirement(because: Because, office: Office) -> str:
    """Describe the requirement; for a parameter that has no words here, give its meaning."""
    parameter = because.parameter
    if parameter is None:
        return f"A requirement of the procedure was not met{formatting.clause_reference(office, because.clause)}."
    days = formatting.calendar_days(parameter)
    known = {
        "correction_days": f"A corrected assessment must come back within {days} of the day on which the feedback was"
        " received; the last day itself is in time",
        "process_days": f"All deficiencies must be sufficiently corrected within {days} of the day on which the first"
        " feedback was received; the last day itself is in time",
    }
    words = known.get(parameter.name, parameter.meaning.removesuffix("."))
    return f"{words}{formatting.clause_reference(office, because.clause)}."


def _round_row(each: RoundDeadline) -> RoundRow:
    dates = each.round
    return RoundRow(
        str(each.number),
        formatting.short_date(dates.feedback_sent_on),
        formatting.short_date(dates.received_on) + _how_known(dates),
        formatting.short_date(each.due_on),
        formatting.short_date(dates.returned_on) if dates.returned_on else "not returned",
        formatting.kept_together(each.words),
    )


def _how_known(dates: CorrectionRound) -> str:
    """Mark a day of receipt that is only the day on which the feedback was sent."""
    return "" if dates.feedback_received_on else f" (day{formatting.NO_BREAK_SPACE}sent)"


def _score_sentence(score: Score, office: Office) -> str:
    name = "The overall score" if score.label == "Overall" else f"Element {score.label}, {score.title},"
    if score.verdict is Verdict.NOT_APPLICABLE:
        return "There was no overall score."
    if score.verdict is not Verdict.BELOW or score.minimum is None:
        return f"{name} was {formatting.score(score)}."
    clause = formatting.clause_reference(office, score.minimum.clause)
    return f"{name} was {formatting.score(score)}; at least {formatting.mark(score.minimum)} is needed{clause}."


REQUIRED = (
    "letter_date", "addressee[]", "employer", "requirement", "what_happened", "rounds[].received", "rounds[].due",
    "rounds[].returned", "overall_sentence", "below[]", "open_items[].item", "open_items[].found", "office_paragraph",
    "contact", "late_acceptances[]",
)  # fmt: skip
DEFINITION = LetterDefinition(
    file="invalidation.docx",
    fields=Invalidation,
    required=REQUIRED,
    outcome=OutcomeKind.INVALID,
    write=_contents,
    recipients=employer_only,
)
