"""Plan the letters that an assessment calls for.

Only the outcome "approve" leads to an approval letter (2.14): an assessment consists of its facts alone, so nobody can set its
outcome, and each kind of letter checks the outcome once more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from secor_xl.judgement.assessment import Assessment
from secor_xl.letters.content.common_fields import all_texts
from secor_xl.letters.file_names import letter_file_name
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.letter import Letter
from secor_xl.letters.outcome_guard import LetterRefused, judged_on, why_no_letter
from secor_xl.procedure.placeholders import carried, placeholders
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.review.names import employer_name
from secor_xl.text import first_given

__all__ = ["Letter", "LetterKind", "LetterRefused", "planned_letters"]


def planned_letters(assessment: Assessment, *, letter_date: dt.date) -> tuple[Letter, ...]:
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
    review, not_filled_in = assessment.case.review, placeholders(assessment.case.office)
    head = first_given(review.case.reference) or employer_name(review.employer)
    letters = []
    for kind in due:
        for content in KINDS[kind].contents(assessment, letter_date):
            context = asdict(content.fields)
            letters.append(
                Letter(
                    kind,
                    letter_file_name(head, content.file_words),
                    letter_date,
                    content.addressee,
                    content.province,
                    context,
                    placeholders=tuple(str(each) for each in carried(all_texts(context), not_filled_in)),
                )
            )
    return tuple(letters)
