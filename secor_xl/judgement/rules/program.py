"""SD-3xx and EL-3xx: the office's own program numbers, outside the procedure. Advisory; each can be switched off."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case, Place
from secor_xl.judgement.flags import FlagContext, Severity, on_fact, rule
from secor_xl.judgement.rules.phrases import count_words
from secor_xl.review.calendar import days_after, shown_date, years_after
from secor_xl.text import counted


@rule(
    "SD-301",
    title="The employer is larger than the program's small employers",
    clause="2.3e",
    severity=Severity.ADVISORY,
    hint="Check the head-count with the employer; a larger employer may have to leave the program.",
    needed="Check the number of people; the program is for small employers.",
)
def employer_too_large(case: Case) -> Iterator[FlagContext]:
    """Checks: all people together, contractors included, are at most as many as the program's number.

    Why: the report gives the number of people (2.3e), and the program is for small employers. The number is the office's.
    Raised by: one person more than the program's number.
    Not raised by: exactly that many; an office that has switched the check off; a head-count that is not complete.
    To clear: correct the head-count, or take the matter up with the employer.
    """
    largest, count = case.office.program.largest_employer, case.review.profile.headcount
    if largest is not None and count is not None and count > largest:
        seen = f"The employer has {count_words(count)} people; the program is for employers with up to {largest}"
        yield FlagContext(Place("profile"), seen)


@rule(
    "SD-302",
    title="Data gathering took longer than the program allows",
    clause="2.3d",
    severity=Severity.ADVISORY,
    hint="Check the dates with the submission; the assessor should plan a shorter data gathering next time.",
    needed="Next time, gather the data within the days that the program allows.",
)
def data_gathering_too_long(case: Case) -> Iterator[FlagContext]:
    """Checks: from the first to the last day of data gathering, both counted, are at most the program's days.

    Why: the report gives these dates (2.3d), and the program limits the days between them. The number is the office's.
    Raised by: one day more than the program's number.
    Not raised by: exactly that many; an office that has switched the check off.
    To clear: correct the dates; otherwise the letter has a remark for next time.
    """
    longest, gathering = case.office.program.data_gathering_days, case.review.data_gathering
    if longest is None or gathering.start is None or gathering.end is None:
        return
    days = (gathering.end - gathering.start).days + 1
    if days > longest:
        seen = f"Data gathering took {days} days, first and last day counted; the program allows {longest}"
        yield FlagContext(
            Place("data_gathering"), seen, f"Next time, gather the data within {counted(longest, 'day')}."
        )


@rule(
    "SD-303",
    title="The assessment was submitted later than the program allows",
    clause="2.3d",
    severity=Severity.ADVISORY,
    hint="Check the dates with the submission; the assessor should submit sooner next time.",
    needed="Next time, submit the assessment within the days that the program allows.",
)
def submitted_too_late(case: Case) -> Iterator[FlagContext]:
    """Checks: the assessment was submitted within the program's days after the last day of data gathering.

    Why: the days run from a date of the report (2.3d). The number is the office's.
    Raised by: submitted one day after the program's last day. Without a day of submission, the day of receipt counts.
    Not raised by: submitted on the last day; an office that has switched the check off.
    To clear: correct the dates; otherwise the letter has a remark for next time.
    """
    days, end = case.office.program.submission_days, case.review.data_gathering.end
    name = "submitted_on" if case.review.case.submitted_on else "received_on"
    day = getattr(case.review.case, name)
    if days is None or end is None or day is None:
        return
    if day > days_after(end, days):
        seen = f"The assessment was submitted on {shown_date(day)}, more than {counted(days, 'day')} after {shown_date(end)}"
        needed = f"Next time, submit the assessment within {counted(days, 'day')} after the last day of data gathering."
        yield on_fact("case", name, seen, needed)


@rule(
    "EL-301",
    title="The assessor's training is older than the program allows",
    clause="2.2a",
    severity=Severity.ADVISORY,
    hint="Look the assessor up in the training records; a refresher may not have been entered.",
    needed="Have the assessor take the refresher course before the next assessment.",
)
def training_too_old(case: Case) -> Iterator[FlagContext]:
    """Checks: on the first and on the last day of data gathering the training or its refresher was recent enough.

    Why: the assessor meets the training requirements (2.2a), and the program limits how long a course is valid.
    Raised by: trained one day more than the program's years before the last day of data gathering, without a refresher.
    Not raised by: exactly so many years before; a refresher in between; an office that has switched the check off.
    To clear: enter the refresher if there was one; otherwise the letter has a remark for next time.
    """
    years, assessor = case.office.program.training_years, case.review.assessor
    if years is None:
        return
    courses = [day for day in (assessor.trained_on, assessor.refreshed_on) if day]
    for day in filter(None, (case.review.data_gathering.start, case.review.data_gathering.end)):
        latest = max((course for course in courses if course <= day), default=None)
        if latest and years_after(latest, years) < day:
            name = "refreshed_on" if latest == assessor.refreshed_on else "trained_on"
            seen = (
                f"The latest training before data gathering was on {shown_date(latest)}, more than"
                f" {counted(years, 'year')} earlier"
            )
            yield on_fact("assessor", name, seen)
            return
