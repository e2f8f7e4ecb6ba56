"""Make a review workbook on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from secor_xl.errors import SecorError
from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import Review
from secor_xl.runs.output import OutputRefused, Written, write_safely
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.workbook.writing.build import build_workbook
from secor_xl.xlsx.comments import Notes

Build: TypeAlias = Callable[[Assessment, Notes], bytes]
"""Makes the bytes of a workbook from a judgement and the notes on its cells: plain, or with macros."""


def plain_workbook(assessment: Assessment, notes: Notes) -> bytes:
    """A plain workbook (.xlsx)."""
    return build_workbook(assessment, notes=notes)


def make_workbook(
    path: Path,
    review: Review,
    instrument: Instrument,
    service: ReviewService,
    build: Build = plain_workbook,
    notes: Notes | None = None,
) -> Written:
    """Build a workbook from a review, with notes on its cells, and write it.

    Raises:
        OutputRefused: one is there with other content, the place cannot be written to, or the review does not fit a workbook.
    """
    assessment = assess(review, instrument=instrument, office=service.office, as_of=service.as_of)
    try:
        data = build(assessment, notes or {})
    except SecorError as error:
        raise OutputRefused(f"{path}: was not made. {error}") from None
    return write_safely(path, data)
