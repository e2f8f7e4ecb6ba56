"""CO: nothing within a question, or across all questions, contradicts (2.5d)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case, Place
from secor_xl.judgement.flags import FlagContext, Severity, on_question, rule
from secor_xl.judgement.rules.instrument_applied import why_not_allowed
from secor_xl.judgement.rules.phrases import is_above, is_below, is_equal, people_words, points_are, points_awarded
from secor_xl.judgement.rules.plan_additions import own_addition
from secor_xl.judgement.scoring import points_are_allowed
from secor_xl.procedure.instrument import Answer, Condition, Consistency
from secor_xl.review.model import DocumentsVerdict, NotesVerdict, QuestionReview, Response

ANSWERS: dict[Response | None, Answer] = {
    Response.YES: Answer.YES,
    Response.NO: Answer.NO,
    Response.NOT_APPLICABLE: Answer.NOT_APPLICABLE,
}
DEFICIENT = (
    DocumentsVerdict.MISSING,
    DocumentsVerdict.OUT_OF_DATE,
    DocumentsVerdict.ALTERED,
    DocumentsVerdict.INCOMPLETE,
    DocumentsVerdict.NOT_APPROPRIATE,
)


def _holds(case: Case, condition: Condition) -> bool | None:
    """Whether a condition holds; ``None`` where the answer or the count that decides it is not known."""
    if condition.group:
        count = getattr(case.review.profile, condition.group, None)
        return None if count is None else (count > 0) is condition.present
    entry = case.by_question.get(condition.question)
    answer = ANSWERS.get(entry.response) if entry else None
    return None if answer is None else answer in condition.answers


def _words(case: Case, condition: Condition) -> str:
    if condition.group:
        count = getattr(case.review.profile, condition.group, None)
        return (
            f"the head-count has {people_words({condition.group: count})}"
            if count
            else f"there are no {condition.group}"
        )
    entry = case.by_question.get(condition.question)
    return f'{condition.question} is answered "{entry.response if entry else ""}"'


def _has_a_wrong_not_applicable(case: Case, consistency: Consistency) -> bool:
    """Whether one of the two answers is an "n/a" that is not allowed: that deficiency has a flag of its own."""
    asked = (case.instrument.by_id.get(each.question) for each in (consistency.when, consistency.then))
    return any(why_not_allowed(case, each, case.by_question[each.id]) for each in asked if each)


def _bad_evidence(entry: QuestionReview) -> str:
    if entry.documents in DEFICIENT:
        return f'the documents are marked "{entry.documents}"'
    return 'the notes are marked "insufficient"' if entry.notes_verdict is NotesVerdict.INSUFFICIENT else ""


@rule(
    "CO-401",
    title="Two answers contradict",
    clause="2.5d",
    severity=Severity.BLOCKING,
    hint="Read both questions with their evidence; the assessor has to correct the answer that is wrong.",
    needed="Check both answers, and correct the one that is wrong together with its evidence.",
)
def answers_contradict(case: Case) -> Iterator[FlagContext]:
    """Checks: all rules of the instrument that compare questions are met.

    Why: the answers to all questions must agree (2.5d).
    Raised by: people know the policy, but there is no policy.
    Not raised by: both answered "yes"; an answer or a head-count that is not entered yet; an "n/a" that is not allowed,
    which has its own rule.
    To clear: enter the corrected answer once it has come back.
    """
    for consistency in case.instrument.consistency:
        if _holds(case, consistency.when) is not True or _holds(case, consistency.then) is not False:
            continue
        if _has_a_wrong_not_applicable(case, consistency):
            continue
        first, second = _words(case, consistency.when), _words(case, consistency.then)
        seen = f"{first[0].upper()}{first[1:]}, but {second}: {consistency.because.rstrip('.')}"
        question = consistency.when.question or consistency.then.question
        group = consistency.when.group or consistency.then.group
        place = Place("questions", "response", question) if question else Place("profile", group)
        yield FlagContext(place, seen)


@rule(
    "CO-402",
    title="Full points although the evidence is marked deficient",
    clause="2.5d",
    severity=Severity.ADVISORY,
    hint="Compare points and verdict; the score so far is shown in the letter.",
)
def full_points_without_evidence(case: Case) -> Iterator[FlagContext]:
    """Checks: a "yes" whose documents or notes the reviewer marked deficient does not have full points.

    Why: points and verdicts of one question should not contradict (2.5d). The deficiency blocks by its own rule.
    Raised by: documents "missing", and all points awarded.
    Not raised by: documents "missing", and part of the points; documents "adequate".
    To clear: adjust points or verdict, or leave it: the flag is for the reviewer and reaches no letter.
    """
    for question, entry in case.answered_yes:
        bad = _bad_evidence(entry)
        if bad and is_equal(entry.points, question.points):
            yield on_question(question, "points", f"All points are awarded, but {bad}")


@rule(
    "CO-403",
    title='Points are awarded to a question that is not answered "yes"',
    clause="2.5d",
    severity=Severity.FORM,
    hint="Correct the points or the response.",
)
def points_without_yes(case: Case) -> Iterator[FlagContext]:
    """Checks: a question answered "no" or "n/a", or not answered, has no points above 0.

    Why: points are for a "yes"; within a question nothing contradicts (2.5d).
    Raised by: "no" with 5 points; "n/a" with 5 points, which is not counted in the total.
    Not raised by: "no" with 0 points; "yes" with part of the points; "n/a" with no points entered.
    To clear: enter 0 points, or the response that the assessor gave.
    """
    for question, entry in case.answered:
        if entry.response not in (None, Response.YES) and is_above(entry.points, 0):
            seen = f'The response is "{entry.response}", but {points_are(entry.points)} awarded'
            yield on_question(question, "points", seen)


@rule(
    "CO-404",
    title='Adequate documents for a question that is not answered "yes"',
    clause="2.5d",
    severity=Severity.ADVISORY,
    hint='Look whether the documents prove a "yes" that the assessor did not claim.',
)
def documents_without_yes(case: Case) -> Iterator[FlagContext]:
    """Checks: a question answered "no" or "n/a" has no documents that the reviewer found adequate.

    Why: adequate documents show a "yes" and contradict another answer (2.5d). The employer may lose points by it.
    Raised by: "no" with documents marked "adequate".
    Not raised by: "no" with documents marked "not required", or with no mark.
    To clear: tell the assessor, or leave it: the flag is for the reviewer and reaches no letter.
    """
    for question, entry in case.answered:
        if entry.documents is DocumentsVerdict.ADEQUATE and entry.response in (Response.NO, Response.NOT_APPLICABLE):
            seen = f'The response is "{entry.response}", but the documents are marked "adequate"'
            yield on_question(question, "documents", seen)


@rule(
    "CO-405",
    title="A finding is resolved, but its question is still marked deficient",
    clause="2.5d",
    severity=Severity.FORM,
    hint="Change the verdict if the correction was good, or clear the day under 'Resolved on'.",
)
def resolved_but_deficient(case: Case) -> Iterator[FlagContext]:
    """Checks: where the finding of a "yes" is resolved, its documents and notes are no longer marked deficient.

    Why: a verdict describes the present state, so it contradicts the resolved finding (2.5d).
    Raised by: resolved on May 20, documents still "missing".
    Not raised by: resolved on May 20, documents "adequate"; not resolved, documents "missing".
    To clear: correct the verdict, or clear the day.
    """
    for question, entry in case.answered_yes:
        bad = _bad_evidence(entry) if entry.finding and entry.resolved_on else ""
        if bad:
            yield on_question(question, "resolved_on", f"The finding is marked resolved, but {bad}")


@rule(
    "CO-406",
    title="Points are taken off without a reason",
    clause="2.5d",
    severity=Severity.FORM,
    hint="Write a finding that says what was found, or what is to be added to the action plan.",
)
def points_taken_off_silently(case: Case) -> Iterator[FlagContext]:
    """Checks: where a "yes" gets fewer points than were claimed, a finding or an addition to the action plan gives the reason.

    Why: answer and points of a question should not contradict (2.5d), and the letters say what was found (2.7, 2.9).
    Raised by: "yes" with 8 of 10 points, no claim of the assessor entered, no finding.
    Not raised by: 8 points where the assessor claimed 8 too; a finding; an action item of the assessor for the question.
    To clear: write the finding, or enter the assessor's claim.
    """
    for question, entry in case.answered_yes:
        points, claimed = entry.points, entry.points_claimed
        said_why = entry.finding or own_addition(entry) or question.id in case.planned
        if said_why or not is_below(points, question.points) or not points_are_allowed(question, points):
            continue
        if claimed is None or is_above(claimed, points):
            seen = f"{points_awarded(points, question.points)}, without a finding"
            yield on_question(question, "finding", seen)
