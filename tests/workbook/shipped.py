"""The shipped instrument and office, and workbooks built with them, opened with the reference reader."""

import datetime as dt
import io
import warnings
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

import openpyxl

from secor_xl.judgement.assessment import assess
from secor_xl.procedure.instrument import parse_instrument, read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.model import FormIdentity, QuestionReview, Response
from secor_xl.samples.clean import clean_review
from secor_xl.workbook.writing.build import blank_review, build_workbook

TODAY = dt.date(2026, 6, 30)
INSTRUMENT = read_instrument(shipped_instrument())
OFFICE = read_office(shipped_letter_templates() / "office.toml")
CLEAN = clean_review(INSTRUMENT)
BLANK = blank_review(INSTRUMENT)

SMALL_TEXT = """\
[instrument]
id = "small"
version = "1"
title = "Small & <plain>"
illustrative = false

[[elements]]
letter = "A"
title = "Only one"

[[elements.questions]]
id = "A1"
text = "=Is this a formula?"
guideline = "Read it."
points = 10
scoring = "range"
step = 2.5
verification = ["interview"]
notes_minimum_words = 0
"""
SMALL = parse_instrument(SMALL_TEXT, "small.toml")
SMALL_REVIEW = replace(
    CLEAN,
    form=FormIdentity(),
    questions=(QuestionReview("A1", Response.YES, Decimal(5), points=Decimal("7.5")),),
)


def judged(review, instrument=INSTRUMENT, as_of=TODAY):
    return assess(review, instrument=instrument, office=OFFICE, as_of=as_of)


def built(review, instrument=INSTRUMENT):
    try:
        return _built(review, instrument)
    except TypeError:  # a signaling NaN is like nothing, not even like itself
        return build_workbook(judged(review, instrument))


@lru_cache(maxsize=16)
def _built(review, instrument):
    return build_workbook(judged(review, instrument))


def opened(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says that it does not know every extension
        return openpyxl.load_workbook(io.BytesIO(content))


@cache
def clean_book():
    return opened(built(CLEAN))


@cache
def blank_book():
    return opened(built(BLANK))
