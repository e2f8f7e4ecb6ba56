"""A review in which everything is in order: no flag, an approval. The samples and many tests are small changes to it."""

from __future__ import annotations

import datetime as dt

from secor_xl.procedure.form import FORM_VERSION
from secor_xl.procedure.instrument import Instrument, Question
from secor_xl.review.model import (
    Assessor,
    CaseFile,
    DataGathering,
    Decided,
    DocumentsVerdict,
    FormIdentity,
    NotesVerdict,
    PreviousPlan,
    Profile,
    QuestionReview,
    Response,
    Review,
    Reviewer,
    SignOff,
    YearKind,
)
from secor_xl.samples.sample_identity import with_identity
from secor_xl.samples.texts import EMPLOYERS, NOTES

SAMPLE_AS_OF = dt.date(2026, 6, 30)
"""The day on which the samples are judged, unless one says otherwise."""

GATHERING_START = dt.date(2026, 5, 19)
GATHERING_END = dt.date(2026, 5, 28)
SIGNED_ON = dt.date(2026, 6, 2)
SUBMITTED_ON = dt.date(2026, 6, 4)
RECEIVED_ON = dt.date(2026, 6, 5)
REVIEWED_ON = dt.date(2026, 6, 22)

# The oldest record of each question lies so many days before the end of data gathering, and the newest so many.
OLDEST_RECORD_DAYS = 330
NEWEST_RECORD_DAYS = 1
DAYS_BETWEEN_QUESTIONS = 7


def clean_review(instrument: Instrument) -> Review:
    """A complete review of the first employer, in which nothing is to be found.

    Every question of the instrument is answered "yes" with full points, with documents, dated records and notes where
    the instrument asks for them. It raises no flag as of ``SAMPLE_AS_OF``, and its outcome is an approval.

    Args:
        instrument: the shipped one, for whose questions the notes are written; any other that requires no notes.

    Returns:
        The review.
    """
    facts = Review(
        form=FormIdentity(FORM_VERSION, instrument.id, instrument.version, instrument.fingerprint),
        case=CaseFile(year_kind=YearKind.CERTIFICATION, submitted_on=SUBMITTED_ON, received_on=RECEIVED_ON),
        assessor=Assessor(
            training_course="SECOR Safety Program Development",
            trained_on=dt.date(2021, 3, 10),
            refreshed_on=dt.date(2024, 2, 14),
            training_met=Decided.YES,
        ),
        data_gathering=DataGathering(GATHERING_START, GATHERING_END),
        profile=Profile(owners=1, managers=1, supervisors=1, workers=4, contractors=2),
        assessor_sign_off=SignOff(signed_on=SIGNED_ON),
        employer_sign_off=SignOff(signed_on=SIGNED_ON),
        reviewer=Reviewer("Ines Calloway", "ines.calloway@partner.example", Decided.YES, REVIEWED_ON),
        questions=tuple(_clean_question(question, number) for number, question in enumerate(instrument.questions)),
        previous_plan=PreviousPlan(Decided.NO),
    )
    return with_identity(facts, next(iter(EMPLOYERS)))


def _clean_question(question: Question, number: int) -> QuestionReview:
    oldest = newest = None
    if question.records:
        # Two real records of two questions are hardly ever of the same day.
        oldest = GATHERING_END - dt.timedelta(OLDEST_RECORD_DAYS - number * DAYS_BETWEEN_QUESTIONS % 60)
        newest = GATHERING_END - dt.timedelta(NEWEST_RECORD_DAYS + number * DAYS_BETWEEN_QUESTIONS % 6)
    return QuestionReview(
        question_id=question.id,
        response=Response.YES,
        points_claimed=question.points,
        notes=NOTES.get(question.id, ""),
        documents=DocumentsVerdict.ADEQUATE if question.documents_required else DocumentsVerdict.NOT_REQUIRED,
        oldest_record=oldest,
        newest_record=newest,
        notes_verdict=NotesVerdict.SUFFICIENT if question.notes_required else NotesVerdict.NOT_REQUIRED,
        points=question.points,
    )
