"""The review workbook from an assessment: one file, the same bytes on every build.

``read`` is its inverse: it gives back the review as ``fit.fitted`` has it.
"""

from __future__ import annotations

import datetime as dt

from secor_xl import __version__
from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.procedure.instrument import Instrument
from secor_xl.procedure.office import Office
from secor_xl.review.model import QuestionReview, Review
from secor_xl.workbook import blocks
from secor_xl.workbook.book import CREATED, Book
from secor_xl.workbook.build_lists import build_action_plan, build_rounds
from secor_xl.workbook.build_questions import build_questions
from secor_xl.workbook.build_reference import build_clauses, build_flags, build_form, build_rules
from secor_xl.workbook.build_start import build_start
from secor_xl.workbook.build_submission import build_submission
from secor_xl.workbook.computed import computed
from secor_xl.workbook.fit import fitted, form_identity

LONGEST_REFERENCE = 60


def build_workbook(assessment: Assessment) -> bytes:
    """The review workbook (.xlsx) of an assessment, its computed cells filled in.

    Raises:
        SecorError: the review does not fit; the message names the place, what is there and what is allowed.
    """
    instrument = assessment.case.instrument
    review = fitted(assessment.case.review, instrument)
    values = computed(assessment)
    book = Book()
    book.reference = " ".join(review.case.reference.split())[:LONGEST_REFERENCE]
    book.workbook.set_properties(
        {
            "title": "SECOR quality-assurance review",
            "subject": f"{instrument.title}, version {instrument.version}",
            "author": f"secor-xl {__version__}",
            "created": CREATED,
        }
    )
    build_start(book, instrument, values)
    build_submission(book, review, instrument, values)
    build_questions(book, review, instrument, values)
    build_action_plan(book, review, instrument, values)
    build_rounds(book, review, instrument, values)
    build_flags(book, assessment, values)
    build_rules(book)
    build_clauses(book, assessment)
    build_form(book, assessment, review)
    for block in blocks.blocks(instrument).values():
        book.workbook.define_name(block.name, f"={block.reference}")
    return book.finish()


def build_blank(instrument: Instrument, office: Office, as_of: dt.date) -> bytes:
    """A review workbook in which nothing is entered yet."""
    return build_workbook(assess(blank_review(instrument), instrument=instrument, office=office, as_of=as_of))


def blank_review(instrument: Instrument) -> Review:
    """A review in which nothing is entered yet; it knows its form and its instrument."""
    questions = tuple(QuestionReview(question_id) for question_id in instrument.by_id)
    return Review(form=form_identity(instrument), questions=questions)
