"""Plan the letters that an assessment calls for.

Only the outcome "approve" leads to an approval letter (2.14): an assessment consists of its facts alone, so nobody can set its
outcome, and each kind of letter checks the outcome once more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from secor_xl.judgement.assessment import Assessment
from secor_xl.letters.content.common_fields import as_context
from secor_xl.letters.file_names import letter_file_name
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.outcome_guard import LetterRefused, judged_on, why_no_letter
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.review.names import employer_name
from secor_xl.text import first_given

__all__ = ["LetterKind", "LetterRefused", "PlannedLetter", "planned_letters"]


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """One letter that is ready to be written.

    Attributes:
        kind: its kind.
        name: a safe file name without a folder, unique within one review.
        addressee: who gets it.
        province: for a notice, the two-letter code of the governing body's province; else empty.
        context: the texts that the template prints, by field.
        date: the day of the letter.
    """

    kind: LetterKind
    name: str
    addressee: str
    province: str
    context: dict[str, object] = field(repr=False)
    date: dt.date


def planned_letters(assessment: Assessment, *, letter_date: dt.date) -> tuple[PlannedLetter, ...]:
    """Plan the letters that the outcome calls for.

    Args:
        assessment: the judgement of a review.
        letter_date: the date of the letters; the facts are judged again as of that day.

    Returns:
        One feedback letter; or one approval letter and a notice for each governing body; or one invalidation letter.

    Raises:
        LetterRefused: the outcome calls for no letter, or does not follow from the facts on that day.
    """
    assessment = judged_on(assessment, letter_date)
    due = [kind for kind, row in KINDS.items() if row.outcome is assessment.outcome.kind]
    if not due:
        raise LetterRefused(why_no_letter(assessment))
    review = assessment.case.review
    head = first_given(review.case.reference) or employer_name(review.employer)
    return tuple(
        PlannedLetter(
            kind,
            letter_file_name(head, content.file_words),
            content.addressee,
            content.province,
            as_context(content.fields),
            letter_date,
        )
        for kind in due
        for content in KINDS[kind].contents(assessment, letter_date)
    )
