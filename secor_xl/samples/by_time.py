"""Samples that are there for their correction rounds (2.7)."""

from __future__ import annotations

import datetime as dt

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import AssessorRole, Review, Timing
from secor_xl.samples.changes import with_facts, with_question, with_round
from secor_xl.samples.clean import clean_review
from secor_xl.samples.losses import losses, with_losses
from secor_xl.samples.sample_type import Sample, SampleIdentity, with_identity

FIRST_REVIEW = dt.date(2026, 6, 9)
FEEDBACK = dt.date(2026, 6, 10)
DAY_15 = dt.date(2026, 6, 25)
DAY_16 = dt.date(2026, 6, 26)
DAY_90 = dt.date(2026, 9, 8)
DAY_91 = dt.date(2026, 9, 9)
AFTER_DAY_91 = dt.date(2026, 9, 15)

TO_CORRECT = losses("B6 20, C2b 20, D3 15")


def time_samples(instrument: Instrument) -> tuple[Sample, ...]:
    """The samples that are there for their correction rounds."""
    submitted = with_losses(clean_review(instrument), TO_CORRECT, timing=Timing.NOW)
    submitted = with_facts(submitted, "reviewer", reviewed_on=FIRST_REVIEW)
    return (
        _on_day_15(submitted),
        _on_day_16(submitted),
        _on_day_16_accepted(submitted),
        _on_day_90(submitted),
        _on_day_91(submitted),
        _awaited(submitted),
        _not_returned(submitted),
        _second_round(submitted),
    )


def _resolved(review: Review, *question_ids: str, on: dt.date) -> Review:
    """The review with findings put right: the reviewer saw the correction and gave the points."""
    for question_id in question_ids:
        claimed = review.question(question_id).points_claimed
        review = with_question(review, question_id, points=claimed, resolved_on=on)
    return with_facts(review, "reviewer", reviewed_on=on)


def _on_day_15(submitted: Review) -> Sample:
    identity = SampleIdentity(
        *(6, "Ferrous Finch Pressure Trucks Ltd.", "Ferrous Finch", "902 Spruce Example Lane"),
        *("Rocky Mountain House", "AB", "T4T 9Z7", "Cosima Ellingson", "Davit Morrow"),
        "Pressure trucks and steam units for completions and well servicing.",
    )
    review = with_round(with_identity(submitted, identity), FEEDBACK, returned=DAY_15)
    review = _resolved(review, "B6", "C2b", "D3", on=dt.date(2026, 6, 29))
    why = "The correction came back on day 15 after the feedback, the last day that is in time (2.7a)."
    return Sample("Ferrous Finch", "ferrous-finch", why, review, OutcomeKind.APPROVE)


def _on_day_16(submitted: Review) -> Sample:
    identity = SampleIdentity(
        *(7, "Tallow Ridge Swabbing & Steam Ltd.", "Tallow Ridge", "15 Kettle Example Close"),
        *("Slave Lake", "AB", "T0G 9A9", "Hendrik Osei", "Hendrik Osei"),
        "Swabbing, steam and pressure services around Slave Lake.",
        AssessorRole.OWNER,
    )
    review = with_round(with_identity(submitted, identity), FEEDBACK, returned=DAY_16)
    review = _resolved(review, "B6", "C2b", "D3", on=dt.date(2026, 6, 29))
    why = (
        "The correction came back on day 16 after the feedback and nobody accepted it, so the review is invalid (2.7a)."
    )
    return Sample("Tallow Ridge", "tallow-ridge", why, review, OutcomeKind.INVALID)


def _on_day_16_accepted(submitted: Review) -> Sample:
    identity = SampleIdentity(
        *(8, "Juniper Gantry Energy Services Inc.", "Juniper Gantry", "61 Hoarfrost Example Road"),
        *("Lloydminster", "SK", "S9V 9X8", "Yolanda Przybylski", "Caspian Reyes"),
        "Steam, pressure and flush-by services for heavy oil on both sides of the provincial border.",
    )
    review = with_round(
        with_identity(submitted, identity),
        FEEDBACK,
        returned=DAY_16,
        accepted_by="Ines Calloway",
        accepted_on=dt.date(2026, 6, 29),
        accepted_reason="The only road to the shop was closed by a wildfire evacuation on the due day",
    )
    review = _resolved(review, "B6", "C2b", "D3", on=dt.date(2026, 6, 29))
    why = "The correction came back on day 16 and a person accepted it, which is shown wherever the outcome is (2.7a)."
    return Sample("Juniper Gantry", "juniper-gantry", why, review, OutcomeKind.APPROVE)


