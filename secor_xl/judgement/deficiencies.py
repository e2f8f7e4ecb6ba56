"""The lists of the letters: deficiencies to correct, findings for the future, additions to the action plan (2.7 to 2.10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.case import Place
from secor_xl.judgement.flags import Flag
from secor_xl.judgement.rules.last_year_items import DONE_WORDS
from secor_xl.judgement.rules.phrases import is_below, points_awarded, points_of
from secor_xl.judgement.rules.plan_additions import addition, own_addition
from secor_xl.judgement.scoring import NOTHING, Verdict
from secor_xl.procedure.instrument import Question
from secor_xl.review.model import LastYearItem, QuestionReview, Response, Timing, filled

# What is said of the action plan stands apart from all else, because it never blocks (2.11). Last year's plan (2.12) is
# asked for by a sentence of the letter and is in neither list.
PLAN_CLAUSES = ("2.5f", "2.5g", "2.8", "2.9", "2.10")
LAST_YEARS_PLAN = "2.12"

# What can still be sent for points that were lost without an open finding.
NEEDED_FOR_A_NO = "If this has been corrected since, send what shows it."
NEEDED_FOR_THE_REST = "Send what verifies the rest, or what shows that it has been corrected since."


@dataclass(frozen=True, slots=True)
class Deficiency:
    """One row of a letter: a question, or a fact of the submission, with all that was found there.

    Attributes:
        item: the question's id, or the name of the fact.
        question: the question's text; empty for a fact of the submission.
        found: the reviewer's words first, then what the rules saw; none twice.
        needed: what is needed, in the same order; none twice.
    """

    item: str
    question: str
    found: tuple[str, ...]
    needed: tuple[str, ...]


NOTHING_APPLIES = Deficiency(
    "All questions",
    "",
    ('Every question is marked "n/a", so there is no score',),
    ("Answer the questions that apply to the employer with yes or no.",),
)


def to_correct(assessment: Assessment) -> tuple[Deficiency, ...]:
    """Return every deficiency that prevents an approval, the submission's first, then by question.

    While a score is below its mark, what took points from it stands in the way as well (2.7): an open finding whatever its
    time, and where no finding is open, the points that were awarded.
    """
    lost = took_points(assessment)
    rows = _listed(
        assessment,
        assessment.blocking,
        lambda entry: entry.timing is Timing.NOW or entry.question_id in lost,
        lost,
    )
    return (NOTHING_APPLIES, *rows) if assessment.scores.overall.verdict is Verdict.NOT_APPLICABLE else rows


def for_the_future(assessment: Assessment) -> tuple[Deficiency, ...]:
    """The reviewer's findings for the future and the advisory flags that are meant for the assessor.

    A finding that took points from a score below its mark is to be corrected now, so it is not here.
    """
    flags = [
        flag for flag in assessment.advisory if flag.needed and flag.clause not in (*PLAN_CLAUSES, LAST_YEARS_PLAN)
    ]
    lost = took_points(assessment)
    return _listed(
        assessment,
        tuple(flags),
        lambda entry: entry.timing is Timing.FUTURE and entry.question_id not in lost,
    )


def took_points(assessment: Assessment) -> frozenset[str]:
    """The questions that took points from a score below its mark: of every element where the overall score is one."""
    below = {score.label for score in assessment.scores.below}
    everywhere = assessment.scores.overall.verdict is Verdict.BELOW
    return frozenset(
        question.id
        for question, entry in assessment.case.answered
        if (everywhere or question.element in below)
        and entry.response is not Response.NOT_APPLICABLE
        and is_below(entry.points, question.points)
    )


def about_the_action_plan(assessment: Assessment) -> tuple[Deficiency, ...]:
    """Remarks on the action plan as submitted; they never block (2.11)."""
    return _requests(assessment, [flag for flag in assessment.advisory if flag.needed and flag.clause in PLAN_CLAUSES])


def to_add_to_the_plan(assessment: Assessment) -> tuple[Deficiency, ...]:
    """System deficiencies that the reviewer found and the assessor had not noted (2.8 to 2.10).

    A "no" is the assessor's own deficiency, so it is none of these unless the reviewer found something there that is not planned.
    """
    additions = ((question, addition(assessment.case, question, entry)) for question, entry in assessment.case.answered)
    return tuple(Deficiency(question.id, question.text, words, ()) for question, words in additions if words)


def not_done_of_last_year(assessment: Assessment) -> tuple[LastYearItem, ...]:
    """The items of last year that were not done, or only in part (2.10, 2.12)."""
    return tuple(item for _, item in filled(assessment.case.review.last_year) if item.done in DONE_WORDS)


def nothing_was_found(assessment: Assessment) -> bool:
    """Return whether nothing was found that an action plan could account for, whether planned already or not."""
    listed = (*to_correct(assessment), *for_the_future(assessment))
    return not (
        about_the_action_plan(assessment)
        or not_done_of_last_year(assessment)
        or any(row.question for row in listed)
        or any(own_addition(entry) for _, entry in assessment.case.answered)
        or any(is_below(entry.points, question.points) for question, entry in assessment.case.answered_yes)
    )


def _listed(
    assessment: Assessment,
    flags: tuple[Flag, ...],
    is_wanted: Callable[[QuestionReview], bool],
    lost: frozenset[str] = frozenset(),
) -> tuple[Deficiency, ...]:
    by_question: dict[str, list[Flag]] = {}
    of_the_submission: list[Flag] = []
    for flag in flags:
        if flag.place.section == "questions" and flag.place.item in assessment.case.instrument.by_id:
            by_question.setdefault(flag.place.item, []).append(flag)
        else:
            of_the_submission.append(flag)
    rows = list(_requests(assessment, of_the_submission))
    for question, entry in assessment.case.answered:
        of_question = by_question.get(question.id, [])
        words = bool(entry.finding) and entry.resolved_on is None and is_wanted(entry)
        if not words and not of_question:
            if question.id in lost:
                rows.append(_points_lost(question, entry))
            continue
        found = [
            entry.finding if words else "",
            *(flag.message for flag in of_question if flag.place.field != "finding"),
        ]
        needed = [
            entry.needed if words else "",
            *(flag.needed for flag in of_question if flag.place.field != "finding"),
        ]
        rows.append(Deficiency(question.id, question.text, _distinct(found), _distinct(needed)))
    return tuple(rows)


def _requests(assessment: Assessment, flags: list[Flag]) -> tuple[Deficiency, ...]:
    """Return the requests of the flags, one row for each question, section of the submission, or entry of a list."""
    together: dict[Place, list[Flag]] = {}
    for flag in flags:
        together.setdefault(Place(flag.place.section, item=flag.place.item), []).append(flag)
    rows = []
    for place, asked in together.items():
        question = assessment.case.instrument.by_id.get(place.item) if place.section == "questions" else None
        places = {flag.where for flag in asked}
        item = question.id if question else places.pop() if len(places) == 1 else str(place)
        found, needed = [flag.message for flag in asked], [flag.needed for flag in asked]
        rows.append(Deficiency(item, question.text if question else "", _distinct(found), _distinct(needed)))
    return tuple(rows)


def _points_lost(question: Question, entry: QuestionReview) -> Deficiency:
    """The points that were awarded, with every word of the reviewer that says why, also where a finding is resolved."""
    points = entry.points or NOTHING
    if entry.response is Response.NO:
        found, needed = f'The answer is "no": {points_of(points, question.points)}', NEEDED_FOR_A_NO
    else:
        found, needed = points_awarded(points, question.points), NEEDED_FOR_THE_REST
    return Deficiency(question.id, question.text, _distinct([found, entry.finding, own_addition(entry)]), (needed,))


def _distinct(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
