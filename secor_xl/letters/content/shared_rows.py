"""The rows of the score table and of the lists of findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deficiencies import (
    Deficiency,
    about_the_action_plan,
    for_the_future,
    not_done_of_last_year,
    to_add_to_the_plan,
)
from secor_xl.judgement.rules.last_year_items import DONE_WORDS
from secor_xl.judgement.scoring import Score, Verdict
from secor_xl.letters.content import formatting
from secor_xl.letters.content.common_fields import Stationery
from secor_xl.review.model import DoneVerdict, LastYearItem, LastYearList, YearKind
from secor_xl.text import capitalized


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row of the score table: an element, or the whole."""

    element: str
    points: str
    score: str
    mark: str
    result: str


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """One row of a list of findings; ``question`` is empty for a fact of the submission."""

    item: str
    question: str
    found: str
    needed: str


@dataclass(frozen=True, slots=True)
class UndoneItem:
    """One row of what was not done of last year's review; ``item`` is its questions, or empty."""

    item: str
    planned: str
    progress: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLetter(Stationery):
    """The fields that the feedback and the approval letter share.

    Attributes:
        scores: one row per element.
        overall: the overall score as a row.
        overall_score: the overall percentage.
        marks_to_reach: the minimums of the scores, a sentence.
        future: findings for the future.
        additions: deficiencies that the reviewer found, to be added to the action plan.
        additions_above: further questions to add to the plan, whose deficiency is in a list above, such as "B2 and C1".
        plan_remarks: remarks on the action plan as submitted.
        plan_to_revise: whether the reviewer found what the action plan is expected to account for.
        last_year: what was not done of last year's findings and action plan.
        previous_plan_wanted: whether last year's action plan was requested and has not been received.
    """

    scores: list[ScoreRow]
    overall: ScoreRow
    overall_score: str
    marks_to_reach: str
    future: list[ListedFinding]
    additions: list[ListedFinding]
    additions_above: str
    plan_remarks: list[ListedFinding]
    plan_to_revise: bool
    last_year: list[UndoneItem]
    previous_plan_wanted: bool


def score_row(score: Score) -> ScoreRow:
    """Make a row of the score table."""
    name = score.title if score.label == "Overall" else f"{score.label}  {score.title}"
    points = "none apply"
    if score.possible:
        points = f"{score.given.normalize():f} of {score.possible.normalize():f}".replace(
            " ", formatting.NO_BREAK_SPACE
        )
    result = {Verdict.PASS: "Met", Verdict.BELOW: "Not met", Verdict.NOT_APPLICABLE: "N/A"}
    return ScoreRow(
        name, points, formatting.score(score), formatting.mark(score.minimum), result.get(score.verdict, "–")
    )


def review_fields(assessment: Assessment, listed: tuple[Deficiency, ...]) -> dict[str, Any]:
    """Fill the fields of ``ReviewLetter`` beyond the common ones; ``listed`` is every row of the lists above the action plan."""
    scores = assessment.scores
    listed_above = {row.item: row.found for row in listed if row.question}
    additions = to_add_to_the_plan(assessment)
    above = [row for row in additions if set(row.found) <= set(listed_above.get(row.item, ()))]
    return {
        "scores": [score_row(score) for score in scores.elements],
        "overall": score_row(scores.overall),
        "overall_score": formatting.score(scores.overall),
        "marks_to_reach": marks_to_reach(assessment),
        "future": findings(for_the_future(assessment)),
        "additions": findings(tuple(row for row in additions if row not in above)),
        "additions_above": formatting.joined([row.item for row in above]),
        "plan_remarks": findings(about_the_action_plan(assessment)),
        "plan_to_revise": bool(additions),
        "last_year": [undone(item) for item in not_done_of_last_year(assessment)],
        "previous_plan_wanted": assessment.case.previous_plan_wanted,
    }


def marks_to_reach(assessment: Assessment) -> str:
    """State the minimums of the scores in this kind of year (2.6)."""
    case = assessment.case
    parameters, year = case.parameters, case.review.case.year_kind
    if year is YearKind.MAINTENANCE:
        minimum = parameters.maintenance_overall_minimum
        clause = formatting.clause_reference(case.office, minimum.clause)
        return f"In a maintenance year, at least {formatting.mark(minimum)} overall is needed{clause}."
    overall, element = parameters.certification_overall_minimum, parameters.certification_element_minimum
    return (
        f"In a certification year, at least {formatting.mark(overall)} overall and at least {formatting.mark(element)} in each"
        f" element are needed{formatting.clause_reference(case.office, overall.clause)}."
    )


def undone(item: LastYearItem) -> UndoneItem:
    """Make a row of an item of last year that was not done."""
    texts = [*item.deficiency.splitlines(), *item.planned.splitlines()]
    by = f"Planned for {formatting.date(item.target_date)}." if item.target_date else ""
    return UndoneItem(
        ", ".join(item.question_ids) or capitalized(item.listed_in or LastYearList.ACTION_PLAN),
        formatting.lines((*map(formatting.ended, texts), by)) or formatting.NOT_GIVEN,
        formatting.lines((formatting.sentence(DONE_WORDS[item.done or DoneVerdict.NO]), formatting.ended(item.note))),
    )


def findings(rows: tuple[Deficiency, ...]) -> list[ListedFinding]:
    """Make rows of deficiencies, each sentence on a line of its own."""
    return [
        ListedFinding(
            row.item,
            row.question,
            formatting.lines(formatting.ended(text) for text in row.found),
            formatting.lines(formatting.ended(text) for text in row.needed) or "Please correct this.",
        )
        for row in rows
    ]
