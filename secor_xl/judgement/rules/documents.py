"""EV: the documents and records attached (2.5a, 2.5b)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from secor_xl.judgement.case import Case
from secor_xl.judgement.flags import FlagContext, Severity, on_question, rule
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import DocumentsVerdict, QuestionReview


def _marked(case: Case, verdict: DocumentsVerdict, seen: str, needed: str) -> Iterator[FlagContext]:
    for question, entry in case.answered_yes:
        if entry.documents is verdict:
            named = question.documents.rstrip(".")
            asked = f"{needed}: {named}." if named else f"{needed}."
            yield on_question(question, "documents", seen, asked)


def _before_the_period(first: dt.date) -> str:
    return f"before the first day of the record period, {shown_date(first)}"


def _after_the_period(end: dt.date) -> str:
    return f"after the last day of data gathering, {shown_date(end)}"


def _oldest_of_newer_records(case: Case, entry: QuestionReview, end: dt.date) -> dt.date | None:
    """The oldest record, where all are newer than the record period, though no correction has brought any."""
    returned = any(each.returned_on for each in case.review.rounds)
    return entry.oldest_record if entry.oldest_record and entry.oldest_record > end and not returned else None


@rule(
    "EV-101",
    title="Required documents are missing",
    clause="2.5a",
    severity=Severity.BLOCKING,
    hint="Change the verdict once the documents are there.",
    needed="Attach the documents that the guideline requires.",
)
def documents_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: where the guideline requires documents for a "yes", the reviewer did not mark them missing.

    Why: where the guidelines require documents, they are attached (2.5a).
    Raised by: B2 answered "yes", documents required and marked "missing".
    Not raised by: the same mark on a question that requires none, or that is answered "no".
    To clear: change the verdict once the documents have been attached.
    """
    for question, entry in case.yes_with_documents:
        if entry.documents is DocumentsVerdict.MISSING:
            attached = question.documents.rstrip(".")
            yield on_question(
                question,
                "documents",
                f"Not attached: {attached}",
                f"Attach {attached}.",
            )


@rule(
    "EV-103",
    title="Required documents are marked as not required",
    clause="2.5a",
    severity=Severity.FORM,
    hint="Read the guideline and choose another verdict.",
)
def documents_wrongly_not_required(case: Case) -> Iterator[FlagContext]:
    """Checks: where the guideline requires documents for a "yes", the verdict is not "not required".

    Why: the guideline, not the reviewer, decides which documents are required (2.5a).
    Raised by: B2 answered "yes", documents required and marked "not required".
    Not raised by: the same mark on a question that requires none.
    To clear: choose the verdict that fits what is attached.
    """
    for question, entry in case.yes_with_documents:
        if entry.documents is DocumentsVerdict.NOT_REQUIRED:
            seen = 'The verdict is "not required", but the guideline requires documents'
            yield on_question(question, "documents", seen)


