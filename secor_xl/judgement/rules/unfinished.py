"""FM-1xx and FM-2xx: the review itself is unfinished, or what it says of itself cannot be right."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from secor_xl.judgement.case import Case, EntryProblem, Place
from secor_xl.judgement.days import FIRST_YEAR
from secor_xl.judgement.deadlines import deadlines_of
from secor_xl.judgement.flags import EARLY_DAY, FlagContext, Severity, on_entry, on_fact, on_question, rule
from secor_xl.judgement.rules.phrases import quoted
from secor_xl.review.calendar import EXCEL_DAY_0, shown_date
from secor_xl.review.model import Decided, DocumentsVerdict, LetterKind
from secor_xl.text import is_blank


@rule(
    "FM-101",
    title="An entry could not be read",
    clause="2.1",
    severity=Severity.FORM,
    hint="Correct the entry as the message says, and check the review again.",
)
def entry_unreadable(case: Case) -> Iterator[FlagContext]:
    """Checks: every filled cell on the sheets of the form was read, and its value is allowed there.

    Why: the review is made on the standardized form (2.1); what cannot be read on it must not be guessed, and what is typed
    outside of it must not be lost.
    Raised by: the text "about 7" in a cell for points; a finding in a row that was inserted between two questions; a formula
    in a cell for an entry; a copy of the sheet Questions with other entries.
    Not raised by: a cell that is simply empty; where it is needed, another rule says so. A formula in a cell that is
    judged in Excel: there the functions see only its value; the buttons and the command line see the formula.
    To clear: go to the cell, enter what is allowed there, and save.
    """
    yield from (_told(problem) for problem in case.problems if not problem.is_advisory)


def _told(problem: EntryProblem) -> FlagContext:
    said = (" ".join(part.split()).rstrip(".") for part in (problem.seen, problem.allowed))
    words = ". ".join(part[0].upper() + part[1:] for part in said if part)
    return FlagContext(problem.place or Place("form"), words or "The entry could not be read", problem=problem)


@rule(
    "FM-102",
    title="A fact that every review needs is not entered",
    clause="2.1",
    severity=Severity.FORM,
    hint="Enter the fact: the kind of year, the day of receipt, the reviewer's name and the review date are always needed.",
)
def review_fact_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: the kind of year, the day of receipt, the reviewer's name and the review date are entered.

    Why: the minimums depend on the kind of year and the procedure's version on the day of receipt; a form names who
    filled it in and when (2.1).
    Raised by: a review with an empty cell for the kind of year.
    Not raised by: a review without a file reference, which the procedure does not ask for.
    To clear: enter the fact that the flag names.
    """
    review = case.review
    if review.case.year_kind is None:
        yield on_fact("case", "year_kind", "The kind of year is not entered")
    if review.case.received_on is None:
        yield on_fact("case", "received_on", "The day on which the submission was received is not entered")
    if is_blank(review.reviewer.name):
        yield on_fact("reviewer", "name", "The reviewer's name is not entered")
    if review.reviewer.reviewed_on is None:
        yield on_fact("reviewer", "reviewed_on", "The day of the review is not entered")


@rule(
    "FM-103",
    title="The recommended practice is not confirmed",
    clause="2.4",
    severity=Severity.FORM,
    hint='Apply SAC-CFT-024, then enter "yes" under "SAC-CFT-024 applied".',
)
def practice_not_confirmed(case: Case) -> Iterator[FlagContext]:
    """Checks: the reviewer has confirmed that the recommended practice SAC-CFT-024 was applied.

    Why: the reviewer applies it (2.4), and no letter is made before that.
    Raised by: an empty cell, or "no", under "SAC-CFT-024 applied".
    Not raised by: "yes".
    To clear: apply the practice and confirm it.
    """
    applied = case.review.reviewer.practice_applied
    if applied is not Decided.YES:
        seen = 'The confirmation is "no"' if applied is Decided.NO else "The confirmation is not entered"
        yield on_fact("reviewer", "practice_applied", seen)


