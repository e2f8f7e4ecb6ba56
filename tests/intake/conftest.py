"""A form that was filled in, and tables as people export them, for the tests of intake."""

from collections.abc import Callable

import openpyxl

from secor_xl.intake.assessor_form import build_assessor_form
from secor_xl.intake.read_form import read_form
from secor_xl.intake.submission import Submission
from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.review.model import Review
from secor_xl.workbook.writing.build import blank_review
from secor_xl.xlsx.guard import guard_bytes
from tests.workbook.built import AS_OF, edited, instrument, office, review


def judged(facts: Review) -> Assessment:
    return assess(facts, instrument=instrument(), office=office(), as_of=AS_OF)


def form_of(facts: Review | None = None, *, for_correction: bool = False) -> bytes:
    return build_assessor_form(judged(facts or blank_review(instrument())), for_correction=for_correction)


def taken(content: bytes) -> Submission:
    return read_form(guard_bytes(content, "form.xlsx"))


def typed_into(change: Callable[[openpyxl.Workbook], object], content: bytes | None = None) -> Submission:
    """A form after a person has typed into it."""
    return taken(edited(change, content or form_of(review())))
