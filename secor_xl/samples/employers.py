"""All samples: fictional employers, each there for a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import Review
from secor_xl.samples.by_content import CONTENT_CHANGES
from secor_xl.samples.by_score import SCORE_CHANGES
from secor_xl.samples.by_time import TIME_CHANGES
from secor_xl.samples.clean import SAMPLE_AS_OF, clean_review
from secor_xl.samples.hostile import with_awkward_texts
from secor_xl.samples.sample_identity import with_identity
from secor_xl.samples.texts import EMPLOYERS

CHANGES = {
    **SCORE_CHANGES,
    **TIME_CHANGES,
    **CONTENT_CHANGES,
    "etoile-hostile-text": with_awkward_texts,
}
"""The changes that make the review of each employer from the clean one; one that is not here has none."""


@dataclass(frozen=True)
class Sample:
    """One fictional employer, there for a reason.

    Attributes:
        name: the employer's short name.
        file_stem: the name of its files, without an ending.
        why: what it shows, in one sentence that names the clause.
        review: the review.
        expected_outcome: what the review leads to.
        as_of: the day on which it is judged.
    """

    name: str
    file_stem: str
    why: str
    review: Review
    expected_outcome: OutcomeKind
    as_of: dt.date = SAMPLE_AS_OF


def samples(instrument: Instrument) -> tuple[Sample, ...]:
    """Every sample.

    Args:
        instrument: the shipped instrument, for whose questions and points the samples are written.

    Returns:
        The samples, in an order that is good for a demonstration: scores, times, then what was submitted.
    """
    clean = clean_review(instrument)
    made = []
    for stem, employer in EMPLOYERS.items():
        review = with_identity(clean, stem)
        made.append(
            Sample(
                name=employer.get("name", employer["trade_name"]),
                file_stem=stem,
                why=employer["why"],
                review=CHANGES[stem](review) if stem in CHANGES else review,
                expected_outcome=OutcomeKind(employer["outcome"]),
                as_of=employer.get("as_of", SAMPLE_AS_OF),
            )
        )
    return tuple(made)