@rule(
    "FM-104",
    title="A question has no response entered",
    clause="2.5e",
    severity=Severity.FORM,
    hint='Enter the assessor\'s answer; where the assessor gave none, choose "not answered".',
)
def response_not_entered(case: Case) -> Iterator[FlagContext]:
    """Checks: for every question of the instrument the reviewer has entered what the assessor answered.

    Why: whether the instrument was applied as its guidelines say shows only when all answers are there (2.5e).
    Raised by: an empty cell under "Response".
    Not raised by: "not answered", which says that the assessor gave no answer.
    To clear: choose yes, no, n/a or not answered.
    """
    for question, entry in case.answered:
        if entry.response is None:
            yield on_question(question, "response", "No response is entered")


@rule(
    "FM-105",
    title="The verdict on the documents is not entered",
    clause="2.5a",
    severity=Severity.FORM,
    hint='Look at the documents and choose a verdict under "Documents".',
)
def documents_verdict_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: each "yes" whose guideline requires documents has the reviewer's verdict on them.

    Why: documents must be attached, adequate and appropriate (2.5a), and only the reviewer can see whether they are.
    Raised by: B2 answered "yes", documents required, nothing under "Documents".
    Not raised by: the same question answered "no", or with any verdict.
    To clear: choose the verdict that fits.
    """
    for question, entry in case.yes_with_documents:
        if entry.documents is None:
            yield on_question(question, "documents", "No verdict on the documents is entered")


@rule(
    "FM-106",
    title="The dates of the records are not entered",
    clause="2.5b",
    severity=Severity.FORM,
    hint="Enter the dates of the oldest and of the newest record attached.",
)
def record_dates_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: where a "yes" needs dated records and they are marked adequate, their oldest and newest dates are entered.

    Why: records must come from the record period (2.5b); without dates nobody can tell.
    Raised by: B6 with documents "adequate" and no newest record date.
    Not raised by: documents marked "missing", or a guideline that asks for documents that are not dated records.
    To clear: enter both dates; with a single record they are the same.
    """
    for question, entry in case.yes_with_documents:
        if not question.records or entry.documents is not DocumentsVerdict.ADEQUATE:
            continue
        if entry.oldest_record is None:
            yield on_question(question, "oldest_record", "The date of the oldest record is not entered")
        if entry.newest_record is None:
            yield on_question(question, "newest_record", "The date of the newest record is not entered")


