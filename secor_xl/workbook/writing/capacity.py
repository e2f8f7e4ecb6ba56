"""Check that a review fits into a workbook, and convert it to what the workbook has.

Reading the workbook that is built from a review gives ``fitted(review)``: one entry for each question in the instrument's order,
the identity of the form and the instrument, texts as a review keeps them, no empty entries at the end of a list. A value that
Excel would change is refused in a sentence.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from secor_xl.errors import SecorError
from secor_xl.judgement.case import Place
from secor_xl.procedure.form import FORM_VERSION
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.labels import SECTIONS
from secor_xl.review.model import NUMBERED_LISTS, RECORD_TYPES, FormIdentity, QuestionReview, Review, Snapshot
from secor_xl.text import cleaned
from secor_xl.workbook.reading.cell_parsing import as_province, as_question_ids
from secor_xl.workbook.schema.cell_limits import units
from secor_xl.workbook.schema.fields import joined_ids
from secor_xl.workbook.schema.geometry import SheetTable
from secor_xl.workbook.schema.layout import ROUNDS, TABLES, snapshot_cells
from secor_xl.xlsx.sheet_values import FIRST_DATE, MOST_CHARACTERS

Record = TypeVar("Record")

MOST_DIGITS = 15
PLURALS = {
    "accounts": "WCB accounts",
    "action_plan": "action items",
    "last_year": "items of last year",
    "rounds": "correction rounds",
    "letters": "letters",
}


def fitted(review: Review, instrument: Instrument) -> Review:
    """Return a review as a workbook for this instrument has it.

    Raises:
        SecorError: it does not fit; the message names the place, what is there and what is allowed.
    """
    sections = {
        each.name: _fitted_record(getattr(review, each.name), each.name, "")
        for each in fields(review)
        if is_dataclass(getattr(review, each.name))
    }
    sections["form"] = _fitted_form(review.form, instrument)
    known = {question_id.casefold(): question_id for question_id in instrument.by_id}
    lists: dict[str, Any] = {
        section: _fitted_list(getattr(review, section), TABLES[section], RECORD_TYPES[section]())
        for section in NUMBERED_LISTS
    }
    for section in ("action_plan", "last_year"):
        for number, item in enumerate(lists[section], 1):
            if as_question_ids(joined_ids(item.question_ids), known) != item.question_ids:
                place = Place(section, "question_ids", str(number))
                raise SecorError(
                    f"{place}: is {list(item.question_ids)!r}; ids such as B2, without commas in them, are needed"
                )
    questions, snapshots = _fitted_questions(review, instrument), tuple(_fitted_snapshots(review, instrument))
    return replace(review, **sections, **lists, questions=questions, snapshots=snapshots)


def _fitted_snapshots(review: Review, instrument: Instrument) -> Iterator[Snapshot]:
    for number, each in sorted(Counter(each.round for each in review.snapshots).items()):
        if each > 1 or not 1 <= number <= ROUNDS.capacity:
            raise SecorError(f"Snapshot of round {number}: one for each round from 1 to {ROUNDS.capacity} is allowed")
    for snapshot in sorted(review.snapshots, key=lambda each: each.round):
        try:
            facts = fitted(replace(snapshot.review, form=FormIdentity(), letters=(), snapshots=()), instrument)
            kept = replace(snapshot, review=replace(facts, form=FormIdentity()))
            snapshot_cells(kept)
        except SecorError as error:
            raise SecorError(f"Snapshot of round {snapshot.round}: {error}") from None
        yield kept


def form_identity(instrument: Instrument) -> FormIdentity:
    """Return the identity of a review of this form and an instrument."""
    return FormIdentity(FORM_VERSION, instrument.id, instrument.version, instrument.fingerprint)


def _fitted_form(form: FormIdentity, instrument: Instrument) -> FormIdentity:
    """Return the identity of this form and instrument; refuse a review of another instrument."""
    identity = form_identity(instrument)
    made_with = replace(form, form_version=FORM_VERSION)
    for each in fields(identity):
        seen, wanted = getattr(made_with, each.name), getattr(identity, each.name)
        if seen and seen != wanted:
            reason = f"the review was made with {cleaned(seen)!r}, the workbook would be of {wanted!r}"
            raise SecorError(f"{Place('form', each.name)}: {reason}; build it with the review's own instrument")
    return identity


def _fitted_questions(review: Review, instrument: Instrument) -> tuple[QuestionReview, ...]:
    given = {entry.question_id: entry for entry in review.questions}
    for question_id, times in Counter(entry.question_id for entry in review.questions).items():
        if question_id not in instrument.by_id:
            reason = f"is no question of the instrument {instrument.id} {instrument.version}"
            raise SecorError(f"Question {question_id!r}: {reason}; build the workbook with the review's own instrument")
        if times > 1:
            raise SecorError(f"Question {question_id}: is in the review {times} times; once is needed")
    return tuple(
        _fitted_record(given.get(question_id) or QuestionReview(question_id), "questions", question_id)
        for question_id in instrument.by_id
    )


def _fitted_list(entries: tuple[Record, ...], table: SheetTable, blank: Record) -> tuple[Record, ...]:
    fitting = [_fitted_record(entry, table.section, str(number)) for number, entry in enumerate(entries, 1)]
    while fitting and fitting[-1] == blank:
        fitting.pop()
    if len(fitting) > table.capacity:
        head = f"{SECTIONS[table.section]}: the review has {len(fitting)} {PLURALS[table.section]}"
        raise SecorError(f"{head}; the sheet {table.sheet} holds {table.capacity}")
    return tuple(fitting)


def _fitted_record(record: Record, section: str, item: str) -> Record:
    changed: dict[str, Any] = {}
    for each in fields(record):  # type: ignore[arg-type]
        value = getattr(record, each.name)
        fits = _fitted_value(value, Place(section, each.name, item))
        if fits != value:
            changed[each.name] = fits
    return replace(record, **changed) if changed else record  # type: ignore[type-var]


def _fitted_value(value: object, place: Place) -> object:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        text = _fitted_text(value, place)
        return as_province(text) if place.field == "province" else text
    if isinstance(value, tuple):
        _fitted_text(joined_ids(value), place)
        return value
    if isinstance(value, dt.date):
        if value < FIRST_DATE:
            raise SecorError(f"{place}: is {value}; Excel keeps no date before {FIRST_DATE}")
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
        if not number.is_finite() or len(number.normalize().as_tuple().digits) > MOST_DIGITS or _is_extreme(number):
            raise SecorError(f"{place}: is {number:.3E}; Excel keeps a number of at most {MOST_DIGITS} digits")
    return value


def _is_extreme(number: Decimal) -> bool:
    return bool(number) and not -MOST_DIGITS <= number.adjusted() < MOST_DIGITS


def _fitted_text(text: str, place: Place) -> str:
    kept = cleaned(text)
    if (length := units(kept)) > MOST_CHARACTERS:
        raise SecorError(f"{place}: has {length} characters; a cell holds at most {MOST_CHARACTERS}")
    return kept
