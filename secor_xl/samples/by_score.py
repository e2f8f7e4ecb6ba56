"""Samples that are there for their score (2.6)."""

from __future__ import annotations

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import AssessorRole, Review, Timing, YearKind
from secor_xl.samples.changes import with_not_applicable
from secor_xl.samples.clean import clean_review
from secor_xl.samples.losses import losses, with_losses, with_losses_planned
from secor_xl.samples.sample_type import Sample, SampleIdentity, with_identity

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

NO_REPRESENTATIVE = {
    "J1": "The law does not ask for a representative with fewer than five workers; the company has four, and none was "
    "chosen of the workers' own accord.",
    "J2": "There is nobody to take up concerns in this capacity, as explained above for a company with four workers; they "
    "bring theirs to the monthly meeting instead.",
    "J3": "No course for representatives was needed, because the company with its four workers has neither "
    "a representative nor a committee.",
}


def score_samples(instrument: Instrument) -> tuple[Sample, ...]:
    """The samples that are there for their score."""
    clean = clean_review(instrument)
    maintenance = clean_review(instrument, year_kind=YearKind.MAINTENANCE)
    return (
        _in_order(clean),
        _exactly_at_the_minimum(clean),
        _just_under_the_minimum(clean),
        _element_under_its_minimum(clean),
        _element_not_applicable(clean),
        _maintenance_at_the_minimum(maintenance),
    )


def _in_order(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(0, "Lodgepole Lantern Oilfield Services Ltd.", "Lodgepole Lantern", "118 Tamarack Example Road"),
        *("Grande Prairie", "AB", "T8X 9Z9", "Maren Oakfield", "Tobias Fernley"),
        "Pressure truck and steam services for oil and gas well sites, from one shop with four units.",
        fax=True,
    )
    why = "Everything is in order in a certification year, so the review is approved and both letters go out (2.6b, 2.13)."
    return Sample("Lodgepole Lantern", "lodgepole-lantern", why, with_identity(clean, identity), OutcomeKind.APPROVE)


def _exactly_at_the_minimum(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(1, "Cutbank Sparrow Pressure Services Inc.", "Cutbank Sparrow", "27 Shale Example Avenue"),
        *("Drayton Valley", "AB", "T7Z 9X1", "Odette Brandvold", "Odette Brandvold"),
        "Pressure testing and steam cleaning for well sites and batteries, with crews of two.",
        AssessorRole.OWNER,
    )
    review = with_identity(clean, identity)
    lost = (*LOSES_A_FIFTH, *TO_THE_MINIMUM)
    review = with_losses_planned(with_losses(review, lost, NOES_OF_A_FIFTH, timing=Timing.FUTURE), lost)
    why = "The overall score is exactly the minimum of a certification year, and the minimum itself passes (2.6b)."
    return Sample("Cutbank Sparrow", "cutbank-sparrow", why, review, OutcomeKind.APPROVE)


def _just_under_the_minimum(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(2, "Wapiti Anvil Steam & Pressure Ltd.", "Wapiti Anvil", "409 Gravel Example Street"),
        *("Whitecourt", "AB", "T7S 9Y2", "Leopold Haverstock", "Sunniva Kraal"),
        "Steam and pressure truck services for well sites, with a small shop for its own units.",
    )
    review = with_identity(clean, identity)
    review = with_losses(review, (*LOSES_A_FIFTH, *TO_JUST_UNDER), NOES_OF_A_FIFTH, timing=Timing.NOW)
    why = "The overall score is 79.97 %, which is never shown as 80 % and does not pass in a certification year (2.6b)."
    return Sample("Wapiti Anvil", "wapiti-anvil", why, review, OutcomeKind.REQUEST_CORRECTIONS)


def _element_under_its_minimum(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(3, "Bitterroot Beacon Hot Oil Ltd.", "Bitterroot Beacon", "8 Muskeg Example Crescent"),
        *("Fort St. John", "BC", "V1J 9Z3", "Anselm Dragomir", "Priya Lindqvist"),
        "Hot oil and steam services for wells and pipelines in the Peace country.",
    )
    review = with_losses(with_identity(clean, identity), LOSES_HALF_OF_F, NOES_OF_F, timing=Timing.NOW)
    why = "Element F is at 49.9 %: a high overall score does not make up for an element under its minimum (2.6b)."
    return Sample("Bitterroot Beacon", "bitterroot-beacon", why, review, OutcomeKind.REQUEST_CORRECTIONS)


def _element_not_applicable(clean: Review) -> Sample:
    identity = SampleIdentity(
        *(4, "Saltgrass Meridian Well Services Ltd.", "Saltgrass Meridian", "56 Prairie Example Way"),
        *("Kindersley", "SK", "S0L 9X4", "Theodora Wickstrom", "Emeric Vandal"),
        "Steam and pressure services for heavy oil wells around one field shop.",
        AssessorRole.MOST_SENIOR,
    )
    review = with_identity(clean, identity)
    for question_id, notes in NO_REPRESENTATIVE.items():
        review = with_not_applicable(review, question_id, notes)
    why = "No question of element J applies, so it leaves the total and has no minimum to reach (2.5e, 2.6b)."
    return Sample("Saltgrass Meridian", "saltgrass-meridian", why, review, OutcomeKind.APPROVE)


def _maintenance_at_the_minimum(maintenance: Review) -> Sample:
    identity = SampleIdentity(
        *(5, "Carrot Creek Compass Oilfield Rentals Ltd.", "Carrot Creek Compass", "733 Willow Example Drive"),
        *("Edson", "AB", "T7E 9Z5", "Bertrand Okafor", "Mirela Strand"),
        "Rental of steam and pressure units with their crews, from a yard beside the highway.",
    )
    review = with_identity(maintenance, identity)
    review = with_losses(review, LOSES_TWO_FIFTHS, NOES_OF_TWO_FIFTHS, timing=Timing.FUTURE)
    review = with_losses_planned(review, LOSES_TWO_FIFTHS)
    why = (
        "The overall score is exactly the minimum of a maintenance year, in which a low element does not count (2.6c)."
    )
    return Sample("Carrot Creek Compass", "carrot-creek-compass", why, review, OutcomeKind.APPROVE)
