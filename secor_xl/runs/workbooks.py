"""Making a review workbook on disk."""

from __future__ import annotations

from pathlib import Path

from secor_xl.judgement.assessment import assess
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import Review
from secor_xl.runs.desk import Desk
from secor_xl.runs.output import Written, write_safely
from secor_xl.workbook.build import build_workbook


def make_workbook(path: Path, review: Review, instrument: Instrument, desk: Desk) -> Written:
    """Build a workbook from a review and write it; one that is there with other content is refused."""
    assessment = assess(review, instrument=instrument, office=desk.office, as_of=desk.as_of)
    return write_safely(path, build_workbook(assessment))
