"""The days of a review: their fields, their order, and those that are too early to be meant.

Excel takes a year that is typed alone, such as 2026, for a number of days, and shows July 18, 1905. Such a day is told to the
reviewer (FM-204) and is no day to any other rule.

The order of the days, which the rules keep. Each day may be the same as its neighbour; "form" means a slip of the reviewer's
typing, "blocking" a fact that the assessor has to put right, "advisory" a remark.

    trained <= first day of data gathering                     EL-401, EL-403   blocking; advisory where confirmed
    first day of data gathering <= last day                    SD-203           blocking
    trained <= refreshed <= today                              EL-202           blocking
    last day of data gathering <= arrival, today               SD-203           blocking
    last day of data gathering <= sign-offs <= arrival         SD-406           advisory
    sign-offs <= today                                         SD-401           blocking
    oldest record <= newest record <= arrival, today           EV-205           form
    oldest and newest record within the record period          EV-301, EV-302   blocking, advisory
    submitted <= received <= reviewed <= today                 FM-201           form
    last correction returned <= reviewed                       FM-203           form
    received <= feedback sent <= feedback received <= returned <= next feedback; returned <= accepted
                                                               RD-201           form
    every day of a round <= today                              RD-202           form
    feedback sent <= final date                                RD-204           form
    late return accepted <= final date                         RD-401           advisory; it lifts nothing
    received <= letter written; feedback letter written <= feedback sent
                                                               FM-205           form
    returned <= looked at again <= today                       FM-109          form
    received <= finding resolved <= unanswered feedback, today FI-201           form
    submitted <= target date of an action item                 AP rules         advisory

Arrival is the day on which the last correction was returned, or else the day of submission, or else of receipt. Some days have no
order: a finding may be resolved, and the feedback sent, before or after the day of the review; a refresher course may be taken
at any time after the training; last year's plan may have come before this submission, and its items may have been planned for
any day; nothing is counted from the day as of which a round was judged.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args, get_type_hints

from secor_xl.judgement.case import Case, Place
from secor_xl.review.labels import LABELS
from secor_xl.review.model import RECORD_TYPES, Review

FIRST_YEAR = 1990
"""No day of a review is earlier: the programs behind the procedure are younger."""


def _days_of(record: type) -> tuple[str, ...]:
    return tuple(name for name, hint in get_type_hints(record).items() if dt.date in get_args(hint))


DAYS = {section: days for section in LABELS if (days := _days_of(RECORD_TYPES[section]))}
"""Every day of a review, by section."""


def without_early_days(case: Case) -> Case:
    """Return the case with each day before ``FIRST_YEAR`` taken out of the review and kept in ``early_days``."""
    early: dict[Place, dt.date] = {}
    changed: dict[str, object] = {}
    for section, names in DAYS.items():
        part = getattr(case.review, section)
        is_list = isinstance(part, tuple)
        entries = list(part) if is_list else [part]
        for index, entry in enumerate(entries):
            odd = {name: day for name in names if (day := getattr(entry, name)) and day.year < FIRST_YEAR}
            if odd:
                item = getattr(entry, "question_id", str(index + 1)) if is_list else ""
                early |= {Place(section, name, item): day for name, day in odd.items()}
                entries[index] = replace(entry, **dict.fromkeys(odd))
                changed[section] = tuple(entries) if is_list else entries[index]
    if not early:
        return case
    review: Review = replace(case.review, **changed)  # type: ignore[arg-type]  # each section by its own name
    return replace(case, review=review, early_days=early)
