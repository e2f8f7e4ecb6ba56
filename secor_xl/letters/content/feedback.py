"""The feedback letter to the assessor, with a copy to the employer (2.7 to 2.12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deadlines import next_due_on
from secor_xl.judgement.deficiencies import Deficiency, for_the_future, to_correct
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.review_comparison import CarriedRequest, carried_requests
from secor_xl.judgement.scoring import Scores, Verdict
from secor_xl.letters.content import common_fields, formatting, shared_rows
from secor_xl.letters.content.letter_definition import Content, LetterDefinition, Recipient, employer
from secor_xl.letters.content.shared_rows import ListedFinding, ReviewLetter
from secor_xl.letters.outcome_guard import LetterRefused
from secor_xl.review.calendar import days_after
from secor_xl.review.model import Review
from secor_xl.review.names import employer_name
from secor_xl.text import first_given, is_blank, plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(ReviewLetter):
    """The fields of the feedback letter.

    Attributes:
        round: the number of the correction round that the letter opens.
        first_round: whether it is the first.
        score_summary: which scores are below their minimum, a sentence.
        score_below: whether a score is below its minimum.
        corrections: the items to correct.
        corrections_count: how many items that are, such as "three items".
        due_on: the last day for the correction.
        days_left: the time from the day of the letter to that day, such as "15 calendar days".
        final_on: the last day of the whole process.
        correction_days: how long a correction may take, such as "15 calendar days".
        process_days: how long the whole process may take.
        final_comes_first: whether the final date shortens the usual time.
        subject_line: the text for the assessor's subject line: the file reference, or the employer's name.
        copy_to: who gets a copy.
    """

    round: str
    first_round: bool
    score_summary: str
    score_below: bool
    corrections: list[ListedFinding]
    corrections_count: str
    due_on: str
    days_left: str
    final_on: str
    correction_days: str
    process_days: str
    final_comes_first: bool
    subject_line: str
    copy_to: str


def _contents(assessment: Assessment, letter_date: dt.date) -> Iterator[Content]:
    case, outcome = assessment.case, assessment.outcome
    due_on, final_on = next_due_on(case, letter_date)
    if due_on < letter_date:
        raise LetterRefused(
            (f"The final date {formatting.date(final_on)} is past; no correction can be asked for (2.7b).",)
        )
    corrections = to_correct(assessment)
    address, salutation = _to_the_assessor(case.review)
    title = f"SECOR assessment feedback, round {outcome.round}"
    fields = Feedback(
        **common_fields.stationery(assessment, letter_date, title, address, salutation),
        **shared_rows.review_fields(assessment, (*corrections, *for_the_future(assessment))),
        round=str(outcome.round),
        first_round=outcome.round == 1,
        score_summary=_score_summary(assessment.scores),
        score_below=bool(assessment.scores.below),
        corrections=_corrections(assessment, corrections),
        corrections_count=formatting.counted(len(corrections), "item"),
        due_on=formatting.date(due_on),
        days_left=formatting.counted((due_on - letter_date).days, "calendar day"),
        final_on=formatting.date(final_on),
        correction_days=formatting.calendar_days(case.parameters.correction_days),
        process_days=formatting.calendar_days(case.parameters.process_days),
        final_comes_first=due_on < days_after(letter_date, case.parameters.correction_days.count),
        subject_line=_subject_line(case.review),
        copy_to=_copy_to(case.review),
    )
    yield Content(fields, f"feedback round {fields.round}", fields.addressee[0])


def _corrections(assessment: Assessment, rows: tuple[Deficiency, ...]) -> list[ListedFinding]:
    """Make the rows of what is to be corrected; those that an earlier feedback asked for say since when, and what came back."""
    carried = carried_requests(assessment)
    return shared_rows.findings(
        tuple(
            replace(row, found=(*row.found, _since(carried[row.item]))) if row.item in carried else row for row in rows
        )
    )


def _since(request: CarriedRequest) -> str:
    changed = list(dict.fromkeys(f'"{each.where.rpartition(": ")[2]}"' for each in request.changes))
    came_back = f"changed {formatting.joined(changed)}" if changed else "did not change it"
    return f"Asked for since round {request.since}; the last correction {came_back}."


def _recipients(assessment: Assessment, _province: str) -> tuple[Recipient, ...]:
    """List the assessor, and the employer, who gets a copy."""
    assessor = assessment.case.review.assessor
    return Recipient("The assessor", "the review", assessor.name, assessor.email), employer(assessment)


def _to_the_assessor(review: Review) -> tuple[list[str], str]:
    name = first_given(review.assessor.name) or "The assessor"
    address = [name, *common_fields.employer_address(review.employer), review.assessor.email]
    return address, common_fields.salutation(review.assessor.name)


def _copy_to(review: Review) -> str:
    employer, person = employer_name(review.employer), review.employer.contact_name
    if is_blank(person) or person.casefold() == review.assessor.name.casefold():
        return employer
    return f"{person}, {employer}"


def _subject_line(review: Review) -> str:
    if not is_blank(review.case.reference):
        return f"the file reference {review.case.reference}"
    name = employer_name(review.employer, "")
    return f"the employer's name, {name}," if name else "the employer's name"


def _score_summary(scores: Scores) -> str:
    below = scores.below
    if scores.overall.verdict is Verdict.NOT_APPLICABLE:
        return "No question of the assessment applies as it was answered, so there is no score."
    if not below:
        return "Every score reaches its minimum; what stands in the way of an approval is listed below."
    elements = [score.label for score in below if score.label != "Overall"]
    parts = ["the overall score"] if len(elements) < len(below) else []
    if elements:
        parts.append(f"{plural(len(elements), 'element')} {formatting.joined(elements)}")
    are_below = "is below its minimum" if len(below) == 1 else "are below their minimums"
    return formatting.sentence(f"{' and '.join(parts)} {are_below}")


REQUIRED = (
    "letter_date", "addressee[]", "round", "corrections[].item", "corrections[].found", "corrections[].needed",
    "future[].item", "future[].found", "additions[].item", "additions[].found", "additions_above", "overall.score",
    "due_on", "final_on", "contact", "copy_to", "late_acceptances[]", "previous_plan_wanted",
    "last_year[].item", "last_year[].planned", "last_year[].progress",
)  # fmt: skip
DEFINITION = LetterDefinition(
    file="feedback.docx",
    fields=Feedback,
    required=REQUIRED,
    outcome=OutcomeKind.REQUEST_CORRECTIONS,
    write=_contents,
    recipients=_recipients,
    has_due_date=True,
)
