"""The approval letter to the employer (2.13). It never shows a reason against an approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deficiencies import for_the_future, nothing_was_found
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.content import common_fields, formatting, shared_rows
from secor_xl.letters.content.accounts import governing_bodies
from secor_xl.letters.content.letter_definition import Content, LetterDefinition, employer_only
from secor_xl.letters.content.shared_rows import ReviewLetter
from secor_xl.procedure.office import GoverningBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(ReviewLetter):
    """The fields of the approval letter.

    Attributes:
        nothing_to_add: whether the reviewer found nothing that an action plan could account for.
        governing_bodies: whom the certifying partner informs, as the end of a sentence.
    """

    nothing_to_add: bool
    governing_bodies: str


def _contents(assessment: Assessment, letter_date: dt.date) -> Iterator[Content]:
    address, salutation = common_fields.to_the_employer(assessment.case.review)
    title = "SECOR assessment approved"
    future = for_the_future(assessment)
    fields = Approval(
        **common_fields.stationery(assessment, letter_date, title, address, salutation),
        **shared_rows.review_fields(assessment, future),
        nothing_to_add=nothing_was_found(assessment),
        governing_bodies=_named(governing_bodies(assessment)),
    )
    yield Content(fields, "approval", fields.employer)


def _named(bodies: tuple[GoverningBody, ...]) -> str:
    """Join the names, each once; a name with a comma comes last, where the "and" before it is unambiguous."""
    names = dict.fromkeys(body.name for body in bodies)
    return formatting.joined(sorted(names, key=lambda name: "," in name))


REQUIRED = (
    "letter_date", "addressee[]", "employer", "year_kind", "overall_score", "future[].item", "future[].found",
    "additions[].item", "additions[].found", "additions_above", "contact", "late_acceptances[]",
    "previous_plan_wanted", "last_year[].item", "last_year[].planned", "last_year[].progress",
)  # fmt: skip
DEFINITION = LetterDefinition(
    file="approval.docx",
    fields=Approval,
    required=REQUIRED,
    outcome=OutcomeKind.APPROVE,
    write=_contents,
    recipients=employer_only,
)
