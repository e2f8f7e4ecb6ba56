"""FI: the reviewer's own findings (2.7)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case, Place
from secor_xl.judgement.flags import Seen, Severity, rule
from secor_xl.review.model import Timing


@rule(
    "FI-101",
    title="A finding that must be corrected now is open",
    clause="2.7",
    severity=Severity.BLOCKING,
    hint="Enter the day under 'Resolved on' once the correction has been seen, or mark the finding 'for the future'.",
)
def finding_open(case: Case) -> Iterator[Seen]:
    """Checks: each finding that the reviewer marked "correct now" has a day on which it was resolved.

    Why: a submission with deficiencies gets the opportunity to correct them, and is not approved before (2.7, 2.14).
    Raised by: B2 has the finding "No hazard assessment for tank cleaning", marked "correct now", with no day resolved.
    Not raised by: the same finding marked "for the future", or with a day under "Resolved on".
    To clear: see the correction, then enter the day under "Resolved on".
    """
    for entry in case.review.questions:
        if entry.finding and entry.timing is Timing.NOW and entry.resolved_on is None:
            yield Seen(Place("questions", "finding", entry.question_id), entry.finding, entry.needed)
