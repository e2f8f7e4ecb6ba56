"""The rows that letters share: the score table and the lists of findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deficiencies import Deficiency
from secor_xl.judgement.scoring import Score, Verdict
from secor_xl.letters import wording
from secor_xl.review.model import YearKind


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row of the score table: an element, or the whole."""

    element: str
    points: str
    score: str
    mark: str
    result: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of a list of findings; ``question`` is empty for a fact of the submission."""

    item: str
    question: str
    found: str
    needed: str


def score_row(score: Score) -> ScoreRow:
    """A score as a row of the table."""
    name = score.title if score.label == "Overall" else f"{score.label}  {score.title}"
    points = "none apply"
    if score.possible:
        points = f"{score.given.normalize():f} of {score.possible.normalize():f}".replace(" ", wording.NO_BREAK_SPACE)
    result = {Verdict.PASS: "Met", Verdict.BELOW: "Not met", Verdict.NOT_APPLICABLE: "N/A"}
    return ScoreRow(name, points, wording.score(score), wording.mark(score.minimum), result.get(score.verdict, "–"))


def score_fields(assessment: Assessment) -> dict[str, Any]:
    """The score table, and the marks to reach in a sentence."""
    scores = assessment.scores
    return {
        "scores": [score_row(score) for score in scores.elements],
        "overall": score_row(scores.overall),
        "overall_score": wording.score(scores.overall),
        "marks_to_reach": marks_to_reach(assessment),
    }


def marks_to_reach(assessment: Assessment) -> str:
    """What the procedure asks of the scores in this kind of year (2.6)."""
    parameters, year = assessment.case.parameters, assessment.case.review.case.year_kind
    if year is YearKind.MAINTENANCE:
        minimum = parameters.maintenance_overall_minimum
        return f"In a maintenance year, at least {wording.mark(minimum)} overall is needed (procedure\u00a0{minimum.clause})."
    overall, element = parameters.certification_overall_minimum, parameters.certification_element_minimum
    return (
        f"In a certification year, at least {wording.mark(overall)} overall and at least {wording.mark(element)} in each"
        f" element are needed (procedure\u00a0{overall.clause})."
    )


def plan_to_revise(additions: list[Finding], found: list[Finding]) -> bool:
    """Whether the reviewer found anything at a question that the action plan is expected to account for (2.10).

    A fact of the submission, such as a missing phone number, is nothing for an action plan.
    """
    return bool(additions) or any(row.question for row in found)


def findings(rows: tuple[Deficiency, ...]) -> list[Finding]:
    """Deficiencies as rows of a table; several sentences stand on lines of their own."""
    return [
        Finding(
            row.item,
            row.question,
            wording.lines(wording.ended(text) for text in row.found),
            wording.lines(wording.ended(text) for text in row.needed) or "Please correct this.",
        )
        for row in rows
    ]
