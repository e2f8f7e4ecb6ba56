"""Additions to the action plan: deficiencies that the reviewer found and the assessor had not noted (2.8 to 2.10)."""

from __future__ import annotations

from secor_xl.judgement.case import Case
from secor_xl.judgement.rules.phrases import is_below, points_awarded
from secor_xl.procedure.instrument import Question
from secor_xl.review.comparison import says_none
from secor_xl.review.model import QuestionReview, Response
from secor_xl.text import is_blank


def own_addition(entry: QuestionReview) -> str:
    """The addition in the reviewer's own words; empty where the cell is blank or says that there is none."""
    text = entry.add_to_plan
    return "" if is_blank(text) or says_none(text) else text


def addition(case: Case, question: Question, entry: QuestionReview) -> tuple[str, ...]:
    """The deficiency that a question adds to the action plan; empty where there is none.

    The reviewer's own words come first; "no" in their place leaves the question out. Without words it is the open finding of a
    question that the assessor answered "yes" or did not plan for, or else the points that a "yes" lost without an action item.
    """
    if not is_blank(entry.add_to_plan):
        return tuple(filter(None, [own_addition(entry)]))
    planned, answered_yes = question.id in case.planned, entry.response is Response.YES
    if entry.finding and entry.resolved_on is None:
        return (entry.finding,) if answered_yes or not planned else ()
    if answered_yes and not planned and is_below(entry.points, question.points):
        return tuple(filter(None, (points_awarded(entry.points, question.points), entry.finding)))
    return ()
