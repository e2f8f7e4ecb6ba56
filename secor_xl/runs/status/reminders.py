"""Reminders to assessors whose correction is due soon: e-mail drafts, each made once for a round and its due day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from secor_xl.delivery.email.draft_file import draft_file
from secor_xl.delivery.email.drafts import EmailTemplates
from secor_xl.delivery.email.envelope import reminder_envelope
from secor_xl.errors import SecorError
from secor_xl.files import fingerprint_of
from secor_xl.judgement.work_state import WorkState
from secor_xl.letters.content.reminder import reminder_fields
from secor_xl.letters.file_names import safe_head
from secor_xl.procedure.office import OFFICE_FILE
from secor_xl.records.records import REMINDER, Clock, DerivedFile, Records, writing
from secor_xl.review.names import employer_name
from secor_xl.runs.output import write_safely
from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService
from secor_xl.runs.status.status_line import StatusLine
from secor_xl.text import first_given

AWAITING = (WorkState.AWAITED, WorkState.DUE_SOON)


@dataclass(frozen=True, slots=True)
class MadeReminder:
    """The reminder of one review.

    Attributes:
        file: the workbook.
        draft: the e-mail draft; ``None`` where it was made before, or could not be made.
        notes: what the person who sends it has to do, or why it was not made.
        is_failed: whether it could not be made.
    """

    file: str
    draft: Path | None
    notes: tuple[str, ...] = ()
    is_failed: bool = False


def make_reminders(
    lines: Iterable[StatusLine], folder: Path, service: ReviewService, clock: Clock
) -> Iterator[MadeReminder]:
    """Make the reminders that are due and were never made; the folder is made when the first one is due.

    Args:
        lines: the reviews.
        folder: where the drafts and their records go.
        service: the office, and the day of the judgement.
        clock: returns the time for the records.

    Raises:
        SecorError: the office makes no reminders.
        TemplateProblem: the text of the reminder cannot be used.
        FolderInUse: another run is writing to the folder.
        RecordsRefused: the records cannot be read or written.
    """
    days = service.office.reminder_days
    if days is None:
        raise SecorError(
            f"{service.templates_folder / OFFICE_FILE}: no reminders are set, so none was made. Add the lines [reminders] and"
            " days = 5 to send one five days before a correction is due."
        )
    texts = EmailTemplates(service.templates_folder)
    texts.reminder()
    due = [each for each in lines if each.state in AWAITING and each.days_left is not None and each.days_left <= days]
    if not due:
        return
    with writing(folder, clock) as records:
        made = set(records.reminders())
        for line in due:
            try:
                yield _made(service.judge(Path(line.file)), folder, texts, records, made)
            except SecorError as error:
                yield MadeReminder(line.file, None, (str(error),), is_failed=True)


def _made(
    judged: JudgedWorkbook, folder: Path, texts: EmailTemplates, records: Records, made: set[str]
) -> MadeReminder:
    assessment, file = judged.assessment, str(judged.path)
    review, asked = assessment.case.review, assessment.deadlines.last
    if asked is None or asked.due_on is None:  # it was changed since its line was made
        return MadeReminder(file, None)
    head = safe_head(first_given(review.case.reference) or employer_name(review.employer, ""))
    name = f"{head} - reminder round {asked.number}, due {asked.due_on}.eml"
    if name in made:
        return MadeReminder(file, None)
    envelope = reminder_envelope(assessment, reminder_fields(assessment, asked), asked.due_on)
    draft = draft_file(envelope, *texts.reminder().written(envelope.fields))
    # Written before it is recorded: if the run ends in between, the next one finds the same draft and records it.
    write_safely(folder / name, draft)
    records.add_derived_file(DerivedFile("", REMINDER, name, fingerprint_of(draft), judged.read.fingerprint))
    made.add(name)
    return MadeReminder(file, folder / name, envelope.missing)
