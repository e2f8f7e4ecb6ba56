"""For each kind of letter: its template, the fields that it offers, and those without which it must not go out."""

from __future__ import annotations

from dataclasses import dataclass

from secor_xl.letters.content import approval, feedback, invalidation, notice
from secor_xl.letters.content.common_fields import Stationery
from secor_xl.letters.plan import LetterKind


@dataclass(frozen=True, slots=True)
class KindOfLetter:
    """One kind of letter.

    Attributes:
        file: the template's file name.
        fields: the dataclass of the fields that it offers.
        required: the fields that its template must print.
    """

    file: str
    fields: type[Stationery]
    required: tuple[str, ...]


KINDS = {
    LetterKind.FEEDBACK: KindOfLetter("feedback.docx", feedback.Feedback, feedback.REQUIRED),
    LetterKind.APPROVAL: KindOfLetter("approval.docx", approval.Approval, approval.REQUIRED),
    LetterKind.NOTICE: KindOfLetter("governing_body_notice.docx", notice.Notice, notice.REQUIRED),
    LetterKind.INVALIDATION: KindOfLetter("invalidation.docx", invalidation.Invalidation, invalidation.REQUIRED),
}