@rule(
    "EV-105",
    title="Documents are marked as missing where none are required",
    clause="2.5a",
    severity=Severity.FORM,
    hint="Read the guideline: choose 'not required', or say under 'Finding' what is missing.",
)
def documents_wrongly_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: documents are marked "missing" only where the guideline requires some.

    Why: the guideline decides which documents are required (2.5a); a mark without any effect would mislead the reader.
    Raised by: A3 answered "yes", no documents required, marked "missing".
    Not raised by: the same mark where documents are required; "not required" where none are.
    To clear: choose "not required".
    """
    for question, entry in case.answered_yes:
        if not question.documents and entry.documents is DocumentsVerdict.MISSING:
            seen = 'The verdict is "missing", but the guideline requires no documents'
            yield on_question(question, "documents", seen)


@rule(
    "EV-201",
    title="Documents are not appropriate",
    clause="2.5a",
    severity=Severity.BLOCKING,
    hint="Change the verdict once appropriate documents are there.",
    needed="Attach documents that show what the question asks for.",
)
def documents_not_appropriate(case: Case) -> Iterator[FlagContext]:
    """Checks: the reviewer did not mark the documents of a "yes" as not appropriate.

    Why: documents are adequate and appropriate (2.5a).
    Raised by: a safety poster attached where a hazard assessment is asked for, marked "not appropriate".
    Not raised by: documents marked "adequate".
    To clear: change the verdict once appropriate documents have been attached.
    """
    seen, needed = "The documents attached do not show what the question asks for", "Attach documents that show it"
    yield from _marked(case, DocumentsVerdict.NOT_APPROPRIATE, seen, needed)


@rule(
    "EV-202",
    title="Documents are out of date",
    clause="2.5b",
    severity=Severity.BLOCKING,
    hint="Change the verdict once current documents are there.",
    needed="Attach current documents.",
)
def documents_out_of_date(case: Case) -> Iterator[FlagContext]:
    """Checks: the reviewer did not mark the documents of a "yes" as out of date.

    Why: documents show the activities of the record period; those that are out of date may be rejected (2.5b).
    Raised by: documents marked "out of date".
    Not raised by: the same mark on a question that is answered "no", which needs no proof.
    To clear: change the verdict once current documents have been attached.
    """
    seen, needed = "The documents attached are out of date", "Attach current documents"
    yield from _marked(case, DocumentsVerdict.OUT_OF_DATE, seen, needed)


@rule(
    "EV-203",
    title="Documents are altered",
    clause="2.5b",
    severity=Severity.BLOCKING,
    hint="Change the verdict once unaltered documents are there.",
    needed="Attach the documents as they were made, unaltered.",
)
def documents_altered(case: Case) -> Iterator[FlagContext]:
    """Checks: the reviewer did not mark the documents of a "yes" as altered.

    Why: altered documents may be rejected (2.5b).
    Raised by: an inspection form whose date was written over, marked "altered".
    Not raised by: documents marked "adequate".
    To clear: change the verdict once unaltered documents have been attached.
    """
    seen, needed = "The documents attached are altered", "Attach the documents as they were made, unaltered"
    yield from _marked(case, DocumentsVerdict.ALTERED, seen, needed)


@rule(
    "EV-204",
    title="Documents are incomplete",
    clause="2.5b",
    severity=Severity.BLOCKING,
    hint="Change the verdict once complete documents are there.",
    needed="Attach the documents complete, with every page, date and name.",
)
def documents_incomplete(case: Case) -> Iterator[FlagContext]:
    """Checks: the reviewer did not mark the documents of a "yes" as incomplete.

    Why: incomplete documents may be rejected (2.5b).
    Raised by: minutes of which the second page is not attached, marked "incomplete".
    Not raised by: documents marked "adequate".
    To clear: change the verdict once complete documents have been attached.
    """
    seen, needed = "The documents attached are incomplete", "Attach the documents complete, with every page"
    yield from _marked(case, DocumentsVerdict.INCOMPLETE, seen, needed)


@rule(
    "EV-205",
    title="The dates of the records cannot be right",
    clause="2.5b",
    severity=Severity.FORM,
    hint="Correct the date; leave out a record that came later, and where its own date is wrong, mark the documents 'altered'.",
)
def record_dates_impossible(case: Case) -> Iterator[FlagContext]:
    """Checks: the oldest record is not newer than the newest one, and no record is newer than the assessment that it came with.

    Why: records are judged by these dates (2.5b). After corrections the last return counts.
    Raised by: oldest March 9, newest March 2; a record of the day after the assessment was submitted.
    Not raised by: one single record, so that both dates are the same; a record of the day on which a correction was returned.
    To clear: correct the wrong date. A record that came later does not belong to this assessment. Where a record
    itself bears a date that cannot be right, mark the documents "altered" and clear the date.
    """
    for question, entry in case.answered:
        oldest, newest = entry.oldest_record, entry.newest_record
        if newest and (why := case.too_late(newest)):
            seen = f"The newest record is dated {shown_date(newest)}, {why}"
            yield on_question(question, "newest_record", seen)
        if oldest is None:
            continue
        older = f"after the newest one on {shown_date(newest)}" if newest and oldest > newest else ""
        if why := older or ("" if newest else case.too_late(oldest)):
            seen = f"The oldest record is dated {shown_date(oldest)}, {why}"
            yield on_question(question, "oldest_record", seen)


@rule(
    "EV-301",
    title="No record is from the record period",
    clause="2.5b",
    severity=Severity.BLOCKING,
    hint="Compare the dates with the records; records from the period are needed.",
    needed="Attach records of the record period.",
)
def records_not_of_the_period(case: Case) -> Iterator[FlagContext]:
    """Checks: where a "yes" needs dated records, at least one can be from the record period.

    Why: records show the activities of the record period (2.5b), counted back from the last day of data gathering. Records of
    a correction may be newer.
    Raised by: a newest record one day before the period begins; an oldest record one day after it ends, while no correction
    has come back.
    Not raised by: a newest record of the period's first day; records already marked missing or out of date.
    To clear: enter the dates of the records of the period that were attached.
    """
    if case.record_period is None:
        return
    first, end = case.record_period
    dealt_with = (DocumentsVerdict.MISSING, DocumentsVerdict.OUT_OF_DATE)
    needed = f"Attach records from {shown_date(first)} to {shown_date(end)}."
    for question, entry in case.yes_with_documents:
        if not question.records or entry.documents in dealt_with:
            continue
        if entry.newest_record and entry.newest_record < first:
            seen = f"The newest record is dated {shown_date(entry.newest_record)}, {_before_the_period(first)}"
            yield on_question(question, "newest_record", seen, needed)
        elif oldest := _oldest_of_newer_records(case, entry, end):
            seen = f"The oldest record is dated {shown_date(oldest)}, {_after_the_period(end)}"
            yield on_question(question, "oldest_record", seen, needed)


@rule(
    "EV-302",
    title="Some records are from outside the record period",
    clause="2.5b",
    severity=Severity.ADVISORY,
    hint="Check whether enough records from the period remain; if not, mark the documents out of date.",
)
def records_partly_outside(case: Case) -> Iterator[FlagContext]:
    """Checks: where a "yes" needs dated records, the oldest and the newest are from the record period.

    Why: records outside the period do not show its activities (2.5b), but those inside may be enough.
    Raised by: an oldest record from before the period; a newest record from after the last day of data gathering.
    Not raised by: records of the first and of the last day of the period.
    To clear: count only the records inside. The flag is for the reviewer and reaches no letter.
    """
    if case.record_period is None:
        return
    first, end = case.record_period
    for question, entry in case.yes_with_documents:
        if not question.records or not entry.newest_record or entry.newest_record < first:
            continue
        if entry.oldest_record and entry.oldest_record < first:
            seen = f"The oldest record is dated {shown_date(entry.oldest_record)}, {_before_the_period(first)}"
            yield on_question(question, "oldest_record", seen)
        if entry.newest_record > end and not _oldest_of_newer_records(case, entry, end):
            seen = f"The newest record is dated {shown_date(entry.newest_record)}, {_after_the_period(end)}"
            yield on_question(question, "newest_record", seen)
