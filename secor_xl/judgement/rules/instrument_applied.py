"""IN: the instrument and its process were applied as the guidelines say (2.5e)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case
from secor_xl.judgement.flags import FlagContext, Severity, on_question, rule
from secor_xl.judgement.rules.phrases import people_words
from secor_xl.procedure.instrument import NotApplicable, Question
from secor_xl.review.model import Method, NotesVerdict, QuestionReview, Response
from secor_xl.text import is_blank

EMPLOYEES = ("managers", "supervisors", "workers")
ANSWER_OR_CORRECT_HEAD_COUNT = "Answer the question with yes or no, or correct the head-count."
METHOD_WORDS = {
    Method.DOCUMENTS: "documents were not looked at",
    Method.INTERVIEW: "nobody was interviewed",
    Method.OBSERVATION: "nothing was observed at the site",
}


def _not_applicable(case: Case) -> Iterator[tuple[Question, QuestionReview]]:
    for question, entry in case.answered:
        if entry.response is Response.NOT_APPLICABLE:
            yield question, entry


def _people(case: Case, groups: tuple[str, ...]) -> str:
    counts = {group: getattr(case.review.profile, group) for group in groups}
    present = {group: count for group, count in counts.items() if count is not None and count > 0}
    return people_words(present) if present else ""


def why_not_allowed(case: Case, question: Question, entry: QuestionReview) -> str:
    """Why the "n/a" of a question is not allowed, in a sentence; empty where it is, and for any other response."""
    if entry.response is not Response.NOT_APPLICABLE:
        return ""
    allowed, seen = question.not_applicable, f'The response is "{entry.response}", which'
    if allowed is NotApplicable.NEVER:
        return f"{seen} the guideline does not allow"
    if allowed is NotApplicable.OWNER_OPERATOR and (people := _people(case, EMPLOYEES)):
        return f"{seen} is for owner-operators, but the head-count has {people}"
    if allowed is NotApplicable.NO_CONTRACTORS and (people := _people(case, ("contractors",))):
        return f"{seen} is for employers without contractors, but the head-count has {people}"
    return ""


@rule(
    "IN-101",
    title="A question is not answered",
    clause="2.5e",
    severity=Severity.BLOCKING,
    hint="Enter the assessor's answer once it has come.",
    needed="Answer the question.",
)
def question_not_answered(case: Case) -> Iterator[FlagContext]:
    """Checks: the assessor answered every question of the instrument.

    Why: the whole instrument is applied as its guidelines say (2.5e).
    Raised by: the response "not answered".
    Not raised by: "no"; an empty cell, which means that the reviewer has not entered the response yet.
    To clear: enter the answer once it has come.
    """
    for question, entry in case.answered:
        if entry.response is Response.NOT_ANSWERED:
            yield on_question(question, "response", "The question is not answered")


@rule(
    "IN-102",
    title='An "n/a" is not justified in the notes',
    clause="2.5e",
    severity=Severity.BLOCKING,
    hint="Enter the assessor's reason or a summary, or ask for it; change the verdict on the notes once the reason is sufficient.",
    needed="Say in the notes why the question does not apply, or answer it.",
)
def not_applicable_without_reason(case: Case) -> Iterator[FlagContext]:
    """Checks: where the guideline allows "n/a" only with a reason, the notes give one that is not marked insufficient.

    Why: the guideline is followed (2.5e).
    Raised by: "n/a" with an empty cell for the notes, where a reason is asked for; a reason that is marked "insufficient".
    Not raised by: the same with a reason; "n/a" of an owner-operator, for which the head-count is the reason.
    To clear: enter the reason once it is there, or change the verdict on it.
    """
    for question, entry in _not_applicable(case):
        if question.not_applicable is not NotApplicable.JUSTIFIED:
            continue
        if is_blank(entry.notes):
            seen = 'The response is "n/a", and no reason is given'
            yield on_question(question, "notes", seen)
        elif entry.notes_verdict is NotesVerdict.INSUFFICIENT:
            seen = 'The reason that the notes give for the "n/a" is not sufficient'
            yield on_question(question, "notes_verdict", seen)


@rule(
    "IN-201",
    title='An "n/a" is not allowed here',
    clause="2.5e",
    severity=Severity.BLOCKING,
    hint="Check guideline and head-count; the assessor has to answer yes or no, or correct the head-count.",
    needed='Answer the question with yes or no; the guideline does not allow "n/a" here.',
)
def not_applicable_not_allowed(case: Case) -> Iterator[FlagContext]:
    """Checks: "n/a" is entered only where the guideline allows it and the head-count agrees.

    Why: the guideline says when a question may be left out of the score (2.5e).
    Raised by: "n/a" where it is never allowed; "n/a" for owner-operators where there are workers; for employers without
    contractors where there are contractors.
    Not raised by: an owner-operator with contractors but no employees; a head-count that is not entered yet.
    To clear: enter the corrected answer or head-count once it has come back.
    """
    for question, entry in _not_applicable(case):
        if seen := why_not_allowed(case, question, entry):
            needed = "" if question.not_applicable is NotApplicable.NEVER else ANSWER_OR_CORRECT_HEAD_COUNT
            yield on_question(question, "response", seen, needed)


@rule(
    "IN-202",
    title="A verification method was not used",
    clause="2.5e",
    severity=Severity.BLOCKING,
    hint="Clear the entry under 'Method not used' once the method was used.",
    needed="Verify the answer by each method that the guideline asks for, and write down what came of it.",
)
def method_not_used(case: Case) -> Iterator[FlagContext]:
    """Checks: no verification method of the guideline is entered under "Method not used".

    Why: the process is applied as the guidelines say (2.5e).
    Raised by: a question that asks for an interview, answered "yes", with "interview" under "Method not used".
    Not raised by: the same with an empty cell there; a question that does not apply.
    To clear: empty the cell once the assessor has used the method.
    """
    for question, entry in case.answered:
        method = entry.method_not_used
        if method is None or entry.response not in (Response.YES, Response.NO):
            continue
        if method.value in {each.value for each in question.verification}:
            seen = f"A method of verification that the guideline asks for was not used: {METHOD_WORDS[method]}"
            yield on_question(question, "method_not_used", seen)


@rule(
    "IN-203",
    title="The method named as not used is not asked for",
    clause="2.5e",
    severity=Severity.FORM,
    hint="Read the guideline and clear the entry, or choose the method that is meant.",
)
def method_not_asked_for(case: Case) -> Iterator[FlagContext]:
    """Checks: a method under "Method not used" is one that the question's guideline asks for.

    Why: only the guideline says how an answer is verified (2.5e).
    Raised by: "observation" under "Method not used" of a question that is verified by documents.
    Not raised by: "documents" there.
    To clear: clear the entry or choose another.
    """
    for question, entry in case.answered:
        method = entry.method_not_used
        if method is not None and method.value not in {each.value for each in question.verification}:
            seen = f'"{method}" is named as not used, but the guideline does not ask for it'
            yield on_question(question, "method_not_used", seen)
