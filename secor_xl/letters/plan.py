"""Which letters an assessment calls for. The only door to a letter.

There is no way to an approval letter but the outcome "approve" (2.14): an assessment consists of its facts alone, so its
outcome cannot be set by anybody, and every letter asks for its own kind of outcome once more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.content.account_lines import accounts_given
from secor_xl.letters.content.approval import approval_letter
from secor_xl.letters.content.common_fields import Stationery, as_context
from secor_xl.letters.content.feedback import feedback_letter
from secor_xl.letters.content.invalidation import invalidation_letter
from secor_xl.letters.content.notice import notice_letter
from secor_xl.letters.file_names import letter_file_name
from secor_xl.letters.outcome_guard import LetterRefused, Settled, settle, why_no_letter
from secor_xl.procedure.office import PROVINCES, GoverningBody
from secor_xl.review.model import LetterKind
from secor_xl.review.names import employer_name
from secor_xl.text import first_given

__all__ = ["LetterKind", "LetterRefused", "PlannedLetter", "planned_letters"]


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """One letter that is ready to be written.

    Attributes:
        kind: which of the four it is.
        name: a safe file name without any folder, unique within one review.
        addressee: whom it goes to.
        province: for a notice, the two-letter code of the governing body's province; else empty.
        context: the prepared texts that the template prints.
        date: the day of the letter.
    """

    kind: LetterKind
    name: str
    addressee: str
    province: str
    context: dict[str, object] = field(repr=False)
    date: dt.date


def planned_letters(assessment: Assessment, *, letter_date: dt.date) -> tuple[PlannedLetter, ...]:
    """The letter or letters that the outcome calls for.

    Args:
        assessment: the judgement of a review.
        letter_date: the day that the letters bear. The facts are judged again as of that day.

    Returns:
        One feedback letter; or one approval letter and a notice for each governing body; or one invalidation letter.

    Raises:
        LetterRefused: the outcome calls for no letter, or does not follow from the facts on that day.
    """
    settled = settle(assessment, letter_date)
    makers = {
        OutcomeKind.REQUEST_CORRECTIONS: _feedback,
        OutcomeKind.APPROVE: _approval_and_notices,
        OutcomeKind.INVALID: _invalidation,
    }
    kind = settled.assessment.outcome.kind
    if kind not in makers:
        raise LetterRefused(why_no_letter(settled.assessment))
    return makers[kind](settled, letter_date)


def _feedback(settled: Settled, letter_date: dt.date) -> tuple[PlannedLetter, ...]:
    letter = feedback_letter(settled, letter_date)
    tail = f"feedback round {letter.round}"
    return (_planned(LetterKind.FEEDBACK, settled, letter, letter_date, tail, addressee=letter.addressee[0]),)


def _approval_and_notices(settled: Settled, letter_date: dt.date) -> tuple[PlannedLetter, ...]:
    bodies = _governing_bodies(settled.assessment)
    approval = approval_letter(settled, letter_date, bodies)
    letters = [_planned(LetterKind.APPROVAL, settled, approval, letter_date, "approval", addressee=approval.employer)]
    for body in bodies:
        notice = notice_letter(settled, letter_date, body)
        planned = _planned(
            LetterKind.NOTICE, settled, notice, letter_date, f"notice {body.province}", addressee=body.name
        )
        letters.append(replace(planned, province=body.province))
    return tuple(letters)


def _invalidation(settled: Settled, letter_date: dt.date) -> tuple[PlannedLetter, ...]:
    letter = invalidation_letter(settled, letter_date)
    return (_planned(LetterKind.INVALIDATION, settled, letter, letter_date, "invalidation", addressee=letter.employer),)


def _planned(
    kind: LetterKind, settled: Settled, letter: Stationery, letter_date: dt.date, tail: str, *, addressee: str
) -> PlannedLetter:
    review = settled.assessment.case.review
    head = first_given(review.case.reference) or employer_name(review.employer)
    return PlannedLetter(kind, letter_file_name(head, tail), addressee, "", as_context(letter), letter_date)


def _governing_bodies(assessment: Assessment) -> tuple[GoverningBody, ...]:
    """The governing bodies of the accounts' provinces, in the order of the accounts; refused where one is unknown."""
    known = assessment.case.office.governing_bodies
    provinces = dict.fromkeys(account.province for account in accounts_given(assessment.case.review))
    missing = [province for province in provinces if province not in known]
    if missing or not provinces:
        reasons = [
            f"The office's data name no governing body for {PROVINCES.get(province) or 'an account without a province'};"
            " add it to office.toml, because the governing bodies are informed of an approval (2.13)."
            for province in missing
        ]
        raise LetterRefused(tuple(reasons) or ("The review has no WCB account, so no governing body is known (2.13).",))
    return tuple(known[province] for province in provinces)
