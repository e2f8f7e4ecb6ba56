"""Hypothesis strategies for whole reviews: honest ones that a workbook can hold, and odd ones that only have the right types."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.resources import shipped_instrument
from secor_xl.review.model import (
    Account,
    ActionItem,
    CorrectionRound,
    FormIdentity,
    LastYearItem,
    LetterRecord,
    QuestionReview,
    Review,
    Snapshot,
)
from secor_xl.review.snapshots import with_snapshot
from secor_xl.text import cleaned
from secor_xl.workbook.reading.cell_parsing import PROVINCE_OF

Part = TypeVar("Part")
Answers = dict[str, QuestionReview]
Known = dict[Any, st.SearchStrategy[Any]]

FIRST_DAY, LAST_DAY = dt.date(1900, 3, 1), dt.date(9998, 12, 31)

# Texts that a cell, a file or a letter is likely to take for something else.
AWKWARD_TEXTS = (
    "=1+1",
    "+1",
    "-",
    "@sum",
    "00123",
    "1E5",
    "MAR-1",
    "TRUE",
    "#N/A",
    "none",
    "n/a",
    "'quoted",
    "_x000D_",
    "{{7*7}}",
    "{% if %}",
    "<w:p/> & co",
    "«été»",
    "🦺👷",
    "2026-03-31",
    "12,5",
    "a" * 300,
)


def texts(longest: int = 30) -> st.SearchStrategy[str]:
    """Texts without control characters and line breaks, and without blanks at either end."""
    letters = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"))
    made = st.sampled_from(["", *AWKWARD_TEXTS]) | st.text(letters, max_size=longest).map(cleaned)
    return made.filter(lambda text: PROVINCE_OF.get(text.casefold(), text) == text)  # "ab" becomes "AB" in a workbook


def days() -> st.SearchStrategy[dt.date]:
    """Days that Excel knows in both of its calendars' common part."""
    near = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
    return near | st.dates(FIRST_DAY, LAST_DAY)


def points() -> st.SearchStrategy[Decimal]:
    """Points with at most three decimals."""
    return st.integers(0, 100_000).map(lambda thousandths: Decimal(thousandths) / 1000) | st.integers(0, 40).map(
        Decimal
    )


HONEST: Known = {str: texts(), dt.date: days(), Decimal: points(), int: st.integers(0, 9999)}
ODD: Known = {
    str: st.text(max_size=12) | st.sampled_from(["A1", "A2", "B1", "B2", "C1", "C2", "AB", "1", *AWKWARD_TEXTS]),
    dt.date: st.dates()
    | st.sampled_from([dt.date.min, dt.date.max])
    | st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    Decimal: st.decimals()
    | st.sampled_from([Decimal("1E+999999"), Decimal("1E-999999"), Decimal("sNaN"), Decimal(10)]),
    int: st.integers() | st.sampled_from([-1, 0, 1, 10**5000]),
}


def of_kind(kind: Any, known: Known) -> st.SearchStrategy[Any]:
    """Any value of a type of the review model."""
    if kind in known:
        return known[kind]
    if get_origin(kind) in (types.UnionType, Union):
        return st.none() | st.one_of(*(of_kind(each, known) for each in get_args(kind) if each is not types.NoneType))
    if get_origin(kind) is tuple:
        return st.lists(of_kind(get_args(kind)[0], known), max_size=4).map(tuple)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    if kind is Snapshot:
        return whole(Snapshot, known, review=whole(Review, known, snapshots=st.just(())))
    if is_dataclass(kind):
        return whole(kind, known)
    raise TypeError(kind)


def whole(kind: Any, known: Known, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A dataclass of the review model with any values; ``fixed`` for the fields that need something else."""
    parts = {
        name: fixed[name] if name in fixed else of_kind(hint, known) for name, hint in get_type_hints(kind).items()
    }
    return st.builds(kind, **parts)


def _rows(entries: st.SearchStrategy[Part], empty: Part, most: int) -> st.SearchStrategy[tuple[Part, ...]]:
    """Rows of a sheet: empty ones between others stay, those after the last one are not there."""

    def without_trailing(rows: list[Part]) -> tuple[Part, ...]:
        while rows and rows[-1] == empty:
            rows = rows[:-1]
        return tuple(rows)

    return st.lists(st.just(empty) | entries, max_size=most).map(without_trailing)


def reviews(instrument: Instrument | None = None, form: FormIdentity | None = None) -> st.SearchStrategy[Review]:
    """Whole reviews that a workbook can hold without loss.

    Args:
        instrument: whose questions they have, each once and in order; the shipped one if left out.
        form: their form identity; any if left out.

    Returns:
        A strategy; a few of a review's questions are filled in, the others are empty.
    """
    instrument = instrument or read_instrument(shipped_instrument())
    ids = [question.id for question in instrument.questions]
    filled = st.dictionaries(st.sampled_from(ids), whole(QuestionReview, HONEST), max_size=4)
    named = st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple)
    facts = whole(
        Review,
        HONEST,
        accounts=_rows(whole(Account, HONEST), Account(), 4),
        questions=st.just(()),
        action_plan=_rows(whole(ActionItem, HONEST, question_ids=named), ActionItem(), 4),
        last_year=_rows(whole(LastYearItem, HONEST, question_ids=named), LastYearItem(), 4),
        rounds=_rows(whole(CorrectionRound, HONEST), CorrectionRound(), 4),
        letters=_rows(whole(LetterRecord, HONEST), LetterRecord(), 4),
        snapshots=st.just(()),
    )
    earlier = st.dictionaries(st.integers(1, 10), st.tuples(days(), filled), max_size=2)

    def made(review: Review, answers: Answers, before: dict[int, tuple[dt.date, Answers]]) -> Review:
        review = replace(review, form=form or review.form)
        for number, (day, other) in before.items():
            review = with_snapshot(answered(review, other), number, day)
        return answered(review, answers)

    def answered(review: Review, answers: Answers) -> Review:
        questions = (replace(answers.get(name) or QuestionReview(name), question_id=name) for name in ids)
        return replace(review, questions=tuple(questions))

    return st.builds(made, facts, filled, earlier)


def odd_reviews() -> st.SearchStrategy[Review]:
    """Reviews that only have the right types: unknown questions, absurd numbers, the first and the last of all days."""
    strategy: st.SearchStrategy[Review] = whole(Review, ODD)
    return strategy
