"""What the letters list: deficiencies to correct, findings for the future, additions to the action plan (2.7 to 2.10)."""

from __future__ import annotations

from dataclasses import dataclass

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.flags import Flag
from secor_xl.review.model import QuestionReview, Timing

# What is said of the action plan stands apart from all else, because it never blocks (2.11). Last year's plan (2.12) is
# asked for by a sentence of the letter and is in neither list.
PLAN_CLAUSES = ("2.5f", "2.5g", "2.8", "2.9", "2.10")
LAST_YEARS_PLAN = "2.12"


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


def to_correct(assessment: Assessment) -> tuple[Deficiency, ...]:
    """Every deficiency that stands in the way of an approval, the submission's first, then by question."""
    return _listed(assessment, assessment.blocking, Timing.NOW)


def for_the_future(assessment: Assessment) -> tuple[Deficiency, ...]:
    """The reviewer's findings for the future and the advisory flags that are meant for the assessor."""
    flags = [
        flag for flag in assessment.advisory if flag.needed and flag.clause not in (*PLAN_CLAUSES, LAST_YEARS_PLAN)
    ]
    return _listed(assessment, tuple(flags), Timing.FUTURE)


def about_the_action_plan(assessment: Assessment) -> tuple[Deficiency, ...]:
    """Remarks on the action plan as submitted; they never block (2.11)."""
    questions = assessment.case.instrument.by_id
    flags = [flag for flag in assessment.advisory if flag.needed and flag.clause in PLAN_CLAUSES]
    rows = []
    for flag in flags:
        question = questions.get(flag.place.item) if flag.place.section == "questions" else None
        item, text = (question.id, question.text) if question else (flag.where, "")
        rows.append(Deficiency(item, text, (flag.message,), (flag.needed,)))
    return tuple(rows)


def to_add_to_the_plan(assessment: Assessment) -> tuple[Deficiency, ...]:
    """System deficiencies that the reviewer found and the assessor had not noted (2.9, 2.10)."""
    return tuple(
        Deficiency(question.id, question.text, (entry.add_to_plan,), ())
        for question, entry in assessment.case.answered
        if entry.add_to_plan
    )


def _listed(assessment: Assessment, flags: tuple[Flag, ...], timing: Timing) -> tuple[Deficiency, ...]:
    by_question: dict[str, list[Flag]] = {}
    rows: list[Deficiency] = []
    for flag in flags:
        if flag.place.section == "questions" and flag.place.item in assessment.case.instrument.by_id:
            by_question.setdefault(flag.place.item, []).append(flag)
        else:
            rows.append(Deficiency(flag.where, "", (flag.message,), (flag.needed,) if flag.needed else ()))
    for question, entry in assessment.case.answered:
        of_question = by_question.get(question.id, [])
        words = _is_open(entry, timing)
        if not words and not of_question:
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


def _is_open(entry: QuestionReview, timing: Timing) -> bool:
    return bool(entry.finding) and entry.timing is timing and entry.resolved_on is None


def _distinct(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
