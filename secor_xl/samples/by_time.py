"""Samples that are there for their correction rounds (2.7)."""

from __future__ import annotations

import datetime as dt

from secor_xl.review.model import Review, Timing
from secor_xl.samples.changes import with_facts, with_question, with_round
from secor_xl.samples.losses import losses, with_losses

FIRST_REVIEW = dt.date(2026, 6, 9)
FEEDBACK = dt.date(2026, 6, 10)
DAY_15 = dt.date(2026, 6, 25)
DAY_16 = dt.date(2026, 6, 26)
DAY_90 = dt.date(2026, 9, 8)
DAY_91 = dt.date(2026, 9, 9)

TO_CORRECT = losses("B6 20, C2b 20, D3 15")


def _with_deficiencies(review: Review, reviewed_on: dt.date = FIRST_REVIEW) -> Review:
    """The review as submitted, with three findings to correct."""
    return with_facts(with_losses(review, TO_CORRECT, timing=Timing.NOW), "reviewer", reviewed_on=reviewed_on)


def _resolved(review: Review, *question_ids: str, on: dt.date) -> Review:
    """The review with findings put right: the reviewer saw the correction and gave the points."""
    for question_id in question_ids:
        claimed = review.question(question_id).points_claimed
        review = with_question(review, question_id, points=claimed, resolved_on=on)
    return with_facts(review, "reviewer", reviewed_on=on)


def _on_day_15(review: Review) -> Review:
    review = with_round(_with_deficiencies(review), FEEDBACK, returned=DAY_15)
    return _resolved(review, "B6", "C2b", "D3", on=dt.date(2026, 6, 29))


def _on_day_16(review: Review) -> Review:
    review = with_round(_with_deficiencies(review), FEEDBACK, returned=DAY_16)
    return _resolved(review, "B6", "C2b", "D3", on=dt.date(2026, 6, 29))


def _on_day_16_accepted(review: Review) -> Review:
    review = with_round(
        _with_deficiencies(review),
        FEEDBACK,
        returned=DAY_16,
        accepted_by="Ines Calloway",
        accepted_on=dt.date(2026, 6, 29),
        accepted_reason="The only road to the shop was closed by a wildfire evacuation on the due day",
    )
    return _resolved(review, "B6", "C2b", "D3", on=dt.date(2026, 6, 29))


def _three_rounds(review: Review) -> Review:
    """The review after three rounds in time, each of which settled one finding."""
    review = with_round(_with_deficiencies(review), FEEDBACK, returned=dt.date(2026, 6, 24))
    review = _resolved(review, "B6", on=dt.date(2026, 7, 2))
    review = with_round(review, dt.date(2026, 7, 3), received=dt.date(2026, 7, 6), returned=dt.date(2026, 7, 21))
    review = _resolved(review, "C2b", on=dt.date(2026, 7, 30))
    return with_round(review, dt.date(2026, 7, 31), returned=dt.date(2026, 8, 14))


def _on_day_90(review: Review) -> Review:
    review = with_round(_three_rounds(review), dt.date(2026, 8, 28), returned=DAY_90)
    return _resolved(review, "D3", on=dt.date(2026, 9, 11))


def _on_day_91(review: Review) -> Review:
    review = with_round(
        _three_rounds(review),
        dt.date(2026, 8, 28),
        returned=DAY_91,
        accepted_by="Ines Calloway",
        accepted_on=dt.date(2026, 9, 10),
        accepted_reason="The courier lost the parcel for a day",
    )
    return _resolved(review, "D3", on=dt.date(2026, 9, 11))


def _awaited(review: Review) -> Review:
    review = _with_deficiencies(review, reviewed_on=dt.date(2026, 6, 19))
    return with_round(review, dt.date(2026, 6, 22), received=dt.date(2026, 6, 23))


def _not_returned(review: Review) -> Review:
    return with_round(_with_deficiencies(review), FEEDBACK)


def _second_round(review: Review) -> Review:
    review = with_round(_with_deficiencies(review), FEEDBACK, returned=dt.date(2026, 6, 22))
    return _resolved(review, "B6", "D3", on=dt.date(2026, 6, 26))


TIME_CHANGES = {
    "ferrous-finch": _on_day_15,
    "tallow-ridge": _on_day_16,
    "juniper-gantry": _on_day_16_accepted,
    "northern-pintail": _on_day_90,
    "granite-thistle": _on_day_91,
    "marsh-lantern": _awaited,
    "quartz-hollow": _not_returned,
    "blue-camas": _second_round,
}
