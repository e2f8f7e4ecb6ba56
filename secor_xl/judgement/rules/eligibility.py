"""EL: who may assess, and the training (2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case
from secor_xl.judgement.flags import FlagContext, Severity, on_fact, rule
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import AssessorRole, Decided
from secor_xl.text import is_blank

NOT_ACCEPTED = {
    None: "The assessor's role is not given",
    AssessorRole.CONSULTANT: "The assessor is a consultant",
    AssessorRole.EXTERNAL_AUDITOR: "The assessor is an external auditor, for whom there is a review procedure of its own",
    AssessorRole.OTHER: 'The assessor\'s role is given as "other"',
}


@rule(
    "EL-101",
    title="The assessor's role is missing or not accepted",
    clause="2.2b",
    severity=Severity.BLOCKING,
    hint="Check the role with the employer and correct it; another person's assessment is not accepted.",
    needed="Say whether the assessor is the owner, the most senior operational person or an employee familiar with the "
    "overall work operation; if none of these, have one of them make the assessment.",
)
def role_not_accepted(case: Case) -> Iterator[FlagContext]:
    """Checks: the assessor is the owner, the most senior operational person, or an employee who knows the overall operation.

    Why: the procedure accepts these three and no other (2.2b).
    Raised by: no role; a consultant; an external auditor; "other".
    Not raised by: each of the three.
    To clear: correct the role if it was wrong.
    """
    role = case.review.assessor.role
    if role in NOT_ACCEPTED:
        yield on_fact("assessor", "role", NOT_ACCEPTED[role])


@rule(
    "EL-102",
    title="The assessor's training course or its date is missing",
    clause="2.2a",
    severity=Severity.BLOCKING,
    hint="Enter the course and its date from the submission or the training records, or ask for them.",
    needed="Give the assessor's training course and its date.",
)
def training_not_given(case: Case) -> Iterator[FlagContext]:
    """Checks: the training course and the day of the training are there, unless the reviewer confirmed the training.

    Why: the assessor must have met the training requirements (2.2a); course and date show it.
    Raised by: a course without a date, while "Training requirements met" is blank or "no".
    Not raised by: course and date, without a refresher; a confirmed training, for which another rule gives a hint.
    To clear: enter what is missing, or confirm the training from the training records.
    """
    if case.review.assessor.training_met is not Decided.YES:
        yield from _training_missing(case)


def _training_missing(case: Case) -> Iterator[FlagContext]:
    assessor = case.review.assessor
    if is_blank(assessor.training_course):
        yield on_fact("assessor", "training_course", "The assessor's training course is not given")
    if assessor.trained_on is None:
        yield on_fact("assessor", "trained_on", "The date of the assessor's training is not given")


@rule(
    "EL-103",
    title="The reviewer has not said whether the training requirements are met",
    clause="2.2a",
    severity=Severity.FORM,
    hint='Look the assessor up in the training records, then enter "yes" or "no".',
)
def training_not_checked(case: Case) -> Iterator[FlagContext]:
    """Checks: the reviewer has entered whether the assessor met the training requirements.

    Why: this is checked when an assessment is received (2.2a).
    Raised by: an empty cell under "Training requirements met".
    Not raised by: "yes", or "no", which blocks by its own rule.
    To clear: check the training and enter the answer.
    """
    if case.review.assessor.training_met is None:
        yield on_fact("assessor", "training_met", "Whether the training requirements are met is not entered")


@rule(
    "EL-201",
    title="The assessor has not met the training requirements",
    clause="2.2a",
    severity=Severity.BLOCKING,
    hint='Change the answer to "yes" once the training requirements are shown to be met.',
    needed="Show that the assessor had met the training requirements, or have a trained person make the assessment.",
)
def training_not_met(case: Case) -> Iterator[FlagContext]:
    """Checks: the reviewer found the training requirements met.

    Why: the assessor must have met them when the assessment is received (2.2a).
    Raised by: "no" under "Training requirements met".
    Not raised by: "yes".
    To clear: enter "yes" once proof is there.
    """
    if case.review.assessor.training_met is Decided.NO:
        yield on_fact("assessor", "training_met", "The assessor has not met the training requirements")


@rule(
    "EL-202",
    title="The training dates cannot be right",
    clause="2.2a",
    severity=Severity.BLOCKING,
    hint="Compare the dates with the certificates and correct them, or ask for them.",
    needed="Give the right dates of the assessor's training and refresher course.",
)
def training_dates_impossible(case: Case) -> Iterator[FlagContext]:
    """Checks: training and refresher are not in the future, and the refresher is not before the training.

    Why: whether the training requirements were met is judged by these dates (2.2a).
    Raised by: trained on May 4, refreshed on May 3 of the same year.
    Not raised by: a training without a refresher.
    To clear: correct the date that is wrong.
    """
    assessor = case.review.assessor
    for name, what in (("trained_on", "training"), ("refreshed_on", "refresher")):
        day = getattr(assessor, name)
        if day and day > case.as_of:
            yield on_fact("assessor", name, f"The {what} is dated {shown_date(day)}, which is in the future")
    if assessor.trained_on and assessor.refreshed_on and assessor.refreshed_on < assessor.trained_on:
        first, second = shown_date(assessor.refreshed_on), shown_date(assessor.trained_on)
        yield on_fact("assessor", "refreshed_on", f"The refresher on {first} is before the training on {second}")


@rule(
    "EL-401",
    title="The assessor was trained only after data gathering began",
    clause="2.2a",
    severity=Severity.BLOCKING,
    hint="Compare the dates with the submission; if they are right, a trained person has to gather the data.",
    needed="Show that the assessor was trained before data gathering began, or gather the data again.",
)
def trained_too_late(case: Case) -> Iterator[FlagContext]:
    """Checks: the assessor was trained on or before the first day of data gathering, unless the reviewer confirmed the training.

    Why: an assessor without training does not gather the data (2.2a).
    Raised by: trained on March 3, data gathering from March 2, while "Training requirements met" is blank or "no".
    Not raised by: trained on March 2; a refresher during data gathering; a confirmed training.
    To clear: correct the date that is wrong, or confirm the training.
    """
    if case.review.assessor.training_met is not Decided.YES:
        yield from _trained_too_late(case)


def _trained_too_late(case: Case) -> Iterator[FlagContext]:
    trained_on, gathering = case.review.assessor.trained_on, case.review.data_gathering
    start = gathering.start or gathering.end
    if trained_on and start and trained_on > start:
        seen = (
            f"The assessor was trained on {shown_date(trained_on)}, after data gathering began on {shown_date(start)}"
        )
        yield on_fact("assessor", "trained_on", seen)


@rule(
    "EL-402",
    title="The assessor is the owner, but the head-count has no owner",
    clause="2.2b",
    severity=Severity.ADVISORY,
    hint="Compare role and head-count with the submission, and correct the one that is wrong.",
)
def owner_not_counted(case: Case) -> Iterator[FlagContext]:
    """Checks: where the assessor's role is owner, the head-count has at least one owner.

    Why: the role decides whether the assessor is accepted and who has to sign (2.2b), so a typing error in it matters.
    Raised by: the role "owner" with 0 owners.
    Not raised by: the role "owner" with 1 owner; a head-count that is not entered yet.
    To clear: correct role or head-count. The flag is for the reviewer and reaches no letter.
    """
    if case.review.assessor.role is AssessorRole.OWNER and case.review.profile.owners == 0:
        yield on_fact("assessor", "role", "The assessor's role is owner, but the head-count has no owner")


@rule(
    "EL-403",
    title="The training is confirmed, but course and date do not show it",
    clause="2.2a",
    severity=Severity.ADVISORY,
    hint="Compare course and date with the training records, and enter what they say.",
)
def confirmed_training_not_shown(case: Case) -> Iterator[FlagContext]:
    """Checks: where the reviewer confirmed the training, its course and date are there, and it came before data gathering.

    Why: the assessor must have met the training requirements when the assessment is received (2.2a). The reviewer's "yes"
    from the training records decides that; a blank or different cell may be a typing error.
    Raised by: "yes" under "Training requirements met" without a course; "yes", but trained on the second day of data
    gathering.
    Not raised by: "no" or a blank, where a missing course or a late training blocks.
    To clear: enter course and date from the training records, or leave it: the flag is for the reviewer and reaches no
    letter.
    """
    if case.review.assessor.training_met is Decided.YES:
        yield from _training_missing(case)
        yield from _trained_too_late(case)
