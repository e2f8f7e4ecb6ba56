"""Samples that are there for their score (2.6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from secor_xl.review.model import DoneVerdict, LastYearItem, LastYearList, Review, Timing, YearKind
from secor_xl.samples.changes import with_facts, with_not_applicable
from secor_xl.samples.losses import losses, with_losses, with_losses_planned

# Few losses, and large ones: the letter about them is to stay within three pages.
LOSES_A_FIFTH = losses(
    "A6 12",
    "B2 10, B5 10, B6 15",
    "C1 10, C2b 15",
    "D2 10, D3 10, D6 10",
    "E2 8, E5 12",
    "F1 15, F3 10",
)
NOES_OF_A_FIFTH = ("A5",)
TO_THE_MINIMUM = losses("F4 8 (8 of 10)")
TO_JUST_UNDER = losses("F4 7.7 (7 of 9)")

LOSES_TWO_FIFTHS = losses(
    "A4 5, A6 12",
    "B2 10, B6 15",
    "C1 10, C2b 15, C3 9 (9 of 20), C4 12",
    "D2 10, D3 10",
    "E2 8, E3 5, E5 8",
    "F1 15",
    "H4 6",
)
NOES_OF_TWO_FIFTHS = ("A5", "A7", "B3", "B5", "C7", "D5", "D6", "F3", "G4", "G5", "H2", "H3")

LOSES_HALF_OF_F = losses("F1 15, F2 5, F3 10, F4 5.9 (13 of 22), F6 4")
NOES_OF_F = ("F5",)

LAST_YEAR = (
    LastYearItem(
        LastYearList.FUTURE,
        ("B4",),
        "The ranking of hazards has no date.",
        "Date the ranking each time that it is reviewed.",
        done=DoneVerdict.YES,
    ),
    LastYearItem(
        LastYearList.ADDITION,
        ("D7",),
        "Workers did not know where damaged tools are locked away.",
        done=DoneVerdict.IN_PART,
        note="The shop has a locked cabinet and a tag on each tool; the two service trucks do not have one yet",
    ),
    LastYearItem(
        LastYearList.ACTION_PLAN,
        ("H2", "H3"),
        "Records are not reviewed for trends.",
        "Review incident and inspection records every quarter.",
        dt.date(2025, 12, 31),
        DoneVerdict.NO,
    ),
)

NO_REPRESENTATIVE = {
    "J1": "The law does not ask for a representative with fewer than five workers; the company has four, and none was "
    "chosen of the workers' own accord.",
    "J2": "There is nobody to take up concerns in this capacity, as explained above for a company with four workers; they "
    "bring theirs to the monthly meeting instead.",
    "J3": "No course for representatives was needed, because the company with its four workers has neither "
    "a representative nor a committee.",
}


def _exactly_at_the_minimum(review: Review) -> Review:
    lost = (*LOSES_A_FIFTH, *TO_THE_MINIMUM)
    return with_losses_planned(with_losses(review, lost, NOES_OF_A_FIFTH, timing=Timing.FUTURE), lost)


def _just_under_the_minimum(review: Review) -> Review:
    return with_losses(review, (*LOSES_A_FIFTH, *TO_JUST_UNDER), NOES_OF_A_FIFTH, timing=Timing.NOW)


def _element_under_its_minimum(review: Review) -> Review:
    return with_losses(review, LOSES_HALF_OF_F, NOES_OF_F, timing=Timing.NOW)


def _element_not_applicable(review: Review) -> Review:
    for question_id, notes in NO_REPRESENTATIVE.items():
        review = with_not_applicable(review, question_id, notes)
    return review


def _maintenance_at_the_minimum(review: Review) -> Review:
    review = with_facts(review, "case", year_kind=YearKind.MAINTENANCE)
    review = with_losses(review, LOSES_TWO_FIFTHS, NOES_OF_TWO_FIFTHS, timing=Timing.FUTURE)
    return replace(with_losses_planned(review, LOSES_TWO_FIFTHS), last_year=LAST_YEAR)


SCORE_CHANGES = {
    "cutbank-sparrow": _exactly_at_the_minimum,
    "wapiti-anvil": _just_under_the_minimum,
    "bitterroot-beacon": _element_under_its_minimum,
    "saltgrass-meridian": _element_not_applicable,
    "carrot-creek-compass": _maintenance_at_the_minimum,
}
