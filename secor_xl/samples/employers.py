"""All samples: fictional employers, each there for a reason."""

from __future__ import annotations

from secor_xl.procedure.instrument import Instrument
from secor_xl.samples.by_content import content_samples
from secor_xl.samples.by_score import score_samples
from secor_xl.samples.by_time import time_samples
from secor_xl.samples.hostile import hostile_samples
from secor_xl.samples.owner_operator import owner_operator_samples
from secor_xl.samples.sample_type import Sample

__all__ = ["Sample", "samples"]


def samples(instrument: Instrument) -> tuple[Sample, ...]:
    """Every sample.

    Args:
        instrument: the shipped instrument, for whose questions and points the samples are written.

    Returns:
        The samples, in an order that is good for a demonstration: scores, times, then what was submitted.
    """
    return (
        *score_samples(instrument),
        *time_samples(instrument),
        *content_samples(instrument),
        *owner_operator_samples(instrument),
        *hostile_samples(instrument),
    )