@rule(
    "FM-107",
    title="The verdict on the notes is not entered",
    clause="2.5c",
    severity=Severity.FORM,
    hint='Read the notes and choose a verdict under "Notes verdict".',
)
def notes_verdict_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: each "yes" whose guideline requires notes has the reviewer's verdict on them.

    Why: the notes must be good and full enough to verify the "yes" (2.5c), and only a reader can judge that.
    Raised by: A3 answered "yes", notes required, nothing under "Notes verdict".
    Not raised by: the same question answered "n/a", or with any verdict.
    To clear: choose "sufficient" or "insufficient".
    """
    for question, entry in case.yes_with_notes:
        if entry.notes_verdict is None:
            yield on_question(question, "notes_verdict", "No verdict on the notes is entered")


@rule(
    "FM-108",
    title="A part of the submission could not be read",
    clause="2.1",
    severity=Severity.FORM,
    hint='Enter what the notes on the cells name, then clear "Not understood".',
)
def submission_not_understood(case: Case) -> Iterator[FlagContext]:
    """Checks: everything of a submission that was taken in from a file was understood.

    Why: what cannot be read must not be guessed, nor be lost (2.1), and the assessor must not be asked for it again.
    Raised by: a submission whose table has "spring 2026" where a date is needed, until the reviewer has cleared the cell
    "Not understood".
    Not raised by: a fact that the submission does not have; other rules ask for it.
    To clear: enter the values that the cell names, or leave them blank where there is nothing, then clear the cell.
    """
    if not is_blank(case.review.case.not_understood):
        seen = f"The submission has values that could not be read: {quoted(case.review.case.not_understood)}"
        yield on_fact("case", "not_understood", seen)


@rule(
    "FM-201",
    title="The days of submission, receipt and review do not fit",
    clause="2.1",
    severity=Severity.FORM,
    hint="Correct the day that is wrong: submitted, then received, then reviewed, and none of them in the future.",
)
def case_days_do_not_fit(case: Case) -> Iterator[FlagContext]:
    """Checks: the submission was received on or after the day it was submitted, reviewed on or after receipt, all by today.

    Why: deadlines, minimums and letters take these days from the form (2.1).
    Raised by: reviewed on March 2, received on March 3.
    Not raised by: submitted, received and reviewed on one and the same day.
    To clear: correct the wrong day.
    """
    facts, reviewed_on = case.review.case, case.review.reviewer.reviewed_on
    if facts.received_on and facts.received_on > case.as_of:
        yield on_fact("case", "received_on", f"The day of receipt, {shown_date(facts.received_on)}, is in the future")
    if facts.submitted_on and facts.submitted_on > (facts.received_on or case.as_of):
        seen = f"The day of submission is {shown_date(facts.submitted_on)}, which is after "
        seen += f"the receipt on {shown_date(facts.received_on)}" if facts.received_on else "the day of the check"
        yield on_fact("case", "submitted_on", seen)
    if reviewed_on and reviewed_on > case.as_of:
        yield on_fact("reviewer", "reviewed_on", f"The day of the review, {shown_date(reviewed_on)}, is in the future")
    if reviewed_on and facts.received_on and reviewed_on < facts.received_on:
        seen = (
            f"The day of the review is {shown_date(reviewed_on)}, before the receipt on {shown_date(facts.received_on)}"
        )
        yield on_fact("reviewer", "reviewed_on", seen)


@rule(
    "FM-202",
    title="A question is entered twice, or is not of this instrument",
    clause="2.5e",
    severity=Severity.FORM,
    hint="Remove the entry, or make the review again in a workbook with its own instrument.",
)
def question_not_of_instrument(case: Case) -> Iterator[FlagContext]:
    """Checks: every question of the review is one of its instrument's, and none is there twice.

    Why: points under an unknown question would be lost, and one of two entries would be ignored (2.5e).
    Raised by: an entry for Z9, which the instrument does not have; two entries for B2.
    Not raised by: an instrument's question that the review leaves out; that one has no response entered.
    To clear: remove the entry, or judge the review by its own instrument.
    """
    known = case.instrument.by_id
    for question_id, times in Counter(entry.question_id for entry in case.review.questions).items():
        place = Place("questions", "question_id", question_id)
        if question_id not in known:
            yield FlagContext(place, f"The instrument has no question {quoted(question_id)}")
        elif times > 1:
            yield FlagContext(place, f"Question {question_id} is entered {times} times")


@rule(
    "FM-203",
    title="The review is older than the correction that came back last",
    clause="2.7c",
    severity=Severity.FORM,
    hint="Review what came back, then enter the day of that review; or correct the day returned.",
)
def review_older_than_correction(case: Case) -> Iterator[FlagContext]:
    """Checks: the day of the review is not before the day on which the last correction was returned.

    Why: whether the deficiencies were addressed shows only in the correction (2.7c), so it has to be reviewed too.
    Raised by: reviewed on May 4, and a correction returned on May 18.
    Not raised by: reviewed on the day of the return; a return that was out of time, which needs no review any more.
    To clear: review the correction, and enter the day of that review.
    """
    reviewed_on = case.review.reviewer.reviewed_on
    returned = [
        (each.returned_on, number)
        for number, each in enumerate(case.review.rounds, 1)
        if each.returned_on and each.returned_on <= case.as_of
    ]
    if reviewed_on is None or not returned or reviewed_on >= max(returned)[0] or deadlines_of(case).out_of_time:
        return
    last, number = max(returned)
    seen = f"The day of the review is {shown_date(reviewed_on)}, before the correction of round {number} came back"
    yield on_fact("reviewer", "reviewed_on", f"{seen} on {shown_date(last)}")


@rule(
    EARLY_DAY,
    title="A day is too early to be right",
    clause="2.1",
    severity=Severity.FORM,
    hint="Type the whole date, such as 2026-03-31; leave out the date of a record that really is so old.",
)
def day_too_early(case: Case) -> Iterator[FlagContext]:
    """Checks: no day of the review is before 1990.

    Why: deadlines, records and training are judged by the days of the form (2.1), and no review of the procedure is older.
    Excel takes a year that is typed alone, such as 2026, for July 18, 1905.
    Raised by: "2026" typed as the day of submission; a newest record of December 31, 1989.
    Not raised by: a training on January 1, 1990.
    To clear: type the whole date. The other rules say nothing of that day until then, and no letter asks the assessor
    about it.
    """
    for place, day in case.early_days.items():
        year = (day - EXCEL_DAY_0).days  # the number that was typed, if Excel took it for a day
        is_year = FIRST_YEAR <= year <= dt.MAXYEAR
        why = f'as Excel reads "{year}" typed alone' if is_year else f"which is before {FIRST_YEAR}"
        yield FlagContext(place, f"The day is {shown_date(day)}, {why}")


@rule(
    "FM-205",
    title="The day of a letter in the letter log cannot be right",
    clause="2.1",
    severity=Severity.FORM,
    hint="Correct the day of the letter or the day that it is compared with; clear the row of a letter that did not go out.",
)
def letter_day_does_not_fit(case: Case) -> Iterator[FlagContext]:
    """Checks: letters of the log were written on or after receipt, and a round's first feedback letter by the day it was sent.

    Why: the form says which letters were made (2.1); a feedback that was sent before it was written has a wrong due date.
    Raised by: received on March 11, a letter of March 10; a feedback letter of March 18, sent on March 17.
    Not raised by: a letter of the day of receipt; a feedback letter that was made again after the first one had been sent.
    To clear: correct the wrong day, or clear the row of a letter that did not go out.
    """
    received_on = case.review.case.received_on
    first: dict[int, tuple[dt.date, int]] = {}
    for number, letter in enumerate(case.review.letters, 1):
        if letter.written_on is None:
            continue
        if received_on and letter.written_on < received_on:
            seen = f"The letter is of {shown_date(letter.written_on)}, before the receipt on {shown_date(received_on)}"
            yield on_entry("letters", number, "written_on", seen)
        if letter.kind is LetterKind.FEEDBACK and letter.round:
            first[letter.round] = min(first.get(letter.round, (letter.written_on, number)), (letter.written_on, number))
    for number, each in enumerate(case.review.rounds, 1):
        written_on, row = first.get(number, (None, 0))
        sent_on = each.feedback_sent_on
        if written_on and sent_on and sent_on < written_on:
            seen = f"The feedback letter is of {shown_date(written_on)}, but was sent on {shown_date(sent_on)}"
            yield on_entry("letters", row, "written_on", seen)


@rule(
    "FM-401",
    title="An entry is struck through",
    clause="2.1",
    severity=Severity.ADVISORY,
    hint="Clear the entry if it is no longer valid, or remove the line through it.",
)
def entry_struck_through(case: Case) -> Iterator[FlagContext]:
    """Checks: no entry of the workbook, and no part of one, is struck through.

    Why: the form must be clear (2.1). To Excel a line through a text is only decoration, so the entry counts.
    Raised by: a legal name with a line through it, and the new name behind it.
    Not raised by: a line through a label of the form, or through a cell that is empty.
    To clear: clear the old text, or remove the line. The flag is for the reviewer and reaches no letter.
    """
    yield from (_told(problem) for problem in case.problems if problem.is_advisory)
