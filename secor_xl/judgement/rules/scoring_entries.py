"""SC: the points that the reviewer enters (2.6a)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case
from secor_xl.judgement.flags import FlagContext, Severity, on_question, rule
from secor_xl.judgement.rules.phrases import is_above, is_below, points_are, points_words
from secor_xl.judgement.scoring import points_are_allowed, points_are_in_range
from secor_xl.review.model import Response


@rule(
    "SC-101",
    title="A question is not scored",
    clause="2.6a",
    severity=Severity.FORM,
    hint="Enter the points that you award, 0 included.",
)
def points_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: every question with a response other than "n/a" has the reviewer's points.

    Why: the reviewer calculates the score (2.6a); the points that the assessor claims never replace the reviewer's.
    Raised by: "yes" with an empty cell for the points awarded, whatever was claimed.
    Not raised by: 0 points; "n/a", which does not count in the score.
    To clear: enter the points.
    """
    for question, entry in case.answered:
        if entry.points is None and entry.response not in (None, Response.NOT_APPLICABLE):
            yield on_question(question, "points", "No points are entered")


@rule(
    "SC-201",
    title="Points are below 0 or above the points possible",
    clause="2.6a",
    severity=Severity.FORM,
    hint="Enter points from 0 to the points possible.",
)
def points_out_of_range(case: Case) -> Iterator[FlagContext]:
    """Checks: the points awarded are a number from 0 to the points possible.

    Why: a score is calculated from points that the instrument has (2.6a).
    Raised by: 11 of 10 points; -1 points.
    Not raised by: 10 of 10 points; 0 points; a question answered "n/a".
    To clear: correct the points.
    """
    for question, entry in case.answered:
        points = entry.points
        if points is None or entry.response is Response.NOT_APPLICABLE:
            continue
        if not points_are_in_range(question, points):
            entered = f"{points_are(points)} entered" if points.is_finite() else "No number is entered"
            seen = f"{entered}; allowed are {question.points_allowed}"
            yield on_question(question, "points", seen)


@rule(
    "SC-202",
    title="Points are not among those that the instrument allows",
    clause="2.6a",
    severity=Severity.FORM,
    hint="Enter points that the question's scoring allows: all or nothing, or a step of its range.",
)
def points_not_a_step(case: Case) -> Iterator[FlagContext]:
    """Checks: the points awarded are all or nothing, or a step of the range, as the question is scored.

    Why: a score is calculated as the instrument says (2.6a).
    Raised by: 5 of 10 points for all or nothing; 3 points in a range with steps of 2.
    Not raised by: 0 or 10 for all or nothing; 4 points in steps of 2.
    To clear: correct the points.
    """
    for question, entry in case.answered:
        points = entry.points
        if points is None or entry.response is Response.NOT_APPLICABLE or points_are_allowed(question, points):
            continue
        if points_are_in_range(question, points):
            seen = f"{points_are(points)} entered; allowed are {question.points_allowed}"
            yield on_question(question, "points", seen)


@rule(
    "SC-301",
    title="The assessor claims points that the question does not have",
    clause="2.6a",
    severity=Severity.ADVISORY,
    hint="Compare the claimed points with the submission; they never count, but are shown beside your points.",
)
def claim_out_of_range(case: Case) -> Iterator[FlagContext]:
    """Checks: the points claimed are from 0 to the points possible.

    Why: the claim never counts (2.6a), but an impossible one is usually a typing error.
    Raised by: 11 points claimed of 10; -1 claimed.
    Not raised by: 10 claimed of 10; no claim entered.
    To clear: correct the claim, or leave it: the flag is for the reviewer and reaches no letter.
    """
    for question, entry in case.answered:
        claimed = entry.points_claimed
        if is_above(claimed, question.points) or is_below(claimed, 0):
            seen = f"{points_are(claimed)} claimed of {points_words(question.points)}"
            yield on_question(question, "points_claimed", seen)
