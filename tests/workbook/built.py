"""Review workbooks for the tests of reading: built by the product, then damaged as people and programs damage them."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import openpyxl

from secor_xl.judgement.assessment import assess
from secor_xl.judgement.case import Place
from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.procedure.office import Office, read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.model import Review
from secor_xl.samples.clean import clean_review
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.read_workbook import ReadReview, read_workbook_bytes
from secor_xl.workbook.schema.layout import cell_of
from secor_xl.workbook.writing.build import build_workbook

AS_OF = dt.date(2026, 6, 1)


@cache
def instrument() -> Instrument:
    return read_instrument(shipped_instrument())


@cache
def office() -> Office:
    return read_office(shipped_letter_templates() / "office.toml")


@cache
def review() -> Review:
    return clean_review(instrument())


def built(facts: Review, made_with: Instrument | None = None) -> bytes:
    return build_workbook(assess(facts, instrument=made_with or instrument(), office=office(), as_of=AS_OF))


@cache
def workbook() -> bytes:
    """The clean review's workbook."""
    return built(review())


def read(content: bytes) -> ReadReview:
    return read_workbook_bytes(content, "review.xlsx")


def loaded(content: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl drops some formatting and says so
        return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def edited(change: Callable[[openpyxl.Workbook], object], content: bytes | None = None) -> bytes:
    """The clean workbook after a change with openpyxl, which saves it in its own way."""
    book = loaded(content or workbook())
    change(book)
    return saved(book)


def where(place: Place) -> tuple[str, str]:
    """Sheet and cell of a fact."""
    found = cell_of(place, instrument())
    assert found is not None
    return found


@cache
def _clean_book() -> openpyxl.Workbook:
    return loaded(workbook())


def typed(place: Place, value: Any) -> bytes:
    """The clean workbook with one cell changed; a date has a date's format, everything else none."""
    sheet, name = where(place)
    cell = _clean_book()[sheet][name]
    before, shown_as = cell.value, cell.number_format
    try:
        cell.number_format = "General"
        cell.value = value
        return saved(_clean_book())
    finally:
        cell.value, cell.number_format = before, shown_as


def only_problem(content: bytes) -> CellProblem:
    """The one problem of a workbook."""
    (problem,) = read(content).problems
    return problem