def _three_rounds(review: Review) -> Review:
    """The review after three rounds in time, each of which settled one finding."""
    review = with_round(review, FEEDBACK, returned=dt.date(2026, 6, 24))
    review = _resolved(review, "B6", on=dt.date(2026, 7, 2))
    review = with_round(review, dt.date(2026, 7, 3), received=dt.date(2026, 7, 6), returned=dt.date(2026, 7, 21))
    review = _resolved(review, "C2b", on=dt.date(2026, 7, 30))
    return with_round(review, dt.date(2026, 7, 31), returned=dt.date(2026, 8, 14))


def _on_day_90(submitted: Review) -> Sample:
    identity = SampleIdentity(
        *(9, "Northern Pintail Thermal Services Ltd.", "Northern Pintail", "240 Coulee Example Boulevard"),
        *("High Level", "AB", "T0H 9Y9", "Rosalind Achterberg", "Ivo Castellane"),
        "Thermal services for winter drilling: boilers, steam units and pressure trucks.",
    )
    review = _three_rounds(with_identity(submitted, identity))
    review = with_round(review, dt.date(2026, 8, 28), returned=DAY_90)
    review = _resolved(review, "D3", on=dt.date(2026, 9, 11))
    why = "The last correction came back on day 90 after the first feedback, the last day of the whole process (2.7b)."
    return Sample("Northern Pintail", "northern-pintail", why, review, OutcomeKind.APPROVE, AFTER_DAY_91)


def _on_day_91(submitted: Review) -> Sample:
    identity = SampleIdentity(
        *(10, "Granite Thistle Well Testing Ltd.", "Granite Thistle", "3 Drumlin Example Gate"),
        *("Dawson Creek", "BC", "V1G 9Z6", "Fabian Molnar", "Greta Holloway"),
        "Well testing with steam and pressure support in northeast British Columbia.",
        AssessorRole.MOST_SENIOR,
    )
    review = _three_rounds(with_identity(submitted, identity))
    review = with_round(
        review,
        dt.date(2026, 8, 28),
        returned=DAY_91,
        accepted_by="Ines Calloway",
        accepted_on=dt.date(2026, 9, 10),
        accepted_reason="The courier lost the parcel for a day",
    )
    review = _resolved(review, "D3", on=dt.date(2026, 9, 11))
    why = (
        "The last correction came back on day 91 after the first feedback, and no acceptance lifts the 90 days (2.7b)."
    )
    return Sample("Granite Thistle", "granite-thistle", why, review, OutcomeKind.INVALID, AFTER_DAY_91)


def _awaited(submitted: Review) -> Sample:
    identity = SampleIdentity(
        *(11, "Marsh Lantern Hydrovac Ltd.", "Marsh Lantern", "77 Peatland Example Street"),
        *("Bonnyville", "AB", "T9N 9Z1", "Wilhelmina Castor", "Noor Abernethy"),
        "Hydrovac, steam and pressure washing for pipelines and plants.",
    )
    review = with_facts(with_identity(submitted, identity), "reviewer", reviewed_on=dt.date(2026, 6, 19))
    review = with_round(review, dt.date(2026, 6, 22), received=dt.date(2026, 6, 23))
    why = "The first feedback is out and its due day has not passed, so there is nothing to do but wait (2.7a)."
    return Sample("Marsh Lantern", "marsh-lantern", why, review, OutcomeKind.AWAITING_CORRECTION)


def _not_returned(submitted: Review) -> Sample:
    identity = SampleIdentity(
        *(12, "Quartz Hollow Coil Support Ltd.", "Quartz Hollow", "1210 Badlands Example Trail"),
        *("Brooks", "AB", "T1R 9X7", "Matthias Ojukwu", "Selene Varga"),
        "Pressure and steam support for coil tubing in the south of the province.",
    )
    review = with_round(with_identity(submitted, identity), FEEDBACK)
    why = "The correction was not returned by its due day, so the review is invalid (2.7a, 2.15)."
    return Sample("Quartz Hollow", "quartz-hollow", why, review, OutcomeKind.INVALID)


def _second_round(submitted: Review) -> Sample:
    identity = SampleIdentity(
        *(13, "Blue Camas Flowback Services Ltd.", "Blue Camas", "34 Sandhill Example Court"),
        *("Estevan", "SK", "S4A 9Y5", "Konstantin Bellweather", "Amara Sigurdson"),
        "Flowback, pressure and steam services in the southeast of the province.",
    )
    review = with_round(with_identity(submitted, identity), FEEDBACK, returned=dt.date(2026, 6, 22))
    review = _resolved(review, "B6", "D3", on=dt.date(2026, 6, 26))
    why = "The first correction came in time but left one deficiency open, so a second round is asked for (2.7)."
    return Sample("Blue Camas", "blue-camas", why, review, OutcomeKind.REQUEST_CORRECTIONS)
