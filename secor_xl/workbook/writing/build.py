"""The review workbook from an assessment: one file, the same bytes on every build.

``read_workbook`` gives the review back as ``fitted`` returns it.
"""

from __future__ import annotations

import datetime as dt

from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.procedure.instrument import Instrument
from secor_xl.procedure.office import Office
from secor_xl.review.model import QuestionReview, Review
from secor_xl.workbook.functions.results import IN_A_CELL, IN_A_FORMULA, computed_values, entries
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.build_chart import put_chart_numbers
from secor_xl.workbook.writing.build_lists import build_action_plan, build_last_year, build_letters, build_rounds
from secor_xl.workbook.writing.build_live import Button, add_buttons, calculated, make_live
from secor_xl.workbook.writing.build_questions import build_questions
from secor_xl.workbook.writing.build_reference import (
    build_changes,
    build_clauses,
    build_flags,
    build_form,
    build_rules,
    build_snapshots,
)
from secor_xl.workbook.writing.build_start import build_start
from secor_xl.workbook.writing.build_state import hide_where_changed, keep_entries, say_state
from secor_xl.workbook.writing.build_submission import build_submission
from secor_xl.workbook.writing.capacity import fitted, form_identity
from secor_xl.xlsx.comments import Notes

LONGEST_REFERENCE = 60


def build_workbook(
    assessment: Assessment,
    *,
    live: bool = False,
    live_as_of: bool = False,
    vba_project: bytes | None = None,
    buttons: tuple[Button, ...] = (),
    notes: Notes | None = None,
) -> bytes:
    """Build the review workbook of an assessment, with its computed cells.

    Args:
        assessment: the review and its judgement.
        live: whether the computed cells are formulas of our functions; else they are values, or blank where nothing is entered.
        live_as_of: whether the as-of day of a live workbook moves to today, or stays the assessment's day.
        vba_project: makes it a macro workbook (.xlsm).
        buttons: for a macro workbook, those of the start sheet.
        notes: what people have written onto cells.

    Returns:
        The file's bytes.

    Raises:
        SecorError: the review does not fit; the message names the place, what is there and what is allowed.
    """
    instrument = assessment.case.instrument
    review = fitted(assessment.case.review, instrument)
    values = computed_values(assessment, IN_A_FORMULA if live else IN_A_CELL)
    filled = live or entries(review) > 0
    if not filled:  # nothing follows what is typed there, so nothing is said that the first entry would make untrue
        values = {name: tuple((None,) * len(row) for row in rows) for name, rows in values.items()}
    reference = " ".join(review.case.reference.split())[:LONGEST_REFERENCE]
    title, subject = "SECOR quality-assurance review", f"{instrument.title}, version {instrument.version}"
    book = Book(title, subject, reference, named_ranges.all_ranges(instrument), values)
    if filled and not live:
        hide_where_changed(book)
    build_start(book, instrument, live=live)
    build_submission(book, review)
    build_questions(book, review, instrument, live=live)
    build_action_plan(book, review)
    build_last_year(book, review)
    build_rounds(book, review)
    build_letters(book, review)
    build_flags(book, live=live)
    build_changes(book, live=live)
    build_rules(book)
    build_clauses(book, assessment)
    build_form(book, assessment, review)
    build_snapshots(book, review)
    for block in book.ranges.values():
        if live or block.name not in named_ranges.LIVE_ONLY:
            book.workbook.define_name(block.name, f"={block.reference}")
            if block.name in computed_ranges.COMPUTED and block.name not in named_ranges.LIVE_ONLY:
                book.put_if_missing(block.name, formats.COMPUTED)
    say_state(book, live=live, computed=filled)
    if live:
        make_live(book, assessment, today=live_as_of)
    elif filled:
        keep_entries(book)
        put_chart_numbers(book, live=False)
        calculated(book)
    if vba_project is not None:
        add_buttons(book, vba_project, buttons)
    book.put_notes(notes or {})
    return book.finish()


def build_blank(instrument: Instrument, office: Office, as_of: dt.date) -> bytes:
    """Build a review workbook without entries."""
    return build_workbook(assess(blank_review(instrument), instrument=instrument, office=office, as_of=as_of))


def blank_review(instrument: Instrument) -> Review:
    """Return a review without entries, of this form and instrument."""
    questions = tuple(QuestionReview(question_id) for question_id in instrument.by_id)
    return Review(form=form_identity(instrument), questions=questions)


__all__ = ["Button", "blank_review", "build_blank", "build_workbook"]
