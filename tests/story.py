"""A season for the coordinator's story: the samples again and again, spread over months, reviewers and provinces."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from secor_xl.judgement.assessment import assess
from secor_xl.review.model import LetterKind, LetterRecord, Review
from secor_xl.runs.register.register_row import CLOSING
from secor_xl.samples.employers import samples
from secor_xl.workbook.writing.build import build_workbook
from tests.workbook.shipped import INSTRUMENT, OFFICE

AS_OF = dt.date(2026, 7, 1)
REVIEWERS = ("R. Oakley", "M. Tremblay", "J. Singh")
EVERY, MONTHS = 11, 4
"""The days between the reviews, and the months over which they are spread."""


def story_reviews(count: int, years_ago: int = 0) -> list[Review]:
    """Return so many reviews of a season, or of the season some years before."""
    usable = [each.review for each in samples(INSTRUMENT) if "hostile" not in each.file_stem]
    made = []
    for number in range(count):
        review = shifted(usable[number % len(usable)], -(number * EVERY % (30 * MONTHS)) - 365 * years_ago)
        made.append(_another(review, number, AS_OF.year - years_ago))
    return made


def _another(review: Review, number: int, year: int) -> Review:
    """Return the review under a name and numbers of its own, with its letters entered."""
    accounts = tuple(replace(each, number=f"7{number:05}{place}") for place, each in enumerate(review.accounts))
    name = f"Fictional {('Hauling', 'Drilling', 'Welding', 'Surveys')[number % 4]} {number + 1} Ltd."
    review = replace(
        review,
        case=replace(review.case, reference=f"QA-{year}-{number + 1:03}"),
        employer=replace(review.employer, legal_name=name, trade_name=""),
        reviewer=replace(review.reviewer, name=REVIEWERS[(number + number // 4) % 3]),
        accounts=accounts,
    )
    outcome = assess(review, instrument=INSTRUMENT, office=OFFICE, as_of=AS_OF).outcome.kind
    letters: list[tuple[LetterKind, int | None, dt.date]] = [
        (LetterKind.FEEDBACK, place, each.feedback_sent_on)
        for place, each in enumerate(review.rounds, 1)
        if each.feedback_sent_on
    ]
    days = [review.reviewer.reviewed_on, *(each.returned_on for each in review.rounds)]
    if outcome in CLOSING and number % 5:
        last = max(day for day in days if day)
        letters.append((CLOSING[outcome], None, min(last + dt.timedelta(number % 4), AS_OF)))
    return replace(review, letters=tuple(_letter(review, *each) for each in letters))


def _letter(review: Review, kind: LetterKind, place: int | None, day: dt.date) -> LetterRecord:
    detail = f"{kind.value} round {place}" if place else kind.value
    return LetterRecord(kind, place, day, f"{review.case.reference} - {detail}.docx", "0" * 64)


def shifted(value: Any, days: int) -> Any:
    """Return a review, or a part of one, with every day moved."""
    if isinstance(value, dt.date):
        return value + dt.timedelta(days)
    if isinstance(value, tuple):
        return tuple(shifted(each, days) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: shifted(getattr(value, each.name), days) for each in fields(value)})
    return value


def write_season(folder: Path, reviews: list[Review]) -> None:
    """Write the workbooks of a season."""
    folder.mkdir(parents=True)
    for review in reviews:
        assessment = assess(review, instrument=INSTRUMENT, office=OFFICE, as_of=AS_OF)
        (folder / f"{review.case.reference}.xlsx").write_bytes(build_workbook(assessment))
