"""The approval letter to the employer (2.13). It never shows anything that would stand in the way of an approval."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from secor_xl.judgement.deficiencies import about_the_action_plan, for_the_future, to_add_to_the_plan
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters import context, rows, wording
from secor_xl.letters.context import Stationery
from secor_xl.letters.rows import Finding, ScoreRow
from secor_xl.letters.settled import Settled
from secor_xl.procedure.office import GoverningBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Stationery):
    """The fields of the approval letter.

    Attributes:
        scores: one row per element.
        overall: the overall score as a row.
        overall_score: the overall percentage.
        marks_to_reach: what the procedure asks of the scores, a sentence.
        future: what is for the future.
        additions: deficiencies that the reviewer found, to be added to the action plan.
        plan_remarks: remarks on the action plan as submitted.
        plan_to_revise: whether the reviewer found what the action plan is expected to account for.
        previous_plan_wanted: whether last year's action plan is asked for and has not come.
        governing_bodies: whom the certifying partner informs, as the end of a sentence.
    """

    scores: list[ScoreRow]
    overall: ScoreRow
    overall_score: str
    marks_to_reach: str
    future: list[Finding]
    additions: list[Finding]
    plan_remarks: list[Finding]
    plan_to_revise: bool
    previous_plan_wanted: bool
    governing_bodies: str


REQUIRED = (
    "letter_date",
    "addressee[]",
    "employer",
    "year_kind",
    "overall_score",
    "future[].item",
    "future[].found",
    "additions[].item",
    "additions[].found",
    "contact",
    "late_acceptances[]",
    "previous_plan_wanted",
)


def approval_letter(settled: Settled, letter_date: dt.date, bodies: tuple[GoverningBody, ...]) -> Approval:
    """The fields of the approval letter of an approved assessment; refused for any other."""
    assessment = settled.must_be(OutcomeKind.APPROVE)
    address, salutation = context.to_the_employer(assessment.case.review)
    title = "SECOR assessment approved"
    future, additions = rows.findings(for_the_future(assessment)), rows.findings(to_add_to_the_plan(assessment))
    return Approval(
        **context.stationery(assessment, letter_date, title, address, salutation),
        **rows.score_fields(assessment),
        future=future,
        additions=additions,
        plan_remarks=rows.findings(about_the_action_plan(assessment)),
        plan_to_revise=rows.plan_to_revise(additions, future),
        previous_plan_wanted=assessment.case.previous_plan_wanted,
        governing_bodies=_named(bodies),
    )


def _named(bodies: tuple[GoverningBody, ...]) -> str:
    """The names, each once; one with a comma comes last, where a plain "and" before it can be read in one way only."""
    names = dict.fromkeys(body.name for body in bodies)
    return wording.joined(sorted(names, key=lambda name: "," in name))
